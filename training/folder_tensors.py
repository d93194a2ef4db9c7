"""A diffusers folder's tensors, in its own layout and in that of a single file."""

import math
from collections import defaultdict
from dataclasses import replace
from functools import partial

import torch

from training.changed_tensors import Changes, canonical, change_tensor, components_of
from training.contract.base_models import BaseModelInfo
from training.contract.diffusers_folders import weight_files
from training.contract.errors import ManulError
from training.contract.model_kinds import SD1_TEXT, SD2_TEXT, SDXL_TEXT, VAE, StableDiffusion
from training.lazy_tensors import LazyTensor, LazyTensors, computed, read_lazily
from training.ldm_names import LdmTensor, ldm_tensors
from training.model_folder import ModelFolder

# A VAE's attention as diffusers spelt it before 0.18, and most published folders still do.
_OLD_VAE = {"query": "to_q", "key": "to_k", "value": "to_v", "proj_attn": "to_out.0"}
_VAE_ATTENTION = (".q.weight", ".k.weight", ".v.weight", ".proj_out.weight")
# The temperature of CLIP's training, where it always ends. Nobody draws with it.
_LOGIT_SCALE = math.log(100)


class FolderTensors:
    """In one file: diffusers' tensors under the other names and in the other shapes, with what
    diffusers has dropped filled in. None of that is used in drawing, but readers look for it:
    SD1's `position_ids`; of OpenCLIP `logit_scale`; of SD2's the last layer, here a copy of the
    one before, and `text_projection`, here an identity."""

    def __init__(self, info: BaseModelInfo) -> None:
        self.components = components_of(info.architecture)
        self._parts = ModelFolder(info.path, info.architecture)

    def component(self, component: str, changes: Changes, dtype: torch.dtype) -> LazyTensors:
        found = self._stored(component)
        tensors: LazyTensors = {}
        for name, values in self._parts.empty(component).state_dict().items():
            name, key = canonical(name), f"{component}.{canonical(name)}"
            if name not in found or found[name].fact.count != values.numel():
                raise ManulError(
                    "model_incomplete.tensor", path=self._parts.path, name=name, component=component
                )
            tensors[name] = reshaped(found[name], tuple(values.shape))
            if key in changes:
                whole = LdmTensor(name)
                tensors[name] = change_tensor(tensors[name], [(whole, changes[key])], dtype)
        return tensors

    def in_one_file(self, changes: Changes, dtype: torch.dtype) -> LazyTensors:
        pieces = defaultdict(list)
        known = set()
        for component in self.components:
            tensors = self.component(component, changes, dtype)
            known |= {f"{component}.{name}" for name in tensors}
            for name, place in ldm_tensors(component, tensors, self._parts.family).items():
                pieces[place.name].append((place, tensors[name]))
        if changes.keys() - known:
            raise KeyError(sorted(changes.keys() - known)[0])
        joined = {name: _join(name, group) for name, group in pieces.items()}
        return joined | _dropped(joined, self._parts.family)

    def _stored(self, component: str) -> LazyTensors:
        return {
            canonical(_renamed(name)): tensor
            for path in weight_files(self._parts.path, component)
            for name, tensor in read_lazily(path).items()
        }


def reshaped(tensor: LazyTensor, shape: tuple[int, ...]) -> LazyTensor:
    """The same numbers in the same order."""
    fact = replace(tensor.fact, shape=shape)
    return LazyTensor(fact, lambda: tensor.load().reshape(shape), tensor.copy)


def _renamed(name: str) -> str:
    if ".attentions." not in name:
        return name
    *path, layer, kind = name.split(".")
    return ".".join([*path, _OLD_VAE.get(layer, layer), kind])


def _join(name: str, group: list[tuple[LdmTensor, LazyTensor]]) -> LazyTensor:
    """What the single file has by this name: OpenCLIP's query, key and value on each other, its
    projection transposed, the attention of a VAE as convolutions of one pixel."""
    group.sort(key=lambda member: member[0].part)
    tensors = [tensor for _, tensor in group]
    first = tensors[0]
    shape = first.fact.shape
    if len(group) > 1:
        height = sum(tensor.fact.shape[0] for tensor in tensors)
        return computed((height, *shape[1:]), first.dtype, partial(_cat, tensors))
    if group[0][0].transposed:
        return computed(shape[::-1], first.dtype, lambda: first.load().T)
    if name.startswith(VAE) and ".attn_" in name and name.endswith(_VAE_ATTENTION):
        return reshaped(first, (*shape[:2], 1, 1))
    return first


def _cat(tensors: list[LazyTensor]) -> torch.Tensor:
    return torch.cat([tensor.load().float() for tensor in tensors])


def _dropped(tensors: LazyTensors, family: StableDiffusion) -> LazyTensors:
    """What a published single file has and diffusers has not."""
    filled: LazyTensors = {}
    if family != "sd2":
        inside = f"{SD1_TEXT if family == 'sd1' else SDXL_TEXT[0]}text_model.embeddings."
        length = tensors[f"{inside}position_embedding.weight"].fact.shape[0]
        positions = partial(torch.arange, length)
        filled[f"{inside}position_ids"] = computed((1, length), torch.int64, positions)
    if family != "sd1":
        inside = SD2_TEXT if family == "sd2" else SDXL_TEXT[1]
        table = tensors[f"{inside}token_embedding.weight"]
        scale = partial(torch.tensor, _LOGIT_SCALE)
        filled[f"{inside}logit_scale"] = computed((), table.dtype, scale)
    if family == "sd2":
        width = table.fact.shape[1]
        square = (width, width)
        filled[f"{inside}text_projection"] = computed(
            square, table.dtype, partial(torch.eye, width)
        )
        filled |= _last_layer(tensors, f"{inside}transformer.resblocks.")
    return filled


def _last_layer(tensors: LazyTensors, start: str) -> LazyTensors:
    numbers = [int(name.removeprefix(start).split(".")[0]) for name in tensors if start in name]
    last, added = f"{start}{max(numbers)}.", f"{start}{max(numbers) + 1}."
    return {
        name.replace(last, added): tensor
        for name, tensor in tensors.items()
        if name.startswith(last)
    }
