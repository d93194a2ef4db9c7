"""Tells what a diffusers folder is, from its small text files and its headers."""

import json
from pathlib import Path
from typing import Any

from training.contract.component_files import Weights, best_weights
from training.contract.errors import ManulError
from training.contract.messages import say
from training.contract.model_kinds import Recognised, StableDiffusion
from training.contract.plain_files import NotAFile, TooLarge, read_plain
from training.contract.prediction_types import PredictionType, known_prediction_type

INDEX = "model_index.json"
MODELS = ("unet", "vae", "text_encoder", "text_encoder_2")
_CONFIGS = {
    "tokenizer": "tokenizer_config.json",
    "tokenizer_2": "tokenizer_config.json",
    "scheduler": "scheduler_config.json",
}
_PARTS = ("unet", "vae", "text_encoder", "tokenizer", "scheduler")
_SDXL_PARTS = (*_PARTS, "text_encoder_2", "tokenizer_2")
_PIPELINE = "StableDiffusionPipeline"
_SDXL_PIPELINE = "StableDiffusionXLPipeline"
_SCHEDULER = "scheduler/scheduler_config.json"
_LATENT_CHANNELS = 4
# Twenty times CLIP's vocabulary.
_LARGEST_JSON = 20_000_000


def is_diffusers_folder(folder: Path) -> bool:
    return (folder / INDEX).is_file()


def recognise_folder(folder: Path) -> Recognised:
    """Kind and family from the classes that model_index.json names; ManulError
    "model_incomplete" if a part is missing or damaged."""
    index = read_json(folder, INDEX, component=INDEX)
    pipeline = str(index.get("_class_name", "unknown"))
    if pipeline not in (_PIPELINE, _SDXL_PIPELINE):
        return Recognised("base_model", problem=say("model.pipeline", pipeline=pipeline))
    for component in parts(folder):
        _check_part(folder, component)
    family: StableDiffusion = "sdxl" if pipeline == _SDXL_PIPELINE else _family(folder)
    unet = read_json(folder, "unet/config.json", component="unet")
    if (channels := unet.get("in_channels", _LATENT_CHANNELS)) != _LATENT_CHANNELS:
        return Recognised("base_model", family, say("model.inpainting", channels=channels))
    if (architecture := _variant(folder, unet)) is not None:
        return Recognised("base_model", family, say("model.other", architecture=architecture))
    return Recognised("base_model", family)


def _variant(folder: Path, unet: dict[str, Any]) -> str | None:
    """A relative with a noise formula, or a UNet, of its own."""
    scheduler = read_json(folder, _SCHEDULER, component="scheduler")
    if str(scheduler.get("_class_name", "")).startswith("EDM"):
        return "Playground"
    return "latent consistency" if unet.get("time_cond_proj_dim") else None


def parts(folder: Path) -> tuple[str, ...]:
    """The parts of the pipeline that are taught or needed for it."""
    index = read_json(folder, INDEX, component=INDEX)
    return _SDXL_PARTS if index.get("_class_name") == _SDXL_PIPELINE else _PARTS


def weights_of(folder: Path, component: str) -> Weights | None:
    """The set of weights to load, where a component has several; None if none is whole."""
    if not (folder / component).is_dir():
        return None
    return best_weights(path.name for path in (folder / component).iterdir() if path.is_file())


def weight_files(folder: Path, component: str) -> list[Path]:
    """The files with the tensors of a component."""
    weights = weights_of(folder, component)
    names = [name for name in weights.files if not name.endswith(".json")] if weights else []
    return [folder / component / name for name in names]


def prediction_type_of_folder(folder: Path) -> PredictionType:
    config = read_json(folder, _SCHEDULER, component="scheduler")
    # The key is younger than the first models, all of which predict the noise.
    return known_prediction_type(str(config.get("prediction_type", "epsilon")))


def read_json(folder: Path, name: str, *, component: str) -> dict[str, Any]:
    try:
        content = json.loads(read_plain(folder / name, most=_LARGEST_JSON))
    except FileNotFoundError as error:
        raise ManulError("model_incomplete", path=folder, component=component) from error
    except (ValueError, RecursionError, NotAFile, TooLarge) as error:
        raise ManulError("model_incomplete.damaged", path=folder, file=name) from error
    if not isinstance(content, dict):
        raise ManulError("model_incomplete.damaged", path=folder, file=name)
    return content


def _check_part(folder: Path, component: str) -> None:
    config = _CONFIGS.get(component, "config.json")
    has_weights = component in _CONFIGS or bool(weight_files(folder, component))
    if not ((folder / component / config).is_file() and has_weights):
        raise ManulError("model_incomplete", path=folder, component=component)
    read_json(folder, f"{component}/{config}", component=component)


def _family(folder: Path) -> StableDiffusion:
    """SD2's OpenCLIP text encoder uses plain GELU, SD1's CLIP the quick one."""
    config = read_json(folder, "text_encoder/config.json", component="text_encoder")
    return "sd2" if config.get("hidden_act") == "gelu" else "sd1"
