"""Reads and writes our TOML files as strict models, with errors that name line or field."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

import tomlkit
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    ValidationError,
    model_validator,
)
from tomlkit.exceptions import ParseError

from training.contract.atomic import atomic_write
from training.contract.errors import ManulError, cannot_read
from training.contract.messages import say
from training.contract.plain_files import read_plain
from training.contract.problems import first_problem, problem

CONTRACT_VERSION = 1

_LINE = re.compile(r"\(at line (\d+),")
# A hundred times a run of many captioned pictures.
_LARGEST_BYTES = 16 * 2**20
# The thorough reader, which finds the line, takes its time.
_LARGEST_TO_SEARCH = 2**16
_DEEPEST = 16
# Reading a key takes time with the square of its parts.
_ENDLESS_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){64}"""
)
_LARGEST_INT = 2**63


class StrictModel(BaseModel):
    """Base of all configuration: unknown entries are errors, values never change in place."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _no_truth_for_a_number(cls, content: Any) -> Any:
        """Python takes true for 1; `max_train_steps = true` is a slip all the same."""
        if not isinstance(content, dict):
            return content
        numbers = {n for n, field in cls.model_fields.items() if field.annotation in (int, float)}
        return {
            # As text it is refused where it stands.
            name: str(value).lower() if isinstance(value, bool) and name in numbers else value
            for name, value in content.items()
        }

    def changed(self, **changes: Any) -> Self:
        """A validated copy with these entries changed (`model_copy` would not validate)."""
        return self.model_validate(self.model_dump() | changes)


Model = TypeVar("Model", bound=StrictModel)


def _is_plain_file_name(name: str) -> str:
    if name in ("", ".", "..") or re.search(r"[/\\:\x00]", name):
        raise problem("problem.file_name")
    return name


# A file made elsewhere must not lead out of its folder.
FileName = Annotated[str, AfterValidator(_is_plain_file_name)]


def read_toml(path: Path) -> dict[str, Any]:
    """The plain content of `path`; ManulError names the line that is not TOML."""
    try:
        # Windows' editor puts a byte order mark in front.
        text = read_plain(path, most=_LARGEST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ManulError("corrupt_config.encoding", path=path) from error
    except OSError as error:
        raise cannot_read(path, error) from error
    try:
        return parse_toml(text)
    except (ValueError, RecursionError) as error:
        line = _wrong_line(text, str(error))
        raise ManulError("corrupt_config.syntax", path=path, line=line) from error


def parse_toml(text: str) -> dict[str, Any]:
    """The plain content of `text`. ValueError or RecursionError if it is no TOML, or has tables or
    whole numbers that no setting needs and that would break whoever looks at them."""
    if endless := _ENDLESS_KEY.search(text):
        line = text.count("\n", 0, endless.start()) + 1
        raise ValueError(f"an endless key (at line {line},")
    content = tomllib.loads(text)
    level: list[Any] = [content]
    for _ in range(_DEEPEST):
        level = [part for whole in level for part in _parts(whole)]
        if any(type(part) is int and abs(part) > _LARGEST_INT for part in level):
            raise ValueError("a whole number of more than 64 bits")
    if level:
        raise ValueError("tables in tables without end")
    return content


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _wrong_line(text: str, complaint: str) -> int:
    if place := _LINE.search(complaint):
        return int(place[1])
    # An open quote is "at end of document" for the quick reader; the thorough one knows better.
    try:
        if len(text) <= _LARGEST_TO_SEARCH:
            tomlkit.parse(text)
    except ParseError as error:
        return error.line
    except (ValueError, RecursionError):
        return 1
    return text.count("\n") + 1


def read_model(path: Path, model: type[Model]) -> Model:
    """`path` as `model`. The version is looked at first, so that a newer file is called newer."""
    raw = read_toml(path)
    version = raw.pop("contract_version", CONTRACT_VERSION)
    if type(version) is not int or version < 1:
        reason = say("problem.whole_number")
        raise ManulError("corrupt_config.field", path=path, field="contract_version", reason=reason)
    if version > CONTRACT_VERSION:
        raise ManulError("newer_version", path=path, version=version, known=CONTRACT_VERSION)
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        field, reason = first_problem(error, raw)
        raise ManulError("corrupt_config.field", path=path, field=field, reason=reason) from error


def write_model(path: Path, content: BaseModel) -> None:
    """Write `content` with the contract version on top; None is left out (TOML has no null)."""
    plain = {"contract_version": CONTRACT_VERSION} | content.model_dump(
        mode="json", exclude_none=True
    )
    atomic_write(path, tomlkit.dumps(plain))
