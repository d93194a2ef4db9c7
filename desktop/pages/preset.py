"""Stage 3: how Manul should learn: one card of a preset is chosen."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop import words
from desktop.concept_editor import ConceptEditor
from desktop.facts import EngineFact, Report
from desktop.models.presets import PresetListModel, PresetRole
from desktop.pages.page import Page
from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.notice import Notice
from desktop.widgets.preset_delegate import PresetDelegate, preset_card_height
from desktop.widgets.tile_list import TileList


class PresetPage(Page):
    """The choice goes to the editor; Teach is a wish for the main window."""

    teach_requested = Signal()

    def __init__(
        self, editor: ConceptEditor, presets: PresetListModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._presets = presets
        self._engine = EngineFact()
        self._is_busy = False
        self.notice = Notice()
        self.notice.hide()
        self.cards = TileList(
            least_width=380, height_of=preset_card_height, grows=True, most_columns=2
        )
        self.cards.setModel(presets)
        self.cards.setItemDelegate(PresetDelegate(self.cards))
        self.body.addWidget(self.notice)
        self.body.addWidget(self.cards)
        self.body.addStretch(1)
        self.cards.selectionModel().currentChanged.connect(self._on_current_changed)
        editor.changed.connect(self.refresh)
        self.retranslate()

    def refresh(self) -> None:
        """Show what is chosen, for the family of the base model."""
        info = self._editor.model_info
        if info is not None and info.family != self._presets.family:
            self._presets.set_family(info.family)
            self.cards.fit_height()
        row = self._presets.row_of(self._editor.preset)
        if row >= 0 and self.cards.currentIndex().row() != row:
            index = self._presets.index(row)
            choose = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.cards.selectionModel().setCurrentIndex(index, choose)
        self._refresh_action()

    def show_engine(self, fact: EngineFact) -> None:
        self._engine = fact
        self._refresh_action()

    def set_busy(self, busy: bool) -> None:
        """While a run is being made Teach cannot be pressed twice."""
        self._is_busy = busy
        self._refresh_action()

    def show_problem(self, report: Report) -> None:
        self.set_busy(False)
        self.notice.tell(*words.report(report))

    def primary(self) -> None:
        self.notice.hide()
        self.teach_requested.emit()

    def retranslate(self) -> None:
        self.set_title(self.tr("Preset"))
        self.set_subtitle(self.tr("How Manul should learn"))
        self.cards.setAccessibleName(self.tr("Presets"))
        self.cards.viewport().update()
        self.refresh()

    def _refresh_action(self) -> None:
        reason, enabled = "", not self._is_busy
        if self._engine.here is False:
            reason, enabled = self.tr("The engine is not installed yet"), False
        elif self._editor.key is None or not self._editor.is_described():
            reason, enabled = self.tr("Describe the concept first"), False
        elif (problem := self._editor.images_problem()) is not None:
            reason, enabled = words.error(problem)[0], False
        elif (card := self._presets.card(self._editor.preset)) is not None:
            reason = words.steps(card.steps)
        self.set_action(PageAction(self.tr("Teach"), "play-fill", enabled, reason, has_back=True))

    def _on_current_changed(self, index: QModelIndex, before: QModelIndex) -> None:
        if index.isValid():
            self._editor.set_preset(index.data(PresetRole.CARD).name)
            self._show_chosen()

    def _show_chosen(self) -> None:
        """The page scrolls, not the list: keys would lead out of sight."""
        part = self.cards.visualRect(self.cards.currentIndex())
        self.bring_part_into_view(self.cards, part)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._show_chosen)
