"""Line icons that take their colour from the palette whenever they are painted."""

import importlib.util
import json
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)

import resources
from desktop.colors import SECONDARY, TEXT, Role

APPLICATION_ICON: Path = resources.ROOT / "icons" / "manul.svg"


class _GlyphEngine(QIconEngine):
    """One glyph of the Phosphor font (MIT) in a palette role; follows light and dark by itself."""

    def __init__(self, name: str, role: Role) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = SECONDARY if mode == QIcon.Mode.Disabled else self._role
        painter.save()
        painter.setPen(QGuiApplication.palette().color(QPalette.ColorGroup.Active, role))
        draw_glyph(painter, QRectF(rect), self._name)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        return pixmap

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._name, self._role)


def icon(name: str, role: Role = TEXT) -> QIcon:
    """The icon `name` of the Phosphor set, such as "pause" or "star-fill"."""
    return QIcon(_GlyphEngine(name, role))


def draw_glyph(painter: QPainter, rect: QRectF, name: str) -> None:
    """Paint the icon `name` into `rect` with the painter's pen colour."""
    family, letters = load_glyphs()
    font = QFont(family)
    font.setPixelSize(max(1, round(min(rect.width(), rect.height()))))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, letters[name])


@cache
def load_glyphs() -> tuple[str, dict[str, str]]:
    """(family, letter of each icon). The font lies in qtawesome's package, which is not imported:
    with the Qt modules that it wraps that takes longer than all of our own."""
    package = importlib.util.find_spec("qtawesome")
    assert package is not None and package.origin is not None
    folder = Path(package.origin).parent / "fonts"
    font = next(folder.glob("phosphor-[0-9]*.ttf"))
    charmap = json.loads(next(folder.glob("phosphor-*charmap*.json")).read_text(encoding="utf-8"))
    number = QFontDatabase.addApplicationFont(str(font))
    family = QFontDatabase.applicationFontFamilies(number)[0]
    return family, {name: chr(int(code, 16)) for name, code in charmap.items()}


def application_icon() -> QIcon:
    return QIcon(str(APPLICATION_ICON))


def dot(painter: QPainter, centre: QPointF, radius: float) -> None:
    """A filled circle in the painter's brush."""
    painter.drawEllipse(centre, radius, radius)
