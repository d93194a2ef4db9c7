"""What can be read in a window: is all of it there, and in the right language?"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache

from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QLineEdit, QWidget

from desktop.languages import FOLDER

# Rounding of fonts and scales.
_SLACK = 2


def readable(window: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Each visible label, button and hint in a field, with what it says."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisibleTo(window) or widget.visibleRegion().isEmpty():
            continue
        if isinstance(widget, (QLabel, QAbstractButton)):
            text = widget.text()
        elif isinstance(widget, QLineEdit):
            text = widget.placeholderText() if not widget.text() else ""
        else:
            continue
        if text.strip():
            yield widget, text.replace("\u2009", "").strip()


def cut_off(window: QWidget) -> list[str]:
    """Texts of which a part cannot be seen, nor scrolled to, nor read in a tooltip."""
    return [
        f"{type(widget).__name__} “{text}”: {reason}"
        for widget, text in readable(window)
        if not isinstance(widget, QLineEdit) and (reason := _reason(widget, window))
    ]


def _reason(widget: QWidget, window: QWidget) -> str:
    hint = widget.sizeHint()
    if isinstance(widget, QLabel) and widget.wordWrap():
        needed = widget.heightForWidth(widget.width())
        if needed > widget.height() + _SLACK:
            return f"{needed} px high, has {widget.height()}"
    elif hint.width() > widget.width() + _SLACK and not widget.toolTip():
        return f"{hint.width()} px wide, has {widget.width()}"
    return _outside(widget, window)


def _outside(widget: QWidget, window: QWidget) -> str:
    """Beyond the edge of something around it; views and areas may be scrolled up and down."""
    rect, scrolls = widget.rect(), False
    around = widget
    while around is not window and (parent := around.parentWidget()) is not None:
        rect.translate(around.pos())
        around = parent
        scrolls = scrolls or isinstance(around.parentWidget(), QAbstractScrollArea)
        room = around.rect()
        if rect.left() < -_SLACK or rect.right() > room.right() + _SLACK:
            return f"beyond the side of {_name(around)}"
        if not scrolls and (rect.top() < -_SLACK or rect.bottom() > room.bottom() + _SLACK):
            return f"above or below {_name(around)}"
    return ""


def _name(widget: QWidget) -> str:
    return widget.objectName() or type(widget).__name__


def left_in_english(before: dict[QWidget, str], window: QWidget) -> list[str]:
    """Of what could be read `before` in English, what reads the same although there is Russian."""
    return [
        text
        for widget, text in readable(window)
        if before.get(widget) == text and any(known.fullmatch(text) for known in _sources())
    ]


@cache
def _sources() -> tuple[re.Pattern[str], ...]:
    """English sentences that read otherwise in Russian, with anything in place of their values."""
    found = []
    for message in ET.parse(FOLDER / "manul_ru.ts").getroot().iter("message"):
        source, translated = message.findtext("source", ""), message.findtext("translation", "")
        if source != translated and re.search(r"[a-z]{3}", re.sub(r"\{\w+\}", "", source)):
            parts = re.split(r"\{\w+\}|%n", source)
            found.append(re.compile(".*".join(map(re.escape, parts)), re.DOTALL))
    return tuple(found)
