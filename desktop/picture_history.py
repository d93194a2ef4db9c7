"""What was decided about the pictures of a concept, every state of it: undo goes back, redo on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from training.contract.concept import Crop, ImageEntry
from training.contract.picture_edits import PictureChange, PictureSetting

EditKind = Literal["", "add", "remove", "exclude", "include", "crop", "mirror", "caption"]

# Of a picture that is not copied into a concept yet.
DRAFT = ImageEntry(file="draft", original_name="", sha256="", look="0" * 16)
# Each state shares its pictures with the one before.
_MOST_STATES = 300


@dataclass(frozen=True)
class Picture:
    """One picture as it is to be used."""

    path: Path
    title: str
    entry: ImageEntry = DRAFT
    caption: str = ""

    def used(
        self,
        *,
        crop: Crop | Literal["same"] | None = "same",
        mirror: bool | None = None,
        excluded: bool | None = None,
    ) -> "Picture":
        """The same picture, used otherwise."""
        entry = self.entry
        changes = {
            "crop": entry.crop if crop == "same" else crop,
            "mirror": entry.mirror if mirror is None else mirror,
            "excluded": entry.excluded if excluded is None else excluded,
        }
        # Not validated: the values come from here, and there may be a thousand pictures.
        return replace(self, entry=entry.model_copy(update=changes))

    @property
    def setting(self) -> PictureSetting:
        return PictureSetting(self.entry, self.caption)


Pictures = tuple[Picture, ...]
PictureChanger = Callable[[Picture], Picture | None]


@dataclass(frozen=True)
class Step:
    """A state, and the edit that led to it: what was done to how many pictures."""

    pictures: Pictures
    kind: EditKind = ""
    count: int = 0
    merge: str = ""


class History:
    """A line of states; what was undone is forgotten with the next edit."""

    def __init__(self, pictures: Pictures = ()) -> None:
        self._steps = [Step(pictures)]
        self._at = 0

    @property
    def pictures(self) -> Pictures:
        return self._steps[self._at].pictures

    @property
    def last(self) -> Step | None:
        """The edit that undo would take back."""
        return self._steps[self._at] if self._at else None

    @property
    def next(self) -> Step | None:
        """The edit that redo would do again."""
        return self._steps[self._at + 1] if self._at + 1 < len(self._steps) else None

    def push(self, pictures: Pictures, kind: EditKind, *, count: int = 1, merge: str = "") -> None:
        """A new state. Edits in a row with the same `merge` are one, such as typing a caption."""
        if pictures == self.pictures:
            return
        del self._steps[self._at + 1 :]
        if merge and self._at and self._steps[self._at].merge == merge:
            self._steps[self._at] = Step(pictures, kind, count, merge)
            return
        self._steps.append(Step(pictures, kind, count, merge))
        del self._steps[:-_MOST_STATES]
        self._at = len(self._steps) - 1

    def undo(self) -> bool:
        self._at -= (can := self._at > 0)
        return can

    def redo(self) -> bool:
        self._at += (can := self._at + 1 < len(self._steps))
        return can

    def go_back_to(self, pictures: Pictures) -> None:
        """What could not be written is undone and can be redone; a state that is not in the
        history replaces it."""
        for at in range(self._at, -1, -1):
            if self._steps[at].pictures == pictures:
                self._at = at
                return
        self._steps, self._at = [Step(pictures)], 0

    def moved(self, change: PictureChanger) -> "History":
        """The same history of other pictures; what `change` has none for is left out."""
        result = History()
        result._steps = [
            replace(step, pictures=tuple(p for p in map(change, step.pictures) if p is not None))
            for step in self._steps
        ]
        result._at = self._at
        return result


def changed(pictures: Pictures, paths: Iterable[Path], change: PictureChanger) -> Pictures:
    """The pictures, with `change` done to those at `paths`; None leaves one out."""
    chosen = frozenset(paths)
    result = (change(p) if p.path in chosen else p for p in pictures)
    return tuple(picture for picture in result if picture is not None)


def changes_between(before: Pictures, after: Pictures) -> list[PictureChange]:
    """What has to be done to the files."""
    old = {picture.path: (place, picture) for place, picture in enumerate(before)}
    found = []
    for place, picture in enumerate(after):
        _, known = old.pop(picture.path, (0, None))
        if known is not picture and known != picture:
            setting = known.setting if known else None
            found.append(PictureChange(setting, picture.setting, place))
    found += [PictureChange(gone.setting, None, place) for place, gone in old.values()]
    return found


def plain_caption(text: str) -> str:
    """A caption as it is kept: one line, no more than a model would read."""
    clean = text.encode("utf-8", "ignore").decode()
    return " ".join(clean.split())[:_MOST_LETTERS]


# A hundred times what a model reads, and always less than a caption file may hold.
_MOST_LETTERS = 4_000
