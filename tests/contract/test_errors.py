import errno
import os
from pathlib import Path

import pytest

from training.contract.errors import (
    ERROR_KINDS,
    ErrorReport,
    ManulError,
    cannot_read,
    from_os_error,
)
from training.contract.messages import MESSAGES, say

pytestmark = pytest.mark.quick


def test_an_error_carries_sentence_advice_key_and_values() -> None:
    report = ManulError("step_missing", step=7, kept="0, 5").report()
    assert report == ErrorReport(
        kind="step_missing",
        message="Step 7 of this run was not kept.",
        advice="Kept steps are: 0, 5.",
        key="error.step_missing",
        values={"step": 7, "kept": "0, 5"},
    )


def test_a_variant_is_of_its_kind() -> None:
    error = ManulError("no_images.excluded", concept="pallas_cat")
    assert error.kind == "no_images"
    assert error.report().key == "error.no_images.excluded"


def test_a_report_survives_json_with_a_message_inside() -> None:
    report = ManulError("unreadable", path=Path("a"), reason=say("cause.missing")).report()
    assert ErrorReport.model_validate_json(report.model_dump_json()) == report


def test_a_kind_of_a_newer_manul_is_still_an_error() -> None:
    told = {"kind": "melted", "message": "It melted.", "advice": "Cool it.", "key": "error.melted"}
    report = ErrorReport.model_validate(told)
    assert (report.kind, report.message) == ("internal", "It melted.")


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (errno.ENOSPC, "disk_full.left"),
        (errno.EDQUOT, "disk_full"),
        (errno.EACCES, "not_writable"),
        (errno.EROFS, "not_writable"),
        (errno.EPERM, "not_writable"),
        (errno.ENOTDIR, "not_writable.in_the_way"),
        (errno.EEXIST, "not_writable.in_the_way"),
        (errno.ENAMETOOLONG, "not_writable.too_long"),
    ],
)
def test_what_the_system_says(code: int, key: str) -> None:
    error = from_os_error(OSError(code, os.strerror(code), "/w/x"))
    assert error is not None
    assert error.key == key
    assert "/w/x" in str(error)
    assert error.report().advice


def test_windows_says_full_in_its_own_way() -> None:
    error = OSError(errno.EINVAL, "The disk is full")
    vars(error)["winerror"] = 39
    known = from_os_error(error, "D:")
    assert known is not None
    assert known.kind == "disk_full"


def test_other_system_errors_are_not_explained_away() -> None:
    assert from_os_error(OSError(errno.EBADF, "Bad file descriptor")) is None


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.ENOENT, "it does not exist"),
        (errno.EACCES, "you may not open it"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_why_something_cannot_be_read(code: int, reason: str) -> None:
    error = cannot_read("x.png", OSError(code, os.strerror(code)))
    assert str(error) == f"“x.png” cannot be read: {reason}."


def test_the_kinds_are_those_with_sentences() -> None:
    assert {key.split(".")[1] for key in MESSAGES if key.startswith("error.")} == set(ERROR_KINDS)
