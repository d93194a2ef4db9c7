"""What a user can get wrong: one sentence and a cure, exit code 1, nothing half-written."""

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import resources
from training.cli import main
from training.contract.base_models import DEMO_FOLDER
from training.contract.errors import ERROR_KINDS
from training.contract.layout import RunFolder
from training.contract.run_lock import take_run_lock

PICTURES = resources.ROOT / "demo" / "concepts" / "pallas_cat" / "images"


def check_words(code: int, out: str, err: str) -> dict[str, str]:
    """The one error object of a refused command; no traceback anywhere."""
    assert code == 1, out + err
    assert "Traceback" not in out + err
    (line,) = out.splitlines()
    error = json.loads(line)["error"]
    assert error["kind"] in ERROR_KINDS
    assert error["kind"] != "internal"
    for sentence in (error["message"], error["advice"]):
        assert sentence
        assert "\n" not in sentence
        assert "Error" not in sentence
    return dict(error)


@pytest.fixture
def refused(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, tree: Callable[[Path], dict[str, bytes]]
) -> Callable[..., dict[str, str]]:
    """Runs a command that must fail, and checks that it left everything as it was."""

    def run(*arguments: str | Path, changes: bool = False) -> dict[str, str]:
        before = tree(tmp_path)
        code = main([*map(str, arguments), "--json"])
        out, err = capfd.readouterr()
        after = tree(tmp_path)
        if not any(path.startswith("workspace/") for path in after):
            # A workspace without anything in it is not half of something.
            after.pop("workspace", None)
        assert changes or after == before
        assert not list(tmp_path.rglob("*.tmp"))
        return check_words(code, out, err)

    return run


@pytest.fixture
def refused_new(refused: Any, tmp_path: Path) -> Callable[..., dict[str, str]]:
    """`manul-train new` with good pictures and name, but for what `arguments` change."""

    def run(*arguments: str | Path, name: str = "manul", pictures: Path = PICTURES) -> Any:
        workspace = ("--workspace", tmp_path / "workspace")
        return refused("new", pictures, "--name", name, *workspace, *arguments)

    return run


class TestPictures:
    def test_none_given(self, refused: Any, tmp_path: Path) -> None:
        error = refused("new", "--name", "manul", "--workspace", tmp_path / "workspace")
        assert error["kind"] == "no_images"

    def test_an_empty_folder(self, refused_new: Any, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        assert refused_new(pictures=tmp_path / "empty")["kind"] == "no_images"

    def test_a_folder_of_other_files(self, refused_new: Any, tmp_path: Path) -> None:
        (tmp_path / "texts").mkdir()
        (tmp_path / "texts" / "story.txt").write_text("Once upon a time")
        assert refused_new(pictures=tmp_path / "texts")["kind"] == "no_images"

    def test_only_damaged_ones_are_named(self, refused_new: Any, tmp_path: Path) -> None:
        (tmp_path / "broken").mkdir()
        for name in ("манул.jpg", "cat.png"):
            (tmp_path / "broken" / name).write_bytes(b"not a picture")
        error = refused_new(pictures=tmp_path / "broken")
        assert error["kind"] == "no_images"
        assert "манул.jpg" in error["message"]

    def test_a_path_that_is_not_there(self, refused_new: Any, tmp_path: Path) -> None:
        error = refused_new(pictures=tmp_path / "nowhere")
        assert error["kind"] == "unreadable"
        assert "nowhere" in error["message"]


class TestNames:
    @pytest.mark.parametrize("name", ["", "  ", "my cat", "Манул", "cat!", "../cat", "cat", "x_1"])
    def test_names_that_would_not_work(self, refused_new: Any, name: str) -> None:
        error = refused_new(name=name)
        assert error["kind"] == "name_invalid"
        assert "example" in error["advice"]

    def test_no_name_at_all(self, refused: Any, tmp_path: Path) -> None:
        error = refused("new", PICTURES, "--workspace", tmp_path / "workspace")
        assert error["kind"] == "name_invalid"

    def test_a_word_of_the_base_model(self, refused_new: Any) -> None:
        words = json.loads((DEMO_FOLDER / "tokenizer" / "vocab.json").read_text())
        word = max((w.removesuffix("</w>") for w in words if w.endswith("</w>")), key=len)
        assert refused_new(name=word)["kind"] == "name_invalid"

    def test_a_name_that_is_taken(self, refused_new: Any, workshop: Any) -> None:
        workshop.concept("manul")
        error = refused_new()
        assert error["kind"] == "name_taken"
        assert "--concept" in error["advice"]


class TestSettings:
    @pytest.mark.parametrize(
        ("arguments", "kind", "words"),
        [
            (("--preset", "magic"), "unknown_preset", "textual_inversion"),
            (("--preset", "no/such/file.toml"), "unknown_preset", "textual_inversion"),
            (("--set", "training.learning_rat=1"), "unknown_setting", "training.learning_rate"),
            (("--set", "colour=red"), "unknown_setting", "training."),
            (("--set", "training.learning_rate=-1"), "invalid_setting", "training.learning_rate"),
            (("--set", "training.learning_rate=fast"), "invalid_setting", "training.learning_rate"),
            (("--set", "data.resolution=100"), "invalid_setting", "data.resolution"),
            (("--set", "training.max_train_steps"), "invalid_setting", "max_train_steps"),
            (("--initializer", "xyzzy"), "initializer_invalid", "animal"),
            (("--base-model", "/nowhere"), "model_missing", "/nowhere"),
            (("--init-from", "/nowhere.pt"), "unreadable", "/nowhere.pt"),
        ],
    )
    def test_unknown_and_impossible_ones(
        self, refused_new: Any, arguments: tuple[str, ...], kind: str, words: str
    ) -> None:
        error = refused_new("--kind", "animal", *arguments)
        assert error["kind"] == kind
        assert words in error["message"] + error["advice"]

    def test_a_further_run_is_checked_as_well(
        self, refused: Any, workshop: Any, tmp_path: Path
    ) -> None:
        concept = workshop.concept().path
        for arguments, kind in (
            (("--set", "training.seed=-1"), "invalid_setting"),
            (("--preset", "magic"), "unknown_preset"),
            (("--init-from", tmp_path / "none.pt"), "unreadable"),
            (("--name", "other"), "usage"),
        ):
            assert refused("new", "--concept", concept, *arguments)["kind"] == kind

    def test_a_concept_that_is_none(self, refused: Any, tmp_path: Path) -> None:
        assert refused("new", "--concept", tmp_path)["kind"] == "unreadable"


class TestRunFolders:
    @pytest.fixture
    def run(self, workshop: Any) -> RunFolder:
        return workshop.run()

    def test_no_run_there(self, refused: Any, tmp_path: Path) -> None:
        for verb in (("run",), ("resume",), ("export",), ("sample", "--prompt", "x")):
            assert refused(*verb, tmp_path / "none")["kind"] == "run_missing"

    @pytest.mark.parametrize("verb", [("run",), ("resume",), ("export",)])
    def test_a_syntax_error_is_named_by_its_line(
        self, refused: Any, run: RunFolder, verb: tuple[str, ...]
    ) -> None:
        lines = run.config.read_text().splitlines()
        lines[4] = "this is = = not toml"
        run.config.write_text("\n".join(lines))
        error = refused(*verb, run.path)
        assert error["kind"] == "corrupt_config"
        assert "line 5" in error["message"]

    @pytest.mark.parametrize(
        ("good", "bad", "field"),
        [
            ("max_train_steps = 4", "max_train_steps = 0", "training.max_train_steps"),
            ("max_train_steps = 4", 'max_train_steps = "many"', "training.max_train_steps"),
            ("resolution = 64", "resolutions = 64", "data.resolutions"),
            ('kind = "animal"', 'kind = "planet"', "concept.kind"),
        ],
    )
    def test_a_wrong_field_is_named_by_its_path(
        self, refused: Any, run: RunFolder, good: str, bad: str, field: str
    ) -> None:
        text = run.config.read_text()
        assert good in text
        run.config.write_text(text.replace(good, bad))
        error = refused("run", run.path)
        assert error["kind"] == "corrupt_config"
        assert field in error["message"]

    def test_a_picture_path_that_leads_out_of_the_concept(
        self, refused: Any, run: RunFolder
    ) -> None:
        text = run.config.read_text()
        run.config.write_text(text.replace('file = "0001-', 'file = "../../0001-'))
        error = refused("run", run.path)
        assert error["kind"] == "corrupt_config"
        assert "images.0.file" in error["message"]

    def test_a_newer_file_is_called_newer(self, refused: Any, run: RunFolder) -> None:
        text = run.config.read_text()
        run.config.write_text(text.replace("contract_version = 1", "contract_version = 99"))
        assert refused("run", run.path)["kind"] == "newer_version"

    def test_an_engine_is_already_there(self, refused: Any, run: RunFolder) -> None:
        lock = take_run_lock(run)
        try:
            assert refused("run", run.path)["kind"] == "run_busy"
        finally:
            lock.release()

    def test_pictures_that_have_gone(self, refused: Any, run: RunFolder) -> None:
        shutil.rmtree(run.concept.images)
        error = refused("run", run.path, changes=True)
        assert error["kind"] == "no_images"
        assert not run.checkpoints.exists()


class TestBaseModels:
    @pytest.fixture
    def model(self, tmp_path: Path) -> Path:
        return Path(shutil.copytree(DEMO_FOLDER, tmp_path / "model"))

    @pytest.mark.parametrize(
        "missing",
        ["unet", "vae", "text_encoder", "tokenizer", "scheduler", "model_index.json",
         "unet/config.json", "unet/diffusion_pytorch_model.safetensors"],
    )  # fmt: skip
    def test_a_missing_part_is_named(self, refused_new: Any, model: Path, missing: str) -> None:
        path = model / missing
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
        error = refused_new("--base-model", model)
        assert error["kind"] == "model_incomplete"
        assert missing.partition("/")[0] in error["message"]

    def test_a_single_file(self, refused_new: Any, model: Path) -> None:
        weights = model / "unet" / "diffusion_pytorch_model.safetensors"
        assert refused_new("--base-model", weights)["kind"] == "model_unsupported"

    @pytest.mark.parametrize("part", ["unet", "vae", "text_encoder"])
    def test_damaged_weights_are_named_when_they_are_read(
        self, refused_new: Any, refused: Any, model: Path, workshop: Any, part: str
    ) -> None:
        run = workshop.run()
        text = run.config.read_text()
        run.config.write_text(text.replace('base_model = "demo"', f'base_model = "{model}"'))
        (weights,) = (model / part).glob("*.safetensors")
        weights.write_bytes(weights.read_bytes()[:5000])
        error = refused("run", run.path, changes=True)
        assert error["kind"] == "model_incomplete"
        assert part in error["message"]
        assert not run.checkpoints.exists()


class TestPermissions:
    def test_a_folder_that_may_not_be_read(
        self, ordinary_engine: Any, tmp_path: Path, tree: Any
    ) -> None:
        pictures = tmp_path / "private"
        shutil.copytree(PICTURES, pictures)
        pictures.chmod(0o000)
        arguments = ("--name", "manul", "--workspace", tmp_path / "workspace", "--json")
        said = ordinary_engine("new", pictures, *arguments)
        error = check_words(said.code, said.out, said.err)
        assert error["kind"] == "unreadable"
        assert "private" in error["message"]
        assert not (tmp_path / "workspace").exists()

    @pytest.mark.parametrize("workspace", ["workspace", "workspace/inside"])
    def test_a_workspace_that_may_not_be_written(
        self, ordinary_engine: Any, tmp_path: Path, tree: Any, workspace: str
    ) -> None:
        (tmp_path / "workspace").mkdir()
        (tmp_path / "workspace").chmod(0o555)
        arguments = ("--name", "manul", "--workspace", tmp_path / workspace, "--json")
        said = ordinary_engine("new", PICTURES, *arguments)
        error = check_words(said.code, said.out, said.err)
        assert error["kind"] == "not_writable"
        assert str(tmp_path / "workspace") in error["message"]
        assert tree(tmp_path) == {"workspace": b"(dir)"}

    @pytest.mark.parametrize("verb", [("run",), ("export",), ("sample", "--prompt", "x")])
    def test_a_run_that_may_only_be_read(
        self, ordinary_engine: Any, own_trained_run: RunFolder, tree: Any, verb: tuple[str, ...]
    ) -> None:
        if verb == ("run",):
            own_trained_run.events.unlink()
        concept = own_trained_run.concept.path
        subprocess.run(["chmod", "-R", "a-w", str(concept)], check=True)
        before = tree(concept)
        said = ordinary_engine(*verb, concept, "--json")
        error = check_words(said.code, said.out, said.err)
        assert error["kind"] == "not_writable"
        assert tree(concept) == before

    def test_an_export_folder_that_may_not_be_written(
        self, ordinary_engine: Any, trained_run: RunFolder, tmp_path: Path, tree: Any
    ) -> None:
        (tmp_path / "models").mkdir()
        (tmp_path / "models").chmod(0o555)
        place = ("--to", tmp_path / "models")
        said = ordinary_engine("export", trained_run.path, *place, "--json")
        error = check_words(said.code, said.out, said.err)
        assert error["kind"] == "not_writable"
        assert "models" in error["message"]
        assert tree(tmp_path / "models") == {}

    def test_a_file_where_the_workspace_should_be(self, refused: Any, tmp_path: Path) -> None:
        (tmp_path / "taken").write_text("")
        for workspace in (tmp_path / "taken", tmp_path / "taken" / "inside"):
            error = refused("new", PICTURES, "--name", "manul", "--workspace", workspace)
            assert error["kind"] == "not_writable"


class TestFullDisk:
    def test_pictures_that_do_not_fit(self, refused: Any, small_disk: Path, tmp_path: Path) -> None:
        (tmp_path / "large").mkdir()
        for number in range(2):
            noise = Image.frombytes("RGB", (500, 500), os.urandom(750_000))
            noise.save(tmp_path / "large" / f"{number}.png")
        arguments = ("--name", "manul", "--workspace", small_disk)
        assert refused("new", tmp_path / "large", *arguments)["kind"] == "disk_full"
        assert list(small_disk.iterdir()) == []

    def test_a_training_says_so_and_goes_on_when_there_is_space(
        self, engine: Any, workshop: Any, small_disk: Path
    ) -> None:
        concept = workshop.run().concept.path
        moved = Path(shutil.copytree(concept, small_disk / "pallas_cat"))
        run = RunFolder(moved / "runs" / "0001-textual-inversion")
        ballast = small_disk / "ballast"
        free = shutil.disk_usage(small_disk).free
        ballast.write_bytes(b"0" * (free - 100 * 1024))

        said = engine("run", run.path, "--json")
        error = check_words(said.code, said.out, said.err)
        assert error["kind"] == "disk_full"
        assert not list(moved.rglob("*.tmp"))
        ballast.unlink()
        assert main(["resume", str(run.path), "--json"]) == 0

    @pytest.mark.parametrize("moment", ["fsync", "replace"])
    def test_a_new_concept_appears_whole_or_not_at_all(
        self, refused_new: Any, monkeypatch: pytest.MonkeyPatch, moment: str
    ) -> None:
        """Where no small disk can be mounted: the disk fills up under the writing code."""

        def full(*_: Any) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(f"training.contract.atomic.os.{moment}", full)
        assert refused_new()["kind"] == "disk_full"
