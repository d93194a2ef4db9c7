"""The embedding as AUTOMATIC1111 writes it, which every web UI loads; for SD 1.x and 2.x."""

from functools import partial
from pathlib import Path, PurePath

from training import __version__
from training.exports import Artefact, ExportFacts
from training.exports.legacy_pickle import save_legacy
from training.exports.metadata import settings_text
from training.optimizers import Tensors
from training.tensor_writer import bytes_of

FORMAT = "pt"
METHOD = "textual_inversion"
SUFFIX = ".pt"

# The id that A1111 writes for "*"; readers only look at the key.
_ASTERISK_ID = 265


def prepare(weights: Tensors, facts: ExportFacts) -> Artefact:
    return Artefact(bytes_of(weights), partial(_write, weights, facts))


def _write(weights: Tensors, facts: ExportFacts, path: Path) -> None:
    """Plain types and one float32 tensor (n, width), in the old serialisation: A1111 refuses
    the members that torch 2.13 puts into its zip files."""
    vectors = weights["vectors"].detach().cpu().float().contiguous().clone()
    content = {
        "string_to_token": {"*": _ASTERISK_ID},
        "string_to_param": {"*": vectors},
        "name": facts.name,
        "step": facts.step,
        "sd_checkpoint": facts.short_base_model_hash,
        "sd_checkpoint_name": PurePath(facts.base_model).stem,
        "manul_version": __version__,
        "manul_settings": settings_text(facts),
    }
    save_legacy(content, path)
