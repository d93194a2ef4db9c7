"""Writes scalars and samples for TensorBoard beside the events."""

from pathlib import Path

import torch
from PIL import Image
from torch.utils.tensorboard import SummaryWriter

from training.contract import events as ev


class TensorboardLog:
    """Listens to the events of a run; close it so that the last values reach the disk."""

    def __init__(self, folder: Path, run: Path) -> None:
        self._run = run
        self._writer = SummaryWriter(str(folder))

    def show(self, event: ev.Event) -> None:
        match event:
            case ev.StepDone() if event.loss is not None:
                self._writer.add_scalar("loss/training", event.loss, event.step)
                self._writer.add_scalar("learning_rate", event.learning_rate, event.step)
            case ev.Evaluated() if event.loss is not None:
                self._writer.add_scalar("loss/fixed_test", event.loss, event.step)
                if event.class_loss is not None:
                    self._writer.add_scalar("loss/class_test", event.class_loss, event.step)
            case ev.SampleSaved():
                with Image.open(self._run / event.path) as picture:
                    raw = torch.frombuffer(
                        bytearray(picture.convert("RGB").tobytes()), dtype=torch.uint8
                    ).view(picture.height, picture.width, 3)
                tag = f"samples/{event.prompt_index:02d}"
                self._writer.add_image(tag, raw, event.step, dataformats="HWC")

    def close(self) -> None:
        self._writer.close()
