"""`manul-train demo`: the whole job on the bundled model, without card, download or account."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from training.cli.answer import Answer
from training.cli.arguments import count, natural
from training.cli.attempts import single_answer
from training.contract.layout import workspace_path
from training.contract.settings import METHODS
from training.demo import create_demo_run
from training.engine import run_attempt
from training.output import output_to
from training.window_process import open_window

if TYPE_CHECKING:
    from training.demo_result import DemoResult

HELP = "teach the bundled demo model a bundled concept, and show that it learned"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--method", choices=METHODS, help="how it is taught")
    parser.add_argument("--concept", metavar="C", help="bundled concept")
    parser.add_argument("--seed", type=natural, default=0, metavar="N", help="of the training")
    parser.add_argument("--steps", type=count, metavar="N", help="steps; the preset's if left out")
    parser.add_argument(
        "--open", action="store_true", help="open the window on the run, where there is a display"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="use this folder as workspace")


def run(arguments: argparse.Namespace) -> Answer:
    made = create_demo_run(
        workspace_path(arguments.out),
        concept=arguments.concept,
        method=arguments.method,
        seed=arguments.seed,
        steps=arguments.steps,
    )
    outcome = run_attempt(made)
    if outcome.state != "finished":
        return single_answer(outcome)
    with output_to(made.log) as terminal:
        # Here and not above: torch must not come before the run has started.
        from training.demo_result import finish_demo

        print("Measuring on pictures it has not seen ...", file=terminal, flush=True)
        result = finish_demo(made)
    if arguments.open:
        open_window(made)
    return Answer(_content(result), _text(result))


def _content(result: "DemoResult") -> dict[str, object]:
    return {
        "run": str(result.run.path),
        "exports": [str(path) for path in result.exports],
        "contact_sheet": str(result.contact_sheet),
        "samples": [str(path) for path in result.samples],
        "score_before": round(result.score_before, 4),
        "score_after": round(result.score_after, 4),
        "learned": result.learned,
        "train_seconds": round(result.train_seconds, 1),
    }


def _text(result: "DemoResult") -> str:
    verdict = "It learned" if result.learned else "It has not learned it"
    return "\n".join(
        [
            f"{verdict}: likeness {result.score_before:.2f} before, {result.score_after:.2f} "
            f"after, in {result.train_seconds:.0f} seconds.",
            f"Contact sheet: {result.contact_sheet}",
            *(f"Exported:      {path}" for path in result.exports),
            f"Run folder:    {result.run.path}",
        ]
    )
