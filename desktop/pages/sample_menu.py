"""What can be done with a sample, as a menu."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop import words
from desktop.facts import RunFact, SampleFact
from desktop.icons import icon
from desktop.models.gallery import GalleryModel, GalleryRole

translate = QCoreApplication.translate

# enlarge, compare, try, copy, save, folder, pin, unpin, export
Choose = Callable[[str], object]


class SampleMenu(QObject):
    """Opens the menu of a gallery's sample and tells what was chosen."""

    large_requested = Signal(int, int, str)  # row, column; enlarge, compare or try
    pin_requested = Signal(int, bool)  # step, pinned
    export_requested = Signal(int)
    sample_chosen = Signal(str, object)  # copy, save or folder; its Path

    def __init__(self, gallery: GalleryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._parent = parent

    def open(self, index: QModelIndex, where: QPoint) -> None:
        sample: SampleFact | None = index.data(GalleryRole.SAMPLE)
        run = self._gallery.run
        if sample is None or run is None:
            return
        choose = partial(self._on_chosen, index.row(), index.column(), sample)
        menu = make_sample_menu(self._parent, run, sample, choose)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def _on_chosen(self, row: int, column: int, sample: SampleFact, wish: str) -> None:
        if wish in ("enlarge", "compare", "try"):
            self.large_requested.emit(row, column, wish)
        elif wish in ("pin", "unpin"):
            self.pin_requested.emit(sample.step, wish == "pin")
        elif wish == "export":
            self.export_requested.emit(sample.step)
        else:
            self.sample_chosen.emit(wish, sample.path)


def make_sample_menu(parent: QWidget, run: RunFact, sample: SampleFact, choose: Choose) -> QMenu:
    """`choose` gets the name of what was chosen; what needs a kept step is off where it is gone."""
    menu = QMenu(parent)
    menu.setObjectName("sample_menu")
    is_kept, is_pinned = sample.step in run.kept_steps, sample.step in run.pinned_steps
    step = words.number(sample.step)
    pin = ("unpin", "push-pin-slash", translate("sample_menu", "Unpin this step"), is_kept)
    if not is_pinned:
        pin = ("pin", "push-pin", translate("sample_menu", "Pin this step"), is_kept)
    export = translate("sample_menu", "Export step {step}").format(step=step)
    entries = (
        ("enlarge", "arrows-out", translate("sample_menu", "Enlarge"), True),
        ("compare", "columns", translate("sample_menu", "Compare"), True),
        ("try", "paint-brush", translate("sample_menu", "Try this step…"), is_kept),
        None,
        ("copy", "copy", translate("sample_menu", "Copy the picture"), True),
        ("save", "floppy-disk-back", translate("sample_menu", "Save the picture as…"), True),
        ("folder", "folder-open", translate("sample_menu", "Show in the folder"), True),
        None,
        pin,
        ("export", "export", export, is_kept),
    )
    for entry in entries:
        if entry is None:
            menu.addSeparator()
            continue
        name, glyph, text, enabled = entry
        action = menu.addAction(icon(glyph), text)
        action.setObjectName(name)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _=False, name=name: choose(name))
    return menu
