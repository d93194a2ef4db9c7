"""The interface's colours by the palette role that carries them, so that any widget can paint."""

from PySide6.QtGui import QColor, QGuiApplication, QPalette

Role = QPalette.ColorRole

GROUND = Role.Window
SURFACE = Role.Base
TEXT = Role.WindowText
SECONDARY = Role.PlaceholderText
LINE = Role.Mid
ACCENT = Role.Highlight
ON_ACCENT = Role.HighlightedText
ERROR = Role.BrightText
GOOD = Role.LinkVisited
RAIL = Role.Dark
NOTE = Role.AlternateBase
CANVAS = Role.Shadow
EDGE = Role.Midlight
FIELD_EDGE = Role.Light

# Scrim under words on a picture, the same in both themes.
SCRIM = QColor(18, 17, 16, 191)
# Around what is white on a picture, so that it shows on white ones too.
SHADE = QColor(18, 17, 16, 89)
# Signs on what is white on a picture, the same in both themes.
ON_WHITE = QColor(36, 34, 31)


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """`share` of `other` in `one`, linear in sRGB."""
    return QColor(
        round(one.red() + (other.red() - one.red()) * share),
        round(one.green() + (other.green() - one.green()) * share),
        round(one.blue() + (other.blue() - one.blue()) * share),
    )


def blend(palette: QPalette, one: Role, other: Role, share: float) -> QColor:
    return mix(palette.color(one), palette.color(other), share)


def is_dark(palette: QPalette) -> bool:
    return palette.color(GROUND).lightness() < 128


def app_palette() -> QPalette:
    """For delegates and headers: the palette of a view that the stylesheet makes transparent
    has lost its ground."""
    return QGuiApplication.palette()
