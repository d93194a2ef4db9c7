"""The user's engine.toml: which engine is used, and which one was before."""

from pathlib import Path

import tomlkit
from pydantic import ValidationError

from training.contract.atomic import atomic_write
from training.contract.engine_process import engine_file
from training.contract.errors import ManulError
from training.contract.toml_file import StrictModel, read_toml


class EngineFile(StrictModel):
    """Interpreters; empty = none."""

    python: str = ""
    previous: str = ""


def read_engine_file() -> EngineFile:
    """Nothing in it where there is none, or where it cannot be read: then a new one is due."""
    path = engine_file()
    try:
        return EngineFile.model_validate(read_toml(path)) if path.is_file() else EngineFile()
    except (ManulError, ValidationError):
        return EngineFile()


def use_engine(python: Path) -> None:
    """From now on engines start with this interpreter; the former one is remembered."""
    former = read_engine_file()
    kept = former.python if former.python != str(python) else former.previous
    _write(EngineFile(python=str(python), previous=kept if _is_there(kept) else ""))


def can_go_back() -> bool:
    return _is_there(read_engine_file().previous)


def go_back() -> None:
    """The engine that was used before is used again. ManulError where it is gone."""
    file = read_engine_file()
    if not _is_there(file.previous):
        raise ManulError("engine_setup.no_previous")
    _write(EngineFile(python=file.previous, previous=file.python))


def _is_there(python: str) -> bool:
    return bool(python) and Path(python).is_file()


def _write(content: EngineFile) -> None:
    path = engine_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(path, tomlkit.dumps(content.model_dump()))
