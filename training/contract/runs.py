"""Makes a run: a folder with the full resolved configuration, ready for the engine."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.contract.base_models import DEMO, BaseModelInfo, describe_base_model
from training.contract.concept import Concept
from training.contract.concept_folder import read_caption, read_concept, read_images
from training.contract.config import RunConfig, RunImage, merge, parse_assignments, resolve
from training.contract.errors import ManulError, from_os_error
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.names import check_initializer, initializer_suggestions
from training.contract.presets import choose_preset
from training.contract.toml_file import read_model, write_model

_EMBEDDING_SUFFIXES = (".pt", ".safetensors", ".bin")


@dataclass(frozen=True)
class RunRequest:
    """What a user asks of a new run; None = decided by method, preset and defaults."""

    base_model: str = DEMO
    method: str | None = None
    preset: str | None = None
    init_from: Path | None = None
    assignments: tuple[str, ...] = ()


def resolve_settings(request: RunRequest, model: BaseModelInfo) -> dict[str, Any]:
    """Field defaults < preset < the preset's family table < `--set`, not validated yet."""
    preset = choose_preset(request.preset, request.method)
    chosen = parse_assignments(list(request.assignments))
    facts = {"preset": preset.name, "base_model": request.base_model, "family": model.family}
    return merge(preset.settings_for(model.family), chosen, facts)


def complete_concept(concept: Concept, model: BaseModelInfo) -> Concept:
    """The concept with its initializer token chosen, or checked if the user chose one."""
    if concept.initializer_token:
        check_initializer(concept.initializer_token, concept.kind, model.words)
        return concept
    suggestions = initializer_suggestions(concept.kind, model.words)
    if not suggestions:
        check_initializer(concept.kind, concept.kind, model.words)
    return concept.model_copy(update={"initializer_token": suggestions[0]})


def create_run(folder: ConceptFolder, request: RunRequest) -> RunFolder:
    """A new run of this concept; it appears whole or not at all."""
    model = describe_base_model(request.base_model)
    settings = resolve_settings(request, model)
    facts: dict[str, Any] = {
        "concept": complete_concept(read_concept(folder), model).model_dump(),
        "images": [image.model_dump() for image in used_images(folder)],
    }
    if request.init_from is not None:
        facts["method"] = {"init_from": _init_name(request.init_from)}
    config = resolve(settings, facts)
    try:
        return _write_run(folder, config, request.init_from)
    except OSError as error:
        raise from_os_error(error, folder.path) or error from error


def read_run_config(run: RunFolder) -> RunConfig:
    if not run.config.is_file():
        raise ManulError("run_missing", path=run.path)
    return read_model(run.config, RunConfig)


def used_images(folder: ConceptFolder) -> list[RunImage]:
    """The pictures that are not left out, with their captions of now."""
    used = [
        RunImage(**entry.model_dump(), caption=read_caption(folder.images / entry.file))
        for entry in read_images(folder).images
        if not entry.excluded
    ]
    if not used:
        raise ManulError("no_images.excluded", concept=folder.path.name)
    return used


def _init_name(source: Path) -> str:
    if not source.is_file():
        raise ManulError("unreadable", path=source, reason="it does not exist")
    if source.suffix.lower() not in _EMBEDDING_SUFFIXES:
        raise ManulError("unreadable", path=source, reason="it is not an embedding file")
    return f"init_from{source.suffix.lower()}"


def _write_run(folder: ConceptFolder, config: RunConfig, init_from: Path | None) -> RunFolder:
    method = config.method.name.replace("_", "-")
    numbers = [int(run.path.name.partition("-")[0]) for run in folder.runs()]
    final = folder.runs_folder / f"{max(numbers, default=0) + 1:04d}-{method}"
    building = folder.runs_folder / f".{final.name}.{os.getpid()}.tmp"
    try:
        building.mkdir(parents=True)
        if init_from is not None:
            shutil.copyfile(init_from, building / _init_name(init_from))
        write_model(building / "run.toml", config)
        building.rename(final)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return RunFolder(final)
