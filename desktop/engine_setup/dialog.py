"""Sets the engine up: what will be done, how far it is, and what went wrong."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop import words
from desktop.colors import GOOD, TEXT
from desktop.dropped import Drops, read_dropped_folder
from desktop.engine_setup.offer import SetUpOffer
from desktop.engine_setup.offer_panel import OfferPanel
from desktop.engine_setup.ways_out import ways_out
from desktop.facts import Report
from desktop.widgets.buttons import button, name_button
from desktop.widgets.fitting import fitting_height
from desktop.widgets.labels import label
from desktop.widgets.note_panel import NotePanel
from desktop.widgets.notice import Notice
from training.contract.engine_setup.news import SetUpNews

_WIDTH = 620
_WHOLE = 1000


class SetUpDialog(QDialog):
    """Knows an offer, the newest news and how it ended; what shall be done it only wishes."""

    start_requested = Signal()
    cancel_requested = Signal()
    pack_requested = Signal()
    former_requested = Signal()
    demo_requested = Signal()
    way_out_chosen = Signal(str)  # one of ways_out

    def __init__(self, parent: QWidget | None = None, *, offers_demo: bool = False) -> None:
        """`offers_demo` = once the engine is ready, the demo is the next thing to do."""
        super().__init__(parent)
        self._offers_demo = offers_demo
        self._offer: SetUpOffer | None = None
        self._news: SetUpNews | None = None
        self._end: SetUpNews | None = None
        self._is_ending = False
        self.pack = ""
        self._title, self._text = label("section", wrap=True), label("secondary", wrap=True)
        self.panel = OfferPanel()
        self.processor = self.panel.processor
        self.done_note = NotePanel()
        self.notice = Notice()
        self.progress, self._progress_text = QProgressBar(), label("secondary", wrap=True)
        self.progress.setRange(0, _WHOLE)
        self.progress.setTextVisible(False)
        self.start, self.stop = button(role="primary"), button(role="bar")
        self.demo = button(role="primary")
        self.closing, self.former = button(role="bar"), button("arrow-u-up-left", role="flat")
        self.from_folder = button("folder-open", role="flat")
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        more = QHBoxLayout()
        more.setSpacing(8)
        more.addWidget(self.from_folder)
        more.addWidget(self.former)
        more.addStretch(1)
        end = QHBoxLayout()
        end.setSpacing(8)
        end.addStretch(1)
        for made in (self.closing, self.stop, self.start, self.demo):
            end.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        for part in (
            self._title, self._text, self.panel, self.notice, self.done_note, self.progress,
            self._progress_text,
        ):  # fmt: skip
            layout.addWidget(part)
        layout.addLayout(more)
        layout.addStretch(1)
        layout.addLayout(end)
        self.setFixedWidth(_WIDTH)
        self.notice.hide()

    def _connect(self) -> None:
        self.start.clicked.connect(self.start_requested)
        self.notice.action_requested.connect(self.start_requested)
        self.notice.chosen.connect(self.way_out_chosen)
        self.panel.way_out_chosen.connect(self.way_out_chosen)
        Drops(self, read_dropped_folder).dropped.connect(self.show_pack)
        self.stop.clicked.connect(self._on_stop)
        self.closing.clicked.connect(self.accept)
        self.former.clicked.connect(self.former_requested)
        self.from_folder.clicked.connect(self.pack_requested)
        self.demo.clicked.connect(self.accept)
        self.demo.clicked.connect(self.demo_requested)

    def _on_stop(self) -> None:
        """Once is enough."""
        self._is_ending = True
        self._refresh()
        self.cancel_requested.emit()

    # what is shown -----------------------------------------------------------------------

    def show_offer(self, offer: SetUpOffer) -> None:
        self._offer = offer
        self._refresh()

    def show_news(self, news: SetUpNews) -> None:
        """It is at work."""
        self._news, self._end = news, None
        self._refresh()

    def show_end(self, end: SetUpNews) -> None:
        self._news, self._end, self._is_ending = None, end, False
        self._refresh()

    def show_pack(self, folder: str) -> None:
        """Not while it works: then it is too late."""
        if self._news is None:
            self.pack = folder
            self._refresh()

    def show_problem(self, report: Report) -> None:
        self.notice.tell(*words.report(report))
        self._fit()

    def _refresh(self) -> None:
        offer, working = self._offer, self._news is not None
        if offer is not None:
            self.panel.show_offer(offer, from_pack=bool(self.pack))
        for widget in (self.processor, self.from_folder):
            widget.setEnabled(not working)
        self.former.setVisible(offer is not None and offer.can_go_back and not working)
        self.stop.setVisible(working)
        self.stop.setEnabled(not self._is_ending)
        self.closing.setVisible(not working)
        self.start.setVisible(not working)
        self.start.setEnabled(offer is not None)
        self.progress.setVisible(working)
        self._progress_text.setVisible(working)
        self._show_progress()
        self._show_outcome()
        self._name_start()
        self._fit()

    def _fit(self) -> None:
        """As high as its words need at this width: Qt alone would squeeze what wraps."""
        self.setFixedHeight(fitting_height(self, _WIDTH))

    def _show_progress(self) -> None:
        if self._news is None:
            return
        self.progress.setValue(round(self._news.share * _WHOLE))
        text = self._stage(self._news)
        self._progress_text.setText(text)
        self.progress.setAccessibleName(text)

    def _stage(self, news: SetUpNews) -> str:
        if self._is_ending:
            return self.tr("Cancelling…")
        if news.stage == "downloading" and self._offer is not None and not self.pack:
            whole = self._offer.download
            return self.tr("Downloading: {done} of about {whole}").format(
                done=words.size(round(whole * news.share)), whole=words.gigabytes(whole)
            )
        return {
            "preparing": self.tr("Making room"),
            "downloading": self.tr("Unpacking"),
            "unpacking": self.tr("Putting everything in its place"),
            "checking": self.tr("Trying the new engine out"),
        }.get(news.stage, "")

    def _show_outcome(self) -> None:
        end = self._end
        self.notice.setVisible(end is not None and end.error is not None)
        self.done_note.setVisible(end is not None and end.stage != "failed")
        if end is None:
            return
        if end.error is not None:
            said = end.error
            report = Report(said.message, said.advice, said.key, dict(said.values))
            self.notice.tell(
                *words.report(report), action=self.tr("Continue"), glyph="arrow-clockwise",
                choices=ways_out(said.key, self._offer, pack=self.pack),
            )  # fmt: skip
        elif end.stage == "cancelled":
            self.done_note.tell(
                self.tr("Cancelled"), self.tr("What has come so far is kept: you can continue."),
                sign="pause", role=TEXT,
            )  # fmt: skip
        else:
            computes = self.tr("It computes on {device}.").format(
                device=self.tr("the processor") if end.device == "cpu" else end.device
            )
            self.done_note.tell(
                self.tr("The engine is ready"), computes, sign="check-circle-fill", role=GOOD
            )

    def _name_start(self) -> None:
        if self._end is not None and self._end.stage in ("cancelled", "failed"):
            name_button(self.start, self.tr("Continue"))
        elif self._offer is not None and self._offer.is_here:
            name_button(
                self.start, self.tr("Repair"),
                self.tr("Builds a new engine beside this one, and uses it once it works"),
            )  # fmt: skip
        else:
            name_button(self.start, self.tr("Set up"))
        is_done = self._end is not None and self._end.stage == "done"
        self.start.setVisible(self._news is None and not is_done)
        self.demo.setVisible(is_done and self._offers_demo)
        self.demo.setDefault(is_done and self._offers_demo)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Set up the engine"))
        self._title.setText(self.tr("Set up the engine"))
        self._text.setText(
            self.tr(
                "The engine does the teaching: PyTorch for this computer, and what goes with it. "
                "Everything else can be used meanwhile."
            )
        )
        self.panel.retranslate()
        chosen = self.tr("From another folder of packages…") if self.pack else ""
        name_button(
            self.from_folder,
            chosen or self.tr("From a folder of packages…"),
            self.tr("An engine pack: for a computer without internet"),
        )
        name_button(
            self.former, self.tr("Back to the former engine"),
            self.tr("The one that was used before this one"),
        )  # fmt: skip
        name_button(self.demo, self.tr("Teach the demo"))
        name_button(self.stop, self.tr("Cancel"))
        name_button(self.closing, self.tr("Close"))
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
