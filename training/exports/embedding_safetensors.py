"""The embedding without a pickle: kohya's layout for SD 1.x and 2.x, and the only one for SDXL."""

from pathlib import Path

from training.exports import ExportFacts
from training.exports.embedding_file import SDXL_KEYS
from training.exports.metadata import text_metadata
from training.exports.ordered_safetensors import save_ordered
from training.optimizers import Tensors

FORMAT = "safetensors"
METHOD = "textual_inversion"
SUFFIX = ".safetensors"


def write(weights: Tensors, facts: ExportFacts, path: Path) -> None:
    """Float32 tensors (n, width): `emb_params`, or one for each of SDXL's text encoders."""
    vectors = [weights[name] for name in ("vectors", "vectors_2") if name in weights]
    names = SDXL_KEYS if len(vectors) == len(SDXL_KEYS) else ("emb_params",)
    tensors = {
        name: table.detach().cpu().float().contiguous().clone()
        for name, table in zip(names, vectors, strict=True)
    }
    save_ordered(tensors, path, metadata=text_metadata(facts, kind="textual-inversion"))
