"""A base model that was moved between two attempts: it is named anew, and must be the same."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.model_files.folders import write_folder
from training.cli.main import main
from training.contract import events as ev
from training.contract.base_models import DEMO_FOLDER
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.run_history import RunHistory
from training.contract.runs import RunRequest, create_run
from training.engine import run_attempt
from training.export import export_step

SHORT = (
    "training.max_train_steps=2", "sampling.sample_every=1", "sampling.num_inference_steps=1",
    "training.train_batch_size=1", "evaluation.pairs=2", "data.resolution=64",
    "training.mixed_precision=fp32", "method.num_vectors=1",
)  # fmt: skip


@pytest.fixture
def run(workshop: Any, tmp_path: Path) -> RunFolder:
    """Stands at step 1 of 2; its model was moved away since."""
    model = Path(shutil.copytree(DEMO_FOLDER, tmp_path / "model"))
    wish = RunRequest(base_model=str(model), assignments=(*SHORT, "training.max_train_steps=1"))
    made = create_run(workshop.concept(), wish)
    assert run_attempt(made).state == "finished"
    model.rename(tmp_path / "elsewhere")
    return made


def test_a_moved_model_is_named_once_and_found_from_then_on(
    run: RunFolder, tmp_path: Path, history_of: Callable[[RunFolder], RunHistory],
) -> None:  # fmt: skip
    before = run.config.read_bytes()
    lost = run_attempt(run, resume=True, more_steps=1)
    assert lost.error is not None and lost.error.kind == "model_missing"
    there = str(tmp_path / "elsewhere")
    command = ["resume", str(run.path), "--more-steps", "1", "--base-model", there]
    assert main(command) == 0
    assert history_of(run).model_path == there
    assert (history_of(run).step, run.config.read_bytes()) == (2, before)
    assert run_attempt(run, resume=True, more_steps=1).state == "finished"
    assert export_step(run, to=tmp_path).is_file()
    told = [e for e in ev.read_events(run.events) if isinstance(e, ev.BaseModelMoved)]
    assert len(told) == 1


def test_another_model_there_is_refused(
    run: RunFolder, tmp_path: Path, history_of: Callable[[RunFolder], RunHistory],
) -> None:  # fmt: skip
    with pytest.raises(ManulError) as refused:
        run_attempt(run, resume=True, more_steps=1, base_model=str(tmp_path / "nowhere"))
    assert refused.value.kind == "model_missing"
    other = tmp_path / "other"
    shutil.copytree(tmp_path / "elsewhere", other)
    weights = next((other / "unet").glob("*.safetensors"))
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    outcome = run_attempt(run, resume=True, more_steps=1, base_model=str(other))
    assert outcome.error is not None and outcome.error.kind == "model_changed"
    family = write_folder(tmp_path / "sdxl", "sdxl")
    with pytest.raises(ManulError) as refused:
        run_attempt(run, resume=True, more_steps=1, base_model=str(family))
    assert refused.value.kind == "model_changed"
    assert history_of(run).model_path == ""
