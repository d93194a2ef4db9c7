"""What Manul decides where a setting leaves it to Manul, with the reason, as the plan has it."""

from PySide6.QtCore import QCoreApplication

from desktop import words
from training.contract.events import Choice
from training.contract.measures import SETTINGS
from training.contract.outlook import Outlook

translate = QCoreApplication.translate

_SWITCHES = ("memory.step_in_backward", "memory.stochastic_rounding", "memory.channels_last")


def auto_notes(outlook: Outlook | None) -> dict[str, str]:
    """By dotted name; nothing where there is no plan."""
    if outlook is None:
        return {}
    chosen = {choice.name: choice for choice in outlook.plan.measures}
    notes = {
        "training.optimizer": _of(chosen, "training.optimizer", otherwise="adamw"),
        "memory.frozen_base": _of(chosen, "memory.frozen_base", otherwise="full"),
        "training.mixed_precision": _now("training.mixed_precision", outlook.plan.precision),
    }
    for name in _SWITCHES:
        on = chosen.get(SETTINGS[name][0])
        notes[name] = _now(name, "on", on) if on else _now(name, "off")
    if again := chosen.get("gradient_checkpointing"):
        notes["training.gradient_checkpointing"] = _now(
            "training.gradient_checkpointing", "on", again
        )
    return notes


def _of(chosen: dict[str, Choice], name: str, *, otherwise: str) -> str:
    found = next((chosen[measure] for measure in SETTINGS[name] if measure in chosen), None)
    value = found.name.removesuffix("_base") if found else otherwise
    return _now(name, value, found)


def _now(name: str, value: str, why: Choice | None = None) -> str:
    said = translate("words", "Here: {value}.").format(value=words.setting_choice(name, value))
    reason = words.message(why.reason) if why else ""
    return f"{said} {reason}".strip()
