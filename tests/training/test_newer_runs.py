"""What the command line does with a run of a newer Manul: it says so, and leaves it as it is."""

import json
from pathlib import Path

import pytest

from tests.newer_run import add_newer_run, hashes_below
from training.cli.main import main
from training.contract.concept import Concept
from training.contract.concept_folder import create_concept
from training.contract.events import UnknownEvent, read_events
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.run_history import fold
from training.contract.run_outline import read_newer_outline
from training.contract.run_state import run_state
from training.demo import CONCEPTS

pytestmark = pytest.mark.quick


@pytest.fixture
def concept(tmp_path: Path) -> ConceptFolder:
    pictures = CONCEPTS / "pallas_cat" / "images"
    return create_concept(tmp_path, Concept(name="pallas_cat"), [pictures], resolution=64)[0]


@pytest.fixture
def run(concept: ConceptFolder) -> RunFolder:
    return add_newer_run(concept)


@pytest.mark.parametrize(
    "verb",
    [
        ["run"], ["resume"], ["resume", "--more-steps", "5"], ["export"], ["plan"],
        ["export", "--to", "."], ["sample", "--prompt", "a photo of {}"],
        ["sample", "--prompt", "{}", "--step", "0"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_verb_refuses_it_and_writes_nothing(
    run: RunFolder, verb: list[str], capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    before = hashes_below(tmp_path)
    assert main([verb[0], str(run.path), *verb[1:], "--json"]) == 1
    error = json.loads(capfdbinary.readouterr().out)["error"]
    assert error["kind"] == "newer_version"
    assert "newer Manul" in error["message"]
    assert error["advice"].startswith("Update Manul")
    assert hashes_below(tmp_path) == before


def test_beside_another_run_it_is_named(
    run: RunFolder, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    before = hashes_below(run.path)
    assert main(["resume", str(run.path), str(run.path), "--json"]) == 1
    answers = json.loads(capfdbinary.readouterr().out)["runs"]
    assert [(answer["state"], answer["step"]) for answer in answers] == [("stopped", 16)] * 2
    assert {answer["error"]["kind"] for answer in answers} == {"newer_version"}
    assert hashes_below(run.path) == before


def test_a_new_run_beside_it_takes_the_next_number(run: RunFolder, concept: ConceptFolder) -> None:
    assert main(["new", "--concept", str(concept.path)]) == 0
    assert [found.number for found in concept.runs()] == [1, 2]


def test_its_facts_are_read_as_far_as_they_are_known(run: RunFolder) -> None:
    events = read_events(run.events)
    unknown = [event.type for event in events if isinstance(event, UnknownEvent)]
    assert unknown == ["danced", "step_done"]
    history = fold(events)
    assert (run_state(run, history), history.step) == ("stopped", 16)
    outline = read_newer_outline(run)
    assert (outline.concept_name, outline.method) == ("pallas_cat", "textual_inversion")
    assert (outline.max_train_steps, outline.base_model) == (10, "demo")
    assert outline.prompts[0] == "a drawing of pallas_cat on a green background"


def test_of_other_types_nothing_is_taken(run: RunFolder) -> None:
    run.config.write_text(
        'contract_version = 9\nconcept = "cat"\nmethod = ["x"]\nbase_model = 3\n'
        "[training]\nmax_train_steps = true\n",
        encoding="utf-8",
    )
    outline = read_newer_outline(run)
    assert not any(vars(outline).values())
