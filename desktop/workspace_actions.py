"""Looks at the folder with the concepts, and takes another one."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance

from desktop import workspace_choice
from desktop.engine import Engine


class WorkspaceActions(QObject):
    """Whoever shows the folder listens to `seen` and `failed`; both come after a while."""

    changed = Signal(object)  # Path
    seen = Signal(object)  # WorkspaceFact
    failed = Signal(object)  # Report

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine

    def look(self) -> None:
        """At the one that is used."""
        workspace = self._engine.workspace
        look = partial(workspace_choice.look_at, workspace)
        told = partial(self._tell_of, workspace)
        self._engine.compute(look, partial(told, self.seen), partial(told, self.failed))

    def _tell_of(self, workspace: Path, told: SignalInstance, what: object) -> None:
        """Looks overtake each other where a drive sleeps; another folder may be used by then."""
        if workspace == self._engine.workspace:
            told.emit(what)

    def take(self, folder: str) -> None:
        """Empty = the usual one. Trainings in the former one go on."""
        take = partial(workspace_choice.take, folder)
        self._engine.compute(take, self._on_taken, self.failed.emit)

    def take_usual(self) -> None:
        self.take("")

    def _on_taken(self, workspace: Path) -> None:
        if workspace != self._engine.workspace:
            self._engine.move_to(workspace)
            self.changed.emit(workspace)
        self.look()
