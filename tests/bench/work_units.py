"""What is measured: the work units of the performance goals, most important first."""

from dataclasses import dataclass, replace
from typing import Literal

from training.contract.measures import Measure
from training.contract.model_kinds import StableDiffusion

Precision = Literal["bf16", "fp16"]

FUSED: tuple[Measure, ...] = ("bf16_stochastic_rounding", "adamw_8bit", "step_in_backward")
FACTORED: tuple[Measure, ...] = ("bf16_stochastic_rounding", "adafactor", "step_in_backward")
AGAIN: Measure = "gradient_checkpointing"

# GiB that torch may reserve on a card of so many GB which also shows a desktop.
CAPS = {8: 6.5, 10: 8.4, 12: 10.4}
# A capped run has to finish so many, and draw a sample.
CAPPED_STEPS = 50


@dataclass(frozen=True)
class WorkUnit:
    """One training. The plan chooses its measures for a `card` of so many GB that also shows a
    desktop, unless exactly these `measures` are wanted. `target` = GiB that nvidia-smi may show,
    `floor` = GiB of tensors that other code has traced. `asked` = settings beyond the usual.
    `cap` = the card that is emulated, GB."""

    name: str
    family: StableDiffusion
    method: str
    resolution: int
    batch: int = 1
    card: int = 8
    measures: tuple[Measure, ...] | None = None
    target: float | None = None
    floor: float | None = None
    goal: str = ""
    asked: tuple[str, ...] = ()
    precision: Precision | None = None
    cap: int | None = None

    @property
    def title(self) -> str:
        return self.name if self.cap is None else f"{self.name}, cap {self.cap} GB"

    @property
    def timed_steps(self) -> int:
        if self.cap is not None:
            return CAPPED_STEPS
        return 60 if self.family == "sdxl" else 200

    @property
    def weight(self) -> float:
        """Of the time there is, in shares."""
        return 2.0 if self.family == "sdxl" else 1.0

    def capped(self, gigabytes: int) -> "WorkUnit":
        """The same on an emulated card of this size; what the plan chooses is chosen for it."""
        return replace(self, cap=gigabytes, card=gigabytes, target=None, floor=None)


_W1 = WorkUnit("W1", "sd1", "dreambooth", 512, goal="G2")
_W2 = WorkUnit("W2", "sd1", "textual_inversion", 512, target=3.1, floor=2.56, goal="G3")
_W3 = WorkUnit("W3", "sd1", "lora", 512, target=3.0, floor=2.42, goal="G4")
_W4 = WorkUnit("W4", "sd1", "hypernetwork", 512, target=3.3, floor=2.73, goal="G4")
_W6 = WorkUnit("W6", "sdxl", "lora", 1024, target=6.3, floor=5.64, goal="G5")
_W7 = WorkUnit("W7", "sdxl", "dreambooth", 1024, target=6.4, floor=5.46, goal="G6")
_W8 = WorkUnit("W8", "sd1", "dreambooth", 768, card=10)
_W1B = replace(_W1, name="W1b", batch=4, card=12)
_W7_8BIT = replace(
    _W7, name="W7 8-bit Adam", card=12, measures=(*FUSED, AGAIN), target=11.0, floor=10.3
)

UNITS: tuple[WorkUnit, ...] = (
    _W1,
    replace(_W1, name="W1 in backward", measures=FUSED, target=4.9, floor=4.11, goal="G1"),
    _W6,
    _W7,
    _W2,
    _W3,
    _W4,
    _W1.capped(8),
    _W6.capped(8),
    _W7.capped(8),
    replace(
        _W1, name="W1 checkpointed", measures=(*FUSED, AGAIN), target=4.2, floor=3.45, goal="G1"
    ),
    _W1B,
    replace(_W6, name="W6 int8", measures=(AGAIN, "int8_base"), target=4.3, floor=3.56),
    replace(_W3, name="W3 batch 4", batch=4, target=None, floor=None),
    _W8,
    _W2.capped(8),
    _W3.capped(8),
    _W4.capped(8),
    _W7_8BIT,
    _W7_8BIT.capped(12),
    _W8.capped(10),
    _W1B.capped(12),
    replace(_W2, name="W2 checkpointed", measures=(AGAIN,), target=2.6, floor=2.06),
    replace(_W6, name="W6 nf4", measures=(AGAIN, "nf4_base"), target=4.3, floor=2.58),
    replace(_W6, name="W6 not checkpointed", measures=(), target=None, floor=10.4),
    replace(
        _W1, name="W1 Adafactor", measures=(*FACTORED, AGAIN), target=2.6, floor=1.84, goal="G1m"
    ),
    replace(
        _W1, name="W1 with text encoder", measures=FUSED, target=5.4, floor=4.60, goal="G1",
        asked=("method.train_text_encoder=true",),
    ),
    replace(_W1, name="W1 fp16", precision="fp16", target=6.5, goal="G9"),
)  # fmt: skip


def chosen_units(names: list[str], caps: list[int]) -> tuple[WorkUnit, ...]:
    """Those of these names, all if there are none; with `caps`, each of them under each cap and
    nothing else. ValueError names a unit that there is not."""
    plain = {unit.name: unit for unit in UNITS if unit.cap is None}
    for name in names:
        if name not in plain:
            raise ValueError(f"there is no unit {name!r}, but {', '.join(plain)}")
    wanted = names or list(plain)
    if caps:
        return tuple(plain[name].capped(cap) for name in wanted for cap in caps)
    return tuple(unit for unit in UNITS if unit.name in wanted)
