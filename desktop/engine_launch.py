"""An engine that was started here, until it has written its first event."""

import tempfile
from collections.abc import Sequence

from desktop.answers import parse_answer, read_report
from desktop.facts import Report, report_of
from training.contract.engine_process import engine_file, engine_python, start_engine
from training.contract.errors import ManulError

# An answer is one JSON object.
_MOST_BYTES = 1_000_000


class Launch:
    """The attempt it begins is the one after `attempt_before`. ManulError if it does not start."""

    def __init__(self, arguments: Sequence[str], *, attempt_before: int) -> None:
        self.attempt_before = attempt_before
        # Without a name: it is gone with the last who has it open, the window or the engine.
        self._answer = tempfile.TemporaryFile()  # noqa: SIM115
        try:
            self._process = start_engine([*arguments, "--json"], answer=self._answer)
        except ManulError:
            self._answer.close()
            raise

    @property
    def is_over(self) -> bool:
        return self._process.poll() is not None

    def problem(self) -> Report | None:
        """Why the engine ended; None where all went well."""
        code = self._process.returncode
        if not code:
            return None
        self._answer.seek(0)
        said = parse_answer(self._answer.read(_MOST_BYTES)).get("error")
        if isinstance(said, dict):
            return read_report(said)
        path, source = engine_python(), engine_file()
        return report_of(ManulError("engine_missing.broken", path=path, code=code, source=source))

    def forget(self) -> None:
        """Nobody listens any more; the engine itself goes on."""
        self._answer.close()
