"""Writes small, whole checkpoints with random weights in one file, as other programs do."""

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import torch
from safetensors.torch import save_file

from tests.model_files.ldm_keys import SCHEDULE, TIME_STEPS, UNET, Shape, ldm_shapes
from tests.model_files.spellings import ema_name, older_text_name, stored_dtype
from tests.model_files.widths import POSITIONS, TINY, Family, Widths

Tensors = dict[str, torch.Tensor]
Ema = Literal["none", "only", "both"]
# Only these keep what is no weight from being stored like one.
_OWN_DTYPES = {"I64": torch.int64, "I32": torch.int32, "F32": torch.float32}


def write_checkpoint(
    path: Path, family: Family, *, dtype: str = "float16", ema: Ema = "none",
    text_prefix: bool = True, metadata: Mapping[str, str] | None = None,
    extra: Iterable[str] = (), seed: int = 0, widths: Widths | None = None, legacy: bool = False,
) -> Path:  # fmt: skip
    """A checkpoint with all parts, .safetensors or .ckpt by its suffix.

    `extra` names tensors that are there to say something by being there, `v_pred` for one.
    `legacy` writes the pickle stream of torch before 1.6 into a .ckpt.
    """
    tensors = checkpoint_tensors(
        family, dtype=dtype, ema=ema, text_prefix=text_prefix, extra=extra, seed=seed, widths=widths
    )
    return write_tensors(path, tensors, metadata=metadata, legacy=legacy)


def write_tensors(
    path: Path, tensors: Tensors, *, metadata: Mapping[str, str] | None = None, legacy: bool = False
) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".safetensors":
        save_file(tensors, path, metadata=dict(metadata) if metadata else None)
    else:
        content: dict[str, Any] = {"global_step": 470000, "state_dict": tensors}
        torch.save(content, path, _use_new_zipfile_serialization=not legacy)
    return path


def write_yaml(checkpoint: Path, *, parameterization: str = "v") -> Path:
    """The configuration of the original code beside a checkpoint; web UIs read it by its name."""
    path = checkpoint.with_suffix(".yaml")
    path.write_text(
        "model:\n"
        "  base_learning_rate: 1.0e-4\n"
        "  target: ldm.models.diffusion.ddpm.LatentDiffusion\n"
        "  params:\n"
        f'    parameterization: "{parameterization}"\n'
        "    linear_start: 0.00085\n"
        "    linear_end: 0.0120\n"
        "    timesteps: 1000\n"
        "    scale_factor: 0.18215\n",
        encoding="utf-8",
    )
    return path


def checkpoint_tensors(
    family: Family, *, dtype: str = "float16", ema: Ema = "none", text_prefix: bool = True,
    extra: Iterable[str] = (), seed: int = 0, widths: Widths | None = None,
) -> Tensors:  # fmt: skip
    """What `write_checkpoint` writes. Only names differ with `ema` and `text_prefix`: one seed
    gives the same weights, and an average that differs a little from what it is the average of."""
    generator = torch.Generator().manual_seed(seed)
    shapes = ldm_shapes(family, widths or TINY[family])
    plain = {name: _tensor(name, shape, generator) for name, shape in shapes.items()}
    tensors: Tensors = {}
    for name, tensor in plain.items():
        is_averaged = name.startswith(f"{UNET}.") and ema != "none"
        if is_averaged:
            drift = torch.randn(tensor.shape, generator=generator)
            tensors[ema_name(name)] = tensor * (1 + 0.02 * drift)
        if not is_averaged or ema == "both":
            tensors[name if text_prefix else older_text_name(name)] = tensor
    if ema != "none":
        tensors["model_ema.decay"] = torch.tensor(0.9999)
        tensors["model_ema.num_updates"] = torch.tensor(470000, dtype=torch.int32)
    tensors |= {name: torch.zeros(0) for name in extra}
    return {name: tensor.to(_stored_as(name, dtype)) for name, tensor in tensors.items()}


def _stored_as(name: str, dtype: str) -> torch.dtype:
    own = _OWN_DTYPES.get(stored_dtype(name, dtype))
    return own or getattr(torch, dtype)


def _tensor(name: str, shape: Shape, generator: torch.Generator) -> torch.Tensor:
    """Random, but so that signals neither vanish nor explode; and no two tensors are equal, or a
    loader that takes one for the other would go unnoticed."""
    if name.endswith("position_ids"):
        return torch.arange(POSITIONS)[None]
    if name in SCHEDULE:
        return _schedule()[name].float()
    if name.endswith("logit_scale"):
        return torch.tensor(math.log(100.0))
    noise = torch.randn(shape, generator=generator)
    if "embedding" in name:
        return 0.02 * noise
    if len(shape) > 1:
        return noise * 0.5 / math.sqrt(math.prod(shape[1:]))
    return 1 + 0.05 * noise if name.endswith("weight") else 0.02 * noise


def _schedule() -> Tensors:
    """The buffers that the original code derives from Stable Diffusion's betas."""
    betas = torch.linspace(0.00085**0.5, 0.012**0.5, TIME_STEPS, dtype=torch.float64) ** 2
    kept = (1 - betas).cumprod(0)
    before = torch.cat([torch.ones(1, dtype=torch.float64), kept[:-1]])
    variance = betas * (1 - before) / (1 - kept)
    return {
        "betas": betas,
        "alphas_cumprod": kept,
        "alphas_cumprod_prev": before,
        "sqrt_alphas_cumprod": kept.sqrt(),
        "sqrt_one_minus_alphas_cumprod": (1 - kept).sqrt(),
        "log_one_minus_alphas_cumprod": (1 - kept).log(),
        "sqrt_recip_alphas_cumprod": kept.rsqrt(),
        "sqrt_recipm1_alphas_cumprod": (1 / kept - 1).sqrt(),
        "posterior_variance": variance,
        "posterior_log_variance_clipped": variance.clamp(min=1e-20).log(),
        "posterior_mean_coef1": betas * before.sqrt() / (1 - kept),
        "posterior_mean_coef2": (1 - before) * (1 - betas).sqrt() / (1 - kept),
    }
