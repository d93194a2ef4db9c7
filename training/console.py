"""Shows a run's events in the terminal: a bar for the pictures, one for the training."""

from typing import TextIO

from tqdm import tqdm

from training.contract import events as ev

_TITLES: dict[ev.Stage, str] = {
    "starting": "Starting the engine",
    "downloading": "Downloading the model",
    "caching": "Looking at the pictures",
    "class_images": "Drawing the class",
    "loading": "Loading the model",
    "learning": "Learning",
    "sampling": "Drawing samples",
    "saving": "Saving",
    "waiting": "Waiting",
}
_QUEUED = (
    "Another training is using the card. This one begins by itself as soon as the card is free; "
    "Ctrl-C gives up the wait."
)
_BAR = "{desc}{bar:28} {n_fmt:>4} of {total_fmt}  {remaining} left{postfix}"
# A log file wants a line now and then, a terminal a bar that moves.
_LOG_SECONDS = 10.0


class Console:
    """Listens to the events of a run and draws on `terminal`."""

    def __init__(
        self, terminal: TextIO, *, total_steps: int, from_step: int = 0,
        suggestion: ev.Suggested | None = None,
    ) -> None:  # fmt: skip
        self._terminal = terminal
        self._total_steps = total_steps
        self._from_step = from_step
        self._is_gone = False
        self._progress: tqdm | None = None
        self._steps: tqdm | None = None
        # As they are written behind the bar; a step of class pictures alone has no loss.
        self._loss = self._fixed_test = ""
        self._suggestion = suggestion

    def show(self, event: ev.Event) -> None:
        """Draw it; a terminal that was closed meanwhile is no reason to stop training."""
        if self._is_gone:
            return
        try:
            self._show(event)
        except (OSError, ValueError):
            self._is_gone = True

    def _show(self, event: ev.Event) -> None:
        match event:
            case ev.StageProgressed(stage="caching" | "downloading" | "loading") if event.total:
                self._show_progress(event)
            case ev.StageProgressed(stage="starting"):
                self._say(f"{_TITLES['starting']} ...")
            case ev.StageProgressed():
                self._show_stage(event)
            case ev.StepDone():
                self._show_step(event)
            case ev.Evaluated() if event.loss is not None:
                self._fixed_test = f"fixed test {event.loss:.4f}"
            case ev.Converged():
                self._say(str(event.reason))
            case ev.Overfitting():
                self._say(str(event.warning))
            case ev.Suggested():
                self._suggestion = event
            case ev.PlanChosen():
                self._say(" ".join(str(choice.reason) for choice in event.reasons))
                self._show_measures(event.measures)
            case ev.RolledBack():
                self._say(str(event.reason))
            case ev.PlanChanged():
                self._say(str(event.reason))
                self._show_measures(event.measures)
            case ev.Queued():
                self._say(_QUEUED)
            case ev.Noted():
                self._say(str(event.note))
            case ev.Extended():
                self._total_steps = event.max_train_steps
                if self._steps is not None:
                    self._steps.total = event.max_train_steps
            case ev.Paused():
                self._close()
                self._say(f"Paused at step {event.step:,}.")
            case ev.Finished() | ev.Stopped() | ev.Failed():
                self._close()
                self._say_which_to_take(has_failed=isinstance(event, ev.Failed))

    def _say_which_to_take(self, *, has_failed: bool) -> None:
        best = self._suggestion
        if best is None or (has_failed and not best.has_learned):
            return
        reasons = " ".join(map(str, best.reasons))
        self._say(f"Step {best.step:,} is the one to take. {reasons}")

    def _show_measures(self, measures: tuple[ev.Choice, ...]) -> None:
        """Those that the plan has switched on so that the run fits the card."""
        chosen = [choice for choice in measures if choice.reason.key.startswith("plan.measure.")]
        for choice in chosen:
            self._say(f"Switched on {choice.name}. {choice.reason}")

    def _close(self) -> None:
        for bar in (self._progress, self._steps):
            if bar is not None:
                bar.close()
        self._progress = self._steps = None

    def _show_progress(self, event: ev.StageProgressed) -> None:
        if self._progress is None:
            self._progress = self._bar(event.stage, total=event.total, done=event.done)
            if event.stage in ("downloading", "loading"):
                self._progress.set_postfix_str("megabytes", refresh=False)
        self._progress.update(event.done - self._progress.n)
        if event.done >= event.total:
            self._progress.close()
            self._progress = None

    def _show_stage(self, event: ev.StageProgressed) -> None:
        bar = self._step_bar(event.stage, done=self._from_step)
        bar.set_description_str(f"{_TITLES[event.stage]:<25}", refresh=False)
        picture = f"picture {event.done + 1} of {event.total}" if event.total else ""
        bar.set_postfix_str(picture or self._losses(), refresh=False)
        bar.refresh()

    def _show_step(self, event: ev.StepDone) -> None:
        bar = self._step_bar("learning", done=event.step - 1)
        bar.set_description_str(f"{_TITLES['learning']:<25}", refresh=False)
        if event.loss is not None:
            self._loss = f"loss {event.loss:.4f}"
        bar.set_postfix_str(self._losses(), refresh=False)
        bar.update(event.step - bar.n)

    def _losses(self) -> str:
        return ", ".join(filter(None, (self._loss, self._fixed_test)))

    def _step_bar(self, stage: ev.Stage, *, done: int) -> tqdm:
        if self._steps is None:
            self._steps = self._bar(stage, total=self._total_steps, done=done)
        return self._steps

    def _bar(self, stage: ev.Stage, *, total: int, done: int) -> tqdm:
        interval = 0.1 if self._terminal.isatty() else _LOG_SECONDS
        return tqdm(
            total=total, desc=f"{_TITLES[stage]:<25}", initial=done, file=self._terminal,
            bar_format=_BAR, mininterval=interval,
        )  # fmt: skip

    def _say(self, line: str) -> None:
        tqdm.write(line, file=self._terminal)
