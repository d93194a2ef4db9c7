"""Runs work units and peers one after the other, each in a process of its own."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.budget import Budget
from tests.bench.device import Device
from tests.bench.job import Job
from tests.bench.materials import write_pictures
from tests.bench.peers import Peer, PeerFigures, peer_steps, run_peer
from tests.bench.predictions import cap_bytes, predict_unit
from tests.bench.rows import NOT_RUN, Row
from tests.bench.watch import Nvml
from tests.bench.work_units import WorkUnit
from tests.bench.workers import Workers
from training.contract.errors import ManulError

TOY_SIDE = 64
_IN_BF16 = ('training.mixed_precision="bf16"', "sampling.num_inference_steps=1")
_IN_FP16 = ('training.mixed_precision="fp16"',)
# Two runs with all that they load.
PEER_WEIGHT = 4.0


@dataclass
class Bench:
    """`work` holds models and runs, gigabytes of them; `logs` what the processes say."""

    device: Device
    work: Path
    logs: Path
    budget: Budget
    nvml: Nvml | None = None
    _models: dict[str, Path] = field(default_factory=dict)
    _pictures: dict[int, Path] = field(default_factory=dict)
    _runs: int = 0

    def __post_init__(self) -> None:
        self._workers = Workers(self.work, self.logs)

    @contextmanager
    def running(self) -> Iterator["Bench"]:
        try:
            yield self
        finally:
            self._workers.close()

    @property
    def is_toy(self) -> bool:
        return not self.device.is_card

    def planned(self, unit: WorkUnit) -> Row:
        """A row with what the plan says, which is not measured yet."""
        row = Row(unit, is_toy=self.is_toy, problem=NOT_RUN)
        try:
            row.predicted = predict_unit(unit, self.device.precision)
        except ManulError as error:
            row.problem = f"not for this card: {error}"
        return row

    def measure(self, row: Row) -> None:
        """Whatever goes wrong is in the row."""
        if row.predicted is None:
            return
        unit = row.unit
        try:
            # Models come first: writing one is not part of the unit's time.
            model = self._model(unit.family)
            seconds = self.budget.take(unit.weight)
            job = self._job(unit, model, row.predicted.measures, seconds)
        except (LookupError, OSError, subprocess.CalledProcessError) as error:
            row.problem = str(error)
            return
        answer, watch = self._workers.do(job, self.nvml, limit=self.budget.limit(seconds))
        row.fill(answer, watch, peak_flops=self.device.peak)

    def run_peer(self, peer: Peer) -> PeerFigures:
        try:
            model = self._model(peer.unit.family)
            seconds = self.budget.take(PEER_WEIGHT)
        except (LookupError, OSError, subprocess.CalledProcessError) as error:
            return PeerFigures(problem=str(error))
        side = self._side(peer.unit)
        pictures = self._picture_folder(side)
        values = {
            "model": str(model), "images": str(pictures), "folders": str(pictures.parent),
            "resolution": str(side), "batch": str(peer.unit.batch),
        }  # fmt: skip
        self._runs += 1
        return run_peer(
            peer, values, self.logs / f"peer-{self._runs:02d}", nvml=self.nvml,
            steps=peer_steps(peer.unit, is_toy=self.is_toy), seconds=self.budget.limit(seconds),
        )  # fmt: skip

    def _job(
        self, unit: WorkUnit, model: Path, measures: tuple[str, ...], seconds: float | None
    ) -> Job:
        toy, capped = self.is_toy, unit.cap is not None
        side = self._side(unit)
        formats = _IN_BF16 if toy else _IN_FP16 if unit.precision == "fp16" else ()
        self._runs += 1
        return Job(
            model=str(model), pictures=str(self._picture_folder(side)),
            workspace=str(self.work / f"workspace-{self._runs:02d}"), method=unit.method,
            resolution=side, batch=unit.batch, measures=measures, asked=(*unit.asked, *formats),
            warm_up=1 if toy else 5 if capped else 30, steps=2 if toy else unit.timed_steps,
            repeats=1 if capped else 3, seconds=seconds, reserved=cap_bytes(unit), draws=capped,
        )  # fmt: skip

    def _side(self, unit: WorkUnit) -> int:
        return TOY_SIDE if self.is_toy else unit.resolution

    def _model(self, family: str) -> Path:
        if family not in self._models:
            path = self.work / family
            device = [] if self.is_toy else ["cuda"]
            self._workers.run(
                "tests.bench.materials", family, str(path), *device, log=f"{family}.log"
            )
            self._models[family] = path
        return self._models[family]

    def _picture_folder(self, side: int) -> Path:
        if side not in self._pictures:
            self._pictures[side] = write_pictures(self.work / f"pictures-{side}", side)
        return self._pictures[side]
