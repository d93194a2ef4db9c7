"""The start page: a card for each concept, a row for each run; at first start, what to do."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop import library_words, words
from desktop.colors import GOOD
from desktop.facts import ConceptFact, EngineFact, Report, RunFact
from desktop.models.facts_list import FactListModel
from desktop.models.library_order import LibraryOrder
from desktop.new_version.note import NewVersionNote
from desktop.pages.library_empty import LibraryEmpty
from desktop.pages.library_lists import LibraryLists
from desktop.pages.library_tools import LibraryTools
from desktop.pages.page import Page
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.busy_line import BusyLine
from desktop.widgets.note_panel import NotePanel
from desktop.widgets.notice import Notice

_FAN_SIDE = 284
DEMO_NAME = "pallas_cat"


class LibraryPage(Page):
    """Shows two models; reports what is opened or wished for."""

    new_requested = Signal()
    browse_requested = Signal()
    paste_requested = Signal()
    demo_requested = Signal()
    set_up_requested = Signal()
    concept_requested = Signal(str)
    run_requested = Signal(str)
    resume_requested = Signal(str)
    wished = Signal(str, str)  # Wish but "open", key

    def __init__(
        self,
        concepts: FactListModel[ConceptFact],
        runs: FactListModel[RunFact],
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._concepts = concepts
        self._thumbnails = thumbnails
        self._interrupted: RunFact | None = None
        self._demo_pictures = 0
        self._is_known = False
        self.notice, self.news, self.busy = Notice(), NotePanel(), BusyLine()
        self.notice.hide()
        self.new_version = NewVersionNote()
        self._concept_order = LibraryOrder(concepts, self)
        self.lists = LibraryLists(self._concept_order, LibraryOrder(runs, self), thumbnails)
        self.cards, self.rows = self.lists.cards, self.lists.rows
        self.empty = LibraryEmpty()
        self.drop_panel, self.demo = self.empty.drop_panel, self.empty.demo
        self.tools = LibraryTools(self)
        self.head_buttons.addWidget(self.tools)
        for told in (self.notice, self.news, self.busy, self.new_version):
            self.body.addWidget(told)
        self.body.addWidget(self.lists)
        self.body.addWidget(self.empty, 1)
        self.body.addStretch(0)
        self._connect()
        for changed in (concepts.modelReset, concepts.dataChanged, runs.modelReset):
            changed.connect(self.refresh)
        self._engine, self._is_set_up = EngineFact(), False
        self.retranslate()

    def _connect(self) -> None:
        self.notice.action_requested.connect(self._on_go_on)
        self.notice.dismissed.connect(self._on_dismissed)
        self.news.action_requested.connect(self.news.hide)
        self.lists.new_requested.connect(self.new_requested)
        self.lists.wished.connect(self._on_wished)
        self.lists.demo.clicked.connect(self.demo_requested)
        self.empty.presence.accepted.connect(self.set_up_requested)
        self.drop_panel.browse_requested.connect(self.browse_requested)
        self.drop_panel.paste_requested.connect(self.paste_requested)
        self.demo.accepted.connect(self.demo_requested)
        self.tools.searched.connect(self.lists.search)
        self.tools.order_chosen.connect(self.lists.set_order)

    @property
    def has_new_demo(self) -> bool:
        """The bundled concept is not in the library yet."""
        return all(concept.name != DEMO_NAME for concept in self._concepts.facts)

    def refresh(self) -> None:
        """Show the lists, or what to do where there is nothing yet."""
        concepts = self._concepts.facts
        filled = bool(concepts)
        self.lists.offer_demo(self.has_new_demo)
        self.lists.setVisible(filled)
        self.tools.setVisible(filled)
        self.empty.setVisible(not filled and self._is_known)
        self.set_subtitle(library_words.library_line(concepts) if filled else "")

    def show_known(self) -> None:
        """The workspace was looked at: where nothing is shown now, there is nothing."""
        self._is_known = True
        self.refresh()

    def show_engine(self, fact: EngineFact) -> None:
        self._engine = fact
        self.empty.show_engine(fact, is_set_up=self._is_set_up)

    def show_set_up(self, at_work: bool) -> None:
        self._is_set_up = at_work
        self.show_engine(self._engine)

    def show_demo_pictures(self, paths: Sequence[Path]) -> None:
        """Pictures of the bundled concept, for the fan and the offers, as far as they are
        loaded."""
        if self._demo_pictures == len(paths):
            return
        fan = [self._thumbnails.get(Thumbnail(path, _FAN_SIDE)) for path in paths]
        if pictures := [pixmap for pixmap in fan if pixmap is not None]:
            self._demo_pictures = len(pictures)
            self.empty.show_pictures(pictures)
            self.lists.demo.set_picture(pictures[-1])

    def show_concept(self, key: str) -> None:
        self.lists.show_concept(key)

    # what is told ------------------------------------------------------------------------

    def show_problem(self, report: Report) -> None:
        self._interrupted = None
        self.news.hide()
        self.notice.tell(*words.report(report), dismiss=self.tr("Close"))
        self.bring_into_view(self.notice)

    def tell_news(self, title: str, text: str) -> None:
        """Something that was asked for has been done."""
        self.notice.hide()
        self.news.tell(
            title, text, sign="check-circle", role=GOOD, action=self.tr("Close"), glyph="x"
        )
        self.bring_into_view(self.news)

    def offer_to_go_on(self, run: RunFact | None) -> None:
        """A training that ended without a word, as when the computer was restarted."""
        if run is None:
            if self._interrupted is not None:
                self._on_dismissed()
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

    # texts and wishes --------------------------------------------------------------------

    def primary(self) -> None:
        self.new_requested.emit()

    def retranslate(self) -> None:
        self.set_title(self.tr("Library"))
        self.lists.retranslate()
        self.empty.retranslate()
        self.show_engine(self._engine)
        self.refresh()
        if self._interrupted is not None:
            self.offer_to_go_on(self._interrupted)
        self.set_action(PageAction(self.tr("Teach something new"), "plus"))

    def _on_dismissed(self) -> None:
        self._interrupted = None
        self.notice.hide()

    def _on_go_on(self) -> None:
        if self._interrupted is not None:
            self.resume_requested.emit(self._interrupted.key)

    def _on_wished(self, wish: str, key: str) -> None:
        if wish != "open":
            self.wished.emit(wish, key)
        elif self._concept_order.row_of(key) >= 0:
            self.concept_requested.emit(key)
        else:
            self.run_requested.emit(key)
