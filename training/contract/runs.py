"""Makes a run: a folder with the full resolved configuration, ready for the engine."""

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.contract.atomic import atomic_folder, atomic_write
from training.contract.base_models import DEMO, BaseModelInfo, describe_base_model
from training.contract.captions import read_caption
from training.contract.concept import Concept, says_name, usual_class_prompt
from training.contract.concept_folder import read_concept, read_images, refuse_links_out
from training.contract.config import RunConfig, RunImage, merge, parse_assignments, resolve
from training.contract.errors import ManulError, cannot_read, from_os_error
from training.contract.hypernetwork_files import init_settings, refusal
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.links import refuse_ways_out
from training.contract.messages import say
from training.contract.model_kinds import FAMILY_NAMES, recognise
from training.contract.names import check_initializer, check_name, initializer_suggestions
from training.contract.presets import choose_preset
from training.contract.tensor_files import read_tensor_file
from training.contract.toml_file import read_model, write_model
from training.contract.user_settings import user_settings

# Methods that can go on from a file, and the files they read.
_INIT_SUFFIXES = {
    "textual_inversion": (".pt", ".safetensors", ".bin"),
    "lora": (".safetensors",),
    "hypernetwork": (".pt",),
}


@dataclass(frozen=True)
class RunRequest:
    """What a user asks of a new run; None = decided by method, preset and defaults."""

    base_model: str = DEMO
    method: str | None = None
    preset: str | None = None
    init_from: Path | None = None
    assignments: tuple[str, ...] = ()


def resolve_settings(request: RunRequest, model: BaseModelInfo) -> dict[str, Any]:
    """Field defaults < the user's precision < preset < the preset's family table < `--set`, not
    validated yet."""
    preset = choose_preset(request.preset, request.method)
    chosen = parse_assignments(request.assignments)
    if preset.method == "hypernetwork" and model.family == "sdxl":
        raise ManulError("model_unsupported.hypernetwork")
    facts = {"preset": preset.name, "base_model": model.name, "family": model.family}
    precision = user_settings().mixed_precision
    usual = {} if precision == "auto" else {"training": {"mixed_precision": precision}}
    return merge(usual, preset.settings_for(model.family, chosen), facts)


def complete_concept(concept: Concept, model: BaseModelInfo) -> Concept:
    """The concept with its initializer token chosen, or checked if the user chose one."""
    # Every CLIP tokenizer reads small letters only.
    word = concept.initializer_token.strip().lower()
    if not word:
        suggestions = initializer_suggestions(concept.kind, model.words)
        word = suggestions[0] if suggestions else concept.kind
    check_initializer(word, concept.kind, model.words)
    usual = usual_class_prompt(concept.kind, word)
    return concept.changed(initializer_token=word, class_prompt=concept.class_prompt or usual)


def create_run(folder: ConceptFolder, request: RunRequest) -> RunFolder:
    """A new run of this concept; it appears whole or not at all."""
    model = describe_base_model(request.base_model)
    settings = resolve_settings(request, model)
    concept = complete_concept(read_concept(folder), model)
    check_name(concept.name, model.words)
    facts: dict[str, Any] = {
        "concept": concept.model_dump(),
        "images": [image.model_dump() for image in used_images(folder)],
    }
    facts |= _init_facts(request, settings, model)
    config = resolve(settings, facts)
    check_class_prompt(config)
    return write_run(folder, config, request.init_from)


def check_class_prompt(config: RunConfig) -> None:
    """What shows the class must not show the concept."""
    if not config.data.prior_preservation:
        return
    prompt, name = config.concept.class_prompt.strip(), config.concept.name
    if not prompt:
        raise ManulError("invalid_setting.no_class_prompt")
    if says_name(prompt, name):
        raise ManulError("invalid_setting.class_prompt", prompt=prompt)


def read_run_config(run: RunFolder) -> RunConfig:
    """ManulError if there is none, if it is not right or of a newer Manul, or if the run or its
    concept holds a link to somewhere else."""
    if not run.config.is_file():
        raise ManulError("run_missing", path=run.path)
    if run.concept.config.is_file():
        refuse_ways_out(run.concept.path, [run.path])
        refuse_links_out(run.concept)
    else:
        refuse_ways_out(run.path, [run.path])
    return read_model(run.config, RunConfig)


def used_images(folder: ConceptFolder) -> list[RunImage]:
    """The pictures that are not left out, with their captions of now."""
    entries = read_images(folder).images
    if not entries:
        raise ManulError("no_images")
    used = [
        RunImage(**entry.model_dump(), caption=read_caption(folder.images / entry.file))
        for entry in entries
        if not entry.excluded
    ]
    if not used:
        raise ManulError("no_images.excluded", concept=folder.path.name)
    return used


def _init_facts(
    request: RunRequest, settings: dict[str, Any], model: BaseModelInfo
) -> dict[str, Any]:
    """The file to go on from, as the method's settings name it."""
    if request.init_from is None:
        return {}
    method = str(settings["method"]["name"])
    if method not in _INIT_SUFFIXES:
        raise ManulError("invalid_setting.no_init_from", method=method)
    if not request.init_from.is_file():
        raise ManulError("unreadable", path=request.init_from, reason=say("cause.missing"))
    if method == "hypernetwork":
        return _hypernetwork_facts(request.init_from, request.assignments)
    if request.init_from.suffix.lower() not in _INIT_SUFFIXES[method]:
        if method == "lora":
            reason = say("cause.not_a_lora")
            raise ManulError("unreadable.lora", path=request.init_from, reason=reason)
        reason = say("cause.not_an_embedding")
        raise ManulError("unreadable.embedding", path=request.init_from, reason=reason)
    if method == "lora":
        _check_lora(request.init_from, model)
    return {"method": {"init_from": _init_name(request.init_from)}}


def _check_lora(path: Path, model: BaseModelInfo) -> None:
    """Is it one, and of the model's family, as far as names and widths tell? The engine would say
    so too, but only after it has loaded the model."""
    found = recognise(read_tensor_file(path))
    if found.kind != "lora":
        raise ManulError("unreadable.lora", path=path, reason=say("cause.not_a_lora"))
    if found.family is not None and found.family != model.architecture:
        made_for, wanted = FAMILY_NAMES[found.family], FAMILY_NAMES[model.architecture]
        reason = say("cause.lora_family", made_for=made_for, wanted=wanted)
        raise ManulError("unreadable.lora", path=path, reason=reason)


def _init_name(source: Path) -> str:
    return f"init_from{source.suffix.lower()}"


def _hypernetwork_facts(source: Path, assignments: tuple[str, ...]) -> dict[str, Any]:
    """Also how its networks are built: the settings follow the file."""
    if source.suffix.lower() not in _INIT_SUFFIXES["hypernetwork"]:
        raise refusal(source, say("cause.not_a_hypernetwork"))
    there = init_settings(source, parse_assignments(assignments).get("method", {}))
    return {"method": {**there, "init_from": _init_name(source)}}


def write_run(folder: ConceptFolder, config: RunConfig, init_from: Path | None) -> RunFolder:
    """Under the next free number, with a copy of `init_from`."""
    try:
        return _write_run(folder, config, init_from)
    except OSError as error:
        raise from_os_error(error, folder.path) or error from error


def _write_run(folder: ConceptFolder, config: RunConfig, init_from: Path | None) -> RunFolder:
    """Somebody else may take a number in the meantime."""
    start = b"" if init_from is None else _read(init_from)
    method = config.method.name.replace("_", "-")
    while True:
        final = folder.runs_folder / f"{folder.new_run_number():04d}-{method}"
        try:
            with atomic_folder(final) as building:
                if init_from is not None:
                    atomic_write(building / _init_name(init_from), start)
                write_model(building / "run.toml", config)
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST) and final.is_dir():
                continue
            raise
        return RunFolder(final)


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise cannot_read(source, error) from error


def draft_config(request: RunRequest, model: BaseModelInfo, concept: Concept) -> RunConfig:
    """Such a run, all its settings checked, with one picture that is not there; nothing is
    written."""
    placeholder = RunImage(file="-", original_name="-", sha256="-", look="0" * 16)
    facts = {"concept": concept.model_dump(), "images": [placeholder.model_dump()]}
    settings = resolve_settings(request, model)
    config = resolve(settings, facts | _init_facts(request, settings, model))
    check_class_prompt(config)
    return config
