"""A trained run goes to every kind of place, and a running web UI has it at once."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.training import fake_web_uis as fakes
from tests.training.fake_web_uis import FakeServer, serving
from tests.web_ui_folders import install
from training.cli import main
from training.contract.layout import RunFolder
from training.contract.runs import read_run_config
from training.contract.toml_file import write_model
from training.contract.web_uis import Tool
from training.exports.embedding_file import read_embedding
from training.web_ui_api import DEFAULT_ADDRESSES

Export = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def home(user_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No web UI of this machine, installed or running, is touched."""
    monkeypatch.setattr("training.contract.web_ui_places._drives", list)
    with serving(FakeServer()) as gone:
        for tool in DEFAULT_ADDRESSES:
            monkeypatch.setitem(DEFAULT_ADDRESSES, tool, gone.address)
    return user_folders / "home"


@pytest.fixture
def serve() -> Iterator[Callable[[FakeServer], str]]:
    with ExitStack() as servers:
        yield lambda fake: servers.enter_context(serving(fake)).address


@pytest.fixture
def export(own_trained_run: RunFolder, capfd: pytest.CaptureFixture[str]) -> Export:
    """`manul-train export --json` of the trained run; its one object."""

    def run(*arguments: str | Path) -> dict[str, Any]:
        code = main(["export", str(own_trained_run.path), *map(str, arguments), "--json"])
        out, err = capfd.readouterr()
        content = dict(json.loads(out))
        assert code == (1 if "error" in content else 0), err
        return content

    return run


def keys(content: dict[str, Any]) -> list[str]:
    return [message["key"] for message in content["messages"]]


@pytest.mark.parametrize(
    ("tool", "place", "prompt"),
    [
        ("a1111", "embeddings/pallas_cat.pt", "a photo of pallas_cat"),
        ("forge", "embeddings/pallas_cat.pt", "a photo of pallas_cat"),
        ("comfyui", "models/embeddings/pallas_cat.pt", "a photo of embedding:pallas_cat"),
        ("sdnext", "models/embeddings/pallas_cat.pt", "a photo of pallas_cat"),
        ("swarmui", "Models/Embeddings/pallas_cat.safetensors", "a photo of <embed:pallas_cat>"),
    ],
)
def test_into_each_web_ui_by_its_folder(
    tool: Tool, place: str, prompt: str, export: Export, own_trained_run: RunFolder, tmp_path: Path
) -> None:
    root = install(tool, tmp_path / "веб ui")
    content = export("--to", root)
    path = root / place
    assert content == {
        "run": str(own_trained_run.path),
        "export": str(path),
        "prompt": prompt,
        "place": str(path.parent),
        "tool": tool,
        "refreshed": None,
        "messages": content["messages"],
    }
    assert keys(content) == ["note.demo_only", "refresh.not_running"]
    assert len(read_embedding(path)[0]) == 4


def test_by_the_name_of_the_only_one(export: Export, home: Path) -> None:
    root = install("a1111", home / "stable-diffusion-webui")
    content = export("--to", "a1111", "--format", "safetensors")
    assert content["export"] == str(root / "embeddings" / "pallas_cat.safetensors")


def test_a_running_one_has_it_at_once(
    export: Export, serve: Callable[..., str], tmp_path: Path
) -> None:
    root = install("a1111", tmp_path / "ui")
    fake = fakes.a1111(root)
    content = export("--to", root, "--api", serve(fake))
    assert (content["refreshed"], keys(content)[-1]) == (True, "refresh.shown")
    assert "POST /sdapi/v1/refresh-embeddings" in fake.asked


def test_at_its_usual_address(
    export: Export, serve: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = install("comfyui", tmp_path / "ui")
    monkeypatch.setitem(DEFAULT_ADDRESSES, "comfyui", serve(fakes.comfyui(root)))
    assert export("--to", root)["refreshed"] is True


def test_by_the_address_alone(export: Export, serve: Callable[..., str], tmp_path: Path) -> None:
    root = install("forge", tmp_path / "ui")
    content = export("--to", serve(fakes.a1111(root, is_forge=True)))
    assert content["export"] == str(root / "embeddings" / "pallas_cat.pt")
    assert (content["tool"], content["refreshed"]) == ("forge", True)


def test_with_the_api_off_it_says_what_to_click(
    export: Export, serve: Callable[..., str], tmp_path: Path
) -> None:
    root = install("a1111", tmp_path / "ui")
    content = export("--to", root, "--api", serve(fakes.a1111_without_api()))
    assert (content["refreshed"], keys(content)[-1]) == (False, "refresh.api_off")
    assert "Textual Inversion" in content["messages"][-1]["text"]


def test_invokeai_installs_it_from_the_concepts_own_exports(
    export: Export, own_trained_run: RunFolder, serve: Callable[..., str], tmp_path: Path
) -> None:
    root = install("invokeai", tmp_path / "ui")
    address = serve(fakes.invokeai(root))
    content = export("--to", address)
    assert Path(content["export"]).parent == own_trained_run.concept.exports
    assert (content["refreshed"], content["tool"]) == (True, "invokeai")
    assert content["prompt"] == "a photo of <pallas_cat>"
    assert (root / "models" / "pallas_cat.pt").is_file()


def test_invokeai_at_rest_gets_words(export: Export, tmp_path: Path) -> None:
    root = install("invokeai", tmp_path / "ui")
    content = export("--to", root)
    assert (content["refreshed"], keys(content)[-1]) == (None, "refresh.not_installed")
    assert content["export"] in content["messages"][-1]["text"]
    assert list((root / "models").iterdir()) == []


def test_a_plain_folder_and_none(
    export: Export, own_trained_run: RunFolder, tmp_path: Path
) -> None:
    content = export("--to", tmp_path / "new folder")
    assert content["export"] == str(tmp_path / "new folder" / "pallas_cat.pt")
    assert (content["tool"], content["refreshed"], content["messages"]) == (None, None, [])
    content = export()
    assert content["place"] == str(own_trained_run.concept.exports)


def test_the_terminal_says_the_same(
    own_trained_run: RunFolder, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    root = install("comfyui", tmp_path / "ui")
    assert main(["export", str(own_trained_run.path), "--to", str(root)]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0] == f"Wrote {root / 'models' / 'embeddings' / 'pallas_cat.pt'}"
    assert lines[2] == "ComfyUI is not running; it finds the file when it starts."
    assert lines[3] == "Type in your prompt: a photo of embedding:pallas_cat"


@pytest.mark.parametrize("there", ["pallas_cat.pt", "pallas_cat.safetensors", "pallas_cat.bin"])
def test_a_name_that_is_taken_is_not_used_silently(
    there: str, export: Export, tmp_path: Path, tree: Callable[[Path], dict[str, bytes]]
) -> None:
    root = install("a1111", tmp_path / "ui")
    (root / "embeddings" / there).write_bytes(b"theirs")
    before = tree(root)
    error = export("--to", root)["error"]
    expected = "error.export_exists" if there.endswith(".pt") else "error.export_exists.rival"
    assert (error["key"], tree(root)) == (expected, before)
    assert there in error["message"]

    other = export("--to", root, "--name", "my_manul")
    assert other["prompt"] == "a photo of my_manul"
    assert (root / "embeddings" / there).read_bytes() == b"theirs"

    export("--to", root, "--overwrite")
    names = sorted(path.name for path in (root / "embeddings").iterdir())
    assert names == ["my_manul.pt", "pallas_cat.pt"]
    assert len(read_embedding(root / "embeddings" / "pallas_cat.pt")[0]) == 4


def test_pictures_and_notes_of_the_same_name_are_no_rivals(export: Export, tmp_path: Path) -> None:
    for name in ("pallas_cat.preview.png", "pallas_cat.txt", "pallas_cat.json"):
        (tmp_path / name).touch()
    assert "export" in export("--to", tmp_path)


def test_what_cannot_be_loaded_is_said_before_anything_is_written(
    export: Export, own_trained_run: RunFolder, tmp_path: Path,
    tree: Callable[[Path], dict[str, bytes]],
) -> None:  # fmt: skip
    root = install("comfyui", tmp_path / "ui")
    config = read_run_config(own_trained_run)
    write_model(own_trained_run.config, config.model_copy(update={"family": "sdxl"}))
    before = tree(tmp_path)
    error = export("--to", root, "--format", "pt")["error"]
    assert error["key"] == "error.export_unsupported.format"
    assert "safetensors" in error["advice"]
    assert export("--format", "pt")["error"]["key"] == "error.export_unsupported.family"
    assert tree(tmp_path) == before
    assert export("--to", root)["export"].endswith("pallas_cat.safetensors")


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (("--to", "a1111"), "place_invalid"),
        (("--to", "http://127.0.0.1:notaport"), "place_invalid"),
        (("--to", "{ui}", "--api", "nonsense"), "place_invalid"),
        (("--to", "{ui}", "--format", "gguf"), "invalid_setting"),
        (("--to", "{ui}", "--step", "3"), "step_missing"),
        (("--to", "{ui}", "--name", "cat"), "name_invalid"),
        (("--api", "http://127.0.0.1:1"), "usage"),
    ],
)
def test_refusals_leave_everything_as_it_was(
    arguments: tuple[str, ...], kind: str, export: Export, tmp_path: Path,
    tree: Callable[[Path], dict[str, bytes]],
) -> None:  # fmt: skip
    root = install("a1111", tmp_path / "ui")
    before = tree(tmp_path)
    error = export(*(text.format(ui=root) for text in arguments))["error"]
    assert error["kind"] == kind
    assert tree(tmp_path) == before


def test_a_folder_that_may_not_be_written_into(
    ordinary_engine: Any, own_trained_run: RunFolder, tmp_path: Path
) -> None:
    root = install("a1111", tmp_path / "ui")
    (root / "embeddings").chmod(0o555)
    said = ordinary_engine("export", own_trained_run.path, "--to", root, "--json")
    (root / "embeddings").chmod(0o755)
    assert said.error["kind"] == "not_writable"
    assert os.listdir(root / "embeddings") == []


def test_a_wrong_folder_of_a_web_ui_is_written_into_and_said(
    export: Export, tmp_path: Path
) -> None:
    root = install("a1111", tmp_path / "ui")
    content = export("--to", root / "models" / "Lora")
    assert content["place"] == str(root / "models" / "Lora")
    assert (keys(content), content["tool"]) == (["note.not_looked_in"], None)
