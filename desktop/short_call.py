"""One short call of the engine's command line, which answers with a JSON object."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from desktop.answers import Answer, internal_report, parse_answer, read_report
from desktop.facts import Report, report_of
from training.contract.engine_process import engine_environment, engine_file, engine_python
from training.contract.errors import ManulError

_KILL_PATIENCE_MS = 2000
# As the engine's progress bars write it: "Drawing:  25%|## | 5/20 [00:01<00:03]".
_PROGRESS = re.compile(rb"\| *(\d{1,9})/(\d{1,9}) ")
# As its lines for programs have it, in bytes.
_BYTES = re.compile(rb'\{"done": (\d{1,15}), "total": (\d{1,15})\}')
_MOST_SAID = 16_384


class ShortCall(QObject):
    """Ends in exactly one of on_done and on_failed, unless abandoned before."""

    # The process is gone, whatever came of it.
    ended = Signal()

    def __init__(
        self,
        owner: QObject,
        arguments: list[str],
        on_done: Callable[[Answer], None],
        on_failed: Callable[[Report], None],
        on_progress: Callable[[int, int], None] | None = None,
        python: Path | None = None,
    ) -> None:
        """`python` = another interpreter than the engine's."""
        super().__init__(owner)
        self._on_done = on_done
        self._on_failed = on_failed
        self._on_progress = on_progress
        self._said = b""
        self._is_cancelled = False
        self._process = QProcess(self)
        environment = QProcessEnvironment()
        variables = engine_environment() if python is None else {**os.environ, "PYTHONUTF8": "1"}
        for name, value in variables.items():
            environment.insert(name, value)
        self._process.setProcessEnvironment(environment)
        self._process.finished.connect(self._on_finished)
        self._process.readyReadStandardError.connect(self._on_said)
        self._process.errorOccurred.connect(self._on_error)
        self._process.start(
            str(python or engine_python()), ["-P", "-m", "training.cli", *arguments]
        )

    def cancel(self) -> None:
        """End the process; nobody is told anything any more."""
        self._is_cancelled = True
        self._process.kill()

    def abandon(self) -> None:
        """End the process without an answer, before the window goes."""
        self._process.blockSignals(True)
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(_KILL_PATIENCE_MS)

    def _on_said(self) -> None:
        """Progress; and the last words, should there be no answer."""
        new = bytes(self._process.readAllStandardError().data())
        self._said = (self._said + new)[-_MOST_SAID:]
        told = _PROGRESS.findall(new) or _BYTES.findall(new)
        if told and self._on_progress is not None and not self._is_cancelled:
            done, total = told[-1]
            self._on_progress(int(done), int(total))

    def _on_finished(self) -> None:
        self.deleteLater()
        self.ended.emit()
        if self._is_cancelled:
            return
        answer = parse_answer(bytes(self._process.readAllStandardOutput().data()))
        problem = answer.get("error")
        if isinstance(problem, dict):
            self._on_failed(read_report(problem))
        elif self._process.exitCode() == 0 and answer:
            self._on_done(answer)
        else:
            self._on_said()
            last = self._said.decode(errors="replace").strip().splitlines()[-1:] or [
                f"exit code {self._process.exitCode()}"
            ]
            self._on_failed(internal_report(last[0]))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and not self._is_cancelled:
            self.deleteLater()
            source = engine_file()
            self._on_failed(
                report_of(
                    ManulError("engine_missing.python", path=self._process.program(), source=source)
                )
            )
