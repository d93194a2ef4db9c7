"""Which kept step is exported: its picture, the strip of all kept ones, why one has the star."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop import words
from desktop.facts import RunFact, StepFact
from desktop.models.facts_list import FactListModel, FactRole
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.big_picture import BigPicture
from desktop.widgets.labels import label
from desktop.widgets.step_strip import StepStrip

_PICTURE = 480


class ExportSteps(QFrame):
    """The suggested step is chosen at first, else the last kept one."""

    changed = Signal()

    def __init__(
        self,
        model: FactListModel[StepFact],
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.model = model
        self._thumbnails = thumbnails
        self._run: RunFact | None = None
        self._step = -1
        self._was_chosen = False
        self.picture = BigPicture(_PICTURE)
        self.strip = StepStrip(thumbnails)
        self.strip.setModel(model)
        self._strip_label = label("label")
        self._why = label("secondary", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.setSpacing(8)
        for widget in (self.picture, self._strip_label, self.strip, self._why):
            layout.addWidget(widget)
        self.strip.selectionModel().currentChanged.connect(self._on_current_changed)
        thumbnails.loaded.connect(self._refresh_picture)

    @property
    def step(self) -> int:
        """The kept step that would be exported; -1 if there is none."""
        return self._step

    def show_run(self, run: RunFact | None, *, is_exported: bool) -> None:
        """Offer the kept steps of `run`. The one that the user chose, or that was exported, stays
        chosen for as long as it is kept; another run begins anew."""
        if run is None or self._run is None or run.key != self._run.key:
            self._step, self._was_chosen, is_exported = -1, False, False
        self._run = run
        kept = run.kept_steps if run else ()
        if self._step not in kept or not (self._was_chosen or is_exported):
            # Nothing was chosen yet, or of full models this one is no longer kept.
            self._step = self._usual_step()

    def _usual_step(self) -> int:
        run = self._run
        if run is None or not run.kept_steps:
            return -1
        return run.suggested_step if run.suggested_step >= 0 else run.kept_steps[-1]

    def choose(self, step: int) -> None:
        """Nothing happens if the step is not kept."""
        if self._run is None or step not in self._run.kept_steps:
            return
        self._was_chosen = True
        if step != self._step:
            self._step = step
            self.changed.emit()

    def _on_current_changed(self, index: QModelIndex, before: QModelIndex) -> None:
        if index.isValid() and index.data(FactRole.FACT).step != self._step:
            self.choose(index.data(FactRole.FACT).step)

    # what is shown -----------------------------------------------------------------------

    def refresh(self) -> None:
        self._refresh_strip()
        self._refresh_picture()
        self._refresh_why()

    def _refresh_strip(self) -> None:
        self.model.set_facts(self._run.kept if self._run else ())
        rows = [fact.step for fact in self.model.facts]
        if self._step in rows:
            index = self.model.index(rows.index(self._step))
            choose = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.strip.selectionModel().setCurrentIndex(index, choose)
            self.strip.scrollTo(index)

    def _refresh_picture(self) -> None:
        kept = self._run.kept if self._run else ()
        sample = next((fact.sample for fact in kept if fact.step == self._step), None)
        pixmap = None
        if sample is not None:
            side = round(_PICTURE * self.devicePixelRatioF())
            pixmap = self._thumbnails.get(Thumbnail(sample.path, side, version=sample.version))
        number = words.number(max(0, self._step))
        badge = self.tr("Step {step}").format(step=number) if kept else ""
        self.picture.show_picture(pixmap, glyph="image", badge=badge)

    def _refresh_why(self) -> None:
        """Why the starred step has its star, or that none has one."""
        run = self._run
        suggestion = run.suggestion if run is not None and run.suggested_step >= 0 else None
        text = ""
        if suggestion is not None:
            title = words.the_one_to_keep(words.number(suggestion.step))
            text = f"{title}. {' '.join(map(words.message, suggestion.reasons))}"
        elif self._step >= 0 and not self._was_chosen:
            text = self.tr("Manul has no step to recommend here: this is the last kept one.")
        self._why.setText(text)
        self._why.setVisible(bool(text))

    def retranslate(self) -> None:
        self._strip_label.setText(self.tr("Any kept step can be exported"))
        self.strip.setAccessibleName(self.tr("Kept steps"))
