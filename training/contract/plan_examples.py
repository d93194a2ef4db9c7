"""The runs that the table of plans is made of: each method's default preset, and others that need
another amount of memory."""

import itertools
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from training.contract.config import RunConfig, RunImage, merge, resolve
from training.contract.errors import ManulError
from training.contract.model_kinds import StableDiffusion
from training.contract.presets import load_preset, preset_names
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

# Settings of a method that change no memory, or kilobytes of it.
_WITHOUT_WEIGHT = {
    "name", "init_from", "num_vectors", "alpha", "kept_steps",
    "text_encoder_learning_rate", "text_encoder_stop_step", "weight_initialization",
}  # fmt: skip


def planned_methods(family: StableDiffusion) -> tuple[str, ...]:
    """No program uses hypernetworks for SDXL."""
    return tuple(name for name in METHODS if (family, name) != ("sdxl", "hypernetwork"))


@lru_cache(maxsize=8)
def planned_variants(family: StableDiffusion) -> tuple[str, ...]:
    """The presets whose method is set in another way than in its default preset, as far as that
    changes the memory."""
    methods = planned_methods(family)
    others = [load_preset(name) for name in preset_names() if name not in methods]
    return tuple(
        preset.name
        for preset in others
        if preset.method in methods
        and method_weights(family, preset.name) != method_weights(family, preset.method)
    )


@lru_cache(maxsize=64)
def method_weights(family: StableDiffusion, preset: str) -> frozenset[tuple[str, Any]]:
    """The settings of a preset's method that decide how much memory it needs."""
    return weighty_settings(example_config(family, preset))


def weighty_settings(config: RunConfig) -> frozenset[tuple[str, Any]]:
    """They are compared as values: a file writes 1.0 where a preset has 1."""
    settings = config.method.model_dump().items()
    return frozenset((name, value) for name, value in settings if name not in _WITHOUT_WEIGHT)


def planned_sizes(family: StableDiffusion, preset: str) -> Iterator[tuple[int, int]]:
    """(resolution, pictures at once) of the rows; a variant's are those that its preset needs."""
    if preset in planned_methods(family):
        yield from itertools.product(RESOLUTIONS[family], PICTURES[family])
        return
    own = example_config(family, preset).data.resolution
    yield from ((own, pictures) for pictures in (1, 2))


def example_config(
    family: StableDiffusion, name: str, *, resolution: int | None = None, batch: int | None = None
) -> RunConfig:
    """A run with this preset, or a method's default one, without pictures of the class; None = the
    preset's own. ManulError if its method is not for this family."""
    preset = load_preset(name)
    if preset.method not in planned_methods(family):
        raise ManulError("model_unsupported.hypernetwork")
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
