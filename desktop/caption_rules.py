"""Ways to write many captions at once; each is a function of one caption."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop.picture_history import Picture, plain_caption

CaptionWay = Literal["add", "replace", "fill"]
WAYS: tuple[CaptionWay, ...] = ("add", "replace", "fill")
FILE = "{file}"


@dataclass(frozen=True)
class CaptionRule:
    """`add` puts `first` before and `second` after every caption, `replace` puts `second` where
    `first` stands, `fill` writes `first` where there is no caption, with the file's name."""

    way: CaptionWay
    first: str = ""
    second: str = ""

    def apply(self, picture: Picture) -> str:
        caption = picture.caption
        if self.way == "fill":
            name = Path(picture.title).stem.replace("_", " ")
            return caption or plain_caption(self.first.replace(FILE, name))
        if self.way == "replace":
            return plain_caption(
                caption.replace(self.first, self.second) if self.first else caption
            )
        return plain_caption(_joined(_joined(self.first, caption), self.second))

    def changes(self, pictures: Iterable[Picture]) -> dict[Path, str]:
        """The new captions of those pictures whose caption changes."""
        made = ((picture, self.apply(picture)) for picture in pictures)
        return {picture.path: caption for picture, caption in made if caption != picture.caption}


def _joined(left: str, right: str) -> str:
    """With a comma between, unless one was written."""
    if not (left.strip() and right.strip()):
        return left + right
    if left[-1].isspace() or right[0].isspace() or right[0] in ",;.:":
        return left + right
    return f"{left} {right}" if left[-1] in ",;.:" else f"{left}, {right}"
