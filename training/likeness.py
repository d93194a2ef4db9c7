"""How much the samples of a step look like the pictures that are learned from."""

import os
from functools import cached_property

import torch
from PIL import Image
from safetensors import SafetensorError

from training.contract import events as ev
from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.messages import say
from training.contract.pictures import load_upright, training_view
from training.event_log import EventLog
from training.image_encoders import ImageEncoder, find_image_encoder, load_image_encoder

# More tell no more, and each takes a moment.
_MOST_PICTURES = 8


class PictureLikeness:
    """Looks only when it is asked, and at each step once. Without weights `model` is empty."""

    def __init__(self, run: RunFolder, config: RunConfig, events: EventLog) -> None:
        self._run = run
        self._config = config
        self._events = events
        self._known: dict[int, float | None] = {}

    @cached_property
    def model(self) -> str:
        return self._encoder.name if self._encoder and self._references is not None else ""

    def of_step(self, step: int) -> float | None:
        """The mean cosine of each sample of `step` with each picture; None without samples."""
        if step not in self._known:
            self._known[step] = self._look(step)
        return self._known[step]

    def _look(self, step: int) -> float | None:
        samples = self._events.history.samples.values()
        paths = [self._run.path / sample.path for sample in samples if sample.step == step]
        there = [path for path in paths if path.is_file()]
        if not there or self._encoder is None or self._references is None:
            return None
        seen = _with_all_cores(self._encoder, [_opened(path) for path in there])
        return float((seen @ self._references.T).mean())

    @cached_property
    def _encoder(self) -> ImageEncoder | None:
        # The demo's pictures are too small for it to be worth a search.
        path = find_image_encoder(in_web_uis=self._config.family != "demo")
        if path is None:
            return None
        try:
            return load_image_encoder(path)
        except (OSError, ValueError, RuntimeError, SafetensorError) as error:
            note = say("note.no_image_encoder", path=str(path), reason=str(error))
            self._events.emit(ev.Noted(note=note))
            return None

    @cached_property
    def _references(self) -> torch.Tensor | None:
        """The pictures as they are trained, (pictures, width); None if none can be read."""
        views, side = [], self._config.data.resolution
        for image in self._config.images[:_MOST_PICTURES]:
            try:
                upright = load_upright(self._run.concept.images / image.file)
            except ManulError:
                # The training has named it already.
                continue
            views.append(training_view(upright, image, side))
        if self._encoder is None or not views:
            return None
        return _with_all_cores(self._encoder, views)


def _opened(path: os.PathLike[str]) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")


def _with_all_cores(encoder: ImageEncoder, pictures: list[Image.Image]) -> torch.Tensor:
    """A run counts on its number of threads, which may be one."""
    threads = torch.get_num_threads()
    torch.set_num_threads(os.cpu_count() or 1)
    try:
        return encoder.embed(pictures)
    finally:
        torch.set_num_threads(threads)
