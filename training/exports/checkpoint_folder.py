"""The taught model as a diffusers folder, which older and newer versions of diffusers load."""

import json
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.base_tensors import open_base_tensors
from training.changed_tensors import published
from training.contract.atomic import atomic_write
from training.contract.base_models import MODEL_CONFIGS
from training.contract.diffusers_folders import INDEX, read_json
from training.exports import Artefact, ExportFacts
from training.exports.taught_weights import replacements
from training.lazy_tensors import LazyTensors, lazy_file_bytes, write_lazily
from training.optimizers import Tensors

if TYPE_CHECKING:
    from training.model_files import ModelFiles

FORMAT = "diffusers"
METHOD = "dreambooth"
SUFFIX = ""

# transformers refuses a file that does not say for which library it is.
_METADATA = {"format": "pt"}
# Vocabularies and configurations.
_TEXT_FILES_BYTES = 12_000_000
_SCHEDULER = "scheduler/scheduler_config.json"
_TOKENIZERS = ("tokenizer", "tokenizer_2")
_TOKENIZER = "tokenizer.json"


def prepare(weights: Tensors, facts: ExportFacts) -> Artefact:
    changes = replacements(weights)
    base = open_base_tensors(facts.base)
    components = {
        component: {
            published(component, name): tensor
            for name, tensor in base.component(component, changes, facts.options.dtype).items()
        }
        for component in base.components
    }
    size = sum(lazy_file_bytes(tensors, metadata=_METADATA) for tensors in components.values())
    return Artefact(size + _TEXT_FILES_BYTES, partial(_write, components, facts))


def _write(components: dict[str, LazyTensors], facts: ExportFacts, folder: Path) -> None:
    for component, tensors in components.items():
        (folder / component).mkdir()
        _write_config(component, facts, folder / component)
        is_text = component.startswith("text_encoder")
        name = "model.safetensors" if is_text else "diffusion_pytorch_model.safetensors"
        write = partial(write_lazily, tensors=tensors, metadata=_METADATA, told=facts.told)
        atomic_write(folder / component / name, write)
    _write_tokenizers(facts, folder)
    scheduler = _scheduler_config(facts)
    _write_json(folder / _SCHEDULER, scheduler)
    written = {path.name for path in folder.iterdir()}
    _write_json(folder / INDEX, _index(facts, written, scheduler["_class_name"]))


def _write_config(component: str, facts: ExportFacts, folder: Path) -> None:
    if not facts.base.is_file:
        shutil.copyfile(facts.base.path / component / "config.json", folder / "config.json")
        return
    module = _model_of(facts).empty(component)
    if component.startswith("text_encoder"):
        module.config.architectures = [type(module).__name__]
        module.config.save_pretrained(folder)
    else:
        module.save_config(folder)


def _model_of(facts: ExportFacts) -> "ModelFiles":
    # Here and not above: all formats are looked through to find one, and diffusers takes seconds.
    from training.model_files import open_model

    return open_model(facts.base)


def _write_tokenizers(facts: ExportFacts, folder: Path) -> None:
    if facts.base.is_file:
        for name, tokenizer in zip(_TOKENIZERS, _model_of(facts).tokenizers(), strict=False):
            tokenizer.save_pretrained(folder / name)
    else:
        for name in _TOKENIZERS:
            if (facts.base.path / name).is_dir():
                shutil.copytree(facts.base.path / name, folder / name)
    for tokenizer in folder.glob("tokenizer*"):
        # An older folder has the two files alone, and all versions read them.
        if (tokenizer / _TOKENIZER).is_file():
            _write_vocabulary(tokenizer)


def _write_vocabulary(folder: Path) -> None:
    """As two files beside `tokenizer.json`, which versions of transformers before 5 look for."""
    model = read_json(folder, _TOKENIZER, component=folder.name)["model"]
    vocabulary = json.dumps(model["vocab"], ensure_ascii=False)
    (folder / "vocab.json").write_text(vocabulary, encoding="utf-8")
    lines = ["#version: 0.2", *map(_merge, model["merges"]), ""]
    (folder / "merges.txt").write_text("\n".join(lines), encoding="utf-8", newline="\n")


def _merge(pair: str | list[str]) -> str:
    return pair if isinstance(pair, str) else " ".join(pair)


def _scheduler_config(facts: ExportFacts) -> dict[str, Any]:
    """The base model's, with what the run found out about it."""
    source = MODEL_CONFIGS / facts.architecture if facts.base.is_file else facts.base.path
    config = read_json(source, _SCHEDULER, component="scheduler")
    config["prediction_type"] = facts.prediction_type
    if facts.zero_terminal_snr:
        config |= {"rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}
    return config


def _index(facts: ExportFacts, written: set[str], scheduler: str) -> dict[str, Any]:
    """The base model's, without the parts that training never had, such as a safety checker."""
    source = MODEL_CONFIGS / facts.architecture if facts.base.is_file else facts.base.path
    index = read_json(source, INDEX, component=INDEX)
    index.pop("_name_or_path", None)
    for name, entry in index.items():
        if isinstance(entry, list) and name not in written:
            index[name] = [None, None]
    if "requires_safety_checker" in index:
        index["requires_safety_checker"] = False
    return index | {"scheduler": ["diffusers", scheduler]}


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
