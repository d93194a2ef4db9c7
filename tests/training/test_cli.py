"""The command line: quick where no tensor is needed, one JSON object, honest exit codes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import resources
from tests.model_files.other_kinds import write_other_kind
from tests.model_files.write import write_checkpoint
from training import __version__
from training.cli import main
from training.contract.errors import ERROR_KINDS
from training.contract.layout import RunFolder

VERBS = (
    "demo", "download", "export", "inspect", "new", "plan", "probe", "queue", "resume", "run",
    "running", "sample",
)  # fmt: skip
# Packages that take seconds to import; only verbs that train may.
HEAVY = ("torch", "diffusers", "transformers", "accelerate", "numpy")


def said(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command run in this process."""
    try:
        code = main(arguments)
    except SystemExit as stop:
        assert isinstance(stop.code, int)
        code = stop.code
    return (code, *capfd.readouterr())


@pytest.fixture
def quick_engine(engine: Any) -> Callable[..., Any]:
    """Runs a command and fails if it imported a heavy package."""
    engine.options = ("-X", "importtime")

    def call(*arguments: str | Path) -> Any:
        found = engine(*arguments)
        imported = {
            line.rpartition("|")[2].strip() for line in found.err.splitlines() if "|" in line
        }
        assert not imported & set(HEAVY)
        return found

    return call


def test_help_of_every_verb_needs_no_tensors(quick_engine: Callable[..., Any]) -> None:
    found = quick_engine("--help")
    assert found.code == 0
    assert all(verb in found.out for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_explains_itself(capfd: pytest.CaptureFixture[str], verb: str) -> None:
    code, out, _ = said(capfd, verb, "--help")
    assert code == 0
    assert "--json" in out
    assert f"manul-train {verb}" in out


def test_version(quick_engine: Callable[..., Any]) -> None:
    found = quick_engine("--version")
    assert (found.code, found.out) == (0, f"manul {__version__}\n")


def test_probe_needs_no_tensors(quick_engine: Callable[..., Any]) -> None:
    found = quick_engine("probe", "--json")
    assert found.code == 0
    assert isinstance(found.content, dict)


def test_new_needs_no_tensors(quick_engine: Callable[..., Any], tmp_path: Path) -> None:
    pictures = resources.ROOT / "demo" / "concepts" / "pallas_cat" / "images"
    found = quick_engine("new", pictures, "--name", "manul", "--workspace", tmp_path, "--json")
    assert found.code == 0
    assert Path(found.content["run"]).is_dir()


def test_plan_needs_no_tensors(quick_engine: Callable[..., Any]) -> None:
    found = quick_engine("plan", "--family", "sd1", "--method", "lora", "--vram", "8", "--json")
    assert found.code == 0
    assert found.content["source"] == "table"


@pytest.mark.parametrize("suffix", [".safetensors", ".ckpt"])
def test_inspect_needs_no_tensors(
    quick_engine: Callable[..., Any], tmp_path: Path, suffix: str
) -> None:
    """A pickle is read by our own reader of plain tensors, so it needs none either."""
    path = write_checkpoint(tmp_path / f"model{suffix}", "sd2")
    found = quick_engine("inspect", path, "--json")
    assert found.code == 0
    assert set(found.content) == {
        "path", "kind", "family", "prediction_type", "precision", "parameters",
        "usable_as_base_model", "problems",
    }  # fmt: skip
    facts = ("kind", "family", "usable_as_base_model", "precision")
    assert [found.content[fact] for fact in facts] == ["base_model", "sd2", True, "fp16"]


@pytest.mark.quick
def test_inspect_in_words(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = said(capfd, "inspect", str(write_checkpoint(tmp_path / "m.ckpt", "sdxl")))
    assert code == 0
    assert out.startswith("base model, SDXL, predicts ")
    assert out.rstrip().endswith("Manul can teach it.")
    path = write_other_kind(tmp_path / "lora.safetensors", "lora_sd1")
    code, out, _ = said(capfd, "inspect", str(path))
    assert code == 0
    assert "Manul cannot teach it: it is " in out


@pytest.mark.quick
def test_inspect_refuses_what_it_cannot_read(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"<!DOCTYPE html><html><body>Please log in</body></html>")
    code, out, _ = said(capfd, "inspect", str(path), "--json")
    assert code == 1
    error = json.loads(out)["error"]
    assert str(path) in error["message"]
    assert error["advice"]


@pytest.mark.quick
@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("dance",),
        ("run",),
        ("resume", "x", "--more-steps", "0"),
        ("resume", "x", "--more-steps", "many"),
        ("sample", "x"),
        ("sample", "x", "--prompt", "y", "--seed", "-1"),
        ("export",),
        ("export", "x", "--step", "1.5"),
        ("new", "--kind", "planet"),
        ("new", "--method", "magic"),
        ("new", "--nam", "x"),
        ("demo", "--steps", "0"),
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_is_an_error_like_any_other(
    capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    code, out, err = said(capfd, *arguments, "--json")
    assert (code, err) == (1, "")
    (line,) = out.splitlines()
    error = json.loads(line)["error"]
    assert error["kind"] == "usage"
    assert error["message"][0].isupper()
    assert "--help" in error["advice"]

    code, out, err = said(capfd, *arguments)
    assert (code, out) == (1, "")
    assert err.splitlines() == [error["message"], error["advice"]]


@pytest.mark.quick
def test_a_mistake_of_ours_is_exit_code_2(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: Any, **__: Any) -> None:
        raise AssertionError("unheard of")

    monkeypatch.setattr("training.cli.verbs.run.attempt_all", break_down)
    code, out, err = said(capfd, "run", "x", "--json")
    assert code == 2
    assert json.loads(out)["error"]["kind"] == "internal"
    assert "Traceback" in err


@pytest.mark.quick
def test_json_is_utf_8_whatever_the_terminal_is(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    code = main(["run", "манул-🐈", "--workspace", str(tmp_path), "--json"])
    out, _ = capfdbinary.readouterr()
    assert code == 1
    assert "манул-🐈" in json.loads(out.decode("utf-8"))["error"]["message"]


def test_export_tells_the_file_and_the_word(
    capfd: pytest.CaptureFixture[str], trained_run: RunFolder, tmp_path: Path
) -> None:
    target = ("--to", str(tmp_path), "--step", "2", "--name", "my-manul")
    code, out, _ = said(capfd, "export", str(trained_run.path), *target, "--json")
    assert code == 0
    assert json.loads(out) == {
        "run": str(trained_run.path),
        "export": str(tmp_path / "my-manul.pt"),
        "prompt": "a photo of my-manul",
        "place": str(tmp_path),
        "tool": None,
        "refreshed": None,
        "messages": [],
    }
    code, out, _ = said(capfd, "export", str(trained_run.path), *target, "--json")
    assert (code, json.loads(out)["error"]["kind"]) == (1, "export_exists")


def test_export_finds_a_run_by_the_name_of_its_concept(
    capfd: pytest.CaptureFixture[str], own_trained_run: RunFolder
) -> None:
    workspace = str(own_trained_run.concept.path.parent)
    code, out, _ = said(capfd, "export", "pallas_cat", "--workspace", workspace)
    assert code == 0
    assert str(own_trained_run.concept.exports / "pallas_cat.pt") in out


def test_sample_draws_a_free_prompt_from_a_kept_step(
    capfd: pytest.CaptureFixture[str], own_trained_run: RunFolder, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    arguments = ("sample", str(own_trained_run.path), "--prompt", "a drawing of {} on snow")
    code, out, err = said(capfd, *arguments, "--count", "2", "--out", "drawn", "--json")
    assert code == 0
    answer = json.loads(out)
    paths = [Path(path) for path in answer["samples"]]
    assert answer["step"] == 4
    assert [path.name[:12] for path in paths] == ["step-000004-"] * 2
    assert [path.name[-11:] for path in paths] == ["-seed-0.png", "-seed-1.png"]
    assert all(path.is_absolute() and path.is_file() for path in paths)
    assert paths[0].read_bytes() != paths[1].read_bytes()
    assert "Drawing" in err

    first = paths[0].read_bytes()
    code, out, _ = said(capfd, *arguments, "--out", "again", "--json")
    assert Path(json.loads(out)["samples"][0]).read_bytes() == first


def test_a_step_that_was_not_kept_leaves_nothing_behind(
    capfd: pytest.CaptureFixture[str], own_trained_run: RunFolder, tmp_path: Path
) -> None:
    out_folder = tmp_path / "new"
    arguments = ("--step", "3", "--prompt", "x", "--out", str(out_folder), "--json")
    code, out, _ = said(capfd, "sample", str(own_trained_run.path), *arguments)
    assert (code, json.loads(out)["error"]["kind"]) == (1, "step_missing")
    assert not out_folder.exists()


def test_a_damaged_step_leaves_nothing_behind(
    capfd: pytest.CaptureFixture[str], own_trained_run: RunFolder, tmp_path: Path
) -> None:
    (own_trained_run.checkpoint(4) / "weights.safetensors").write_bytes(b"nonsense")
    out_folder = tmp_path / "new"
    arguments = ("--prompt", "x", "--out", str(out_folder), "--json")
    code, out, _ = said(capfd, "sample", str(own_trained_run.path), *arguments)
    assert (code, json.loads(out)["error"]["kind"]) == (1, "checkpoint_damaged")
    assert not out_folder.exists()


def test_a_failed_run_says_so_on_standard_error(
    capfd: pytest.CaptureFixture[str], workshop: Any
) -> None:
    run = workshop.run()
    run.config.write_text(run.config.read_text().replace('"demo"', '"/nowhere"', 1))
    code, out, err = said(capfd, "run", str(run.path))
    assert code == 1
    assert out == ""
    assert err.rstrip().splitlines()[-2].startswith("The base model /nowhere is not there")


@pytest.mark.quick
def test_the_list_of_error_kinds_is_closed() -> None:
    assert len(set(ERROR_KINDS)) == len(ERROR_KINDS)
