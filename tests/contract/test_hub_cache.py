"""A model counts as downloaded when each file that training reads is really there."""

import json
import os
import shutil
from pathlib import Path

import pytest

from training.contract.hub_cache import cached_model, hub_cache, hub_folder, is_hub_id

pytestmark = pytest.mark.quick

NAME = "owner/tiny-sd_1.5"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
UNET = "diffusion_pytorch_model"
FILES = (
    "unet/config.json",
    f"unet/{UNET}.safetensors",
    "vae/config.json",
    f"vae/{UNET}.fp16.safetensors",
    "text_encoder/config.json",
    "text_encoder/pytorch_model.bin",
    "tokenizer/tokenizer_config.json",
    "tokenizer/vocab.json",
    "tokenizer/merges.txt",
    "scheduler/scheduler_config.json",
)
LISTED = ("unet", "vae", "text_encoder", "tokenizer", "scheduler")


def put(snapshot: Path, name: str, content: str = "{}") -> Path:
    """A file of the snapshot as huggingface_hub writes it: a link into blobs/."""
    blob = snapshot.parents[1] / "blobs" / f"blob of {name.replace('/', ' ')}"
    blob.parent.mkdir(parents=True, exist_ok=True)
    blob.write_text(content, encoding="utf-8")
    link = snapshot / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(os.path.relpath(blob, link.parent))
    return link


def fill(cache: Path, *, commit: str = COMMIT, listed: tuple[str, ...] = LISTED) -> Path:
    """A complete snapshot, which no reference names yet."""
    snapshot = cache / "models--owner--tiny-sd_1.5" / "snapshots" / commit
    index: dict[str, object] = {"_class_name": "StableDiffusionPipeline"}
    index |= {component: ["diffusers", "Some"] for component in listed}
    index |= {"safety_checker": ["stable_diffusion", "Checker"], "feature_extractor": [None, None]}
    put(snapshot, "model_index.json", json.dumps(index))
    for name in FILES:
        put(snapshot, name)
    return snapshot


def name_main(snapshot: Path, text: str = COMMIT) -> None:
    reference = snapshot.parents[1] / "refs" / "main"
    reference.parent.mkdir(exist_ok=True)
    reference.write_text(text, encoding="utf-8")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("HUGGINGFACE_HUB_CACHE", "HF_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


@pytest.fixture
def snapshot(cache: Path) -> Path:
    folder = fill(cache)
    name_main(folder)
    return folder


@pytest.mark.parametrize(
    "name",
    ["stable-diffusion-v1-5/stable-diffusion-v1-5", "CompVis/sd.v1_4", "a/b", "_a/b_", "7/8"],
)
def test_names_of_the_hub(name: str) -> None:
    assert is_hub_id(name)


@pytest.mark.parametrize(
    "name",
    [
        "demo", "", "/", "a/", "/b", "a/b/c", "./b", "../b", "~/b", ".a/b", "a/.b", "a\\b", "C:/b",
        "a/b.", "-a/b", "a/b-", "a--b/c", "a/b..c", "a/b.git", "a /b", "a/b\n", "кот/манул",
        f"a/{'b' * 98}",
    ],
)  # fmt: skip
def test_other_names(name: str) -> None:
    assert not is_hub_id(name)
    assert cached_model(name) is None


def test_a_whole_model(snapshot: Path) -> None:
    assert cached_model(NAME) == snapshot
    assert cached_model("owner/other") is None


def test_so_is_one_of_real_files(snapshot: Path) -> None:
    """Windows without developer mode has no links."""
    for link in list(snapshot.rglob("*")):
        if link.is_symlink():
            content = link.read_bytes()
            link.unlink()
            link.write_bytes(content)
    shutil.rmtree(snapshot.parents[1] / "blobs")
    assert cached_model(NAME) == snapshot


@pytest.mark.parametrize("name", ["model_index.json", *FILES])
def test_every_file_is_needed(snapshot: Path, name: str) -> None:
    (snapshot / name).unlink()
    assert cached_model(NAME) is None


@pytest.mark.parametrize("name", ["model_index.json", *FILES])
def test_a_link_into_nothing_is_no_file(snapshot: Path, name: str) -> None:
    blob = (snapshot / name).resolve()
    blob.rename(blob.with_name(f"{blob.name}.incomplete"))
    assert cached_model(NAME) is None


@pytest.mark.parametrize("component", LISTED)
def test_every_component_is_needed(snapshot: Path, component: str) -> None:
    shutil.rmtree(snapshot / component)
    assert cached_model(NAME) is None


def test_sdxl_needs_its_second_encoder(cache: Path) -> None:
    snapshot = fill(cache, listed=(*LISTED, "text_encoder_2", "tokenizer_2"))
    name_main(snapshot)
    assert cached_model(NAME) is None
    for component in ("text_encoder", "tokenizer"):
        shutil.copytree(snapshot / component, snapshot / f"{component}_2")
    assert cached_model(NAME) == snapshot


def test_every_shard_is_needed(snapshot: Path) -> None:
    (snapshot / "unet" / f"{UNET}.safetensors").unlink()
    put(snapshot, f"unet/{UNET}.safetensors.index.json")
    put(snapshot, f"unet/{UNET}-00001-of-00002.safetensors")
    assert cached_model(NAME) is None
    last = put(snapshot, f"unet/{UNET}-00002-of-00002.safetensors")
    assert cached_model(NAME) == snapshot
    last.resolve().unlink()
    assert cached_model(NAME) is None


def test_another_revision_does_not_count(snapshot: Path, cache: Path) -> None:
    newer = COMMIT[::-1]
    name_main(snapshot, newer)
    assert cached_model(NAME) is None
    of_main = fill(cache, commit=newer)
    assert cached_model(NAME) == of_main


@pytest.mark.parametrize("text", ["", "main", "../../..", "\udcff", COMMIT.upper()])
def test_a_reference_that_names_no_commit(snapshot: Path, text: str) -> None:
    reference = snapshot.parents[1] / "refs" / "main"
    reference.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert cached_model(NAME) is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "[" * 100_000, '{"unet": [null, null]}'])
def test_an_index_that_lists_nothing(snapshot: Path, content: str) -> None:
    (snapshot / "model_index.json").resolve().write_text(content, encoding="utf-8")
    assert cached_model(NAME) is None


def test_where_the_cache_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As huggingface_hub reads the same variables, the weakest first."""
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("PLACE", str(tmp_path))
    for variable in ("XDG_CACHE_HOME", "HF_HOME", "HUGGINGFACE_HUB_CACHE", "HF_HUB_CACHE"):
        monkeypatch.delenv(variable, raising=False)
    assert hub_cache() == home / ".cache" / "huggingface" / "hub"
    for variable, value, wanted in (
        ("XDG_CACHE_HOME", tmp_path / "xdg", tmp_path / "xdg" / "huggingface" / "hub"),
        ("HF_HOME", "~/hf", home / "hf" / "hub"),
        ("HUGGINGFACE_HUB_CACHE", tmp_path / "old", tmp_path / "old"),
        ("HF_HUB_CACHE", "$PLACE/new", tmp_path / "new"),
    ):
        monkeypatch.setenv(variable, str(value))
        assert hub_cache() == wanted
        monkeypatch.setenv(variable, "")
        assert hub_cache() != wanted
        monkeypatch.setenv(variable, str(value))
    assert hub_folder("a/b") == tmp_path / "new" / "models--a--b"
