"""Stage 1: the pictures to learn from; each is looked at, and what is unusual is said."""

from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop import words
from desktop.concept_editor import ConceptEditor
from desktop.crop_suggestions import CropSuggestions
from desktop.facts import Report
from desktop.models.picture_items import PictureItem
from desktop.models.pictures import FILTERS, PictureFilter, PictureRole
from desktop.pages.captions_dialog import CaptionsDialog
from desktop.pages.page import Page
from desktop.pages.picture_advice import PictureAdvice
from desktop.pages.picture_bar import PictureBar
from desktop.pages.picture_panel import PicturePanel
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.buttons import button, name_button
from desktop.widgets.drop_panel import DropPanel
from desktop.widgets.labels import label
from desktop.widgets.notice import Notice
from desktop.widgets.picture_delegate import PictureDelegate, tile_height
from desktop.widgets.picture_inspector import PictureInspector
from desktop.widgets.tile_list import TileList
from training.contract.messages import Message


class ImagesPage(Page):
    """Shows the editor's pictures; the whole page takes drops (wired in main_window)."""

    browse_requested = Signal()
    paste_requested = Signal()
    next_requested = Signal()

    def __init__(
        self,
        editor: ConceptEditor,
        suggestions: CropSuggestions,
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, scrolls=False)
        self._editor = editor
        self._suggestions = suggestions
        self._thumbnails = thumbnails
        self._selected_paths: list[Path] = []
        self.captions, self.add_button = button("text-aa", role="flat"), button("plus")
        self.head_buttons.addWidget(self.captions)
        self.head_buttons.addWidget(self.add_button)
        self.notice = Notice()
        self.notice.hide()
        self.bar, self.taught = PictureBar(), label("secondary", wrap=True)
        self.drop_panel = DropPanel()
        self.tiles = TileList(least_width=160, height_of=tile_height)
        self.tiles.setModel(editor.pictures)
        self.tiles.setItemDelegate(PictureDelegate(thumbnails, badge_text, self.tiles))
        self.tiles.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.panel = PicturePanel(editor, suggestions, thumbnails)
        self._advice = PictureAdvice(editor, suggestions, self)
        self.set_subtitle("")
        for part, stretch in ((self.notice, 0), (self.bar, 0), (self.taught, 0), (self.tiles, 1)):
            self.body.addWidget(part, stretch)
        self.body.addWidget(self.drop_panel, 1)
        self.across.addWidget(self.panel)
        self._connect()
        self._connect_keys()
        self.retranslate()

    @property
    def inspector(self) -> PictureInspector:
        return self.panel.inspector

    def _connect(self) -> None:
        edits, bar, model = self._editor.edits, self.bar, self._editor.pictures
        self.add_button.clicked.connect(self.browse_requested)
        self.captions.clicked.connect(self.write_captions)
        self.drop_panel.browse_requested.connect(self.browse_requested)
        self.drop_panel.paste_requested.connect(self.paste_requested)
        bar.filter_chosen.connect(self._on_filter_chosen)
        bar.order_chosen.connect(model.sort_by)
        bar.undo_requested.connect(self.undo)
        bar.redo_requested.connect(self.redo)
        self.panel.captions_requested.connect(self.write_captions)
        self.notice.dismissed.connect(self.notice.hide)
        self.tiles.activated.connect(self._on_activated)
        self.tiles.clicked.connect(self._on_activated)
        self.tiles.selectionModel().selectionChanged.connect(self._on_selection_changed)
        model.modelReset.connect(self._select_again)
        self._thumbnails.loaded.connect(self.tiles.viewport().update)
        self._thumbnails.loaded.connect(self.panel.show_preview)
        self._suggestions.suggested.connect(edits.set_crops)
        self._suggestions.failed.connect(self.show_problem)
        self._suggestions.progressed.connect(self._show_advice)
        edits.noted.connect(self.show_problem)
        edits.begun.connect(self.notice.hide)
        edits.begun.connect(self._suggestions.forget)
        self._editor.changed.connect(self.refresh)

    def _connect_keys(self) -> None:
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.tiles)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.panel.toggle_excluded)
        remove = QShortcut(QKeySequence("Shift+Del"), self.tiles)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove.activated.connect(self.panel.remove)
        undo, redo = QAction(self), QAction(self)
        undo.setShortcuts(QKeySequence.StandardKey.Undo)
        redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        for action, slot in ((undo, self.undo), (redo, self.redo)):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.addAction(action)

    # showing -----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what the editor holds now."""
        model = self._editor.pictures
        some = bool(model.items)
        for part in (self.tiles, self.add_button, self.captions, self.bar):
            part.setVisible(some)
        self.drop_panel.setVisible(not some)
        self.bar.show_counts({which: model.count(which) for which in FILTERS}, model.filter)
        self.bar.show_steps(self._editor.edits.history.last, self._editor.edits.history.next)
        self._show_advice()
        problem = self._editor.images_problem()
        reason = words.error(problem)[0] if problem and some else ""
        text = self.tr("Next: concept")
        self.set_action(PageAction(text, "arrow-right", enabled=problem is None, reason=reason))
        self._show_selected()

    def _show_advice(self) -> None:
        if self._editor.pictures.items:
            text, glyph, role = self._advice.sentence()
            self.bar.show_advice(text, glyph=glyph, role=role)
        said = self._advice.of_training()
        self.taught.setText(said)
        self.taught.setVisible(bool(said))

    def show_problem(self, report: Report) -> None:
        title, advice = words.report(report)
        self.notice.tell(title, advice, dismiss=self.tr("Close"))

    def primary(self) -> None:
        self.notice.hide()
        self.panel.flush()
        self.next_requested.emit()

    def retranslate(self) -> None:
        self.set_title(self.tr("Images"))
        name_button(self.add_button, self.tr("Add pictures"))
        name_button(self.captions, self.tr("Captions"), self.tr("Write many captions at once"))
        self.tiles.setAccessibleName(self.tr("Pictures"))
        self.drop_panel.set_texts(
            self.tr("Drop pictures here"),
            self.tr(
                "Files, a folder with folders in it, or straight from the browser. "
                "Manul makes copies; your own files are never changed."
            ),
            browse=self.tr("Choose pictures"),
            paste=self.tr("Paste"),
        )
        self.refresh()

    # editing -----------------------------------------------------------------------------

    def undo(self) -> None:
        """First what is just being typed: it becomes a step of its own, and that is undone."""
        self.panel.flush()
        self._editor.edits.undo()

    def redo(self) -> None:
        self.panel.flush()
        self._editor.edits.redo()

    def flush(self) -> None:
        self.panel.flush()

    def write_captions(self) -> None:
        self.panel.flush()
        chosen = [item.picture for item in self._selected()]
        dialog = CaptionsDialog(self._editor.edits.pictures, chosen, self)
        dialog.captions_written.connect(self._editor.edits.set_captions)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # choosing ----------------------------------------------------------------------------

    def _selected(self) -> list[PictureItem]:
        found = [index.data(PictureRole.ITEM) for index in self.tiles.selectedIndexes()]
        return [item for item in found if item is not None]

    def _show_selected(self) -> None:
        self.panel.show_items(self._selected())

    def _on_selection_changed(self, now: QItemSelection, before: QItemSelection) -> None:
        self._selected_paths = [item.path for item in self._selected()]
        self._show_selected()

    def _select_again(self) -> None:
        """Rows are others now; the pictures that were chosen still are, where they are shown."""
        chosen, selection = self._selected_paths, QItemSelection()
        indexes = self._editor.pictures.indexes_of(chosen)
        for first, last in _runs(indexes):
            selection.select(first, last)
        self.tiles.selectionModel().select(
            selection, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        if indexes:
            self.tiles.selectionModel().setCurrentIndex(
                indexes[0], QItemSelectionModel.SelectionFlag.NoUpdate
            )

    def _on_filter_chosen(self, which: PictureFilter) -> None:
        self.panel.flush()
        self._editor.pictures.show_only(which)
        self.refresh()

    def _on_activated(self, index: QModelIndex) -> None:
        if index.data(PictureRole.IS_ADD_TILE):
            self.tiles.selectionModel().clearSelection()
            self.browse_requested.emit()


def _runs(indexes: list[QModelIndex]) -> list[tuple[QModelIndex, QModelIndex]]:
    """Neighbouring rows as (first, last): a thousand single rows would take Qt seconds."""
    result: list[tuple[QModelIndex, QModelIndex]] = []
    for index in indexes:
        if result and result[-1][1].row() + 1 == index.row():
            result[-1] = (result[-1][0], index)
        else:
            result.append((index, index))
    return result


def badge_text(problem: Message) -> str:
    """A problem in a word or two, for the badge on the picture."""
    return words.badge(problem)
