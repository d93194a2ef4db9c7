"""The left rail: library, the concept at hand, its five stages as a stepper, settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.colors import (
    ACCENT,
    ERROR,
    GROUND,
    LINE,
    ON_ACCENT,
    SECONDARY,
    TEXT,
    blend,
)
from desktop.icons import application_icon, dot
from desktop.widgets.buttons import button
from desktop.widgets.labels import hairline
from desktop.widgets.painting import (
    NORMAL,
    SEMI_BOLD,
    draw_icon,
    draw_rounded,
    draw_text,
    sized,
)
from desktop.widgets.plate import paint_plate
from desktop.widgets.rail_job import RailJob

RAIL_WIDTH = 220
_STAGE_PITCH = 60
_CIRCLE = 24.0


class RailButton(QAbstractButton):
    """A row with an icon; the selected one lies on a plate."""

    def __init__(self, glyph: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self.setCheckable(True)
        self.setFixedHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """As wide as its words need; it takes what there is."""
        metrics = QFontMetrics(sized(self.font(), 13, SEMI_BOLD))
        return QSize(46 + metrics.horizontalAdvance(self.text()), 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, rect = self.palette(), QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_plate(painter, self, rect, selected=self.isChecked())
            glyph = self._glyph + ("-fill" if self.isChecked() else "")
            icon = QRectF(11, rect.center().y() - 8, 16, 16)
            draw_icon(painter, icon, glyph, palette.color(TEXT))
            weight = SEMI_BOLD if self.isChecked() else QFont.Weight.Medium
            painter.setFont(sized(self.font(), 13, weight))
            draw_text(painter, rect.adjusted(38, 0, -8, 0), self.text(), color=palette.color(TEXT))


@dataclass(frozen=True)
class Stage:
    """How one stage of the stepper looks."""

    title: str
    detail: str = ""
    state: Literal["missing", "done", "trouble"] = "missing"
    enabled: bool = True


class StageButton(QAbstractButton):
    """One stage: circle with its number, check or warning, title and a second line."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._stage = Stage("")
        self.setCheckable(True)
        self.setFixedHeight(50)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(RAIL_WIDTH - 24, 50)

    def show_stage(self, stage: Stage, *, current: bool, spoken: str) -> None:
        """`spoken` = what a screen reader says of it."""
        self._stage = stage
        self.setChecked(current)
        self.setEnabled(stage.enabled)
        self.setAccessibleName(spoken)
        self.setToolTip(stage.detail)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, rect, stage = self.palette(), QRectF(self.rect()), self._stage
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_plate(painter, self, rect, selected=self.isChecked())
            self._paint_circle(painter, QPointF(22, 25))
            known = self.isChecked() or stage.state != "missing"
            painter.setFont(sized(self.font(), 13, SEMI_BOLD if known else NORMAL))
            title_color = palette.color(TEXT if known else SECONDARY)
            top = 6 if stage.detail else 15
            width = rect.width() - 54
            draw_text(painter, QRectF(46, top, width, 20), stage.title, color=title_color)
            painter.setFont(sized(self.font(), 12))
            role = ERROR if stage.state == "trouble" else SECONDARY
            draw_text(painter, QRectF(46, 25, width, 18), stage.detail, color=palette.color(role))

    def _paint_circle(self, painter: QPainter, centre: QPointF) -> None:
        palette, state = self.palette(), self._stage.state
        current = self.isChecked()
        radius = _CIRCLE / 2
        icon = QRectF(centre.x() - 7, centre.y() - 7, 14, 14)
        painter.setPen(Qt.PenStyle.NoPen)
        if state == "trouble":
            painter.setPen(QPen(palette.color(ERROR), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            dot(painter, centre, radius - 0.75)
            draw_icon(painter, icon, "warning", palette.color(ERROR))
            return
        if state == "done" or current:
            painter.setBrush(palette.color(ACCENT if current else TEXT))
            dot(painter, centre, radius)
            if state == "done":
                on = palette.color(ON_ACCENT if current else GROUND)
                draw_icon(painter, icon, "check-bold", on)
                return
        else:
            painter.setPen(QPen(blend(palette, LINE, TEXT, 0.4), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            dot(painter, centre, radius - 0.75)
        painter.setFont(sized(self.font(), 12, QFont.Weight.Bold))
        painter.setPen(palette.color(ON_ACCENT if current else SECONDARY))
        box = QRectF(centre.x() - 12, centre.y() - 12, 24, 24)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))


class Stepper(QWidget):
    """Stages one under the other; the lines between them are painted here."""

    stage_requested = Signal(int)

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = [StageButton(number + 1, self) for number in range(count)]
        self._stages: list[Stage] = []
        self.setFixedSize(RAIL_WIDTH - 24, count * _STAGE_PITCH)
        for row, made in enumerate(self._buttons):
            made.setGeometry(0, row * _STAGE_PITCH, RAIL_WIDTH - 24, 50)
            made.clicked.connect(lambda _=False, row=row: self.stage_requested.emit(row))

    def show_stages(self, stages: Sequence[Stage], *, current: int, spoken: Sequence[str]) -> None:
        self._stages = list(stages)
        for row, (target, stage) in enumerate(zip(self._buttons, stages, strict=True)):
            target.show_stage(stage, current=row == current, spoken=spoken[row])
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self.palette()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row, (one, other) in enumerate(zip(self._stages, self._stages[1:], strict=False)):
                done = one.state == "done" and other.state != "missing"
                painter.setPen(QPen(palette.color(SECONDARY if done else LINE), 1.5))
                top = row * _STAGE_PITCH + 25 + _CIRCLE / 2 + 3
                bottom = (row + 1) * _STAGE_PITCH + 25 - _CIRCLE / 2 - 3
                painter.drawLine(QPointF(22, top), QPointF(22, bottom))


class RailHead(QWidget):
    """A small picture with two lines beside it: the concept at hand, or the card."""

    def __init__(self, *, glyph: str, picture: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self._side = picture
        self._title = self._detail = ""
        self._pixmap: QPixmap | None = None
        self._strong = False
        self.setFixedHeight(max(picture, 40))

    def show_lines(
        self, title: str, detail: str, *, pixmap: QPixmap | None = None, strong: bool = False
    ) -> None:
        self._title, self._detail, self._pixmap, self._strong = title, detail, pixmap, strong
        self.setAccessibleName(f"{title}, {detail}")
        self.setToolTip(f"{title}\n{detail}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, side = self.palette(), float(self._side)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            left = 8.0
            picture = QRectF(left, (self.height() - side) / 2, side, side)
            if self._pixmap is not None:
                draw_rounded(painter, picture, self._pixmap, 8)
            elif side > 20:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(palette.color(LINE))
                painter.drawRoundedRect(picture, 8, 8)
                inner = picture.adjusted(10, 10, -10, -10)
                draw_icon(painter, inner, self._glyph, palette.color(SECONDARY))
            else:
                draw_icon(painter, picture, self._glyph, palette.color(SECONDARY))
            width = self.width() - left - side - 12
            middle, text = self.height() / 2, left + side + 10
            one_line = not self._detail
            painter.setFont(
                sized(
                    self.font(), 13 if self._strong else 12, SEMI_BOLD if self._strong else NORMAL
                )
            )
            first = QRectF(text, middle - (10 if one_line else 19), width, 20)
            role = TEXT if self._strong else SECONDARY
            draw_text(painter, first, self._title, color=palette.color(role))
            painter.setFont(sized(self.font(), 12))
            second = QRectF(text, middle, width, 18)
            draw_text(painter, second, self._detail, color=palette.color(SECONDARY))


class Rail(QFrame):
    """Puts the pieces in order; reports where the user wants to go."""

    library_requested = Signal()
    settings_requested = Signal()
    help_requested = Signal()
    stage_requested = Signal(int)

    def __init__(self, stages: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(RAIL_WIDTH)
        self._brand = RailHead(glyph="cat", picture=28)
        self._brand.show_lines(
            "Manul", "", pixmap=application_icon().pixmap(QSize(56, 56)), strong=True
        )
        self.library = RailButton("squares-four")
        self.head = RailHead(glyph="image", picture=40)
        self.stepper = Stepper(stages)
        self.card, self.set_up = RailHead(glyph="cpu", picture=16), RailJob()
        self.settings = RailButton("gear-six")
        self.settings.setCheckable(False)
        self.help = button("question", role="flat")
        self.help.setIconSize(QSize(18, 18))
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self.settings, 1)
        foot.addWidget(self.help)
        self._lines = [hairline(), hairline()]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 14, 12, 10)
        layout.setSpacing(0)
        layout.addWidget(self._brand)
        layout.addSpacing(18)
        layout.addWidget(self.library)
        layout.addSpacing(16)
        layout.addWidget(self._lines[0])
        layout.addSpacing(16)
        layout.addWidget(self.head)
        layout.addSpacing(12)
        layout.addWidget(self.stepper)
        layout.addStretch(1)
        layout.addWidget(self._lines[1])
        layout.addSpacing(8)
        layout.addWidget(self.card)
        layout.addWidget(self.set_up)
        layout.addSpacing(4)
        layout.addLayout(foot)
        self.library.clicked.connect(self.library_requested)
        self.settings.clicked.connect(self.settings_requested)
        self.help.clicked.connect(self.help_requested)
        self.stepper.stage_requested.connect(self.stage_requested)

    def show_concept(self, visible: bool) -> None:
        """Inside a concept the stepper is there; in the library it is not."""
        for widget in (self._lines[0], self.head, self.stepper):
            widget.setVisible(visible)
        self.library.setChecked(not visible)
