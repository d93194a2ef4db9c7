"""Lists the base models that the web UIs on this machine have, with what each of them is."""

import json
import os
import time
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from platformdirs import user_cache_path
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from training import __version__
from training.contract import inspection
from training.contract.atomic import atomic_write
from training.contract.checkpoint_files import checkpoint_files, model_bytes
from training.contract.errors import ErrorReport, ManulError
from training.contract.inspection import inspect_path
from training.contract.messages import plain_value
from training.contract.model_kinds import ModelKind, StableDiffusion
from training.contract.web_uis import Tool, WebUI

# The window asks at its start. What was looked at is remembered, so the next time goes further.
PATIENCE_SECONDS = 0.5
# What people take for a base model is listed with the reason why it is none; VAEs and the like
# that lie beside it are not.
_OFFERED: tuple[ModelKind | None, ...] = ("base_model", "unet", "unknown", None)


class ModelFound(BaseModel):
    """`usable` None = there was no time yet to look into it. `problem` = why it cannot be
    taught."""

    model_config = ConfigDict(frozen=True)

    path: str
    name: str
    tool: Tool
    bytes: int
    family: StableDiffusion | None = None
    usable: bool | None = None
    problem: ErrorReport | None = None


class _Look(BaseModel):
    """What is remembered of a file as long as it does not change; `kind` None = unreadable."""

    kind: ModelKind | None = None
    family: StableDiffusion | None = None
    usable: bool = False
    problem: ErrorReport | None = None


_MEMORY = TypeAdapter(dict[str, _Look])


def found_models(
    web_uis: Iterable[WebUI], *, patience_seconds: float = PATIENCE_SECONDS
) -> tuple[ModelFound, ...]:
    """Every base model once, in the order of the web UIs. Reads headers only."""
    remembered = _remembered()
    until = time.monotonic() + patience_seconds
    found, looks = [], dict[str, _Look]()
    for path, tool in _models(web_uis):
        size = model_bytes(path)
        key = _key(path, size)
        look = remembered.get(key)
        if look is None and time.monotonic() < until:
            look = _described(path)
        if look is not None:
            looks[key] = look
        if look is None or look.kind in _OFFERED:
            found.append(_model(path, tool, look, size=size))
    if looks.keys() - remembered.keys():
        _remember(looks)
    return tuple(found)


def _described(path: Path) -> _Look:
    """The one place that asks what a file is."""
    try:
        seen = inspect_path(path)
    except ManulError as error:
        return _Look(problem=error.report())
    problem = None
    if not seen.usable_as_base_model and seen.problems:
        problem = ManulError("model_unsupported", path=path, what=seen.problems[0]).report()
    return _Look(
        kind=seen.kind, family=seen.family, usable=seen.usable_as_base_model, problem=problem
    )


def _models(web_uis: Iterable[WebUI]) -> Iterator[tuple[Path, Tool]]:
    seen: set[str] = set()
    for web_ui in web_uis:
        for path in checkpoint_files(web_ui):
            real = os.path.realpath(path)
            if real not in seen:
                seen.add(real)
                yield path, web_ui.tool


def _model(path: Path, tool: Tool, look: _Look | None, *, size: int) -> ModelFound:
    name = path.name if os.path.isdir(path) else path.stem
    return ModelFound(
        path=str(plain_value(path)),
        name=str(plain_value(name)),
        tool=tool,
        bytes=size,
        family=look.family if look else None,
        usable=look.usable if look else None,
        problem=look.problem if look else None,
    )


def _key(path: Path, size: int) -> str:
    """Changes with the file, and with the code that recognises it."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = 0
    return f"{_code_version()} {plain_value(path)} {size} {changed}"


@lru_cache(maxsize=1)
def _code_version() -> str:
    files = Path(inspection.__file__).parent.glob("*.py")
    return f"{__version__} {max(file.stat().st_mtime_ns for file in files)}"


def _memory_file() -> Path:
    return user_cache_path("manul", appauthor=False) / "base_models.json"


def _remembered() -> dict[str, _Look]:
    try:
        return _MEMORY.validate_json(_memory_file().read_bytes())
    except (OSError, ValidationError):
        return {}


def _remember(looks: dict[str, _Look]) -> None:
    """What is gone is forgotten. Without a place to write it only takes longer again."""
    kept = {key: look.model_dump(mode="json") for key, look in looks.items()}
    try:
        _memory_file().parent.mkdir(parents=True, exist_ok=True)
        atomic_write(_memory_file(), json.dumps(kept))
    except OSError:
        return
