from pathlib import Path

import pytest

from training.contract.errors import ManulError
from training.contract.names import is_reserved
from training.contract.own_presets import (
    import_preset,
    own_preset_file,
    read_own_presets,
    rename_preset,
    save_new_preset,
    with_changes,
    write_preset,
)
from training.contract.presets import load_preset, own_preset_folder, preset_names
from training.contract.setting_values import preset_values

pytestmark = pytest.mark.quick


def test_a_saved_preset_is_found_by_its_name_and_says_the_changes() -> None:
    changes = {"training.max_train_steps": 2400, "method.rank": 32}
    made = with_changes(load_preset("lora"), "sd1", changes)
    saved = save_new_preset(made, title=" My faces ", purpose="Of my friends.")
    assert (saved.name, saved.title) == ("my_faces", "My faces")
    found = load_preset("my_faces")
    assert found == saved
    assert own_preset_file("my_faces").parent == own_preset_folder()
    values = preset_values(found, "sd1")
    assert {name: values[name] for name in changes} == changes
    assert read_own_presets() == ([saved], [])
    assert "my_faces" not in preset_names()


def test_what_a_preset_says_of_a_family_stays_that_familys() -> None:
    lora = load_preset("lora")
    changes = {"training.max_train_steps": 7, "method.rank": 2}
    small = with_changes(lora, "demo", changes)
    assert preset_values(small, "demo")["training.max_train_steps"] == 7
    assert preset_values(small, "sd1")["training.max_train_steps"] == 1000
    assert preset_values(small, "sdxl")["method.rank"] == 2
    assert preset_values(lora, "demo")["method.rank"] == 16


def test_one_rate_instead_of_rates_by_steps() -> None:
    made = with_changes(load_preset("hypernetwork"), "sd1", {"training.learning_rate": 1e-5})
    values = preset_values(save_new_preset(made, title="Slow", purpose=""), "sd1")
    assert (values["training.learning_rate"], values["training.learning_rate_steps"]) == (1e-5, "")


@pytest.mark.parametrize("title", ["LoRA", "lora ", "My faces", "MY FACES"])
def test_no_two_presets_have_one_title(title: str) -> None:
    first = save_new_preset(load_preset("lora"), title="My faces", purpose="")
    with pytest.raises(ManulError) as refused:
        save_new_preset(load_preset("lora"), title=title, purpose="")
    assert refused.value.key == "name_taken.preset"
    assert rename_preset(first, title="my faces", purpose="x").name == first.name


@pytest.mark.parametrize(
    ("title", "name"), [("Лица", "лица"), ("lora!", "lora_2"), ("../../x", "x"), ("***", "preset")]
)
def test_any_title_makes_a_plain_name(title: str, name: str) -> None:
    assert save_new_preset(load_preset("lora"), title=title, purpose="").name == name
    assert load_preset(name).title == title


@pytest.mark.parametrize(
    "text",
    [
        "title = ",
        'title = "x"\npurpose = ""\n[method]\nname = "magic"\n',
        'title = "x"\npurpose = ""\n[method]\nname = "lora"\nrank = 1000\n',
        'title = "x"\npurpose = ""\n[method]\nname = "lora"\ncolour = 3\n',
        'title = "x"\npurpose = ""\n[method]\nname = "lora"\n[family.sd2.data]\nresolution = 9\n',
    ],
)
def test_a_damaged_file_is_told_and_disturbs_no_other(text: str, tmp_path: Path) -> None:
    good = save_new_preset(load_preset("lora"), title="Good", purpose="")
    (own_preset_folder() / "bad.toml").write_text(text, encoding="utf-8")
    presets, problems = read_own_presets()
    assert presets == [good]
    assert [problem.kind for problem in problems] == ["corrupt_config"]
    strange = tmp_path / "strange.toml"
    strange.write_text(text, encoding="utf-8")
    with pytest.raises(ManulError):
        import_preset(strange)


def test_a_preset_travels_as_a_file(tmp_path: Path) -> None:
    mine = save_new_preset(
        with_changes(load_preset("dreambooth"), "sdxl", {"data.resolution": 768}),
        title="Small", purpose="For small cards.",
    )  # fmt: skip
    write_preset(mine, tmp_path / "from me.toml")
    with pytest.raises(ManulError):
        import_preset(tmp_path / "from me.toml")
    own_preset_file(mine.name).unlink()
    assert import_preset(tmp_path / "from me.toml") == mine


@pytest.mark.parametrize(
    "title",
    ["CON", "nul", "𝓪" * 60, "漢" * 60, "😀🐈", "../..", "half \ud800", "x" * 5_000, "\x00"],
)
def test_every_title_finds_a_file(title: str) -> None:
    made = save_new_preset(load_preset("lora"), title=title, purpose="p")
    assert not is_reserved(made.name)
    assert len(made.name.encode()) < 200
    assert load_preset(made.name) == made
    assert rename_preset(made, title="Another \udc00", purpose="").title == "Another ?"
