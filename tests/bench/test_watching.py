"""What is seen of a process from outside, what a peer is, and how the tables say it."""

import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.bench import peers
from tests.bench.peers import PeerFigures, filled, parse_peer, peer_steps, run_peer
from tests.bench.predictions import GIB, predict_unit
from tests.bench.rows import Row
from tests.bench.table import cap_verdict, lines, memory_verdict, off, tables
from tests.bench.watch import Nvml, Watch
from tests.bench.work_units import UNITS

PEER = """
import pathlib, sys, time
(pathlib.Path(sys.argv[2]) / "steps").write_text(sys.argv[1])
time.sleep(0.02 * int(sys.argv[1]))
"""
PLAIN = {unit.name: unit for unit in UNITS if unit.cap is None}


class FakeNvml:
    """A card that holds `used` bytes, and processes by their numbers."""

    class NVMLError(Exception):
        pass

    def __init__(self, processes: dict[int, int | None], *, uuid: str = "GPU-a") -> None:
        self.total, self.processes, self.uuid = 1000, processes, uuid

    def nvmlInit(self) -> None: ...

    def nvmlSystemGetDriverVersion(self) -> str:
        return "1.2"

    def nvmlDeviceGetHandleByUUID(self, uuid: str) -> str:
        if uuid != self.uuid:
            raise self.NVMLError
        return "handle"

    def nvmlDeviceGetMemoryInfo(self, handle: str) -> Any:
        return SimpleNamespace(used=self.total)

    def nvmlDeviceGetComputeRunningProcesses(self, handle: str) -> list[Any]:
        return [SimpleNamespace(pid=p, usedGpuMemory=b) for p, b in self.processes.items()]


def seen(library: FakeNvml, more: int) -> Watch:
    """A watch over this process, while the card gets fuller by `more`."""
    watch = Watch(os.getpid(), Nvml("a", library))
    library.total += more
    count = len(watch.samples)
    end = time.monotonic() + 30
    while len(watch.samples) < count + 3 and time.monotonic() < end:
        time.sleep(0.01)
    return watch.close()


@pytest.mark.quick
def test_nvml_counts_the_process_or_else_what_the_card_holds_more() -> None:
    own = seen(FakeNvml({os.getpid(): 300, 1: 5000}), 70)
    assert (own.counted, own.peak()) == ("process", 300)
    nameless = seen(FakeNvml({1: 5000}, uuid="MIG-a"), 70)
    assert (nameless.counted, nameless.peak()) == ("card", 70)
    silent = seen(FakeNvml({os.getpid(): None}), 70)
    assert (silent.counted, silent.peak()) == ("card", 70)
    assert (silent.ram_peak() or 0) > 2**20
    with pytest.raises(ValueError, match="NVML"):
        Nvml("b", FakeNvml({}))


@pytest.mark.quick
def test_a_peer_is_a_name_and_a_command() -> None:
    peer = parse_peer("kohya@W3 batch 4=python 'my script.py' --steps={steps} --json {{}} {model}")
    assert (peer.name, peer.unit.name) == ("kohya", "W3 batch 4")
    values = {"steps": "7", "model": "m o"}
    assert filled(peer.command, values) == [
        "python", "my script.py", "--steps=7", "--json", "{{}}", "m o"
    ]  # fmt: skip
    assert parse_peer("a=x {steps}").unit.name == "W1"
    for wrong in ("x {steps}", "=x {steps}", "a=", "a=x", "a@W5=x {steps}", "a=x {steps} {step}"):
        with pytest.raises(ValueError):
            parse_peer(wrong)
    assert peer_steps(PLAIN["W6"], is_toy=False) == (30, 90)


def test_a_peers_speed_is_without_its_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "peer.py"
    script.write_text(PEER, encoding="utf-8")
    peer = parse_peer(f"sleeper={sys.executable} {script} {{steps}} {{out}}")
    run, seconds = peers._run, iter((21.0, 24.0))

    def timed(*given: Any, **more: Any) -> float:
        assert run(*given, **more) > 0
        return next(seconds)

    monkeypatch.setattr(peers, "_run", timed)
    figures = run_peer(peer, {}, tmp_path / "runs", steps=(5, 20))
    assert figures.problem == "" and figures.steps_per_second == 5
    assert (figures.ram_peak or 0) > 2**20
    written = sorted((tmp_path / "runs").glob("*/steps"), key=lambda path: path.parent.name)
    assert [path.read_text(encoding="utf-8") for path in written] == ["20", "5"]
    monkeypatch.setattr(peers, "_run", lambda *_, **__: 3.0)
    assert "took no longer" in run_peer(peer, {}, tmp_path / "b", steps=(5, 20)).problem


def test_a_peer_that_fails_says_so(tmp_path: Path) -> None:
    script = tmp_path / "peer.py"
    script.write_text("import sys; sys.exit('no such option')", encoding="utf-8")
    peer = parse_peer(f"it={sys.executable} {script} {{steps}}")
    figures = run_peer(peer, {}, tmp_path / "a", steps=(1, 2))
    assert figures.problem == "ended with 1: no such option"
    assert figures.steps_per_second is None
    script.write_text("import time; time.sleep(60)", encoding="utf-8")
    start = time.monotonic()
    assert run_peer(peer, {}, tmp_path / "b", steps=(1, 2), seconds=0.5).problem == "time was up"
    assert time.monotonic() - start < 30
    absent = parse_peer("it=./not/there {steps}")
    assert "not be started" in run_peer(absent, {}, tmp_path / "c", steps=(1, 2)).problem


@pytest.mark.quick
def test_verdicts_tell_measured_from_predicted() -> None:
    unit = PLAIN["W1 checkpointed"]
    row = Row(unit, predict_unit(unit, "bf16"), is_toy=True)
    assert memory_verdict(row) == "predicted: met, but missed when samples are drawn"
    lora = Row(PLAIN["W3"], predict_unit(PLAIN["W3"], "bf16"), is_toy=True)
    assert memory_verdict(lora) == "predicted: missed"
    assert memory_verdict(Row(unit, row.predicted, problem="out of memory")) == "not measured"
    row.card_peak = round(4.1 * GIB)
    assert (memory_verdict(row), off(row)) == ("met", "0.99")
    row.card_peak = round(4.3 * GIB)
    assert memory_verdict(row) == "missed"
    capped = PLAIN["W7 8-bit Adam"].capped(8)
    small = Row(capped, predict_unit(PLAIN["W7 8-bit Adam"], "bf16"), is_toy=True)
    assert cap_verdict(small) == "predicted: does not fit"
    small.is_toy = False
    assert cap_verdict(small) == "finished, sample drawn"
    small.problem = "out of memory"
    assert cap_verdict(small) == "out of memory"


@pytest.mark.quick
def test_tables_hold_every_row_in_whole_lines() -> None:
    unit = PLAIN["W1"]
    measured = Row(unit, predict_unit(unit, "bf16"), seconds_per_step=0.25, steps=600)
    failed = Row(unit.capped(8), problem="a | b\nc")
    peer = parse_peer("other=run {steps}")
    figures = PeerFigures(steps=(10, 110), seconds=(20.0, 70.0))
    text = tables([measured, failed], [(peer, figures)])
    assert "says nothing about a card" not in text
    assert "| W1, cap 8 GB | sd1 dreambooth 512, batch 1 | - |" in text and "| a / b c |" in text
    # Theirs: 100 steps in 50 seconds.
    assert "| other | W1 | 10 and 110 | 2.00 | 2.00 |" in text
    assert lines(["a"], [["1|2"]]) == "| a |\n| --- |\n| 1/2 |"
    assert "G5" not in text
    pair = [
        Row(PLAIN[name], seconds_per_step=seconds)
        for name, seconds in (("W6 int8", 0.45), ("W6 not checkpointed", 0.3))
    ]
    assert "takes 1.50 times as long" in tables(pair) and "was the goal: missed" in tables(pair)
    widths = {line.count("|") for line in text.splitlines() if line.startswith("| W1 |")}
    assert len(widths) == 2
