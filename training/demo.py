"""Makes a run of a bundled concept on the bundled model; needs no torch."""

from pathlib import Path

import resources
from training.contract.base_models import DEMO, describe_base_model
from training.contract.concept import Concept
from training.contract.concept_folder import create_concept
from training.contract.errors import ManulError
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.runs import RunRequest, create_run
from training.contract.toml_file import read_model

CONCEPTS = resources.ROOT / "demo" / "concepts"
DEFAULT_CONCEPT = "pallas_cat"
# What a method is best at, where that is not an animal.
_CONCEPT_OF_METHOD = {"hypernetwork": "paper_pop"}
_RESOLUTION = 64


def default_concept(method: str | None) -> str:
    """What is taught if nobody says what."""
    return _CONCEPT_OF_METHOD.get(method or "", DEFAULT_CONCEPT)


def demo_concepts() -> list[str]:
    return sorted(path.parent.name for path in CONCEPTS.glob("*/concept.toml"))


def create_demo_run(
    workspace: Path, *, concept: str | None, method: str | None, seed: int, steps: int | None
) -> RunFolder:
    """A run of a bundled concept; the concept folder is made the first time."""
    concept = concept or default_concept(method)
    if concept not in demo_concepts():
        choices = ", ".join(demo_concepts())
        raise ManulError("invalid_setting.concept", name=concept, choices=choices)
    describe_base_model(DEMO)
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
            f"sampling.sample_every={max(1, min(20, steps // 3))}",
        ]
    return create_run(folder, RunRequest(method=method, assignments=tuple(assignments)))
