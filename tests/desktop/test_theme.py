"""The rules of resources/theme/README.md, as far as they can be counted."""

import re
from pathlib import Path

import pytest

import desktop
import resources

# isort: split
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from desktop.widgets.painting import draw_rounded

pytestmark = pytest.mark.quick

SIZES = {12, 13, 16, 20, 24}
CORNERS = {2, 3, 4, 5, 6, 8, 10, 13}
SHEET = (resources.ROOT / "theme" / "manul.qss").read_text(encoding="utf-8")
FOLDER = Path(desktop.__file__).parent
CODE = {
    path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8")
    for path in FOLDER.rglob("*.py")
}
# A contact sheet is a picture of its own, the same whatever the window's colours are.
A_PICTURE = "contact_sheet.py"
COLOURS_LIVE_IN = {"colors.py", "theme.py", A_PICTURE}
HEX = r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b"


def found(pattern: str, *, but: set[str]) -> dict[str, list[str]]:
    return {
        name: matches for name, code in CODE.items()
        if name not in but and (matches := re.findall(pattern, code))
    }  # fmt: skip


def test_the_sheet_keeps_to_the_scale_of_type_and_corners() -> None:
    assert {int(size) for size in re.findall(r"font-size:\s*(\d+)px", SHEET)} <= SIZES
    assert {int(size) for size in re.findall(r"border-radius:\s*(\d+)px", SHEET)} <= CORNERS
    assert not re.findall(r"font-size:\s*[\d.]+(?:pt|em|%)", SHEET)


def test_what_is_painted_keeps_to_the_scale_of_type() -> None:
    told = found(r"sized\([^()]*(?:\(\))?, (\d+)", but={A_PICTURE})
    sizes = {int(size) for matches in told.values() for size in matches}
    assert sizes and sizes <= SIZES, told


def test_colours_come_from_the_palette_alone() -> None:
    assert not re.findall(HEX, SHEET)
    assert found(rf"[\"']{HEX}", but=COLOURS_LIVE_IN) == {}
    # On pictures there are a scrim and white, the same in both themes.
    assert found(r"QColor\((?!18, 17, 16\b|255, 255, 255\b)[\d\"']", but=COLOURS_LIVE_IN) == {}
    assert found(r"GlobalColor\.(?!white|transparent)\w+", but=COLOURS_LIVE_IN) == {}


def test_there_is_one_stylesheet() -> None:
    assert found(r"setStyleSheet\(", but={"theme.py"}) == {}


def test_the_wheel_changes_no_field() -> None:
    plain = r"(?<![\w.])Q(?:ComboBox|SpinBox|DoubleSpinBox|FontComboBox|DateEdit|TimeEdit)\("
    assert found(plain, but={"widgets/fields.py"}) == {}


def test_the_rules_name_every_size() -> None:
    rules = (resources.ROOT / "theme" / "README.md").read_text(encoding="utf-8")
    for size in SIZES:
        assert re.search(rf"\b{size}\b", rules), size


def test_a_picture_for_a_fine_screen_is_drawn_once(qapp: QApplication) -> None:
    picture = QPixmap(80, 80)
    picture.fill(QColor("white"))
    with QPainter(picture) as painter:
        painter.fillRect(0, 0, 40, 80, QColor("black"))
    picture.setDevicePixelRatio(2)
    drawn = QImage(40, 40, QImage.Format.Format_RGB32)
    with QPainter(drawn) as painter:
        draw_rounded(painter, QRectF(0, 0, 40, 40), picture, 0)
    dark = [drawn.pixelColor(x, 20).lightness() < 128 for x in (3, 10, 17, 23, 30, 37)]
    assert dark == [True, True, True, False, False, False]
