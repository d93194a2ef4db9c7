"""The whole gallery as one picture: a row a prompt, a column a step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter

from desktop.thumbnails import Thumbnail, load_thumbnail
from desktop.widgets.painting import MEDIUM, draw_text, sized, wrap
from training.contract.atomic import atomic_write
from training.contract.errors import ManulError

_CELL, _LEAST_CELL = 192, 64
_GAP, _MARGIN, _HEAD, _LABEL = 8, 24, 36, 220
# Programs that show pictures open one of this size without trouble.
_MOST_SIDE, _MOST_PIXELS = 16_000, 40_000_000
_CANVAS, _TEXT, _SECONDARY = QColor("#ECEAE6"), QColor("#24221F"), QColor("#6B665E")


@dataclass(frozen=True)
class Sheet:
    """`heads` = what stands over each step; `pictures` by (step, row)."""

    steps: tuple[int, ...]
    heads: Mapping[int, str]
    prompts: tuple[str, ...]
    pictures: Mapping[tuple[int, int], Path]


def save_contact_sheet(sheet: Sheet, path: Path) -> Path:
    """Draw the sheet into a PNG; OSError if it cannot be written. For the pool."""
    image = draw_contact_sheet(sheet)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    atomic_write(path, bytes(buffer.data().data()))
    return path


def draw_contact_sheet(sheet: Sheet) -> QImage:
    """Very many steps make the cells smaller, and more than fit are thinned out evenly."""
    steps, cell = fit_columns(sheet.steps, rows=len(sheet.prompts))
    width = 2 * _MARGIN + _LABEL + len(steps) * (cell + _GAP) - _GAP
    height = 2 * _MARGIN + _HEAD + len(sheet.prompts) * (cell + _GAP) - _GAP
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(_CANVAS)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for column, step in enumerate(steps):
            left = _MARGIN + _LABEL + column * (cell + _GAP)
            painter.setFont(sized(QFont(), 14 if cell > 100 else 11, MEDIUM))
            head = QRectF(left, _MARGIN, cell, _HEAD - 8)
            centre = Qt.AlignmentFlag.AlignCenter
            draw_text(painter, head, sheet.heads[step], color=_SECONDARY, flags=centre)
            for row in range(len(sheet.prompts)):
                top = _MARGIN + _HEAD + row * (cell + _GAP)
                _paint_picture(painter, QRectF(left, top, cell, cell), sheet, (step, row))
        for row, prompt in enumerate(sheet.prompts):
            _paint_prompt(painter, prompt, _MARGIN + _HEAD + row * (cell + _GAP), cell)
    return image


def fit_columns(steps: Sequence[int], *, rows: int) -> tuple[list[int], int]:
    """(steps, side of a cell in pixels) of a sheet that can be opened anywhere."""
    high = 2 * _MARGIN + _HEAD
    for cell in range(_CELL, _LEAST_CELL - 1, -16):
        height = high + rows * (cell + _GAP)
        room = min(_MOST_SIDE, _MOST_PIXELS // height) - 2 * _MARGIN - _LABEL
        columns = max(2, room // (cell + _GAP))
        if len(steps) <= columns:
            return list(steps), cell
    places = [round(at * (len(steps) - 1) / (columns - 1)) for at in range(columns)]
    return [steps[place] for place in places], _LEAST_CELL


def _paint_picture(painter: QPainter, cell: QRectF, sheet: Sheet, at: tuple[int, int]) -> None:
    path = sheet.pictures.get(at)
    if path is None:
        return
    try:
        painter.drawImage(cell, load_thumbnail(Thumbnail(path, int(cell.width()))))
    except ManulError:
        # Moved or damaged: its place stays empty.
        return


def _paint_prompt(painter: QPainter, prompt: str, top: int, cell: int) -> None:
    font = sized(QFont(), 14, MEDIUM)
    painter.setFont(font)
    metrics = QFontMetrics(font)
    lines = wrap(prompt, metrics, _LABEL - 24, max(1, cell // metrics.lineSpacing()))
    first = top + (cell - len(lines) * metrics.lineSpacing()) / 2
    for number, line in enumerate(lines):
        y = first + number * metrics.lineSpacing()
        box = QRectF(_MARGIN, y, _LABEL - 20, metrics.lineSpacing())
        draw_text(painter, box, line, color=_TEXT)
