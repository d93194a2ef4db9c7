"""What several painted widgets share: fonts by pixel size, rounded pictures, badges."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QTransform

from desktop.colors import SCRIM
from desktop.icons import draw_glyph

MEDIUM = QFont.Weight.Medium
SEMI_BOLD = QFont.Weight.DemiBold
NORMAL = QFont.Weight.Normal


def sized(font: QFont, pixels: int, weight: QFont.Weight = NORMAL) -> QFont:
    """`font` at a pixel size, with digits of equal width."""
    result = QFont(font)
    result.setPixelSize(pixels)
    result.setWeight(weight)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def draw_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    color: QColor,
    flags: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """One line, with an ellipsis where it does not fit."""
    painter.setPen(color)
    shown = painter.fontMetrics().elidedText(text, elide, int(rect.width()))
    painter.drawText(rect, flags, shown)


def draw_paragraph(
    painter: QPainter, rect: QRectF, text: str, *, color: QColor, lines: int
) -> None:
    """Wrapped text of at most `lines` lines; the last one ends in an ellipsis if it must."""
    painter.setPen(color)
    metrics = painter.fontMetrics()
    for number, line in enumerate(wrap(text, metrics, int(rect.width()), lines)):
        top = rect.top() + number * metrics.lineSpacing()
        painter.drawText(
            QRectF(rect.left(), top, rect.width(), metrics.lineSpacing()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            line,
        )


def wrap(text: str, metrics: QFontMetrics, width: int, lines: int) -> list[str]:
    """`text` broken at spaces into at most `lines` lines."""
    result: list[str] = []
    words = text.split()
    while words and len(result) < lines - 1:
        line = words.pop(0)
        while words and metrics.horizontalAdvance(f"{line} {words[0]}") <= width:
            line = f"{line} {words.pop(0)}"
        result.append(_fitted(line, metrics, width))
    if words:
        result.append(_fitted(" ".join(words), metrics, width))
    return result


def _fitted(line: str, metrics: QFontMetrics, width: int) -> str:
    """Elided only where it is too long by the measure that broke the lines: elidedText rounds
    differently, and would put an ellipsis into the middle of a sentence."""
    if metrics.horizontalAdvance(line) <= width:
        return line
    return metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)


def draw_rounded(painter: QPainter, rect: QRectF, pixmap: QPixmap, radius: float) -> None:
    """A picture with antialiased corners, which a clip path would not give."""
    scale = max(rect.width() / pixmap.width(), rect.height() / pixmap.height())
    # A brush draws a picture made for a fine screen smaller, and repeats it.
    plain = QPixmap(pixmap)
    plain.setDevicePixelRatio(1)
    brush = QBrush(plain)
    left = rect.center().x() - pixmap.width() * scale / 2
    top = rect.center().y() - pixmap.height() * scale / 2
    brush.setTransform(QTransform.fromTranslate(left, top).scale(scale, scale))
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawRoundedRect(rect, radius, radius)


def draw_badge(painter: QPainter, picture: QRectF, *, glyph: str, text: str, row: int = 0) -> None:
    """An icon and a word on a scrim in the picture's lower left corner."""
    metrics = painter.fontMetrics()
    room = picture.width() - 12 - 32
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
    width = metrics.horizontalAdvance(shown) + 32
    top = picture.bottom() - 6 - 22 - row * 26
    badge = QRectF(picture.left() + 6, top, width, 22)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(SCRIM)
    painter.drawRoundedRect(badge, 6, 6)
    painter.setPen(Qt.GlobalColor.white)
    font = painter.font()
    painter.drawText(
        badge.adjusted(24, 0, 0, 0),
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
        shown,
    )
    draw_glyph(painter, QRectF(badge.left() + 6, badge.top() + 4, 14, 14), glyph)
    painter.setFont(font)


def draw_label(
    painter: QPainter, picture: QRectF, *, glyph: str, text: str, at_right: bool, room: float
) -> None:
    """An icon and words on a scrim in one of the picture's upper corners."""
    metrics, font = painter.fontMetrics(), painter.font()
    sign = 20 if glyph else 0
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room - sign - 20))
    width = metrics.horizontalAdvance(shown) + sign + 20
    left = picture.right() - 12 - width if at_right else picture.left() + 12
    label = QRectF(left, picture.top() + 12, width, 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(SCRIM)
    painter.drawRoundedRect(label, 6, 6)
    painter.setPen(Qt.GlobalColor.white)
    middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(label.adjusted(10 + sign, 0, 0, 0), middle, shown)
    if glyph:
        draw_glyph(painter, QRectF(label.left() + 8, label.top() + 5, 14, 14), glyph)
    painter.setFont(font)


def draw_dashed(painter: QPainter, rect: QRectF, color: QColor, *, radius: float) -> None:
    """The outline of a place where something may be dropped."""
    pen = QPen(color, 1.5, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([4, 4])
    painter.setPen(pen)
    painter.drawRoundedRect(rect, radius, radius)


def draw_icon(painter: QPainter, rect: QRectF, name: str, color: QColor) -> None:
    """An icon of the line set; the painter's font is left as it was."""
    font = painter.font()
    painter.setPen(color)
    draw_glyph(painter, rect, name)
    painter.setFont(font)
