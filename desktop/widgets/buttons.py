"""Push buttons in the roles that the stylesheet knows."""

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton

from desktop.colors import TEXT, Role
from desktop.icons import icon


def button(glyph: str = "", *, role: str = "", icon_role: Role = TEXT) -> QPushButton:
    """A button; its text is set by `name_button` whenever the language changes."""
    result = QPushButton()
    if role:
        result.setProperty("role", role)
    if glyph:
        result.setIcon(icon(glyph, icon_role))
        result.setIconSize(QSize(16, 16))
    result.setAutoDefault(False)
    # The focus ring is for those who come by keyboard; a click needs none.
    result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return result


def chip() -> QPushButton:
    """A small choice; a check mark tells the chosen one, not the colour alone."""
    result = button(role="chip")
    result.setCheckable(True)
    result.setIconSize(QSize(12, 12))
    result.toggled.connect(partial(_mark, result))
    return result


def _mark(target: QPushButton, chosen: bool) -> None:
    target.setIcon(icon("check-bold") if chosen else QIcon())


def name_button(target: QPushButton, text: str, hint: str = "") -> None:
    """Set what a button says; the icon gap cannot be styled, so thin spaces make it."""
    is_plain = target.icon().isNull() or target.property("role") == "chip"
    target.setText(text if is_plain else f"\u2009 {text}")
    target.setAccessibleName(text)
    target.setToolTip(hint)
