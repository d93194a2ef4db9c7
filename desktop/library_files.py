"""What the pool does with the folders of concepts and runs, which the window knows by keys."""

from collections.abc import Iterable
from pathlib import Path

from desktop.facts import ConceptFact, RunFact
from desktop.trash import move_to_trash
from training.contract import concept_changes
from training.contract.concept_changes import Progress
from training.contract.free_space import Freeable, free, what_can_go
from training.contract.layout import ConceptFolder, RunFolder


def rename(key: str, name: str) -> str:
    """The concept's new key."""
    return str(concept_changes.rename_concept(ConceptFolder(Path(key)), name).path)


def duplicate(key: str, name: str, progress: Progress) -> str:
    """The key of the copy."""
    return str(concept_changes.duplicate_concept(ConceptFolder(Path(key)), name, progress).path)


def free_name(key: str) -> str:
    path = Path(key)
    return concept_changes.free_name(path.parent, path.name)


def throw_away(key: str) -> bool:
    """Into the recycle bin; False where there is none for it."""
    concept_changes.refuse_to_delete(Path(key))
    return move_to_trash(Path(key))


def delete_for_good(key: str) -> None:
    concept_changes.delete_for_good(Path(key))


def freeable(of: ConceptFact | RunFact) -> list[Freeable]:
    """What can go of a concept with all its runs, or of one run."""
    if isinstance(of, RunFact):
        concept, runs = ConceptFolder(Path(of.concept_key)), [RunFolder(Path(of.key))]
        return [item for item in what_can_go(concept, runs) if item.run is not None]
    concept = ConceptFolder(Path(of.key))
    return what_can_go(concept, [RunFolder(Path(run.key)) for run in reversed(of.runs)])


def set_free(concept_key: str, chosen: Iterable[Freeable]) -> int:
    """The bytes gained."""
    return free(ConceptFolder(Path(concept_key)), chosen)
