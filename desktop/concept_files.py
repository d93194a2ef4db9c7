"""What is done to concept folders, each as one pool task. Only engine.py uses it."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from desktop.facts import ConceptWish, Description, PictureJudgement
from training.contract.concept import Concept, ImageEntry, ImageList
from training.contract.concept_folder import (
    PictureNote,
    add_pictures,
    create_concept,
    find_pictures,
    read_concept,
    read_images,
)
from training.contract.errors import ManulError
from training.contract.layout import ConceptFolder
from training.contract.messages import say
from training.contract.picture_checks import judge_picture
from training.contract.toml_file import write_model

# Whether a picture is large enough depends on the base model, which may still change: the list
# of pictures judges that, so nothing is too small here.
ANY_RESOLUTION = 1


def make(workspace: Path, wish: ConceptWish) -> str:
    """Create the concept; its key."""
    workspace.mkdir(parents=True, exist_ok=True)
    concept = Concept(name=wish.name, **asdict(wish.description))
    folder, notes = create_concept(workspace, concept, wish.pictures, resolution=ANY_RESOLUTION)
    left_out = {note.added for note in notes if note.added and note.source in wish.excluded}
    if left_out:
        _edit_entries(folder, lambda entry: _excluded(entry, entry.file in left_out))
    return str(folder.path)


def copy_demo(source: Path, workspace: Path) -> str:
    """The bundled concept in the user's workspace; the key of the one already there, if any."""
    demo = ConceptFolder(source)
    concept = read_concept(demo)
    target = ConceptFolder(workspace / concept.name)
    if target.config.is_file():
        return str(target.path)
    workspace.mkdir(parents=True, exist_ok=True)
    folder, _ = create_concept(workspace, concept, [demo.images], resolution=ANY_RESOLUTION)
    return str(folder.path)


def add(key: str, sources: Iterable[Path]) -> list[PictureNote]:
    return add_pictures(ConceptFolder(Path(key)), find_pictures(sources), resolution=ANY_RESOLUTION)


def exclude(key: str, files: frozenset[str], excluded: bool) -> None:
    """Leave pictures out, or take them back in."""
    _edit_entries(
        ConceptFolder(Path(key)),
        lambda entry: _excluded(entry, excluded) if entry.file in files else entry,
    )


def describe(key: str, description: Description) -> None:
    """Set what the concept is, the words it starts from, and its sample prompts."""
    folder = ConceptFolder(Path(key))
    concept = read_concept(folder)
    changed = Concept.model_validate(concept.model_dump() | asdict(description))
    if concept != changed:
        write_model(folder.config, changed)


def judge(path: Path) -> PictureJudgement:
    """Look at one picture; never fails."""
    try:
        found = judge_picture(path, resolution=ANY_RESOLUTION)
    except ManulError:
        return PictureJudgement(path, problems=(say("picture.unreadable"),))
    return PictureJudgement(path, found.width, found.height, found.look, found.problems)


def _edit_entries(folder: ConceptFolder, change: Callable[[ImageEntry], ImageEntry]) -> None:
    entries = read_images(folder).images
    write_model(folder.image_list, ImageList(images=tuple(change(entry) for entry in entries)))


def _excluded(entry: ImageEntry, excluded: bool) -> ImageEntry:
    return ImageEntry.model_validate(entry.model_dump() | {"excluded": excluded})
