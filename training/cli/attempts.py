"""Trains the runs named on a command line and says how each ended."""

from functools import partial
from pathlib import Path
from typing import Any

from training.cli.answer import Answer
from training.contract.errors import ErrorReport, ManulError
from training.contract.events import read_events
from training.contract.layout import find_run, workspace_path
from training.contract.run_history import fold
from training.contract.run_state import run_state
from training.engine import Outcome, run_attempt

_USER_ERROR, _BUG = 1, 2


def attempt_all(
    names: list[str], workspace: Path | None, *, resume: bool = False, more_steps: int = 0,
    base_model: str | None = None,
) -> Answer:  # fmt: skip
    """One attempt at each run. A single run's failure is the command's; of several runs each
    reports its own, and a stop ends the whole command."""
    place = workspace_path(workspace)
    attempt = partial(run_attempt, resume=resume, more_steps=more_steps, base_model=base_model)
    if len(names) == 1:
        run = find_run(names[0], place)
        outcome = attempt(run)
        return single_answer(outcome)
    results: list[dict[str, Any]] = []
    reports: list[ErrorReport] = []
    for name in names:
        try:
            run = find_run(name, place)
            outcome = attempt(run)
        except ManulError as error:
            report = error.report()
            results.append(_as_it_stands(name, place) | {"error": report.model_dump()})
            reports.append(report)
            continue
        results.append(_describe(outcome))
        if outcome.error:
            reports.append(outcome.error)
        if outcome.state == "stopped":
            break
    text = "\n".join(_sentence(result) for result in results)
    return Answer({"runs": results}, text, _exit_code(reports))


def single_answer(outcome: Outcome) -> Answer:
    """The answer for one run: its state, or the error that ended it."""
    if outcome.error is not None:
        report = outcome.error
        text = f"{report.message}\n{report.advice}"
        content = {"error": report.model_dump(), "run": str(outcome.run.path)}
        return Answer(content, text, _exit_code([report]))
    described = _describe(outcome)
    return Answer(described, _sentence(described))


def _as_it_stands(name: str, workspace: Path) -> dict[str, Any]:
    """A run whose attempt could not begin, if it is one at all."""
    try:
        run = find_run(name, workspace)
    except ManulError:
        return {"run": name, "state": "failed", "step": 0}
    history = fold(read_events(run.events))
    return {"run": str(run.path), "state": run_state(run, history), "step": history.step}


def _describe(outcome: Outcome) -> dict[str, Any]:
    described: dict[str, Any] = {
        "run": str(outcome.run.path),
        "state": outcome.state,
        "step": outcome.step,
    }
    if outcome.error is not None:
        described["error"] = outcome.error.model_dump()
    return described


def _sentence(result: dict[str, Any]) -> str:
    if error := result.get("error"):
        return f"{result['run']}: {error['message']} {error['advice']}"
    run = result["run"]
    ended = f"{run}: {result['state']} at step {result['step']:,}."
    if result["state"] == "stopped":
        return f"{ended}\nGo on with: manul-train resume {run}"
    return f"{ended}\nUse it with: manul-train export {run}"


def _exit_code(reports: list[ErrorReport]) -> int:
    if any(report.kind == "internal" for report in reports):
        return _BUG
    return _USER_ERROR if reports else 0
