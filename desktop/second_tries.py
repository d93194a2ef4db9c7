"""What would have to be changed for a failed training to work: a run like it, by one button."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop import words
from desktop.facts import Report
from training.contract.messages import Message

translate = QCoreApplication.translate


@dataclass(frozen=True)
class SecondTry:
    """What the button says, and the settings that are changed."""

    title: str
    assignments: tuple[str, ...] = ()


def second_try(report: Report) -> SecondTry | None:
    """None where no small change helps."""
    if report.key == "error.loss_not_finite":
        return _slower(report.values.get("suggestion"))
    change = report.values.get("change")
    return _smaller(change) if isinstance(change, Message) else None


def _slower(rate: object) -> SecondTry | None:
    try:
        value = float(str(rate))
    except ValueError:
        return None
    title = translate("failures", "Teach again, ten times more slowly")
    return SecondTry(title, (f"training.learning_rate={value!r}",))


def _smaller(change: Message) -> SecondTry | None:
    side, settings = change.values.get("resolution"), change.values.get("settings")
    match change.key:
        case "plan.change.batch":
            title = translate("failures", "Teach again, one picture at once")
            return SecondTry(title, ("training.train_batch_size=1",))
        case "plan.change.prior":
            title = translate("failures", "Teach again without pictures of the class")
            alone = ("data.prior_preservation=false", "training.train_batch_size=1")
            return SecondTry(title, alone)
        case "plan.change.resolution" if isinstance(side, int):
            title = translate("failures", "Teach again with {side} pixels")
            smaller = (f"data.resolution={side}", "training.train_batch_size=1")
            return SecondTry(title.format(side=words.number(side)), smaller)
        case "plan.change.auto" if isinstance(settings, str):
            names = [name.strip() for name in settings.split(",")]
            title = translate("failures", "Teach again and let Manul choose")
            return SecondTry(title, tuple(f"{name}=auto" for name in names if name))
        case "plan.change.anew":
            return SecondTry(translate("failures", "Teach again from the start"))
    return None
