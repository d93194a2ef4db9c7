"""One picture with all there is to say about it, which depends on the others and on the model."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.facts import PictureJudgement
from desktop.picture_history import Picture, Pictures
from training.contract.concept import ImageEntry
from training.contract.messages import Message, say
from training.contract.picture_checks import DUPLICATE_BITS
from training.contract.pictures import training_square

# Of very many copies of one picture a few are enough to tell.
_MOST_TWINS = 12


@dataclass(frozen=True)
class PictureItem:
    """`judgement` is None until the picture has been looked at."""

    picture: Picture
    judgement: PictureJudgement | None = None
    problems: tuple[Message, ...] = ()
    twin: str = ""

    @property
    def path(self) -> Path:
        return self.picture.path

    @property
    def title(self) -> str:
        return self.picture.title

    @property
    def entry(self) -> ImageEntry:
        return self.picture.entry

    @property
    def excluded(self) -> bool:
        return self.picture.entry.excluded

    @property
    def caption(self) -> str:
        return self.picture.caption

    @property
    def is_broken(self) -> bool:
        return self.judgement is not None and self.judgement.look is None

    @property
    def size(self) -> tuple[int, int] | None:
        found = self.judgement
        return (found.width, found.height) if found is not None and found.width else None

    @property
    def pixels(self) -> int:
        width, height = self.size or (0, 0)
        return width * height

    @property
    def side(self) -> int:
        """Of the square that is taught, in pixels; 0 while nobody knows."""
        return int(training_square(self.size, self.entry)[2]) if self.size else 0


class Twins:
    """Which pictures look the same, found as they are judged."""

    def __init__(self) -> None:
        self._looks: dict[Path, int] = {}
        self._twins: dict[Path, list[Path]] = {}

    def add(self, path: Path, look: int) -> None:
        if self._looks.get(path) == look:
            return
        same = [
            other for other, known in self._looks.items()
            if (look ^ known).bit_count() <= DUPLICATE_BITS and other != path
        ]  # fmt: skip
        for other in same:
            self._pair(path, other)
        self._looks[path] = look

    def move(self, paths: Mapping[Path, Path]) -> None:
        """The pictures lie elsewhere now, and look the same as before."""
        self._looks = {paths.get(path, path): look for path, look in self._looks.items()}
        self._twins = {
            paths.get(path, path): [paths.get(twin, twin) for twin in twins]
            for path, twins in self._twins.items()
        }

    def of(self, path: Path) -> list[Path]:
        return self._twins.get(path, [])

    def _pair(self, one: Path, other: Path) -> None:
        for path, twin in ((one, other), (other, one)):
            known = self._twins.setdefault(path, [])
            if len(known) < _MOST_TWINS:
                known.append(twin)


def make_items(
    pictures: Pictures,
    judgements: Mapping[Path, PictureJudgement],
    twins: Twins,
    resolution: int,
) -> list[PictureItem]:
    """All pictures as they are seen now."""
    seen: dict[Path, Picture] = {}
    result = []
    for picture in pictures:
        found = judgements.get(picture.path)
        first = next((seen[path] for path in twins.of(picture.path) if path in seen), None)
        twin = first.title if first is not None else ""
        problems = tuple(_problems(picture, found, twin, resolution)) if found else ()
        result.append(PictureItem(picture, found, problems, twin))
        if not picture.entry.excluded:
            # A copy of what is left out is none.
            seen[picture.path] = picture
    return result


def _problems(
    picture: Picture, found: PictureJudgement, twin: str, resolution: int
) -> Iterator[Message]:
    yield from found.problems
    if found.look is not None:
        size = (found.width, found.height)
        if min(size) < resolution:
            yield say(
                "picture.too_small", width=found.width, height=found.height, resolution=resolution
            )
        elif (side := int(training_square(size, picture.entry)[2])) < resolution:
            yield say("picture.crop_too_small", side=side, resolution=resolution)
    if twin:
        yield say("picture.near_duplicate", other=twin)
