"""Which pictures are looked at large, and what changes them; without a widget."""

from PySide6.QtCore import QObject, Signal

from desktop.comparison import Shown, show_picture, show_sample, show_try
from desktop.facts import PictureFact, RunFact, SampleFact, StepFact, TryFact
from desktop.models.gallery import GalleryModel


class SamplePair(QObject):
    """B is what is looked at; A, where two are compared, is on the left of the line. The chosen
    letter is what steps through time and the user's pictures change."""

    changed = Signal()
    step_changed = Signal(int)  # of B

    def __init__(self, gallery: GalleryModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._row = 0
        self._a: Shown | None = None
        self._b: Shown | None = None
        self._compares = False
        self._letter = "B"

    @property
    def compares(self) -> bool:
        return self._compares

    @property
    def letter(self) -> str:
        return self._letter

    @property
    def a(self) -> Shown | None:
        return self._a if self._compares else None

    @property
    def b(self) -> Shown | None:
        return self._b

    @property
    def step(self) -> int:
        """Of what is looked at; -1 for a picture of the user's."""
        return self._b.step if self._b is not None else -1

    @property
    def prompt(self) -> str:
        fact = self._b.fact if self._b is not None else None
        if isinstance(fact, (SampleFact, TryFact)) and fact.prompt:
            return fact.prompt
        return self._gallery.prompt(self._row)

    def letter_of(self, fact: object) -> str:
        """A or B; empty where it is not shown."""
        if self._b is not None and self._b.fact == fact:
            return "B"
        return "A" if self.a is not None and self.a.fact == fact else ""

    def through_time(self) -> list[StepFact]:
        """The row's samples, each with its letter."""
        letters, run = self._sample_letters(), self._gallery.run
        star = run.suggested_step if run is not None else -1
        return [
            StepFact(
                s.step,
                s,
                s.step == star,
                letter=letters.get(s.step, "") if self._compares else "",
                is_shown=s.step in letters,
            )
            for s in self._samples()
        ]

    def _sample_letters(self) -> dict[int, str]:
        return {
            each.step: letter
            for letter, each in (("A", self.a), ("B", self._b))
            if each is not None and isinstance(each.fact, SampleFact)
        }

    def _samples(self) -> list[SampleFact]:
        return self._gallery.row_samples(self._row)

    # choosing ----------------------------------------------------------------------------

    def open(self, run: RunFact, row: int, sample: SampleFact) -> None:
        """One alone."""
        self._row, self._b, self._a = row, show_sample(sample, run), None
        self._compares, self._letter = False, "B"
        self.changed.emit()

    def renew(self, run: RunFact) -> None:
        """After the run or the language has changed: a sample may have been painted again, or
        got the star."""
        fresh = {sample.step: sample for sample in self._samples()}
        self._a, self._b = (_renewed(each, run, fresh) for each in (self._a, self._b))

    def set_compares(self, on: bool) -> None:
        """At first with the step to keep, or with the untaught model."""
        run = self._gallery.run
        self._compares, self._letter = on, "B"
        if on and self._a is None and run is not None:
            others = [s for s in self._samples() if s.step != self.step]
            star = next((s for s in others if s.step == run.suggested_step), None)
            if others:
                self._a = show_sample(star or others[0], run)
        self.changed.emit()

    def choose_letter(self, letter: str) -> None:
        self._letter = letter

    def put_sample(self, sample: SampleFact) -> None:
        if self._gallery.run is not None:
            self._put(show_sample(sample, self._gallery.run))

    def put_try(self, tried: TryFact) -> None:
        self._put(show_try(tried))

    def put_beside(self, picture: PictureFact) -> None:
        """A picture of the user's, beside what is looked at."""
        self._a = show_picture(picture)
        if not self._compares:
            self._compares, self._letter = True, "B"
        self.changed.emit()

    def _put(self, shown: Shown) -> None:
        if self._compares and self._letter == "A":
            self._a = shown
        else:
            before, self._b = self.step, shown
            if shown.step >= 0 and shown.step != before:
                self.step_changed.emit(shown.step)
        self.changed.emit()

    def move(self, across: int, down: int) -> int:
        """Through time with the chosen letter (then its place in time, else -1); to another
        prompt with both."""
        if down:
            self._change_row(self._row + down)
            return -1
        samples = self._samples()
        steps = [sample.step for sample in samples]
        current = self._a if self._compares and self._letter == "A" else self._b
        at = steps.index(current.step) if current is not None and current.step in steps else 0
        if not 0 <= at + across < len(samples):
            return -1
        self.put_sample(samples[at + across])
        return at + across

    def _change_row(self, row: int) -> None:
        run = self._gallery.run
        if run is None or not 0 <= row < self._gallery.rowCount():
            return
        by_step = {sample.step: sample for sample in self._gallery.row_samples(row)}
        if self.step not in by_step:
            return
        self._row, self._b = row, show_sample(by_step[self.step], run)
        a = self._a
        if a is not None and isinstance(a.fact, SampleFact) and a.step in by_step:
            self._a = show_sample(by_step[a.step], run)
        self.changed.emit()


def _renewed(shown: Shown | None, run: RunFact, fresh: dict[int, SampleFact]) -> Shown | None:
    match shown.fact if shown is not None else None:
        case SampleFact() as sample:
            return show_sample(fresh.get(sample.step, sample), run)
        case TryFact() as tried:
            return show_try(tried)
        case PictureFact() as picture:
            return show_picture(picture)
    return None
