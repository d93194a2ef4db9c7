"""The runs that the table of plans is made of: each method's default preset, with one picture."""

from typing import Any

from training.contract.config import RunConfig, RunImage, merge, resolve
from training.contract.errors import ManulError
from training.contract.model_kinds import StableDiffusion
from training.contract.presets import load_preset
from training.contract.settings import METHODS

RESOLUTIONS: dict[StableDiffusion, tuple[int, ...]] = {
    "sd1": (512, 768),
    "sd2": (512, 768),
    "sdxl": (768, 1024),
}
# At once, in one pass.
PICTURES: dict[StableDiffusion, tuple[int, ...]] = {
    "sd1": (1, 2, 4),
    "sd2": (1, 2, 4),
    "sdxl": (1, 2),
}


def planned_methods(family: StableDiffusion) -> tuple[str, ...]:
    """No program uses hypernetworks for SDXL."""
    return tuple(name for name in METHODS if (family, name) != ("sdxl", "hypernetwork"))


def example_config(
    family: StableDiffusion, method: str, *, resolution: int | None = None, batch: int | None = None
) -> RunConfig:
    """A run with the method's default preset, without pictures of the class; None = the preset's
    own. ManulError if this method is not for this family."""
    if method not in planned_methods(family):
        raise ManulError("model_unsupported.hypernetwork")
    preset = load_preset(method)
    asked: dict[str, Any] = {"data": {"prior_preservation": False}}
    if resolution is not None:
        asked["data"]["resolution"] = resolution
    if batch is not None:
        asked["training"] = {"train_batch_size": batch}
    image = RunImage(file="-", original_name="-", sha256="-", look="0" * 16)
    facts = {
        "preset": preset.name,
        "base_model": family,
        "family": family,
        "concept": {"name": "-", "initializer_token": "cat", "class_prompt": "a photo of a cat"},
        "images": [image.model_dump()],
    }
    return resolve(merge(preset.settings_for(family), asked), facts)
