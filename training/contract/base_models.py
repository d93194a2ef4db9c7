"""Finds out what a base model is from its small text files, without torch."""

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import resources
from training.contract.errors import ManulError, cannot_read
from training.contract.messages import say

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
    folder = DEMO_FOLDER if name == DEMO else Path(os.path.abspath(os.path.expanduser(name)))
    try:
        return _describe(folder, given=name)
    except OSError as error:
        raise cannot_read(folder, error) from error


def _describe(folder: Path, *, given: str) -> BaseModelInfo:
    if not folder.exists():
        raise ManulError("model_missing", path=given)
    if not folder.is_dir():
        raise ManulError("model_unsupported", path=given, what=say("model.single_file"))
    index = _read_json(folder, "model_index.json", component="model_index.json")
    pipeline = str(index.get("_class_name", "unknown"))
    if pipeline != "StableDiffusionPipeline":
        what = say("model.pipeline", pipeline=pipeline)
        raise ManulError("model_unsupported", path=given, what=what)
    for component in _COMPONENTS:
        _check_component(folder, component)
    is_demo = DEMO_FOLDER.is_dir() and folder.samefile(DEMO_FOLDER)
    family: Family = "demo" if is_demo else _family(folder)
    return BaseModelInfo(folder=folder, family=family, words=vocabulary_words(folder))


def _check_component(folder: Path, component: str) -> None:
    part = folder / component
    configs = {"tokenizer": "tokenizer_config.json", "scheduler": "scheduler_config.json"}
    config = configs.get(component, "config.json")
    has_weights = component in configs or any(
        entry.suffix in _WEIGHT_SUFFIXES for entry in part.glob("*")
    )
    if not ((part / config).is_file() and has_weights):
        raise ManulError("model_incomplete", path=folder, component=component)
    _read_json(folder, f"{component}/{config}", component=component)


def _family(folder: Path) -> Family:
    """SD2's OpenCLIP text encoder uses plain GELU, SD1's CLIP the quick one."""
    config = _read_json(folder, "text_encoder/config.json", component="text_encoder")
    return "sd2" if config.get("hidden_act") == "gelu" else "sd1"


def vocabulary_words(folder: Path) -> frozenset[str]:
    """The words that are one token of the model's tokenizer, read from its JSON files."""
    for name in ("tokenizer/vocab.json", "tokenizer/tokenizer.json"):
        if (folder / name).is_file():
            facts = (folder / name).stat()
            return _vocabulary(folder, name, (facts.st_mtime_ns, facts.st_size))
    raise ManulError("model_incomplete", path=folder, component="tokenizer")


@lru_cache(maxsize=8)
def _vocabulary(folder: Path, name: str, version: tuple[int, int]) -> frozenset[str]:
    """`version` is part of the key only: a model that was downloaded anew is read anew."""
    content = _read_json(folder, name, component="tokenizer")
    vocabulary = content
    if name.endswith("tokenizer.json"):
        model = content.get("model")
        vocabulary = model.get("vocab", {}) if isinstance(model, dict) else {}
    return frozenset(token[:-4] for token in vocabulary if str(token).endswith("</w>"))


@lru_cache(maxsize=1)
def clip_words() -> frozenset[str]:
    """The whole-word entries of CLIP's vocabulary that could be a concept's name."""
    text = (resources.ROOT / "vocabulary" / "clip_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _read_json(folder: Path, name: str, *, component: str) -> dict[str, Any]:
    try:
        content = json.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ManulError("model_incomplete", path=folder, component=component) from error
    except (ValueError, RecursionError) as error:
        raise ManulError("model_incomplete.damaged", path=folder, file=name) from error
    if not isinstance(content, dict):
        raise ManulError("model_incomplete.damaged", path=folder, file=name)
    return content
