"""Reads and writes our TOML files as strict models, with errors that name line or field."""

from pathlib import Path
from typing import Any, TypeVar

import tomlkit
from pydantic import BaseModel, ConfigDict, ValidationError
from tomlkit.exceptions import ParseError

from training.contract.atomic import atomic_write
from training.contract.errors import ManulError

CONTRACT_VERSION = 1


class StrictModel(BaseModel):
    """Base of all configuration: unknown entries are errors, values never change in place."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


Model = TypeVar("Model", bound=StrictModel)


def read_toml(path: Path) -> dict[str, Any]:
    """The plain content of `path`; ManulError names the line that is not TOML."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ManulError("corrupt_config.encoding", path=path) from error
    except OSError as error:
        raise ManulError("unreadable", path=path, reason=error.strerror or error) from error
    try:
        return tomlkit.parse(text).unwrap()
    except ParseError as error:
        reason = str(error).partition(" at line")[0]
        raise ManulError(
            "corrupt_config.syntax", path=path, line=error.line, reason=reason
        ) from error


def read_model(path: Path, model: type[Model]) -> Model:
    """`path` as `model`. The version is looked at first, so that a newer file is called newer."""
    raw = read_toml(path)
    version = raw.pop("contract_version", CONTRACT_VERSION)
    if not isinstance(version, int) or version > CONTRACT_VERSION:
        raise ManulError("newer_version", path=path, version=version, known=CONTRACT_VERSION)
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        field, reason = first_problem(error)
        raise ManulError("corrupt_config.field", path=path, field=field, reason=reason) from error


def write_model(path: Path, content: BaseModel) -> None:
    """Write `content` with the contract version on top; None is left out (TOML has no null)."""
    plain = {"contract_version": CONTRACT_VERSION} | content.model_dump(
        mode="json", exclude_none=True
    )
    atomic_write(path, tomlkit.dumps(plain))


def first_problem(error: ValidationError) -> tuple[str, str]:
    """(dotted path, reason in words) of the first thing a validation complained about."""
    first = error.errors()[0]
    # A union's tag stands in the location although the file has no such level.
    parts = [str(part) for part in first["loc"] if not str(part).startswith("function-")]
    reason = first["msg"].removeprefix("Value error, ")
    return ".".join(parts) or "the top", reason[:1].lower() + reason[1:]
