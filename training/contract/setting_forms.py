"""Which settings matter to which run, in the order in which they are shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from training.contract.base_models import Family
from training.contract.settings import METHODS

Group = Literal["first", "method", "rate", "pictures", "class", "samples", "computing", "test"]
Values = Mapping[str, Any]
When = Callable[[Values, Family], bool]


@dataclass(frozen=True)
class Shown:
    """A setting of a form: of these methods, where `when` says that it changes something."""

    name: str
    group: Group
    methods: tuple[str, ...] = METHODS
    when: When = lambda values, family: True

    def matters(self, values: Values, family: Family) -> bool:
        """`values` = of every setting of the method."""
        return self.name in values and _method(values) in self.methods and self.when(values, family)


def _method(values: Values) -> str:
    return str(values["method.name"])


def _has_no_rates(values: Values, family: Family) -> bool:
    return not values["training.learning_rate_steps"]


def _has_rates(values: Values, family: Family) -> bool:
    return not _has_no_rates(values, family)


def _decays(values: Values, family: Family) -> bool:
    at_the_end = values["training.lr_scheduler"] == "warmup_stable_decay"
    return at_the_end and _has_no_rates(values, family)


def _teaches_text(values: Values, family: Family) -> bool:
    return values.get("method.train_text_encoder") is True


def _bends(values: Values, family: Family) -> bool:
    return bool(values["method.activation_func"] != "linear")


def _shows_the_class(values: Values, family: Family) -> bool:
    return values["data.prior_preservation"] is True


def _uses_adamw(values: Values, family: Family) -> bool:
    return bool(values["training.optimizer"] != "adafactor")


def _is_large(values: Values, family: Family) -> bool:
    """The demo model fits anywhere."""
    return family != "demo"


def _can_be_packed(values: Values, family: Family) -> bool:
    return family == "sdxl"


_TI, _DREAMBOOTH = ("textual_inversion",), ("dreambooth",)
_LORA, _HYPERNETWORK = ("lora",), ("hypernetwork",)
_TEXT = ("dreambooth", "lora")
# A new word alone cannot make the model forget its class.
_FORGETFUL = ("dreambooth", "lora", "hypernetwork")

FORM: tuple[Shown, ...] = (
    Shown("training.max_train_steps", "first"),
    Shown("method.num_vectors", "first", _TI),
    Shown("method.rank", "first", _LORA),
    Shown("method.layer_structure", "first", _HYPERNETWORK),
    Shown("training.learning_rate", "first", when=_has_no_rates),
    Shown("training.learning_rate_steps", "first", when=_has_rates),
    Shown("training.train_batch_size", "first"),
    Shown("data.resolution", "first"),
    Shown("sampling.sample_every", "first"),
    Shown("training.seed", "first"),
    Shown("method.alpha", "method", _LORA),
    Shown("method.layers", "method", _LORA),
    Shown("method.dropout", "method", _LORA),
    Shown("method.activation_func", "method", _HYPERNETWORK),
    Shown("method.activate_output", "method", _HYPERNETWORK, _bends),
    Shown("method.is_layer_norm", "method", _HYPERNETWORK),
    Shown("method.weight_initialization", "method", _HYPERNETWORK),
    Shown("method.dropout_structure", "method", _HYPERNETWORK),
    Shown("method.train_text_encoder", "method", _TEXT),
    Shown("method.text_encoder_learning_rate", "method", _TEXT, _teaches_text),
    Shown("method.text_encoder_stop_step", "method", _TEXT, _teaches_text),
    Shown("method.kept_steps", "method", _DREAMBOOTH),
    Shown("training.lr_scheduler", "rate", when=_has_no_rates),
    Shown("training.lr_warmup_steps", "rate", when=_has_no_rates),
    Shown("training.lr_decay_steps", "rate", when=_decays),
    Shown("training.learning_rate_steps", "rate", when=_has_no_rates),
    Shown("training.gradient_accumulation_steps", "rate"),
    Shown("training.optimizer", "rate"),
    Shown("training.adam_weight_decay", "rate", when=_uses_adamw),
    Shown("training.max_grad_norm", "rate"),
    Shown("training.snr_gamma", "rate"),
    Shown("training.noise_offset", "rate"),
    Shown("data.random_flip", "pictures"),
    Shown("data.caption_dropout", "pictures"),
    Shown("data.prior_preservation", "class", _FORGETFUL),
    Shown("data.prior_loss_weight", "class", _FORGETFUL, _shows_the_class),
    Shown("data.num_class_images", "class", _FORGETFUL, _shows_the_class),
    Shown("sampling.num_inference_steps", "samples"),
    Shown("sampling.guidance_scale", "samples"),
    Shown("sampling.negative_prompt", "samples"),
    Shown("training.gradient_checkpointing", "computing", when=_is_large),
    Shown("memory.frozen_base", "computing", (*_TI, *_LORA), _can_be_packed),
    Shown("memory.step_in_backward", "computing", _DREAMBOOTH, _is_large),
    Shown("memory.stochastic_rounding", "computing", _DREAMBOOTH, _is_large),
    Shown("training.mixed_precision", "computing", when=_is_large),
    Shown("training.attention", "computing", (*_TI, *_TEXT), _is_large),
    Shown("memory.compile", "computing", when=_is_large),
    Shown("memory.channels_last", "computing", when=_is_large),
    Shown("training.prediction_type", "computing", when=_is_large),
    Shown("evaluation.pairs", "test"),
    Shown("evaluation.time_share", "test"),
)  # fmt: skip
# Settings of run.toml that no form shows, and why.
HIDDEN: dict[str, str] = {
    "method.widths": "All widths of the base model are the usual choice; a file to go on from "
    "brings its own.",
}


def form_for(
    values: Values, family: Family, changed: Mapping[str, Any] | None = None
) -> list[tuple[Group, str]]:
    """(group, dotted name) of what matters to a run with these values; a setting that is `changed`
    from its preset is always there, so that the change can be taken back."""
    shown = [(field.group, field.name) for field in FORM if field.matters(values, family)]
    names = {name for _, name in shown}
    groups = {field.name: field.group for field in reversed(FORM)}
    missing = [name for name in changed or () if name not in names and name in values]
    return shown + [(groups.get(name, "method"), name) for name in missing]
