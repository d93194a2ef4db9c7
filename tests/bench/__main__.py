"""`python -m tests.bench`: measures the work units of the performance goals, and prints tables."""

import argparse
import json
import shlex
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import FrameType
from typing import Any

from tests.bench.budget import Budget
from tests.bench.device import Device, ask_device
from tests.bench.driver import PEER_WEIGHT, Bench
from tests.bench.peers import Peer, PeerFigures, parse_peer
from tests.bench.rows import NOT_RUN, Row
from tests.bench.table import tables
from tests.bench.watch import Nvml
from tests.bench.work_units import CAPS, chosen_units

_PACKAGES = ("torch", "diffusers", "transformers", "accelerate", "peft", "bitsandbytes")


def main(arguments: list[str] | None = None) -> int:
    """0 if every unit was measured, or nothing was to be."""
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser().parse_args(given)
    try:
        units = chosen_units(options.unit, options.cap)
        peers = [parse_peer(text) for text in options.peer]
    except ValueError as error:
        _parser().error(str(error))
    signal.signal(signal.SIGTERM, _interrupt)
    budget = Budget(options.minutes, sum(unit.weight for unit in units) + PEER_WEIGHT * len(peers))
    device = ask_device()
    options.out.mkdir(parents=True, exist_ok=True)
    nvml = _nvml(device)
    report = _Report(options.out, _header(device, nvml, given))
    with (
        tempfile.TemporaryDirectory(prefix="manul-bench-", ignore_cleanup_errors=True) as work,
        suppress(KeyboardInterrupt),
        Bench(device, Path(work), options.out, budget, nvml).running() as bench,
    ):
        report.rows = [bench.planned(unit) for unit in units]
        if not options.predict:
            _run(bench, peers, report)
    report.close(peers)
    return int(not options.predict and any(row.problem for row in report.rows))


def _run(bench: Bench, peers: list[Peer], report: "_Report") -> None:
    """A peer right after the unit that it is compared with."""
    waiting = list(peers)
    for row in report.rows:
        bench.measure(row)
        report.tell(row)
        for peer in [peer for peer in waiting if peer.unit == row.unit]:
            waiting.remove(peer)
            report.tell_peer(peer, bench.run_peer(peer))
    for peer in waiting:
        report.tell_peer(peer, bench.run_peer(peer))


class _Report:
    """Every figure as a JSON line as soon as it is known, and the tables at the end."""

    def __init__(self, out: Path, header: dict[str, Any]) -> None:
        self.rows: list[Row] = []
        self._peers: list[tuple[Peer, PeerFigures]] = []
        self._out, self._header = out, header
        (out / "bench.jsonl").write_text(json.dumps(header) + "\n", encoding="utf-8")

    def tell(self, row: Row) -> None:
        self._write({"unit": row.unit.title, "row": asdict(row)})
        told = row.problem or f"{row.steps_per_second:.2f} steps/s"
        print(f"{row.unit.title}: {told}", file=sys.stderr, flush=True)

    def tell_peer(self, peer: Peer, figures: PeerFigures) -> None:
        self._peers.append((peer, figures))
        self._write({"peer": peer.name, "figures": asdict(figures)})
        print(f"{peer.name}: {figures.problem or 'measured'}", file=sys.stderr, flush=True)

    def close(self, peers: list[Peer]) -> None:
        """What was not reached is in the tables too."""
        reached = [peer for peer, _ in self._peers]
        waiting = [(peer, PeerFigures(problem=NOT_RUN)) for peer in peers if peer not in reached]
        header = "\n".join(f"- {name}: {value}" for name, value in self._header.items())
        text = f"{header}\n\n{tables(self.rows, [*self._peers, *waiting])}\n"
        (self._out / "table.txt").write_text(text, encoding="utf-8")
        print(text, flush=True)

    def _write(self, content: dict[str, Any]) -> None:
        with (self._out / "bench.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(content) + "\n")


def _header(device: Device, nvml: Nvml | None, given: list[str]) -> dict[str, Any]:
    products = "32-bit" if not device.is_card else device.precision
    return {
        "date": time.strftime("%Y-%m-%d"),
        "command": shlex.join(["python", "-m", "tests.bench", *given]),
        "device": device.name,
        "memory of the card, GiB": round(device.total_bytes / 2**30, 1) if device.is_card else "-",
        "driver": nvml.driver if nvml else "-",
        f"fastest {products} matrix product, TFLOP/s": round(device.peak / 1e12, 2),
        **{name: _version(name) for name in _PACKAGES},
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _nvml(device: Device) -> Nvml | None:
    if not device.is_card:
        return None
    try:
        return Nvml(device.uuid)
    except ValueError as error:
        print(f"no figures of nvidia-smi: {error}", file=sys.stderr)
        return None


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    add = parser.add_argument
    add("--minutes", type=float, help="in all; fewer steps and repeats where time is short")
    add("--unit", action="append", default=[], help="only this unit, such as W1; repeatable")
    add("--cap", action="append", default=[], type=int, choices=list(CAPS),
        help="only as on an emulated card of so many GB; repeatable")  # fmt: skip
    add("--peer", action="append", default=[], metavar="NAME[@UNIT]=COMMAND",
        help="another program's training; see tests/bench/README.md")  # fmt: skip
    add("--predict", action="store_true", help="only say what the plan predicts at real size")
    add("--out", type=Path, default=Path("artifacts/bench"), help="folder for results and logs")
    return parser


if __name__ == "__main__":
    sys.exit(main())
