"""The gui script `manul`: arguments, one window a workspace, application, window."""

import argparse
import locale
import os
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QThreadPool, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.engine import Engine
from desktop.icons import application_icon
from desktop.languages import Languages
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.removal import remove_my_files
from desktop.single_instance import SingleInstance, hand_over
from desktop.smoothness import keep_smooth
from desktop.theme import Theme
from desktop.unexpected import UnexpectedErrors
from training import __version__
from training.contract.errors import ManulError
from training.contract.foreign_variables import without_foreign
from training.contract.layout import RUN_FILE, RunFolder, find_run, workspace_path

_PATIENCE_MS = 5000


# Context and source of a sentence that Qt's own files translate, and ours must not collect.
QT_SENTENCE = ("QPlatformTheme", "Cancel")


class Application:
    """All that lives as long as the window, in the order in which it is made."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.qt = QApplication(sys.argv[:1])
        # Qt sets the user's locale; libraries in C then read "0.5" wrongly.
        locale.setlocale(locale.LC_NUMERIC, "C")
        self.qt.setApplicationName("manul")
        self.qt.setApplicationDisplayName("Manul")
        self.qt.setDesktopFileName("manul")
        self.qt.setWindowIcon(application_icon())
        preferences = Preferences()
        self.languages = Languages(self.qt, arguments.language or preferences.language)
        self.theme = Theme(self.qt, preferences.mode)
        self.workspace, self.run = place_of(arguments)
        self.engine = Engine(self.workspace)
        self.window = MainWindow(self.engine, preferences, self.theme, self.languages)
        self.theme.dress()
        self.errors = UnexpectedErrors(self.window)
        self.errors.install()
        self._listen(self.workspace)
        self.window.closed.connect(lambda: self.instance.close())
        self.window.workspace_actions.changed.connect(self._on_workspace_changed)
        self.pictures = pictures_of(arguments)
        keep_smooth()

    def _listen(self, workspace: Path) -> None:
        self.instance = SingleInstance(workspace, self.window)
        self.instance.called.connect(self._on_called)

    def _on_workspace_changed(self, workspace: Path) -> None:
        """Later starts ask for the window of their workspace."""
        self.instance.close()
        self.instance.deleteLater()
        self._listen(workspace)

    def start(self) -> None:
        """Show the window; what takes longer begins once it is painted."""
        self.window.show()
        QTimer.singleShot(0, self._after_first_paint)

    def _after_first_paint(self) -> None:
        self.engine.look()
        self.window.search.look()
        self.open(self.run, self.pictures)
        self.window.new_version.look()

    def open(self, run: RunFolder | None, pictures: Sequence[Path]) -> None:
        if run is not None:
            self.engine.when_looked(lambda: self.window.open_run(str(run.path)))
        elif pictures:
            self.window.first_run.then(partial(self.window.take_pictures, pictures))

    def _on_called(self, paths: list[Path]) -> None:
        window = self.window
        window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        runs = [run for path in paths if (run := run_at(path)) is not None]
        self.open(runs[0] if runs else None, paths)


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, or raise the one that is open; returns the exit code."""
    arguments = parse(argv)
    if sys.flags.isolated:
        # What this Python was told not to listen to, its children shall not hear either.
        kept = without_foreign(os.environ)
        for name in os.environ.keys() - kept.keys():
            del os.environ[name]
    workspace, _ = place_of(arguments)
    if arguments.remove_my_files:
        left = remove_my_files(workspace, with_concepts=arguments.concepts)
        print(*(f"{place} could not be removed" for place in left), sep="\n", end="")
        return 1 if left else 0
    if hand_over(workspace, [path.absolute() for path in arguments.paths]):
        return 0
    application = Application(arguments)
    application.start()
    if arguments.measure:
        # Shown, then painted, then here: timers of no length take turns with events.
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, lambda: report_start(application)))
    code = application.qt.exec()
    # A last command, such as "stop", may still be on its way into its file.
    QThreadPool.globalInstance().waitForDone(_PATIENCE_MS)
    return code


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="manul", description="Teaches Stable Diffusion a new object, person, animal or style."
    )
    parser.add_argument("--version", action="version", version=f"manul {__version__}")
    parser.add_argument("--workspace", type=Path, help="folder that holds the concepts")
    parser.add_argument("--language", choices=("en", "ru"), help="instead of the system's")
    parser.add_argument("--remove-my-files", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--concepts", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("paths", type=Path, nargs="*", help="pictures, or a run to look at")
    return parser.parse_args(argv)


def place_of(arguments: argparse.Namespace) -> tuple[Path, RunFolder | None]:
    """The workspace, and the run to open: a run elsewhere brings its own workspace."""
    runs = [run for path in arguments.paths if (run := run_at(path)) is not None]
    if runs and arguments.workspace is None:
        return runs[0].concept.path.parent, runs[0]
    return workspace_path(arguments.workspace), runs[0] if runs else None


def pictures_of(arguments: argparse.Namespace) -> list[Path]:
    return [path.absolute() for path in arguments.paths if run_at(path) is None]


def run_at(path: Path) -> RunFolder | None:
    """The run that a path names by its folder or its run.toml."""
    folder = path.absolute()
    if folder.name != RUN_FILE and not (folder / RUN_FILE).is_file():
        return None
    try:
        return find_run(str(folder), folder.parent)
    except ManulError:
        return None


def report_start(application: Application) -> None:
    """For the start-up tests: what it took until the window stood there, and what its buttons
    say. On a busy machine the processor's time says more than the clock."""
    print(f"first paint after {time.process_time():.2f} s of work", flush=True)
    buttons = application.window.findChildren(QAbstractButton)
    labels = [button.text() for button in buttons if button.isVisible() and button.text()]
    labels.append(application.qt.translate(*QT_SENTENCE))
    sys.stdout.buffer.write("\n".join(labels).encode() + b"\n")
    sys.stdout.flush()
    application.qt.quit()
