"""The gallery's heads: the steps over its columns, the prompts before its rows."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.colors import ACCENT, CANVAS, ERROR, SECONDARY, TEXT, app_palette
from desktop.models.gallery import GalleryRole
from desktop.widgets.gallery_cells import GAP, paint_bar
from desktop.widgets.painting import MEDIUM, SEMI_BOLD, draw_icon, draw_text, sized, wrap

LABEL_WIDTH = 200
HEAD_HEIGHT = 36
_SIGN, _SIGN_GAP = 14.0, 6.0


class StepHeads(QHeaderView):
    """The steps over the columns."""

    def __init__(self, selected_column: Callable[[], int], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._selected_column = selected_column
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(20)
        self.setFixedHeight(HEAD_HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        palette = app_palette()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(rect)
        selected = section == self._selected_column()
        painter.fillRect(area, palette.color(CANVAS))
        if selected:
            paint_bar(painter, palette, area.adjusted(0, 4, 0, 0), top=True, bottom=False)
        weight = SEMI_BOLD if selected else MEDIUM
        color = palette.color(TEXT if selected else SECONDARY)
        remark = self._said(section, GalleryRole.NOT_KEPT)
        if remark:
            painter.setFont(sized(self.font(), 12))
            below = area.adjusted(2, 17, -2, -2)
            draw_text(painter, below, remark, color=color, flags=Qt.AlignmentFlag.AlignCenter)
            area.adjust(0, 0, 0, -12)
        painter.setFont(sized(self.font(), 13, weight))
        signs = [sign for sign in (self._said(section, GalleryRole.SIGN),) if sign]
        if self._said(section, GalleryRole.IS_PINNED):
            signs.append("push-pin-fill")
        self._paint_number(painter, area, self._said(section), signs, color=color)
        painter.restore()

    def _said(self, section: int, role: int = Qt.ItemDataRole.DisplayRole) -> str:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal, role) or "")

    @staticmethod
    def _paint_number(
        painter: QPainter, area: QRectF, text: str, signs: list[str], *, color: QColor
    ) -> None:
        """The signs before the number, all together in the middle."""
        colors = {"star-fill": ACCENT, "warning-fill": ERROR}
        width = painter.fontMetrics().horizontalAdvance(text) + len(signs) * (_SIGN + _SIGN_GAP)
        left = area.center().x() - width / 2
        for sign in signs:
            box = QRectF(left, area.center().y() - _SIGN / 2, _SIGN, _SIGN)
            draw_icon(painter, box, sign, app_palette().color(colors.get(sign, SECONDARY)))
            left += _SIGN + _SIGN_GAP
        rest = QRectF(left, area.top(), area.right() - left, area.height())
        draw_text(painter, rest, text, color=color)


class PromptHeads(QHeaderView):
    """The prompts before the rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setFixedWidth(LABEL_WIDTH)
        self.setMinimumSectionSize(20)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        palette = app_palette()
        painter.save()
        painter.fillRect(rect, palette.color(CANVAS))
        painter.setFont(sized(self.font(), 12, MEDIUM))
        painter.setPen(palette.color(TEXT))
        text = str(self.model().headerData(section, Qt.Orientation.Vertical) or "")
        metrics = painter.fontMetrics()
        pitch = metrics.lineSpacing() + 2
        lines = wrap(text, metrics, rect.width() - 30, max(1, (rect.height() - 12) // pitch))
        top = rect.top() + (rect.height() - GAP - pitch * len(lines)) / 2
        for number, line in enumerate(lines):
            area = QRectF(rect.left() + 15, top + number * pitch, rect.width() - 30, pitch)
            draw_text(painter, area, line, color=palette.color(TEXT))
        painter.restore()
