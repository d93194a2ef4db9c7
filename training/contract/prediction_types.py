"""What a model's UNet predicts, as far as its file or the words beside it say."""

import re
from typing import Literal

from training.contract.errors import cannot_read
from training.contract.tensor_files import TensorFile

PredictionType = Literal["epsilon", "v_prediction", "unknown"]

_LONGEST_YAML = 100_000
_NAMES: dict[str, PredictionType] = {
    "epsilon": "epsilon",
    "eps": "epsilon",
    "v": "v_prediction",
    "v_prediction": "v_prediction",
    "vpred": "v_prediction",
    "velocity": "v_prediction",
}


def prediction_type_of(file: TensorFile) -> PredictionType:
    """From the marks that trainers leave in a file: empty tensors `v_pred` and `ztsnr`, metadata
    (ModelSpec, kohya), the yaml beside it; "unknown" where nothing is said."""
    if "v_pred" in file.tensors or has_zero_terminal_snr(file):
        return "v_prediction"
    metadata = file.metadata
    for key in ("modelspec.prediction_type", "prediction_type"):
        if (said := metadata.get(key, "").lower()) in _NAMES:
            return _NAMES[said]
    if metadata.get("ss_v_parameterization", "").lower() == "true":
        return "v_prediction"
    if "768-v" in metadata.get("modelspec.architecture", ""):
        return "v_prediction"
    return known_prediction_type(_in_yaml(file, "parameterization"))


def has_zero_terminal_snr(file: TensorFile) -> bool:
    """Was it taught with a schedule that ends in nothing but noise (arXiv 2305.08891)?"""
    if "ztsnr" in file.tensors:
        return True
    return _in_yaml(file, "(?:rescale_betas_zero_snr|zsnr|ztsnr)").lower() == "true"


def known_prediction_type(name: str) -> PredictionType:
    return _NAMES.get(name.lower(), "unknown")


def _in_yaml(file: TensorFile, key: str) -> str:
    """A scalar of the `.yaml` that web UIs read beside a checkpoint; empty if there is none."""
    path = file.path.with_suffix(".yaml")
    try:
        if not path.is_file() or path.stat().st_size > _LONGEST_YAML:
            return ""
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise cannot_read(path, error) from error
    found = re.search(rf"""^\s*{key}\s*:\s*["']?(\w+)["']?\s*(?:#.*)?$""", text, re.MULTILINE)
    return found.group(1) if found else ""
