"""Processes that measure one training each; the next one imports while one loads its model."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import resources
from tests.bench.job import Answer, Job, as_line, read_answer
from tests.bench.processes import end_tree
from tests.bench.watch import Nvml, Watch

ROOT = resources.ROOT.parent


@dataclass(frozen=True)
class _Worker:
    process: "subprocess.Popen[str]"
    answer: Path


class Workers:
    """`work` holds what they write, `logs` what they say."""

    def __init__(self, work: Path, logs: Path) -> None:
        self._work, self._logs = work, logs
        self._spare: _Worker | None = None
        self._count = 0

    def do(self, job: Job, nvml: Nvml | None, *, limit: float) -> tuple[Answer, Watch]:
        """Its answer, after `limit` seconds at most, and what was seen of it."""
        worker = self._spare or self._start()
        self._spare = None
        watch = Watch(worker.process.pid, nvml)
        is_late = False
        try:
            self._tell(worker, job)
            self._spare = self._start()
            worker.process.wait(limit)
        except subprocess.TimeoutExpired:
            is_late = True
        finally:
            end_tree(worker.process)
            watch.close()
        answer = read_answer(worker.answer)
        if is_late:
            answer.problem = f"ended after {limit:.0f} seconds"
        return answer, watch

    def close(self) -> None:
        if self._spare is not None:
            end_tree(self._spare.process)

    def run(self, module: str, *arguments: str, log: str) -> None:
        """Another module of the bench, to its end; CalledProcessError."""
        with (self._logs / log).open("w", encoding="utf-8") as output:
            subprocess.run(
                [sys.executable, "-m", module, *arguments], cwd=ROOT, env=self._environment(),
                check=True, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def _tell(self, worker: _Worker, job: Job) -> None:
        assert worker.process.stdin is not None
        try:
            worker.process.stdin.write(as_line(job))
            worker.process.stdin.close()
        except BrokenPipeError:
            # It has died; that it did not answer says so.
            return

    def _start(self) -> _Worker:
        self._count += 1
        answer = self._work / f"answer-{self._count:02d}.json"
        with (self._logs / f"{self._count:02d}.log").open("w", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.bench.worker", str(answer)], cwd=ROOT,
                env=self._environment(), text=True, encoding="utf-8",
                stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        return _Worker(process, answer)

    def _environment(self) -> dict[str, str]:
        """What is remembered of models lies beside them."""
        return os.environ | {"XDG_CACHE_HOME": str(self._work / "cache"), "HF_HUB_OFFLINE": "1"}
