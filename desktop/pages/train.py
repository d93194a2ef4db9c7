"""Stage 4: a run as it learns, or as it ended: figures, trouble, gallery, losses."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QModelIndex, QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import plot_words, words
from desktop.colors import GOOD
from desktop.facts import CLOSED, RESUMABLE, Report, RunFact, SampleFact
from desktop.models.gallery import GalleryModel, GalleryRole
from desktop.pages.failure_panel import FailurePanel
from desktop.pages.page import Page
from desktop.pages.sample_menu import make_sample_menu
from desktop.pages.sample_viewer import SampleViewer
from desktop.pages.train_commands import TrainCommands
from desktop.pages.train_figures import figures_of
from desktop.pages.train_notes import QueuePanel, TurnPanel, notes_of
from desktop.pages.verdict_panels import VerdictPanels
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.fact_row import FactRow
from desktop.widgets.gallery_view import GalleryView
from desktop.widgets.labels import box, label
from desktop.widgets.loss_plot import LossPlot
from desktop.widgets.note_panel import NotePanel
from desktop.widgets.notice import Notice
from desktop.widgets.plot_marks import Marks
from desktop.widgets.scrubber import Scrubber

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
        self._follows_newest = True
        self._done_folder = ""
        self._problem: Report | None = None
        self._launch_problem: Report | None = None
        self._command_problem: Report | None = None
        self.commands = TrainCommands()
        self.head_buttons.addWidget(self.commands)
        self.turn, self.queue = TurnPanel(), QueuePanel()
        self.done = NotePanel()
        self.figures = FactRow()
        self.notice = Notice()
        self.notice.hide()
        self.failures = FailurePanel()
        self.verdicts = VerdictPanels()
        self.notes = label("secondary", wrap=True)
        self.waiting = label("secondary", wrap=True)
        self.view = GalleryView(thumbnails)
        self.view.setModel(gallery)
        self.scrubber = Scrubber()
        self.plot = LossPlot()
        for part in (
            self.turn, self.queue, self.done, self.figures, self.notice, self.failures,
            self.verdicts, self.notes, self.waiting,
        ):  # fmt: skip
            self.body.addWidget(part)
        self.viewer = SampleViewer(gallery, thumbnails)
        self.viewer.hide()
        self.across.addWidget(self.viewer, 1)
        self.body.addWidget(self._make_canvas(), 1)
        self.body.addWidget(self._make_plot_card())
        self._connect()
        self.retranslate()

    def _make_canvas(self) -> QWidget:
        self._canvas = box("canvas")
        layout = QVBoxLayout(self._canvas)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.scrubber)
        return self._canvas

    def _make_plot_card(self) -> QWidget:
        self._plot_card = box("card")
        layout = QVBoxLayout(self._plot_card)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        return self._plot_card

    def _connect(self) -> None:
        self.commands.command_requested.connect(self._on_command_requested)
        self.commands.continue_requested.connect(self._on_continue_requested)
        self.commands.folder_requested.connect(self._on_folder_requested)
        self.notice.dismissed.connect(self._on_notice_dismissed)
        self.failures.pause_requested.connect(lambda: self.commands.command("pause"))
        self.verdicts.star_requested.connect(self._on_star_requested)
        self.verdicts.stop_requested.connect(lambda: self.commands.command("stop"))
        self.view.axis_changed.connect(self._on_axis_changed)
        self.view.column_selected.connect(self._on_column_selected)
        self.view.sample_requested.connect(self._on_sample_requested)
        self.view.menu_requested.connect(self._on_menu_requested)
        self.scrubber.valueChanged.connect(self.view.select_column)
        self.verdicts.try_requested.connect(self._on_try_requested)
        for panel in (self.done, self.viewer.done):
            panel.dismissed.connect(panel.hide)
            panel.action_requested.connect(lambda: self.folder_requested.emit(self._done_folder))
        viewer = self.viewer
        viewer.closed.connect(self.back)
        viewer.step_changed.connect(self._on_viewer_moved)
        viewer.pin_requested.connect(self._on_pin_requested)
        viewer.copy_requested.connect(lambda path: self.sample_chosen.emit("copy", path))
        viewer.save_requested.connect(lambda path: self.sample_chosen.emit("save", path))

    # what is shown -----------------------------------------------------------------------

    @property
    def run(self) -> RunFact | None:
        return self._run

    def show_run(self, run: RunFact | None) -> None:
        """Show a run, live or old; the newest sampled step stays selected until another is."""
        before = self._run
        if before is None or run is None or run.key != before.key:
            self._follows_newest, self._launch_problem = True, None
            self._problem = None
            self.done.hide()
            self.back()
        if before is None or run is None or run.state != before.state:
            self._command_problem = None
        self._run = run
        self.commands.show_run(run)
        self._gallery.set_run(run)
        column = self._usual_column()
        if column >= 0 and (self._follows_newest or self.view.selected_column() < 0):
            self.view.select_column(column)
            self._follows_newest = True
        self.viewer.refresh()
        self.refresh()

    def _usual_column(self) -> int:
        """What is looked at unless another was chosen: the newest step, at last the best one."""
        suggested = self._gallery.suggested_column()
        is_over = self._run is not None and self._run.state == "finished"
        return suggested if is_over and suggested >= 0 else self._gallery.last_sampled_column()

    def show_problem(self, report: Report) -> None:
        """A wish came to nothing; whatever goes on goes on as it was."""
        self._problem = report
        self.refresh()

    def show_launch_problem(self, report: Report) -> None:
        """No engine could be started on this run."""
        self._launch_problem = report
        self.refresh()

    def show_done(self, title: str, folder: str) -> None:
        """Something that was wished for is there now, in a folder."""
        for panel in (self.done, self.viewer.done):
            panel.tell(
                title, folder, sign="check-circle-fill", role=GOOD,
                action=self.tr("Open the folder"), glyph="folder-open", dismiss=self.tr("Close"),
            )  # fmt: skip
        self._done_folder = folder

    def show_command_problem(self, report: Report) -> None:
        """A command could not be written down."""
        self.commands.forget_pending()
        self._command_problem = report
        self.refresh()

    def refresh(self) -> None:
        run = self._run
        for widget in (self.figures, self._canvas, self._plot_card):
            widget.setVisible(run is not None)
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
        self._canvas.setVisible(run.state != "unreadable")
        self._refresh_plot(run)
        self._on_axis_changed()
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

    def _refresh_plot(self, run: RunFact) -> None:
        self._plot_card.setVisible(bool(run.losses))
        changed = self.tr("plan changed")
        marks = Marks(
            kept=frozenset(run.kept_steps),
            painted=frozenset(sample.step for sample in run.samples),
            star=run.suggested_step,
            flags=tuple((turn.step, changed) for turn in run.turns),
        )
        self.plot.set_points(
            run.losses, run.evaluations, marks, describe=lambda step: plot_words.at_step(run, step)
        )
        self.plot.setAccessibleDescription(plot_words.summary(run))

    def _refresh_notice(self) -> None:
        if self._problem is None:
            self.notice.hide()
        else:
            self.notice.tell(*words.report(self._problem), dismiss=self.tr("Close"))

    def _refresh_verdicts(self, run: RunFact) -> None:
        column = self._gallery.suggested_column()
        is_elsewhere = column >= 0 and column != self.view.selected_column()
        may_stop = not self.commands.is_stopping
        self.verdicts.show_run(run, can_show_star=is_elsewhere, may_stop=may_stop)

    def _refresh_action(self, run: RunFact) -> None:
        step = self.selected_step()
        if self.viewer.isVisibleTo(self):
            self.set_action(replace(self._export_action(run, self.viewer.step), has_back=True))
        elif run.state in RESUMABLE or run.state == "new":
            kept = run.kept_steps[-1] if run.kept_steps else 0
            text = self.tr("Resume from step {step}").format(step=words.number(kept))
            if run.state == "new":
                text = self.tr("Teach")
            self.set_action(PageAction(text, "play-fill"))
        elif run.state in CLOSED:
            self.set_action(PageAction())
        else:
            self.set_action(self._export_action(run, step))

    def _export_action(self, run: RunFact, step: int) -> PageAction:
        if step < 0:
            reason = self.tr("No step is kept yet")
            return PageAction(self.tr("Export"), "export", enabled=False, reason=reason)
        is_kept = step in run.kept_steps
        text = self.tr("Export step {step}").format(step=words.number(step))
        reason = "" if is_kept else self.tr("This step was not kept")
        return PageAction(text, "export", enabled=is_kept, reason=reason)

    def selected_step(self) -> int:
        """The highlighted step; -1 if there is none."""
        return self._gallery.step_at(self.view.selected_column())

    # wishes ------------------------------------------------------------------------------

    def primary(self) -> None:
        run = self._run
        if run is None:
            return
        if self.viewer.isVisibleTo(self):
            self.export_requested.emit(run.key, self.viewer.step)
        elif run.state in RESUMABLE or run.state == "new":
            self._launch_problem = None
            self.resume_requested.emit(run.key, 0)
        elif run.state not in CLOSED:
            self.export_requested.emit(run.key, self.selected_step())

    def _on_command_requested(self, command: str, steps: int) -> None:
        if self._run is not None:
            self._command_problem = None
            self.command_requested.emit(self._run.key, command, steps)
            self.refresh()

    def _on_continue_requested(self, steps: int) -> None:
        if self._run is not None:
            self._launch_problem = None
            self.resume_requested.emit(self._run.key, steps)

    def _on_folder_requested(self) -> None:
        if self._run is not None:
            self.folder_requested.emit(self._run.key)

    def _on_star_requested(self) -> None:
        self.view.select_column(self._gallery.suggested_column())

    def _on_notice_dismissed(self) -> None:
        self._problem = None
        self.refresh()

    # large samples -----------------------------------------------------------------------

    def open_viewer(self, row: int, column: int) -> None:
        """A sample large, in the place of the gallery."""
        if self._run is None or self._gallery.sample(row, column) is None:
            return
        self.set_covered(True)
        self.viewer.show()
        self.viewer_opened.emit(self._run)
        self.viewer.open_sample(row, column)
        self._refresh_action(self._run)

    def back(self) -> bool:
        """From a large sample to the gallery."""
        if self.viewer.isHidden():
            return False
        self.viewer.hide()
        self.set_covered(False)
        self.view.setFocus()
        if self._run is not None:
            self._refresh_action(self._run)
        return True

    def _on_sample_requested(self, index: QModelIndex) -> None:
        self.open_viewer(index.row(), index.column())

    def _on_try_requested(self) -> None:
        self.open_viewer(0, self._gallery.suggested_column())
        self.viewer.inspector.show_trying()

    def _on_viewer_moved(self, step: int) -> None:
        if step in self._gallery.steps:
            self.view.select_column(self._gallery.steps.index(step))
        if self._run is not None:
            self._refresh_action(self._run)

    def _on_pin_requested(self, step: int, pinned: bool) -> None:
        if self._run is not None:
            self.pin_requested.emit(self._run.key, step, pinned)

    def _on_menu_requested(self, index: QModelIndex, where: QPoint) -> None:
        sample: SampleFact | None = index.data(GalleryRole.SAMPLE)
        if sample is None or self._run is None:
            return
        choose = partial(self._on_menu_chosen, index.row(), index.column(), sample)
        menu = make_sample_menu(self, self._run, sample, choose)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def _on_menu_chosen(self, row: int, column: int, sample: SampleFact, wish: str) -> None:
        run = self._run
        if run is None:
            return
        if wish in ("enlarge", "compare", "try"):
            self.open_viewer(row, column)
            self.viewer.compare.setChecked(wish == "compare")
            if wish == "try":
                self.viewer.inspector.show_trying()
        elif wish in ("pin", "unpin"):
            self.pin_requested.emit(run.key, sample.step, wish == "pin")
        elif wish == "export":
            self.export_requested.emit(run.key, sample.step)
        else:
            self.sample_chosen.emit(wish, sample.path)

    # axis and words ----------------------------------------------------------------------

    def retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Samples: prompts down, steps across"))
        self.scrubber.set_label(self.tr("Scrub through time"))
        self.plot.set_texts(
            self.tr("How well it knows it"),
            test=self.tr("fixed test"),
            each_step=self.tr("each step"),
            kept=self.tr("kept"),
            painted=self.tr("only painted"),
        )
        self.view.viewport().update()
        self.failures.retranslate()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_commands()

    def _name_commands(self) -> None:
        title = self.title.fontMetrics().horizontalAdvance(self.title.text())
        self.commands.retranslate(room=self.width() - title - _HEAD_SPACE)

    def _on_axis_changed(self) -> None:
        centres, steps = self.view.column_centres(), self._gallery.steps
        selected = self.view.selected_column()
        reached = self._run.step if self._run else -1
        self.scrubber.set_stops(centres, reached=stops_reached(steps, reached))
        if selected >= 0:
            self.scrubber.setValue(selected)
            self.scrubber.setAccessibleDescription(self._spoken_step())
        self.plot.set_axis(steps, centres, selected=selected)

    def _spoken_step(self) -> str:
        """What the plot shows at the step that the slider is on."""
        return plot_words.at_step(self._run, self.selected_step()) if self._run else ""

    def _on_column_selected(self, column: int) -> None:
        self._follows_newest = column == self._usual_column()
        self._on_axis_changed()
        if self._run is not None:
            self._refresh_action(self._run)
            self._refresh_verdicts(self._run)


def stops_reached(steps: Sequence[int], step: int) -> float:
    """How many stops `step` has passed; between two a share of the way."""
    for number, (one, other) in enumerate(pairwise(steps)):
        if one <= step < other:
            return number + (step - one) / (other - one)
    return float(len(steps) - 1) if steps and step >= steps[-1] else -1.0
