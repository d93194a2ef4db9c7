"""Stage 4: a run as it learns, or as it ended: figures, trouble, gallery, losses."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import words
from desktop.facts import CLOSED, RESUMABLE, Report, RunFact, SampleFact
from desktop.failures import plain_notes
from desktop.icons import icon
from desktop.models.gallery import GalleryModel, GalleryRole
from desktop.pages.failure_panel import FailurePanel
from desktop.pages.page import Page
from desktop.pages.verdict_panels import VerdictPanels
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.buttons import button, name_button
from desktop.widgets.fact_row import FactRow, Figure
from desktop.widgets.gallery_view import GalleryView
from desktop.widgets.labels import box, label
from desktop.widgets.loss_plot import LossPlot
from desktop.widgets.scrubber import Scrubber

# Beside title and buttons: margins, gap, scroll bar.
_HEAD_SPACE = 76
# The newest notes of the engine that are shown.
_NOTES = 3


class TrainPage(Page):
    """Shows one RunFact after the other; every button is a wish."""

    command_requested = Signal(str, str)  # run key, command
    resume_requested = Signal(str)
    export_requested = Signal(str, int)
    sample_requested = Signal(object)  # SampleFact

    def __init__(
        self, gallery: GalleryModel, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._run: RunFact | None = None
        self._follows_newest = True
        self._pending = ""
        self._launch_problem: Report | None = None
        self._command_problem: Report | None = None
        self.pause = button("pause")
        self.sample_now = button("image")
        self.save_now = button("floppy-disk")
        self.stop = button("stop")
        self.commands = (self.pause, self.sample_now, self.save_now, self.stop)
        for command in self.commands:
            self.head_buttons.addWidget(command)
        self.figures = FactRow()
        self.failures = FailurePanel()
        self.verdicts = VerdictPanels()
        self.notes = label("secondary", wrap=True)
        self.waiting = label("secondary", wrap=True)
        self.view = GalleryView(thumbnails)
        self.view.setModel(gallery)
        self.scrubber = Scrubber()
        self.plot = LossPlot()
        self.body.addWidget(self.figures)
        self.body.addWidget(self.failures)
        self.body.addWidget(self.verdicts)
        self.body.addWidget(self.notes)
        self.body.addWidget(self.waiting)
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
        self.pause.clicked.connect(self._on_pause_clicked)
        self.sample_now.clicked.connect(lambda: self._command("sample_now"))
        self.save_now.clicked.connect(lambda: self._command("save_now"))
        self.stop.clicked.connect(lambda: self._command("stop"))
        self.failures.pause_requested.connect(lambda: self._command("pause"))
        self.verdicts.star_requested.connect(self._on_star_requested)
        self.verdicts.stop_requested.connect(lambda: self._command("stop"))
        self.view.axis_changed.connect(self._on_axis_changed)
        self.view.column_selected.connect(self._on_column_selected)
        self.view.sample_requested.connect(self._on_sample_requested)
        self.scrubber.valueChanged.connect(self.view.select_column)

    @property
    def run(self) -> RunFact | None:
        return self._run

    def show_run(self, run: RunFact | None) -> None:
        """Show a run, live or old; the newest sampled step stays selected until another is."""
        if self._run is None or run is None or run.key != self._run.key:
            self._follows_newest, self._launch_problem = True, None
        if self._run is None or run is None or run.state != self._run.state:
            self._pending, self._command_problem = "", None
        self._run = run
        self._gallery.set_run(run)
        column = self._usual_column()
        if column >= 0 and (self._follows_newest or self.view.selected_column() < 0):
            self.view.select_column(column)
            self._follows_newest = True
        self.refresh()

    def _usual_column(self) -> int:
        """What is looked at unless another was chosen: the newest step, at last the best one."""
        suggested = self._gallery.suggested_column()
        is_over = self._run is not None and self._run.state == "finished"
        return suggested if is_over and suggested >= 0 else self._gallery.last_sampled_column()

    def show_launch_problem(self, report: Report) -> None:
        """No engine could be started on this run."""
        self._launch_problem = report
        self.refresh()

    def show_command_problem(self, report: Report) -> None:
        """A command could not be written down; the training goes on as it was."""
        self._command_problem, self._pending = report, ""
        self.refresh()

    def refresh(self) -> None:
        run = self._run
        for widget in (self.figures, self._canvas, self._plot_card):
            widget.setVisible(run is not None)
        self.waiting.setVisible(run is None)
        said = self._notes(run) if run else []
        self.notes.setText("\n".join(said))
        self.notes.setVisible(bool(said))
        if run is None:
            self.set_title(self.tr("Train"))
            self.waiting.setText(self.tr("Nothing is being taught yet. Choose a preset first."))
            self.failures.show_run(None)
            self.verdicts.hide()
            for command in self.commands:
                command.hide()
            self.set_action(PageAction())
            return
        title = self.tr("Teaching {name}") if run.is_live else self.tr("{name}, run {number}")
        self.set_title(title.format(name=run.concept_name, number=run.number))
        self.figures.show_figures(self._figures(run))
        self._canvas.setVisible(run.state != "unreadable")
        self._plot_card.setVisible(bool(run.losses))
        self.plot.set_points(run.losses, run.evaluations)
        self._on_axis_changed()
        self._refresh_commands(run)
        self.failures.show_run(run, launch=self._launch_problem, command=self._command_problem)
        self._refresh_verdicts(run)
        self._refresh_action(run)

    def _notes(self, run: RunFact) -> list[str]:
        """The engine's newest; and what a stage is for that takes long and teaches nothing."""
        said = plain_notes(run)[-_NOTES:]
        if run.state == "queued":
            said.append(
                self.tr(
                    "Another training is using the card. This one begins by itself as soon as the "
                    "card is free."
                )
            )
        if run.is_live and run.stage == "class_images":
            said.append(
                self.tr(
                    "First the model draws pictures of the class, so that it does not forget what "
                    "else there is. They are kept for later runs."
                )
            )
        return said

    def _figures(self, run: RunFact) -> list[Figure]:
        total = words.number(run.max_train_steps)
        state = words.short_state(run)
        if run.state in ("running", "starting") and run.stage:
            state = words.stage_title(run.stage)
        remark = ""
        if run.is_live and run.stage_total and run.stage != "learning":
            done, of = words.number(run.stage_done), words.number(run.stage_total)
            remark = self.tr("{done} of {total}").format(done=done, total=of)
        left = run.seconds_left
        rate = run.step_seconds
        figures = [
            Figure(self.tr("Stage"), state, remark),
            Figure(
                self.tr("Step"), words.number(run.step), self.tr("of {total}").format(total=total)
            ),
            Figure(self.tr("Time left"), words.duration(left) if left is not None else "–"),
            Figure(self.tr("Speed"), words.speed(rate) if rate else "–"),
        ]
        if run.memory_bytes:
            figures.append(Figure(self.tr("Memory"), words.gigabytes(run.memory_bytes)))
        elif run.device:
            figures.append(Figure(self.tr("Computes on"), words.device_title(run.device)))
        return figures

    def _refresh_commands(self, run: RunFact) -> None:
        """Commands are there while an engine is; one that was sent waits for its effect."""
        for command in self.commands:
            command.setVisible(run.is_live and run.state != "not_responding")
        paused = run.state == "paused"
        self._name_commands(paused=paused)
        self.pause.setIcon(icon("play" if paused else "pause"))
        active = run.state in ("running", "paused")
        self.pause.setEnabled(active and self._pending not in ("pause", "resume"))
        self.sample_now.setEnabled(run.state == "running")
        self.save_now.setEnabled(run.state == "running")
        self.stop.setEnabled(run.state != "not_responding" and self._pending != "stop")

    def _name_commands(self, *, paused: bool) -> None:
        """Where title and words have no room the icons stand alone, with a tooltip."""
        names = (
            (self.pause, self.tr("Go on") if paused else self.tr("Pause"), ""),
            (self.sample_now, self.tr("Sample now"), self.tr("Paint the prompts with this step")),
            (self.save_now, self.tr("Save now"), self.tr("Keep this step")),
            (self.stop, self.tr("Stop"), self.tr("Stop and keep the state; it can go on")),
        )
        for command, name, hint in names:
            name_button(command, name, hint or name)
        title = self.title.fontMetrics().horizontalAdvance(self.title.text())
        needed = title + sum(command.sizeHint().width() + 8 for command in self.commands)
        if needed + _HEAD_SPACE > self.width():
            for command in self.commands:
                command.setText("")

    def _refresh_verdicts(self, run: RunFact) -> None:
        column = self._gallery.suggested_column()
        is_elsewhere = column >= 0 and column != self.view.selected_column()
        may_stop = self._pending != "stop"
        self.verdicts.show_run(run, can_show_star=is_elsewhere, may_stop=may_stop)

    def _refresh_action(self, run: RunFact) -> None:
        step = self.selected_step()
        if run.state in RESUMABLE or run.state == "new":
            kept = run.kept_steps[-1] if run.kept_steps else 0
            text = self.tr("Resume from step {step}").format(step=words.number(kept))
            if run.state == "new":
                text = self.tr("Teach")
            self.set_action(PageAction(text, "play-fill"))
        elif run.state in CLOSED:
            self.set_action(PageAction())
        else:
            kept_step = step in run.kept_steps
            text = self.tr("Export step {step}").format(step=words.number(max(step, 0)))
            reason = "" if kept_step or step < 0 else self.tr("This step was not kept")
            if step < 0:
                text = self.tr("Export")
                reason = self.tr("No step is kept yet")
            self.set_action(PageAction(text, "export", enabled=kept_step, reason=reason))

    def selected_step(self) -> int:
        """The highlighted step; -1 if there is none."""
        column = self.view.selected_column()
        steps = self._gallery.steps
        return steps[column] if 0 <= column < len(steps) else -1

    def primary(self) -> None:
        run = self._run
        if run is None:
            return
        if run.state in RESUMABLE or run.state == "new":
            self._launch_problem = None
            self.resume_requested.emit(run.key)
        elif run.state not in CLOSED:
            self.export_requested.emit(run.key, self.selected_step())

    def retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Samples: prompts down, steps across"))
        self.scrubber.set_label(self.tr("Scrub through time"))
        self.plot.set_texts(
            self.tr("How well it knows it"),
            test=self.tr("fixed test"),
            each_step=self.tr("each step"),
        )
        self.view.viewport().update()
        self.failures.retranslate()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_commands(paused=self._run is not None and self._run.state == "paused")

    def _on_axis_changed(self) -> None:
        centres, steps = self.view.column_centres(), self._gallery.steps
        selected = self.view.selected_column()
        reached = self._run.step if self._run else -1
        self.scrubber.set_stops(centres, reached=stops_reached(steps, reached))
        if selected >= 0:
            self.scrubber.setValue(selected)
        self.plot.set_axis(steps, centres, selected=selected)

    def _on_column_selected(self, column: int) -> None:
        self._follows_newest = column == self._usual_column()
        self._on_axis_changed()
        if self._run is not None:
            self._refresh_action(self._run)
            self._refresh_verdicts(self._run)

    def _on_star_requested(self) -> None:
        self.view.select_column(self._gallery.suggested_column())

    def _on_sample_requested(self, index: QModelIndex) -> None:
        sample: SampleFact | None = index.data(GalleryRole.SAMPLE)
        if sample is not None:
            self.sample_requested.emit(sample)

    def _on_pause_clicked(self) -> None:
        paused = self._run is not None and self._run.state == "paused"
        self._command("resume" if paused else "pause")

    def _command(self, name: str) -> None:
        if self._run is not None:
            self._pending, self._command_problem = name, None
            self.command_requested.emit(self._run.key, name)
            self._refresh_commands(self._run)
            self._refresh_verdicts(self._run)


def stops_reached(steps: Sequence[int], step: int) -> float:
    """How many stops `step` has passed; between two a share of the way."""
    for number, (one, other) in enumerate(pairwise(steps)):
        if one <= step < other:
            return number + (step - one) / (other - one)
    return float(len(steps) - 1) if steps and step >= steps[-1] else -1.0
