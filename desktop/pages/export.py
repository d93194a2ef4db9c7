"""Stage 5: a kept step becomes a file for other programs, in a folder of the user's choice."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop import words
from desktop.facts import ExportFact, ExportWish, Report, RunFact, StepFact
from desktop.models.facts_list import FactListModel, FactRole
from desktop.pages.page import Page
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import box, label
from desktop.widgets.notice import Notice
from desktop.widgets.step_strip import StepStrip

_FORM_WIDTH = 760


class ExportPage(Page):
    """Knows which steps were kept; where to is text until the engine is asked."""

    export_requested = Signal(object)  # ExportWish
    browse_requested = Signal()
    folder_requested = Signal(str)

    def __init__(
        self,
        steps: FactListModel[StepFact],
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._steps = steps
        self._run: RunFact | None = None
        self._step = -1
        self._done: ExportFact | None = None
        self._is_busy = self._may_replace = False
        self.notice = Notice()
        self.notice.hide()
        self.strip = StepStrip(thumbnails)
        self.strip.setModel(steps)
        self._strip_label, self._folder_label = label("label"), label("label")
        self.folder = QLineEdit()
        self.browse = button("folder-open")
        self._folder_hint = label("hint", wrap=True)
        self._lay_out()
        self.strip.selectionModel().currentChanged.connect(self._on_step_chosen)
        self.browse.clicked.connect(self.browse_requested)
        self.folder.textChanged.connect(self._on_folder_changed)
        self.notice.action_requested.connect(self._on_replace)
        self.open_folder.clicked.connect(self._on_open_folder)
        self.copy.clicked.connect(self._on_copy)
        self.retranslate()

    def _lay_out(self) -> None:
        form = QWidget()
        form.setMaximumWidth(_FORM_WIDTH)
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.folder, 1)
        row.addWidget(self.browse)
        self._folder_label.setBuddy(self.folder)
        layout.addWidget(self._folder_label)
        layout.addLayout(row)
        layout.addWidget(self._folder_hint)
        layout.addSpacing(12)
        layout.addWidget(self._make_result())
        self.body.addWidget(self.notice)
        strip = QVBoxLayout()
        strip.setSpacing(6)
        strip.addWidget(self._strip_label)
        strip.addWidget(self.strip)
        self.body.addLayout(strip)
        self.body.addWidget(form)
        self.body.addStretch(1)

    def _make_result(self) -> QWidget:
        self._result = box("note")
        layout = QHBoxLayout(self._result)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(16)
        text = QVBoxLayout()
        text.setSpacing(4)
        self._written = label("secondary", wrap=True)
        self._then = label("hint")
        self._sentence = label("sentence", wrap=True)
        for widget in (self._written, self._then, self._sentence):
            text.addWidget(widget)
        self.open_folder = button("folder-open")
        self.copy = button("copy")
        layout.addLayout(text, 1)
        layout.addWidget(self.open_folder)
        layout.addWidget(self.copy)
        return self._result

    def show_run(self, run: RunFact | None) -> None:
        """Offer the kept steps of `run`; another run forgets what was exported."""
        if run is None or self._run is None or run.key != self._run.key:
            self._done, self._step = None, -1
            self.notice.hide()
        self._run = run
        kept = run.kept_steps if run else ()
        if self._step not in kept:
            self._step = kept[-1] if kept else -1
        self.refresh()

    @property
    def step(self) -> int:
        """The kept step that would be exported; -1 if there is none."""
        return self._step

    def choose_step(self, step: int) -> None:
        if self._run is not None and step in self._run.kept_steps and step != self._step:
            self._step, self._done = step, None
            self.notice.hide()
            self.refresh()

    def set_folder(self, folder: str) -> None:
        self.folder.setText(folder)

    def _chosen_folder(self) -> Path:
        return Path(self.folder.text().strip()).expanduser()

    def _on_folder_changed(self) -> None:
        """“Replace it” was offered for the folder of before."""
        self._may_replace = False
        self.notice.hide()
        self.refresh()

    def refresh(self) -> None:
        run = self._run
        self._refresh_strip()
        has_step = run is not None and self._step >= 0
        number = words.number(max(0, self._step))
        self.set_subtitle(
            self.tr("Put step {step} where you make pictures").format(step=number)
            if has_step
            else self.tr("No step is kept yet")
        )
        self._result.setVisible(self._done is not None)
        if self._done is not None:
            name = Path(self._done.path).name
            self._written.setText(self.tr("{file} is written.").format(file=name))
            self._sentence.setText(self._done.prompt)
        self._refresh_action(has_step=has_step)

    def _refresh_strip(self) -> None:
        self._steps.set_facts(self._run.kept if self._run else ())
        rows = [fact.step for fact in self._steps.facts]
        if self._step in rows:
            index = self._steps.index(rows.index(self._step))
            choose = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.strip.selectionModel().setCurrentIndex(index, choose)
            self.strip.scrollTo(index)

    def _on_step_chosen(self, index: QModelIndex, before: QModelIndex) -> None:
        if index.isValid():
            self.choose_step(index.data(FactRole.FACT).step)

    def _refresh_action(self, *, has_step: bool) -> None:
        reason = ""
        if not has_step:
            reason = self.tr("No step is kept yet")
        elif not self.folder.text().strip():
            reason = self.tr("Choose a folder first")
        elif not self._chosen_folder().is_absolute():
            reason = self.tr("Write the folder's whole path, or browse")
        elif self._is_busy:
            reason = self.tr("Writing the file …")
        text = self.tr("Export", "the button")
        self.set_action(PageAction(text, "export", not reason, reason, has_back=True))

    def show_done(self, wish: ExportWish, fact: ExportFact) -> None:
        self._is_busy = False
        if self._is_of_here(wish):
            self._done = fact
            self.notice.hide()
        self.refresh()

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
        message, advice = words.report(report)
        if self._may_replace:
            advice = self.tr("Choose another folder, or replace that file.")
        action = self.tr("Replace it") if self._may_replace else ""
        self.notice.tell(message, advice, action=action)
        self.refresh()

    def primary(self) -> None:
        self._ask(overwrite=False)

    def _ask(self, *, overwrite: bool) -> None:
        if self._run is None:
            return
        self._is_busy = True
        self.refresh()
        folder = str(self._chosen_folder())
        self.export_requested.emit(ExportWish(self._run.key, self._step, folder, overwrite))

    def retranslate(self) -> None:
        self.set_title(self.tr("Export"))
        self._strip_label.setText(self.tr("Any kept step can be exported"))
        self._folder_label.setText(self.tr("Into this folder"))
        self.folder.setAccessibleName(self._folder_label.text())
        self.strip.setAccessibleName(self.tr("Kept steps"))
        name_button(self.browse, self.tr("Browse"))
        self._folder_hint.setText(
            self.tr(
                "For AUTOMATIC1111 and Forge: the folder “embeddings”. "
                "For ComfyUI: “models/embeddings”."
            )
        )
        self._then.setText(self.tr("Then type"))
        name_button(self.open_folder, self.tr("Open the folder"))
        name_button(self.copy, self.tr("Copy"), self.tr("Copy the sentence"))
        self.refresh()

    def _on_replace(self) -> None:
        if self._may_replace:
            self._ask(overwrite=True)

    def _on_open_folder(self) -> None:
        if self._done is not None:
            self.folder_requested.emit(str(Path(self._done.path).parent))

    def _on_copy(self) -> None:
        if self._done is not None:
            QGuiApplication.clipboard().setText(self._done.prompt)
