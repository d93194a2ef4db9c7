"""The embedding as AUTOMATIC1111 writes it, which every web UI loads; for SD 1.x and 2.x."""

from pathlib import Path

from training.exports import ExportFacts
from training.exports.legacy_pickle import save_legacy
from training.optimizers import Tensors

FORMAT = "pt"
METHOD = "textual_inversion"
SUFFIX = ".pt"

# The id that A1111 writes for "*"; readers only look at the key.
_ASTERISK_ID = 265


def write(weights: Tensors, facts: ExportFacts, path: Path) -> None:
    """Plain types and one float32 tensor (n, width), in the old serialisation: A1111 refuses
    the members that torch 2.13 puts into its zip files."""
    vectors = weights["vectors"].detach().cpu().float().contiguous().clone()
    content = {
        "string_to_token": {"*": _ASTERISK_ID},
        "string_to_param": {"*": vectors},
        "name": facts.name,
        "step": facts.step,
        "sd_checkpoint": None,
        "sd_checkpoint_name": facts.base_model,
    }
    save_legacy(content, path)
