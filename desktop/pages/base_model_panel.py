"""The base model: those that there are, a filter, and the ways to others."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QProgressBar, QVBoxLayout, QWidget

from desktop import words
from desktop.base_model_choices import hub_name
from desktop.colors import ACCENT
from desktop.concept_editor import ConceptEditor
from desktop.facts import BaseModelChoice, EngineFact
from desktop.models.base_models import model_card, model_list
from desktop.models.facts_list import FactRole
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import label, set_tone
from desktop.widgets.model_list import ModelList
from desktop.widgets.painting import draw_dashed
from training.contract.base_models import DEMO
from training.contract.errors import ManulError
from training.contract.hub_cache import is_hub_id

# More than these want a filter.
_FEW = 8


class BaseModelPanel(QWidget):
    """The choice goes to the editor; dialogs are somebody else's business."""

    file_requested = Signal()
    folder_requested = Signal()
    hub_requested = Signal()
    web_ui_folder_requested = Signal()

    def __init__(self, editor: ConceptEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._engine = EngineFact()
        self._not_found_in = self._no_hub_name = self._shown = ""
        self._is_hovered = self._is_foldable = self._is_open = False
        self.cards = model_list(self)
        self.list = ModelList()
        self.list.setModel(self.cards)
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.filter.setAcceptDrops(False)
        self.filter.installEventFilter(self)
        self._title, self._none = label("section"), label("hint", wrap=True)
        self._hint = label("hint", wrap=True)
        self.change = button(role="flat")
        self.browse = button("caret-down", role="flat")
        self.other = button("folder-plus")
        self.download = button("download-simple")
        self.cancel = button("stop")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.cancel.clicked.connect(
            lambda: self._editor.base_models.cancel(self._editor.base_model)
        )
        self._make_menu()
        self._lay_out()
        self.filter.textChanged.connect(self._on_filter_changed)
        self.list.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.change.clicked.connect(self._on_change_clicked)
        self.other.clicked.connect(self.web_ui_folder_requested)
        self.download.clicked.connect(
            lambda: self._editor.base_models.download(self._editor.base_model)
        )

    def _make_menu(self) -> None:
        menu = QMenu(self.browse)
        self.file_action, self.folder_action = QAction(menu), QAction(menu)
        self.hub_action = QAction(menu)
        menu.addActions([self.file_action, self.folder_action, self.hub_action])
        self.file_action.triggered.connect(self.file_requested)
        self.folder_action.triggered.connect(self.folder_requested)
        self.hub_action.triggered.connect(self.hub_requested)
        self.browse.setMenu(menu)
        # The caret belongs behind the word.
        self.browse.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.change)
        head.addWidget(self.browse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.filter)
        layout.addWidget(self.list)
        layout.addWidget(self._none)
        layout.addWidget(self.progress)
        layout.addWidget(self.download, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._hint)
        layout.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)

    # what is shown -----------------------------------------------------------------------

    def set_folded(self, folded: bool) -> None:
        """Show the chosen one alone, with a way to the others."""
        if folded != self._is_foldable:
            self._is_foldable, self._is_open = folded, False
            self.refresh()

    def _on_change_clicked(self) -> None:
        self._is_open = True
        self.refresh()
        (self.filter if self.filter.isVisible() else self.list).setFocus()

    def show_engine(self, fact: EngineFact) -> None:
        self._engine = fact
        self.refresh()

    def show_nothing_found(self, folder: str) -> None:
        """The user named a folder, and there is no web UI in it."""
        self._not_found_in, self._no_hub_name = folder, ""
        self.refresh()

    def take_hub_name(self, text: str) -> None:
        """The user has typed it, or copied the address of the model's page."""
        name = hub_name(text)
        self._not_found_in, self._no_hub_name = "", "" if is_hub_id(name) else name
        if is_hub_id(name):
            self._editor.set_base_model(name)
        self.refresh()

    def set_hovered(self, hovered: bool) -> None:
        """A model is held over the page, and may be dropped."""
        self._is_hovered = hovered
        self._refresh_hint()
        self.update()

    def refresh(self) -> None:
        chosen = self._editor.base_model
        choices = self._editor.base_models.all()
        is_folded = self._is_foldable and not self._is_open
        has_filter = len(choices) > _FEW and not is_folded
        self.change.setVisible(is_folded and len(choices) > 1)
        self.filter.setVisible(has_filter)
        wanted = self.filter.text() if has_filter else ""
        if is_folded:
            choices = [choice for choice in choices if choice.name == chosen]
        cards = [model_card(choice, is_chosen=choice.name == chosen) for choice in choices]
        self.cards.set_facts([card for card in cards if card.matches(wanted)])
        self._none.setVisible(not self.cards.facts)
        self._none.setText(self.tr("No model here is called “{text}”").format(text=wanted.strip()))
        self.list.setVisible(bool(self.cards.facts))
        self.list.fit_height()
        self.other.setVisible(not is_folded)
        self._refresh_download(self._editor.base_models.get(chosen))
        self._select(chosen)
        self._refresh_hint()

    def _refresh_download(self, choice: BaseModelChoice | None) -> None:
        is_loading = choice is not None and choice.is_loading
        is_missing = choice is not None and choice.can_be_loaded and not is_loading
        self.download.setVisible(is_missing)
        self.cancel.setVisible(is_loading)
        self.progress.setVisible(is_loading)
        if choice is not None and is_loading:
            # In thousandths: bytes are more than a progress bar counts. 0 to 0 = nobody knows.
            self.progress.setRange(0, 1000 if choice.total else 0)
            self.progress.setValue(1000 * choice.size // choice.total if choice.total else 0)

    def _select(self, chosen: str) -> None:
        """Scrolls to the choice when it is another one than before."""
        keys = [card.key for card in self.cards.facts]
        selection = self.list.selectionModel()
        if chosen not in keys:
            selection.clear()
            return
        index = self.cards.index(keys.index(chosen))
        if selection.currentIndex() != index or not selection.isSelected(index):
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if chosen != self._shown and self.isVisible():
            self._shown = chosen
            self.list.scrollTo(index)

    def _refresh_hint(self) -> None:
        is_problem = bool(self._not_found_in or self._no_hub_name) and not self._is_hovered
        set_tone(self._hint, "error" if is_problem else "")
        self._hint.setText(self._advice())

    def _advice(self) -> str:
        if self._is_hovered:
            return self.tr("Let go to take this as the base model.")
        if self._no_hub_name:
            return " ".join(words.error(ManulError("model_missing.no_id", name=self._no_hub_name)))
        if self._not_found_in:
            return self.tr(
                "No web UI was recognised in {folder}. Choose the folder that AUTOMATIC1111, "
                "Forge, ComfyUI, InvokeAI, SD.Next or SwarmUI was unpacked into."
            ).format(folder=self._not_found_in)
        if self._editor.base_model == DEMO:
            about = self.tr(
                "The demo model is for trying Manul out: what it learns works with no other."
            )
        else:
            about = self.tr("A result works best with the model it was taught on.")
        return f"{self._found()} {about}".strip()

    def _found(self) -> str:
        web_uis, models = self._engine.web_uis, self._engine.models
        if self._engine.here is None or self._engine.detail:
            return ""
        if not web_uis:
            return self.tr(
                "No web UI was found on this machine: browse for a model, or look in another "
                "folder."
            )
        found_in = [model.origin for model in models] or [web_ui.name for web_ui in web_uis]
        names = ", ".join(dict.fromkeys(found_in))
        return self.tr("%n model(s) found in {names}.", "", len(models)).format(names=names)

    # what is done ------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the filter the arrow goes down into the list, and Escape empties it."""
        if watched is self.filter and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self.filter.clear()
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_hovered:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
                draw_dashed(painter, area, self.palette().color(ACCENT), radius=10)

    def _on_filter_changed(self) -> None:
        self._shown = ""
        self.refresh()

    def _on_selection_changed(self) -> None:
        """Not when the current row changes: coming by Tab makes the first row current."""
        selected = self.list.selectedIndexes()
        if not selected:
            self._select(self._editor.base_model)
            return
        # What the mouse has pressed is in sight already.
        self._shown = selected[0].data(FactRole.FACT).key
        self._not_found_in = self._no_hub_name = ""
        self._editor.set_base_model(self._shown)

    def retranslate(self) -> None:
        self._title.setText(self.tr("Base model"))
        name_button(self.change, self.tr("Change …"))
        self.list.setAccessibleName(self._title.text())
        name_button(self.browse, self.tr("Browse"))
        self.browse.setText(f"{self.browse.accessibleName()} \u2009")
        self.file_action.setText(self.tr("A model file (.safetensors, .ckpt) …"))
        self.folder_action.setText(self.tr("A diffusers folder …"))
        self.hub_action.setText(self.tr("A model from Hugging Face …"))
        name_button(self.download, self.tr("Download it"))
        name_button(self.cancel, self.tr("Stop the download"), self.tr("What has come is kept"))
        self.progress.setAccessibleName(self.tr("How much of the model has come"))
        name_button(self.other, self.tr("Look in another web UI folder …"))
        self.filter.setPlaceholderText(self.tr("Filter by name or family"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.refresh()
