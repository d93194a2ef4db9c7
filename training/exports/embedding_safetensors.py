"""The embedding as kohya's scripts write it, for those who refuse pickles; SD 1.x and 2.x."""

from pathlib import Path

from training.exports import ExportFacts
from training.exports.ordered_safetensors import save_ordered
from training.optimizers import Tensors

FORMAT = "safetensors"
METHOD = "textual_inversion"
SUFFIX = ".safetensors"


def write(weights: Tensors, facts: ExportFacts, path: Path) -> None:
    """One float32 tensor `emb_params`, (n, width); all metadata are text."""
    vectors = weights["vectors"].detach().cpu().float().contiguous().clone()
    metadata = {
        "modelspec.title": facts.name,
        "modelspec.trigger_phrase": facts.name,
        "ss_steps": str(facts.step),
        "ss_sd_model_name": facts.base_model,
    }
    save_ordered({"emb_params": vectors}, path, metadata=metadata)
