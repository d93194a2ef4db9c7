"""The same tensors by the names that diffusers gives them, for files that hold single parts."""

from tests.model_files.ldm_keys import Shapes, unet_shapes, vae_shapes
from tests.model_files.widths import VaeWidths, Widths

_RES_BLOCK = {
    "in_layers.0": "norm1",
    "in_layers.2": "conv1",
    "emb_layers.1": "time_emb_proj",
    "out_layers.0": "norm2",
    "out_layers.3": "conv2",
    "skip_connection": "conv_shortcut",
}
_ENDS = {
    "time_embed.0": "time_embedding.linear_1",
    "time_embed.2": "time_embedding.linear_2",
    "label_emb.0.0": "add_embedding.linear_1",
    "label_emb.0.2": "add_embedding.linear_2",
    "input_blocks.0.0": "conv_in",
    "out.0": "conv_norm_out",
    "out.2": "conv_out",
}
_VAE_ATTENTION = {
    "norm": "group_norm", "q": "to_q", "k": "to_k", "v": "to_v", "proj_out": "to_out.0",
}  # fmt: skip
_VAE_MIDDLE = {
    "block_1": "mid_block.resnets.0",
    "block_2": "mid_block.resnets.1",
    "attn_1": "mid_block.attentions.0",
}


def diffusers_unet_shapes(widths: Widths) -> Shapes:
    return {
        _unet_name(name, widths.blocks): shape for name, shape in unet_shapes(widths).items()
    }  # fmt: skip


def diffusers_vae_shapes(widths: VaeWidths) -> Shapes:
    """Its attention is made of linear layers, not of 1x1 convolutions."""
    levels = len(widths.mult)
    return {
        _vae_name(name, levels): shape[:2] if ".attn_1." in name else shape
        for name, shape in vae_shapes(widths).items()
    }


def _unet_name(name: str, layers: int) -> str:
    for old, new in _ENDS.items():
        if name.startswith(f"{old}."):
            return name.replace(old, new, 1)
    side, number, part, *rest = name.split(".")
    if side == "middle_block":
        # A residual block, a transformer, a residual block.
        inside = [f"resnets.{int(number) // 2}", "attentions.0"][int(number) % 2]
        return _inside(f"mid_block.{inside}", ".".join([part, *rest]))
    # Downwards a level ends with a block that only makes smaller; upwards nothing stands alone.
    place = int(number) - 1 if side == "input_blocks" else int(number)
    level, layer = divmod(place, layers + 1)
    block = f"{'down' if side == 'input_blocks' else 'up'}_blocks.{level}"
    if rest[0] == "op":
        return f"{block}.downsamplers.0.conv.{rest[1]}"
    if rest[0] == "conv":
        return f"{block}.upsamplers.0.conv.{rest[1]}"
    kind = "resnets" if part == "0" else "attentions"
    return _inside(f"{block}.{kind}.{layer}", ".".join(rest))


def _inside(block: str, name: str) -> str:
    for old, new in _RES_BLOCK.items():
        if name.startswith(f"{old}."):
            return f"{block}.{name.replace(old, new, 1)}"
    return f"{block}.{name}"


def _vae_name(name: str, levels: int) -> str:
    half, _, rest = name.partition(".")
    if rest.startswith("norm_out"):
        return f"{half}.conv_{rest}"
    if rest.startswith("mid."):
        _, block, part, end = rest.split(".")
        part = _VAE_ATTENTION.get(part, part)
        return f"{half}.{_VAE_MIDDLE[block]}.{part}.{end}".replace("nin_shortcut", "conv_shortcut")
    if not rest.startswith(("down.", "up.")):
        return name
    side, level, kind, *inside = rest.split(".")
    # diffusers counts the way up from the smallest picture, the original code from the largest.
    place = levels - 1 - int(level) if side == "up" else int(level)
    kind = {"block": "resnets", "downsample": "downsamplers.0", "upsample": "upsamplers.0"}[kind]
    renamed = f"{half}.{side}_blocks.{place}.{kind}.{'.'.join(inside)}"
    return renamed.replace("nin_shortcut", "conv_shortcut")
