"""The empty library: where to drop pictures, and what can be done meanwhile."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import words
from desktop.facts import EngineFact
from desktop.widgets.drop_panel import DropPanel
from desktop.widgets.labels import label
from desktop.widgets.offer_card import OfferCard


class LibraryEmpty(QWidget):
    """A large place for pictures, the demo, and what is known of this machine."""

    def __init__(self) -> None:
        super().__init__()
        self.drop_panel = DropPanel()
        self._meanwhile = label("section")
        self.demo = OfferCard("cat")
        self.presence = OfferCard("cpu")
        offers = QHBoxLayout()
        offers.setSpacing(16)
        offers.addWidget(self.demo, 1)
        offers.addWidget(self.presence, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(12)
        layout.addWidget(self.drop_panel, 1)
        layout.addSpacing(8)
        layout.addWidget(self._meanwhile)
        layout.addLayout(offers)

    def show_engine(self, fact: EngineFact, *, is_set_up: bool) -> None:
        """`is_set_up` = just now."""
        title, detail = words.engine_sentences(fact)
        action = self.tr("Set up the engine") if fact.here is False else ""
        if fact.here is False and is_set_up:
            title, detail = words.set_up_sentences()
            action = self.tr("Show how far it is")
        self.presence.set_texts(title, detail, action=action)
        self.presence.setVisible(bool(title))

    def show_pictures(self, pictures: Sequence[QPixmap]) -> None:
        """In the fan, the last one on top and in the offer."""
        self.drop_panel.set_pictures(list(pictures))
        size = QSize(96, 96) * pictures[-1].devicePixelRatio()
        smooth = Qt.TransformationMode.SmoothTransformation
        ratio = Qt.AspectRatioMode.KeepAspectRatio
        self.demo.set_picture(pictures[-1].scaled(size, ratio, smooth))

    def retranslate(self) -> None:
        self._meanwhile.setText(self.tr("Meanwhile"))
        self.drop_panel.set_texts(
            self.tr("Show Manul something"),
            self.tr(
                "Drop 4 to 30 pictures of one thing, person, animal or style: "
                "files, a folder, or straight from the browser."
            ),
            browse=self.tr("Choose pictures"),
            paste=self.tr("Paste"),
        )
        self.demo.set_texts(
            self.tr("Try it with the little manul"),
            self.tr("Watch a whole training in a few minutes, on any computer."),
            action=self.tr("Teach the demo"),
        )
