"""Stage 4: a run as it learns, or as it ended: figures, trouble, gallery, losses."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop import words
from desktop.facts import CLOSED, Report, RunFact
from desktop.models.gallery import GalleryModel
from desktop.pages.done_panel import DonePanel
from desktop.pages.failure_panel import FailurePanel
from desktop.pages.page import Page
from desktop.pages.sample_menu import SampleMenu
from desktop.pages.sample_viewer import SampleViewer
from desktop.pages.timeline import Timeline
from desktop.pages.train_action import action_of, export_action, starts
from desktop.pages.train_commands import TrainCommands
from desktop.pages.train_figures import figures_of
from desktop.pages.train_notes import QueuePanel, TurnPanel, notes_of
from desktop.pages.verdict_panels import VerdictPanels
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.fact_row import FactRow
from desktop.widgets.labels import label
from desktop.widgets.notice import Notice

# Beside title and buttons: margins, gap, scroll bar.
_HEAD_SPACE = 76


class TrainPage(Page):
    """Shows one RunFact after the other; every button is a wish."""

    command_requested = Signal(str, str, int)  # run key, command, steps
    resume_requested = Signal(str, int)  # run key, more steps
    export_requested = Signal(str, int)
    folder_requested = Signal(str)
    pin_requested = Signal(str, int, bool)  # run key, step, pinned
    sample_chosen = Signal(str, object)  # what to do with it, its Path
    viewer_opened = Signal(object)  # RunFact

    def __init__(
        self, gallery: GalleryModel, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._run: RunFact | None = None
        self._problem: Report | None = None
        self._launch_problem: Report | None = None
        self._command_problem: Report | None = None
        self.commands = TrainCommands()
        self.head_buttons.addWidget(self.commands)
        self.turn, self.queue = TurnPanel(), QueuePanel()
        self.done = DonePanel()
        self.figures = FactRow()
        self.notice = Notice()
        self.notice.hide()
        self.failures = FailurePanel()
        self.verdicts = VerdictPanels()
        self.notes = label("secondary", wrap=True)
        self.waiting = label("secondary", wrap=True)
        for part in (
            self.turn, self.queue, self.done, self.figures, self.notice, self.failures,
            self.verdicts, self.notes, self.waiting,
        ):  # fmt: skip
            self.body.addWidget(part)
        self.timeline = Timeline(gallery, thumbnails)
        self.body.addWidget(self.timeline, 1)
        self.viewer = SampleViewer(gallery, thumbnails)
        self.viewer.hide()
        self.across.addWidget(self.viewer, 1)
        self._menu = SampleMenu(gallery, self)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.commands.command_requested.connect(self._on_command_requested)
        self.commands.continue_requested.connect(self._on_continue_requested)
        self.commands.folder_requested.connect(self._on_folder_requested)
        self.notice.dismissed.connect(self._on_notice_dismissed)
        self.failures.pause_requested.connect(lambda: self.commands.command("pause"))
        self.verdicts.star_requested.connect(self._on_star_requested)
        self.verdicts.stop_requested.connect(lambda: self.commands.command("stop"))
        self.verdicts.try_requested.connect(partial(self._on_star_wish, "try"))
        self.verdicts.compare_requested.connect(partial(self._on_star_wish, "compare"))
        self.timeline.step_selected.connect(self._on_step_selected)
        self.timeline.view.sample_requested.connect(self._on_sample_requested)
        self.timeline.view.menu_requested.connect(self._menu.open)
        self._menu.large_requested.connect(self.open_viewer)
        self._menu.pin_requested.connect(self._on_pin_requested)
        self._menu.export_requested.connect(self._on_export_requested)
        self._menu.sample_chosen.connect(self.sample_chosen)
        viewer = self.viewer
        viewer.closed.connect(self.back)
        viewer.step_changed.connect(self._on_viewer_moved)
        viewer.pin_requested.connect(self._on_pin_requested)
        viewer.copy_requested.connect(lambda path: self.sample_chosen.emit("copy", path))
        viewer.save_requested.connect(lambda path: self.sample_chosen.emit("save", path))
        for panel in (self.done, viewer.done):
            panel.folder_requested.connect(self.folder_requested)

    # what is shown -----------------------------------------------------------------------

    @property
    def run(self) -> RunFact | None:
        return self._run

    def show_run(self, run: RunFact | None) -> None:
        """Live or old."""
        before = self._run
        if before is None or run is None or run.key != before.key:
            self._problem = self._launch_problem = None
            self.done.hide()
            self.back()
        if before is None or run is None or run.state != before.state:
            self._command_problem = None
        self._run = run
        self.commands.show_run(run)
        self._gallery.set_run(run)
        self.timeline.show_run(run)
        self.viewer.refresh()
        self.refresh()

    def show_problem(self, report: Report) -> None:
        """A wish came to nothing; whatever goes on goes on as it was."""
        self._problem = report
        self.refresh()

    def show_launch_problem(self, report: Report) -> None:
        """No engine could be started on this run."""
        self._launch_problem = report
        self.refresh()

    def show_command_problem(self, report: Report) -> None:
        """A command could not be written down."""
        self.commands.forget_pending()
        self._command_problem = report
        self.refresh()

    def show_done(self, title: str, folder: str) -> None:
        """Something that was wished for is there now, in a folder."""
        for panel in (self.done, self.viewer.done):
            panel.show_done(title, folder)

    def refresh(self) -> None:
        run = self._run
        self.figures.setVisible(run is not None)
        self.waiting.setVisible(run is None)
        self.turn.show_run(run)
        self.queue.show_run(run)
        self._refresh_notes()
        if run is None:
            self._show_nothing()
            return
        title = self.tr("Teaching {name}") if run.is_live else self.tr("{name}, run {number}")
        self.set_title(title.format(name=run.concept_name, number=run.number))
        self.figures.show_figures(figures_of(run))
        self._name_commands()
        self._refresh_notice()
        self.failures.show_run(run, launch=self._launch_problem, command=self._command_problem)
        self._refresh_verdicts(run)
        self._refresh_action(run)

    def _show_nothing(self) -> None:
        self.set_title(self.tr("Train"))
        self.waiting.setText(self.tr("Nothing is being taught yet. Choose a preset first."))
        self.notice.hide()
        self.failures.show_run(None)
        self.verdicts.hide()
        self.set_action(PageAction())

    def _refresh_notes(self) -> None:
        said = notes_of(self._run) if self._run else []
        said += self.commands.pending_words()
        self.notes.setText("\n".join(said))
        self.notes.setVisible(bool(said))

    def _refresh_notice(self) -> None:
        if self._problem is None:
            self.notice.hide()
        else:
            self.notice.tell(*words.report(self._problem), dismiss=self.tr("Close"))

    def _refresh_verdicts(self, run: RunFact) -> None:
        star, may_stop = run.suggested_step, not self.commands.is_stopping
        is_elsewhere = star in self._gallery.steps and star != self.timeline.step
        self.verdicts.show_run(run, can_show_star=is_elsewhere, may_stop=may_stop)

    def _refresh_action(self, run: RunFact) -> None:
        if self.viewer.isVisibleTo(self):
            self.set_action(replace(export_action(run, self.viewer.pair.step), has_back=True))
        else:
            self.set_action(action_of(run, self.timeline.step))

    # wishes ------------------------------------------------------------------------------

    def primary(self) -> None:
        run = self._run
        if run is None:
            return
        if self.viewer.isVisibleTo(self):
            self._on_export_requested(self.viewer.pair.step)
        elif starts(run):
            self._on_continue_requested(0)
        elif run.state not in CLOSED:
            self._on_export_requested(self.timeline.step)

    def _on_command_requested(self, command: str, steps: int) -> None:
        if self._run is not None:
            self._command_problem = None
            self.command_requested.emit(self._run.key, command, steps)
            self.refresh()

    def _on_continue_requested(self, steps: int) -> None:
        if self._run is not None:
            self._launch_problem = None
            self.resume_requested.emit(self._run.key, steps)

    def _on_export_requested(self, step: int) -> None:
        if self._run is not None:
            self.export_requested.emit(self._run.key, step)

    def _on_folder_requested(self) -> None:
        if self._run is not None:
            self.folder_requested.emit(self._run.key)

    def _on_star_requested(self) -> None:
        if self._run is not None:
            self.timeline.select_step(self._run.suggested_step)

    def _on_step_selected(self) -> None:
        if self._run is not None:
            self._refresh_action(self._run)
            self._refresh_verdicts(self._run)

    def _on_notice_dismissed(self) -> None:
        self._problem = None
        self.refresh()

    # large samples -----------------------------------------------------------------------

    def open_viewer(self, row: int, column: int, wish: str = "enlarge") -> None:
        """A sample large, in the place of the gallery; or to "compare" or "try" it."""
        if self._run is None or self._gallery.sample(row, column) is None:
            return
        self.set_covered(True)
        self.viewer.show()
        self.viewer_opened.emit(self._run)
        self.viewer.open_sample(row, column)
        if wish == "compare":
            self.viewer.pair.set_compares(True)
        elif wish == "try":
            self.viewer.inspector.show_trying()
        self._refresh_action(self._run)

    def back(self) -> bool:
        """From a large sample to the gallery."""
        if self.viewer.isHidden():
            return False
        self.viewer.hide()
        self.set_covered(False)
        self.timeline.view.setFocus()
        if self._run is not None:
            self._refresh_action(self._run)
        return True

    def _on_sample_requested(self, index: QModelIndex) -> None:
        self.open_viewer(index.row(), index.column())

    def _on_star_wish(self, wish: str) -> None:
        self.open_viewer(0, self._gallery.suggested_column(), wish)

    def _on_viewer_moved(self, step: int) -> None:
        self.timeline.select_step(step)
        if self._run is not None:
            self._refresh_action(self._run)

    def _on_pin_requested(self, step: int, pinned: bool) -> None:
        if self._run is not None:
            self.pin_requested.emit(self._run.key, step, pinned)

    # words -------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.timeline.retranslate()
        self.failures.retranslate()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_commands()

    def _name_commands(self) -> None:
        title = self.title.fontMetrics().horizontalAdvance(self.title.text())
        self.commands.retranslate(room=self.width() - title - _HEAD_SPACE)
