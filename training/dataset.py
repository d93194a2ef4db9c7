"""What is learned from: which picture at which step, with which words."""

from collections.abc import Sequence
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
    is_class: bool = False


class Dataset:
    """Order, mirroring and words of the pictures, as functions of seed and step."""

    def __init__(
        self, config: RunConfig, usable: list[int], *, class_images: Sequence[int] = (),
        take_turns: bool = False,
    ) -> None:  # fmt: skip
        """`usable` = indices of the run's pictures that could be decoded, `class_images` of those
        of the class. With `take_turns` steps hold one or the other, else both."""
        self._config = config
        self._take_turns = take_turns
        self._templates = run_templates(config)
        self._class_images = class_images
        self.training, self.held_out = _split(usable, config.training.seed)

    def looks(self, step: int, micro_batch: int) -> list[Sighting]:
        """The pictures of one micro-batch of step `step` (counted from 0)."""
        training = self._config.training
        size = training.train_batch_size
        first_slot = micro_batch * size
        rounds = step // 2 if self._take_turns else step
        first = rounds * training.gradient_accumulation_steps * size + first_slot
        slots = range(size)
        looks: list[Sighting] = []
        if not self._is_turn_of_class(step):
            looks += [self._look(step, first + slot, first_slot + slot) for slot in slots]
        if self._is_turn_of_class(step) or (self._class_images and not self._take_turns):
            looks += [self._class_look(first + slot, first_slot + slot) for slot in slots]
        return looks

    def _is_turn_of_class(self, step: int) -> bool:
        return self._take_turns and step % 2 == 1

    def prompt(self, image: int, template: str | None = None) -> str:
        """The words of a picture: its caption, led in by the template (the kind's first one if
        None) if it names no concept."""
        words = template or self._templates[0]
        return prompt_of(self._config.images[image], words, self._config.subject)

    def _look(self, step: int, count: int, slot: int) -> Sighting:
        seed = self._config.training.seed
        epoch, position = divmod(count, len(self.training))
        order = randomness.permutation(len(self.training), seed, "order", epoch)
        image = self.training[order[position]]
        flips = self._config.data.random_flip
        flipped = flips and randomness.uniform(seed, "flip", step, slot) < 0.5
        choice = int(randomness.uniform(seed, "template", step, slot) * len(self._templates))
        prompt = self.prompt(image, self._templates[choice])
        dropout = self._config.data.caption_dropout
        if dropout and randomness.uniform(seed, "caption_dropout", step, slot) < dropout:
            prompt = ""
        return Sighting(image, flipped, prompt, slot)

    def _class_look(self, count: int, slot: int) -> Sighting:
        seed = self._config.training.seed
        epoch, position = divmod(count, len(self._class_images))
        order = randomness.permutation(len(self._class_images), seed, "class_order", epoch)
        prompt = self._config.concept.class_prompt
        return Sighting(self._class_images[order[position]], False, prompt, slot, is_class=True)


def sample_prompts(config: RunConfig) -> list[str]:
    return [prompt.replace("{}", config.subject) for prompt in config.concept.prompts()]


def run_prompts(config: RunConfig) -> list[str]:
    """Everything that a run says to the model, each once."""
    templates, name = run_templates(config), config.subject
    said = [prompt_of(image, words, name) for image in config.images for words in templates]
    said += sample_prompts(config)
    said += ["", config.sampling.negative_prompt, config.concept.class_prompt]
    return list(dict.fromkeys(said))


def run_templates(config: RunConfig) -> list[str]:
    """A new word is met in many sentences (arXiv 2208.01618, section 4.1); otherwise one sentence
    binds name and pictures (arXiv 2208.12242, section 3.1)."""
    templates = read_templates(config.concept.kind)
    return templates if config.method.name == "textual_inversion" else templates[:1]


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
