"""How programs that write checkpoints differ over the names of the same tensors."""

from tests.model_files.ldm_keys import SCHEDULE

EMA_COUNTERS = ("model_ema.decay", "model_ema.num_updates")
_SD1_TEXT = "cond_stage_model.transformer."


def ema_name(name: str) -> str:
    """What training code that keeps a running average calls that of `model.diffusion_model...`."""
    return "model_ema." + name.removeprefix("model.").replace(".", "")


def older_text_name(name: str) -> str:
    """SD1's text encoder as some older tools spell it."""
    return name.replace(f"{_SD1_TEXT}text_model.", _SD1_TEXT, 1)


def stored_dtype(name: str, dtype: str) -> str:
    """How a tensor is stored in a file of `dtype`: what is no weight keeps its own kind."""
    if name.endswith("position_ids"):
        return "I64"
    if name == "model_ema.num_updates":
        return "I32"
    return "F32" if name in SCHEDULE or name == "model_ema.decay" else dtype
