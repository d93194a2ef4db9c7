"""A single file's tensors, in its own layout and in that of a diffusers folder."""

from collections import defaultdict
from dataclasses import replace
from functools import cached_property

import torch

from training.changed_tensors import Changes, canonical, change_tensor, components_of
from training.contract.base_models import BaseModelInfo
from training.contract.model_kinds import EMA, SD1_TEXT, SDXL_TEXT
from training.lazy_tensors import LazyTensor, LazyTensors, computed, read_lazily
from training.ldm_file import LdmFile
from training.ldm_names import LdmTensor, ldm_tensors
from training.single_file import SingleFile

_OLD_TEXT = ("embeddings.", "encoder.", "final_layer_norm.")


class FileTensors:
    """In one file: every tensor that is not changed byte for byte, under the layout's own name.

    The running average of the weights (`model_ema.`) is left out: it knows nothing of what was
    taught, and a program that prefers it would draw without it. Where a file has nothing else,
    the average becomes the weights.
    """

    def __init__(self, info: BaseModelInfo) -> None:
        self.components = components_of(info.architecture)
        self._file = LdmFile(info.path)
        self._stored = read_lazily(info.path)
        self._parts = SingleFile(self._file, info.architecture)

    def in_one_file(self, changes: Changes, dtype: torch.dtype) -> LazyTensors:
        changed = defaultdict(list)
        for key, change in changes.items():
            place = self._places[key]
            changed[place.name].append((place, change))
        tensors = self._by_layout()
        for name, pieces in changed.items():
            if name not in tensors:
                raise self._file.lacks(name)
            tensors[name] = change_tensor(tensors[name], pieces, dtype)
        return tensors

    def component(self, component: str, changes: Changes, dtype: torch.dtype) -> LazyTensors:
        tensors: LazyTensors = {}
        for name, shape in self._shapes[component].items():
            key = f"{component}.{name}"
            tensors[name] = self._piece(self._places[key], shape)
            if key in changes:
                whole = LdmTensor(name)
                tensors[name] = change_tensor(tensors[name], [(whole, changes[key])], dtype)
        return tensors

    @cached_property
    def _shapes(self) -> dict[str, dict[str, torch.Size]]:
        """Of every tensor, by component and diffusers' name."""
        return {
            component: {
                canonical(name): values.shape
                for name, values in self._parts.empty(component).state_dict().items()
            }
            for component in self.components
        }

    @cached_property
    def _places(self) -> dict[str, LdmTensor]:
        return {
            f"{component}.{name}": place
            for component, names in self._shapes.items()
            for name, place in ldm_tensors(component, names, self._parts.family).items()
        }

    def _by_layout(self) -> LazyTensors:
        unet = [place.name for key, place in self._places.items() if key.startswith("unet.")]
        averages = {self._file.stored_name(name): name for name in unet}
        tensors: LazyTensors = {}
        for stored, tensor in self._stored.items():
            name = averages.get(stored) or _with_text_model(stored)
            # Of two spellings of one name the layout's own counts.
            if not name.startswith(EMA) and (name == stored or name not in self._stored):
                tensors[name] = tensor
        return tensors

    def _piece(self, place: LdmTensor, shape: torch.Size) -> LazyTensor:
        stored = self._file.stored_name(place.name)
        if stored is None:
            raise self._file.lacks(place.name)
        tensor = self._stored[stored]

        def load() -> torch.Tensor:
            try:
                return place.read(tensor.load(), shape)
            except (ValueError, RuntimeError) as error:
                raise self._file.lacks(place.name) from error

        if place == LdmTensor(place.name) and tensor.fact.count == shape.numel():
            # The same numbers in the same order.
            fact = replace(tensor.fact, shape=tuple(shape))
            return LazyTensor(fact, load, tensor.copy)
        return computed(tuple(shape), tensor.dtype, load)


def _with_text_model(name: str) -> str:
    """What older tools spelt without `text_model.`, which today's readers look for."""
    for prefix in (SD1_TEXT, SDXL_TEXT[0]):
        if name.startswith(prefix) and name.removeprefix(prefix).startswith(_OLD_TEXT):
            return f"{prefix}text_model.{name.removeprefix(prefix)}"
    return name
