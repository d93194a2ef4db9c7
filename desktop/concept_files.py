"""What is done to concept folders, each as one pool task. Only engine.py uses it."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from desktop.facts import ConceptMade, ConceptWish, Description
from training.contract.concept import Concept
from training.contract.concept_folder import create_concept, read_concept
from training.contract.layout import ConceptFolder
from training.contract.toml_file import write_model

# Whether a picture is large enough depends on the base model, which may still change: the list
# of pictures judges that, so nothing is too small here.
ANY_RESOLUTION = 1


def make(workspace: Path, wish: ConceptWish, tell: Callable[[int, int], object]) -> ConceptMade:
    """Create the concept with what was decided about its pictures."""
    workspace.mkdir(parents=True, exist_ok=True)
    concept = Concept(name=wish.name, **asdict(wish.description))
    folder, notes = create_concept(
        workspace, concept, list(wish.pictures), resolution=ANY_RESOLUTION, uses=wish.pictures,
        tell=tell,
    )  # fmt: skip
    return ConceptMade(str(folder.path), tuple(notes))


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


def describe(key: str, description: Description) -> None:
    """Set what the concept is, the words it starts from, and its sample prompts."""
    folder = ConceptFolder(Path(key))
    concept = read_concept(folder)
    changed = Concept.model_validate(concept.model_dump() | asdict(description))
    if concept != changed:
        write_model(folder.config, changed)
