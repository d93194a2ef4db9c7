"""What the page Images says of all pictures together: enough of them? busy with them?"""

from PySide6.QtCore import QObject

from desktop import words
from desktop.colors import GOOD, SECONDARY, TEXT, Role
from desktop.concept_editor import ConceptEditor
from desktop.crop_suggestions import CropSuggestions
from training.contract.picture_checks import advise


class PictureAdvice(QObject):
    def __init__(
        self, editor: ConceptEditor, suggestions: CropSuggestions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._suggestions = suggestions

    def sentence(self) -> tuple[str, str, Role]:
        """(what to say, icon, its colour)."""
        if busy := self._progress():
            return busy, "hourglass-medium", SECONDARY
        model = self._editor.pictures
        used = len(model.used)
        said = advise(used, self._editor.kind)
        is_good = said.key == "advice.enough"
        text = " ".join([words.message(said), *self._remarks()])
        return text, "check-circle-fill" if is_good else "info", GOOD if is_good else TEXT

    def of_training(self) -> str:
        """Edits are allowed while it is taught; what they change is told."""
        if not self._editor.is_being_taught:
            return ""
        return self.tr(
            "The training that is running keeps to the pictures as they were when it was made. "
            "What you change here counts from the next one."
        )

    def _progress(self) -> str:
        if found := self._suggestions.progress:
            sentence, done, total = self.tr("Finding crops: {done} of {total}"), *found
        elif progress := self._editor.picture_news.progress():
            kind, done, total = progress
            copying, looking = (
                self.tr("Copying {done} of {total}"), self.tr("Looking at {done} of {total}")
            )  # fmt: skip
            sentence = copying if kind == "copying" else looking
        else:
            return ""
        return sentence.format(done=words.number(min(total, done + 1)), total=words.number(total))

    def _remarks(self) -> list[str]:
        """How many pictures are not learned from, and why; and how many are there twice."""
        items = self._editor.pictures.items
        out = sum(item.excluded for item in items)
        broken = sum(item.is_broken for item in items)
        twins = sum(bool(item.twin) and not item.excluded for item in items)
        return [
            words.counted(sentence, count)
            for sentence, count in (
                (self.tr("%n look(s) the same as another one.", "", twins), twins),
                (self.tr("%n left out.", "", out), out),
                (self.tr("%n cannot be read.", "", broken), broken),
            )
            if count
        ]
