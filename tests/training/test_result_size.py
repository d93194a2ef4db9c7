"""The size that a preset's card promises, against files that were really exported."""

from pathlib import Path
from typing import Any

import pytest
import torch

from tests.training.conftest import Workshop
from training.contract.base_models import DEMO, describe_base_model
from training.contract.presets import load_preset
from training.contract.result_size import result_bytes
from training.contract.runs import read_run_config
from training.contract.setting_values import changes_of, preset_values
from training.engine import run_attempt
from training.export import export_step
from training.methods import lora
from training.planning.empty_model import FullSize, empty_model


@pytest.mark.parametrize(
    ("method", "assignments"),
    [
        ("textual_inversion", ("method.num_vectors=7",)),
        ("lora", ('method.layers="convolutions"', "method.train_text_encoder=true")),
        ("hypernetwork", ("method.is_layer_norm=true",)),
        ("dreambooth", ("data.prior_preservation=false",)),
    ],
)
def test_an_exported_file_is_as_large_as_was_said(
    method: str, assignments: tuple[str, ...], shared_workshop: Workshop, tmp_path: Path
) -> None:
    run = shared_workshop.run("training.max_train_steps=1", *assignments, method=method)
    assert run_attempt(run).state == "finished"
    config = read_run_config(run)
    preset, changes = changes_of(config)
    values: dict[str, Any] = preset_values(load_preset(preset), "demo", changes)
    said = result_bytes(values, "demo", describe_base_model(DEMO))
    written = export_step(run, to=tmp_path).stat().st_size
    assert said == pytest.approx(written, rel=0.03, abs=1_000)


def test_a_lora_of_rank_1_has_the_numbers_that_are_written_down() -> None:
    """Of a family whose every layer peft has found here; the others are held to the plan table."""
    values = preset_values(
        load_preset("lora"), "sd2",
        {"method.rank": 1, "method.layers": "convolutions", "method.train_text_encoder": True},
    )  # fmt: skip
    settings = lora.LoraSettings(rank=1, layers="convolutions", train_text_encoder=True)
    model = empty_model(FullSize("sd2"), torch.float32)
    words = lora._TEXT_LAYERS + lora._TEXT_FEED_FORWARD
    model.unet.add_adapter(lora._peft_config(settings, lora._UNET_LAYERS["convolutions"]))
    parts = [model.unet, *model.text_modules().values()]
    for module in parts[1:]:
        module.add_adapter(lora._peft_config(settings, words))
    taught = [
        values for part in parts for name, values in part.named_parameters() if ".lora_" in name
    ]
    said = result_bytes(values, "sd2", None) - 1_500 - 360 * len(taught) // 2
    assert said == 2 * sum(tensor.numel() for tensor in taught)
