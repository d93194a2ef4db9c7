"""Predicts what a training needs of a card: traced passes, and formulas for all that stays."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from training.contract.config import RunConfig
from training.contract.events import Choice
from training.contract.measures import TEACH_WHOLE_MODEL, moves_one_tensor_at_a_time, take_turns
from training.contract.messages import Message
from training.contract.model_kinds import StableDiffusion
from training.contract.plan_bytes import (
    STATE_BYTES,
    OptimizerKind,
    optimizer_kind,
    packed_bytes,
)
from training.contract.plan_table import Parts, PictureRow, TrainingRow
from training.contract.plan_time import seconds_per_step

Phase = Literal["load", "encode", "train", "sample", "save"]
Verdict = Literal["fits", "tight", "does_not_fit"]
Source = Literal["table", "traced"]
NumberFormat = Literal["bf16", "fp16", "fp32"]

# From the bytes of tensors to what nvidia-smi shows. Estimates: not measured on a card yet.
ROUNDING = 1.04
CONTEXT_BYTES = round(0.4 * 2**30)
# How far a prediction may be off. Closer to what is free than this is "tight".
PREDICTION_ERROR = 0.07

# 32-bit copies of the tensor at hand, beyond those of its values and its gradient.
_MORE_COPIES: dict[OptimizerKind, int] = {"adamw": 2, "adamw_8bit": 0, "adafactor": 2}


@dataclass(frozen=True)
class Request:
    """What is planned. `precision` is the format that the card computes in."""

    family: StableDiffusion
    method: str
    resolution: int
    batch: int
    precision: NumberFormat = "bf16"
    accumulation: int = 1
    prior_preservation: bool = False
    trains_text: bool = False
    is_demo: bool = False

    @property
    def pictures(self) -> int:
        """In one pass: with prior preservation one of the class for each of one's own."""
        return self.batch * (2 if self.prior_preservation else 1)

    def in_one_pass(self, measures: Collection[str]) -> "Request":
        """What a pass is made for: pictures of the concept and of the class take turns where each
        picture moves the weights by itself."""
        return replace(self, prior_preservation=False) if self.takes_turns(measures) else self

    def takes_turns(self, measures: Collection[str]) -> bool:
        return take_turns(measures, batch=self.batch, prior_preservation=self.prior_preservation)

    @property
    def teaches_whole_model(self) -> bool:
        return self.method in TEACH_WHOLE_MODEL

    @property
    def text_is_fixed(self) -> bool:
        return self.method != "textual_inversion" and not self.trains_text

    @staticmethod
    def of(config: RunConfig, precision: NumberFormat = "bf16") -> "Request":
        training, data = config.training, config.data
        return Request(
            family="sd1" if config.family == "demo" else config.family,
            method=config.method.name,
            resolution=data.resolution,
            batch=training.train_batch_size,
            precision=precision,
            accumulation=training.gradient_accumulation_steps,
            prior_preservation=data.prior_preservation,
            trains_text=bool(getattr(config.method, "train_text_encoder", False)),
            is_demo=config.family == "demo",
        )


class Traces(Protocol):
    """Where the traced figures come from: the table, or the engine. LookupError = not there."""

    source: Source

    def parts(self) -> Parts: ...

    def training(self, request: Request, *, checkpointing: bool, mixed: bool) -> TrainingRow: ...

    def pictures(self, request: Request, *, mixed: bool) -> PictureRow: ...


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class Breakdown(_Answer):
    """Bytes. The peak while training is the sum without `sampling`; while sampling, without
    gradients and activations. `context` is what comes on top of the tensors, an estimate."""

    weights: int
    gradients: int
    optimizer: int
    activations: int
    sampling: int
    context: int


class Plan(_Answer):
    """The answer of `manul-train plan --json`. None for `free_bytes` and `verdict`: no card was
    found. `advice` = what to change where it does not fit."""

    family: StableDiffusion
    method: str
    resolution: int
    batch: int
    precision: NumberFormat
    measures: tuple[Choice, ...]
    tensor_peak_bytes: int
    peak_bytes: int
    peak_phase: Phase
    breakdown: Breakdown
    free_bytes: int | None = None
    verdict: Verdict | None = None
    advice: Message | None = None
    seconds_per_step: dict[str, float]
    source: Source

    @property
    def measure_names(self) -> frozenset[str]:
        return frozenset(choice.name for choice in self.measures)


@dataclass(frozen=True)
class Prediction:
    """What `predict` adds up, in bytes of tensors."""

    weights: int
    optimizer: int
    gradients: int
    training: int
    sampling: int
    encoding: int
    seconds: dict[str, float]

    @property
    def phases(self) -> dict[Phase, int]:
        stays = self.weights + self.optimizer
        return {
            "train": stays + self.training,
            "sample": stays + self.sampling,
            "encode": self.encoding,
            # One tensor after the other, on its way from or to the disk.
            "load": stays,
            "save": stays,
        }

    @property
    def tensor_peak(self) -> int:
        return max(self.phases.values())

    @property
    def peak(self) -> int:
        """As nvidia-smi shows it."""
        return round(self.tensor_peak * ROUNDING) + CONTEXT_BYTES

    @property
    def peak_phase(self) -> Phase:
        return max(self.phases, key=lambda phase: self.phases[phase])

    @property
    def breakdown(self) -> Breakdown:
        return Breakdown(
            weights=self.weights,
            gradients=self.gradients,
            optimizer=self.optimizer,
            activations=self.training - self.gradients,
            sampling=self.sampling,
            context=self.peak - self.tensor_peak,
        )


def verdict(peak_bytes: int, free_bytes: int | None) -> Verdict | None:
    if free_bytes is None:
        return None
    if peak_bytes * (1 + PREDICTION_ERROR) <= free_bytes:
        return "fits"
    return "tight" if peak_bytes <= free_bytes else "does_not_fit"


def predict(request: Request, measures: Collection[str], traces: Traces) -> Prediction:
    """LookupError if the traces have no such row."""
    on = frozenset(measures)
    mixed = is_mixed(request, on)
    # 32-bit numbers throughout: twice the bytes of 16-bit ones.
    width = 4 if request.precision == "fp32" else 2
    row = traces.training(
        request.in_one_pass(on), checkpointing="gradient_checkpointing" in on, mixed=mixed
    )
    pictures = traces.pictures(request, mixed=mixed)
    parts = traces.parts()
    # Small parts are taught in 32 bits, and the whole model unless it is rounded by chance.
    taught = 2 if "bf16_stochastic_rounding" in on else 4
    is_resident = not request.text_is_fixed or "cache_text" not in on
    text = parts.text * width if is_resident else 0
    vae = parts.vae * (4 if mixed and request.family == "sdxl" else width)
    weights = row.taught * taught + text
    if request.teaches_whole_model:
        # Text encoders that are taught are among what is taught.
        weights -= text if request.trains_text else 0
    else:
        weights += _frozen_bytes(parts, on, width)
    scale = width // 2
    gradients = (row.largest if "step_in_backward" in on else row.taught) * taught
    unpacked = parts.largest_linear * width if packed_bytes(on) else 0
    drawing = max(pictures.denoise * scale + unpacked, vae + pictures.decode * scale)
    alone = max(vae + pictures.encode * scale, parts.text * width + pictures.text * scale)
    # The untaught model draws those of the class, and they are encoded beside it.
    unet = parts.unet * width if request.teaches_whole_model else _frozen_bytes(parts, on, width)
    beside = unet + text + max(drawing, vae + pictures.encode * scale)
    return Prediction(
        weights=weights,
        optimizer=round(row.taught * STATE_BYTES[optimizer_kind(on)]),
        gradients=gradients,
        training=_step(request, on, row, scale=scale, gradients=gradients) + unpacked,
        sampling=drawing,
        encoding=max(alone, beside) if request.prior_preservation else alone,
        seconds=seconds_per_step(request, on, row, parts),
    )


def _step(
    request: Request, measures: frozenset[str], row: TrainingRow, *, scale: int, gradients: int
) -> int:
    """Gradients and activations, and what the optimizer works with."""
    kind = optimizer_kind(measures)
    tensorwise = moves_one_tensor_at_a_time(measures)
    copies = (2 + _MORE_COPIES[kind]) * 4 * row.largest if tensorwise else 0
    if "step_in_backward" in measures:
        # The traced peak has two copies in it.
        return row.peak * scale + max(0, copies - 8 * row.largest)
    # torch's AdamW makes the roots of all second moments at once.
    stepping = copies or (row.taught * 4 if kind == "adamw" else 0)
    # From the second pass on, the gradients of all lie below its activations.
    again = gradients + row.peak * scale if request.accumulation > 1 else 0
    return max(row.peak_with_gradients * scale, gradients + stepping, again)


def is_mixed(request: Request, measures: Collection[str]) -> bool:
    """Does autocast compute in 16 bits what is kept in 32?"""
    if request.precision != "bf16":
        return request.precision == "fp16"
    return request.teaches_whole_model and "bf16_stochastic_rounding" not in measures


def _frozen_bytes(parts: Parts, measures: frozenset[str], width: int) -> int:
    packed = packed_bytes(measures) or width
    return round((parts.unet - parts.linear) * width + parts.linear * packed)
