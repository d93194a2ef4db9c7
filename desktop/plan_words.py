"""What the plan says of a preset, in the user's words."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from desktop import words
from desktop.facts import Report
from desktop.widgets.memory_bar import MemoryShares
from training.contract.cards import CARD_SIZES, free_on_a_card, needed_gigabytes
from training.contract.errors import ManulError
from training.contract.events import Choice
from training.contract.messages import Message
from training.contract.outlook import Outlook
from training.contract.plan import Plan, Verdict

_GIB = 2**30

translate = QCoreApplication.translate

Tone = Literal["good", "error", ""]
_SIGNS: dict[Verdict, tuple[str, Tone]] = {
    "fits": ("check-circle-fill", "good"),
    "tight": ("warning-circle-fill", ""),
    "does_not_fit": ("x-circle-fill", "error"),
}


@dataclass(frozen=True)
class MemoryWords:
    """What a card says of memory: an icon and a word, at its right what is needed, under the bar
    what was done. `time` = of the whole training, empty where nobody knows."""

    glyph: str
    tone: Tone
    verdict: str
    needed: str = ""
    remark: str = ""
    time: str = ""
    shares: MemoryShares | None = None

    @property
    def spoken(self) -> str:
        said = (self.verdict, self.needed, self.time, self.remark)
        return ". ".join(part.rstrip(".") for part in said if part)


def demo_words() -> MemoryWords:
    return MemoryWords(
        "check-circle-fill", "good", translate("words", "Fits any computer"),
        remark=translate("words", "The demo model is so small that it needs no graphics card."),
    )  # fmt: skip


def measuring_words() -> MemoryWords:
    return MemoryWords(
        "timer", "", translate("words", "Being worked out"),
        remark=translate(
            "words",
            "No table has these settings: the engine computes them now, which may take a minute.",
        ),
    )  # fmt: skip


def unknown_words(problem: Report | None = None) -> MemoryWords:
    """`problem` = why the engine could not tell beforehand."""
    remark = translate(
        "words",
        "This model is none of the usual ones: the engine measures it first, and begins only "
        "if it fits.",
    )
    if problem is not None:
        remark = " ".join(words.report(problem))
    title = translate("words", "Worked out before it starts")
    return MemoryWords("info", "", title, remark=remark)


def refusal_words(problem: ManulError) -> MemoryWords:
    said, _ = words.error(problem)
    title = translate("words", "Not for this base model")
    return MemoryWords("x-circle-fill", "error", title, remark=said)


def outlook_words(outlook: Outlook, *, steps: int) -> MemoryWords:
    return _with_card(outlook, steps) if outlook.card else _without_card(outlook)


def _with_card(outlook: Outlook, steps: int) -> MemoryWords:
    plan = outlook.plan
    titles = {
        "fits": translate("words", "Fits"),
        "tight": translate("words", "Tight"),
        "does_not_fit": translate("words", "Does not fit"),
    }
    verdict = plan.verdict or "fits"
    glyph, tone = _SIGNS[verdict]
    needed = translate("words", "needs {needed} of {free}").format(
        needed=_needed(plan), free=words.gigabytes(plan.free_bytes or 0)
    )
    seconds = outlook.step_seconds
    return MemoryWords(
        glyph, tone, titles[verdict], needed, _remark(outlook),
        time=about(seconds * steps) if seconds else "", shares=shares(outlook),
    )  # fmt: skip


def _without_card(outlook: Outlook) -> MemoryWords:
    if outlook.least_gigabytes is None:
        title = translate("words", "Needs a card with more than {size} GB").format(
            size=CARD_SIZES[-1]
        )
        return MemoryWords("cpu", "", title)
    title = translate("words", "Needs a card of {size} GB or more").format(
        size=outlook.least_gigabytes
    )
    return MemoryWords("cpu", "", title, remark=_remark(outlook))


def _remark(outlook: Outlook) -> str:
    """At most two lines: what is switched on, or what to do."""
    plan, names = outlook.plan, [measure_title(choice.name) for choice in outlook.switched_on]
    if plan.verdict == "does_not_fit":
        return what_to_do(plan)
    said = translate("words", "Nothing had to be switched on.")
    if names:
        said = translate("words", "Switched on: {names}.").format(names=", ".join(names))
    if plan.verdict == "tight":
        return f"{close_others()} {said}" if names else close_others()
    return said


def close_others() -> str:
    return translate("words", "Close other programs that use the card.")


def what_to_do(plan: Plan) -> str:
    """Where it is tight or does not fit."""
    if plan.verdict == "does_not_fit" and plan.advice is not None:
        return change(plan.advice)
    return close_others() if plan.verdict == "tight" else ""


def shares(outlook: Outlook) -> MemoryShares:
    """Of the card here, or of the smallest that is enough."""
    plan, card = outlook.plan, outlook.card
    size = outlook.least_gigabytes or CARD_SIZES[-1]
    total = card.total_bytes if card else size * _GIB
    free = card.free_bytes if card else free_on_a_card(size)
    model = min(plan.breakdown.weights, plan.peak_bytes)
    optimizer = min(plan.breakdown.optimizer, plan.peak_bytes - model)
    return MemoryShares(model, optimizer, plan.peak_bytes - model - optimizer, free, total)


def about(seconds: float) -> str:
    return translate("words", "about {time}").format(time=words.duration(seconds))


def step_time(outlook: Outlook) -> str:
    """How long a step takes on the card here; empty where nobody knows."""
    seconds = outlook.step_seconds
    if seconds is None:
        return ""
    return translate(
        "words",
        "A step takes about {seconds} s, by the card's published speed. Drawing samples takes "
        "some time on top.",
    ).format(seconds=words.decimal(seconds, 2 if seconds < 1 else 1))


def _needed(plan: Plan) -> str:
    """Rounded up, as the command line says it."""
    value = needed_gigabytes(plan.peak_bytes)
    return words.decimal(value, 0 if value.is_integer() else 1)


def change(advice: Message) -> str:
    """What would fit, as the window can do it."""
    needed = advice.values.get("needed")
    size = words.decimal(float(needed), 1) if isinstance(needed, (int, float)) else ""
    sentence = {
        "plan.change.batch": translate("words", "One picture at once would fit: {size} GB."),
        "plan.change.prior": translate(
            "words", "Without pictures of the class it fits: {size} GB."
        ),
        "plan.change.resolution": translate("words", "{side} pixels would fit: {size} GB."),
        "plan.change.method": translate("words", "{method} would fit: {size} GB."),
        "plan.change.none": translate(
            "words", "Choose a smaller base model; Stable Diffusion 1.x needs the least."
        ),
    }.get(advice.key)
    if sentence is None:
        return words.message(advice)
    method, side = advice.values.get("method"), advice.values.get("resolution")
    return sentence.format(
        size=size, side=side, method=words.method_title(method) if isinstance(method, str) else ""
    )


def other_method(plan: Plan) -> str:
    """The method that the plan proposes instead; empty = another change would do, or none."""
    advice = plan.advice
    method = advice.values.get("method") if advice and advice.key == "plan.change.method" else ""
    return method if isinstance(method, str) else ""


def measure_title(name: str) -> str:
    known = {
        "gradient_checkpointing": translate("words", "gradient checkpointing"),
        "adamw_8bit": translate("words", "8-bit optimizer"),
        "adafactor": translate("words", "Adafactor as the optimizer"),
        "step_in_backward": translate("words", "step in the backward pass"),
        "bf16_stochastic_rounding": translate("words", "16-bit weights"),
        "int8_base": translate("words", "base model in 8 bits"),
        "nf4_base": translate("words", "base model in 4 bits"),
    }
    return known.get(name, name.replace("_", " "))


def measure_lines(measures: tuple[Choice, ...]) -> list[tuple[str, str]]:
    """(what was switched on, why) for each."""
    return [
        (_capital(measure_title(choice.name)), words.message(choice.reason)) for choice in measures
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
