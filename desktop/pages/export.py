"""Stage 5: a kept step becomes a file for other programs, where these look for it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop import words
from desktop.export_places import export_places, is_whole
from desktop.facts import (
    EngineFact,
    ExportFact,
    ExportWish,
    Report,
    RunFact,
    RunningFact,
    StepFact,
)
from desktop.models.facts_list import FactListModel
from desktop.pages.export_format import MERGED, ExportFormat
from desktop.pages.export_name import ExportName
from desktop.pages.export_outcome import ExportOutcome, ExportTrouble
from desktop.pages.export_places_panel import ExportPlacesPanel
from desktop.pages.export_progress import ExportProgress
from desktop.pages.export_steps import ExportSteps
from desktop.pages.page import FORM_WIDTH, Page
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.bottom_bar import PageAction


class ExportPage(Page):
    """Knows which steps were kept; whether a place will do, the engine says."""

    export_requested = Signal(object)  # ExportWish
    cancel_requested = Signal()
    folder_requested = Signal(str)

    def __init__(
        self,
        steps: FactListModel[StepFact],
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._run: RunFact | None = None
        self._engine = EngineFact()
        self._done: ExportFact | None = None
        self._is_busy = False
        self._running: tuple[RunningFact, ...] = ()
        self._offered: tuple[EngineFact, str, str, tuple[RunningFact, ...]] | None = None
        self.notice = ExportTrouble()
        self.where = ExportPlacesPanel()
        self.name = ExportName()
        self.format = ExportFormat()
        self.progress = ExportProgress()
        self.result = ExportOutcome()
        self.steps = ExportSteps(steps, thumbnails)
        self._lay_out()
        self.steps.changed.connect(self._on_step_changed)
        for choice in (self.where, self.name, self.format):
            choice.changed.connect(self._on_choice_changed)
        self.progress.cancel_requested.connect(self.cancel_requested)
        self.notice.action_requested.connect(self._on_replace)
        self.result.folder_requested.connect(self._on_open_folder)
        self.retranslate()

    def _lay_out(self) -> None:
        form = QWidget()
        for column in (form, self.steps):
            column.setMaximumWidth(FORM_WIDTH)
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        for widget in (
            self.where, self.notice, self.name, self.format, self.progress, self.result,
        ):  # fmt: skip
            layout.addWidget(widget)
        layout.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(32)
        self._columns.addWidget(form, 4)
        self._columns.addWidget(self.steps, 3)
        self._columns.setAlignment(self.steps, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self._columns)
        self.body.addStretch(1)

    # what is shown -----------------------------------------------------------------------

    def show_run(self, run: RunFact | None) -> None:
        """Offer the kept steps of `run`; another run forgets what was exported."""
        before = self._run
        if run is None or before is None or run.key != before.key:
            self._done = None
            self.notice.forget()
        self._run = run
        subject = run.subject if run and run.method != "textual_inversion" else ""
        self.name.show_usual(run.concept_name if run else "", subject)
        former = self.step
        self.steps.show_run(run, is_exported=self._done is not None)
        if self.step != former:
            self._done = None
        self.refresh()

    @property
    def step(self) -> int:
        """The kept step that would be exported; -1 if there is none."""
        return self.steps.step

    def choose_step(self, step: int) -> None:
        self.steps.choose(step)

    def show_engine(self, fact: EngineFact) -> None:
        """Offer the web UIs that were found."""
        self._engine = fact
        self.refresh()

    def show_running(self, running: tuple[RunningFact, ...]) -> None:
        """Those that will hear of the file."""
        self._running = running
        self.refresh()

    def _refresh_places(self) -> None:
        """A LoRA inside its base model is a checkpoint, and goes among these."""
        method, format_name = self._run.method if self._run else "", self.format.choice.format
        offered = (self._engine, method, format_name, self._running)
        if offered == self._offered:
            return
        self._offered = offered
        web_uis = self._engine.web_uis
        self.where.show_places(
            export_places(web_uis, method, format_name, self._running)
            if web_uis and method
            else [],
            is_searched=self._engine.here is not None,
            method="dreambooth" if format_name == MERGED else method,
        )

    def refresh(self) -> None:
        run = self._run
        method, family = (run.method, run.family) if run else ("", "")
        self.steps.refresh()
        self._refresh_places()
        self.format.show_formats(method, family, self.where.tool)
        # Another place may not take the format that was chosen for the last one.
        self._refresh_places()
        has_step = run is not None and self.step >= 0
        number = words.number(max(0, self.step))
        self.set_subtitle(
            self.tr("Put step {step} where you make pictures").format(step=number)
            if has_step
            else self.tr("No step is kept yet")
        )
        self.result.setVisible(self._done is not None)
        if self._done is not None:
            self.result.show_done(self._done, method)
        self._refresh_action(has_step=has_step)

    def _refresh_action(self, *, has_step: bool) -> None:
        reason = ""
        if not has_step:
            reason = self.tr("No step is kept yet")
        elif not self.where.place:
            reason = self.tr("Choose a folder first")
        elif not is_whole(self.where.place):
            reason = self.tr("Write the folder's whole path, or browse")
        elif self.name.problem() is not None:
            reason = self.tr("This name cannot be used")
        elif self._is_busy:
            reason = self.tr("Writing the file …")
        text, enabled = self.tr("Export", "the button"), not reason
        if enabled and self.where.is_web_ui:
            reason = self.tr("To {place}").format(place=self.where.place_name)
        self.set_action(PageAction(text, "export", enabled, reason, has_back=True))

    # what came of it ---------------------------------------------------------------------

    def show_done(self, wish: ExportWish, fact: ExportFact) -> None:
        self._end()
        if self._is_of_here(wish):
            self._done = fact
            self.notice.forget()
        self.refresh()
        if self._done is not None:
            self.bring_into_view(self.result)

    def show_cancelled(self) -> None:
        self._end()
        self.refresh()

    def _end(self) -> None:
        self._is_busy = False
        self.progress.hide()

    def _is_of_here(self, wish: ExportWish) -> bool:
        """Does the page still show what was asked for then?"""
        return self._run is not None and (self._run.key, self.step) == (wish.run_key, wish.step)

    def show_problem(self, wish: ExportWish, report: Report) -> None:
        self._end()
        if self._run is None or self._run.key != wish.run_key:
            self.refresh()
            return
        exists = report.key.startswith("error.export_exists")
        self.notice.show_report(report, may_replace=exists and self._is_of_here(wish))
        self.refresh()
        if self.notice.may_replace:
            self.name.ask()
            self.bring_into_view(self.name)
        self.bring_into_view(self.notice)

    # what is done ------------------------------------------------------------------------

    def primary(self) -> None:
        self._ask(overwrite=False)

    def _ask(self, *, overwrite: bool) -> None:
        if self._run is None:
            return
        self._is_busy, self._done = True, None
        self.notice.forget()
        self.progress.begin()
        self.refresh()
        self.bring_into_view(self.progress)
        where = self.where
        wish = ExportWish(
            self._run.key, self.step, where.place, where.is_web_ui, overwrite, self.name.wanted,
            self.format.choice,
        )  # fmt: skip
        self.export_requested.emit(wish)

    def _on_step_changed(self) -> None:
        self._done = None
        self.notice.forget()
        self.refresh()

    def _on_choice_changed(self) -> None:
        """“Replace it” was offered for the place and the name of before."""
        self.notice.forget()
        self.refresh()

    def _on_replace(self) -> None:
        if self.notice.may_replace:
            self._ask(overwrite=True)

    def _on_open_folder(self) -> None:
        if self._done is not None:
            self.folder_requested.emit(str(Path(self._done.path).parent))

    def retranslate(self) -> None:
        self.set_title(self.tr("Export"))
        for part in (
            self.where, self.name, self.format, self.progress, self.result, self.steps,
        ):  # fmt: skip
            part.retranslate()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the strip of steps goes above, without its large picture."""
        super().resizeEvent(event)
        wide = self.turn_columns(self._columns, QBoxLayout.Direction.BottomToTop)
        self.steps.picture.setVisible(wide)
