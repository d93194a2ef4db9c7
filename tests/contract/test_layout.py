import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from training.contract.errors import ManulError
from training.contract.layout import (
    ConceptFolder,
    RunFolder,
    concepts,
    find_run,
    runtime_folder,
    workspace_path,
)

pytestmark = pytest.mark.quick


def make(workspace: Path, name: str, *runs: str) -> ConceptFolder:
    folder = ConceptFolder(workspace / name)
    folder.path.mkdir(parents=True)
    folder.config.touch()
    for run in runs:
        (folder.runs_folder / run).mkdir(parents=True)
        (folder.runs_folder / run / "run.toml").touch()
    return folder


def test_the_workspace_by_argument_environment_and_custom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MANUL_WORKSPACE", str(tmp_path / "мои 😀"))
    assert workspace_path() == tmp_path / "мои 😀"
    monkeypatch.chdir(tmp_path)
    assert workspace_path(Path("here")) == tmp_path / "here"
    assert workspace_path(Path("~/x")) == Path.home() / "x"
    assert workspace_path(Path("~nobody_at_all/x")) == tmp_path / "~nobody_at_all" / "x"
    monkeypatch.delenv("MANUL_WORKSPACE")
    assert workspace_path().name == "Manul"
    assert workspace_path().is_absolute()


def test_runs_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    folder = make(tmp_path, "a", "0002-lora", "0010-lora", "0001-lora", "10000-lora", "copy of 3")
    (folder.runs_folder / "0011-empty").mkdir()
    (folder.runs_folder / "notes.txt").touch()
    names = [run.path.name for run in folder.runs()]
    assert names == ["copy of 3", "0001-lora", "0002-lora", "0010-lora", "10000-lora"]
    assert folder.new_run_number() == 10001


def test_what_is_still_being_made_does_not_count(tmp_path: Path) -> None:
    folder = make(tmp_path, "a", "0001-lora", ".0002-lora.77.1.tmp")
    make(tmp_path, ".b.77.1.tmp")
    assert [run.path.name for run in folder.runs()] == ["0001-lora"]
    assert folder.new_run_number() == 2
    assert concepts(tmp_path) == [folder]


def test_an_empty_place_has_no_concepts_and_no_runs(tmp_path: Path) -> None:
    assert concepts(tmp_path / "nothing") == []
    assert ConceptFolder(tmp_path).runs() == []
    assert ConceptFolder(tmp_path).new_run_number() == 1
    (tmp_path / "file").touch()
    assert concepts(tmp_path / "file") == []


def test_a_run_is_found_in_every_way_it_may_be_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make(tmp_path, "кот 😀", "0001-lora", "0002-lora")
    first, last = folder.runs()
    ways = {
        str(first.path): first,
        str(first.config): first,
        "кот 😀/runs/0001-lora": first,
        "кот 😀": last,
        str(folder.path): last,
    }
    assert {way: find_run(way, tmp_path) for way in ways} == ways
    monkeypatch.chdir(folder.runs_folder)
    assert find_run("0001-lora", tmp_path / "elsewhere") == first
    assert find_run("..", tmp_path / "elsewhere") == last
    monkeypatch.chdir(last.path)
    assert find_run("../0001-lora", tmp_path / "elsewhere").concept == folder


@pytest.mark.parametrize("text", ["nothing", "", "~nobody/x", "x" * 5000])
def test_a_run_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ManulError) as refused:
        find_run(text, tmp_path)
    assert refused.value.kind in ("run_missing", "unreadable")


def test_a_run_knows_its_concept_and_its_files(tmp_path: Path) -> None:
    (run,) = make(tmp_path, "a", "0001-lora").runs()
    assert run.concept == ConceptFolder(tmp_path / "a")
    assert run.checkpoint(500).name == "step-000500"
    assert run.relative(run.sample(500, 3)) == "samples/step-000500-03.png"
    inside = [run.log, run.tensorboard, run.contact_sheet, run.commands_lock, run.lock]
    assert {path.parent for path in inside} == {run.path}
    assert run == RunFolder(run.path)


def test_foreign_folders_do_not_hide_the_rest(
    open_folder: Path, as_nobody: Callable[..., str]
) -> None:
    make(open_folder, "mine")
    make(open_folder, "secret")
    (open_folder / "secret").chmod(0)
    found = f"print([c.path.name for c in layout.concepts(Path({str(open_folder)!r}))])"
    assert as_nobody(found) == "['mine']\n"
    open_folder.chmod(0)
    assert as_nobody(found).startswith("unreadable ")


WHERE = "from training.contract.layout import runtime_folder; print(runtime_folder())"


def test_the_runtime_folder_is_there_and_private(tmp_path: Path) -> None:
    """Also without XDG_RUNTIME_DIR, and without a word on standard error."""
    folder = runtime_folder()
    assert folder.is_dir()
    if sys.platform == "win32":
        return
    environment = {k: v for k, v in os.environ.items() if k != "XDG_RUNTIME_DIR"}
    said = subprocess.run(
        [sys.executable, "-W", "error", "-c", WHERE],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stderr == ""
    assert stat.S_IMODE(Path(said.stdout.strip()).parent.stat().st_mode) & 0o022 == 0
