"""Stage 1: the pictures to learn from; each is looked at, and what is unusual is said."""

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop import words
from desktop.concept_editor import ConceptEditor
from desktop.facts import Report
from desktop.models.pictures import PictureItem, PictureRole
from desktop.pages.page import Page
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.buttons import button, name_button
from desktop.widgets.drop_panel import DropPanel
from desktop.widgets.notice import Notice
from desktop.widgets.picture_delegate import PictureDelegate, tile_height
from desktop.widgets.picture_inspector import PictureInspector
from desktop.widgets.tile_list import TileList
from training.contract.messages import Message
from training.contract.picture_checks import advise


class ImagesPage(Page):
    """Shows the editor's pictures; the whole page takes drops (wired in main_window)."""

    browse_requested = Signal()
    paste_requested = Signal()
    next_requested = Signal()

    def __init__(
        self, editor: ConceptEditor, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, scrolls=False)
        self._editor = editor
        self._thumbnails = thumbnails
        self.add_button = button("plus")
        self.head_buttons.addWidget(self.add_button)
        self.notice = Notice()
        self.notice.hide()
        self.drop_panel = DropPanel()
        self.tiles = TileList(least_width=168, height_of=tile_height)
        self.tiles.setModel(editor.pictures)
        self.tiles.setItemDelegate(PictureDelegate(thumbnails, badge_text, self.tiles))
        self.tiles.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.inspector = PictureInspector()
        self.inspector.hide()
        self.body.addWidget(self.notice)
        self.body.addWidget(self.tiles, 1)
        self.body.addWidget(self.drop_panel, 1)
        self.across.addWidget(self.inspector)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.browse_requested)
        self.drop_panel.browse_requested.connect(self.browse_requested)
        self.drop_panel.paste_requested.connect(self.paste_requested)
        self.tiles.activated.connect(self._on_activated)
        self.tiles.clicked.connect(self._on_activated)
        self.tiles.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.inspector.excluded_requested.connect(self._on_excluded_requested)
        self._thumbnails.loaded.connect(self.tiles.viewport().update)
        self._thumbnails.loaded.connect(self._show_selected)
        self._editor.changed.connect(self.refresh)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.tiles)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_delete)

    def refresh(self) -> None:
        """Show what the editor holds now."""
        items = self._editor.pictures.items
        self.tiles.setVisible(bool(items))
        self.add_button.setVisible(bool(items))
        self.drop_panel.setVisible(not items)
        used = len(self._editor.pictures.used)
        advice = words.message(advise(used, self._editor.kind)) if items else ""
        self.set_subtitle(" ".join([advice, *self._set_aside(items)]))
        problem = self._editor.images_problem()
        reason = words.error(problem)[0] if problem and items else ""
        text = self.tr("Next: concept")
        self.set_action(PageAction(text, "arrow-right", enabled=problem is None, reason=reason))
        self._show_selected()

    def _set_aside(self, items: list[PictureItem]) -> list[str]:
        """How many pictures are not learned from, and why."""
        out = sum(item.excluded for item in items)
        broken = sum(self._editor.pictures.is_broken(item) for item in items)
        return [
            sentence
            for sentence, count in (
                (self.tr("%n left out.", "", out), out),
                (self.tr("%n cannot be read.", "", broken), broken),
            )
            if count
        ]

    def show_problem(self, report: Report) -> None:
        self.notice.tell(*words.report(report))

    def primary(self) -> None:
        self.notice.hide()
        self.next_requested.emit()

    def retranslate(self) -> None:
        self.set_title(self.tr("Images"))
        name_button(self.add_button, self.tr("Add pictures"))
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

    def _selected(self) -> list[PictureItem]:
        found = [index.data(PictureRole.ITEM) for index in self.tiles.selectedIndexes()]
        return [item for item in found if item is not None]

    def _show_selected(self) -> None:
        selected = self._selected()
        self.inspector.setVisible(bool(selected))
        if not selected:
            return
        item = selected[0]
        side = round(260 * self.devicePixelRatioF())
        self.inspector.picture.show_pixmap(
            self._thumbnails.get(Thumbnail(item.path, side, item.entry))
        )
        found = item.judgement
        size = f"{found.width} × {found.height}" if found and found.width else ""
        self.inspector.show_picture(item.title, size, excluded=item.excluded)
        problems = self._editor.pictures.problems(item)
        self.inspector.show_findings(
            [
                (capital(words.message(said)), words.by_key(f"{said.key}.cure", said.values, ""))
                for said in problems
            ]
        )

    def _on_selection_changed(self, now: QItemSelection, before: QItemSelection) -> None:
        self._show_selected()

    def _on_activated(self, index: QModelIndex) -> None:
        if index.data(PictureRole.IS_ADD_TILE):
            self.tiles.selectionModel().clearSelection()
            self.browse_requested.emit()

    def _on_excluded_requested(self, excluded: bool) -> None:
        self._editor.set_excluded([item.path for item in self._selected()], excluded)

    def _on_delete(self) -> None:
        """Leave the selected pictures out; take them back in where all of them are out."""
        selected = self._selected()
        if selected:
            all_out = all(item.excluded for item in selected)
            self._editor.set_excluded([item.path for item in selected], not all_out)


def badge_text(problem: Message) -> str:
    """A problem in a word or two, for the badge on the picture."""
    return words.badge(problem)


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
