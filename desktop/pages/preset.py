"""Stage 3: how Manul should learn: one card of a preset is chosen, and does it fit this machine."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop import plan_words, words
from desktop.chosen_plan import ChosenPlan
from desktop.colors import TEXT
from desktop.concept_editor import ConceptEditor
from desktop.facts import EngineFact, Report
from desktop.models.presets import PresetCard, PresetListModel, PresetRole
from desktop.pages.page import Page
from desktop.preset_settings import PresetSettings
from desktop.widgets.advanced_panel import AdvancedPanel
from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.buttons import button, name_button
from desktop.widgets.note_panel import NotePanel
from desktop.widgets.notice import Notice
from desktop.widgets.own_preset_menu import OwnPresetMenu
from desktop.widgets.plan_panel import PlanPanel
from desktop.widgets.preset_delegate import PresetDelegate, preset_card_height
from desktop.widgets.tile_list import TileList
from training.contract.outlook import Outlook

# Narrower than this the cards stand in one column and the panel takes less.
_ROOM_FOR_TWO = 1020


class PresetPage(Page):
    """The choice goes to the editor; Teach is a wish for the main window."""

    teach_requested = Signal()
    queue_requested = Signal()
    save_requested = Signal()
    update_requested = Signal()
    rename_requested = Signal()
    delete_requested = Signal()
    file_requested = Signal()
    browse_requested = Signal()
    set_up_requested = Signal()

    def __init__(
        self,
        editor: ConceptEditor,
        presets: PresetListModel,
        plan: ChosenPlan,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._presets = presets
        self._plan = plan
        self._engine = EngineFact()
        self._is_busy = self._is_queueing = self._is_set_up = False
        self.notice, self.card_notice = Notice(), Notice()
        self.damaged = Notice()
        self.queued, self.set_up_note = NotePanel(), NotePanel()
        for note in (self.queued, self.set_up_note):
            self.body.addWidget(note)
        self.browse = button("folder-open", role="flat")
        self.head_buttons.addWidget(self.browse)
        self.cards = TileList(
            least_width=380, height_of=self._card_height, grows=True, most_columns=2
        )
        self.cards.setModel(presets)
        self.cards.setItemDelegate(PresetDelegate(self.cards))
        self.advanced = AdvancedPanel()
        self.panel = PlanPanel(inside=self.advanced)
        self.settings = PresetSettings(editor.choices, self.advanced)
        for notice in (self.notice, self.card_notice, self.damaged):
            notice.hide()
            self.body.addWidget(notice)
        self.body.addWidget(self.cards)
        self.body.addStretch(1)
        self.across.addWidget(self.panel)
        self.cards.selectionModel().currentChanged.connect(self._on_current_changed)
        self.own_menu = OwnPresetMenu(self.panel.menu_button)
        for action, wish in (
            (self.own_menu.update_action, self.update_requested),
            (self.own_menu.rename_action, self.rename_requested),
            (self.own_menu.file_action, self.file_requested),
            (self.own_menu.delete_action, self.delete_requested),
        ):
            action.triggered.connect(wish)
        self.advanced.save_requested.connect(self.save_requested)
        self.browse.clicked.connect(self.browse_requested)
        for said in (self.card_notice, self.set_up_note):
            said.action_requested.connect(self.set_up_requested)
        self.panel.action_requested.connect(self._on_other_method)
        presets.dataChanged.connect(self._on_foreseen)
        presets.modelReset.connect(self.refresh)
        plan.problem_changed.connect(self.refresh)
        editor.changed.connect(self.refresh)
        self.retranslate()

    def refresh(self) -> None:
        """Show what is chosen, for the family of the base model."""
        info = self._editor.model_info
        if info is not None and info.family != self._presets.family:
            self._presets.set_family(info.family)
            self.cards.refit()
        row = self._presets.row_of(self._editor.preset)
        if row >= 0 and self.cards.currentIndex().row() != row:
            index = self._presets.index(row)
            choose = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.cards.selectionModel().setCurrentIndex(index, choose)
        self._refresh_panel()
        self._refresh_card_notice()
        self._refresh_action()

    def show_engine(self, fact: EngineFact) -> None:
        self._engine = fact
        self._refresh_card_notice()
        self._refresh_action()

    def show_set_up(self, at_work: bool) -> None:
        self._is_set_up = at_work
        self._refresh_card_notice()

    def set_busy(self, busy: bool) -> None:
        """While a run is being made Teach cannot be pressed twice."""
        self._is_busy = busy
        self._refresh_action()

    def set_queueing(self, queueing: bool) -> None:
        """Another training runs or waits: this one then comes after it."""
        if queueing != self._is_queueing:
            self._is_queueing = queueing
            self._refresh_action()

    def show_queued(self) -> None:
        """It has its place in the queue."""
        self.set_busy(False)
        self._tell_queued()
        self.bring_into_view(self.queued)

    def _tell_queued(self) -> None:
        self.queued.tell(
            self.tr("It waits for its turn"),
            self.tr("It begins when the trainings before it have ended, also without this window."),
            sign="queue", role=TEXT,
        )  # fmt: skip

    def show_problem(self, report: Report) -> None:
        self.set_busy(False)
        self.notice.tell(*words.report(report))

    def show_damaged(self, reports: list[Report]) -> None:
        """Files in the user's folder of presets that cannot be used."""
        if not reports:
            self.damaged.hide()
            return
        title = self.tr("%n preset(s) of yours cannot be used", "", len(reports))
        said = [" ".join(words.report(report)) for report in reports]
        self.damaged.tell(title, "\n".join(said))

    def primary(self) -> None:
        self.notice.hide()
        wish = self.queue_requested if self._is_queueing else self.teach_requested
        wish.emit()

    def retranslate(self) -> None:
        self.set_title(self.tr("Preset"))
        self.set_subtitle(self.tr("How Manul should learn"))
        self.cards.setAccessibleName(self.tr("Presets"))
        name_button(self.browse, self.tr("Open a preset file"))
        self.own_menu.retranslate()
        if self.queued.isVisibleTo(self):
            self._tell_queued()
        self.refresh()
        self.cards.refit()
        self.cards.viewport().update()

    def _card_height(self, width: int) -> int:
        return preset_card_height(self._presets.cards, width, self.cards.font())

    def _refresh_panel(self) -> None:
        """The chosen preset: its settings, and its memory where there is anything to tell."""
        card = self._presets.card(self._editor.preset)
        self.panel.setVisible(card is not None)
        if card is None:
            return
        is_changed = bool(self._editor.choices.overrides)
        self.own_menu.show_for(is_own=card.is_own, is_changed=is_changed)
        problem = self._plan.problem
        self.settings.show(card.outlook, " ".join(words.report(problem)) if problem else "")
        said, outlook = card.memory, card.outlook
        verdict = f"{said.verdict}, {said.needed}" if said and said.needed else ""
        other = plan_words.other_method(outlook.plan) if outlook else ""
        self.panel.show_verdict(
            card.title, verdict or (said.verdict if said else ""),
            glyph=said.glyph if said else "info", tone=said.tone if said else "",
            remark=self._remark(card), action=self._instead(other) if other else "",
        )  # fmt: skip
        self._show_memory(outlook)
        self._show_measures(outlook)

    @staticmethod
    def _remark(card: PresetCard) -> str:
        if card.outlook is not None:
            return plan_words.what_to_do(card.outlook.plan)
        return card.memory.remark if card.memory else ""

    def _show_measures(self, outlook: Outlook | None) -> None:
        if outlook is None:
            self.panel.show_measures("", ())
            return
        measures = plan_words.measure_lines(outlook.switched_on)
        title = self.tr("Switched on so that it fits")
        if outlook.plan.verdict == "does_not_fit":
            title = self.tr("Too much even with this switched on")
        if not measures:
            title = self.tr("Nothing had to be switched on")
        self.panel.show_measures(title, measures, note=plan_words.step_time(outlook))

    def _show_memory(self, outlook: Outlook | None) -> None:
        if outlook is None or (outlook.card is None and outlook.least_gigabytes is None):
            self.panel.show_memory("", None)
            return
        place = self.tr("Memory on this card")
        if outlook.card is None:
            place = self.tr("Memory on a card of {size} GB").format(size=outlook.least_gigabytes)
        shares = plan_words.shares(outlook)
        sizes = (shares.model, shares.optimizer, shares.working, shares.others)
        names = (
            self.tr("The model"), self.tr("Its optimizer"), self.tr("Working memory"),
            self.tr("Other programs"),
        )  # fmt: skip
        parts = list(zip(names, map(words.size, sizes), strict=True))
        self.panel.show_memory(place, shares, parts)

    def _instead(self, method: str) -> str:
        return self.tr("Use {method} instead").format(method=words.method_title(method))

    def _refresh_card_notice(self) -> None:
        """A card that is there and cannot be used; the demo model does not need it."""
        goes_on = self._engine.here is False and self._is_set_up
        self.set_up_note.setVisible(goes_on)
        if goes_on:
            self.card_notice.hide()
            action = self.tr("Show how far it is")
            self.set_up_note.tell(
                *words.set_up_sentences(), sign="download-simple", role=TEXT, action=action,
                glyph="arrow-right",
            )  # fmt: skip
            return
        if self._engine.here is False:
            action = self.tr("Set up the engine")
            self.card_notice.tell(
                *words.engine_sentences(self._engine), action=action, glyph="wrench"
            )
            return
        problem = self._engine.card_problem
        info = self._editor.model_info
        if problem is None or info is None or info.family == "demo":
            self.card_notice.hide()
        else:
            self.card_notice.tell(*words.report(problem))

    def _refresh_action(self) -> None:
        reason, enabled = "", not self._is_busy
        if self._engine.here is False:
            reason, enabled = self.tr("The engine is not installed yet"), False
        elif self._editor.key is None or not self._editor.is_described():
            reason, enabled = self.tr("Describe the concept first"), False
        elif (problem := self._editor.images_problem()) is not None:
            reason, enabled = words.error(problem)[0], False
        elif wrong := self.settings.problem():
            reason, enabled = wrong, False
        elif self._plan.problem is not None:
            reason, enabled = self.tr("These settings do not go together"), False
        elif self.card_notice.isVisibleTo(self):
            reason, enabled = self.tr("The card cannot be used yet"), False
        elif (card := self._presets.card(self._editor.preset)) is not None:
            reason = self._promise(card)
        said, glyph = self.tr("Teach"), "play-fill"
        if self._is_queueing:
            said, glyph = self.tr("Add to the queue"), "queue"
        self.set_action(PageAction(said, glyph, enabled, reason, has_back=True))

    def _promise(self, card: PresetCard) -> str:
        """How many steps, and about how long they take on this card; without one, that they do."""
        steps = words.steps(card.steps)
        if card.memory and card.memory.time:
            return f"{steps}, {card.memory.time}"
        if card.outlook is not None and card.outlook.card is None and self._engine.here:
            return self.tr("{steps}, very slow on the processor").format(steps=steps)
        return steps

    def _on_current_changed(self, index: QModelIndex, before: QModelIndex) -> None:
        if index.isValid():
            self.queued.hide()
            self._editor.set_preset(index.data(PresetRole.CARD).name)
            self._show_chosen()
            # Once more when cards that have just grown have their place.
            QTimer.singleShot(0, self, self._show_chosen)

    def _on_foreseen(self) -> None:
        self.cards.refit()
        self.cards.viewport().update()
        self._refresh_panel()
        self._refresh_action()

    def _on_other_method(self) -> None:
        card = self._presets.card(self._editor.preset)
        if card is not None and card.outlook is not None:
            self._editor.set_preset(plan_words.other_method(card.outlook.plan))
            self._show_chosen()

    def _show_chosen(self) -> None:
        """The page scrolls, not the list: keys would lead out of sight."""
        part = self.cards.visualRect(self.cards.currentIndex())
        self.bring_part_into_view(self.cards, part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.set_narrow(self.width() < _ROOM_FOR_TWO)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._show_chosen)
