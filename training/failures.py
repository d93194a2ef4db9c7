"""Finds the sentence for whatever went wrong, expected or not."""

from training.contract.errors import ErrorReport, ManulError, from_os_error
from training.contract.events import StageProgressed
from training.contract.layout import RunFolder
from training.contract.messages import say


def expected_error(error: Exception, *, place: object = None, stage: str) -> ManulError | None:
    """What a user can cure; None for a mistake of ours. `place` = what was written to, where the
    error does not say; torch is not imported here, so its out-of-memory error goes by name."""
    if isinstance(error, ManulError):
        return error
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return ManulError("out_of_memory", stage=say(f"stage.{stage}"))
    if isinstance(error, OSError):
        return from_os_error(error, error.filename or (str(place) if place else None))
    return None


def describe_failure(
    error: Exception, *, run: RunFolder, stage: StageProgressed | None
) -> ErrorReport:
    """The report of a failed attempt."""
    doing = stage.stage if stage else "starting"
    if (known := expected_error(error, place=run.path, stage=doing)) is not None:
        return known.report()
    reason = f"{type(error).__name__}: {error}"
    return ManulError("internal", reason=reason, log=run.log).report()
