"""What the bench runs on; asked in a process of its own, so that the driver's own process never
opens the card: `python -m tests.bench.device` prints one JSON object."""

import json
import platform
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from typing import cast

from tests.bench.work_units import Precision

_AMPERE = (8, 0)
# Sides of the square matrices whose product shows the peak.
_SIDE_ON_A_CARD, _SIDE_ON_A_PROCESSOR = 8192, 512
_SECONDS = 1.0


@dataclass(frozen=True)
class Device:
    """`peak` = FLOP/s of the best product of two square matrices in `precision`; on a processor
    in 32 bits, and `precision` is what the predictions are for."""

    kind: str
    name: str
    precision: Precision
    peak: float
    uuid: str = ""
    total_bytes: int = 0

    @property
    def is_card(self) -> bool:
        return self.kind == "cuda"


def ask_device() -> Device:
    """CalledProcessError if torch does not work here."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.device"], stdout=subprocess.PIPE, text=True, check=True
    )
    return Device(**json.loads(said.stdout.splitlines()[-1]))


def find_device() -> Device:
    import torch

    if not torch.cuda.is_available():
        peak = measure_peak("cpu", "float32", _SIDE_ON_A_PROCESSOR)
        return Device("cpu", platform.processor() or platform.machine(), "bf16", peak)
    facts = torch.cuda.get_device_properties(0)
    precision = "bf16" if torch.cuda.get_device_capability(0) >= _AMPERE else "fp16"
    name = "bfloat16" if precision == "bf16" else "float16"
    peak = measure_peak("cuda", name, _SIDE_ON_A_CARD)
    return Device(
        "cuda", facts.name, cast("Precision", precision), peak, str(facts.uuid), facts.total_memory
    )


def measure_peak(device: str, dtype: str, side: int) -> float:
    """FLOP/s of the fastest of the products that fit into a second."""
    import torch

    def wait() -> None:
        if device == "cuda":
            torch.cuda.synchronize()

    one, two = (torch.randn(side, side, device=device, dtype=getattr(torch, dtype)) for _ in "ab")
    product = one @ two
    best, end = float("inf"), time.perf_counter() + _SECONDS
    while time.perf_counter() < end:
        wait()
        before = time.perf_counter()
        torch.matmul(one, two, out=product)
        wait()
        best = min(best, time.perf_counter() - before)
    return 2 * side**3 / best


if __name__ == "__main__":
    print(json.dumps(asdict(find_device())))
