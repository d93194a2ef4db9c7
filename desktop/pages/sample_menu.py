"""What can be done with a sample, as a menu."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from desktop import words
from desktop.facts import RunFact, SampleFact
from desktop.icons import icon

translate = QCoreApplication.translate

# enlarge, compare, try, copy, save, folder, pin, unpin, export
Choose = Callable[[str], object]


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
