"""The table of traced plans in `resources/plans/`: what a step needs, without the engine."""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import resources
from training.contract.model_kinds import StableDiffusion

PLANS = resources.ROOT / "plans"


@dataclass(frozen=True)
class Parts:
    """How many numbers each part of a base model holds; `linear` = those of the UNet's linear
    layers that a packed base stores in fewer bits, `largest_linear` = of one of them;
    `unet_tensors` = how many tensors the UNet's numbers are in."""

    unet: int
    unet_tensors: int
    linear: int
    largest_linear: int
    text_encoders: tuple[int, ...]
    vae: int

    @property
    def text(self) -> int:
        return sum(self.text_encoders)


@dataclass(frozen=True)
class PictureRow:
    """Bytes besides the weights to encode two prompts, to denoise one picture a step, to encode
    one and to decode one."""

    resolution: int
    mixed: bool
    text: int
    denoise: int
    encode: int
    decode: int


@dataclass(frozen=True)
class TrainingRow:
    """One forward and backward pass over `pictures` at once. `peak` = bytes besides weights and
    optimizer states if each gradient is used and dropped at once; `peak_with_gradients` = if all
    are kept until the step. `taught` = numbers that are trained, `largest` = of one tensor.
    `mixed` = autocast instead of 16-bit numbers throughout. `variant` = the preset whose settings
    of the method these are; empty for the method's default preset."""

    method: str
    resolution: int
    pictures: int
    checkpointing: bool
    mixed: bool
    peak: int
    peak_with_gradients: int
    taught: int
    largest: int
    flops: int
    kernels: int
    variant: str = ""


@dataclass(frozen=True)
class PlanTable:
    """The rows of one family, and the versions they were traced with."""

    family: StableDiffusion
    torch: str
    diffusers: str
    parts: Parts
    pictures: tuple[PictureRow, ...]
    training: tuple[TrainingRow, ...]

    def training_row(
        self, method: str, *, resolution: int, pictures: int, checkpointing: bool, mixed: bool,
        variant: str = "",
    ) -> TrainingRow | None:  # fmt: skip
        wanted = (method, variant, resolution, pictures, checkpointing, mixed)
        return self._rows.get(wanted)

    @cached_property
    def _rows(self) -> dict[tuple[str, str, int, int, bool, bool], TrainingRow]:
        return {
            (r.method, r.variant, r.resolution, r.pictures, r.checkpointing, r.mixed): r
            for r in self.training
        }

    def picture_row(self, resolution: int, *, mixed: bool) -> PictureRow | None:
        for row in self.pictures:
            if (row.resolution, row.mixed) == (resolution, mixed):
                return row
        return None


@lru_cache(maxsize=8)
def read_plan_table(family: StableDiffusion, folder: Path = PLANS) -> PlanTable:
    """The table that ships with Manul."""
    content = json.loads((folder / f"{family}.json").read_text(encoding="utf-8"))
    parts = content["parts"]
    parts["text_encoders"] = tuple(parts["text_encoders"])
    return PlanTable(
        family=family,
        torch=content["torch"],
        diffusers=content["diffusers"],
        parts=Parts(**parts),
        pictures=tuple(PictureRow(**row) for row in content["pictures"]),
        training=tuple(TrainingRow(**row) for row in content["training"]),
    )


def table_text(table: PlanTable) -> str:
    """The file's content, a row a line."""

    def lines(rows: tuple[PictureRow, ...] | tuple[TrainingRow, ...]) -> str:
        return ",\n".join(f"  {json.dumps(_plain(row))}" for row in rows)

    return (
        f'{{"torch": "{table.torch}", "diffusers": "{table.diffusers}",\n'
        f' "parts": {json.dumps(_plain(table.parts))},\n'
        f' "pictures": [\n{lines(table.pictures)}\n ],\n'
        f' "training": [\n{lines(table.training)}\n ]}}\n'
    )


def _plain(row: object) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if value != ""}
