"""Sees pictures as DINO or CLIP do, with weights that are on this machine already."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from PIL import Image

from training.contract.hub_cache import cached_snapshot
from training.latents import to_tensor

WEIGHTS = "model.safetensors"
# DINO first: it tells one cat from another, where CLIP sees a cat (arXiv 2208.12242, section 4.1).
# The small ones before the large, for they look at pictures on the processor.
KNOWN_NAMES = (
    "facebook/dinov2-small", "facebook/dinov2-base", "facebook/dinov2-large",
    "facebook/dinov2-giant", "openai/clip-vit-base-patch32", "openai/clip-vit-base-patch16",
    "openai/clip-vit-large-patch14", "openai/clip-vit-large-patch14-336",
    "laion/CLIP-ViT-B-32-laion2B-s34B-b79K", "laion/CLIP-ViT-H-14-laion2B-s32B-b79K",
)  # fmt: skip
_CLIP = ((0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711))
_IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
# DINO takes any size; this is what it is compared at.
_DINO_SIDE = 224


@dataclass(frozen=True)
class ImageEncoder:
    """`model` has transformers' interface; `normal` = mean and deviation of its pixels."""

    name: str
    model: Any
    side: int
    normal: tuple[tuple[float, ...], tuple[float, ...]]

    @torch.no_grad()
    def embed(self, pictures: Sequence[Image.Image]) -> torch.Tensor:
        """(len(pictures), width), each of length 1. Pictures are taken for squares."""
        rows = [self._embed(picture) for picture in pictures]
        return torch.nn.functional.normalize(torch.stack(rows), dim=-1)

    def _embed(self, picture: Image.Image) -> torch.Tensor:
        size = (self.side, self.side)
        pixels = to_tensor(picture.convert("RGB").resize(size, Image.Resampling.BICUBIC)) / 2 + 0.5
        mean, deviation = (torch.tensor(values)[:, None, None] for values in self.normal)
        said = self.model(pixel_values=((pixels - mean) / deviation).unsqueeze(0))
        if "image_embeds" in said:
            return said.image_embeds[0]
        return said.last_hidden_state[0, 0]


def find_image_encoder() -> Path | None:
    """The folder of the first known one in the Hugging Face cache that has its weights: many
    caches have CLIP's tokenizer alone."""
    for name in KNOWN_NAMES:
        folder = cached_snapshot(name)
        if folder is not None and (folder / WEIGHTS).is_file() and _kind(folder) is not None:
            return folder
    return None


def load_image_encoder(folder: Path) -> ImageEncoder:
    """Onto the processor, in 32 bits: the card's memory is the training's. OSError or ValueError
    if it is damaged."""
    from transformers import CLIPConfig, CLIPVisionModelWithProjection, Dinov2Model

    if _kind(folder) == "dinov2":
        model = Dinov2Model.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
        side = min(_DINO_SIDE, model.config.image_size)
        return ImageEncoder("DINO", model.eval(), side, _IMAGENET)
    config = CLIPConfig.from_pretrained(folder, local_files_only=True)
    # Some files say it for the whole alone.
    config.vision_config.projection_dim = config.projection_dim
    model = CLIPVisionModelWithProjection.from_pretrained(
        folder, config=config.vision_config, local_files_only=True, dtype=torch.float32
    )
    return ImageEncoder("CLIP", model.eval(), model.config.image_size, _CLIP)


def _kind(folder: Path) -> str | None:
    """ "clip" or "dinov2"; None for anything else."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    kind = config.get("model_type") if isinstance(config, dict) else None
    return kind if kind in ("clip", "dinov2") else None
