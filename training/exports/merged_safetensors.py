"""The base model in one file with the LoRA merged into it, for tools that take no LoRA."""

from training.contract.export_targets import MERGED
from training.contract.settings import LoraSettings
from training.exports import Artefact, ExportFacts
from training.exports.checkpoint_file import checkpoint_file
from training.exports.taught_weights import lora_additions
from training.optimizers import Tensors

FORMAT = MERGED
METHOD = "lora"
SUFFIX = ".safetensors"


def prepare(weights: Tensors, facts: ExportFacts) -> Artefact:
    settings = facts.config.method
    assert isinstance(settings, LoraSettings)
    strength = facts.options.strength
    scale = strength * settings.alpha / settings.rank
    said = {
        "modelspec.merged_from": f"{facts.base_model}, {facts.config.concept.name}",
        "manul.strength": str(strength),
    }
    return checkpoint_file(lora_additions(weights, scale=scale), facts, metadata=said)
