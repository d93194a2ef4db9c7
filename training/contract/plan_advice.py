"""What to change where a training does not fit: the smallest change with which it does."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from training.contract.cards import needed_gigabytes
from training.contract.errors import ManulError
from training.contract.measures import SETTINGS, Measure
from training.contract.messages import Message, say
from training.contract.plan import Request, verdict
from training.contract.plan_examples import planned_methods

Wishes = Mapping[Measure, bool | None]
# The bytes that a training needs at least; LookupError or ManulError where it cannot be.
Least = Callable[[Request, Wishes], int]
# A training that differs a little, and the sentence for what it needs.
_Change = tuple[Request, Wishes, Callable[[float], Message]]


def smallest_change(request: Request, wishes: Wishes, least: Least, *, free_bytes: int) -> Message:
    """A run of its own if it is what is kept that needs so much; then settings that keep Manul from
    saving memory; then what is trained."""
    changes = (_anew(request, wishes), *_freer(request, wishes), *_smaller(request, wishes))
    for changed, wished, message in changes:
        try:
            needed = least(changed, wished)
        except (LookupError, ManulError):
            continue
        if verdict(needed, free_bytes) != "does_not_fit":
            return message(needed_gigabytes(needed))
    return say("plan.change.none")


def _anew(request: Request, wishes: Wishes) -> _Change:
    return request, wishes, lambda needed: say("plan.change.anew", needed=needed)


def _freer(request: Request, wishes: Wishes) -> Iterator[_Change]:
    """Each setting that asks for something or refuses it left to Manul, then all of them."""
    said = [
        setting
        for setting, measures in SETTINGS.items()
        if any(wishes.get(measure) is not None for measure in measures)
    ]
    choices = [[setting] for setting in said]
    if len(said) > 1:
        choices.append(said)
    for settings in choices:
        free = {measure for setting in settings for measure in SETTINGS[setting]}
        freed = {measure: wish for measure, wish in wishes.items() if measure not in free}

        def message(needed: float, settings: str = ", ".join(settings)) -> Message:
            return say("plan.change.auto", settings=settings, needed=needed)

        yield request, freed, message


def _smaller(request: Request, wishes: Wishes) -> Iterator[_Change]:
    if request.batch > 1:
        batch = replace(request, batch=1)
        yield batch, wishes, lambda needed: say("plan.change.batch", needed=needed)
    request = replace(request, batch=1)
    if request.prior_preservation:
        alone = replace(request, prior_preservation=False)
        yield alone, wishes, lambda needed: say("plan.change.prior", needed=needed)
    request = replace(request, prior_preservation=False)
    for resolution in (768, 512):
        if resolution < request.resolution:

            def at_resolution(needed: float, resolution: int = resolution) -> Message:
                return say("plan.change.resolution", resolution=resolution, needed=needed)

            yield replace(request, resolution=resolution), wishes, at_resolution
    for method in ("hypernetwork", "lora", "textual_inversion"):
        if request.teaches_whole_model and method in planned_methods(request.family):

            def with_method(needed: float, method: str = method) -> Message:
                return say("plan.change.method", method=method, needed=needed)

            yield replace(request, method=method, trains_text=False), wishes, with_method
