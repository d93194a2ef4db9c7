"""What was found about a picture, in words, each with the cure that can be done here."""

from PySide6.QtCore import QObject

from desktop import words
from desktop.models.picture_items import PictureItem
from desktop.widgets.findings import Finding
from training.contract.messages import Message
from training.contract.picture_checks import LEAST_JUDGED_SIDE

_LEAVE_OUT = frozenset(
    ("picture.blurred", "picture.near_duplicate", "picture.too_small", "picture.animated",
     "picture.transparent")
)  # fmt: skip
# What is said of a picture where none of these problems was found.
_SIZE = frozenset(("picture.too_small", "picture.crop_too_small"))


class PictureFindings(QObject):
    """Size, sharpness and likeness are always told; of the rest only what is unusual."""

    def of(self, item: PictureItem) -> list[Finding]:
        if item.judgement is None:
            return [Finding(problem=self.tr("Manul is still looking at it"), glyph="eye")]
        told = [self._problem(said, item) for said in item.problems]
        if item.is_broken:
            return told
        keys = {said.key for said in item.problems}
        good = []
        if not keys & _SIZE:
            good.append(Finding(self.tr("Size"), self._size(item)))
        if "picture.blurred" not in keys:
            good.append(Finding(self.tr("Sharpness"), self._sharpness(item)))
        if "picture.near_duplicate" not in keys:
            good.append(Finding(self.tr("Looks like"), self.tr("no other picture")))
        return told + good

    def _problem(self, said: Message, item: PictureItem) -> Finding:
        action, key = "", ""
        if said.key == "picture.crop_too_small":
            action, key = self.tr("Take the largest square"), "take_whole"
        elif said.key == "picture.unreadable":
            action, key = self.tr("Remove"), "remove"
        elif said.key in _LEAVE_OUT and not item.excluded:
            action, key = self.tr("Leave out"), "leave_out"
        return Finding(
            problem=capital(words.message(said)),
            cure=words.by_key(f"{said.key}.cure", said.values, ""),
            action=action,
            action_key=key,
        )

    def _size(self, item: PictureItem) -> str:
        if item.pixels < 500_000:
            return self.tr("enough for this model")
        text = self.tr("{millions} MP, plenty")
        return text.format(millions=words.decimal(item.pixels / 1e6, 1))

    def _sharpness(self, item: PictureItem) -> str:
        if min(item.size or (0, 0)) < LEAST_JUDGED_SIDE:
            return self.tr("hard to tell, it is tiny")
        return self.tr("good")


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
