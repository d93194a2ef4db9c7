"""A set-up as a process of its own: started, listened to, cancelled."""

import sys
from pathlib import Path

from pydantic import ValidationError
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from training.contract.engine_setup.news import SetUpNews
from training.contract.errors import ManulError

_PATIENCE_MS = 10_000
_ENDS = ("done", "cancelled", "failed")


class SetUpProcess(QObject):
    """Tells how it goes; `ended` comes once, whatever happens."""

    told = Signal(object)  # SetUpNews
    ended = Signal(object)  # SetUpNews

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last: SetUpNews | None = None
        self._rest = b""
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUTF8", "1")
        self._process.setProcessEnvironment(environment)
        self._process.readyReadStandardOutput.connect(self._on_said)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    def start(self, build: str, pack: str = "") -> None:
        isolation = "-I" if sys.flags.isolated else "-P"
        command = [isolation, "-m", "training.contract.engine_setup", "--build", build]
        if pack:
            command += ["--pack", pack]
        # Windows' window runs in a Python that has no output.
        python = Path(sys.executable)
        if python.name.lower() == "pythonw.exe":
            python = python.with_name("python.exe")
        self._process.start(str(python), command)

    @property
    def is_running(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    def cancel(self) -> None:
        """It ends its uv, cleans up and says so."""
        self._process.closeWriteChannel()

    def abandon(self) -> None:
        """Before the window goes: what has come so far is kept for the next time."""
        self._process.blockSignals(True)
        if self.is_running:
            self.cancel()
            if not self._process.waitForFinished(_PATIENCE_MS):
                self._process.kill()
                self._process.waitForFinished(_PATIENCE_MS)

    def _on_said(self) -> None:
        self._rest += bytes(self._process.readAllStandardOutput().data())
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            try:
                news = SetUpNews.model_validate_json(line)
            except ValidationError:
                # Not ours: something that a library printed.
                continue
            if news.stage in _ENDS:
                self._last = news
            else:
                self.told.emit(news)

    def _on_finished(self) -> None:
        self._on_said()
        self.ended.emit(self._last or self._unexpected())

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.ended.emit(self._unexpected())

    def _unexpected(self) -> SetUpNews:
        said = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
        last = said.strip().splitlines()[-1:] or [self._process.errorString()]
        problem = ManulError("engine_setup.failed", detail=last[0])
        return SetUpNews(stage="failed", error=problem.report())
