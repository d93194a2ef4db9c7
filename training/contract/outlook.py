"""What users are told of a training before it begins: does it fit their card, with what switched
on; or, where there is no card, which card is enough."""

from dataclasses import dataclass

from training.contract.base_models import BaseModelInfo
from training.contract.cards import CARD_SIZES, CARDS, Card, free_on_a_card
from training.contract.config import RunConfig
from training.contract.events import Choice
from training.contract.measures import wishes
from training.contract.plan import NumberFormat, Plan, Request, Traces, verdict
from training.contract.plan_advice import Wishes
from training.contract.plan_ladder import choose_plan, rungs
from training.contract.plan_traces import table_traces

_AMPERE = (8, 0)
_MAKER = ("NVIDIA ", "GeForce ")


@dataclass(frozen=True)
class CardHere:
    """The card of this machine, as far as its driver tells: bytes, and `8.6`."""

    name: str
    free_bytes: int
    total_bytes: int
    compute_capability: str | None = None

    @property
    def known(self) -> Card | None:
        """Its entry in the table of speeds; a card of nearly the same name is another one."""
        name = self.name
        for word in _MAKER:
            name = name.removeprefix(word)
        return next((card for card in CARDS if card.name == name), None)


@dataclass(frozen=True)
class Outlook:
    """`plan` is made for `card`; without one, for the smallest card on which it fits, if there is
    such a one among those of CARD_SIZES: `least_gigabytes`."""

    plan: Plan
    card: CardHere | None
    least_gigabytes: int | None

    @property
    def switched_on(self) -> tuple[Choice, ...]:
        """What the plan has chosen so that it fits; not what is on anyhow, or was asked for."""
        measures = self.plan.measures
        return tuple(choice for choice in measures if choice.reason.key.startswith("plan.measure."))

    @property
    def step_seconds(self) -> float | None:
        """An estimate for the card here; None = nobody knows its speed."""
        known = self.card.known if self.card else None
        return self.plan.seconds_per_step.get(known.name) if known else None


def look_ahead(
    config: RunConfig, info: BaseModelInfo | None, card: CardHere | None
) -> Outlook | None:
    """From the table alone, in milliseconds; None = only the engine can tell. Without `info` the
    base model is taken for one as it was published."""
    precision = chosen_precision(config, card.compute_capability if card else None)
    request = Request.of(config, precision)
    if (traces := table_traces(request, config, info)) is None:
        return None
    wished = wishes(config.training, config.memory)
    least = least_card(request, traces, wished)
    free = card.free_bytes if card else free_on_a_card(least or CARD_SIZES[-1])
    plan = choose_plan(request, traces, free_bytes=free, wishes=wished)
    return Outlook(plan, card, least)


def least_card(request: Request, traces: Traces, wished: Wishes) -> int | None:
    """The smallest of CARD_SIZES on which such a run fits; None = it needs a larger one."""
    peak = min(rung.prediction.peak for rung in rungs(request, traces, wished))
    sizes = (size for size in CARD_SIZES if verdict(peak, free_on_a_card(size)) == "fits")
    return next(sizes, None)


def chosen_precision(config: RunConfig, compute_capability: str | None) -> NumberFormat:
    """As the engine will choose it: a card before Ampere has no bfloat16."""
    if config.training.mixed_precision != "auto":
        return config.training.mixed_precision
    if compute_capability is None:
        return "bf16"
    major, minor = map(int, compute_capability.split("."))
    return "bf16" if (major, minor) >= _AMPERE else "fp16"
