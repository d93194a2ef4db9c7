"""A plan in words and columns, for people."""

import textwrap
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from training.contract.cards import CARD_SIZES, free_gigabytes, needed_gigabytes
from training.contract.outlook import Outlook
from training.contract.plan import NumberFormat, Plan
from training.contract.plan_overview import Cell

_GIB = 2**30
_FAMILIES = {"sd1": "Stable Diffusion 1.x", "sd2": "Stable Diffusion 2.x", "sdxl": "SDXL"}
_METHODS = {
    "textual_inversion": "Textual inversion",
    "hypernetwork": "Hypernetwork",
    "dreambooth": "DreamBooth",
    "lora": "LoRA",
}
_PARTS = {
    "weights": "the model, and what is taught",
    "gradients": "gradients",
    "optimizer": "what the optimizer remembers",
    "activations": "the step itself",
    "sampling": "drawing a sample (in place of gradients and step)",
    "context": "driver and rounding",
}
_FITS_NOT = "does not fit"
_VERDICTS = {
    "fits": "fits",
    "tight": "tight: close other programs that use the card",
    "does_not_fit": _FITS_NOT,
    None: "no card was found to compare with",
}
_LINE = 100
# Measures that cost nothing are in every plan.
_ALWAYS = ("cache_latents", "cache_text")


# What holds for the cards of an overview.
_CARDS = {
    "bf16": "For cards with bfloat16 (RTX 30 and newer); for older ones: --precision fp16.",
    "fp16": "For cards without bfloat16 (RTX 20, GTX 16); they keep taught models in 32 bits.",
    "fp32": "For trainings that compute in 32 bits throughout, on any card.",
}


def plan_lines(plan: Plan, *, is_demo: bool = False) -> list[str]:
    pictures = f"{plan.batch} picture{'s' if plan.batch > 1 else ''} at once"
    model = "the demo model" if is_demo else _FAMILIES[plan.family]
    title = f"{_METHODS[plan.method]} with {model}"
    parts = plan.breakdown.model_dump()
    width = max(len(choice.name) for choice in plan.measures) if plan.measures else 0
    times = [f"{card} {_time(seconds)}" for card, seconds in plan.seconds_per_step.items()]
    return [
        f"{title} at {plan.resolution} pixels, {pictures}, in {plan.precision}",
        f"Card memory: {_needed(plan)}{_free(plan)}: {_VERDICTS[plan.verdict]}",
        *(f"  {_gb(parts[name]):>8}  {words}" for name, words in _PARTS.items()),
        "Switched on:" if plan.measures else "Nothing is switched on.",
        *(f"  {choice.name:<{width}}  {choice.reason}" for choice in plan.measures),
        f"A step takes about (estimates): {', '.join(times)}",
        *([str(plan.advice)] if plan.advice else []),
    ]


def overview_lines(plans: dict[Cell, Plan]) -> list[str]:
    """A block a family, a line wherever a larger card changes the plan."""
    lines: list[str] = []
    sizes = tuple(dict.fromkeys(cell.gigabytes for cell in plans))
    family = None
    for cell in dict.fromkeys(replace(cell, gigabytes=0) for cell in plans):
        row = [plans[replace(cell, gigabytes=size)] for size in sizes]
        if cell.family != family:
            family = cell.family
            lines += [""] * bool(lines) + [f"{_FAMILIES[family]} at {row[0].resolution} pixels"]
        title = _METHODS[cell.method]
        for text, group in groupby(zip(sizes, map(_cell, row), strict=True), key=itemgetter(1)):
            alike = [size for size, _ in group]
            cards = _cards(alike, has_larger=alike[-1] != sizes[-1], fits=_FITS_NOT not in text)
            lines += _wrapped(f"  {title:<18} {cards:<14} ", text)
            title = ""
    return lines


def _cards(alike: list[float], *, has_larger: bool, fits: bool) -> str:
    """Sizes with the same plan; nobody has looked at cards beyond the largest."""
    first, last = alike[0], alike[-1]
    if first == last:
        return f"{first:g} GB"
    if has_larger:
        return f"{first:g} to {last:g} GB"
    return f"{first:g} GB or more" if fits else f"up to {last:g} GB"


def _wrapped(head: str, text: str) -> list[str]:
    """`text` after `head`, and below its own beginning where one line is not enough."""
    return textwrap.wrap(
        text, _LINE, initial_indent=head, subsequent_indent=" " * len(head),
        break_long_words=False,
    )  # fmt: skip


def outlook_line(outlook: Outlook) -> str:
    """What the plan says of a run that was just made, in one line."""
    plan, card = outlook.plan, outlook.card
    if card is None and outlook.least_gigabytes is None:
        return f"It needs a graphics card with more than {CARD_SIZES[-1]} GB."
    names = ", ".join(choice.name for choice in outlook.switched_on)
    measures = f"; switched on for that: {names}" if names else ""
    if card is None:
        return f"It fits a graphics card of {outlook.least_gigabytes} GB or more{measures}."
    needed = f"needs {_needed(plan)}{_free(plan)}"
    if plan.verdict == "does_not_fit":
        return f"It does not fit this {card.name}: {needed}. {plan.advice}"
    closing = " Close other programs that use the card." if plan.verdict == "tight" else ""
    verdict = "is tight on" if plan.verdict == "tight" else "fits"
    return f"It {verdict} this {card.name}: {needed}{measures}.{closing}"


def overview_note(precision: NumberFormat) -> str:
    return _CARDS[precision]


def _cell(plan: Plan) -> str:
    if plan.verdict == "does_not_fit":
        return f"{_FITS_NOT}, needs {_needed(plan)}"
    names = [choice.name for choice in plan.measures if choice.name not in _ALWAYS]
    tight = ", tight" if plan.verdict == "tight" else ""
    return f"needs {_needed(plan)}{tight}{': ' if names else ''}{', '.join(names)}"


def _needed(plan: Plan) -> str:
    return f"{needed_gigabytes(plan.peak_bytes)} GB"


def _free(plan: Plan) -> str:
    return "" if plan.free_bytes is None else f" of {free_gigabytes(plan.free_bytes)} GB free"


def _gb(amount: int) -> str:
    return f"{amount / _GIB:.1f} GB"


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"
