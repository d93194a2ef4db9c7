"""What an exported file says about itself: readable years later, and by other programs today."""

import json

from training import __version__
from training.contract.model_kinds import StableDiffusion
from training.exports import ExportFacts

# ModelSpec 1.0.1 (https://github.com/Stability-AI/ModelSpec) and kohya's keys, which web UIs show.
_SPECIFICATION = "1.0.1"
_GENERATIVE_MODELS = "https://github.com/Stability-AI/generative-models"
_KOHYA_VERSIONS: dict[StableDiffusion, str] = {
    "sd1": "sd_v1",
    "sd2": "sd_v2",
    "sdxl": "sdxl_base_v1-0",
}


def text_metadata(facts: ExportFacts, *, kind: str | None) -> dict[str, str]:
    """For the header of a safetensors file; `kind` as ModelSpec spells it ("textual-inversion",
    "lora"; None = a whole model). No date: the same step stays the same file."""
    is_velocity = facts.prediction_type == "v_prediction"
    side = facts.config.data.resolution
    architectures: dict[StableDiffusion, str] = {
        "sd1": "stable-diffusion-v1",
        "sd2": "stable-diffusion-v2-768-v" if is_velocity else "stable-diffusion-v2-512",
        "sdxl": "stable-diffusion-xl-v1-base",
    }
    version = _KOHYA_VERSIONS[facts.architecture]
    architecture = architectures[facts.architecture]
    is_original = kind is None or facts.architecture == "sdxl"
    return {
        "modelspec.sai_model_spec": _SPECIFICATION,
        "modelspec.architecture": f"{architecture}/{kind}" if kind else architecture,
        "modelspec.implementation": _GENERATIVE_MODELS if is_original else "diffusers",
        "modelspec.title": facts.name,
        "modelspec.trigger_phrase": facts.trigger,
        "modelspec.resolution": f"{side}x{side}",
        "modelspec.prediction_type": "v" if is_velocity else "epsilon",
        "ss_base_model_version": f"{version}_v" if version == "sd_v2" and is_velocity else version,
        "ss_v2": str(facts.architecture == "sd2"),
        "ss_output_name": facts.name,
        "ss_sd_model_name": facts.base_model,
        "ss_new_sd_model_hash": facts.base_model_hash or "",
        "ss_steps": str(facts.step),
        "ss_seed": str(facts.config.training.seed),
        "ss_num_train_images": str(len(facts.config.images)),
        "manul.version": __version__,
        "manul.settings": settings_text(facts),
    }


def settings_text(facts: ExportFacts) -> str:
    """All settings of the run in JSON; no path of the machine that it ran on, no pictures."""
    settings = facts.config.model_dump(mode="json", exclude={"images", "base_model"})
    return json.dumps(settings | {"base_model": facts.base_model}, sort_keys=True)
