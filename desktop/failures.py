"""What went wrong with a run, in the user's words, and which buttons help."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from desktop import words
from desktop.facts import CLOSED, Report, RunFact
from desktop.plan_words import change
from desktop.second_tries import second_try
from training.contract.messages import Message

translate = QCoreApplication.translate

Cure = Literal[
    "end", "free_space", "find_model", "set_up", "driver", "again", "settings", "folder",
    "diagnostics",
]  # fmt: skip
# By the kind of an error, or by its whole key where one of a kind has another cure.
_CURES: dict[str, tuple[Cure, ...]] = {
    "disk_full": ("free_space",),
    "model_missing": ("find_model",),
    "model_changed": ("find_model",),
    "model_incomplete": ("find_model",),
    "unreadable.model": ("find_model",),
    "engine_missing": ("set_up",),
    "optimizer_missing": ("set_up",),
    "card_unusable": ("set_up",),
    "card_unusable.driver": ("driver",),
    "card_unusable.not_found": ("driver",),
    "out_of_memory": ("again", "settings"),
    "loss_not_finite": ("again", "settings"),
    "invalid_setting": ("settings",),
    "measures_excluded": ("settings",),
}
# What the last lines of an engine's log give away.
_DRIVER = ("CUDA error", "CUDA driver error", "CUBLAS_STATUS", "CUDNN_STATUS", "device-side assert")
_MEMORY = ("MemoryError", "bad_alloc", "can't allocate memory", "Cannot allocate memory")


@dataclass(frozen=True)
class Trouble:
    """A sentence, what to do, the end of the log, and the buttons, the most useful first."""

    title: str
    advice: str
    log: str = ""
    cures: tuple[Cure, ...] = ()
    may_wait: bool = False


def trouble_of(run: RunFact, *, launch: Report | None, command: Report | None) -> Trouble | None:
    """What stands in the way of `run`; `launch` = its engine could not begin, `command` = what
    was asked of it could not be written down."""
    if command is not None:
        return reported(command, cures=("diagnostics",))
    if launch is not None and not run.is_live:
        return reported(launch)
    if run.state in ("failed", *CLOSED) and run.failure is not None:
        return reported(run.failure, log=run.log_tail)
    if run.state == "died":
        return _died(run)
    if run.state == "not_responding":
        return _silent(run)
    return None


def reported(report: Report, *, log: str = "", cures: tuple[Cure, ...] | None = None) -> Trouble:
    """An error that the engine or the contract named."""
    message, advice = words.report(report)
    name = report.key.removeprefix("error.")
    own = _CURES.get(name, _CURES.get(name.partition(".")[0], ("folder",)))
    if second_try(report) is None:
        own = tuple(cure for cure in own if cure != "again")
    if (what := report.values.get("change")) and isinstance(what, Message):
        advice = f"{change(what)} {_close_programs()}"
    advice = _window_advice(name) or advice
    return Trouble(message, advice, log, (*own, "diagnostics") if cures is None else cures)


def _window_advice(name: str) -> str:
    """Where a button does what the command line has to spell out."""
    kind = name.partition(".")[0]
    if kind == "engine_missing":
        return translate(
            "failures",
            "Set the engine up, then try again. Your pictures and everything that was learned "
            "are safe.",
        )
    if kind == "optimizer_missing":
        return translate(
            "failures",
            "Set the engine up again, then resume: what was learned is intact.",
        )
    if kind == "disk_full":
        return translate(
            "failures",
            "What was kept is safe. Free some space, then press Resume: it goes on from the last "
            "kept step.",
        )
    if name == "model_missing":
        return translate(
            "failures",
            "It was moved, renamed or deleted, or its drive is not plugged in. Show Manul where "
            "it is now; the training goes on from the last kept step.",
        )
    if kind == "model_changed":
        return translate(
            "failures",
            "Show Manul where the model is that this training began with, or put that one back.",
        )
    return ""


def _close_programs() -> str:
    return translate("failures", "Closing other programs that use the card helps too.")


def _died(run: RunFact) -> Trouble:
    step = words.number(run.step)
    title = translate("failures", "The engine stopped by itself at step {step}").format(step=step)
    if run.kept_steps:
        kept = run.kept_steps[-1]
        safe = translate(
            "failures",
            "Step {kept} is kept, and so are pictures, captions and samples. Resume goes on from "
            "there.",
        ).format(kept=words.number(kept))
    else:
        safe = translate("failures", "Nothing is kept yet; it begins again from the start.")
    why, cures = _why_it_died(run.log_tail)
    return Trouble(title, f"{safe} {why}", run.log_tail, (*cures, "folder", "diagnostics"))


def _why_it_died(log: str) -> tuple[str, tuple[Cure, ...]]:
    if any(mark in log for mark in _DRIVER):
        why = translate(
            "failures",
            "The graphics card's driver reported an error: this happens when the driver is "
            "updated meanwhile or the card is overclocked. If it happens again, save the "
            "diagnostics.",
        )
        return why, ()
    if any(mark in log for mark in _MEMORY):
        why = translate(
            "failures",
            "The computer's own memory was full: close other programs before you resume.",
        )
        return why, ()
    if "No space left on device" in log:
        return translate("failures", "The disk was full: free some space first."), ("free_space",)
    why = translate(
        "failures",
        "Its log does not say why. The computer may have been switched off, or the system ended "
        "it.",
    )
    return why, ()


def plain_notes(run: RunFact) -> list[str]:
    """What the engine noted and no notice of its own tells; and what cannot be read of it."""
    said = [words.message(note) for note in run.notes if note.key != "note.steps_slower"]
    if run.unreadable_lines and run.state not in CLOSED:
        said.append(
            translate(
                "failures",
                "Part of what the engine wrote down about this training is damaged and was left "
                "out; what is kept is not touched.",
            )
        )
    return said


def _silent(run: RunFact) -> Trouble:
    title = translate("failures", "The engine has not moved since step {step}")
    advice = translate(
        "failures",
        "It may still wake up. If you end it, the kept steps are safe and Resume goes on from the "
        "last one.",
    )
    title = title.format(step=words.number(run.step))
    return Trouble(title, advice, "", ("end", "diagnostics"), may_wait=True)


def cure_words(cure: Cure, report: Report | None) -> tuple[str, str]:
    """(what the button says, its icon); `report` = what a second try would mend."""
    again = second_try(report) if report is not None else None
    return {
        "end": (translate("failures", "End the engine"), "stop"),
        "free_space": (translate("failures", "Free space"), "hard-drives"),
        "find_model": (translate("failures", "Choose where it is"), "folder-open"),
        "set_up": (translate("failures", "Set up the engine"), "wrench"),
        "driver": (translate("failures", "Get the driver"), "arrow-square-out"),
        "again": (again.title if again else "", "arrow-clockwise"),
        "settings": (translate("failures", "Choose other settings"), "sliders-horizontal"),
        "folder": (translate("failures", "Open the folder"), "folder-open"),
        "diagnostics": (translate("failures", "Save diagnostics"), "file-arrow-down"),
    }[cure]
