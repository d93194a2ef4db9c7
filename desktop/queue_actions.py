"""Puts trainings into the queue, and shows who waits there."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from desktop import words
from desktop.concept_editor import ConceptEditor
from desktop.engine import Engine
from desktop.facts import Report
from desktop.models.presets import PresetListModel
from desktop.pages.preset import PresetPage
from desktop.queue_dialog import QueueDialog
from desktop.training_queue import TrainingQueue
from desktop.widgets.bottom_bar import BottomBar


class QueueActions(QObject):
    """What the page Preset and the bar wish for, as far as several trainings are concerned."""

    def __init__(
        self,
        engine: Engine,
        editor: ConceptEditor,
        presets: PresetListModel,
        *,
        page: PresetPage,
        bar: BottomBar,
    ) -> None:
        super().__init__(page)
        self._engine = engine
        self._editor = editor
        self._presets = presets
        self._page = page
        self._bar = bar
        self.queue = TrainingQueue(engine, self)
        self.queue.changed.connect(self.refresh)
        self.queue.failed.connect(self._tell_anywhere)
        engine.looked.connect(self.refresh)

    def refresh(self) -> None:
        self._page.set_queueing(self.queue.is_needed)
        self._bar.show_waiting(len(self.queue.waiting))

    def add(self) -> None:
        """The training that the page Preset shows."""
        if (key := self._editor.key) is not None:
            self._page.set_busy(True)
            self.queue.add(key, self._editor.request(), self._on_added, self._tell)

    def show(self) -> None:
        dialog = QueueDialog(self.queue, self._engine, self._presets, self._page.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def hold(self) -> bool:
        """When everything is to stop; False where the next training would begin all the same."""
        return self.queue.hold()

    def _on_added(self, _: object) -> None:
        self._page.show_queued()

    def _tell(self, report: Report) -> None:
        self._page.show_problem(report)

    def _tell_anywhere(self, report: Report) -> None:
        """The queue is shown, and the window closed, from every page."""
        box = QMessageBox(self._page.window())
        box.setIcon(QMessageBox.Icon.NoIcon)
        title, advice = words.report(report)
        box.setText(title)
        box.setInformativeText(advice)
        box.finished.connect(box.deleteLater)
        box.open()
