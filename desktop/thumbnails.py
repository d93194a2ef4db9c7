"""Small pictures for delegates: decoded in the pool, kept for as long as they are looked at."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import ImageOps
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from desktop.background import background
from training.contract.concept import ImageEntry
from training.contract.pictures import open_picture, training_view, upright

# Two thousand thumbnails of 160 px, or a hundred samples as large as the screen.
_KEPT_BYTES = 200_000_000
# Larger ones are enlarged on the screen, not in memory.
_MOST_SIDE = 2048
_WHOLE = ImageEntry(file="whole.png", original_name="", sha256="", look="0" * 16)


@dataclass(frozen=True)
class Thumbnail:
    """Which picture, as it will be trained, how large in device pixels (0 = as large as it is);
    `version` = redrawn. The `whole` one keeps its shape, and `side` is its longer side."""

    path: Path
    side: int
    entry: ImageEntry | None = None
    version: float = 0.0
    whole: bool = False


class ThumbnailLoader(QObject):
    """Answers at once with what it has and loads the rest; `loaded` says: paint again."""

    loaded = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[Thumbnail, QPixmap | None] = OrderedDict()
        self._kept_bytes = 0
        self._loading: set[Thumbnail] = set()
        self._order = 0

    def get(self, wanted: Thumbnail) -> QPixmap | None:
        """The picture, or None while it is loading or where it cannot be read."""
        if wanted in self._kept:
            self._kept.move_to_end(wanted)
            return self._kept[wanted]
        if wanted not in self._loading:
            self._loading.add(wanted)
            self._order += 1
            # What was asked for last is what is on the screen now.
            background(
                self,
                partial(load_thumbnail, wanted),
                partial(self._on_loaded, wanted),
                lambda _: self._on_loaded(wanted, None),
                priority=self._order,
            )
        return None

    def is_unreadable(self, wanted: Thumbnail) -> bool:
        return wanted in self._kept and self._kept[wanted] is None

    def _on_loaded(self, wanted: Thumbnail, image: QImage | None) -> None:
        self._loading.discard(wanted)
        pixmap = None if image is None else QPixmap.fromImage(image)
        self._kept[wanted] = pixmap
        self._kept_bytes += _bytes_of(pixmap)
        while self._kept_bytes > _KEPT_BYTES and len(self._kept) > 1:
            self._kept_bytes -= _bytes_of(self._kept.popitem(last=False)[1])
        self.loaded.emit()


def _bytes_of(pixmap: QPixmap | None) -> int:
    return 0 if pixmap is None else pixmap.width() * pixmap.height() * pixmap.depth() // 8


def _own_side(size: tuple[int, int], entry: ImageEntry) -> int:
    """Of the square that is trained, in the picture's own pixels."""
    left, top, right, bottom = entry.crop or (0.0, 0.0, 1.0, 1.0)
    side = round(min((right - left) * size[0], (bottom - top) * size[1]))
    return min(max(1, side), _MOST_SIDE)


def load_thumbnail(wanted: Thumbnail) -> QImage:
    """The trained square of a picture, or all of it; ManulError "unreadable"."""
    with open_picture(wanted.path) as picture:
        # JPEG can be decoded at a half, a quarter or an eighth, many times faster.
        if wanted.side and (wanted.entry is None or wanted.entry.crop is None):
            picture.draft("RGB", (wanted.side * 2, wanted.side * 2))
        seen = upright(picture)
    if wanted.whole:
        shown = ImageOps.contain(seen, (wanted.side, wanted.side))
    else:
        entry = wanted.entry or _WHOLE
        shown = training_view(seen, entry, wanted.side or _own_side(seen.size, entry))
    width, height = shown.size
    pixels = shown.tobytes()
    image = QImage(pixels, width, height, width * 3, QImage.Format.Format_RGB888)
    # The copy owns its bytes; the first one borrows Python's.
    return image.copy()
