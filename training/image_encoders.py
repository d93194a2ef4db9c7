"""Sees pictures as DINO or CLIP do, with weights that are on this machine already."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from safetensors.torch import load_file

from training.clip_vision_files import clip_vision_config, find_clip_vision_file
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


def find_image_encoder(*, in_web_uis: bool = False) -> Path | None:
    """The folder of the first known one in the Hugging Face cache that has its weights (many
    caches have CLIP's tokenizer alone), else a file of the web UIs here, if they are asked."""
    for name in KNOWN_NAMES:
        folder = cached_snapshot(name)
        if folder is not None and (folder / WEIGHTS).is_file() and _kind(folder) is not None:
            return folder
    return find_clip_vision_file() if in_web_uis else None


def load_image_encoder(path: Path) -> ImageEncoder:
    """Onto the processor, in 32 bits: the card's memory is the training's. OSError or ValueError
    if it is damaged."""
    if path.is_file():
        return _clip(clip_vision_config(path) or {}, None, state_dict=load_file(path))
    if _kind(path) == "dinov2":
        from transformers import Dinov2Model

        model = Dinov2Model.from_pretrained(path, local_files_only=True, dtype=torch.float32)
        side = min(_DINO_SIDE, model.config.image_size)
        return ImageEncoder("DINO", model.eval(), side, _IMAGENET)
    config = json.loads((path / "config.json").read_text(encoding="utf-8"))
    vision = config.get("vision_config") or {}
    # Some files say it for the whole alone.
    projected = config.get("projection_dim") or vision.get("projection_dim")
    return _clip(vision | ({"projection_dim": projected} if projected else {}), path)


def _clip(config: dict[str, Any], path: Path | None, **source: Any) -> ImageEncoder:
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    model = CLIPVisionModelWithProjection.from_pretrained(
        path, config=CLIPVisionConfig(**config), local_files_only=True, dtype=torch.float32,
        **source,
    )  # fmt: skip
    return ImageEncoder("CLIP", model.eval(), model.config.image_size, _CLIP)


def _kind(folder: Path) -> str | None:
    """ "clip" or "dinov2"; None for anything else."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    kind = config.get("model_type") if isinstance(config, dict) else None
    return kind if kind in ("clip", "dinov2") else None
