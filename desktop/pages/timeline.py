"""A run through time: the samples, a scrubber and the losses on one axis."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import plot_words
from desktop.facts import RunFact
from desktop.models.gallery import GalleryModel
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.gallery_view import GalleryView
from desktop.widgets.labels import box
from desktop.widgets.loss_plot import LossPlot
from desktop.widgets.plot_marks import Marks
from desktop.widgets.scrubber import Scrubber


class Timeline(QWidget):
    """The newest sampled step stays selected until another is."""

    step_selected = Signal()

    def __init__(
        self, gallery: GalleryModel, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._run: RunFact | None = None
        self._follows_newest = True
        self.view = GalleryView(thumbnails)
        self.view.setModel(gallery)
        self.scrubber = Scrubber()
        self.plot = LossPlot()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._make_canvas(), 1)
        layout.addWidget(self._make_plot_card())
        self.view.axis_changed.connect(self._on_axis_changed)
        self.view.column_selected.connect(self._on_column_selected)
        self.scrubber.valueChanged.connect(self.view.select_column)

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

    def show_run(self, run: RunFact | None) -> None:
        """What the gallery's model shows, or the same anew."""
        before, self._run = self._run, run
        if before is None or run is None or run.key != before.key:
            self._follows_newest = True
        column = self._usual_column()
        if column >= 0 and (self._follows_newest or self.view.selected_column() < 0):
            self.view.select_column(column)
            self._follows_newest = True
        self.refresh()

    def refresh(self) -> None:
        run = self._run
        self.setVisible(run is not None and (run.state != "unreadable" or bool(run.losses)))
        if run is not None:
            self._canvas.setVisible(run.state != "unreadable")
            self._refresh_plot(run)
            self._on_axis_changed()

    def _usual_column(self) -> int:
        """What is looked at unless another was chosen: the newest step, at last the best one."""
        suggested = self._gallery.suggested_column()
        is_over = self._run is not None and self._run.state == "finished"
        return suggested if is_over and suggested >= 0 else self._gallery.last_sampled_column()

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

    # choosing ----------------------------------------------------------------------------

    @property
    def step(self) -> int:
        """The highlighted one; -1 if there is none."""
        return self._gallery.step_at(self.view.selected_column())

    def select_step(self, step: int) -> None:
        if step in self._gallery.steps:
            self.view.select_column(self._gallery.steps.index(step))

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
        return plot_words.at_step(self._run, self.step) if self._run else ""

    def _on_column_selected(self, column: int) -> None:
        self._follows_newest = column == self._usual_column()
        self._on_axis_changed()
        self.step_selected.emit()

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
        self.refresh()


def stops_reached(steps: Sequence[int], step: int) -> float:
    """How many stops `step` has passed; between two a share of the way."""
    for number, (one, other) in enumerate(pairwise(steps)):
        if one <= step < other:
            return number + (step - one) / (other - one)
    return float(len(steps) - 1) if steps and step >= steps[-1] else -1.0
