"""TensorBoard on a run's scalars: started when it is asked for, ended with the window."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop.facts import Report, report_of
from training.contract.engine_process import engine_file, engine_python
from training.contract.errors import ManulError
from training.contract.layout import RunFolder

# Its last word before it answers: "TensorBoard 2.21.0 at http://localhost:6006/ (Press ...".
_ADDRESS = re.compile(rb"(http://localhost:[0-9]+/\S*)")
_PATIENCE_MS = 60_000
_KILL_PATIENCE_MS = 2000
_MOST_SAID = 4096


class TensorBoard(QObject):
    """One at a time: for another run it starts anew."""

    opened = Signal(str)
    failed = Signal(object)  # Report

    def __init__(
        self,
        parent: QObject,
        open_address: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(parent)
        self._open_address = open_address
        self._process: QProcess | None = None
        self._run_key = self._address = ""
        self._said = b""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._on_too_late)

    @property
    def is_starting(self) -> bool:
        return self._process is not None and not self._address

    def open(self, run_key: str) -> None:
        """In the browser, as soon as it answers."""
        if run_key == self._run_key and self._process is not None:
            if self._address:
                self._open_address(QUrl(self._address))
            return
        self.close()
        try:
            python = engine_python()
        except ManulError as error:
            self.failed.emit(report_of(error))
            return
        self._run_key = run_key
        folder = RunFolder(Path(run_key)).tensorboard
        self._start(str(python), ["--logdir", str(folder), "--host", "localhost", "--port", "0"])

    def _start(self, python: str, arguments: list[str]) -> None:
        process = QProcess(self)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUTF8", "1")
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._on_said)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        self._process = process
        self._patience.start(_PATIENCE_MS)
        process.start(python, ["-P", "-m", "tensorboard.main", *arguments])

    def close(self) -> None:
        """End it, and wait until it has gone."""
        process, self._process = self._process, None
        self._run_key, self._address, self._said = "", "", b""
        self._patience.stop()
        if process is None:
            return
        process.blockSignals(True)
        if process.state() != QProcess.ProcessState.NotRunning:
            process.kill()
            process.waitForFinished(_KILL_PATIENCE_MS)
        process.deleteLater()

    def _on_said(self) -> None:
        if self._process is None:
            return
        new = bytes(self._process.readAllStandardOutput().data())
        self._said = (self._said + new)[-_MOST_SAID:]
        found = _ADDRESS.search(self._said)
        if found and not self._address:
            self._address = found[1].decode()
            self._patience.stop()
            self._open_address(QUrl(self._address))
            self.opened.emit(self._address)

    def _on_finished(self) -> None:
        """It should not: it runs until it is ended."""
        said = self._said.decode(errors="replace").strip().splitlines()
        is_missing = b"No module named" in self._said
        self.close()
        last = self._report(said[-1] if said else "–")
        self.failed.emit(self.report_missing() if is_missing else last)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            program = self._process.program()
            self.close()
            problem = ManulError("engine_missing.python", path=program, source=engine_file())
            self.failed.emit(report_of(problem))

    def _on_too_late(self) -> None:
        self.close()
        self.failed.emit(self._report(self.tr("It did not answer within a minute.")))

    def report_missing(self) -> Report:
        return self._report(self.tr("It is not installed beside the engine."))

    def _report(self, reason: str) -> Report:
        return Report(
            self.tr("TensorBoard could not be opened: {reason}").format(reason=reason),
            self.tr("The losses are on the page Train as well; TensorBoard only shows them again."),
        )
