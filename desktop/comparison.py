"""What is looked at large: a sample, a try or one of the user's pictures; one of them or two."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop import words
from desktop.facts import PictureFact, RunFact, SampleFact, TryFact
from desktop.thumbnails import Thumbnail

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Shown:
    """`step` = -1 for a picture of the user's; `fact` is what it was made of."""

    fact: SampleFact | TryFact | PictureFact
    thumbnail: Thumbnail
    glyph: str
    title: str
    step: int = -1

    @property
    def path(self) -> Path:
        return self.thumbnail.path


def show_sample(sample: SampleFact, run: RunFact) -> Shown:
    glyph = "star-fill" if sample.step == run.suggested_step else "clock-counter-clockwise"
    return Shown(
        sample, thumbnail_of(sample, 0), glyph,
        translate("comparison", "step {step}").format(step=words.number(sample.step)),
        sample.step,
    )  # fmt: skip


def show_try(tried: TryFact) -> Shown:
    title = translate("comparison", "tried with step {step}")
    return Shown(
        tried, thumbnail_of(tried, 0), "paint-brush",
        title.format(step=words.number(tried.step)), tried.step,
    )  # fmt: skip


def show_picture(picture: PictureFact) -> Shown:
    title = translate("comparison", "your picture")
    return Shown(picture, thumbnail_of(picture, 0), "image", title)


def thumbnail_of(fact: object, side: int) -> Thumbnail:
    """The square of any of them; 0 = as large as it is."""
    if isinstance(fact, PictureFact):
        return Thumbnail(fact.path, side, fact.entry)
    assert isinstance(fact, (SampleFact, TryFact))
    return Thumbnail(fact.path, side, version=fact.version)
