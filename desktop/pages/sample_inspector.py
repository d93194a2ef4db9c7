"""Beside a large sample: what is known of its step, the user's pictures, trying it out."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import words
from desktop.colors import ACCENT
from desktop.comparison import Shown, thumbnail_of
from desktop.facts import PictureFact, RunFact, SampleFact, TryFact
from desktop.icons import icon
from desktop.models.facts_list import FactListModel, FactRole
from desktop.pages.page import scrolling
from desktop.pages.try_panel import TryPanel
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.buttons import button, name_button
from desktop.widgets.drag_out import DragOut
from desktop.widgets.labels import hairline, label
from desktop.widgets.picture_strip import LetterOf, PictureStrip

Index = QModelIndex | QPersistentModelIndex
_WIDTH = 320
_ROWS = 2


class SampleInspector(QFrame):
    """Plain facts in; wishes out."""

    picture_chosen = Signal(object)  # PictureFact
    pin_requested = Signal(bool)
    copy_requested = Signal()
    save_requested = Signal()
    contact_sheet_requested = Signal()

    def __init__(
        self, thumbnails: ThumbnailLoader, letter_of: LetterOf, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setFixedWidth(_WIDTH)
        self._run: RunFact | None = None
        self._shown: Shown | None = None
        self._star = QLabel()
        self._star.setPixmap(icon("star-fill", ACCENT).pixmap(QSize(18, 18)))
        self._title = label("section", wrap=True)
        self.pin = button("push-pin", role="flat")
        self.pin.setCheckable(True)
        self._reason = label("secondary", wrap=True)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        self._rows = [(label("secondary"), label("", wrap=True)) for _ in range(4)]
        for number, (name, value) in enumerate(self._rows):
            self._facts.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(value, number, 1)
        self.pictures: FactListModel[PictureFact] = FactListModel(picture_title, parent=self)
        self._pictures_title = label("label")
        self.strip = PictureStrip(thumbnails, thumbnail_of, letter_of)
        self.strip.setModel(self.pictures)
        self.trying = TryPanel(thumbnails, letter_of)
        self.drag, self.copy = button("hand"), button("copy")
        self.save, self.contact_sheet = button("floppy-disk-back"), button("grid-four")
        self.drag.setCursor(Qt.CursorShape.OpenHandCursor)
        self._drag_out = DragOut(self.drag, lambda _: self._shown.path if self._shown else None)
        self._lay_out()
        self.strip.activated.connect(self._on_picture_chosen)
        self.trying.grew.connect(self._scroll_to_trying)
        self.pin.clicked.connect(self.pin_requested)
        self.copy.clicked.connect(self.copy_requested)
        self.drag.clicked.connect(self._on_drag_clicked)
        self.save.clicked.connect(self.save_requested)
        self.contact_sheet.clicked.connect(self.contact_sheet_requested)
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._star)
        head.addWidget(self._title, 1)
        head.addWidget(self.pin)
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(20, 20, 20, 16)
        content.setSpacing(12)
        content.addLayout(head)
        content.addWidget(self._reason)
        content.addLayout(self._facts)
        content.addWidget(hairline())
        content.addWidget(self._pictures_title)
        content.addWidget(self.strip)
        content.addWidget(hairline())
        content.addWidget(self.trying)
        content.addStretch(1)
        ends = QGridLayout()
        ends.setContentsMargins(16, 0, 16, 16)
        ends.setSpacing(8)
        for at, each in enumerate((self.drag, self.copy, self.save, self.contact_sheet)):
            ends.addWidget(each, at // 2, at % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._scroll = scrolling(inside)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(ends)

    def show_trying(self) -> None:
        """Bring it into view, ready for words."""
        self.trying.prompt.setFocus()
        self._scroll_to_trying()

    def _scroll_to_trying(self) -> None:
        """Once it has its place."""
        show = self._scroll.ensureWidgetVisible
        QTimer.singleShot(0, self, lambda: show(self.trying, 0, 12))

    # what is shown -----------------------------------------------------------------------

    def show_pictures(self, pictures: list[PictureFact]) -> None:
        self.pictures.set_facts(pictures)
        self._pictures_title.setVisible(bool(pictures))
        self.strip.set_rows(_ROWS)

    def show_it(self, run: RunFact, shown: Shown, *, judgement: str) -> None:
        """`judgement` = what the tests say of the step, in sentences."""
        self._run, self._shown = run, shown
        step = shown.step
        is_kept = step in run.kept_steps
        self._star.setVisible(step >= 0 and step == run.suggested_step)
        self._title.setText(self._name(shown))
        self._reason.setText(judgement)
        self._reason.setVisible(bool(judgement))
        self._show_pin(step in run.pinned_steps, can=is_kept)
        for (name, value), (said, what) in zip(
            self._rows, [*self._facts_of(run, shown), ("", "")] * 2, strict=False
        ):
            name.setText(said)
            value.setText(what)
            for part in (name, value):
                part.setVisible(bool(said))
        self.strip.viewport().update()
        self.trying.show_step(run, step)
        self.trying.results.viewport().update()

    def _name(self, shown: Shown) -> str:
        if isinstance(shown.fact, PictureFact):
            return shown.fact.title
        return self.tr("Step {step}").format(step=words.number(shown.step))

    def _facts_of(self, run: RunFact, shown: Shown) -> list[tuple[str, str]]:
        facts, fact, step = [], shown.fact, shown.step
        if isinstance(fact, TryFact):
            facts.append((self.tr("Prompt"), fact.prompt or "–"))
            facts.append((self.tr("Seed"), str(fact.seed)))
        elif isinstance(fact, SampleFact):
            same = self.tr("{seed}, the same along the row")
            facts.append((self.tr("Seed"), same.format(seed=fact.seed)))
        test = dict(run.evaluations).get(step)
        if test is not None:
            facts.append((self.tr("Fixed test"), words.decimal(test, 3)))
        if step >= 0:
            is_kept = step in run.kept_steps
            facts.append((self.tr("Kept"), self.tr("yes") if is_kept else self.tr("no")))
        return facts

    def _show_pin(self, pinned: bool, *, can: bool) -> None:
        self.pin.setVisible(can)
        self.pin.setChecked(pinned)
        self.pin.setIcon(icon("push-pin-fill" if pinned else "push-pin"))
        said = self.tr("Unpin this step") if pinned else self.tr("Pin this step")
        name_button(self.pin, said, self.tr("A pinned step stays as long as there is room for it"))
        self.pin.setText("")

    def retranslate(self) -> None:
        self._pictures_title.setText(self.tr("Compare with your pictures"))
        self.strip.setAccessibleName(self.tr("Compare with your pictures"))
        name_button(self.copy, self.tr("Copy"), self.tr("Copy the picture"))
        name_button(self.save, self.tr("Save as…"))
        name_button(self.contact_sheet, self.tr("Contact sheet…"))
        drag_hint = self.tr(
            "Pull the picture from here into a folder or another program; a click copies it"
        )
        name_button(self.drag, self.tr("Drag out"), drag_hint)
        self.trying.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _on_drag_clicked(self) -> None:
        """Without a pointer it is copied as a file, to be pasted where it would be dropped."""
        if not self._drag_out.was_dragged:
            self.copy_requested.emit()

    def _on_picture_chosen(self, index: Index) -> None:
        self.picture_chosen.emit(index.data(FactRole.FACT))


def picture_title(picture: PictureFact) -> str:
    return picture.title
