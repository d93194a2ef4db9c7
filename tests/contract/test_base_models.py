import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from training.contract import base_models
from training.contract.base_models import describe_base_model, vocabulary_words
from training.contract.errors import ManulError

pytestmark = pytest.mark.quick

WORDS = {"cat", "animal", "object", "person", "style", "toy", "manul"}


def refused(name: Path | str) -> ManulError:
    with pytest.raises(ManulError) as told:
        describe_base_model(str(name))
    assert told.value.report().advice
    return told.value


def write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def test_a_whole_folder(base_model: Path) -> None:
    info = describe_base_model(str(base_model))
    assert (info.path, info.family, info.words) == (base_model, "sd1", WORDS)


def test_the_text_encoder_tells_sd2(base_model: Path) -> None:
    write(base_model / "text_encoder" / "config.json", {"hidden_act": "gelu"})
    assert describe_base_model(str(base_model)).family == "sd2"


def test_the_demo_model_by_name_and_by_path(
    base_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base_models, "DEMO_FOLDER", base_model)
    assert describe_base_model("demo").family == "demo"
    assert describe_base_model(str(base_model)).family == "demo"


def test_a_relative_path_becomes_absolute(
    base_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(base_model.parent)
    assert describe_base_model(base_model.name).path == base_model


@pytest.mark.parametrize(
    "component", ["unet", "vae", "text_encoder", "tokenizer", "scheduler", "model_index.json"]
)
def test_a_missing_component_is_named(base_model: Path, component: str) -> None:
    path = base_model / component
    path.unlink() if path.is_file() else shutil.rmtree(path)
    error = refused(base_model)
    assert (error.key, error.values["component"]) == ("model_incomplete", component)


@pytest.mark.parametrize(
    ("file", "component"),
    [
        ("unet/model.safetensors", "unet"),
        ("vae/config.json", "vae"),
        ("tokenizer/vocab.json", "tokenizer"),
        ("scheduler/scheduler_config.json", "scheduler"),
    ],
)
def test_so_is_one_that_lacks_a_file(base_model: Path, file: str, component: str) -> None:
    (base_model / file).unlink()
    assert refused(base_model).values["component"] == component


@pytest.mark.parametrize(
    "file", ["model_index.json", "unet/config.json", "tokenizer/vocab.json", "vae/config.json"]
)
@pytest.mark.parametrize("content", [b"{", b"[1]", b"\xff\xfe", b"", b"[" * 100_000])
def test_a_damaged_file_is_named(base_model: Path, file: str, content: bytes) -> None:
    (base_model / file).write_bytes(content)
    error = refused(base_model)
    assert (error.key, error.values["file"]) == ("model_incomplete.damaged", file)


def test_what_is_no_model(tmp_path: Path, base_model: Path) -> None:
    assert refused(tmp_path / "nothing").key == "model_missing"
    assert refused("~nobody_at_all/sd15").key == "model_missing"
    (tmp_path / "sd15.safetensors").touch()
    assert "it is empty" in str(refused(tmp_path / "sd15.safetensors"))
    write(base_model / "model_index.json", {"_class_name": "StableDiffusion3Pipeline"})
    assert "it is a StableDiffusion3Pipeline" in str(refused(base_model))


@pytest.mark.parametrize("name", ["models/sd15.safetensors", "old/sd14.CKPT", "my/manul.pt"])
def test_a_file_that_is_not_there_is_no_model_of_the_hub(name: str) -> None:
    """Both are written `owner/name`; the advice to download it would lead nowhere."""
    assert refused(name).key == "model_missing"
    assert refused("owner/name").key == "model_missing.hub"


def test_words_from_a_tokenizer_json(base_model: Path) -> None:
    (base_model / "tokenizer" / "vocab.json").unlink()
    path = base_model / "tokenizer" / "tokenizer.json"
    write(path, {"model": {"vocab": {"lynx</w>": 0, "ly": 1}}})
    assert vocabulary_words(base_model) == {"lynx"}
    write(path, {"model": "odd"})
    assert vocabulary_words(base_model) == set()


def test_a_model_that_was_downloaded_anew_is_read_anew(base_model: Path) -> None:
    assert "manul" in vocabulary_words(base_model)
    write(base_model / "tokenizer" / "vocab.json", {"lynx</w>": 0})
    assert vocabulary_words(base_model) == {"lynx"}


def test_a_folder_that_may_not_be_opened(open_folder: Path, as_nobody: Callable[..., str]) -> None:
    (open_folder / "model").mkdir()
    (open_folder / "model").chmod(0o000)
    said = as_nobody(
        "from training.contract.base_models import describe_base_model;"
        " describe_base_model(sys.argv[1])",
        open_folder / "model",
    )
    assert "you may not open it" in said
