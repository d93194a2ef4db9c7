"""What may go is named with its size; what is needed stays."""

import json
from pathlib import Path

import pytest

from training.contract import events as ev
from training.contract.concept import Concept
from training.contract.concept_folder import create_concept
from training.contract.disk_use import DiskUse, folder_size
from training.contract.errors import ManulError
from training.contract.free_space import Freeable, free, what_can_go
from training.contract.kept_steps import kept_steps, resumable_steps
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.pins import set_pin
from training.contract.run_lock import take_run_lock
from training.contract.runs import RunRequest, create_run

pytestmark = pytest.mark.quick
_META = json.dumps({"sha256": {}})


@pytest.fixture
def cup(tmp_path: Path, photos: Path) -> ConceptFolder:
    folder, _ = create_concept(tmp_path / "space", Concept(name="my_cup"), [photos], resolution=64)
    return folder


@pytest.fixture
def run(cup: ConceptFolder) -> RunFolder:
    """Steps 0 to 40, the newest two with their states; 20 is the one to keep."""
    made = create_run(cup, RunRequest())
    for step in (0, 10, 20, 30, 40):
        write(made.checkpoint(step) / "weights.safetensors", 100)
        write(made.checkpoint(step) / "meta.json", 0)
        if step >= 30:
            write(made.checkpoint(step) / "state.safetensors", 50)
    write(made.tensorboard / "events", 7)
    write(cup.cache / "latents" / "a.safetensors", 33)
    write(cup.exports / "my_cup.pt", 1000)
    ev.append_event(made.events, ev.Started(attempt=1, pid=1, pid_created=1.0, from_step=0))
    ev.append_event(made.events, ev.Suggested(step=20, at_step=40, reasons=()))
    return made


def write(path: Path, size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)


def named(found: list[Freeable]) -> list[tuple[str, int, int]]:
    return [(item.kind, item.step, item.size) for item in found]


def test_what_can_go_leaves_out_what_is_needed(cup: ConceptFolder, run: RunFolder) -> None:
    assert named(what_can_go(cup, [run])) == [
        ("cache", 0, 33), ("states", 0, 50), ("step", 0, 100), ("step", 10, 100),
        ("step", 30, 100), ("tensorboard", 0, 7), ("last_state", 0, 50),
    ]  # fmt: skip
    assert named(what_can_go(cup, [])) == [("cache", 0, 33)]


def test_what_was_chosen_goes_and_the_rest_stays(cup: ConceptFolder, run: RunFolder) -> None:
    found = what_can_go(cup, [run])
    before = folder_size(cup.path)
    assert free(cup, [item for item in found if item.kind == "states"]) == 50
    assert resumable_steps(run) == [40]
    chosen = [item for item in found if item.step in (10, 30) or item.kind == "tensorboard"]
    assert free(cup, chosen) == 207
    assert kept_steps(run) == [0, 20, 40]
    assert free(cup, [Freeable("cache", 33)]) == 33
    assert before - folder_size(cup.path) == 290
    assert (cup.exports / "my_cup.pt").exists()


def test_every_state_goes_where_the_newest_was_chosen_too(
    cup: ConceptFolder, run: RunFolder
) -> None:
    both = [Freeable("last_state", 50, run), Freeable("states", 50, run)]
    assert free(cup, both) == 100
    assert resumable_steps(run) == []
    assert len(kept_steps(run)) == 5


def test_a_step_that_is_needed_meanwhile_does_not_go(cup: ConceptFolder, run: RunFolder) -> None:
    ev.append_event(run.events, ev.Suggested(step=10, at_step=50, reasons=()))
    wish = [Freeable("step", 100, run, step) for step in (10, 40)]
    assert free(cup, wish) == 0
    assert kept_steps(run) == [0, 10, 20, 30, 40]


def test_a_pinned_step_does_not_go(cup: ConceptFolder, run: RunFolder) -> None:
    set_pin(run, 10, pinned=True)
    ev.append_event(run.events, ev.CheckpointSaved(step=30, path="-", pinned=True))
    assert [item.step for item in what_can_go(cup, [run]) if item.kind == "step"] == [0]


def test_nothing_goes_while_it_is_taught(cup: ConceptFolder, run: RunFolder) -> None:
    found = what_can_go(cup, [run])
    with take_run_lock(run):
        assert what_can_go(cup, [run]) == []
        for item in (found[0], found[1]):
            with pytest.raises(ManulError) as raised:
                free(cup, [item])
            assert raised.value.key == "run_busy.taught"
    assert kept_steps(run) == [0, 10, 20, 30, 40]


def test_disk_use_is_measured_where_something_changed(
    cup: ConceptFolder, run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    use = DiskUse()
    use.look([cup])
    config = cup.config.stat().st_size
    assert use.sizes[cup.path] == folder_size(cup.path) - config
    assert use.sizes[run.path] == folder_size(run.path)
    measured: list[Path] = []

    def count(path: Path) -> int:
        measured.append(path)
        return 1

    monkeypatch.setattr("training.contract.disk_use.folder_size", count)
    use.look([cup])
    assert measured == []
    write(run.checkpoint(50) / "weights.safetensors", 100)
    use.look([cup])
    assert measured == [run.path]
    use.forget(cup.path)
    use.look([cup])
    assert len(measured) == 6
    use.look([])
    assert use.sizes == {}
