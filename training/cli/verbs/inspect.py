"""`manul-train inspect`: what a model file is, and whether it can be taught."""

import argparse

from training.cli.answer import Answer
from training.contract.base_models import locate_base_model
from training.contract.inspection import Inspection, inspect_path

HELP = "say what a model file or folder is, and whether Manul can teach it"

_FAMILIES = {"sd1": "Stable Diffusion 1.x", "sd2": "Stable Diffusion 2.x", "sdxl": "SDXL"}
_KINDS = {
    "base_model": "base model",
    "lora": "LoRA",
    "vae": "VAE",
    "unet": "UNet",
    "text_encoder": "text encoder",
    "controlnet": "ControlNet",
    "unknown": "something that Manul does not know",
}
_MILLION = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="model file, diffusers folder, hub name (owner/name) or demo"
    )


def run(arguments: argparse.Namespace) -> Answer:
    found = inspect_path(locate_base_model(arguments.file))
    return Answer(found.model_dump(mode="json"), "\n".join(_lines(found)))


def _lines(found: Inspection) -> list[str]:
    family = _FAMILIES.get(found.family or "", "unknown family")
    prediction = found.prediction_type.replace("_", " ")
    usable = "Manul can teach it." if found.usable_as_base_model else "Manul cannot teach it:"
    return [
        f"{_KINDS.get(found.kind, found.kind)}, {family}, predicts {prediction}"
        if found.kind == "base_model"
        else f"{_KINDS.get(found.kind, found.kind)}, {family}",
        f"{found.parameters / _MILLION:.1f} million numbers, {found.precision}",
        " ".join([usable, *(f"it is {problem}." for problem in found.problems)]),
    ]
