"""`download`, and `new` with a model of the hub: what a person and another program see."""

import io
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import constants
from huggingface_hub.utils import close_session, logging

import resources
from tests.training.fake_hub import FakeHub, use_hub
from training.cli import downloads, main
from training.contract.base_models import DEMO_FOLDER
from training.contract.hub_cache import cached_model, hub_folder
from training.contract.layout import RunFolder
from training.contract.runs import read_run_config

NAME = "owner/manul-demo"
PICTURES = resources.ROOT / "demo" / "concepts" / "pallas_cat" / "images"
UNET = "unet/diffusion_pytorch_model.fp16.safetensors"
MIB = 2**20


@pytest.fixture
def the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """The demo model on a hub, its UNet with the name of the fp16 variant."""
    files = {
        path.relative_to(DEMO_FOLDER).as_posix(): path.read_bytes()
        for path in DEMO_FOLDER.rglob("*")
        if path.is_file()
    }
    files[UNET] = files.pop(UNET.replace(".fp16", ""))
    fake = FakeHub(NAME, files)
    use_hub(fake.url, monkeypatch)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    level = logging.get_verbosity()
    yield fake
    logging.set_verbosity(level)
    close_session()
    fake.close()


def size(fake: FakeHub) -> int:
    return sum(map(len, fake.files.values()))


def test_a_killed_download_goes_on_where_it_was(the_hub: FakeHub, engine: Any) -> None:
    engine.environment = {"HF_ENDPOINT": the_hub.url, "HF_HUB_OFFLINE": "0", "HF_TOKEN": "hf_x"}
    the_hub.cuts, the_hub.cut_after, the_hub.hangs = 1, 4 * MIB, True
    process = engine.start("download", NAME, "--json")
    unet = hub_folder(NAME) / "blobs" / f"{the_hub.blob(the_hub.files[UNET])}.incomplete"
    patience = time.monotonic() + 60
    while not (unet.is_file() and unet.stat().st_size == 4 * MIB):
        assert time.monotonic() < patience
        assert process.poll() is None
        time.sleep(0.02)
    process.kill()
    assert engine.end(process).out == ""
    assert cached_model(NAME) is None

    the_hub.asked.clear()
    said = engine("download", NAME, "--json")
    folder = cached_model(NAME)
    assert folder is not None
    assert said.content == {"model": NAME, "folder": str(folder), "bytes": size(the_hub)}
    assert (folder / UNET).read_bytes() == the_hub.files[UNET]
    rest = [ask for ask in the_hub.asked if ask.range is not None]
    assert {ask.range for ask in rest} == {f"bytes={4 * MIB}-"}
    assert {ask.token for ask in rest if ask.host == "127.0.0.1"} == {"Bearer hf_x"}
    # Lines for the program that reads along, and none of the library's.
    lines = [json.loads(line) for line in said.err.splitlines()]
    assert lines[0]["done"] > 4 * MIB
    assert lines[-1] == {"done": size(the_hub), "total": size(the_hub)}


def test_new_downloads_the_model_it_is_given(
    the_hub: FakeHub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(PICTURES), "--name", "pallas_cat", "--workspace", str(tmp_path / "workspace")]
    assert main(["new", *arguments, "--base-model", NAME, "--json"]) == 0
    out, err = capfd.readouterr()
    run = RunFolder(Path(json.loads(out)["run"]))
    assert read_run_config(run).base_model == NAME
    assert err.startswith(f"Downloading {NAME}")
    assert cached_model(NAME) is not None

    the_hub.asked.clear()
    again = ["--concept", str(run.concept.path), "--base-model", NAME]
    assert main(["new", *again]) == 0
    assert the_hub.asked == []
    assert capfd.readouterr().err == ""


def test_new_offline_says_so_and_writes_nothing(
    the_hub: FakeHub, tmp_path: Path, capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    workspace = tmp_path / "workspace"
    arguments = [str(PICTURES), "--name", "pallas_cat", "--workspace", str(workspace)]
    assert main(["new", *arguments, "--base-model", NAME]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err.splitlines()[0] == (
        f"The base model {NAME} is not on this machine, and the Hugging Face hub cannot be reached."
    )
    assert len(err.splitlines()) == 2
    assert not workspace.exists()
    assert the_hub.asked == []


@pytest.mark.quick
def test_a_folder_written_like_a_name_is_not_asked_for(
    the_hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(NAME).mkdir(parents=True)
    for name in (NAME, "demo", "/nowhere/at/all"):
        downloads.download_if_missing(name)
    assert the_hub.asked == []


@pytest.mark.quick
def test_without_the_engine_the_sentence_says_what_is_missing(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub.utils", None)
    assert main(["download", NAME, "--json"]) == 1
    error = json.loads(capfd.readouterr().out)["error"]
    assert error["kind"] == "engine_missing"
    assert "huggingface_hub" in error["message"]


@pytest.mark.quick
@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 MB"), (1, "1 MB"), (700 * MIB, "700 MB"), (3500 * MIB, "3.4 GB")]
)
def test_sizes_in_words(count: int, text: str) -> None:
    assert downloads.size_text(count) == text


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class _Closed(_Terminal):
    def write(self, text: str) -> int:
        raise BrokenPipeError


@pytest.mark.quick
def test_a_person_sees_a_bar(the_hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    downloads.download(NAME)
    said = terminal.getvalue()
    assert said.startswith(f"Downloading {NAME}: 13 MB ...\n")
    whole = f"{size(the_hub) / MIB:.1f}M"
    assert f"{whole} of {whole}" in said


@pytest.mark.quick
def test_a_terminal_that_went_away_is_let_go(
    the_hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr", _Closed())
    assert downloads.download(NAME) == cached_model(NAME)
