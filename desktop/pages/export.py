"""Stage 5: a kept step becomes a file for other programs, where these look for it."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop import words
from desktop.export_places import export_places, is_whole
from desktop.facts import EngineFact, ExportFact, ExportWish, Report, RunFact, StepFact
from desktop.models.facts_list import FactListModel, FactRole
from desktop.pages.export_format import ExportFormat
from desktop.pages.export_name import ExportName
from desktop.pages.export_places_panel import ExportPlacesPanel
from desktop.pages.page import FORM_WIDTH, Page
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.big_picture import BigPicture
from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.export_result import ExportResult, Remark
from desktop.widgets.labels import box, label
from desktop.widgets.notice import Notice
from desktop.widgets.step_strip import StepStrip

_PICTURE = 480


class ExportPage(Page):
    """Knows which steps were kept; whether a place will do, the engine says."""

    export_requested = Signal(object)  # ExportWish
    folder_requested = Signal(str)

    def __init__(
        self,
        steps: FactListModel[StepFact],
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._steps = steps
        self._thumbnails = thumbnails
        self._run: RunFact | None = None
        self._engine = EngineFact()
        self._step = -1
        self._was_chosen = False
        self._done: ExportFact | None = None
        self._is_busy = self._may_replace = False
        self.notice = Notice()
        self.notice.hide()
        self._report: Report | None = None
        self.where = ExportPlacesPanel()
        self.name = ExportName()
        self.format = ExportFormat()
        self.result = ExportResult()
        self.picture = BigPicture(_PICTURE)
        self.strip = StepStrip(thumbnails)
        self.strip.setModel(steps)
        self._strip_label = label("label")
        self._why = label("secondary", wrap=True)
        self._lay_out()
        self.strip.selectionModel().currentChanged.connect(self._on_step_chosen)
        for choice in (self.where, self.name, self.format):
            choice.changed.connect(self._on_choice_changed)
        self.notice.action_requested.connect(self._on_replace)
        self.result.folder_requested.connect(self._on_open_folder)
        thumbnails.loaded.connect(self._refresh_picture)
        self.retranslate()

    def _lay_out(self) -> None:
        form, side = QWidget(), box("canvas")
        for column in (form, side):
            column.setMaximumWidth(FORM_WIDTH)
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.where)
        layout.addWidget(self.notice)
        layout.addWidget(self.name)
        layout.addWidget(self.format)
        layout.addWidget(self.result)
        layout.addStretch(1)
        inside = QVBoxLayout(side)
        inside.setContentsMargins(12, 12, 12, 8)
        inside.setSpacing(8)
        inside.addWidget(self.picture)
        inside.addWidget(self._strip_label)
        inside.addWidget(self.strip)
        inside.addWidget(self._why)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(32)
        self._columns.addWidget(form, 4)
        self._columns.addWidget(side, 3)
        self._columns.setAlignment(side, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self._columns)
        self.body.addStretch(1)

    def show_run(self, run: RunFact | None) -> None:
        """Offer the kept steps of `run`; another run forgets what was exported."""
        if run is None or self._run is None or run.key != self._run.key:
            self._done, self._step, self._was_chosen = None, -1, False
            self.notice.hide()
        has_other_method = run is None or self._run is None or run.method != self._run.method
        self._run = run
        subject = run.subject if run and run.method != "textual_inversion" else ""
        self.name.show_usual(run.concept_name if run else "", subject)
        if has_other_method:
            self._refresh_places()
        kept = run.kept_steps if run else ()
        if self._step not in kept or not (self._was_chosen or self._done):
            # Nothing was chosen yet, or of full models this one is no longer kept.
            self._step, self._done = self._usual_step(), None
        self.refresh()

    def _usual_step(self) -> int:
        run = self._run
        if run is None or not run.kept_steps:
            return -1
        return run.suggested_step if run.suggested_step >= 0 else run.kept_steps[-1]

    @property
    def step(self) -> int:
        """The kept step that would be exported; -1 if there is none."""
        return self._step

    def choose_step(self, step: int) -> None:
        if self._run is None or step not in self._run.kept_steps:
            return
        self._was_chosen = True
        if step != self._step:
            self._step, self._done = step, None
            self.notice.hide()
            self.refresh()

    def show_engine(self, fact: EngineFact) -> None:
        """Offer the web UIs that were found."""
        self._engine = fact
        self._refresh_places()
        self.refresh()

    def _refresh_places(self) -> None:
        web_uis, method = self._engine.web_uis, self._run.method if self._run else ""
        self.where.show_places(
            export_places(web_uis, method) if web_uis and method else [],
            is_searched=self._engine.here is not None,
            method=method,
        )

    def _on_choice_changed(self) -> None:
        """“Replace it” was offered for the place and the name of before."""
        self._may_replace = False
        self.notice.hide()
        self.refresh()

    def refresh(self) -> None:
        run = self._run
        self._refresh_strip()
        self.format.show_formats(
            run.method if run else "", run.family if run else "", self.where.tool
        )
        has_step = run is not None and self._step >= 0
        number = words.number(max(0, self._step))
        self.set_subtitle(
            self.tr("Put step {step} where you make pictures").format(step=number)
            if has_step
            else self.tr("No step is kept yet")
        )
        self.result.setVisible(self._done is not None)
        if self._done is not None:
            done = self._done
            self.result.show_result(self._remarks(done), self._then(done), done.prompt)
        self._refresh_picture()
        self._refresh_why()
        self._refresh_action(has_step=has_step)

    def _remarks(self, done: ExportFact) -> list[Remark]:
        """Where the file is, and what its web UI said: its last word is whether it has it now."""
        path = Path(done.path)
        written = self.tr("{file} is in {folder}").format(file=path.name, folder=path.parent)
        last = len(done.messages) - 1
        return [
            Remark(written, is_good=True),
            *(
                Remark(words.message(said), is_good=number == last and done.refreshed is True)
                for number, said in enumerate(done.messages)
            ),
        ]

    def _then(self, done: ExportFact) -> str:
        """A prompt alone calls an embedding, and whatever has a tag in it."""
        method = self._run.method if self._run else ""
        if method == "dreambooth":
            then = self.tr("Then choose {name} as the model, and type")
        elif method == "lora" and "<" not in done.prompt:
            then = self.tr("Then load {name} as a LoRA, and type")
        elif method == "hypernetwork" and "<" not in done.prompt:
            then = self.tr("Then load {name} as a hypernetwork, and type")
        else:
            then = self.tr("Then type")
        return then.format(name=Path(done.path).stem)

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

    def _refresh_strip(self) -> None:
        self._steps.set_facts(self._run.kept if self._run else ())
        rows = [fact.step for fact in self._steps.facts]
        if self._step in rows:
            index = self._steps.index(rows.index(self._step))
            choose = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.strip.selectionModel().setCurrentIndex(index, choose)
            self.strip.scrollTo(index)

    def _refresh_why(self) -> None:
        """Why the starred step has its star."""
        run = self._run
        suggestion = run.suggestion if run is not None and run.suggested_step >= 0 else None
        self._why.setVisible(suggestion is not None)
        if suggestion is not None:
            title = words.the_one_to_keep(words.number(suggestion.step))
            reasons = " ".join(map(words.message, suggestion.reasons))
            self._why.setText(f"{title}. {reasons}")

    def _on_step_chosen(self, index: QModelIndex, before: QModelIndex) -> None:
        if index.isValid() and index.data(FactRole.FACT).step != self._step:
            self.choose_step(index.data(FactRole.FACT).step)

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

    def show_done(self, wish: ExportWish, fact: ExportFact) -> None:
        self._is_busy = False
        if self._is_of_here(wish):
            self._done = fact
            self.notice.hide()
        self.refresh()
        if self._done is not None:
            self.bring_into_view(self.result)

    def _is_of_here(self, wish: ExportWish) -> bool:
        """Does the page still show what was asked for then?"""
        return self._run is not None and (self._run.key, self._step) == (wish.run_key, wish.step)

    def show_problem(self, wish: ExportWish, report: Report) -> None:
        self._is_busy = False
        if self._run is None or self._run.key != wish.run_key:
            self.refresh()
            return
        exists = report.key.startswith("error.export_exists")
        self._may_replace = exists and self._is_of_here(wish)
        self._report = report
        self._tell(report)
        self.refresh()
        if self._may_replace:
            self.name.ask()
            self.bring_into_view(self.name)
        self.bring_into_view(self.notice)

    def _tell(self, report: Report) -> None:
        message, advice = words.report(report)
        if self._may_replace:
            advice = self.tr("Give this one another name or place, or replace that file.")
        action = self.tr("Replace it") if self._may_replace else ""
        self.notice.tell(message, advice, action=action, glyph="swap")

    def primary(self) -> None:
        self._ask(overwrite=False)

    def _ask(self, *, overwrite: bool) -> None:
        if self._run is None:
            return
        self._is_busy = True
        self.refresh()
        where = self.where
        wish = ExportWish(
            self._run.key, self._step, where.place, where.is_web_ui, overwrite, self.name.wanted,
            self.format.choice,
        )  # fmt: skip
        self.export_requested.emit(wish)

    def retranslate(self) -> None:
        self.set_title(self.tr("Export"))
        self._strip_label.setText(self.tr("Any kept step can be exported"))
        self.strip.setAccessibleName(self.tr("Kept steps"))
        self.where.retranslate()
        self.name.retranslate()
        self.format.retranslate()
        self.result.set_texts(
            open_folder=self.tr("Open the folder"),
            copy=self.tr("Copy"),
            copy_hint=self.tr("Copy the sentence"),
        )
        if self._report is not None and not self.notice.isHidden():
            self._tell(self._report)
        self.refresh()

    def _on_replace(self) -> None:
        if self._may_replace:
            self._ask(overwrite=True)

    def _on_open_folder(self) -> None:
        if self._done is not None:
            self.folder_requested.emit(str(Path(self._done.path).parent))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the strip of steps goes above, without its large picture."""
        super().resizeEvent(event)
        wide = self.turn_columns(self._columns, QBoxLayout.Direction.BottomToTop)
        self.picture.setVisible(wide)
