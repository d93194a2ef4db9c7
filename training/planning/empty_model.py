"""A base model without values: names, shapes and number formats, in no memory at all."""

from typing import Any, Protocol

import torch
from transformers import CLIPTokenizer

from training.clip_tokenizer import clip_tokenizer
from training.contract.base_models import MODEL_CONFIGS
from training.contract.model_kinds import StableDiffusion
from training.model import BaseModel
from training.model_files import build_scheduler, vae_dtype
from training.model_folder import ModelFolder
from training.text_encoding import TextEncoder

NOWHERE = torch.device("meta")


class Architecture(Protocol):
    """What of a base model's files is read before its weights."""

    family: StableDiffusion

    def tokenizers(self) -> list[CLIPTokenizer]: ...

    def empty(self, component: str) -> Any: ...

    def scheduler_config(self) -> dict[str, Any]: ...


class FullSize:
    """A family as it was published, from the descriptions that ship with Manul."""

    def __init__(self, family: StableDiffusion) -> None:
        self.family = family
        self._folder = ModelFolder(MODEL_CONFIGS / family, family)

    def tokenizers(self) -> list[CLIPTokenizer]:
        return [clip_tokenizer(pad_token="!") for _ in range(2 if self.family == "sdxl" else 1)]

    def empty(self, component: str) -> Any:
        return self._folder.empty(component)

    def scheduler_config(self) -> dict[str, Any]:
        return self._folder.scheduler_config()


def empty_model(
    architecture: Architecture, dtype: torch.dtype, *, taught_dtype: torch.dtype = torch.float32
) -> BaseModel:
    """Frozen, as `load_base_model` hands it to a method."""
    tokenizers = architecture.tokenizers()
    names = ("text_encoder", "text_encoder_2")[: len(tokenizers)]
    return BaseModel(
        text_encoders=tuple(
            TextEncoder(tokenizer, _emptied(architecture.empty(name), dtype))
            for tokenizer, name in zip(tokenizers, names, strict=True)
        ),
        unet=_emptied(architecture.empty("unet"), dtype),
        vae=_emptied(architecture.empty("vae"), vae_dtype(architecture.family, dtype)),
        noise_scheduler=build_scheduler(architecture.scheduler_config(), "epsilon"),
        device=NOWHERE,
        dtype=dtype,
        taught_dtype=taught_dtype,
    )


def _emptied(module: Any, dtype: torch.dtype) -> Any:
    # torch's own cast: what diffusers warns of in its own concerns values, and there are none.
    moved = torch.nn.Module.to(module, device=NOWHERE, dtype=dtype)
    return moved.requires_grad_(False).eval()
