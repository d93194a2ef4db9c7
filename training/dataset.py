"""What is learned from: which picture at which step, with which words."""

from dataclasses import dataclass
from pathlib import Path

import resources
from training import randomness
from training.contract.concept import Kind
from training.contract.config import RunConfig, RunImage

# With fewer pictures than this, holding one out costs more than it tells.
_HOLD_OUT_FROM = 10


@dataclass(frozen=True)
class Sighting:
    """One look at one picture: `slot` counts the looks of an optimizer step."""

    image: int
    flipped: bool
    prompt: str
    slot: int


class Dataset:
    """Order, mirroring and words of the pictures, as functions of seed and step."""

    def __init__(self, config: RunConfig, usable: list[int]) -> None:
        """`usable` = indices of the run's pictures that could be decoded."""
        self._config = config
        self._templates = read_templates(config.concept.kind)
        self.training, self.held_out = _split(usable, config.training.seed)

    def looks(self, step: int, micro_batch: int) -> list[Sighting]:
        """The pictures of one micro-batch of step `step` (counted from 0)."""
        training = self._config.training
        size = training.train_batch_size
        first_slot = micro_batch * size
        first = step * training.gradient_accumulation_steps * size + first_slot
        return [self._look(step, first + slot, first_slot + slot) for slot in range(size)]

    def prompt(self, image: int, template: str | None = None) -> str:
        """The words of a picture: its caption, led in by the template (the kind's first one if
        None) if it names no concept."""
        words = template or self._templates[0]
        return prompt_of(self._config.images[image], words, self._config.concept.name)

    def _look(self, step: int, count: int, slot: int) -> Sighting:
        seed = self._config.training.seed
        epoch, position = divmod(count, len(self.training))
        order = randomness.permutation(len(self.training), seed, "order", epoch)
        image = self.training[order[position]]
        flips = self._config.data.random_flip
        flipped = flips and randomness.uniform(seed, "flip", step, slot) < 0.5
        choice = int(randomness.uniform(seed, "template", step, slot) * len(self._templates))
        return Sighting(image, flipped, self.prompt(image, self._templates[choice]), slot)


def prompt_of(image: RunImage, template: str, name: str) -> str:
    """A caption with `{}` stands alone; another one follows the template."""
    if "{}" in image.caption:
        return image.caption.replace("{}", name)
    words = template.replace("{}", name)
    return f"{words}, {image.caption}" if image.caption else words


def read_templates(kind: Kind) -> list[str]:
    """The prompt templates of a kind of concept, one a line, with `{}` for the name."""
    path: Path = resources.ROOT / "templates" / f"{kind}.txt"
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _split(usable: list[int], seed: int) -> tuple[list[int], list[int]]:
    """One picture in ten is only tested with, where there are enough."""
    if len(usable) < _HOLD_OUT_FROM:
        return usable, []
    order = randomness.permutation(len(usable), seed, "held_out")
    held_out = {usable[index] for index in order[: len(usable) // _HOLD_OUT_FROM]}
    return [image for image in usable if image not in held_out], sorted(held_out)
