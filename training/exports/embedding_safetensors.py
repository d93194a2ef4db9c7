"""The embedding without a pickle: kohya's layout for SD 1.x and 2.x, and the only one for SDXL."""

from functools import partial

from training.exports import Artefact, ExportFacts
from training.exports.embedding_file import SDXL_KEYS
from training.exports.metadata import text_metadata
from training.exports.ordered_safetensors import save_ordered
from training.optimizers import Tensors
from training.tensor_writer import bytes_of

FORMAT = "safetensors"
METHOD = "textual_inversion"
SUFFIX = ".safetensors"


def prepare(weights: Tensors, facts: ExportFacts) -> Artefact:
    """Float32 tensors (n, width): `emb_params`, or one for each of SDXL's text encoders."""
    vectors = [weights[name] for name in ("vectors", "vectors_2") if name in weights]
    names = SDXL_KEYS if len(vectors) == len(SDXL_KEYS) else ("emb_params",)
    tensors = {
        name: table.detach().cpu().float().contiguous().clone()
        for name, table in zip(names, vectors, strict=True)
    }
    said = text_metadata(facts, kind="textual-inversion")
    return Artefact(bytes_of(tensors), partial(save_ordered, tensors, metadata=said))
