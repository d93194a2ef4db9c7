"""Reads tensors out of a single-file checkpoint, one at a time, by the names of its layout."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from pickle import UnpicklingError

import torch
from safetensors import SafetensorError, safe_open

from training.contract.errors import ManulError, cannot_read
from training.contract.messages import say
from training.contract.model_kinds import EMA, SDXL_TEXT, UNET, VAE
from training.contract.tensor_files import TensorFile, read_tensor_file

Get = Callable[[str], torch.Tensor]
_TEXT_MODEL = ".transformer.text_model."
_COMPONENTS = {UNET: "unet", VAE: "vae", SDXL_TEXT[1]: "text_encoder_2", "": "text_encoder"}


class LdmFile:
    """Names, shapes and, while it is open, values. Weights of the UNet are the plain ones, which
    learn better than their average; the average where a file has nothing else."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.header: TensorFile = read_tensor_file(path)

    def stored_name(self, name: str) -> str | None:
        """The name by which the file has the tensor, in the spellings that are in use."""
        spellings = (
            name,
            f"{EMA}diffusion_model{name.removeprefix(UNET).replace('.', '')}",
            name.replace(_TEXT_MODEL, ".transformer."),
        )
        return next((known for known in spellings if known in self.header.tensors), None)

    def shape(self, name: str) -> tuple[int, ...]:
        """ManulError "model_incomplete.tensor" if it is not there."""
        stored = self.stored_name(name)
        if stored is None:
            raise self.lacks(name)
        return self.header.tensors[stored].shape

    def count(self, start: str, *ends: str) -> int:
        """For how many numbers N from 0 on there is a tensor `start`N`end`. With several ends one
        is enough, so that a single lost tensor does not hide a layer."""
        number = 0
        while any(self.stored_name(f"{start}{number}{end}") for end in ends):
            number += 1
        return number

    @contextmanager
    def open(self) -> Iterator[Get]:
        """A function that loads one tensor by the name that the layout gives it."""
        if self.header.content is None:
            with self._reading():
                opened = safe_open(self.path, framework="pt")
            with opened as file:
                yield partial(self._get, file.get_tensor)
        else:
            with self._reading():
                tensors = load_pickle(self.path)
            yield partial(self._get, tensors.__getitem__)

    def lacks(self, name: str) -> ManulError:
        component = next(part for start, part in _COMPONENTS.items() if name.startswith(start))
        return ManulError("model_incomplete.tensor", path=self.path, name=name, component=component)

    def _get(self, load: Get, name: str) -> torch.Tensor:
        stored = self.stored_name(name)
        if stored is None:
            raise self.lacks(name)
        with self._reading():
            return load(stored)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """ManulError "unreadable" for what the libraries raise: the header was right, but what
        follows it is damaged, or gone by now."""
        try:
            yield
        except OSError as error:
            raise cannot_read(self.path, error) from error
        except (SafetensorError, UnpicklingError, EOFError, RuntimeError) as error:
            reason = say("cause.not_a_model")
            raise ManulError("unreadable.model", path=self.path, reason=reason) from error


def load_pickle(path: Path) -> dict[str, torch.Tensor]:
    """Numbers only; the old serialisation cannot be mapped into memory."""
    try:
        content = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except RuntimeError:
        content = torch.load(path, map_location="cpu", weights_only=True)
    return dict(content.get("state_dict", content))
