"""Changes to a base model's tensors, named once for both layouts that a model may have."""

from collections.abc import Callable, Mapping

import torch

from training.contract.model_kinds import StableDiffusion
from training.lazy_tensors import LazyTensor, computed
from training.ldm_names import LdmTensor

# What a tensor becomes, float32 in and out; the answer may have another shape of as many numbers.
Change = Callable[[torch.Tensor], torch.Tensor]
# By `COMPONENT.NAME`, the name as diffusers spells it but without `text_model.`.
Changes = Mapping[str, Change]
_TEXT_MODEL = "text_model."


def components_of(family: StableDiffusion) -> tuple[str, ...]:
    """The parts of a model that have weights."""
    names = ("unet", "vae", "text_encoder")
    return (*names, "text_encoder_2") if family == "sdxl" else names


def canonical(name: str) -> str:
    """A tensor's or layer's name without what transformers 5.6 dropped from the first text encoder
    and not from the second."""
    return name.removeprefix(_TEXT_MODEL)


def published(component: str, name: str) -> str:
    """The same as published folders, web UIs and older versions of transformers spell it."""
    is_outside = not component.startswith("text_encoder") or name.startswith("text_projection")
    return name if is_outside else _TEXT_MODEL + name


def change_tensor(
    tensor: LazyTensor, changes: list[tuple[LdmTensor, Change]], dtype: torch.dtype
) -> LazyTensor:
    """The stored tensor with these pieces of it changed."""

    def load() -> torch.Tensor:
        values = tensor.load().float().clone()
        for place, change in changes:
            piece = place.piece(values)
            piece.copy_(change(piece).reshape(piece.shape))
        return values

    return computed(tensor.fact.shape, dtype, load)
