import errno
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.model_files.adapters import kohya_lora
from tests.model_files.bad import write_bad
from tests.model_files.headers import write_header_only
from tests.model_files.widths import Family
from training.contract import atomic, base_models
from training.contract.base_models import describe_base_model
from training.contract.captions import write_caption
from training.contract.concept import Concept
from training.contract.concept_folder import read_images
from training.contract.errors import ManulError
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.runs import (
    RunRequest,
    complete_concept,
    create_run,
    draft_config,
    read_run_config,
    resolve_settings,
)
from training.contract.toml_file import read_toml, write_model

pytestmark = pytest.mark.quick

Names = Callable[[Path], list[str]]


def request(base_model: Path, *assignments: str, **choices: str | Path) -> RunRequest:
    return RunRequest(base_model=str(base_model), assignments=assignments, **choices)  # type: ignore[arg-type]


def test_a_run_holds_all_that_is_needed(run: RunFolder, base_model: Path) -> None:
    assert run.path.name == "0001-textual-inversion"
    assert os.listdir(run.path) == ["run.toml"]
    config = read_run_config(run)
    assert (config.preset, config.family) == ("textual_inversion", "sd1")
    assert config.base_model == str(base_model)
    assert config.concept.initializer_token == "animal"
    assert [image.original_name for image in config.images] == ["0.png", "1.png", "2.png"]
    written = read_toml(run.config)
    assert {"contract_version", "method", "training", "data", "sampling"} <= written.keys()
    assert written["training"].keys() == type(config.training).model_fields.keys()


def test_only_the_base_model_is_an_absolute_path(
    concept: ConceptFolder, base_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(base_model.parent)
    run = create_run(concept, RunRequest(base_model=base_model.name))
    assert read_run_config(run).base_model == str(base_model)
    rest = run.config.read_text().replace(str(base_model), "")
    assert str(tmp_path) not in rest
    moved = shutil.move(concept.path, tmp_path / "another place")
    (again,) = ConceptFolder(Path(moved)).runs()
    assert len(read_run_config(again).images) == 3


def test_the_demo_model_stays_a_name(
    concept: ConceptFolder, base_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base_models, "DEMO_FOLDER", base_model)
    for name in ("demo", str(base_model)):
        config = read_run_config(create_run(concept, RunRequest(base_model=name)))
        assert (config.base_model, config.family) == ("demo", "demo")
        assert config.data.resolution == 64


def test_the_order_of_settings(tmp_path: Path, base_model: Path) -> None:
    """Field defaults < preset < its family table < --set."""
    preset = tmp_path / "mine.toml"
    preset.write_text(
        'title = "Mine"\npurpose = "Mine."\n[method]\nname = "textual_inversion"\n'
        "[training]\nseed = 1\nmax_train_steps = 1\ntrain_batch_size = 1\n"
        "[family.sd1.training]\nmax_train_steps = 2\ntrain_batch_size = 2\n"
    )
    asked = request(base_model, "training.train_batch_size=3", preset=str(preset))
    settings = resolve_settings(asked, describe_base_model(str(base_model)))
    assert settings["training"] == {"seed": 1, "max_train_steps": 2, "train_batch_size": 3}
    assert settings["preset"] == "mine"
    model = describe_base_model(str(base_model))
    concept = complete_concept(Concept(name="manul"), model)
    assert draft_config(asked, model, concept).data.resolution == 512


def test_numbers_go_on_whatever_lies_there(run: RunFolder, base_model: Path) -> None:
    folder = run.concept
    (folder.runs_folder / "0007-lost-its-run-toml").mkdir()
    (folder.runs_folder / "my notes").mkdir()
    (folder.runs_folder / ".0002-textual-inversion.99999999.1.tmp").mkdir()
    made = create_run(folder, request(base_model))
    assert made.path.name == "0008-textual-inversion"
    assert not list(folder.runs_folder.glob(".*"))


def test_runs_made_at_the_same_moment_get_numbers_of_their_own(
    concept: ConceptFolder, base_model: Path
) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: create_run(concept, request(base_model)), range(8)))
    names = sorted(run.path.name for run in made)
    assert names == [f"{number:04d}-textual-inversion" for number in range(1, 9)]
    assert sorted(os.listdir(concept.runs_folder)) == names


def test_captions_and_exclusions_of_now(concept: ConceptFolder, base_model: Path) -> None:
    images = read_images(concept)
    first, second, third = images.images
    write_caption(concept.images / first.file, "{} спит 😀")
    changed = (first.changed(mirror=True), second.changed(excluded=True), third)
    write_model(concept.image_list, images.changed(images=changed))
    config = read_run_config(create_run(concept, request(base_model)))
    assert [image.file for image in config.images] == [first.file, third.file]
    assert (config.images[0].caption, config.images[0].mirror) == ("{} спит 😀", True)


@pytest.mark.parametrize(("keep", "key"), [(3, "no_images.excluded"), (0, "no_images")])
def test_without_pictures_there_is_no_run(
    concept: ConceptFolder, base_model: Path, keep: int, key: str
) -> None:
    images = read_images(concept)
    left = tuple(image.changed(excluded=True) for image in images.images[:keep])
    write_model(concept.image_list, images.changed(images=left))
    with pytest.raises(ManulError) as refused:
        create_run(concept, request(base_model))
    assert refused.value.key == key
    assert not concept.runs_folder.exists()


@pytest.mark.parametrize(
    ("chosen", "key"),
    [
        ({"preset": "nothing"}, "unknown_preset"),
        ({"method": "magic"}, "invalid_setting.method"),
        ({"assignments": ("training.speed=1",)}, "unknown_setting"),
        ({"assignments": ("training.seed=-1",)}, "invalid_setting"),
        ({"base_model": "/nowhere"}, "model_missing"),
        ({"init_from": Path("/nowhere.pt")}, "unreadable"),
        ({"init_from": Path(__file__)}, "unreadable.embedding"),
    ],
)
def test_bad_requests_leave_nothing(
    concept: ConceptFolder, base_model: Path, chosen: dict[str, object], key: str
) -> None:
    with pytest.raises(ManulError) as refused:
        create_run(concept, RunRequest(**({"base_model": str(base_model)} | chosen)))  # type: ignore[arg-type]
    assert refused.value.key == key
    assert refused.value.report().advice
    assert not concept.runs_folder.exists()


def test_the_initializer_is_chosen_checked_and_written_small(base_model: Path) -> None:
    model = describe_base_model(str(base_model))
    animal = Concept(name="pallas_cat", kind="animal")
    assert complete_concept(animal, model).initializer_token == "animal"
    typed = animal.changed(initializer_token=" Cat ")
    assert complete_concept(typed, model).initializer_token == "cat"
    with pytest.raises(ManulError, match="“lynx” is not one token"):
        complete_concept(animal.changed(initializer_token="lynx"), model)


def test_a_name_that_this_model_knows_is_refused(concept: ConceptFolder, base_model: Path) -> None:
    concept.config.write_text('name = "manul"\nkind = "animal"\n')
    with pytest.raises(ManulError) as refused:
        create_run(concept, request(base_model))
    assert refused.value.key == "name_invalid.word"


def test_going_on_from_an_embedding(
    concept: ConceptFolder, base_model: Path, tmp_path: Path
) -> None:
    source = tmp_path / "Старое 😀.SAFETENSORS"
    source.write_bytes(b"weights")
    run = create_run(concept, request(base_model, init_from=source))
    assert read_run_config(run).method.model_dump()["init_from"] == "init_from.safetensors"
    assert (run.path / "init_from.safetensors").read_bytes() == b"weights"


@pytest.mark.parametrize(
    ("family", "said"),
    [
        ("sd1", None),
        ("sd2", "made for Stable Diffusion 2.x, not for Stable Diffusion 1.x"),
        ("sdxl", "made for SDXL, not for Stable Diffusion 1.x"),
    ],
)
def test_going_on_from_a_lora(
    concept: ConceptFolder, base_model: Path, tmp_path: Path, family: Family, said: str | None
) -> None:
    shapes = dict(list(kohya_lora(family).items())[:60])
    source = write_header_only(tmp_path / "lora.safetensors", shapes)
    wish = request(base_model, init_from=source, method="lora")
    if said is None:
        assert read_run_config(create_run(concept, wish)).method.name == "lora"
        return
    with pytest.raises(ManulError, match=said) as refused:
        create_run(concept, wish)
    assert refused.value.key == "unreadable.lora"
    assert not concept.runs_folder.exists()


@pytest.mark.parametrize("fault", ["truncated", "login_page", "no_tensors"])
def test_what_is_no_lora_makes_no_run(
    concept: ConceptFolder, base_model: Path, tmp_path: Path, fault: str
) -> None:
    source = write_bad(tmp_path / "lora.safetensors", fault)
    with pytest.raises(ManulError) as refused:
        create_run(concept, request(base_model, init_from=source, method="lora"))
    assert refused.value.kind == "unreadable"
    assert not concept.runs_folder.exists()


@pytest.mark.parametrize("written", range(2))
def test_a_full_disk_leaves_no_run(
    concept: ConceptFolder, base_model: Path, tmp_path: Path, written: int,
    monkeypatch: pytest.MonkeyPatch, names_below: Names,
) -> None:  # fmt: skip
    (tmp_path / "old.pt").write_bytes(b"weights")
    sync, done = atomic._sync, list[Path]()

    def sync_while_there_is_space(path: Path) -> None:
        if len(done) >= written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        done.append(path)
        sync(path)

    monkeypatch.setattr(atomic, "_sync", sync_while_there_is_space)
    with pytest.raises(ManulError) as refused:
        create_run(concept, request(base_model, init_from=tmp_path / "old.pt"))
    assert refused.value.kind == "disk_full"
    assert names_below(concept.runs_folder) == []


def test_a_concept_that_may_not_be_written(
    concept: ConceptFolder, base_model: Path, open_folder: Path, as_nobody: Callable[..., str]
) -> None:
    shutil.copytree(concept.path, open_folder / "c")
    shutil.copytree(base_model, open_folder / "m")
    code = (
        "runs.create_run(layout.ConceptFolder(Path(sys.argv[1])),"
        " runs.RunRequest(base_model=sys.argv[2]))"
    )
    (open_folder / "c").chmod(0o555)
    assert as_nobody(code, open_folder / "c", open_folder / "m").startswith("not_writable ")
    assert not (open_folder / "c" / "runs").exists()


CREATE_FOR_EVER = """
import sys
from pathlib import Path
from training.contract.layout import ConceptFolder
from training.contract.runs import RunRequest, create_run
while True:
    create_run(ConceptFolder(Path(sys.argv[1])), RunRequest(base_model=sys.argv[2]))
"""


def test_killed_at_any_moment_every_run_is_whole(
    concept: ConceptFolder, base_model: Path, child: Callable[..., subprocess.Popen[str]]
) -> None:
    maker = child(CREATE_FOR_EVER, concept.path, base_model)
    while len(concept.runs()) < 3:
        assert maker.poll() is None
        time.sleep(0.003)
    maker.kill()
    maker.wait()
    for run in concept.runs():
        assert read_run_config(run).concept.name == "pallas_cat"
    last = len(concept.runs())
    assert create_run(concept, request(base_model)).path.name.startswith(f"{last + 1:04d}-")
    assert not list(concept.runs_folder.glob(".*"))


@pytest.mark.parametrize(
    ("old", "new", "key", "place"),
    [
        ("[training]", "[training", "corrupt_config.syntax", None),
        ("seed = 0", "seed = -5", "corrupt_config.field", "training.seed"),
        ("seed = 0", 'seed = "x"', "corrupt_config.field", "training.seed"),
        ("seed = 0", "sead = 0", "corrupt_config.field", "training.sead"),
        ("num_vectors = 4", "num_vectors = 99", "corrupt_config.field", "method.num_vectors"),
        ('name = "pallas_cat"', "", "corrupt_config.field", "concept.name"),
        ('file = "0002-1.png"', 'file = "../x.png"', "corrupt_config.field", "images.1.file"),
        ('init_from = ""', 'init_from = "../x"', "corrupt_config.field", "method.init_from"),
        ("contract_version = 1", "contract_version = 2", "newer_version", None),
    ],
)
def test_a_damaged_run_toml_is_told_with_its_place(
    run: RunFolder, old: str, new: str, key: str, place: str | None
) -> None:
    text = run.config.read_text(encoding="utf-8")
    assert old in text
    run.config.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ManulError) as refused:
        read_run_config(run)
    assert refused.value.key == key
    assert refused.value.values.get("field") == place
    assert str(run.config) in str(refused.value)


def test_a_run_without_run_toml(tmp_path: Path) -> None:
    with pytest.raises(ManulError) as refused:
        read_run_config(RunFolder(tmp_path))
    assert refused.value.key == "run_missing"
