"""What a finished demo run has to show: exports, contact sheet, samples, and whether it learned."""

from dataclasses import dataclass
from pathlib import Path

from training.contract.events import read_events
from training.contract.kept_steps import kept_steps
from training.contract.layout import RunFolder
from training.contract.run_history import fold
from training.demo import CONCEPTS, demo_concepts
from training.export import export_step
from training.exports import export_formats
from training.learned import measure_learning
from training.trained import load_trained


@dataclass(frozen=True)
class DemoResult:
    """What `demo --json` answers, as paths and numbers."""

    run: RunFolder
    exports: list[Path]
    contact_sheet: Path
    samples: list[Path]
    score_before: float
    score_after: float
    learned: bool
    train_seconds: float


def finish_demo(run: RunFolder) -> DemoResult:
    """Export, contact sheet and measurement of a finished demo run."""
    history = fold(read_events(run.events))
    trained = load_trained(run)
    exports = [
        export_step(run, format_name=name) for name in export_formats(trained.config.method.name)
    ]
    concept = trained.config.concept.name
    measured = measure_learning(
        trained, step=kept_steps(run)[-1], concept=CONCEPTS / concept,
        control=CONCEPTS / _other_concept(concept),
    )  # fmt: skip
    started = history.started.time if history.started else 0.0
    ended = history.end.time if history.end else started
    return DemoResult(
        run=run,
        exports=exports,
        contact_sheet=run.contact_sheet,
        samples=[run.path / sample.path for _, sample in sorted(history.samples.items())],
        score_before=measured.score_before,
        score_after=measured.score_after,
        learned=measured.learned,
        train_seconds=ended - started,
    )


def _other_concept(concept: str) -> str:
    """The control: a bundled concept that this run was not taught."""
    return next(name for name in demo_concepts() if name != concept)
