"""The errors that Manul expects: each with a sentence for the user and what to do next."""

import errno
import shutil
from pathlib import Path
from typing import Annotated, Any, Literal, cast, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict

from training.contract.messages import Message, Value, Values, english, plain_value, say
from training.contract.plain_files import NotAFile, TooLarge

ErrorKind = Literal[
    "usage",
    "no_images",
    "unreadable",
    "name_invalid",
    "name_taken",
    "initializer_invalid",
    "not_writable",
    "disk_full",
    "unknown_preset",
    "unknown_setting",
    "invalid_setting",
    "measures_excluded",
    "corrupt_config",
    "newer_version",
    "model_missing",
    "model_incomplete",
    "model_unsupported",
    "model_changed",
    "engine_missing",
    "engine_setup",
    "run_missing",
    "run_busy",
    "run_not_resumable",
    "step_missing",
    "export_exists",
    "export_unsupported",
    "place_invalid",
    "interrupted",
    "out_of_memory",
    "card_busy",
    "card_unusable",
    "loss_not_finite",
    "checkpoint_damaged",
    "optimizer_missing",
    "internal",
]
ERROR_KINDS: tuple[str, ...] = get_args(ErrorKind)

# Longer than any path that is still of use to a reader.
_LONGEST_QUOTE = 1_000
# Windows: ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL.
_WINDOWS_DISK_FULL = (39, 112)
_MB = 1_000_000


def _known_kind(kind: Any) -> Any:
    """A kind that a newer Manul added is still an error, with its words."""
    return kind if kind in ERROR_KINDS else "internal"


class ErrorReport(BaseModel):
    """An error as other programs read it: the `error` of `--json` and the body of `Failed`."""

    model_config = ConfigDict(frozen=True)

    kind: Annotated[ErrorKind, BeforeValidator(_known_kind)]
    message: str
    advice: str
    key: str
    values: Values = {}


class ManulError(Exception):
    """Something a user can cause or cure; `key` = `kind` or `kind.variant` in error_sentences."""

    def __init__(self, key: str, **values: Any) -> None:
        self.key = key
        self.kind = cast("ErrorKind", key.partition(".")[0])
        self.values: Values = {name: _quoted(plain_value(value)) for name, value in values.items()}
        super().__init__(english(f"error.{key}", self.values))

    def report(self) -> ErrorReport:
        return ErrorReport(
            kind=self.kind,
            message=english(f"error.{self.key}", self.values),
            advice=english(f"error.{self.key}.advice", self.values),
            key=f"error.{self.key}",
            values=self.values,
        )


def _quoted(value: Value) -> Value:
    """What somebody wrote into a file may be a book."""
    if isinstance(value, str) and len(value) > _LONGEST_QUOTE:
        return f"{value[:_LONGEST_QUOTE]} ..."
    if isinstance(value, Message):
        values = {name: _quoted(part) for name, part in value.values.items()}
        return value.model_copy(update={"values": values, "text": _quoted(value.text)})
    return value


def from_os_error(error: OSError, path: Path | str | None = None) -> ManulError | None:
    """The sentence for a full disk, a forbidden or read-only folder; None for anything else."""
    where = path or error.filename or "?"
    windows_code = getattr(error, "winerror", None)
    if error.errno == errno.EDQUOT:
        return ManulError("disk_full", path=where)
    if error.errno == errno.ENOSPC or windows_code in _WINDOWS_DISK_FULL:
        return _disk_full(where)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ManulError("not_writable", path=where)
    if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR):
        return ManulError("not_writable.in_the_way", path=where)
    if error.errno == errno.ENOENT:
        return ManulError("not_writable.gone", path=where)
    if error.errno == errno.ENAMETOOLONG:
        return ManulError("not_writable.too_long", path=where)
    return None


def _disk_full(path: Path | str) -> ManulError:
    """With what is left, where the disk can be asked."""
    try:
        place = next(place for place in (Path(path), *Path(path).parents) if place.exists())
        free = shutil.disk_usage(place).free
    except (OSError, StopIteration):
        return ManulError("disk_full", path=path)
    return ManulError("disk_full.left", path=path, free=round(free / _MB, 1))


def cannot_read(path: Path | str, error: OSError) -> ManulError:
    """The sentence for a file or folder that could not be opened or read."""
    reason: Message
    if isinstance(error, NotAFile):
        reason = say("cause.not_a_file")
    elif isinstance(error, TooLarge):
        reason = say("cause.too_many_bytes", megabytes=max(1, error.most // 1_000_000))
    # Libraries raise them without a number.
    elif isinstance(error, (FileNotFoundError, NotADirectoryError)):
        reason = say("cause.missing")
    elif isinstance(error, PermissionError):
        reason = say("cause.forbidden")
    elif error.errno == errno.ENAMETOOLONG:
        reason = say("cause.missing")
    else:
        reason = say("cause.system", detail=error.strerror or str(error))
    return ManulError("unreadable", path=path, reason=reason)
