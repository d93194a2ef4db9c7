"""Opens the set-up of the engine, and carries out what is wished there."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.engine import Engine
from desktop.engine_setup.dialog import SetUpDialog
from desktop.engine_setup.offer import SetUpOffer, look
from desktop.engine_setup.process import SetUpProcess
from desktop.facts import Report
from desktop.web_ui_search import WebUISearch
from training.contract.engine_setup.engine_file import go_back
from training.contract.engine_setup.news import SetUpNews


class SetUpActions(QObject):
    """A set-up goes on while its dialog is closed; opened again, that shows how far it is."""

    def __init__(self, engine: Engine, search: WebUISearch, window: QWidget) -> None:
        super().__init__(window)
        self._engine = engine
        self._search = search
        self._window = window
        self._dialog: SetUpDialog | None = None
        self._process: SetUpProcess | None = None
        self._offer: SetUpOffer | None = None
        self._last: SetUpNews | None = None

    def show(self) -> None:
        if self._dialog is not None:
            self._dialog.raise_()
            return
        self._dialog = dialog = SetUpDialog(self._window)
        dialog.start_requested.connect(self.start)
        dialog.cancel_requested.connect(self._on_cancel)
        dialog.pack_requested.connect(self._on_pack_requested)
        dialog.former_requested.connect(self._on_former_requested)
        dialog.processor_chosen.connect(self._look)
        dialog.finished.connect(self._on_closed)
        if self._process is not None and self._last is not None:
            dialog.show_news(self._last)
        self._look()
        dialog.open()

    def close(self) -> None:
        """Before the window goes."""
        if self._process is not None:
            self._process.abandon()

    def start(self) -> None:
        if self._dialog is None or self._offer is None or self._process is not None:
            return
        self._process = SetUpProcess(self)
        self._process.told.connect(self._on_told)
        self._process.ended.connect(self._on_ended)
        self._on_told(SetUpNews(stage="preparing"))
        self._process.start(self._offer.build, self._dialog.pack)

    def _look(self) -> None:
        if self._dialog is None:
            return
        ask = partial(look, self._engine.fact, processor_only=self._dialog.processor.isChecked())
        self._engine.compute(ask, self._on_offer, self._on_problem)

    def _on_offer(self, offer: SetUpOffer) -> None:
        self._offer = offer
        if self._dialog is not None:
            self._dialog.show_offer(offer)

    def _on_told(self, news: SetUpNews) -> None:
        self._last = news
        if self._dialog is not None:
            self._dialog.show_news(news)

    def _on_ended(self, end: SetUpNews) -> None:
        if self._process is not None:
            self._process.deleteLater()
        self._process = self._last = None
        if self._dialog is not None:
            self._dialog.show_end(end)
        if end.stage == "done":
            self._search.look()
        self._look()

    def _on_cancel(self) -> None:
        if self._process is not None:
            self._process.cancel()

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
            self._look()

        self._engine.compute(go_back, told, self._on_problem)

    def _on_problem(self, report: Report) -> None:
        if self._dialog is not None:
            self._dialog.show_problem(report)

    def _on_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
