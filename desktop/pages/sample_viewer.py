"""Samples large: zoom, time and prompts by the arrow keys, and a wipe between two of them."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.facts import StepFact
from desktop.models.facts_list import FactRole, step_list
from desktop.models.gallery import GalleryModel
from desktop.pages.done_panel import DonePanel
from desktop.pages.pair_bar import PairBar
from desktop.pages.sample_inspector import SampleInspector
from desktop.pages.sample_pair import SamplePair
from desktop.pages.viewer_head import ViewerHead
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.labels import label
from desktop.widgets.step_strip import StepStrip
from desktop.widgets.wipe_view import WipeView

Index = QModelIndex | QPersistentModelIndex
_FILM_SIDE = 64


class SampleViewer(QWidget):
    """Shows a SamplePair, which film strip, arrow keys and the user's pictures change."""

    closed = Signal()
    step_changed = Signal(int)  # of what is looked at
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
        self.pair = SamplePair(gallery, self)
        self.head = ViewerHead()
        self.view = WipeView()
        self.pair_bar = PairBar()
        self.steps = step_list(self)
        self.film = StepStrip(thumbnails, side=_FILM_SIDE, compares=True)
        self.film.setModel(self.steps)
        self._hint = label("hint")
        self.done = DonePanel()
        self.inspector = SampleInspector(thumbnails, self.pair.letter_of)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        film = QVBoxLayout()
        film.setContentsMargins(20, 4, 20, 0)
        film.addWidget(self.pair_bar)
        film.addWidget(self.film)
        film.addWidget(self.done)
        film.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignHCenter)
        centre = QVBoxLayout()
        centre.setContentsMargins(0, 0, 0, 8)
        centre.setSpacing(4)
        centre.addWidget(self.head)
        centre.addWidget(self.view, 1)
        centre.addLayout(film)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(centre, 1)
        layout.addWidget(self.inspector)

    def _connect(self) -> None:
        self.pair.changed.connect(self.refresh)
        self.pair.step_changed.connect(self.step_changed)
        self.pair_bar.compare_requested.connect(self.pair.set_compares)
        self.pair_bar.letter_chosen.connect(self.pair.choose_letter)
        self.head.zoom_requested.connect(self.view.set_zoom)
        self.head.close_requested.connect(self.closed)
        self.view.moved.connect(self._on_moved)
        self.view.zoom_changed.connect(self._show_zoom)
        self.film.clicked.connect(self._on_film_chosen)
        self.film.activated.connect(self._on_film_chosen)
        self.inspector.picture_chosen.connect(self.pair.put_beside)
        self.inspector.pin_requested.connect(self._on_pin_requested)
        self.inspector.copy_requested.connect(self._on_copy_requested)
        self.inspector.save_requested.connect(self._on_save_requested)
        self.inspector.trying.try_chosen.connect(self.pair.put_try)
        self._thumbnails.loaded.connect(self._show_pictures)

    # what is shown -----------------------------------------------------------------------

    def open_sample(self, row: int, column: int) -> None:
        """As large as fits, alone."""
        sample, run = self._gallery.sample(row, column), self._gallery.run
        if sample is None or run is None:
            return
        self.done.hide()
        self.view.set_zoom(None)
        self.pair.open(run, row, sample)
        self.view.setFocus()

    def refresh(self) -> None:
        """After the run has changed, or what is looked at."""
        run = self._gallery.run
        if run is None or self.pair.b is None:
            return
        self.pair.renew(run)
        self.head.title.tell(self.pair.prompt)
        self.pair_bar.show_pair(self.pair)
        self.steps.set_facts(self.pair.through_time())
        self._show_pictures()
        step = self.pair.step
        judgement = self._gallery.judgement(step).replace("\n", " ") if step >= 0 else ""
        self.inspector.show_it(run, self.pair.b, judgement=judgement)

    def _show_pictures(self) -> None:
        a, b = self.pair.a, self.pair.b
        pixmap = self._thumbnails.get(b.thumbnail) if b else None
        other = self._thumbnails.get(a.thumbnail) if a else None
        self.view.show_pictures(pixmap, other, compares=a is not None)
        if b is None:
            return
        left = (a.glyph, f"A: {a.title}") if a is not None else ("", "")
        self.view.set_labels((b.glyph, f"B: {b.title}" if a is not None else b.title), left)
        self._show_zoom()

    def _show_zoom(self) -> None:
        self.head.show_zoom(self.view.zoom)

    # choosing ----------------------------------------------------------------------------

    def _on_film_chosen(self, index: Index) -> None:
        fact: StepFact | None = index.data(FactRole.FACT)
        if fact is not None and fact.sample is not None:
            self.pair.put_sample(fact.sample)

    def _on_moved(self, across: int, down: int) -> None:
        if (at := self.pair.move(across, down)) >= 0:
            self.film.scrollTo(self.steps.index(at, 0))

    def _on_pin_requested(self, pinned: bool) -> None:
        self.pin_requested.emit(self.pair.step, pinned)

    def _on_copy_requested(self) -> None:
        if self.pair.b is not None:
            self.copy_requested.emit(self.pair.b.path)

    def _on_save_requested(self) -> None:
        if self.pair.b is not None:
            self.save_requested.emit(self.pair.b.path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.film.setAccessibleName(self.tr("Steps through time"))
        self._hint.setText(
            self.tr("Arrows: time and prompts · Shift with arrows: the line · + and −: zoom")
        )
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
