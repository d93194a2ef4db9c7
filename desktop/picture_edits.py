"""Edits the pictures of the concept at hand: at once on the screen, then in its folder."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.engine import Engine
from desktop.facts import ConceptMade, PictureFact, Report
from desktop.models.pictures import PictureListModel
from desktop.picture_files import FoundPicture
from desktop.picture_history import (
    DRAFT,
    EditKind,
    History,
    Picture,
    PictureChanger,
    Pictures,
    changed,
    changes_between,
    plain_caption,
)
from desktop.picture_notes import not_added
from training.contract.concept import Crop
from training.contract.concept_folder import PictureNote, PictureUse
from training.contract.picture_edits import PictureChange


class PictureEdits(QObject):
    """Holds what was decided and all states before; one write follows the other, and brings the
    folder from the state that was written last to the one at hand."""

    changed = Signal()
    failed = Signal(object)  # Report
    noted = Signal(object)  # Report: what was given and not added
    begun = Signal()
    settled = Signal()
    copied = Signal()

    def __init__(self, engine: Engine, model: PictureListModel, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._model = model
        self._key: str | None = None
        self._draft = 0
        self._history = History()
        self._written: Pictures = ()
        self._target: Pictures | None = None
        self._is_writing = False
        self._left: list[tuple[str, list[PictureChange]]] = []
        self._waiting: list[tuple[str, list[Path]]] = []
        self._to_forget: list[str] = []

    # what is edited ----------------------------------------------------------------------

    def begin_draft(self) -> None:
        """A new concept, without pictures yet."""
        self._leave()
        self._key = None
        self._draft += 1
        self._begin(())

    def show_facts(self, key: str, facts: Sequence[PictureFact]) -> None:
        """A concept as it lies on the disk: another one, or what has changed there."""
        if key != self._key:
            self._leave()
            self._key = key
            self._to_forget.append(key)
            self._begin(_as_pictures(facts))
            self._write()
        elif not self._is_writing and not self._waiting and _as_pictures(facts) != self._written:
            # Somebody else has edited it: their state counts, and undo does not lead behind it.
            self._begin(_as_pictures(facts))

    def move_into(self, made: ConceptMade, facts: Sequence[PictureFact]) -> None:
        """The draft has become a concept: what was done to the one can be undone in the other."""
        here = {picture.path.name: picture for picture in _as_pictures(facts)}
        copies = {note.source: here[note.added] for note in made.notes if note.added in here}
        # Pictures that came while the others were copied follow them.
        given = frozenset(note.source for note in made.notes)
        if late := [picture.path for picture in self.pictures if picture.path not in given]:
            self._waiting.append((made.key, late))
        self._key = made.key
        self._written = _as_pictures(facts)
        self._history = self._history.moved(lambda picture: _as_in(copies, picture))
        self._model.rename({path: picture.path for path, picture in copies.items()})
        self._after_edit()
        self._tell_left_out(made.notes)

    def add(self, sources: Iterable[Path]) -> None:
        """Take files and folders: into the draft, or copied into the concept."""
        if self._key is not None:
            self._waiting.append((self._key, list(sources)))
            self._write()
            return
        draft = self._draft
        self._engine.find_pictures(
            sources, lambda found: self._add_to_draft(draft, found), self.failed.emit
        )

    def remove(self, paths: Sequence[Path]) -> None:
        self._edit("remove", paths, lambda picture: None)

    def set_excluded(self, paths: Sequence[Path], excluded: bool) -> None:
        kind: EditKind = "exclude" if excluded else "include"
        self._edit(kind, paths, lambda picture: picture.used(excluded=excluded))

    def set_mirror(self, paths: Sequence[Path], mirror: bool) -> None:
        self._edit("mirror", paths, lambda picture: picture.used(mirror=mirror))

    def set_crops(self, crops: Mapping[Path, Crop | None], *, merge: str = "") -> None:
        self._edit("crop", crops, lambda p: p.used(crop=crops[p.path]), merge=merge)

    def set_captions(self, captions: Mapping[Path, str], *, merge: str = "") -> None:
        plain = {path: plain_caption(text) for path, text in captions.items()}
        self._edit("caption", plain, lambda p: replace(p, caption=plain[p.path]), merge=merge)

    # undo --------------------------------------------------------------------------------

    @property
    def history(self) -> History:
        """To look at, not to change."""
        return self._history

    @property
    def pictures(self) -> Pictures:
        return self._history.pictures

    def undo(self) -> None:
        if self._history.undo():
            self._after_edit()

    def redo(self) -> None:
        if self._history.redo():
            self._after_edit()

    def hand_over(self) -> dict[Path, PictureUse]:
        """What was decided about a draft's pictures, for the concept to be made from it."""
        return {
            p.path: PictureUse(p.entry.crop, p.entry.mirror, p.entry.excluded, p.caption)
            for p in self.pictures
        }

    @property
    def is_settled(self) -> bool:
        """Is everything that was edited in its folder?"""
        if self._is_writing or self._left or self._to_forget or self._waiting:
            return False
        return self._key is None or not self._unwritten()

    # inside ------------------------------------------------------------------------------

    def _begin(self, pictures: Pictures) -> None:
        self._history = History(pictures)
        self._written = pictures
        self.begun.emit()
        self._show()

    def _edit(
        self,
        kind: EditKind,
        paths: Iterable[Path],
        change: PictureChanger,
        *,
        merge: str = "",
    ) -> None:
        before = self.pictures
        after = changed(before, paths, change)
        count = len(changes_between(before, after))
        if count:
            self._history.push(after, kind, count=count, merge=merge)
            self._after_edit()

    def _after_edit(self) -> None:
        self._show()
        self._write()

    def _show(self) -> None:
        self._engine.judge(self._model.set_pictures(self.pictures))
        self.changed.emit()

    def _add_to_draft(self, draft: int, found: Sequence[FoundPicture]) -> None:
        """Unless another draft has been begun meanwhile."""
        if self._key is not None or draft != self._draft:
            return
        there = {picture.path for picture in self.pictures}
        new = tuple(
            Picture(one.path, one.path.name, DRAFT, plain_caption(one.caption))
            for one in found if one.path not in there
        )  # fmt: skip
        if new:
            self._history.push(self.pictures + new, "add", count=len(new))
            self._after_edit()

    # writing -----------------------------------------------------------------------------

    def _unwritten(self) -> list[PictureChange]:
        """What is still to be done to the files once the write at hand is done."""
        return changes_between(self._target or self._written, self.pictures)

    def _leave(self) -> None:
        """Another concept is opened: what waits is still written, and cannot be undone."""
        if self._key is not None and (changes := self._unwritten()):
            self._left.append((self._key, changes))
        self._target = None

    def _write(self) -> None:
        """The next thing to do on the disk, unless one is being done."""
        if self._is_writing:
            return
        if self._left:
            key, changes = self._left.pop(0)
            self._send(key, changes, None)
        elif self._to_forget:
            # Before anything is removed anew, which must be able to come back.
            self._is_writing = True
            self._engine.forget_removed(self._to_forget.pop(0), self._on_forgotten)
        elif self._key is not None and (changes := self._unwritten()):
            self._send(self._key, changes, self.pictures)
        elif self._waiting:
            key, sources = self._waiting.pop(0)
            self._is_writing = True
            self._engine.add_pictures(
                key, sources,
                lambda notes: self._on_added(key, notes),
                lambda report: self._on_write_failed(key, report),
            )  # fmt: skip

    def _send(self, key: str, changes: list[PictureChange], target: Pictures | None) -> None:
        self._is_writing, self._target = True, target
        self._engine.edit_pictures(
            key, changes,
            lambda _: self._on_written(key, target),
            lambda report: self._on_write_failed(key, report),
        )  # fmt: skip

    def _on_forgotten(self) -> None:
        self._is_writing = False
        self._go_on()

    def _on_written(self, key: str, target: Pictures | None) -> None:
        self._is_writing = False
        if key == self._key and target is not None and target is self._target:
            self._written = target
        self._target = None
        self._go_on()

    def _on_write_failed(self, key: str, report: Report) -> None:
        """Back to what the folder holds; redo tries again."""
        self._is_writing, self._target = False, None
        if key == self._key:
            self._history.go_back_to(self._written)
            self._show()
        self.copied.emit()
        self.failed.emit(report)
        self._go_on()

    def _on_added(self, key: str, notes: Sequence[PictureNote]) -> None:
        self._is_writing = False
        self.copied.emit()
        concept = self._engine.concept(key)
        if key == self._key and concept is not None:
            known = {picture.path for picture in self._written}
            new = tuple(p for p in _as_pictures(concept.pictures) if p.path not in known)
            self._written += new
            self._history.push(self.pictures + new, "add", count=len(new))
            self._show()
        self._tell_left_out(notes)
        self._go_on()

    def _tell_left_out(self, notes: Sequence[PictureNote]) -> None:
        if (report := not_added(notes, len(notes))) is not None:
            self.noted.emit(report)

    def _go_on(self) -> None:
        """Write what has been edited meanwhile, then see whether the folder is as it should be."""
        self._write()
        concept = self._engine.concept(self._key) if self._key else None
        if concept is not None and not self._is_writing:
            self.show_facts(concept.key, concept.pictures)
        if self.is_settled:
            self.settled.emit()


def _as_pictures(facts: Sequence[PictureFact]) -> Pictures:
    return tuple(
        Picture(fact.path, fact.title, fact.entry or DRAFT, fact.caption) for fact in facts
    )


def _as_in(known: Mapping[Path, Picture], picture: Picture) -> Picture | None:
    """A draft's picture as its copy; None where there is none."""
    copy = known.get(picture.path)
    if copy is None:
        return None
    entry = picture.entry
    as_copy = copy.used(crop=entry.crop, mirror=entry.mirror, excluded=entry.excluded)
    return replace(as_copy, caption=picture.caption)
