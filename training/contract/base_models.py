"""Finds out what a base model is from its names and small text files, without torch."""

import os
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

import resources
from training.contract.diffusers_folders import is_diffusers_folder, read_json, recognise_folder
from training.contract.errors import ManulError, cannot_read
from training.contract.hub_cache import cached_model, is_hub_id
from training.contract.model_kinds import Recognised, StableDiffusion, recognise
from training.contract.tensor_files import TENSOR_SUFFIXES, read_tensor_file

Family = Literal["sd1", "sd2", "sdxl", "demo"]

DEMO = "demo"
DEMO_FOLDER = resources.ROOT / "demo" / "model"
MODEL_CONFIGS = resources.ROOT / "model_configs"


@dataclass(frozen=True)
class BaseModelInfo:
    """A base model that can be taught. `name` is how a run's file names it; `path` is its
    diffusers folder, or its single file if it `is_file`; `words` are one token each."""

    name: str
    path: Path
    family: Family
    is_file: bool
    words: frozenset[str] = field(repr=False)

    @property
    def architecture(self) -> StableDiffusion:
        """The demo model is a small SD 1.x with presets of its own."""
        return "sd1" if self.family == "demo" else self.family


def describe_base_model(name: str) -> BaseModelInfo:
    """What `demo`, a single file, a diffusers folder or a downloaded hub id is; ManulError if it
    cannot be taught."""
    path = locate_base_model(name)
    try:
        found = _recognise(path, given=name)
        if found.problem is not None:
            raise ManulError("model_unsupported", path=name, what=found.problem)
        if found.family is None:
            raise ManulError("model_incomplete", path=name, component="text_encoder")
        is_demo = DEMO_FOLDER.is_dir() and path.samefile(DEMO_FOLDER)
        is_file = path.is_file()
        words = clip_vocabulary() if is_file else vocabulary_words(path)
    except OSError as error:
        raise cannot_read(path, error) from error
    # The one absolute path in a run: it must mean the same wherever the engine is started.
    kept = DEMO if is_demo else name if is_hub_model(name) else str(path)
    return BaseModelInfo(kept, path, "demo" if is_demo else found.family, is_file, words)


def locate_base_model(name: str) -> Path:
    """Where the model's file or folder lies; ManulError "model_missing" if nowhere."""
    if name == DEMO:
        return DEMO_FOLDER
    path = Path(os.path.abspath(os.path.expanduser(name)))
    if not is_hub_model(name):
        return path
    if (cached := cached_model(name)) is None:
        raise ManulError("model_missing.hub", name=name)
    return cached


def is_hub_model(name: str) -> bool:
    """Is it a name on the hub, and not a file or folder `owner/name` below the current one?"""
    if name == DEMO or name.lower().endswith(TENSOR_SUFFIXES):
        return False
    return is_hub_id(name) and not os.path.exists(os.path.expanduser(name))


def _recognise(path: Path, *, given: str) -> Recognised:
    if not path.exists():
        raise ManulError("model_missing", path=given)
    if path.is_file():
        return recognise(read_tensor_file(path))
    if not is_diffusers_folder(path):
        raise ManulError("model_incomplete", path=path, component="model_index.json")
    return recognise_folder(path)


def vocabulary_words(folder: Path) -> frozenset[str]:
    """The words that are one token of a diffusers folder's tokenizer, from its JSON files."""
    for name in ("tokenizer/vocab.json", "tokenizer/tokenizer.json"):
        if (folder / name).is_file():
            facts = (folder / name).stat()
            return _vocabulary(folder, name, (facts.st_mtime_ns, facts.st_size))
    raise ManulError("model_incomplete", path=folder, component="tokenizer")


def clip_vocabulary() -> frozenset[str]:
    """The same for a single file, which brings no tokenizer: all three families use CLIP's."""
    return vocabulary_words(MODEL_CONFIGS)


@lru_cache(maxsize=8)
def _vocabulary(folder: Path, name: str, version: tuple[int, int]) -> frozenset[str]:
    """`version` is part of the key only: a model that was downloaded anew is read anew."""
    content = read_json(folder, name, component="tokenizer")
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
