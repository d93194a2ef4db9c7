"""The whole job on the bundled model and a bundled concept: teach, draw, export, measure."""

from dataclasses import dataclass
from pathlib import Path

import resources
from training.contact_sheet import write_contact_sheet
from training.contract.concept import Concept
from training.contract.concept_folder import create_concept
from training.contract.errors import ManulError
from training.contract.events import read_events
from training.contract.kept_steps import kept_steps
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.run_history import fold
from training.contract.runs import RunRequest, create_run
from training.contract.toml_file import read_model
from training.export import export_step
from training.exports import export_formats
from training.learned import measure_learning
from training.trained import load_trained

CONCEPTS = resources.ROOT / "demo" / "concepts"
DEFAULT_CONCEPT = "pallas_cat"
_RESOLUTION = 64


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


def demo_concepts() -> list[str]:
    return sorted(path.parent.name for path in CONCEPTS.glob("*/concept.toml"))


def create_demo_run(
    workspace: Path, *, concept: str | None, method: str | None, seed: int, steps: int | None
) -> RunFolder:
    """A run of a bundled concept; the concept folder is made the first time."""
    concept = concept or DEFAULT_CONCEPT
    if concept not in demo_concepts():
        raise ManulError(
            "invalid_setting",
            name="concept",
            value=concept,
            reason="it is not bundled",
            description=f"Choose one of: {', '.join(demo_concepts())}.",
        )
    source = CONCEPTS / concept
    folder = ConceptFolder(workspace / concept)
    if not folder.config.is_file():
        facts = read_model(source / "concept.toml", Concept)
        create_concept(workspace, facts, [source / "images"], resolution=_RESOLUTION)
    assignments = [f"training.seed={seed}"]
    if steps is not None:
        # A short run keeps the shape of the long one: a fall at the end, a few rows of samples.
        assignments += [
            f"training.max_train_steps={steps}",
            f"training.lr_decay_steps={steps // 3}",
            f"sampling.sample_every={max(1, min(25, steps // 3))}",
        ]
    return create_run(folder, RunRequest(method=method, assignments=tuple(assignments)))


def finish_demo(run: RunFolder) -> DemoResult:
    """Export, contact sheet and measurement of a finished demo run."""
    history = fold(read_events(run.events))
    trained = load_trained(run)
    exports = [
        export_step(run, format_name=name) for name in export_formats(trained.config.method.name)
    ]
    sheet = write_contact_sheet(run, history)
    if sheet is None:
        raise ManulError("step_missing.none")
    concept = trained.config.concept.name
    kept = kept_steps(run)
    measured = measure_learning(
        trained, first=kept[0], last=kept[-1], concept=CONCEPTS / concept,
        control=CONCEPTS / _other_concept(concept),
    )  # fmt: skip
    started = history.started.time if history.started else 0.0
    ended = history.end.time if history.end else started
    return DemoResult(
        run=run,
        exports=exports,
        contact_sheet=sheet,
        samples=[run.path / sample.path for _, sample in sorted(history.samples.items())],
        score_before=measured.score_before,
        score_after=measured.score_after,
        learned=measured.learned,
        train_seconds=ended - started,
    )


def _other_concept(concept: str) -> str:
    """The control: a bundled concept that this run was not taught."""
    return next(name for name in demo_concepts() if name != concept)
