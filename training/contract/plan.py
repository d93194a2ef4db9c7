"""Predicts what a training needs of a card: traced passes, and formulas for all that stays."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from training.contract.cards import CARDS, step_seconds
from training.contract.config import RunConfig
from training.contract.events import Choice
from training.contract.measures import TEACH_WHOLE_MODEL
from training.contract.messages import Message
from training.contract.model_kinds import StableDiffusion
from training.contract.plan_table import Parts, PictureRow, TrainingRow

Phase = Literal["load", "encode", "train", "sample", "save"]
Verdict = Literal["fits", "tight", "does_not_fit"]
Source = Literal["table", "traced"]
NumberFormat = Literal["bf16", "fp16", "fp32"]

# From the bytes of tensors to what nvidia-smi shows. Estimates: not measured on a card yet.
ROUNDING = 1.04
CONTEXT_BYTES = round(0.4 * 2**30)
# How far a prediction may be off. Closer to what is free than this is "tight".
PREDICTION_ERROR = 0.07

# Bytes a number: 8-bit states carry a 32-bit scale for 256 numbers, Adafactor keeps a row and a
# column of each matrix; int8 has a scale a row, nf4 an 8-bit scale for 64 numbers.
_STATES: dict[str, float] = {"adamw": 8.0, "adamw_8bit": 2.03, "adafactor": 0.02}
_PACKED = {"int8_base": 1.002, "nf4_base": 0.516}
# 32-bit copies of the tensor at hand, beyond those of its values and its gradient.
_MORE_COPIES = {"adamw": 2, "adamw_8bit": 0, "adafactor": 2}
_TENSORWISE = {"step_in_backward", "bf16_stochastic_rounding", "adafactor", "channels_last"}


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

    @property
    def pictures(self) -> int:
        """In one pass: with prior preservation one of the class for each of one's own."""
        return self.batch * (2 if self.prior_preservation else 1)

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
    row = traces.training(request, checkpointing="gradient_checkpointing" in on, mixed=mixed)
    pictures = traces.pictures(request, mixed=mixed)
    parts = traces.parts()
    kind = "adamw_8bit" if "adamw_8bit" in on else "adafactor" if "adafactor" in on else "adamw"
    # Small parts are taught in 32 bits, and the whole model unless it is rounded by chance.
    taught = 2 if "bf16_stochastic_rounding" in on else 4
    is_resident = not request.text_is_fixed or "cache_text" not in on
    text = parts.text * width
    vae = parts.vae * (4 if mixed and request.family == "sdxl" else width)
    weights = row.taught * taught + (text if is_resident else 0)
    if request.teaches_whole_model:
        # Text encoders that are taught are among what is taught.
        weights -= text if request.trains_text else 0
    else:
        weights += _frozen_bytes(parts, on, width)
    scale = width // 2
    copies = (2 + _MORE_COPIES[kind]) * 4 * row.largest if on & _TENSORWISE else 0
    if "step_in_backward" in on:
        gradients = row.largest * taught
        # The traced peak has two copies in it.
        training = row.peak * scale + max(0, copies - 8 * row.largest)
    else:
        gradients = row.taught * taught
        # torch's AdamW makes the roots of all second moments at once.
        stepping = copies or (row.taught * 4 if kind == "adamw" else 0)
        training = max(row.peak_with_gradients * scale, gradients + stepping)
    unpacked = parts.largest_linear * width if on & _PACKED.keys() else 0
    drawing = max(pictures.denoise * scale + unpacked, vae + pictures.decode * scale)
    passes = row.flops * request.accumulation, row.kernels * request.accumulation
    traffic = row.taught * (_passes(on, taught) + 2 * _STATES[kind])
    return Prediction(
        weights=weights,
        optimizer=round(row.taught * _STATES[kind]),
        gradients=gradients,
        training=training + unpacked,
        sampling=drawing,
        encoding=_encoding(request, pictures, parts, width=width, vae=vae, drawing=drawing),
        seconds={
            card.name: round(
                step_seconds(card, flops=passes[0], kernels=passes[1], optimizer_bytes=traffic), 4
            )
            for card in CARDS
            if card.has_bf16 or request.precision != "bf16"
        },
    )


def _passes(measures: frozenset[str], taught: int) -> int:
    """Bytes that an optimizer reads and writes for each number of `taught` bytes, without its
    states. A library reads weights and gradients and writes weights. One tensor at a time, the
    gradient is measured, and cut into a 32-bit copy, before the library sees it."""
    if not measures & _TENSORWISE:
        return 3 * taught
    exact = taught + (taught + 4) + 3 * 4
    # A 32-bit copy of the weights, the noise, their sum, and its upper half put back.
    return exact if taught == 4 else exact + (taught + 4) + 4 + 3 * 4 + (4 + taught)


def is_mixed(request: Request, measures: Collection[str]) -> bool:
    """Does autocast compute in 16 bits what is kept in 32?"""
    if request.precision != "bf16":
        return request.precision == "fp16"
    return request.teaches_whole_model and "bf16_stochastic_rounding" not in measures


def _frozen_bytes(parts: Parts, measures: frozenset[str], width: int) -> int:
    packed = next((_PACKED[name] for name in _PACKED if name in measures), float(width))
    return round((parts.unet - parts.linear) * width + parts.linear * packed)


def _encoding(
    request: Request, pictures: PictureRow, parts: Parts, *, width: int, vae: int, drawing: int
) -> int:
    """One's own pictures before anything else is there; those of the class are drawn and encoded
    by the model that will be taught."""
    scale = width // 2
    alone = max(vae + pictures.encode * scale, parts.text * width + pictures.text * scale)
    if not request.prior_preservation:
        return alone
    model = parts.unet * width + (0 if request.text_is_fixed else parts.text * width)
    return max(alone, model + max(drawing, vae + pictures.encode * scale))
