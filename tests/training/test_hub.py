"""Models are downloaded from a hub of our own: the right files, once, whatever happens between."""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from huggingface_hub import constants
from huggingface_hub.utils import WeakFileLock, close_session

from tests.training.fake_hub import COMMIT, FakeHub, use_hub
from training import hub, hub_transfer
from training.contract.errors import ManulError
from training.contract.hub_cache import cached_model, hub_cache, hub_folder, is_hub_id

pytestmark = pytest.mark.quick

NAME = "owner/tiny-sd"
MIB = 2**20
UNET = "unet/diffusion_pytorch_model"
VAE = "vae/diffusion_pytorch_model"
SMALL_FILES = (
    "unet/config.json", "vae/config.json", "text_encoder/config.json",
    "tokenizer/merges.txt", "tokenizer/special_tokens_map.json", "tokenizer/tokenizer_config.json",
    "tokenizer/vocab.json", "scheduler/scheduler_config.json",
)  # fmt: skip
LARGE_FILES = (f"{UNET}.fp16.safetensors", f"{VAE}.safetensors", "text_encoder/pytorch_model.bin")
CLUTTER = (
    "README.md", "v1-5-pruned.safetensors", f"{UNET}.safetensors", f"{UNET}.bin",
    f"{UNET}.fp16.bin", f"{UNET}.non_ema.safetensors", f"{VAE}.bin", f"{VAE}.fp16.bin",
    "text_encoder/flax_model.msgpack", "text_encoder/openvino_model.bin", "unet/model.onnx",
    "safety_checker/config.json", "safety_checker/model.fp16.safetensors",
    "feature_extractor/preprocessor_config.json", "image_encoder/model.safetensors",
    "vae_decoder/model.onnx",
)  # fmt: skip
COMPONENTS = ("unet", "vae", "text_encoder", "tokenizer", "scheduler", "safety_checker")


def content(name: str, size: int) -> bytes:
    return random.Random(name).randbytes(size)


def model_files() -> dict[str, bytes]:
    listed = {component: ["library", "Class"] for component in COMPONENTS}
    index = {"_class_name": "StableDiffusionPipeline", **listed, "image_encoder": [None, None]}
    sizes = dict.fromkeys(CLUTTER, 20_000) | dict.fromkeys(LARGE_FILES, 20_000)
    sizes[LARGE_FILES[0]] = 3 * MIB + 5
    files = {name: content(name, size) for name, size in sizes.items()}
    files |= {name: f"{name}: {{}}".encode() for name in SMALL_FILES}
    return {"model_index.json": json.dumps(index).encode()} | files


WANTED = {"model_index.json", *SMALL_FILES, *LARGE_FILES}


@pytest.fixture
def the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """A hub with one model, and an empty cache."""
    fake = FakeHub(NAME, model_files())
    use_hub(fake.url, monkeypatch)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(hub_transfer, "_PAUSE_SECONDS", 0.0)
    yield fake
    close_session()
    fake.close()


def download() -> Path:
    return hub.download_model(NAME, progress=lambda done, total: None)


def refused(act: Callable[[], object] = download) -> ManulError:
    with pytest.raises(ManulError) as told:
        act()
    assert told.value.report().advice
    assert NAME in str(told.value)
    return told.value


def beginning() -> Path:
    """What there is of the UNet while it is not whole."""
    (path,) = (hub_folder(NAME) / "blobs").glob("*.incomplete")
    return path


def ranges(fake: FakeHub) -> list[str]:
    large = [ask for ask in fake.asked if ask.path.startswith("/large/")]
    return [ask.range for ask in large if ask.range is not None]


def check_whole(fake: FakeHub) -> None:
    folder = cached_model(NAME)
    assert folder is not None
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == WANTED
    assert all((folder / name).read_bytes() == fake.files[name] for name in WANTED)
    assert list((hub_folder(NAME) / "blobs").glob("*.incomplete")) == []


def test_only_what_is_needed_is_loaded_and_only_once(the_hub: FakeHub) -> None:
    seen: list[tuple[int, int]] = []
    folder = hub.download_model(NAME, progress=lambda *counts: seen.append(counts))
    assert folder == cached_model(NAME) == hub_folder(NAME) / "snapshots" / COMMIT
    assert sorted(the_hub.loaded()) == sorted(WANTED)
    check_whole(the_hub)
    total = sum(len(the_hub.files[name]) for name in WANTED)
    assert seen[-1] == (total, total)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)

    the_hub.asked.clear()
    assert download() == folder
    assert the_hub.asked == []


def test_it_is_where_the_library_looks_for_it(the_hub: FakeHub) -> None:
    from huggingface_hub import try_to_load_from_cache

    folder = download()
    for name in WANTED:
        found = try_to_load_from_cache(NAME, name, cache_dir=hub_cache())
        assert found == str(folder / name)
        assert (folder / name).is_symlink()


def test_a_cut_connection_is_taken_up_at_once(the_hub: FakeHub) -> None:
    the_hub.cuts, the_hub.cut_after = 2, MIB + 7
    download()
    assert ranges(the_hub) == [f"bytes={MIB}-", f"bytes={2 * MIB}-"]
    check_whole(the_hub)


def test_a_longer_cut_leaves_what_was_loaded_for_the_next_call(the_hub: FakeHub) -> None:
    the_hub.cuts, the_hub.cut_after = 1, 2 * MIB + 7

    def lose_the_network(done: int, total: int) -> None:
        if done > MIB:
            the_hub.cuts, the_hub.cut_after = 99, 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hub, "_REPORT_SECONDS", 0.0)
        error = refused(lambda: hub.download_model(NAME, progress=lose_the_network))
    assert error.key == "model_missing.cut"
    assert cached_model(NAME) is None
    assert beginning().stat().st_size == 2 * MIB

    the_hub.cuts = 0
    the_hub.asked.clear()
    first: list[int] = []
    hub.download_model(NAME, progress=lambda done, total: first.append(done))
    assert ranges(the_hub) == [f"bytes={2 * MIB}-"]
    assert first[0] >= 2 * MIB
    assert "unet/config.json" not in the_hub.loaded()
    check_whole(the_hub)


def test_an_interruption_passes_and_keeps_what_is_here(the_hub: FakeHub) -> None:
    def interrupt(done: int, total: int) -> None:
        if done > MIB:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hub, "_REPORT_SECONDS", 0.0)
        with pytest.raises(KeyboardInterrupt):
            hub.download_model(NAME, progress=interrupt)
    assert beginning().stat().st_size == MIB
    download()
    assert ranges(the_hub) == [f"bytes={MIB}-"]
    check_whole(the_hub)


def test_a_server_that_always_starts_anew(the_hub: FakeHub) -> None:
    the_hub.cuts, the_hub.cut_after, the_hub.ignores_ranges = 1, 2 * MIB, True
    download()
    assert ranges(the_hub) == [f"bytes={2 * MIB}-"]
    check_whole(the_hub)


@pytest.mark.parametrize("size", [MIB, 4 * MIB])
def test_a_beginning_that_is_not_the_files(the_hub: FakeHub, size: int) -> None:
    unet = the_hub.files[LARGE_FILES[0]]
    blobs = hub_folder(NAME) / "blobs"
    blobs.mkdir(parents=True)
    (blobs / f"{the_hub.blob(unet)}.incomplete").write_bytes(content("other", size))
    if size < len(unet):
        error = refused()
        assert (error.key, error.values["file"]) == ("model_missing.damaged", LARGE_FILES[0])
    download()
    check_whole(the_hub)


def test_the_token_goes_to_the_hub_and_to_nobody_else(
    the_hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    download()
    sent = {(ask.host, ask.token) for ask in the_hub.asked}
    assert sent == {("127.0.0.1", "Bearer hf_secret"), ("localhost", None)}


def test_without_a_token_none_is_sent(the_hub: FakeHub) -> None:
    download()
    assert {ask.token for ask in the_hub.asked} == {None}


@pytest.mark.parametrize(
    ("path", "status", "code", "key"),
    [
        (f"/models/{NAME}", 404, "RepoNotFound", "no_such_model"),
        (f"/models/{NAME}", 401, "RepoNotFound", "no_such_model"),
        (f"/models/{NAME}", 401, "", "forbidden"),
        (f"/models/{NAME}", 403, "", "forbidden"),
        (f"/models/{NAME}", 500, "", "unavailable"),
        ("/model_index.json", 401, "GatedRepo", "forbidden"),
        ("/model_index.json", 403, "GatedRepo", "forbidden"),
        ("/model_index.json", 403, "", "forbidden"),
        (f"/{LARGE_FILES[0]}", 403, "GatedRepo", "forbidden"),
        (f"/{LARGE_FILES[0]}", 503, "", "unavailable"),
    ],
)
def test_what_the_hub_refuses(
    the_hub: FakeHub, path: str, status: int, code: str, key: str
) -> None:
    the_hub.refusals[path] = (status, code)
    assert refused().key == f"model_missing.{key}"
    assert cached_model(NAME) is None


def test_offline(the_hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = download()
    the_hub.close()
    close_session()
    assert download() == folder
    (hub_folder(NAME) / "refs" / "main").unlink()
    assert refused().key == "model_missing.offline"
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert refused().key == "model_missing.offline"


def test_a_login_page_in_the_hubs_place(the_hub: FakeHub) -> None:
    the_hub.login_page = b"<html>Welcome to the hotel</html>"
    assert refused().key == "model_missing.offline"


@pytest.mark.parametrize("index", [None, b"{", b"[]"])
def test_what_is_no_diffusers_folder(the_hub: FakeHub, index: bytes | None) -> None:
    if index is None:
        del the_hub.files["model_index.json"]
    else:
        the_hub.files["model_index.json"] = index
    assert refused().key == "model_missing.no_folder"
    assert not set(the_hub.loaded()) & set(LARGE_FILES)


def test_a_pipeline_without_a_unet_is_not_loaded(the_hub: FakeHub) -> None:
    index = json.loads(the_hub.files["model_index.json"])
    del index["unet"]
    index |= {"_class_name": "FluxPipeline", "transformer": ["diffusers", "Flux"]}
    the_hub.files["model_index.json"] = json.dumps(index).encode()
    error = refused()
    assert error.key == "model_unsupported"
    assert "FluxPipeline" in str(error)
    assert the_hub.loaded() == ["model_index.json"]


def test_a_component_without_weights(the_hub: FakeHub) -> None:
    del the_hub.files["text_encoder/pytorch_model.bin"]
    error = refused()
    assert (error.key, error.values["component"]) == ("model_missing.no_part", "text_encoder")
    assert the_hub.loaded() == ["model_index.json"]


def test_too_little_space_is_noticed_before(
    the_hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 3 * MIB

    monkeypatch.setattr("training.hub.shutil.disk_usage", lambda _: Usage)
    error = refused()
    assert error.key == "disk_full.download"
    assert (error.values["needed"], error.values["free"]) == (0.1, 0.0)
    assert the_hub.loaded() == ["model_index.json"]


def test_a_folder_that_is_in_the_way(the_hub: FakeHub) -> None:
    hub_cache().mkdir()
    (hub_cache() / ".locks").touch()
    with pytest.raises(ManulError) as told:
        download()
    assert told.value.key == "not_writable.in_the_way"


def test_where_links_are_not_allowed_each_file_is_there_once(
    the_hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_SYMLINKS", True)
    download()
    check_whole(the_hub)
    on_disk = sum(path.stat().st_size for path in hub_folder(NAME).rglob("*") if path.is_file())
    assert on_disk == sum(len(the_hub.files[name]) for name in WANTED) + len(COMMIT)


def test_while_another_program_loads_the_same_the_caller_is_heard(
    the_hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_transfer, "_WAIT_SECONDS", 0.05)
    monkeypatch.setattr(hub, "_REPORT_SECONDS", 0.0)
    locks = hub_cache() / ".locks" / hub_folder(NAME).name
    locks.mkdir(parents=True)
    heard = 0

    def count(done: int, total: int) -> None:
        nonlocal heard
        # Every file before it is here then.
        heard += LARGE_FILES[0] not in the_hub.loaded() and "unet/config.json" in the_hub.loaded()
        if heard == 4:
            raise KeyboardInterrupt

    unet = the_hub.blob(the_hub.files[LARGE_FILES[0]])
    with WeakFileLock(locks / f"{unet}.lock"), pytest.raises(KeyboardInterrupt):
        hub.download_model(NAME, progress=count)
    assert LARGE_FILES[0] not in the_hub.loaded()


@pytest.mark.parametrize("name", ["demo", "owner", "a/b/c", "../x"])
def test_what_is_no_name_of_the_hub(name: str) -> None:
    with pytest.raises(ManulError) as told:
        hub.download_model(name, progress=lambda done, total: None)
    assert told.value.key == "model_missing.no_id"


def test_the_library_takes_every_name_that_we_take() -> None:
    from huggingface_hub.utils import validate_repo_id

    for name in ("CompVis/sd.v1_4", "_a/b_", f"a/{'b' * 96}", f"{'a' * 96}/b"):
        assert is_hub_id(name)
        validate_repo_id(name)
    assert not is_hub_id(f"a/{'b' * 97}")
