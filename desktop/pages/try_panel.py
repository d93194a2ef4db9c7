"""Try it: a free prompt on a kept step, a few pictures of it, and what was tried before."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop import words
from desktop.comparison import thumbnail_of
from desktop.facts import Report, RunFact, TryFact, TryWish
from desktop.models.facts_list import FactListModel, FactRole
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.buttons import button, chip, name_button
from desktop.widgets.labels import label, set_tone
from desktop.widgets.picture_strip import LetterOf, PictureStrip

Index = QModelIndex | QPersistentModelIndex
_COUNTS = (1, 2, 4, 8)
_MOST_SEED = 2**31 - 1
_ROWS = 3


class TryPanel(QWidget):
    """Asks for pictures and shows what comes; whether it works is told from outside."""

    draw_requested = Signal(object)  # TryWish
    cancel_requested = Signal()
    wait_requested = Signal()
    try_chosen = Signal(object)  # TryFact
    grew = Signal()

    def __init__(
        self, thumbnails: ThumbnailLoader, letter_of: LetterOf, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._run: RunFact | None = None
        self._step = -1
        self._is_busy = self._was_asked = False
        self._problem: Report | None = None
        self.tries: FactListModel[TryFact] = FactListModel(try_title, tip=try_tip, parent=self)
        self.title = label("label")
        self.prompt = QPlainTextEdit()
        self.prompt.setFixedHeight(62)
        self.prompt.setTabChangesFocus(True)
        self.seed = QLineEdit("0")
        self.seed.setValidator(QIntValidator(0, _MOST_SEED, self.seed))
        self.seed.setFixedWidth(92)
        self.counts = QButtonGroup(self)
        self.paint_button = button("paint-brush")
        self.cancel = button("x")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.state = label("hint", wrap=True)
        self.wait, self.processor = button("hourglass"), button("cpu")
        self.results = PictureStrip(thumbnails, thumbnail_of, letter_of)
        self.results.setModel(self.tries)
        self._lay_out()
        self._connect()
        self.show_idle()

    def _lay_out(self) -> None:
        self._seed_label, self._count_label = label("hint"), label("hint")
        numbers = QHBoxLayout()
        numbers.setSpacing(4)
        numbers.addWidget(self._count_label)
        numbers.addSpacing(4)
        for count in _COUNTS:
            choice = chip()
            choice.setText(str(count))
            self.counts.addButton(choice, count)
            numbers.addWidget(choice)
        numbers.addStretch(1)
        self.counts.button(_COUNTS[0]).setChecked(True)
        action = QHBoxLayout()
        action.setSpacing(8)
        action.addWidget(self._seed_label)
        action.addWidget(self.seed)
        action.addStretch(1)
        action.addWidget(self.paint_button)
        action.addWidget(self.cancel)
        offers = QVBoxLayout()
        offers.setSpacing(8)
        offers.addWidget(self.wait)
        offers.addWidget(self.processor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.prompt)
        layout.addLayout(numbers)
        layout.addLayout(action)
        layout.addWidget(self.bar)
        layout.addWidget(self.state)
        layout.addLayout(offers)
        layout.addWidget(self.results)

    def _connect(self) -> None:
        self.paint_button.clicked.connect(lambda: self._ask(on_processor=False))
        self.processor.clicked.connect(lambda: self._ask(on_processor=True))
        self.wait.clicked.connect(self.wait_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self.prompt.textChanged.connect(self._refresh)
        self.seed.textChanged.connect(self._refresh)
        self.results.activated.connect(self._on_result_chosen)

    # what is shown -----------------------------------------------------------------------

    def show_step(self, run: RunFact, step: int) -> None:
        """Which step is tried; a new run brings its own first words."""
        if self._run is None or self._run.key != run.key:
            self.prompt.setPlainText(run.prompts[0] if run.prompts else run.subject)
            self._problem = None
        self._run, self._step = run, step
        self._refresh()

    def show_tries(self, tries: list[TryFact]) -> None:
        """The newest first."""
        is_new = self._was_asked and len(tries) != len(self.tries.facts)
        self.tries.set_facts(tries)
        self.results.set_rows(_ROWS)
        if is_new:
            self.grew.emit()

    def show_idle(self) -> None:
        self._is_busy, self._problem = False, None
        self._tell("")

    def show_working(self, text: str, *, share: float | None) -> None:
        """`share` None = nobody knows how long this takes."""
        self._is_busy, self._problem = True, None
        self.bar.setRange(0, 0 if share is None else 100)
        self.bar.setValue(round(100 * (share or 0.0)))
        self._tell(text)

    def show_problem(self, report: Report) -> None:
        self._is_busy, self._problem = False, report
        self._tell(" ".join(words.report(report)), tone="error")

    def _tell(self, text: str, *, tone: str = "") -> None:
        self.state.setText(text)
        set_tone(self.state, tone)
        self.state.setVisible(bool(text))
        self._refresh()
        if text:
            self.grew.emit()

    def _refresh(self) -> None:
        is_kept = self._run is not None and self._step in self._run.kept_steps
        may_draw = is_kept and bool(self.prompt.toPlainText().strip())
        self.paint_button.setVisible(not self._is_busy)
        self.paint_button.setEnabled(may_draw and self.seed.hasAcceptableInput())
        self.cancel.setVisible(self._is_busy)
        self.bar.setVisible(self._is_busy)
        is_taken = self._problem is not None and self._problem.key == "error.card_busy"
        for offer in (self.wait, self.processor):
            offer.setVisible(is_taken)
        hint = "" if is_kept else self.tr("This step was not kept, so it cannot be tried.")
        self.paint_button.setToolTip(hint)

    def retranslate(self) -> None:
        self.title.setText(self.tr("Try it"))
        self.prompt.setAccessibleName(self.tr("What to paint"))
        self.prompt.setPlaceholderText(self.tr("What to paint"))
        self._count_label.setText(self.tr("Pictures"))
        for choice in self.counts.buttons():
            count = self.counts.id(choice)
            choice.setAccessibleName(self.tr("%n picture(s)", "", count))
        self._seed_label.setText(self.tr("Seed"))
        self.seed.setAccessibleName(self.tr("Seed"))
        self.seed.setToolTip(
            self.tr("The noise that painting starts from; the same number gives the same picture")
        )
        name_button(self.paint_button, self.tr("Paint"))
        name_button(self.cancel, self.tr("Cancel"))
        name_button(self.wait, self.tr("Wait for it"))
        name_button(self.processor, self.tr("Use the processor"))
        self.results.setAccessibleName(self.tr("What was tried"))
        if self._problem is not None:
            self.show_problem(self._problem)
        self._refresh()

    # wishes ------------------------------------------------------------------------------

    def _ask(self, *, on_processor: bool) -> None:
        if self._run is None:
            return
        self._was_asked = True
        self.draw_requested.emit(
            TryWish(
                run_key=self._run.key, step=self._step,
                prompt=" ".join(self.prompt.toPlainText().split()), seed=int(self.seed.text()),
                count=self.counts.checkedId(), on_processor=on_processor,
            )
        )  # fmt: skip

    def _on_result_chosen(self, index: Index) -> None:
        self.try_chosen.emit(index.data(FactRole.FACT))


def try_title(tried: TryFact) -> str:
    return f"{words.number(tried.step)}: {tried.prompt}".rstrip(": ")


def try_tip(tried: TryFact) -> str:
    return f"{try_title(tried)}\nseed {tried.seed}"
