"""Says of pictures that were given which of them were not added, and why."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop import words
from desktop.facts import Report
from training.contract.concept_folder import PictureNote

_MOST = 5

translate = QCoreApplication.translate


def not_added(notes: Sequence[PictureNote], total: int) -> Report | None:
    """None where all are there."""
    left_out = [note for note in notes if note.added is None]
    if not left_out:
        return None
    reasons = [
        f"“{note.source.name}” {', '.join(map(words.message, note.problems))}"
        for note in left_out[:_MOST]
    ]
    if len(left_out) > _MOST:
        reasons.append("…")
    title = translate("picture_notes", "Pictures not added: {count} of {total}")
    return Report(
        title.format(count=words.number(len(left_out)), total=words.number(total)),
        "; ".join(reasons),
    )
