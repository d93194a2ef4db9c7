"""How large the file will be that a training makes for other programs."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from training.contract.base_models import BaseModelInfo, Family
from training.contract.inspection import inspect_path
from training.contract.plan_table import read_plan_table

# Numbers that describe a word to the model, of all its text encoders together.
_WORD_WIDTH: dict[Family, int] = {"sd1": 768, "sd2": 1024, "sdxl": 768 + 1280, "demo": 112}
# Widths that the model's attention reads.
_ATTENTION_WIDTHS: dict[Family, tuple[int, ...]] = {
    "sd1": (320, 640, 768, 1280), "sd2": (320, 640, 1024, 1280), "sdxl": (640, 1280, 2048),
    "demo": (96, 112, 128),
}  # fmt: skip
# Of a LoRA with rank 1, in the UNet and in the text encoders: (numbers, layers).
_Rank1 = tuple[tuple[int, int], tuple[int, int]]
_RANK_1: dict[tuple[Family, str], _Rank1] = {
    ("sd1", "attention"): ((199_296, 128), (73_728, 48)),
    ("sd1", "feed_forward"): ((423_936, 192), (165_888, 72)),
    ("sd1", "convolutions"): ((1_002_496, 256), (165_888, 72)),
    ("sd2", "attention"): ((207_488, 128), (188_416, 92)),
    ("sd2", "feed_forward"): ((432_128, 192), (423_936, 138)),
    ("sd2", "convolutions"): ((1_010_688, 256), (423_936, 138)),
    ("sdxl", "attention"): ((1_451_520, 560), (401_408, 176)),
    ("sdxl", "feed_forward"): ((2_659_840, 722), (903_168, 264)),
    ("sdxl", "convolutions"): ((3_038_720, 771), (903_168, 264)),
    ("demo", "attention"): ((12_768, 56), (1_792, 8)),
    ("demo", "feed_forward"): ((27_168, 84), (4_032, 12)),
    ("demo", "convolutions"): ((60_128, 118), (4_032, 12)),
}
# Formats of files: what is said beside the numbers, and three entries for each layer of a LoRA.
_HEAD_BYTES = 1_500
_LAYER_BYTES = 360
# Taught models and LoRAs are written in 16 bits, embeddings and hypernetworks in 32.
_HALF, _FULL = 2, 4
_BYTES = {"fp64": 8, "fp32": 4, "fp16": 2, "bf16": 2}


def result_bytes(values: Mapping[str, Any], family: Family, info: BaseModelInfo | None) -> int:
    """About how many bytes, for settings by dotted name; without `info` a whole model is taken
    for the family's as it is published, in 16 bits. Looks into the base model's file."""
    match values["method.name"]:
        case "textual_inversion":
            vectors = int(values["method.num_vectors"])
            return _HEAD_BYTES + _FULL * vectors * _WORD_WIDTH[family]
        case "lora":
            return _lora_bytes(values, family)
        case "hypernetwork":
            return _HEAD_BYTES + _FULL * _hypernetwork_numbers(values, family)
    return _model_bytes(values, family, info)


def _lora_bytes(values: Mapping[str, Any], family: Family) -> int:
    (numbers, layers), text = _RANK_1[family, values["method.layers"]]
    if values["method.train_text_encoder"]:
        numbers, layers = numbers + text[0], layers + text[1]
    rank = int(values["method.rank"])
    return _HEAD_BYTES + _HALF * rank * numbers + _LAYER_BYTES * layers


def _hypernetwork_numbers(values: Mapping[str, Any], family: Family) -> int:
    """Weights and biases of the layers of two networks for each width."""
    widths = values["method.widths"] or _ATTENTION_WIDTHS[family]
    layers = list(pairwise(values["method.layer_structure"]))
    # A layer norm has a weight and a bias for each number that it evens out.
    beside = 3 if values["method.is_layer_norm"] else 1
    return sum(
        2 * int(width * after) * (int(width * before) + beside)
        for width in widths
        for before, after in layers
    )


def _model_bytes(values: Mapping[str, Any], family: Family, info: BaseModelInfo | None) -> int:
    """What is taught is written in 16 bits, the rest is copied as it is."""
    if family == "demo":
        folder = info.path if info else None
        return sum(p.stat().st_size for p in folder.rglob("*.safetensors")) if folder else 0
    parts = read_plan_table(family).parts
    rest = _BYTES.get(inspect_path(info.path).precision, _HALF) if info else _HALF
    text = _HALF if values["method.train_text_encoder"] else rest
    return _HALF * parts.unet + text * parts.text + rest * parts.vae
