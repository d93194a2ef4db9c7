"""Samples large: zoom, time and prompts by the arrow keys, and a wipe between two of them."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from desktop import words
from desktop.comparison import Shown, show_picture, show_sample, show_try
from desktop.facts import PictureFact, RunFact, SampleFact, StepFact, TryFact
from desktop.models.facts_list import FactRole, step_list
from desktop.models.gallery import GalleryModel
from desktop.pages.sample_inspector import SampleInspector
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.buttons import button, chip, name_button
from desktop.widgets.labels import label
from desktop.widgets.note_panel import NotePanel
from desktop.widgets.one_line import OneLine
from desktop.widgets.step_strip import StepStrip
from desktop.widgets.wipe_view import WipeView

Index = QModelIndex | QPersistentModelIndex
_FILM_SIDE = 64


class SampleViewer(QWidget):
    """B is what is looked at; A, where two are compared, is on the left of the line. The chosen
    letter is what film strip, arrow keys and the user's pictures change."""

    closed = Signal()
    step_changed = Signal(int)  # of B
    pin_requested = Signal(int, bool)
    copy_requested = Signal(object)  # Path
    save_requested = Signal(object)  # Path

    def __init__(
        self, gallery: GalleryModel, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("viewer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._gallery = gallery
        self._thumbnails = thumbnails
        self._row = 0
        self._a: Shown | None = None
        self._b: Shown | None = None
        self._title = OneLine("section")
        self.compare = button("columns", role="flat")
        self.compare.setCheckable(True)
        self.letters = {"A": chip(), "B": chip()}
        self._letter_group = QButtonGroup(self)
        self.fit, self.own_size = button(role="flat"), button(role="flat")
        self._zoom = label("hint")
        self.close_button = button("x", role="flat")
        self.view = WipeView()
        self.steps = step_list(self)
        self.film = StepStrip(thumbnails, side=_FILM_SIDE, compares=True)
        self.film.setModel(self.steps)
        self._hint = label("hint")
        self.done = NotePanel()
        self.inspector = SampleInspector(thumbnails, self._letter_of)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 16, 8)
        head.setSpacing(6)
        head.addWidget(self._title, 1)
        head.addSpacing(8)
        for part in (self._zoom, self.own_size, self.fit, self.close_button):
            head.addWidget(part)
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self.compare)
        for letter in self.letters.values():
            self._letter_group.addButton(letter)
            pair.addWidget(letter)
        pair.addStretch(1)
        self.letters["B"].setChecked(True)
        centre = QVBoxLayout()
        centre.setContentsMargins(0, 0, 0, 8)
        centre.setSpacing(4)
        centre.addLayout(head)
        centre.addWidget(self.view, 1)
        film = QVBoxLayout()
        film.setContentsMargins(20, 4, 20, 0)
        film.addLayout(pair)
        film.addWidget(self.film)
        film.addWidget(self.done)
        film.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignHCenter)
        centre.addLayout(film)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(centre, 1)
        layout.addWidget(self.inspector)

    def _connect(self) -> None:
        self.compare.toggled.connect(self._on_compare_toggled)
        self.fit.clicked.connect(lambda: self.view.set_zoom(None))
        self.own_size.clicked.connect(lambda: self.view.set_zoom(1.0))
        self.close_button.clicked.connect(self.closed)
        self.view.moved.connect(self._on_moved)
        self.view.zoom_changed.connect(self._show_zoom)
        self.film.clicked.connect(self._on_film_chosen)
        self.film.activated.connect(self._on_film_chosen)
        self.inspector.picture_chosen.connect(self._on_picture_chosen)
        self.inspector.pin_requested.connect(self._on_pin_requested)
        self.inspector.copy_requested.connect(self._on_copy_requested)
        self.inspector.save_requested.connect(self._on_save_requested)
        self.inspector.trying.try_chosen.connect(self._on_try_chosen)
        self._thumbnails.loaded.connect(self._show_pictures)

    # what is shown -----------------------------------------------------------------------

    @property
    def step(self) -> int:
        """Of what is looked at; -1 for a picture of the user's."""
        return self._b.step if self._b is not None else -1

    @property
    def shown(self) -> tuple[Shown | None, Shown | None]:
        """(A, B)."""
        return (self._a if self.compare.isChecked() else None), self._b

    def open_sample(self, row: int, column: int) -> None:
        """As large as fits, alone."""
        sample, run = self._gallery.sample(row, column), self._gallery.run
        if sample is None or run is None:
            return
        self._row, self._b, self._a = row, show_sample(sample, run), None
        self.done.hide()
        self.compare.setChecked(False)
        self.letters["B"].setChecked(True)
        self.view.set_zoom(None)
        self.refresh()
        self.view.setFocus()

    def refresh(self) -> None:
        """After the run has changed, or what is looked at."""
        run, shown = self._gallery.run, self._b
        if run is None or shown is None:
            return
        if isinstance(shown.fact, SampleFact):
            fresh = {sample.step: sample for sample in self._gallery.row_samples(self._row)}
            if shown.step in fresh:
                self._b = shown = show_sample(fresh[shown.step], run)
        self._title.tell(self._prompt())
        self._show_letters()
        self.steps.set_facts(self._film_facts(run))
        self._show_pictures()
        said = self._gallery.judgement(shown.step) if shown.step >= 0 else ""
        judgement = said.replace("\n", " ")
        self.inspector.show_it(run, shown, judgement=judgement)

    def _prompt(self) -> str:
        fact = self._b.fact if self._b is not None else None
        if isinstance(fact, (SampleFact, TryFact)) and fact.prompt:
            return fact.prompt
        return self._gallery.prompt(self._row)

    def _film_facts(self, run: RunFact) -> list[StepFact]:
        letters, compares = self._sample_letters(), self.compare.isChecked()
        return [
            StepFact(
                s.step,
                s,
                s.step == run.suggested_step,
                letter=letters.get(s.step, "") if compares else "",
                is_shown=s.step in letters,
            )
            for s in self._gallery.row_samples(self._row)
        ]

    def _sample_letters(self) -> dict[int, str]:
        a, b = self.shown
        pairs = (("A", a), ("B", b))
        return {
            each.step: letter
            for letter, each in pairs if each is not None and isinstance(each.fact, SampleFact)
        }  # fmt: skip

    def _letter_of(self, fact: object) -> str:
        a, b = self.shown
        if b is not None and b.fact == fact:
            return "B"
        return "A" if a is not None and a.fact == fact else ""

    def _show_pictures(self) -> None:
        a, b = self.shown
        pixmap = self._thumbnails.get(b.thumbnail) if b else None
        other = self._thumbnails.get(a.thumbnail) if a else None
        self.view.show_pictures(pixmap, other, compares=a is not None)
        if b is None:
            return
        compares = a is not None
        left = (a.glyph, f"A: {a.title}") if a is not None else ("", "")
        self.view.set_labels((b.glyph, f"B: {b.title}" if compares else b.title), left)
        self._show_zoom()

    def _show_letters(self) -> None:
        a, b = self.shown
        for letter, each in (("A", a), ("B", b)):
            self.letters[letter].setVisible(a is not None)
            if each is not None:
                self.letters[letter].setText(f"{letter}: {each.title}")
                self.letters[letter].setAccessibleName(f"{letter}: {each.title}")

    def _show_zoom(self) -> None:
        self._zoom.setText(f"{words.number(round(100 * self.view.zoom))}\u00a0%")

    # choosing ----------------------------------------------------------------------------

    def _put(self, shown: Shown, letter: str) -> None:
        if letter == "A":
            self._a = shown
        else:
            before = self.step
            self._b = shown
            if shown.step >= 0 and shown.step != before:
                self.step_changed.emit(shown.step)
        self.refresh()

    @property
    def _chosen_letter(self) -> str:
        return "A" if self.compare.isChecked() and self.letters["A"].isChecked() else "B"

    def _on_compare_toggled(self, on: bool) -> None:
        """At first with the step to keep, or with the untaught model."""
        run = self._gallery.run
        if on and self._a is None and run is not None:
            others = [s for s in self._gallery.row_samples(self._row) if s.step != self.step]
            star = next((s for s in others if s.step == run.suggested_step), None)
            if others:
                self._a = show_sample(star or others[0], run)
        self.letters["B"].setChecked(True)
        self.refresh()

    def _on_film_chosen(self, index: Index) -> None:
        fact: StepFact | None = index.data(FactRole.FACT)
        run = self._gallery.run
        if fact is not None and fact.sample is not None and run is not None:
            self._put(show_sample(fact.sample, run), self._chosen_letter)

    def _on_picture_chosen(self, picture: PictureFact) -> None:
        """Beside what is looked at."""
        self._a = show_picture(picture)
        if self.compare.isChecked():
            self.refresh()
        self.compare.setChecked(True)

    def _on_try_chosen(self, tried: TryFact) -> None:
        self._put(show_try(tried), self._chosen_letter)

    def _on_moved(self, across: int, down: int) -> None:
        """Through time with the chosen letter; to another prompt with both."""
        run = self._gallery.run
        if run is None:
            return
        if down:
            self._change_row(run, self._row + down)
            return
        samples = self._gallery.row_samples(self._row)
        steps = [sample.step for sample in samples]
        letter = self._chosen_letter
        current = self._a if letter == "A" else self._b
        at = steps.index(current.step) if current is not None and current.step in steps else 0
        if 0 <= at + across < len(samples):
            self._put(show_sample(samples[at + across], run), letter)
            self.film.scrollTo(self.steps.index(at + across, 0))

    def _change_row(self, run: RunFact, row: int) -> None:
        if not 0 <= row < self._gallery.rowCount():
            return
        by_step = {sample.step: sample for sample in self._gallery.row_samples(row)}
        if self.step not in by_step:
            return
        self._row = row
        self._b = show_sample(by_step[self.step], run)
        a = self._a
        if a is not None and isinstance(a.fact, SampleFact) and a.step in by_step:
            self._a = show_sample(by_step[a.step], run)
        self.refresh()

    def _on_pin_requested(self, pinned: bool) -> None:
        self.pin_requested.emit(self.step, pinned)

    def _on_copy_requested(self) -> None:
        if self._b is not None:
            self.copy_requested.emit(self._b.path)

    def _on_save_requested(self) -> None:
        if self._b is not None:
            self.save_requested.emit(self._b.path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        name_button(self.compare, self.tr("Compare"), self.tr("Two pictures with a line between"))
        name_button(self.fit, self.tr("Fit"), self.tr("As large as fits (0)"))
        name_button(self.own_size, "100\u00a0%", self.tr("The picture's own pixels (1)"))
        name_button(
            self.close_button, self.tr("Back to the gallery"), self.tr("Back to the gallery")
        )
        self.close_button.setText("")
        self.close_button.setIconSize(QSize(18, 18))
        self.film.setAccessibleName(self.tr("Steps through time"))
        self._hint.setText(
            self.tr("Arrows: time and prompts · Shift with arrows: the line · + and −: zoom")
        )
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
