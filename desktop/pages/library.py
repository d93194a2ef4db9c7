"""The start page: a card for each concept, a row for each run; at first start, what to do."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import words
from desktop.facts import ConceptFact, EngineFact, Report, RunFact
from desktop.models.facts_list import FactListModel, FactRole
from desktop.pages.page import Page
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.drop_panel import DropPanel
from desktop.widgets.labels import box, label
from desktop.widgets.library_delegates import (
    ROW_HEIGHT,
    ConceptDelegate,
    RunDelegate,
    card_height,
)
from desktop.widgets.notice import Notice
from desktop.widgets.offer_card import OfferCard
from desktop.widgets.tile_list import RowList, TileList

_FAN_SIDE = 284


class LibraryPage(Page):
    """Shows two models; reports what is opened or wished for."""

    new_requested = Signal()
    browse_requested = Signal()
    paste_requested = Signal()
    demo_requested = Signal()
    concept_requested = Signal(str)
    run_requested = Signal(str)
    resume_requested = Signal(str)

    def __init__(
        self,
        concepts: FactListModel[ConceptFact],
        runs: FactListModel[RunFact],
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._concepts = concepts
        self._runs = runs
        self._engine = EngineFact()
        self._interrupted: RunFact | None = None
        self.notice = Notice()
        self.notice.hide()
        self.notice.action_requested.connect(self._on_go_on)
        self.notice.dismissed.connect(lambda: self.offer_to_go_on(None))
        self._thumbnails = thumbnails
        self._make_lists(thumbnails)
        self._make_empty_state()
        self.body.addWidget(self.notice)
        self.body.addWidget(self._filled)
        self.body.addWidget(self._empty, 1)
        self.body.addStretch(0)
        for model in (concepts, runs):
            model.modelReset.connect(self.refresh)
        thumbnails.loaded.connect(self.cards.viewport().update)
        thumbnails.loaded.connect(self.rows.viewport().update)
        self.retranslate()

    def _make_lists(self, thumbnails: ThumbnailLoader) -> None:
        self.cards = TileList(least_width=230, height_of=card_height, grows=True, most_columns=4)
        self.cards.setModel(self._concepts)
        self.cards.setItemDelegate(ConceptDelegate(thumbnails, self.cards))
        self.rows = RowList(row_height=ROW_HEIGHT)
        self.rows.setModel(self._runs)
        self.rows.setItemDelegate(RunDelegate(thumbnails, self.rows))
        self._runs_title = label("section")
        self._runs_hint = label("hint")
        head = QHBoxLayout()
        head.addWidget(self._runs_title)
        head.addStretch(1)
        head.addWidget(self._runs_hint)
        self._runs_card = box("card")
        inside = QVBoxLayout(self._runs_card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.rows)
        self._filled = QWidget()
        layout = QVBoxLayout(self._filled)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.cards)
        layout.addLayout(head)
        layout.addWidget(self._runs_card)
        layout.addStretch(1)
        self.cards.clicked.connect(self._on_card_opened)
        self.cards.activated.connect(self._on_card_opened)
        self.rows.clicked.connect(self._on_row_opened)
        self.rows.activated.connect(self._on_row_opened)

    def _make_empty_state(self) -> None:
        self.drop_panel = DropPanel()
        self._meanwhile = label("section")
        self.demo = OfferCard("cat")
        self.presence = OfferCard("cpu")
        offers = QHBoxLayout()
        offers.setSpacing(16)
        offers.addWidget(self.demo, 1)
        offers.addWidget(self.presence, 1)
        self._empty = QWidget()
        layout = QVBoxLayout(self._empty)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(12)
        layout.addWidget(self.drop_panel, 1)
        layout.addSpacing(8)
        layout.addWidget(self._meanwhile)
        layout.addLayout(offers)
        self.drop_panel.browse_requested.connect(self.browse_requested)
        self.drop_panel.paste_requested.connect(self.paste_requested)
        self.demo.accepted.connect(self.demo_requested)

    def refresh(self) -> None:
        """Show the lists, or what to do where there is nothing yet."""
        filled = bool(self._concepts.facts)
        self._filled.setVisible(filled)
        self._empty.setVisible(not filled)
        has_runs = bool(self._runs.facts)
        for widget in (self._runs_title, self._runs_hint, self._runs_card):
            widget.setVisible(has_runs)
        self.cards.fit_height()
        self.rows.fit_height()
        count = len(self._concepts.facts)
        self.set_subtitle(self.tr("%n concept(s)", "", count) if filled else "")

    def show_engine(self, fact: EngineFact) -> None:
        self._engine = fact
        title, detail = words.engine_sentences(fact)
        self.presence.set_texts(title, detail)
        self.presence.setVisible(bool(title))

    def show_demo_pictures(self, paths: Sequence[Path]) -> None:
        """Pictures of the bundled concept, for the fan and the offer, as far as they are loaded."""
        fan = [self._thumbnails.get(Thumbnail(path, _FAN_SIDE)) for path in paths]
        if pictures := [pixmap for pixmap in fan if pixmap is not None]:
            self.drop_panel.set_pictures(pictures)
            size = QSize(96, 96) * pictures[-1].devicePixelRatio()
            smooth = Qt.TransformationMode.SmoothTransformation
            ratio = Qt.AspectRatioMode.KeepAspectRatio
            self.demo.set_picture(pictures[-1].scaled(size, ratio, smooth))

    def show_problem(self, report: Report) -> None:
        self._interrupted = None
        self.notice.tell(*words.report(report))

    def offer_to_go_on(self, run: RunFact | None) -> None:
        """A training that ended without a word, as when the computer was restarted."""
        if run is None:
            if self._interrupted is not None:
                self.notice.hide()
            self._interrupted = None
            return
        self._interrupted = run
        title = self.tr("The training of {name} was interrupted at step {step}")
        advice = self.tr("Nothing was kept yet, so it begins again from the start.")
        if run.kept_steps:
            advice = self.tr(
                "Everything up to step {kept} is kept. It goes on from there as if nothing had "
                "happened."
            )
        kept = words.number(run.kept_steps[-1] if run.kept_steps else 0)
        self.notice.tell(
            title.format(name=run.concept_name, step=words.number(run.step)),
            advice.format(kept=kept), action=self.tr("Go on"), glyph="play-fill",
            dismiss=self.tr("Not now"),
        )  # fmt: skip

    def primary(self) -> None:
        self.new_requested.emit()

    def retranslate(self) -> None:
        self.set_title(self.tr("Library"))
        self._runs_title.setText(self.tr("Runs"))
        self._runs_hint.setText(self.tr("Runs started from the terminal appear here by themselves"))
        self._meanwhile.setText(self.tr("Meanwhile"))
        self.cards.setAccessibleName(self.tr("Concepts"))
        self.rows.setAccessibleName(self.tr("Runs"))
        self.drop_panel.set_texts(
            self.tr("Show Manul something"),
            self.tr(
                "Drop 4 to 30 pictures of one thing, person, animal or style: "
                "files, a folder, or straight from the browser."
            ),
            browse=self.tr("Choose pictures"),
            paste=self.tr("Paste"),
        )
        self.demo.set_texts(
            self.tr("Try it with the little manul"),
            self.tr("Watch a whole training in a few minutes, on any computer."),
            action=self.tr("Teach the demo"),
        )
        self.show_engine(self._engine)
        self.refresh()
        if self._interrupted is not None:
            self.offer_to_go_on(self._interrupted)
        self.set_action(PageAction(self.tr("Teach something new"), "plus"))

    def _on_go_on(self) -> None:
        if self._interrupted is not None:
            self.resume_requested.emit(self._interrupted.key)

    def _on_card_opened(self, index: QModelIndex) -> None:
        if index.data(FactRole.IS_NEW_TILE):
            self.new_requested.emit()
        else:
            self.concept_requested.emit(index.data(FactRole.FACT).key)

    def _on_row_opened(self, index: QModelIndex) -> None:
        self.run_requested.emit(index.data(FactRole.FACT).key)
