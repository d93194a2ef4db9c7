"""Runs another program's training beside ours and looks at it from outside: card, memory, clock."""

import re
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.processes import end_tree
from tests.bench.watch import Nvml, Watch
from tests.bench.work_units import UNITS, WorkUnit

PLACES = ("model", "images", "folders", "out", "steps", "resolution", "batch")
# The long run less the short one: what it takes to start does not count.
_SHORT, _TOY_SHORT, _TOY_LONG = 30, 4, 12


@dataclass(frozen=True)
class Peer:
    """`command` holds `{model}`, `{steps}` and so on; it is compared with `unit`."""

    name: str
    unit: WorkUnit
    command: tuple[str, ...]


@dataclass
class PeerFigures:
    """Bytes; `counted` = whose memory `card_peak` is. `problem` = why there are no figures."""

    card_peak: int | None = None
    counted: str = ""
    ram_peak: int | None = None
    steps: tuple[int, int] = (0, 0)
    seconds: tuple[float, float] = (0.0, 0.0)
    problem: str = ""

    @property
    def steps_per_second(self) -> float | None:
        more, longer = self.steps[1] - self.steps[0], self.seconds[1] - self.seconds[0]
        return None if self.problem or longer <= 0 else more / longer


def parse_peer(text: str) -> Peer:
    """`NAME=COMMAND`, or `NAME@UNIT=COMMAND` for another unit than W1. ValueError says what is
    wrong with it."""
    name, separator, command = text.partition("=")
    name, _, wanted = (part.strip() for part in name.partition("@"))
    plain = {unit.name: unit for unit in UNITS if unit.cap is None}
    if not separator or not name or not command.strip():
        raise ValueError(f"a peer is NAME=COMMAND, not {text!r}")
    if (wanted := wanted or "W1") not in plain:
        raise ValueError(f"there is no unit {wanted!r}, but {', '.join(plain)}")
    unknown = set(re.findall(r"\{(\w+)\}", command)) - set(PLACES)
    if unknown:
        raise ValueError(f"{{{unknown.pop()}}} stands for nothing; there are {', '.join(PLACES)}")
    if "{steps}" not in command:
        raise ValueError("the command has no {steps}: it is run twice, with few steps and many")
    return Peer(name, plain[wanted], tuple(shlex.split(command, posix=sys.platform != "win32")))


def filled(command: tuple[str, ...], values: dict[str, str]) -> list[str]:
    """Only our own places are filled, whatever other braces there are."""
    known = re.compile(r"\{(" + "|".join(PLACES) + r")\}")
    return [known.sub(lambda found: values[found[1]], part) for part in command]


def peer_steps(unit: WorkUnit, *, is_toy: bool) -> tuple[int, int]:
    return (_TOY_SHORT, _TOY_LONG) if is_toy else (_SHORT, _SHORT + unit.timed_steps)


def run_peer(
    peer: Peer, values: dict[str, str], folder: Path, *, steps: tuple[int, int],
    nvml: Nvml | None = None, seconds: float | None = None,
) -> PeerFigures:  # fmt: skip
    """Twice, `seconds` in all at most. What it writes goes into `folder`."""
    figures = PeerFigures(steps=steps)
    end = None if seconds is None else time.monotonic() + seconds
    taken = []
    for count in steps:
        out = folder / f"{count} steps"
        out.mkdir(parents=True)
        command = filled(peer.command, values | {"out": str(out), "steps": str(count)})
        left = None if end is None else max(end - time.monotonic(), 0.0)
        taken.append(_run(command, folder / f"{count} steps.log", figures, nvml=nvml, seconds=left))
        if figures.problem:
            return figures
    figures.seconds = (taken[0], taken[1])
    if figures.steps_per_second is None:
        figures.problem = f"{steps[1]} steps took no longer than {steps[0]}"
    return figures


def _run(
    command: list[str], log: Path, figures: PeerFigures, *, nvml: Nvml | None, seconds: float | None
) -> float:
    """The seconds that it took. The last run's peaks stay."""
    start = time.monotonic()
    with log.open("w", encoding="utf-8") as output:
        options: dict[str, Any] = {"stdout": output, "stderr": subprocess.STDOUT, "text": True}
        try:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
        except OSError as error:
            figures.problem = f"could not be started: {error}"
            return 0.0
        watch = Watch(process.pid, nvml)
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            figures.problem = "time was up"
            return 0.0
        finally:
            taken = time.monotonic() - start
            end_tree(process)
            watch.close()
    figures.card_peak, figures.ram_peak = watch.peak(), watch.ram_peak()
    figures.counted = watch.counted
    if code:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        figures.problem = f"ended with {code}: {last}"
    return taken
