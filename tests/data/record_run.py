"""Records tests/data/recorded_run anew: a small real run, without anything of this machine.

    OMP_NUM_THREADS=1 python tests/data/record_run.py

Needed when the bundled model or what events say has changed.
"""

import json
import shutil
import tempfile
from pathlib import Path

from training.contract.concept import Concept
from training.contract.concept_folder import create_concept
from training.contract.layout import RunFolder
from training.contract.runs import RunRequest, create_run
from training.contract.toml_file import read_model
from training.demo import CONCEPTS, DEFAULT_CONCEPT
from training.engine import run_attempt

TARGET = Path(__file__).parent / "recorded_run"
STEPS = 10
# 2025-10-09, 08:53:20 UTC; every recording begins then, as process 4242.
BEGIN = 1_760_000_000.0
PROCESS = 4242
_TIMES = ("time", "progress_at", "pid_created")
_KEPT = ("run.toml", "samples", "checkpoints")


def record() -> None:
    with tempfile.TemporaryDirectory() as workspace:
        run = _train(Path(workspace))
        shutil.rmtree(TARGET, ignore_errors=True)
        TARGET.mkdir()
        for name in _KEPT:
            copy = shutil.copytree if (run.path / name).is_dir() else shutil.copyfile
            copy(run.path / name, TARGET / name)
        lines = run.events.read_text(encoding="utf-8").splitlines()
        events = [json.loads(line) for line in lines]
    offset = BEGIN - events[0]["time"]
    neutral = [json.dumps(_neutral(event, offset), ensure_ascii=False) for event in events]
    (TARGET / "events.jsonl").write_text("\n".join(neutral) + "\n", encoding="utf-8")


def _train(workspace: Path) -> RunFolder:
    facts = read_model(CONCEPTS / DEFAULT_CONCEPT / "concept.toml", Concept)
    facts = facts.changed(sample_prompts=facts.sample_prompts[:2])
    images = CONCEPTS / DEFAULT_CONCEPT / "images"
    folder, _ = create_concept(workspace, facts, [images], resolution=64)
    settings = (f"max_train_steps={STEPS}", "lr_decay_steps=3")
    assignments = ("sampling.sample_every=5", *(f"training.{setting}" for setting in settings))
    run = create_run(folder, RunRequest(assignments=assignments))
    outcome = run_attempt(run)
    if outcome.state != "finished":
        raise SystemExit(f"the run {outcome.state}: {outcome.error}")
    return run


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
    record()
