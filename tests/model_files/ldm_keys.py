"""The tensors of a single-file checkpoint by their original names, from the architecture alone.

Written apart from the loader, after the model definitions of the latent-diffusion code: what the
loader makes of a file is judged by what stands here.
"""

from collections.abc import Mapping

from tests.model_files.widths import POSITIONS, VOCABULARY, Family, TextWidths, VaeWidths, Widths

Shape = tuple[int, ...]
Shapes = dict[str, Shape]

UNET = "model.diffusion_model"
VAE = "first_stage_model"
# Buffers of the noise schedule, one number a time step; SDXL's files have none.
SCHEDULE = (
    "betas",
    "alphas_cumprod",
    "alphas_cumprod_prev",
    "sqrt_alphas_cumprod",
    "sqrt_one_minus_alphas_cumprod",
    "log_one_minus_alphas_cumprod",
    "sqrt_recip_alphas_cumprod",
    "sqrt_recipm1_alphas_cumprod",
    "posterior_variance",
    "posterior_log_variance_clipped",
    "posterior_mean_coef1",
    "posterior_mean_coef2",
)
TIME_STEPS = 1000


def ldm_shapes(family: Family, widths: Widths) -> Shapes:
    """Every tensor of a checkpoint of this family as it was published."""
    parts = {UNET: unet_shapes(widths), VAE: vae_shapes(widths.vae)} | text_parts(family, widths)
    schedule: Shapes = {} if family == "sdxl" else dict.fromkeys(SCHEDULE, (TIME_STEPS,))
    return join(parts) | schedule


def text_parts(family: Family, widths: Widths) -> dict[str, Shapes]:
    """The text encoders of a family by the prefix they have in a file."""
    parts: dict[str, Shapes] = {}
    first, second = {
        "sd1": ("cond_stage_model.transformer", ""),
        "sd2": ("", "cond_stage_model.model"),
        "sdxl": ("conditioner.embedders.0.transformer", "conditioner.embedders.1.model"),
    }[family]
    if widths.clip:
        parts[first] = clip_shapes(widths.clip)
    if widths.open_clip:
        parts[second] = open_clip_shapes(widths.open_clip)
    return parts


def join(parts: Mapping[str, Shapes]) -> Shapes:
    """One table from several, each under its prefix."""
    return {
        f"{prefix}.{name}" if prefix and name else prefix or name: shape
        for prefix, shapes in parts.items()
        for name, shape in shapes.items()
    }


def linear(inputs: int, outputs: int) -> Shapes:
    return {"weight": (outputs, inputs), "bias": (outputs,)}


def conv(inputs: int, outputs: int, size: int = 3) -> Shapes:
    return {"weight": (outputs, inputs, size, size), "bias": (outputs,)}


def norm(width: int) -> Shapes:
    return {"weight": (width,), "bias": (width,)}


def unet_shapes(widths: Widths) -> Shapes:
    """The UNet without its prefix: blocks are numbered through, downwards and up again."""
    channels = widths.channels
    embedded = 4 * channels
    parts = {"time_embed.0": linear(channels, embedded), "time_embed.2": linear(embedded, embedded)}
    if widths.added:
        parts["label_emb.0.0"] = linear(widths.added, embedded)
        parts["label_emb.0.2"] = linear(embedded, embedded)
    down, passed_on = input_blocks(widths)
    parts |= down
    parts |= middle_block(widths)
    parts |= _output_blocks(widths, passed_on)
    parts["out.0"] = norm(channels)
    parts["out.2"] = conv(channels, 4)
    return join(parts)


def input_blocks(widths: Widths) -> tuple[dict[str, Shapes], list[int]]:
    """The way down, and how wide what each block passes on to the way up is."""
    parts = {"input_blocks.0.0": conv(widths.in_channels, widths.channels)}
    passed_on = [widths.channels]
    for level, (mult, depth) in enumerate(zip(widths.mult, widths.depths, strict=True)):
        for _ in range(widths.blocks):
            here = f"input_blocks.{len(passed_on)}"
            width = mult * widths.channels
            parts[f"{here}.0"] = _res_block(widths, passed_on[-1], width)
            if depth:
                parts[f"{here}.1"] = _transformer(widths, width, depth)
            passed_on.append(width)
        if level < len(widths.mult) - 1:
            parts[f"input_blocks.{len(passed_on)}.0.op"] = conv(passed_on[-1], passed_on[-1])
            passed_on.append(passed_on[-1])
    return parts, passed_on


def middle_block(widths: Widths) -> dict[str, Shapes]:
    width = widths.mult[-1] * widths.channels
    return {
        "middle_block.0": _res_block(widths, width, width),
        "middle_block.1": _transformer(widths, width, widths.middle_depth),
        "middle_block.2": _res_block(widths, width, width),
    }


def _output_blocks(widths: Widths, passed_on: list[int]) -> dict[str, Shapes]:
    parts: dict[str, Shapes] = {}
    left = list(passed_on)
    before = passed_on[-1]
    number = 0
    for level in reversed(range(len(widths.mult))):
        width = widths.mult[level] * widths.channels
        for block in range(widths.blocks + 1):
            here = f"output_blocks.{number}"
            parts[f"{here}.0"] = _res_block(widths, before + left.pop(), width)
            if depth := widths.depths[level]:
                parts[f"{here}.1"] = _transformer(widths, width, depth)
            if level and block == widths.blocks:
                parts[f"{here}.{2 if depth else 1}.conv"] = conv(width, width)
            before = width
            number += 1
    return parts


def _res_block(widths: Widths, inputs: int, outputs: int) -> Shapes:
    parts = {
        "in_layers.0": norm(inputs),
        "in_layers.2": conv(inputs, outputs),
        "emb_layers.1": linear(4 * widths.channels, outputs),
        "out_layers.0": norm(outputs),
        "out_layers.3": conv(outputs, outputs),
    }
    if inputs != outputs:
        parts["skip_connection"] = conv(inputs, outputs, 1)
    return join(parts)


def _transformer(widths: Widths, width: int, depth: int) -> Shapes:
    projection = linear(width, width) if widths.is_linear else conv(width, width, 1)
    parts = {"norm": norm(width), "proj_in": projection}
    for block in range(depth):
        parts |= {
            f"transformer_blocks.{block}.{name}": shapes
            for name, shapes in _transformer_block(width, widths.context).items()
        }
    return join(parts | {"proj_out": projection})


def _transformer_block(width: int, context: int) -> dict[str, Shapes]:
    return {
        "attn1": _attention(width, width),
        "ff.net.0.proj": linear(width, 2 * 4 * width),
        "ff.net.2": linear(4 * width, width),
        "attn2": _attention(width, context),
        "norm1": norm(width),
        "norm2": norm(width),
        "norm3": norm(width),
    }


def _attention(width: int, context: int) -> Shapes:
    return {
        "to_q.weight": (width, width),
        "to_k.weight": (width, context),
        "to_v.weight": (width, context),
        "to_out.0.weight": (width, width),
        "to_out.0.bias": (width,),
    }


def vae_shapes(widths: VaeWidths) -> Shapes:
    """The autoencoder without its prefix. It samples, hence twice the latent's channels."""
    moments = 2 * widths.latent
    parts = _encoder(widths) | _decoder(widths)
    parts["quant_conv"] = conv(moments, moments, 1)
    parts["post_quant_conv"] = conv(widths.latent, widths.latent, 1)
    return join(parts)


def _encoder(widths: VaeWidths) -> dict[str, Shapes]:
    before = widths.channels
    parts = {"encoder.conv_in": conv(3, before)}
    for level, mult in enumerate(widths.mult):
        width = mult * widths.channels
        for block in range(widths.blocks):
            parts[f"encoder.down.{level}.block.{block}"] = _vae_block(before, width)
            before = width
        if level < len(widths.mult) - 1:
            parts[f"encoder.down.{level}.downsample.conv"] = conv(width, width)
    return parts | _vae_ends("encoder", before, before, 2 * widths.latent)


def _decoder(widths: VaeWidths) -> dict[str, Shapes]:
    widest = before = widths.mult[-1] * widths.channels
    parts = {"decoder.conv_in": conv(widths.latent, widest)}
    for level in reversed(range(len(widths.mult))):
        width = widths.mult[level] * widths.channels
        for block in range(widths.blocks + 1):
            parts[f"decoder.up.{level}.block.{block}"] = _vae_block(before, width)
            before = width
        if level:
            parts[f"decoder.up.{level}.upsample.conv"] = conv(width, width)
    return parts | _vae_ends("decoder", widest, before, 3)


def _vae_ends(half: str, middle: int, last: int, outputs: int) -> dict[str, Shapes]:
    attention = {name: conv(middle, middle, 1) for name in ("q", "k", "v", "proj_out")}
    return {
        f"{half}.mid.block_1": _vae_block(middle, middle),
        f"{half}.mid.attn_1": join({"norm": norm(middle)} | attention),
        f"{half}.mid.block_2": _vae_block(middle, middle),
        f"{half}.norm_out": norm(last),
        f"{half}.conv_out": conv(last, outputs),
    }


def _vae_block(inputs: int, outputs: int) -> Shapes:
    parts = {
        "norm1": norm(inputs),
        "conv1": conv(inputs, outputs),
        "norm2": norm(outputs),
        "conv2": conv(outputs, outputs),
    }
    if inputs != outputs:
        parts["nin_shortcut"] = conv(inputs, outputs, 1)
    return join(parts)


def clip_shapes(widths: TextWidths) -> Shapes:
    """OpenAI's text encoder as transformers of that time named it."""
    width = widths.width
    parts: dict[str, Shapes] = {
        "text_model.embeddings": {
            "position_ids": (1, POSITIONS),
            "token_embedding.weight": (VOCABULARY, width),
            "position_embedding.weight": (POSITIONS, width),
        },
        "text_model.final_layer_norm": norm(width),
    }
    for number in range(widths.layers):
        here = f"text_model.encoder.layers.{number}"
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            parts[f"{here}.self_attn.{name}"] = linear(width, width)
        parts[f"{here}.layer_norm1"] = norm(width)
        parts[f"{here}.mlp.fc1"] = linear(width, widths.intermediate)
        parts[f"{here}.mlp.fc2"] = linear(widths.intermediate, width)
        parts[f"{here}.layer_norm2"] = norm(width)
    return join(parts)


def open_clip_shapes(widths: TextWidths) -> Shapes:
    """OpenCLIP's text encoder: q, k and v in one matrix, some parameters outside of any layer."""
    width = widths.width
    parts: dict[str, Shapes] = {
        "positional_embedding": {"": (POSITIONS, width)},
        "text_projection": {"": (width, width)},
        "logit_scale": {"": ()},
        "token_embedding": {"weight": (VOCABULARY, width)},
        "ln_final": norm(width),
    }
    for number in range(widths.layers):
        here = f"transformer.resblocks.{number}"
        parts[f"{here}.ln_1"] = norm(width)
        parts[f"{here}.attn"] = {
            "in_proj_weight": (3 * width, width),
            "in_proj_bias": (3 * width,),
        }
        parts[f"{here}.attn.out_proj"] = linear(width, width)
        parts[f"{here}.ln_2"] = norm(width)
        parts[f"{here}.mlp.c_fc"] = linear(width, widths.intermediate)
        parts[f"{here}.mlp.c_proj"] = linear(widths.intermediate, width)
    return join(parts)
