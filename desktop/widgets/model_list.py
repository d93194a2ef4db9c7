"""A list of radio cards that is as high as its first few, and scrolls."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.colors import app_palette
from desktop.models.base_models import ModelCard
from desktop.models.facts_list import FactRole
from desktop.widgets.radio_card import HEIGHT, CardLines, CardState, paint_ground, paint_lines

Index = QModelIndex | QPersistentModelIndex
_GAP = 8
_CARDS = 4


class ModelList(QListView):
    """The selected row is the choice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_ModelDelegate(self))
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalScrollBar().setSingleStep((HEIGHT + _GAP) // 2)

    def fit_height(self) -> None:
        """That of all cards while there are few of them, else of the first few."""
        model = self.model()
        count = model.rowCount() if model is not None else 0
        rows = range(min(count, _CARDS))
        height = sum(self.sizeHintForIndex(model.index(row, 0)).height() for row in rows)
        # The last gap is cut off only where there is something to scroll.
        self.setFixedHeight(max(1, height - _GAP if count > _CARDS else height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A narrower card may need a line more.
        self.fit_height()
        self.scrollTo(self.currentIndex())


class _ModelDelegate(QStyledItemDelegate):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        assert isinstance(view, QListView)
        width = view.viewport().width()
        height = _lines(index.data(FactRole.FACT)).height(option.font, width)
        return QSize(width, height + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: ModelCard = index.data(FactRole.FACT)
        rect = QRectF(option.rect).adjusted(0, 0, 0, -_GAP)
        states = QStyle.StateFlag
        state = CardState(
            is_chosen=bool(option.state & states.State_Selected),
            is_hovered=bool(option.state & states.State_MouseOver) and card.is_offered,
            has_focus=bool(option.state & states.State_HasFocus),
            is_offered=card.is_offered,
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        paint_ground(painter, app_palette(), rect, state)
        paint_lines(painter, app_palette(), rect, _lines(card), state)
        painter.restore()


def _lines(card: ModelCard) -> CardLines:
    return CardLines(card.title, card.detail, card.origin, is_problem=not card.is_usable)
