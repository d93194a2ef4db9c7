"""Exported embeddings, read by a reader written from the formats alone, and by diffusers."""

import errno
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import StableDiffusionPipeline
from safetensors import safe_open

from tests.training.strict_reader import GLOBALS, PLAIN, globals_in, read_strictly
from training.checkpoints import load_weights
from training.contract.base_models import DEMO_FOLDER
from training.contract.errors import ManulError
from training.contract.events import Suggested, append_event
from training.contract.layout import RunFolder
from training.export import export_step, export_to_place
from training.exports import export_formats
from training.places import Place
from training.trained import load_trained


def test_diffusers_is_loaded_only_where_the_model_is_written() -> None:
    """It takes seconds, and an embedding or a LoRA needs none of it."""
    code = (
        "import sys; from training.export import export_formats;"
        "assert export_formats('textual_inversion') and export_formats('dreambooth');"
        "print([name for name in ('diffusers', 'transformers') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"


@pytest.fixture
def vectors(trained_run: RunFolder) -> torch.Tensor:
    return load_weights(trained_run, 4)["vectors"]


def test_layout_a_holds_plain_types_and_one_matrix(
    trained_run: RunFolder, vectors: torch.Tensor, tmp_path: Path
) -> None:
    path = export_step(trained_run, to=tmp_path)
    content = read_strictly(path)
    assert path.name == "pallas_cat.pt"
    assert content["name"] == path.stem == "pallas_cat"
    assert content["string_to_token"] == {"*": 265}
    assert content["step"] == 4
    assert content["sd_checkpoint"] is None
    assert content["sd_checkpoint_name"] == "demo"
    assert list(content["string_to_param"]) == ["*"]
    assert content["string_to_param"]["*"].dtype == torch.float32
    assert torch.equal(content["string_to_param"]["*"], vectors)
    others = {key: value for key, value in content.items() if not key.startswith("string_to")}
    assert all(type(value) in PLAIN for value in others.values())


def test_layout_a_names_no_other_class(trained_run: RunFolder, tmp_path: Path) -> None:
    path = export_step(trained_run, to=tmp_path)
    assert globals_in(path) == GLOBALS


def test_torch_reads_layout_a_with_weights_only(
    trained_run: RunFolder, vectors: torch.Tensor, tmp_path: Path
) -> None:
    content = torch.load(export_step(trained_run, to=tmp_path), weights_only=True)
    assert torch.equal(content["string_to_param"]["*"], vectors)


def test_layout_b_is_one_matrix_with_text_beside_it(
    trained_run: RunFolder, vectors: torch.Tensor, tmp_path: Path
) -> None:
    path = export_step(trained_run, to=tmp_path, format_name="safetensors", name="other-name")
    assert path.name == "other-name.safetensors"
    with safe_open(path, "pt") as file:
        assert list(file.keys()) == ["emb_params"]
        assert torch.equal(file.get_tensor("emb_params"), vectors)
        assert file.get_tensor("emb_params").dtype == torch.float32
        metadata = file.metadata()
    assert metadata["modelspec.trigger_phrase"] == "other-name"
    assert metadata["ss_steps"] == "4"


@pytest.mark.parametrize(("format_name", "token"), [("pt", None), ("safetensors", "pallas_cat")])
def test_diffusers_reads_it_and_understands_the_word_as_the_engine_does(
    trained_run: RunFolder, tmp_path: Path, format_name: str, token: str | None
) -> None:
    path = export_step(trained_run, to=tmp_path, format_name=format_name)
    pipeline = StableDiffusionPipeline.from_pretrained(DEMO_FOLDER, dtype=torch.float32)
    pipeline.load_textual_inversion(str(path), token=token)
    prompt = "a drawing of pallas_cat on a blue background"
    theirs, _ = pipeline.encode_prompt(prompt, torch.device("cpu"), 1, False)

    trained = load_trained(trained_run)
    trained.use_step(4)
    with torch.no_grad():
        ours = trained.model.encode_prompts([prompt]).hidden_states
        trained.use_step(0)
        untaught = trained.model.encode_prompts([prompt]).hidden_states
    assert torch.equal(ours, theirs)
    assert not torch.equal(ours, untaught)


@pytest.mark.parametrize("format_name", list(export_formats("textual_inversion")))
def test_the_same_step_is_the_same_file(
    trained_run: RunFolder, tmp_path: Path, format_name: str
) -> None:
    one = export_step(trained_run, to=tmp_path / "one", format_name=format_name)
    two = export_step(trained_run, to=tmp_path / "two", format_name=format_name)
    first = export_step(trained_run, to=tmp_path / "first", step=0, format_name=format_name)
    assert one.read_bytes() == two.read_bytes() != first.read_bytes()


@pytest.mark.parametrize("format_name", list(export_formats("textual_inversion")))
def test_a_web_ui_of_another_user_may_read_it(
    trained_run: RunFolder, tmp_path: Path, format_name: str
) -> None:
    path = export_step(trained_run, to=tmp_path, format_name=format_name)
    (tmp_path / "ordinary").write_text("")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "ordinary").stat().st_mode)


@pytest.mark.parametrize("step", [0, 2, 4])
def test_every_kept_step_can_be_had(trained_run: RunFolder, tmp_path: Path, step: int) -> None:
    content = read_strictly(export_step(trained_run, to=tmp_path, step=step))
    assert content["step"] == step
    expected = load_weights(trained_run, step)["vectors"]
    assert torch.equal(content["string_to_param"]["*"], expected)


def test_without_a_step_the_last_is_taken_and_the_suggested_one_named(
    own_trained_run: RunFolder,
) -> None:
    assert export_to_place(own_trained_run, Place(None)).messages == ()
    append_event(own_trained_run.events, Suggested(at_step=4, step=2))
    (message,) = export_to_place(own_trained_run, Place(None)).messages
    assert (message.key, message.values) == ("note.other_step", {"step": 4, "suggested": 2})
    assert export_to_place(own_trained_run, Place(None), step=4).messages == ()
    append_event(own_trained_run.events, Suggested(at_step=4, step=3))
    assert export_to_place(own_trained_run, Place(None)).messages == (), "it is not kept"


def test_of_a_run_that_died_the_step_that_was_taken_is_named(own_trained_run: RunFolder) -> None:
    lines = own_trained_run.events.read_text(encoding="utf-8").splitlines(keepends=True)
    before = [line for line in lines if '"suggested"' not in line and '"finished"' not in line]
    assert len(before) < len(lines)
    own_trained_run.events.write_text("".join(before), encoding="utf-8")
    (message,) = export_to_place(own_trained_run, Place(None)).messages
    assert (message.key, message.values) == ("note.last_step", {"step": 4})
    assert export_to_place(own_trained_run, Place(None), step=4).messages == ()


def test_a_strangers_file_is_left_alone(trained_run: RunFolder, tmp_path: Path) -> None:
    theirs = tmp_path / "pallas_cat.pt"
    theirs.write_bytes(b"theirs")
    with pytest.raises(ManulError) as raised:
        export_step(trained_run, to=tmp_path)
    assert raised.value.kind == "export_exists"
    assert theirs.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [theirs]

    export_step(trained_run, to=tmp_path, overwrite=True)
    assert read_strictly(theirs)["name"] == "pallas_cat"


def test_the_concepts_own_exports_are_replaced(own_trained_run: RunFolder) -> None:
    first = export_step(own_trained_run, step=0)
    assert first.parent == own_trained_run.concept.exports
    assert export_step(own_trained_run, step=4) == first
    assert read_strictly(first)["step"] == 4


@pytest.mark.parametrize("moment", ["write", "sync", "replace"])
def test_on_a_full_disk_the_former_file_stays(
    own_trained_run: RunFolder, monkeypatch: pytest.MonkeyPatch, moment: str,
    tree: Callable[[Path], dict[str, bytes]],
) -> None:  # fmt: skip
    export_step(own_trained_run, step=0)
    before = tree(own_trained_run.concept.exports)

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    names = {
        "write": "training.exports.embedding_pt.save_legacy",
        "sync": "training.contract.atomic.os.fsync",
        "replace": "training.contract.atomic.os.replace",
    }
    monkeypatch.setattr(names[moment], full)
    with pytest.raises(ManulError) as raised:
        export_step(own_trained_run, step=4)
    assert raised.value.kind == "disk_full"
    assert tree(own_trained_run.concept.exports) == before


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"step": 3}, "step_missing"),
        ({"format_name": "gguf"}, "invalid_setting"),
        ({"name": "pallas cat"}, "name_invalid"),
        ({"name": "../pallas_cat"}, "name_invalid"),
        ({"name": "Манул"}, "name_invalid"),
    ],
)
def test_what_cannot_be_exported_is_said_in_words(
    trained_run: RunFolder, tmp_path: Path, options: dict[str, Any], kind: str
) -> None:
    with pytest.raises(ManulError) as raised:
        export_step(trained_run, to=tmp_path / "new", **options)
    assert raised.value.kind == kind
    assert not (tmp_path / "new").exists()


def test_a_file_where_the_folder_should_be(trained_run: RunFolder, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(ManulError) as raised:
        export_step(trained_run, to=tmp_path / "taken")
    assert raised.value.kind == "not_writable"


def test_a_run_that_kept_nothing_cannot_be_exported(workshop: Any) -> None:
    with pytest.raises(ManulError) as raised:
        export_step(workshop.run())
    assert raised.value.key == "step_missing.none"


@pytest.mark.quick
def test_formats_of_a_method_with_the_recommended_one_first() -> None:
    assert list(export_formats("textual_inversion")) == ["pt", "safetensors"]
    assert export_formats("none_such") == {}
