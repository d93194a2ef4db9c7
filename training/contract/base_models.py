"""Finds out what a base model is from its small text files, without torch."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import resources
from training.contract.errors import ManulError

Family = Literal["sd1", "sd2", "sdxl", "demo"]

DEMO = "demo"
DEMO_FOLDER = resources.ROOT / "demo" / "model"
_COMPONENTS = ("unet", "vae", "text_encoder", "tokenizer", "scheduler")
_WEIGHT_SUFFIXES = (".safetensors", ".bin")


@dataclass(frozen=True)
class BaseModelInfo:
    """A base model that can be taught: its diffusers folder, family and own words."""

    folder: Path
    family: Family
    words: frozenset[str]


def describe_base_model(name: str) -> BaseModelInfo:
    """What `demo` or the diffusers folder `name` is; ManulError if it cannot be taught."""
    folder = DEMO_FOLDER if name == DEMO else Path(name).expanduser().absolute()
    if not folder.exists():
        raise ManulError("model_missing", path=name)
    if not folder.is_dir():
        raise ManulError("model_unsupported", path=name, what="a single file")
    index = _read_json(folder, "model_index.json", component="model_index.json")
    pipeline = index.get("_class_name", "unknown")
    if pipeline != "StableDiffusionPipeline":
        raise ManulError("model_unsupported", path=name, what=f"a {pipeline}")
    for component in _COMPONENTS:
        _check_component(folder, component)
    family: Family = "demo" if name == DEMO else _family(folder)
    return BaseModelInfo(folder=folder, family=family, words=vocabulary_words(folder))


def _check_component(folder: Path, component: str) -> None:
    part = folder / component
    configs = {"tokenizer": "tokenizer_config.json", "scheduler": "scheduler_config.json"}
    has_config = (part / configs.get(component, "config.json")).is_file()
    has_weights = component in configs or any(
        entry.suffix in _WEIGHT_SUFFIXES for entry in part.glob("*")
    )
    if not (has_config and has_weights):
        raise ManulError("model_incomplete", path=folder, component=component)


def _family(folder: Path) -> Family:
    """SD2's OpenCLIP text encoder uses plain GELU, SD1's CLIP the quick one."""
    config = _read_json(folder / "text_encoder", "config.json", component="text_encoder")
    return "sd2" if config.get("hidden_act") == "gelu" else "sd1"


@lru_cache(maxsize=8)
def vocabulary_words(folder: Path) -> frozenset[str]:
    """The words that are one token of the model's tokenizer, read from its JSON files."""
    tokenizer = folder / "tokenizer"
    if (tokenizer / "vocab.json").is_file():
        vocabulary = _read_json(tokenizer, "vocab.json", component="tokenizer")
    else:
        content = _read_json(tokenizer, "tokenizer.json", component="tokenizer")
        vocabulary = content.get("model", {}).get("vocab", {})
    return frozenset(token[:-4] for token in vocabulary if token.endswith("</w>"))


@lru_cache(maxsize=1)
def clip_words() -> frozenset[str]:
    """The whole-word entries of CLIP's vocabulary that could be a concept's name."""
    text = (resources.ROOT / "vocabulary" / "clip_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _read_json(folder: Path, name: str, *, component: str) -> dict[str, Any]:
    try:
        content = json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ManulError("model_incomplete", path=folder, component=component) from error
    return content if isinstance(content, dict) else {}
