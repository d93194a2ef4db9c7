"""A whole model in one file, the base model with what was taught in it: what every web UI loads."""

from functools import partial

import torch

from training.base_tensors import open_base_tensors
from training.changed_tensors import Changes
from training.contract.tensor_files import read_tensor_file
from training.exports import Artefact, ExportFacts
from training.exports.metadata import text_metadata
from training.lazy_tensors import LazyTensors, computed, lazy_file_bytes, write_lazily

# Marks that web UIs look for: the model predicts velocity; its schedule ends in nothing but noise.
_VELOCITY, _ZERO_TERMINAL_SNR = "v_pred", "ztsnr"
# What is no longer true of the changed file, and what a former training said of itself.
_NOT_KEPT = (
    "ss_", "sshs_", "modelspec.date", "modelspec.hash", "modelspec.thumbnail", "manul.",
)  # fmt: skip


def checkpoint_file(changes: Changes, facts: ExportFacts, *, metadata: dict[str, str]) -> Artefact:
    """The base model patched: every tensor that was not taught is copied byte for byte."""
    tensors = open_base_tensors(facts.base).in_one_file(changes, facts.options.dtype)
    tensors = _marks(facts) | tensors
    said = {"format": "pt"} | _base_metadata(facts) | text_metadata(facts, kind=None) | metadata
    size = lazy_file_bytes(tensors, metadata=said)
    return Artefact(size, partial(write_lazily, tensors=tensors, metadata=said, told=facts.told))


def _marks(facts: ExportFacts) -> LazyTensors:
    empty = computed((0,), torch.float32, partial(torch.empty, 0))
    marks: LazyTensors = {}
    if facts.prediction_type == "v_prediction":
        marks[_VELOCITY] = empty
    if facts.zero_terminal_snr:
        marks[_ZERO_TERMINAL_SNR] = empty
    return marks


def _base_metadata(facts: ExportFacts) -> dict[str, str]:
    """What the base model says of itself: author and licence above all."""
    if not facts.base.is_file:
        return {}
    known = read_tensor_file(facts.base.path).metadata
    return {key: text for key, text in known.items() if not key.startswith(_NOT_KEPT)}
