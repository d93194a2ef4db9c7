"""What the bar's primary button does with a run: start it, go on, or export a step."""

from PySide6.QtCore import QCoreApplication

from desktop import words
from desktop.facts import CLOSED, RESUMABLE, RunFact
from desktop.widgets.bottom_bar import PageAction

translate = QCoreApplication.translate


def starts(run: RunFact) -> bool:
    """Whether the button sets an engine on the run."""
    return run.state in RESUMABLE or run.state == "new"


def action_of(run: RunFact, step: int) -> PageAction:
    """`step` = what is looked at in the gallery."""
    if starts(run):
        return _start_action(run)
    return PageAction() if run.state in CLOSED else export_action(run, step)


def _start_action(run: RunFact) -> PageAction:
    if run.state == "new":
        return PageAction(translate("TrainPage", "Teach"), "play-fill")
    kept = run.kept_steps[-1] if run.kept_steps else 0
    text = translate("TrainPage", "Resume from step {step}").format(step=words.number(kept))
    return PageAction(text, "play-fill")


def export_action(run: RunFact, step: int) -> PageAction:
    if step < 0:
        reason = translate("TrainPage", "No step is kept yet")
        text = translate("TrainPage", "Export")
        return PageAction(text, "export", enabled=False, reason=reason)
    is_kept = step in run.kept_steps
    text = translate("TrainPage", "Export step {step}").format(step=words.number(step))
    reason = "" if is_kept else translate("TrainPage", "This step was not kept")
    return PageAction(text, "export", enabled=is_kept, reason=reason)
