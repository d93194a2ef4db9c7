"""Runs uv: deaf to foreign settings, ended on request, its complaints put into our words."""

import os
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from training.contract.detached import no_console
from training.contract.engine_setup.folders import EngineFolders
from training.contract.engine_setup.uv_words import uv_problem
from training.contract.errors import ManulError
from training.contract.foreign_variables import without_foreign

_PATIENCE_SECONDS = 5.0
# What it says last explains why it gave up.
_LINES_KEPT = 40

OnLine = Callable[[str], None]


class Cancelled(Exception):
    """The user has had enough."""


class Uv:
    """One uv after the other, each with `environment` and nothing of other Pythons."""

    def __init__(
        self, program: Path, folders: EngineFolders, variables: dict[str, str], on_line: OnLine
    ) -> None:
        self._program = program
        self._folders = folders
        self._variables = variables
        self._on_line = on_line
        self._process: subprocess.Popen[str] | None = None
        self._is_cancelled = False
        self._guard = threading.Lock()

    def environment(self) -> dict[str, str]:
        return {
            **without_foreign(os.environ),
            "UV_NO_CONFIG": "1",
            "UV_NO_PROGRESS": "1",
            # Where a company or a virus scanner looks into connections, only the system knows.
            "UV_SYSTEM_CERTS": "1",
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_CACHE_DIR": str(self._folders.downloads),
            "UV_LINK_MODE": "hardlink",
            "NO_COLOR": "1",
            **self._variables,
        }

    def run(self, arguments: Sequence[str]) -> None:
        """ManulError with what went wrong; Cancelled where somebody wished it."""
        lines: list[str] = []
        with self._guard:
            self._refuse_if_cancelled()
            self._process = process = self._start(arguments)
        assert process.stderr is not None
        with process.stderr as said:
            for line in said:
                lines = [*lines, line.rstrip()][-_LINES_KEPT:]
                self._on_line(lines[-1])
        code = process.wait()
        with self._guard:
            self._process = None
            self._refuse_if_cancelled()
        if code:
            raise uv_problem(lines, self._folders)

    def cancel(self) -> None:
        """From any thread: end what runs, and start nothing more."""
        with self._guard:
            self._is_cancelled = True
            if self._process is None:
                return
            self._process.terminate()
            try:
                self._process.wait(_PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _refuse_if_cancelled(self) -> None:
        if self._is_cancelled:
            raise Cancelled

    def _start(self, arguments: Sequence[str]) -> subprocess.Popen[str]:
        try:
            return subprocess.Popen(
                [str(self._program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=self.environment(),
                encoding="utf-8",
                errors="replace",
                # A project's own settings in the folder where the user stands are not ours.
                cwd=self._folders.path,
                creationflags=no_console(),
            )
        except OSError as error:
            raise ManulError("engine_setup.incomplete", path=self._program) from error
