"""Writes concepts and runs as an engine would, without one: what the window's tests replay."""

import json
import math
import random
import time
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock
from PIL import Image

import resources
from training.contract import events as ev
from training.contract.concept import Concept
from training.contract.concept_folder import create_concept, read_concept
from training.contract.engine_process import EngineProcess
from training.contract.errors import ManulError
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.run_lock import take_run_lock
from training.contract.runs import RunRequest, create_run, read_run_config

DEMO = resources.ROOT / "demo" / "concepts"


def record_concept(workspace: Path, name: str = "pallas_cat") -> ConceptFolder:
    """One of the bundled concepts in `workspace`."""
    workspace.mkdir(parents=True, exist_ok=True)
    source = ConceptFolder(DEMO / name)
    concept = read_concept(source)
    folder, _ = create_concept(
        workspace, Concept(**concept.model_dump()), [source.images], resolution=1
    )
    return folder


@dataclass
class RecordedRun:
    """A run whose events are written by hand; `lock` is what a living engine would hold."""

    folder: RunFolder
    lock: FileLock | None = None
    step: int = 0
    attempt: int = 0
    total: int = 0
    every: int = 0
    prompts: tuple[str, ...] = ()
    _noise: random.Random = field(default_factory=lambda: random.Random(7))

    @property
    def key(self) -> str:
        return str(self.folder.path)

    def tell(self, *events: ev.Event) -> None:
        for event in events:
            ev.append_event(self.folder.events, event)

    def start(self, *, from_step: int = 0) -> None:
        """What a starting engine writes before it learns."""
        self.lock = take_run_lock(self.folder)
        self.attempt += 1
        me = EngineProcess.this_one()
        self.tell(
            ev.Started(
                attempt=self.attempt, pid=me.pid, pid_created=me.created, from_step=from_step
            ),
            ev.PlanChosen(device="cpu", precision="fp32", threads=1),
            ev.StageProgressed(stage="caching", done=6, total=6),
            ev.StageProgressed(stage="learning", done=from_step, total=self.total),
        )
        if from_step == 0:
            self.keep(0)

    def learn(self, steps: int) -> None:
        """Steps with a falling, noisy loss; samples and kept steps where they are due."""
        self.folder.log.touch()
        for _ in range(steps):
            self.step += 1
            falling = 0.10 + 0.09 * math.exp(-self.step / 50)
            self.tell(
                ev.StepDone(
                    step=self.step, loss=falling + self._noise.gauss(0, 0.02),
                    learning_rate=5e-3, seconds=0.4,
                )
            )  # fmt: skip
            if self.step % 5 == 0:
                self.tell(ev.Evaluated(step=self.step, loss=falling))
            if self.step % self.every == 0 or self.step == self.total:
                self.keep(self.step)
        with self.folder.log.open("a", encoding="utf-8") as log:
            log.write(f"step {self.step}: loss {falling:.4f}\n")

    def keep(self, step: int) -> None:
        for row, prompt in enumerate(self.prompts):
            self.paint(step, row, prompt)
        checkpoint = self.folder.checkpoint(step)
        checkpoint.mkdir(parents=True, exist_ok=True)
        (checkpoint / "meta.json").write_text("{}", encoding="utf-8")
        path = self.folder.relative(checkpoint)
        self.tell(ev.CheckpointSaved(step=step, path=path))

    def paint(self, step: int, row: int, prompt: str) -> None:
        """A sample that becomes clearer from step to step."""
        path = self.folder.sample(step, row)
        path.parent.mkdir(exist_ok=True)
        pictures = sorted(self.folder.concept.images.glob("*.png"))
        clear = Image.open(pictures[row % len(pictures)]).convert("RGB").resize((64, 64))
        noise = Image.frombytes("RGB", (64, 64), self._noise.randbytes(64 * 64 * 3))
        share = 0.9 * math.exp(-3 * step / max(1, self.total))
        Image.blend(clear, noise, share).save(path)
        self.tell(
            ev.SampleSaved(
                step=step, prompt_index=row, prompt=prompt, seed=row,
                path=self.folder.relative(path),
            )
        )  # fmt: skip

    def finish(self) -> None:
        self.tell(ev.Finished(step=self.step))
        self.let_go()

    def stop(self) -> None:
        self.tell(ev.Stopped(step=self.step))
        self.let_go()

    def pause(self) -> None:
        self.tell(ev.Paused(step=self.step))

    def fail(self, error: ManulError) -> None:
        self.tell(ev.Failed(step=self.step, **error.report().model_dump()))
        self.let_go()

    def die(self, last_words: str = "CUDA error: unspecified launch failure\n") -> None:
        with self.folder.log.open("a", encoding="utf-8") as log:
            log.write(last_words)
        self.let_go()

    def hang(self) -> None:
        """No progress for ten minutes, and still alive."""
        lines = self.folder.events.read_text(encoding="utf-8").splitlines()
        now = time.time()
        self.folder.events.unlink()
        for line in lines:
            content = json.loads(line)
            content["time"] = now - 600
            ev.append_event(self.folder.events, ev.parse_event(content))

    def let_go(self) -> None:
        if self.lock is not None:
            self.lock.release()
            self.lock = None


def record_run(concept: ConceptFolder, *, total: int = 150, every: int = 25) -> RecordedRun:
    """A new run of `concept`, not started yet."""
    request = RunRequest(
        assignments=(
            f"training.max_train_steps={total}", f"sampling.sample_every={every}",
            "training.lr_decay_steps=0", "training.lr_scheduler=constant",
        )
    )  # fmt: skip
    folder = create_run(concept, request)
    config = read_run_config(folder)
    prompts = tuple(p.replace("{}", config.concept.name) for p in config.concept.prompts())
    return RecordedRun(folder, total=total, every=every, prompts=prompts)


def disk_full(path: Path) -> ManulError:
    return ManulError("disk_full", path=path)
