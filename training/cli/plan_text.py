"""A plan in words and columns, for people."""

from training.contract.plan import Plan
from training.contract.plan_overview import CARD_SIZES, Cell

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
    """A table that Markdown shows as one."""
    sizes = " | ".join(f"{size} GB card" for size in CARD_SIZES)
    lines = [f"| model | method | {sizes} |", "| --- | --- |" + " --- |" * len(CARD_SIZES)]
    rows = dict.fromkeys((cell.family, cell.method) for cell in plans)
    for family, method in rows:
        cells = [plans[Cell(family, method, size)] for size in CARD_SIZES]
        name = f"{_FAMILIES[family]}, {cells[0].resolution}"
        lines.append(f"| {name} | {_METHODS[method]} | {' | '.join(map(_cell, cells))} |")
    return lines


def _cell(plan: Plan) -> str:
    if plan.verdict == "does_not_fit":
        return f"needs {_gb(plan.peak_bytes)}"
    names = [choice.name for choice in plan.measures if choice.name not in _ALWAYS]
    tight = ", tight" if plan.verdict == "tight" else ""
    return f"{_gb(plan.peak_bytes)}{tight}: {', '.join(names) or 'nothing needed'}"


def _gb(amount: int | None) -> str:
    return f"{(amount or 0) / _GIB:.1f} GB"


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"
