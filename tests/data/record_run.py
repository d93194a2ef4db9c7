"""Records a small real run, without anything of this machine, into a folder beside this file.

    OMP_NUM_THREADS=1 python tests/data/record_run.py NAME

When what a run's files say has changed, record a new one; the old ones stay, for they must remain
readable.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import torch
from accelerate import Accelerator
from PIL import Image

from training import run_plan
from training.contract.commands import send_command
from training.contract.concept import Concept
from training.contract.concept_folder import create_concept
from training.contract.config import RunConfig
from training.contract.events import Choice
from training.contract.layout import RunFolder
from training.contract.messages import say
from training.contract.runs import RunRequest, create_run
from training.contract.toml_file import read_model
from training.demo import CONCEPTS, DEFAULT_CONCEPT
from training.engine import run_attempt

STEPS, MORE_STEPS = 10, 5
# The first time learning, in the middle of a step.
OUT_OF_MEMORY_AT = 3
# 2025-10-09, 08:53:20 UTC; every recording begins then, as process 4242.
BEGIN = 1_760_000_000.0
PROCESS = 4242
_TIMES = ("time", "progress_at", "pid_created")
_LOG = "A line of a library.\n"


def record(target: Path) -> None:
    with tempfile.TemporaryDirectory() as workspace:
        run = _train(Path(workspace))
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(run.path, target)
    (target / "engine.log").write_text(_LOG, encoding="utf-8")
    # Its name is that of the machine.
    for number, board in enumerate(sorted((target / "tensorboard").iterdir())):
        board.rename(board.with_name(f"events.out.tfevents.{int(BEGIN)}.machine.{number}"))
    _shrink(target / "contact_sheet.png")
    _neutralise(target / "events.jsonl")
    _neutralise(target / "commands.jsonl")


def _shrink(path: Path) -> None:
    """Nobody reads it but people; here nobody does."""
    with Image.open(path) as picture:
        small = picture.reduce(4)
    small.save(path, optimize=True)


def _neutralise(path: Path) -> None:
    contents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    offset = BEGIN - contents[0]["time"]
    neutral = [json.dumps(_neutral(content, offset), ensure_ascii=False) for content in contents]
    path.write_text("\n".join(neutral) + "\n", encoding="utf-8")


def _train(workspace: Path) -> RunFolder:
    facts = read_model(CONCEPTS / DEFAULT_CONCEPT / "concept.toml", Concept)
    facts = facts.changed(sample_prompts=facts.sample_prompts[:2])
    images = CONCEPTS / DEFAULT_CONCEPT / "images"
    folder, _ = create_concept(workspace, facts, [images], resolution=64)
    settings = (f"max_train_steps={STEPS}", "lr_decay_steps=3")
    assignments = ("sampling.sample_every=5", *(f"training.{setting}" for setting in settings))
    run = create_run(folder, RunRequest(assignments=assignments))
    send_command(run, "save_now", attempt=1)
    with (
        patch.object(Accelerator, "backward", _out_of_memory_once(Accelerator.backward)),
        patch.object(run_plan, "choose_next_measures", _one_more),
    ):
        outcome = run_attempt(run)
    if outcome.state == "finished":
        outcome = run_attempt(run, resume=True, more_steps=MORE_STEPS)
    if outcome.state != "finished":
        raise SystemExit(f"the run {outcome.state}: {outcome.error}")
    return run


def _one_more(_: RunConfig, measures: tuple[Choice, ...], **__: Any) -> Any:
    """The demo model's own ladder ends at once."""
    less = Choice(name="gradient_checkpointing", reason=say("reason.measure.asked"))
    return SimpleNamespace(measures=(*measures, less))


def _out_of_memory_once(backward: Any) -> Any:
    calls = iter(range(1, sys.maxsize))

    def called(*arguments: Any, **options: Any) -> None:
        if next(calls) == OUT_OF_MEMORY_AT:
            raise torch.OutOfMemoryError("CUDA out of memory")
        backward(*arguments, **options)

    return called


def _neutral(event: dict[str, object], offset: float) -> dict[str, object]:
    for name in _TIMES:
        if isinstance(moment := event.get(name), (int, float)):
            event[name] = round(moment + offset, 3)
    if "pid" in event:
        event["pid"] = PROCESS
    if isinstance(versions := event.get("versions"), dict):
        # Which build of torch it was says something about the machine.
        event["versions"] = {name: value.partition("+")[0] for name, value in versions.items()}
    return event


if __name__ == "__main__":
    record(Path(__file__).parent / sys.argv[1])
