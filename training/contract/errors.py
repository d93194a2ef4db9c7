"""The errors that Manul expects: each with a sentence for the user and what to do next."""

import errno
from pathlib import Path
from typing import Any, Literal, cast, get_args

from pydantic import BaseModel, ConfigDict

from training.contract.messages import Values, english

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
    "corrupt_config",
    "newer_version",
    "model_missing",
    "model_incomplete",
    "model_unsupported",
    "engine_missing",
    "run_missing",
    "run_busy",
    "run_not_resumable",
    "step_missing",
    "export_exists",
    "out_of_memory",
    "loss_not_finite",
    "checkpoint_damaged",
    "internal",
]


class ErrorReport(BaseModel):
    """An error as other programs read it: the `error` of `--json` and the body of `Failed`."""

    model_config = ConfigDict(frozen=True)

    kind: ErrorKind
    message: str
    advice: str
    key: str
    values: Values = {}


class ManulError(Exception):
    """Something a user can cause or cure; `key` is `kind` or `kind.variant` in messages.py."""

    def __init__(self, key: str, **values: Any) -> None:
        self.key = key
        self.kind = cast("ErrorKind", key.partition(".")[0])
        self.values: Values = {
            name: value if isinstance(value, (int, float)) else str(value)
            for name, value in values.items()
        }
        super().__init__(english(f"error.{key}", self.values))

    def report(self) -> ErrorReport:
        return ErrorReport(
            kind=self.kind,
            message=english(f"error.{self.key}", self.values),
            advice=english(f"error.{self.key}.advice", self.values),
            key=f"error.{self.key}",
            values=self.values,
        )


def from_os_error(error: OSError, path: Path | str | None = None) -> ManulError | None:
    """The sentence for a full disk, a forbidden or read-only folder; None for anything else."""
    where = path or error.filename or "?"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ManulError("disk_full", path=where)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ManulError("not_writable", path=where)
    return None


ERROR_KINDS: tuple[str, ...] = get_args(ErrorKind)
