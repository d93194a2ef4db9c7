"""Puts what a kept step learned where another program finds it."""

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from training.checkpoints import check_space, load_state, load_weights
from training.contract.atomic import atomic_folder, atomic_write, remove_leftovers
from training.contract.config import RunConfig
from training.contract.diffusers_folders import is_diffusers_folder
from training.contract.errors import ManulError, from_os_error
from training.contract.events import read_events
from training.contract.export_targets import (
    MERGED,
    RIVAL_SUFFIXES,
    artefact_kind,
    formats_for,
    prompt_for,
)
from training.contract.kept_steps import choose_step, kept_steps, resumable_steps
from training.contract.layout import RunFolder
from training.contract.messages import Message, say
from training.contract.model_kinds import ModelKind, recognise
from training.contract.moved_models import with_model_of_now
from training.contract.names import check_name
from training.contract.run_history import fold
from training.contract.run_state import run_state
from training.contract.runs import read_run_config
from training.contract.settings import HypernetworkSettings
from training.contract.tensor_files import TENSOR_SUFFIXES, read_tensor_file
from training.contract.web_ui_folders import ArtefactKind
from training.contract.web_uis import TOOL_NAMES, Tool
from training.export_progress import Meter, Progress
from training.exports import (
    USUAL_OPTIONS,
    Artefact,
    ExportFacts,
    ExportFormat,
    ExportOptions,
    choose_format,
    export_formats,
)
from training.optimizers import Tensors
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
    name: str | None = None, overwrite: bool = False, options: ExportOptions = USUAL_OPTIONS,
    progress: Progress | None = None,
) -> Exported:  # fmt: skip
    """Write the file where the place's web UI reads it, and tell the web UI if it is running."""
    config = read_run_config(run)
    path = export_step(
        run, step=step, to=place.folder, format_name=format_name, name=name, overwrite=overwrite,
        tool=place.tool, options=options, progress=progress,
    )  # fmt: skip
    kind = artefact_kind(config.method.name, format_name)
    prompt = prompt_for(kind, path.stem, tool=place.tool, trigger=config.subject)
    messages = [*place.notes]
    if step is None and (note := _note_on_step(run)) is not None:
        messages.append(note)
    if config.family == "demo" and place.tool is not None:
        messages.append(say("note.demo_only"))
    if place.tool == "comfyui" and _activates_more_there(config):
        messages.append(say("note.comfyui_activates"))
    if place.tool is None:
        return Exported(path, prompt, messages=tuple(messages))
    client = Client(place.address or DEFAULT_ADDRESSES[place.tool])
    outcome = refresh(NewFile(path, kind, place.tool), client)
    return Exported(path, prompt, outcome.refreshed, (*messages, outcome.message))


def export_step(
    run: RunFolder, *, step: int | None = None, to: Path | None = None,
    format_name: str | None = None, name: str | None = None, overwrite: bool = False,
    tool: Tool | None = None, options: ExportOptions = USUAL_OPTIONS,
    progress: Progress | None = None,
) -> Path:  # fmt: skip
    """Write one file, or one folder of the diffusers format, into the folder `to` (the concept's
    exports if None) and return its path. `progress` hears how many of how many bytes of a whole
    model are written. Another file of that name is only replaced in our own
    folder, if it is of the same kind, or with `overwrite`."""
    history = fold(read_events(run.events))
    config = with_model_of_now(read_run_config(run), history)
    chosen = choose_step(run, step)
    chosen_format = _format(config, format_name, tool=tool)
    check_name(name or config.concept.name)
    stem = name or _usual_name(config, chosen_format)
    folder = to or run.concept.exports
    target = folder / f"{stem}{chosen_format.SUFFIX}"
    kind = artefact_kind(config.method.name, chosen_format.FORMAT)
    rivals = _rivals(target, kind) if to is not None and chosen_format.SUFFIX else []
    _refuse_irreplaceable([target, *rivals], config)
    if not overwrite:
        if to is not None:
            _refuse_taken(target, rivals)
        _refuse_other_kind(target, kind)
    meter = Meter(progress)
    facts = ExportFacts(
        stem, chosen, config, known=history.base_model, options=options,
        optimizer_state=partial(_optimizer_state, run, chosen), told=meter.count,
    )  # fmt: skip
    artefact = chosen_format.prepare(load_weights(run, chosen), facts)
    if options.with_optimizer and not artefact.beside:
        raise ManulError("invalid_setting.no_optimizer", format=chosen_format.FORMAT)
    meter.total = artefact.bytes
    try:
        _put_in_place(artefact, target)
        for suffix, other in artefact.beside.items():
            _put_in_place(other, target.with_name(target.name + suffix))
        for rival in rivals:
            rival.unlink(missing_ok=True)
    except OSError as error:
        raise from_os_error(error, folder) or error from error
    return target


def _note_on_step(run: RunFolder) -> Message | None:
    """What to say when the last step was taken because nobody chose one."""
    history, kept = fold(read_events(run.events)), kept_steps(run)
    suggested = history.suggestion
    if suggested is None:
        is_finished = run_state(run, history) == "finished"
        return None if is_finished else say("note.last_step", step=kept[-1])
    if suggested.step not in kept[:-1]:
        return None
    return say("note.other_step", step=kept[-1], suggested=suggested.step)


def _put_in_place(artefact: Artefact, target: Path) -> None:
    folder = target.parent
    if folder.is_dir():
        # An export that was killed may have left gigabytes.
        remove_leftovers(folder)
    check_space(folder, artefact.bytes)
    folder.mkdir(parents=True, exist_ok=True)
    if target.suffix:
        atomic_write(target, artefact.write)
    else:
        with atomic_folder(target, replace=True) as building:
            artefact.write(building)


def _optimizer_state(run: RunFolder, step: int) -> Tensors:
    newest = resumable_steps(run)
    if step not in newest:
        raise ManulError("step_missing.state", step=step, kept=", ".join(map(str, newest)))
    return load_state(run, step)


def _activates_more_there(config: RunConfig) -> bool:
    """ComfyUI counts layer norms as layers, and so never takes the last layer for the last."""
    settings = config.method
    if not isinstance(settings, HypernetworkSettings) or settings.activation_func == "linear":
        return False
    return settings.is_layer_norm and not settings.activate_output


def _usual_name(config: RunConfig, chosen: ExportFormat) -> str:
    """The concept's. A merged LoRA is not called by its file's name, and has to leave that to the
    LoRA itself."""
    name = config.concept.name
    return f"{name}-{MERGED}" if chosen.FORMAT == MERGED else name


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


def _rivals(target: Path, kind: ArtefactKind) -> list[Path]:
    """Files with the target's name and another ending that the same programs would load."""
    suffixes = RIVAL_SUFFIXES[kind]
    others = [target.with_suffix(suffix) for suffix in suffixes if suffix != target.suffix]
    return [path for path in others if path.is_symlink() or path.is_file()]


def _refuse_taken(target: Path, rivals: list[Path]) -> None:
    if os.path.lexists(target):
        raise ManulError("export_exists", path=target)
    if rivals:
        raise ManulError("export_exists.rival", path=rivals[0], name=target.name)


def _refuse_irreplaceable(paths: list[Path], config: RunConfig) -> None:
    """The model that was taught, and folders that are no models, whatever the user may say."""
    base = Path(config.base_model)
    for path in paths:
        if path.exists() and base.exists() and path.samefile(base):
            raise ManulError("export_exists.base_model", path=path)
    target = paths[0]
    is_model = target.is_dir() and not target.is_symlink() and is_diffusers_folder(target)
    if os.path.lexists(target) and not target.suffix and not is_model:
        raise ManulError("export_exists.no_model", path=target)


def _refuse_other_kind(target: Path, kind: ArtefactKind) -> None:
    """A concept's LoRA and its whole model would have the same name."""
    if not target.is_file() or target.suffix not in TENSOR_SUFFIXES:
        return
    try:
        found = recognise(read_tensor_file(target)).kind
    except ManulError:
        # Half of something, which may as well be replaced.
        return
    wanted: ModelKind = "base_model" if kind == "checkpoint" else kind
    if found not in (wanted, "unknown"):
        raise ManulError("export_exists", path=target)
