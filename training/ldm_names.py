"""Where each tensor of a diffusers model lies in a single-file checkpoint, and back.

The layout is that of the first Stable Diffusion (Rombach et al., arXiv 2112.10752, whose code calls
it LDM); SD2 and SDXL add OpenCLIP's text encoders. All of it follows from the names alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import torch

from training.contract.model_kinds import (
    SD1_TEXT,
    SD2_TEXT,
    SDXL_TEXT,
    UNET,
    VAE,
    StableDiffusion,
)


@dataclass(frozen=True)
class LdmTensor:
    """A tensor of a single file. `part` = which of `parts` equal pieces of it, along the first
    side; `transposed` = it is stored the other way round."""

    name: str
    part: int = 0
    parts: int = 1
    transposed: bool = False

    def piece(self, stored: torch.Tensor) -> torch.Tensor:
        """The view of the stored tensor that is diffusers' tensor."""
        piece = stored.chunk(self.parts)[self.part] if self.parts > 1 else stored
        return piece.permute(*reversed(range(piece.ndim))) if self.transposed else piece

    def read(self, stored: torch.Tensor, shape: torch.Size) -> torch.Tensor:
        """diffusers' tensor of `shape` from the stored one; ValueError if it does not fit."""
        piece = self.piece(stored)
        if piece.shape != shape and not _is_pointwise(piece.shape, shape):
            raise ValueError(f"{tuple(piece.shape)} instead of {tuple(shape)}")
        return piece.reshape(shape)


def _is_pointwise(one: torch.Size, other: torch.Size) -> bool:
    """A linear layer and a convolution of one pixel are the same numbers."""
    long, short = (one, other) if len(one) > len(other) else (other, one)
    return (len(long), len(short)) == (4, 2) and long[:2] == short and long[2:] == (1, 1)


def ldm_tensors(
    component: str, names: Iterable[str], family: StableDiffusion
) -> dict[str, LdmTensor]:
    """The place of every tensor of `component` (unet, vae, text_encoder, text_encoder_2), by
    diffusers' name. KeyError for a name that has none."""
    known = list(names)
    if component == "unet":
        shape = _UNetShape(known)
        return {name: LdmTensor(UNET + _unet_name(name, shape)) for name in known}
    if component == "vae":
        blocks = _count(known, r"decoder\.up_blocks\.(\d+)\.")
        return {name: LdmTensor(VAE + _vae_name(name, blocks)) for name in known}
    prefixes = {"sd1": SD1_TEXT, "sd2": SD2_TEXT, "sdxl": SDXL_TEXT[component[-1] == "2"]}
    prefix = prefixes[family]
    if prefix.endswith("transformer."):
        return {
            name: LdmTensor(f"{prefix}text_model.{name.removeprefix('text_model.')}")
            for name in known
        }
    return {name: _open_clip_tensor(prefix, name.removeprefix("text_model.")) for name in known}


class _UNetShape:
    """How many layers a UNet's blocks have, and which of the upper ones attend."""

    def __init__(self, names: list[str]) -> None:
        self.layers = _count(names, r"down_blocks\.0\.resnets\.(\d+)\.")
        self.attending = {
            int(found.group(1))
            for name in names
            if (found := re.match(r"up_blocks\.(\d+)\.attentions\.", name))
        }


_UNET_OUTSIDE = {
    "conv_in": "input_blocks.0.0",
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
    "mid_block.resnets.0": "middle_block.0",
    "mid_block.attentions.0": "middle_block.1",
    "mid_block.resnets.1": "middle_block.2",
}
_UNET_RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
_BLOCK = re.compile(r"(down|up)_blocks\.(\d+)\.(resnets|attentions|downsamplers|upsamplers)\.(\d+)")


def _unet_name(name: str, shape: _UNetShape) -> str:
    """`input_blocks.0` is the first convolution; a block counts its layers and then the change of
    size. An upper block has one layer more, and its change of size stands in the last layer."""
    start, end = _split(name, _UNET_OUTSIDE)
    if start is None:
        found = _BLOCK.match(name)
        if found is None:
            raise KeyError(name)
        side, block, part, layer = found[1], int(found[2]), found[3], int(found[4])
        end = name[found.end() + 1 :]
        if side == "down":
            index = 1 + block * (shape.layers + 1) + layer
            if part == "downsamplers":
                return f"input_blocks.{(block + 1) * (shape.layers + 1)}.0.{_op(end)}"
            start = f"input_blocks.{index}.{int(part == 'attentions')}"
        elif part == "upsamplers":
            last = block * (shape.layers + 1) + shape.layers
            return f"output_blocks.{last}.{1 + (block in shape.attending)}.{end}"
        else:
            index = block * (shape.layers + 1) + layer
            start = f"output_blocks.{index}.{int(part == 'attentions')}"
    return f"{start}.{_inside(end, _UNET_RESNET) if 'resnets' in name else end}"


def _op(end: str) -> str:
    return end.replace("conv.", "op.", 1)


_VAE_ATTENTION = {
    "group_norm": "norm",
    "to_q": "q",
    "to_k": "k",
    "to_v": "v",
    "to_out.0": "proj_out",
}
_VAE_SAME = ("quant_conv.", "post_quant_conv.", "encoder.conv_", "decoder.conv_")


def _vae_name(name: str, blocks: int) -> str:
    """The decoder counts its blocks from the end."""
    half, _, rest = name.partition(".")
    if name.startswith(_VAE_SAME):
        return name.replace("conv_norm_out", "norm_out")
    if rest.startswith("mid_block.attentions.0."):
        end = rest.removeprefix("mid_block.attentions.0.")
        return f"{half}.mid.attn_1.{_inside(end, _VAE_ATTENTION)}"
    if found := re.match(r"mid_block\.resnets\.(\d)\.(.+)", rest):
        return f"{half}.mid.block_{int(found[1]) + 1}.{_shortcut(found[2])}"
    found = re.match(r"(down|up)_blocks\.(\d+)\.(\w+)\.(\d+)\.(.+)", rest)
    if found is None:
        raise KeyError(name)
    side, part, layer, end = found[1], found[3], found[4], found[5]
    block = int(found[2]) if side == "down" else blocks - 1 - int(found[2])
    inside = f"block.{layer}" if part == "resnets" else f"{side}sample"
    return f"{half}.{side}.{block}.{inside}.{_shortcut(end)}"


def _shortcut(end: str) -> str:
    return end.replace("conv_shortcut", "nin_shortcut")


_OPEN_CLIP_OUTSIDE = {
    "embeddings.token_embedding.weight": "token_embedding.weight",
    "embeddings.position_embedding.weight": "positional_embedding",
    "final_layer_norm.weight": "ln_final.weight",
    "final_layer_norm.bias": "ln_final.bias",
}
_OPEN_CLIP_LAYER = {
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "self_attn.out_proj": "attn.out_proj",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
}


def _open_clip_tensor(prefix: str, name: str) -> LdmTensor:
    """OpenCLIP keeps query, key and value in one tensor, and its projection transposed."""
    if name == "text_projection.weight":
        return LdmTensor(f"{prefix}text_projection", transposed=True)
    if name in _OPEN_CLIP_OUTSIDE:
        return LdmTensor(prefix + _OPEN_CLIP_OUTSIDE[name])
    found = re.match(r"encoder\.layers\.(\d+)\.(.+)", name)
    if found is None:
        raise KeyError(name)
    layer, end = f"{prefix}transformer.resblocks.{found[1]}", found[2]
    if fused := re.match(r"self_attn\.([qkv])_proj\.(weight|bias)", end):
        part = "qkv".index(fused[1])
        return LdmTensor(f"{layer}.attn.in_proj_{fused[2]}", part=part, parts=3)
    return LdmTensor(f"{layer}.{_inside(end, _OPEN_CLIP_LAYER)}")


def _split(name: str, table: dict[str, str]) -> tuple[str | None, str]:
    for start, other in table.items():
        if name.startswith(f"{start}."):
            return other, name[len(start) + 1 :]
    return None, name


def _inside(end: str, table: dict[str, str]) -> str:
    start, rest = _split(end, table)
    if start is None:
        raise KeyError(end)
    return f"{start}.{rest}"


def _count(names: list[str], pattern: str) -> int:
    """How many different numbers stand at the pattern's place."""
    return len({found.group(1) for name in names if (found := re.match(pattern, name))})
