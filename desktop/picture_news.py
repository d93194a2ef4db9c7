"""Gathers what the pool finds out about pictures, so that a thousand of them are a few changes."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.engine import Engine
from desktop.facts import PictureJudgement
from desktop.models.pictures import PictureListModel

_GATHER_MS = 100
# What is done sooner needs no words.
_WORTH_TELLING_MS = 1000


class PictureNews(QObject):
    """`changed` follows what has arrived; `progress` tells what is being done to how many."""

    changed = Signal()

    def __init__(self, engine: Engine, model: PictureListModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._judged: list[PictureJudgement] = []
        self._copied: tuple[int, int] | None = None
        self._gathering = _timer(self, _GATHER_MS, self._on_gathered)
        self._is_long = False
        self._patience = _timer(self, _WORTH_TELLING_MS, self._on_long)
        engine.picture_judged.connect(self._on_judged)
        engine.picture_copied.connect(self._on_copied)

    def progress(self) -> tuple[str, int, int] | None:
        """("copying" or "looking", done, total), once that takes longer than a moment."""
        found: tuple[str, int, int] | None = None
        if self._copied is not None:
            found = ("copying", *self._copied)
        elif (judged := self._model.judged) < len(self._model.items):
            found = ("looking", judged, len(self._model.items))
        if found is None:
            self._patience.stop()
            self._is_long = False
            return None
        if self._is_long:
            return found
        if not self._patience.isActive():
            self._patience.start()
        return None

    def end_copying(self) -> None:
        self._copied = None
        self.changed.emit()

    def _on_long(self) -> None:
        self._is_long = True
        self.changed.emit()

    def _on_judged(self, judgement: PictureJudgement) -> None:
        self._judged.append(judgement)
        self._gather()

    def _on_copied(self, done: int, total: int) -> None:
        self._copied = (done, total)
        self._gather()

    def _gather(self) -> None:
        if not self._gathering.isActive():
            self._gathering.start()

    def _on_gathered(self) -> None:
        judged, self._judged = self._judged, []
        if judged:
            self._model.set_judgements(judged)
        self.changed.emit()


def _timer(owner: QObject, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer
