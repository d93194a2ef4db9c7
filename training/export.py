"""Puts what a kept step learned where another program finds it."""

import os
from dataclasses import dataclass
from pathlib import Path

from training.checkpoints import load_weights
from training.contract.atomic import atomic_write
from training.contract.config import RunConfig
from training.contract.errors import ManulError, from_os_error
from training.contract.events import read_events
from training.contract.export_targets import (
    RIVAL_SUFFIXES,
    artefact_kind,
    formats_for,
    prompt_for,
)
from training.contract.kept_steps import choose_step
from training.contract.layout import RunFolder
from training.contract.messages import Message, say
from training.contract.names import check_name
from training.contract.run_history import fold
from training.contract.runs import read_run_config
from training.contract.tensor_files import TENSOR_SUFFIXES
from training.contract.web_uis import TOOL_NAMES, Tool
from training.exports import ExportFacts, ExportFormat, choose_format, export_formats
from training.places import Place
from training.web_ui_api import DEFAULT_ADDRESSES, refresh
from training.web_ui_apis import NewFile
from training.web_ui_client import Client


@dataclass(frozen=True)
class Exported:
    """The file, what to type, and whether the web UI has it: None = nobody could be told."""

    path: Path
    prompt: str
    refreshed: bool | None = None
    messages: tuple[Message, ...] = ()


def export_to_place(
    run: RunFolder, place: Place, *, step: int | None = None, format_name: str | None = None,
    name: str | None = None, overwrite: bool = False,
) -> Exported:  # fmt: skip
    """Write the file where the place's web UI reads it, and tell the web UI if it is running."""
    config = read_run_config(run)
    path = export_step(
        run, step=step, to=place.folder, format_name=format_name, name=name, overwrite=overwrite,
        tool=place.tool,
    )  # fmt: skip
    kind = artefact_kind(config.method.name)
    prompt = prompt_for(kind, path.stem, tool=place.tool)
    messages = [*place.notes]
    if config.family == "demo" and place.tool is not None:
        messages.append(say("note.demo_only"))
    if place.tool is None:
        return Exported(path, prompt, messages=tuple(messages))
    client = Client(place.address or DEFAULT_ADDRESSES[place.tool])
    outcome = refresh(NewFile(path, kind, place.tool), client)
    return Exported(path, prompt, outcome.refreshed, (*messages, outcome.message))


def export_step(
    run: RunFolder, *, step: int | None = None, to: Path | None = None,
    format_name: str | None = None, name: str | None = None, overwrite: bool = False,
    tool: Tool | None = None,
) -> Path:  # fmt: skip
    """Write one file into the folder `to` (the concept's exports if None) and return its path.
    Another file of that name is only replaced in our own folder, or with `overwrite`."""
    config = read_run_config(run)
    chosen = choose_step(run, step)
    chosen_format = _format(config, format_name, tool=tool)
    stem = name or config.concept.name
    check_name(stem)
    folder = to or run.concept.exports
    target = folder / f"{stem}{chosen_format.SUFFIX}"
    rivals = _rivals(target, config) if to is not None else []
    if to is not None and not overwrite:
        _refuse_taken(target, rivals)
    weights = load_weights(run, chosen)
    facts = _facts(run, config, name=stem, step=chosen)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        atomic_write(target, lambda path: chosen_format.write(weights, facts, path))
        for rival in rivals:
            rival.unlink(missing_ok=True)
    except OSError as error:
        raise from_os_error(error, folder) or error from error
    return target


def _facts(run: RunFolder, config: RunConfig, *, name: str, step: int) -> ExportFacts:
    known = fold(read_events(run.events)).base_model
    is_file = Path(config.base_model).suffix.lower() in TENSOR_SUFFIXES
    return ExportFacts(
        name=name,
        step=step,
        config=config,
        prediction_type=known.prediction.name if known else "epsilon",
        base_model_hash=known.sha256 if known and is_file else None,
    )


def _format(config: RunConfig, wished: str | None, *, tool: Tool | None) -> ExportFormat:
    """The wished format if it can be loaded there, else the best one that can."""
    method = config.method.name
    known = export_formats(method)
    fitting = [
        name for name in formats_for(artefact_kind(method), config.family, tool=tool)
        if name in known
    ]  # fmt: skip
    if wished in known and wished not in fitting:
        choices = ", ".join(fitting)
        if tool is None:
            raise ManulError("export_unsupported.family", format=wished, choices=choices)
        raise ManulError(
            "export_unsupported.format", tool=TOOL_NAMES[tool], format=wished, choices=choices
        )
    return choose_format(method, wished or next(iter(fitting), None))


def _rivals(target: Path, config: RunConfig) -> list[Path]:
    """Files with the target's name and another ending that the same programs would load."""
    suffixes = RIVAL_SUFFIXES[artefact_kind(config.method.name)]
    others = [target.with_suffix(suffix) for suffix in suffixes if suffix != target.suffix]
    return [path for path in others if path.is_symlink() or path.is_file()]


def _refuse_taken(target: Path, rivals: list[Path]) -> None:
    if os.path.lexists(target):
        raise ManulError("export_exists", path=target)
    if rivals:
        raise ManulError("export_exists.rival", path=rivals[0], name=target.name)
