"""What is done to the pictures of concepts, each as one pool task. Only engine.py uses it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFile

from desktop.concept_files import ANY_RESOLUTION
from desktop.facts import PictureJudgement
from training.contract.captions import read_caption
from training.contract.concept_folder import PictureNote, add_pictures, find_pictures
from training.contract.errors import ManulError
from training.contract.layout import ConceptFolder
from training.contract.messages import say
from training.contract.picture_checks import judge_picture
from training.contract.picture_edits import PictureChange, edit_pictures, removed_files


@dataclass(frozen=True)
class FoundPicture:
    """A picture that the user gave, with the caption beside it."""

    path: Path
    caption: str


def find(sources: Sequence[Path]) -> list[FoundPicture]:
    """The pictures in files and folders; ManulError where something is missing, or too much."""
    return [FoundPicture(path, _caption(path)) for path in find_pictures(sources)]


def add(key: str, sources: Sequence[Path], tell: Callable[[int, int], object]) -> list[PictureNote]:
    """Copy pictures in, with a note on each."""
    pictures = find_pictures(sources)
    return add_pictures(ConceptFolder(Path(key)), pictures, resolution=ANY_RESOLUTION, tell=tell)


def edit(key: str, changes: Sequence[PictureChange]) -> None:
    edit_pictures(ConceptFolder(Path(key)), changes)


def forget_removed(key: str) -> None:
    """What was removed in an earlier session goes to the system's recycle bin; where there is
    none it stays."""
    for path in removed_files(ConceptFolder(Path(key))):
        QFile.moveToTrash(str(path))


def judge(path: Path) -> PictureJudgement:
    """Look at one picture; never fails."""
    try:
        found = judge_picture(path, resolution=ANY_RESOLUTION)
    except ManulError:
        return PictureJudgement(path, problems=(say("picture.unreadable"),))
    problems = list(found.problems)
    try:
        read_caption(path)
    except ManulError:
        problems.append(say("picture.caption_unreadable"))
    return PictureJudgement(path, found.width, found.height, found.look, tuple(problems))


def _caption(picture: Path) -> str:
    """One that cannot be read is named when the picture is judged."""
    try:
        return read_caption(picture)
    except ManulError:
        return ""
