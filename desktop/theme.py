"""Light and dark: palette and stylesheet from resources/theme, following the system or not."""

import tomllib
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

import resources
from desktop import colors
from desktop.colors import mix

Mode = Literal["system", "light", "dark"]
MODES: tuple[Mode, ...] = ("system", "light", "dark")
_FOLDER = resources.ROOT / "theme"
_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


def as_mode(text: str) -> Mode:
    """What was stored or asked for; anything unknown follows the system."""
    return next((mode for mode in MODES if mode == text), "system")


class Theme(QObject):
    """Gives the application its colours; `mode` overrides what the system says. The stylesheet
    waits for `dress`: a widget that is put into another is styled anew, and with all that is in
    it, so a window is made first and styled once."""

    def __init__(self, app: QApplication, mode: Mode = "system") -> None:
        super().__init__(app)
        self._app = app
        self.mode: Mode = mode
        self._is_dressed = False
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._apply)
        self.set_mode(mode)

    @property
    def is_dark(self) -> bool:
        if self.mode == "system":
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.mode == "dark"

    def set_mode(self, mode: Mode) -> None:
        self.mode = mode
        # The system then draws the title bar to match, where it can.
        self._app.styleHints().setColorScheme(_SCHEMES[mode])
        self._apply()

    def dress(self) -> None:
        """Put the stylesheet on all that was made, and on whatever comes later."""
        self._is_dressed = True
        self._apply()

    def _apply(self) -> None:
        named = load_colors("dark" if self.is_dark else "light")
        self._app.setPalette(make_palette(named))
        if self._is_dressed:
            self._app.setStyleSheet(make_stylesheet(named))


def load_colors(scheme: Literal["light", "dark"]) -> dict[str, QColor]:
    """The named colours of a scheme, with those that are mixed from them (look board)."""
    content = tomllib.loads((_FOLDER / "palette.toml").read_text(encoding="utf-8"))
    named = {name: QColor(value) for name, value in content[scheme].items()}
    ground, surface, text, line = (named[n] for n in ("ground", "surface", "text", "line"))
    accent = named["accent"]
    dark = scheme == "dark"
    return named | {
        "rail": mix(ground, line, 0.28),
        "rail_row": mix(ground, text, 0.09) if dark else surface,
        "rail_row_line": mix(ground, text, 0.16) if dark else line,
        "note": mix(ground, text, 0.05),
        "hover": mix(surface, text, 0.05),
        "pressed": mix(surface, text, 0.10),
        "accent_hover": mix(accent, text, 0.12),
        "accent_pressed": mix(accent, text, 0.22),
        "accent_tint": mix(surface, accent, 0.16 if dark else 0.07),
        "off": mix(ground, line, 0.7),
        "off_text": mix(named["secondary"], ground, 0.35),
        "edge": mix(line, text, 0.22),
        "field_edge": mix(line, text, 0.40),
        "dash": mix(line, text, 0.28),
    }


def make_palette(named: dict[str, QColor]) -> QPalette:
    """Fusion's palette, with the colours that have no Qt role in the ones colors.py names."""
    palette = QPalette(named["surface"], named["ground"])
    for role, name in {
        colors.GROUND: "ground", colors.SURFACE: "surface", colors.TEXT: "text",
        colors.SECONDARY: "secondary", colors.LINE: "line", colors.ACCENT: "accent",
        colors.ON_ACCENT: "on_accent", colors.ERROR: "error", colors.GOOD: "good",
        colors.RAIL: "rail", colors.NOTE: "note", colors.CANVAS: "canvas",
        colors.EDGE: "edge", colors.FIELD_EDGE: "field_edge",
        colors.Role.Text: "text", colors.Role.ButtonText: "text", colors.Role.Button: "surface",
        colors.Role.Accent: "accent", colors.Role.Link: "accent",
        colors.Role.ToolTipBase: "surface", colors.Role.ToolTipText: "text",
    }.items():  # fmt: skip
        palette.setColor(role, named[name])
    for role in (colors.TEXT, colors.Role.Text, colors.Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, named["off_text"])
    return palette


def make_stylesheet(named: dict[str, QColor]) -> str:
    template = Template((_FOLDER / "manul.qss").read_text(encoding="utf-8"))
    return template.substitute({name: color.name() for name, color in named.items()})
