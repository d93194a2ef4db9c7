"""The taught model in one file, as every web UI loads it."""

from training.exports import Artefact, ExportFacts
from training.exports.checkpoint_file import checkpoint_file
from training.exports.taught_weights import replacements
from training.optimizers import Tensors

FORMAT = "safetensors"
METHOD = "dreambooth"
SUFFIX = ".safetensors"


def prepare(weights: Tensors, facts: ExportFacts) -> Artefact:
    return checkpoint_file(replacements(weights), facts, metadata={})
