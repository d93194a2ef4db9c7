"""The suggested step against the last one of runs that went on for much too long."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from training.contract.concept import Concept
from training.contract.concept_folder import create_concept
from training.contract.layout import RunFolder
from training.contract.pictures import load_upright
from training.contract.run_history import RunHistory
from training.contract.runs import RunRequest, create_run
from training.contract.toml_file import read_model
from training.demo import CONCEPTS, demo_concepts
from training.engine import run_attempt
from training.learned import held_out_loss, held_out_pictures, likeness_of_samples
from training.trained import load_trained

pytestmark = pytest.mark.prove

# The rule was found with seed 41 alone.
SEEDS = (51, 52, 53)
# Twice the preset's rate without its fall at the end, and one and a half times its looks at five
# or six pictures. Samples are only there to be kept with; the judge draws its own.
TOO_MUCH = (
    "training.learning_rate=0.004", "training.lr_scheduler=constant", "training.lr_decay_steps=0",
    "training.train_batch_size=4", "training.max_train_steps=300", "sampling.sample_every=25",
    "sampling.num_inference_steps=1",
)  # fmt: skip


@dataclass(frozen=True)
class Score:
    """On pictures that no part of the run has seen: `loss` of 48 fixed pairs, lower is better;
    `likeness` of eight samples to them by their pixels, higher is better."""

    loss: float
    likeness: float


def overtrain(workspace: Path, concept: str, seed: int) -> RunFolder:
    facts = read_model(CONCEPTS / concept / "concept.toml", Concept)
    folder, _ = create_concept(workspace, facts, [CONCEPTS / concept / "images"], resolution=64)
    assignments = (f"training.seed={seed}", *TOO_MUCH)
    run = create_run(folder, RunRequest(method="lora", assignments=assignments))
    assert run_attempt(run).state == "finished"
    return run


def judged(run: RunFolder, steps: tuple[int, ...], concept: Path) -> list[Score]:
    trained = load_trained(run)
    config = trained.config
    sampling = config.sampling.changed(num_inference_steps=20)
    trained = replace(trained, config=config.changed(sampling=sampling.model_dump()))
    references = [load_upright(path) for path in held_out_pictures(concept)]
    scores = []
    for step in steps:
        trained.use_step(step)
        scores.append(
            Score(held_out_loss(trained, concept), likeness_of_samples(trained, references))
        )
    return scores


@pytest.mark.parametrize("concept", demo_concepts())
def test_the_suggested_step_of_an_overtrained_run(
    tmp_path: Path, history_of: Callable[[RunFolder], RunHistory], concept: str
) -> None:
    """At least as good as the last one with every seed, and better with most."""
    better = 0
    for seed in SEEDS:
        run = overtrain(tmp_path / str(seed), concept, seed)
        history = history_of(run)
        suggestion, last = history.suggestion, history.step
        assert suggestion is not None
        chosen, at_end = judged(run, (suggestion.step, last), CONCEPTS / concept)
        numbers = (f"{value:.3f}" for value in (chosen.loss, at_end.loss))
        alike = (f"{value:.3f}" for value in (chosen.likeness, at_end.likeness))
        row = (concept, seed, suggestion.step, last, *numbers, *alike)
        print("|", " | ".join(map(str, row)), "|", flush=True)
        assert chosen.loss <= at_end.loss
        better += chosen.loss < at_end.loss
    assert better > len(SEEDS) / 2
