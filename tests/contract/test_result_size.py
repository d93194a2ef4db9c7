"""The size on a preset's card, by arithmetic and against what was traced of the real models."""

from pathlib import Path
from typing import Any

import pytest

from tests.model_files.headers import full_size
from training.contract.base_models import Family, describe_base_model
from training.contract.model_kinds import StableDiffusion
from training.contract.plan_examples import planned_methods
from training.contract.plan_table import read_plan_table
from training.contract.presets import load_preset, preset_names
from training.contract.result_size import result_bytes
from training.contract.setting_values import preset_values

pytestmark = pytest.mark.quick
MEGABYTE = 1024**2


def size(preset: str, family: Family, **changes: Any) -> int:
    values = preset_values(load_preset(preset), family)
    values |= {f"method.{name}": value for name, value in changes.items()}
    return result_bytes(values, family, None)


@pytest.mark.parametrize("family", ["sd1", "sd2", "sdxl"])
def test_as_many_numbers_as_the_traced_models_teach(family: StableDiffusion) -> None:
    rows = {(row.method, row.variant): row.taught for row in read_plan_table(family).training}
    for name in preset_names():
        method = load_preset(name).method
        taught = rows.get((method, name if name != method else ""))
        if taught is None or method not in planned_methods(family) or method == "dreambooth":
            continue
        width = 2 if method == "lora" else 4
        over = size(name, family) - width * taught
        assert 0 <= over <= max(2_000, 0.02 * width * taught), name


@pytest.mark.parametrize(
    ("preset", "family", "changes", "megabytes"),
    [
        ("lora", "sd1", {"rank": 16}, 6.1),
        ("lora", "sd1", {"rank": 128}, 48.7),
        ("lora_person", "sdxl", {"rank": 32}, 113.3),
        ("lora", "sdxl", {"rank": 8, "layers": "convolutions"}, 46.6),
        ("hypernetwork", "sd1", {}, 83.7),
        ("hypernetwork", "sd2", {"layer_structure": (1.0, 1.0)}, 24.4),
        ("dreambooth", "sd1", {}, 2033.7),
        ("dreambooth", "sdxl", {}, 6617.0),
    ],
)
def test_sizes_that_people_know(
    preset: str, family: Family, changes: dict[str, Any], megabytes: float
) -> None:
    assert size(preset, family, **changes) / MEGABYTE == pytest.approx(megabytes, rel=0.01)


def test_a_word_is_some_kilobytes() -> None:
    assert size("quick_look", "sd1") == 1_500 + 4 * 2 * 768
    assert size("textual_inversion", "sdxl", num_vectors=1) == 1_500 + 4 * 2048


@pytest.mark.parametrize(("dtype", "more"), [("F16", 0), ("F32", 2)])
def test_what_is_not_taught_keeps_the_format_of_its_file(
    dtype: str, more: int, tmp_path: Path
) -> None:
    info = describe_base_model(str(full_size(tmp_path / "v1-5.safetensors", "sd1", dtype=dtype)))
    values = preset_values(load_preset("dreambooth"), "sd1")
    parts = read_plan_table("sd1").parts
    beyond = result_bytes(values, "sd1", info) - result_bytes(values, "sd1", None)
    assert beyond == more * (parts.text + parts.vae)
