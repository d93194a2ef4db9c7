"""A plan in words and columns, for people."""

from dataclasses import replace

from training.contract.cards import CARD_SIZES
from training.contract.outlook import Outlook
from training.contract.plan import Plan
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
_VERDICTS = {
    "fits": "fits",
    "tight": "tight: close other programs that use the card",
    "does_not_fit": "does not fit",
    None: "no card was found to compare with",
}
# Measures that cost nothing are in every plan.
_ALWAYS = ("cache_latents", "cache_text")


def plan_lines(plan: Plan) -> list[str]:
    pictures = f"{plan.batch} picture{'s' if plan.batch > 1 else ''} at once"
    title = f"{_METHODS[plan.method]} with {_FAMILIES[plan.family]}"
    free = f" of {_gb(plan.free_bytes)} free" if plan.free_bytes is not None else ""
    parts = plan.breakdown.model_dump()
    width = max(len(choice.name) for choice in plan.measures) if plan.measures else 0
    times = [f"{card} {_time(seconds)}" for card, seconds in plan.seconds_per_step.items()]
    return [
        f"{title} at {plan.resolution} pixels, {pictures}",
        f"Card memory: {_gb(plan.peak_bytes)}{free}: {_VERDICTS[plan.verdict]}",
        *(f"  {_gb(parts[name]):>8}  {words}" for name, words in _PARTS.items()),
        "Switched on:" if plan.measures else "Nothing is switched on.",
        *(f"  {choice.name:<{width}}  {choice.reason}" for choice in plan.measures),
        f"A step takes about (estimates): {', '.join(times)}",
        *([str(plan.advice)] if plan.advice else []),
    ]


def overview_lines(plans: dict[Cell, Plan]) -> list[str]:
    """A block a family, a line wherever a larger card changes the plan."""
    lines = ["What the plan chooses for cards that also show a desktop (predictions):"]
    family = None
    for cell in dict.fromkeys(replace(cell, gigabytes=0) for cell in plans):
        row = [plans[replace(cell, gigabytes=size)] for size in CARD_SIZES]
        if cell.family != family:
            family = cell.family
            lines += ["", f"{_FAMILIES[family]} at {row[0].resolution} pixels"]
        title = _METHODS[cell.method]
        for size, plan in zip(CARD_SIZES, row, strict=True):
            at = CARD_SIZES.index(size)
            if at and _cell(row[at - 1]) == _cell(plan):
                continue
            stays = all(_cell(plan) == _cell(other) for other in row[at:])
            sizes = f"{size} GB or more" if stays and size != CARD_SIZES[-1] else f"{size} GB"
            lines.append(f"  {title:<18} {sizes:<14} {_cell(plan)}".rstrip())
            title = ""
    return lines


def outlook_line(outlook: Outlook) -> str:
    """What the plan says of a run that was just made, in one line."""
    plan, card = outlook.plan, outlook.card
    if card is None and outlook.least_gigabytes is None:
        return f"It needs a graphics card with more than {CARD_SIZES[-1]} GB."
    names = ", ".join(choice.name for choice in outlook.switched_on)
    measures = f"; switched on for that: {names}" if names else ""
    if card is None:
        return f"It fits a graphics card of {outlook.least_gigabytes} GB or more{measures}."
    needed = f"needs {_gb(plan.peak_bytes)} of {_gb(plan.free_bytes)} free"
    if plan.verdict == "does_not_fit":
        return f"It does not fit this {card.name}: {needed}. {plan.advice}"
    closing = " Close other programs that use the card." if plan.verdict == "tight" else ""
    verdict = "is tight on" if plan.verdict == "tight" else "fits"
    return f"It {verdict} this {card.name}: {needed}{measures}.{closing}"


def _cell(plan: Plan) -> str:
    if plan.verdict == "does_not_fit":
        return f"does not fit, needs {_gb(plan.peak_bytes)}"
    names = [choice.name for choice in plan.measures if choice.name not in _ALWAYS]
    tight = ", tight" if plan.verdict == "tight" else ""
    return f"needs {_gb(plan.peak_bytes)}{tight}{': ' if names else ''}{', '.join(names)}"


def _gb(amount: int | None) -> str:
    return f"{(amount or 0) / _GIB:.1f} GB"


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"
