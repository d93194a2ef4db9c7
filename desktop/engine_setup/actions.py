"""Opens the set-up of the engine, and carries out what is wished there."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.engine import Engine
from desktop.engine_setup.closing import ask_to_end_set_up
from desktop.engine_setup.dialog import SetUpDialog
from desktop.engine_setup.offer import SetUpOffer, look
from desktop.engine_setup.process import SetUpProcess
from desktop.engine_setup.ways_out import DRIVER, DRIVER_PAGE, LOOK, NETWORK, PACK, PROCESSOR
from desktop.facts import EngineFact, Report
from desktop.web_ui_search import WebUISearch
from training.contract.engine_setup.engine_file import go_back
from training.contract.engine_setup.news import SetUpNews


class SetUpActions(QObject):
    """A set-up goes on while its dialog is closed; opened again, that shows how far it is, or how
    it ended meanwhile."""

    told = Signal(object)  # SetUpNews, or None: there is nothing to tell without the dialog
    at_work = Signal(bool)
    demo_requested = Signal()
    network_requested = Signal()

    def __init__(self, engine: Engine, search: WebUISearch, window: QWidget) -> None:
        super().__init__(window)
        self._engine = engine
        self._search = search
        self._window = window
        self._dialog: SetUpDialog | None = None
        self._process: SetUpProcess | None = None
        self._offer: SetUpOffer | None = None
        self._last: SetUpNews | None = None
        self._begins = self._may_end = False
        engine.engine_changed.connect(self._look)

    def show(self) -> None:
        self._show(processor_only=False)

    def begin(self, processor_only: bool) -> None:
        """Show it, and start as soon as it is known what is to be done."""
        self._begins = self._process is None
        self._show(processor_only=processor_only)

    def _show(self, *, processor_only: bool) -> None:
        if self._dialog is not None:
            self._dialog.raise_()
            return
        has_concepts = bool(self._engine.concepts)
        self._dialog = dialog = SetUpDialog(self._window, offers_demo=not has_concepts)
        dialog.processor.setChecked(processor_only)
        dialog.start_requested.connect(self.start)
        dialog.cancel_requested.connect(self._on_cancel)
        dialog.pack_requested.connect(self._on_pack_requested)
        dialog.former_requested.connect(self._on_former_requested)
        dialog.demo_requested.connect(self.demo_requested)
        dialog.panel.processor_chosen.connect(self._look)
        dialog.way_out_chosen.connect(self.take_way_out)
        dialog.finished.connect(self._on_closed)
        self._show_last(dialog)
        self._look()
        dialog.open()

    def _show_last(self, dialog: SetUpDialog) -> None:
        """How far it is; how it ended is told once."""
        if self._last is None:
            return
        if self._process is not None:
            dialog.show_news(self._last)
        else:
            dialog.show_end(self._last)
            self._tell(None)

    def _tell(self, news: SetUpNews | None) -> None:
        self._last = news
        self.told.emit(news)

    def may_close(self) -> bool:
        """Before the window goes; asks where a set-up would end with it, then closes it."""
        if self._process is None or self._may_end:
            return True
        ask_to_end_set_up(self._window, self._on_agreed)
        return False

    def _on_agreed(self) -> None:
        self._may_end = True
        self._window.close()

    def close(self) -> None:
        """Before the window goes."""
        if self._process is not None:
            self._process.abandon()

    def start(self) -> None:
        if self._dialog is None or self._offer is None or self._process is not None:
            return
        self._process, self._may_end = SetUpProcess(self), False
        self._process.told.connect(self._on_told)
        self._process.ended.connect(self._on_ended)
        self.at_work.emit(True)
        self._on_told(SetUpNews(stage="preparing"))
        self._process.start(self._offer.build, self._dialog.pack)

    def _look(self) -> None:
        fact = self._engine.fact
        if self._dialog is None or fact.here is None:
            return
        processor_only = self._dialog.processor.isChecked()
        ask = partial(look, fact, processor_only=processor_only)
        tell = partial(self._on_offer, fact, processor_only)
        self._engine.compute(ask, tell, self._on_problem)

    def _on_offer(self, fact: EngineFact, processor_only: bool, offer: SetUpOffer) -> None:
        if self._dialog is None or self._dialog.processor.isChecked() != processor_only:
            return
        if fact is not self._engine.fact:
            # Looks overtake each other in the pool; the one for what is known now counts.
            return
        self._offer = offer
        self._dialog.show_offer(offer)
        if self._begins:
            self._begins = False
            self.start()

    def _on_told(self, news: SetUpNews) -> None:
        if self._dialog is not None:
            self._dialog.show_news(news)
        self._tell(news)

    def _on_ended(self, end: SetUpNews) -> None:
        if self._process is not None:
            self._process.deleteLater()
        self._process = None
        self.at_work.emit(False)
        if self._dialog is not None:
            self._dialog.show_end(end)
        self._tell(end if self._dialog is None and end.stage != "cancelled" else None)
        if end.stage == "done":
            # The engine that is there now is asked, and what is offered follows.
            self._search.look()
        else:
            self._look()

    def _on_cancel(self) -> None:
        if self._process is not None:
            self._process.cancel()

    def take_way_out(self, way: str) -> None:
        ways: dict[str, Callable[[], object]] = {
            NETWORK: self.network_requested.emit, PACK: self._on_pack_requested,
            PROCESSOR: self._begin_on_the_processor, LOOK: self._search.look,
            DRIVER: lambda: QDesktopServices.openUrl(QUrl(DRIVER_PAGE)),
        }  # fmt: skip
        ways[way]()

    def _begin_on_the_processor(self) -> None:
        """As soon as it is known what that needs."""
        if self._dialog is not None:
            self._begins = True
            self._dialog.processor.setChecked(True)
            self._look()

    def _on_pack_requested(self) -> None:
        if self._dialog is None:
            return
        chooser = QFileDialog(self._dialog, self.tr("Choose a folder of packages"))
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.fileSelected.connect(self._dialog.show_pack)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _on_former_requested(self) -> None:
        def told(_: object) -> None:
            self._search.look()

        self._engine.compute(go_back, told, self._on_problem)

    def _on_problem(self, report: Report) -> None:
        self._begins = False
        if self._dialog is not None:
            self._dialog.show_problem(report)

    def _on_closed(self) -> None:
        self._begins = False
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
