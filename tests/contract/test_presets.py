import pkgutil
from pathlib import Path
from typing import Any, get_args

import pytest

import resources
from training.contract.base_models import Family
from training.contract.concept import Concept
from training.contract.config import merge, resolve
from training.contract.errors import ManulError
from training.contract.presets import PRESET_FOLDER, choose_preset, load_preset, preset_names
from training.contract.settings import METHODS

pytestmark = pytest.mark.quick

NAMES = sorted(path.stem for path in PRESET_FOLDER.glob("*.toml"))
FACTS: dict[str, Any] = {
    "preset": "x",
    "base_model": "demo",
    "family": "demo",
    "concept": Concept(name="pallas_cat").model_dump(),
    "images": [{"file": "0001-a.png", "original_name": "a.png", "sha256": "", "look": "0" * 16}],
}
MINE = 'title = "Mine"\npurpose = "Mine."\n[method]\nname = "textual_inversion"\n'


@pytest.mark.parametrize("family", get_args(Family))
@pytest.mark.parametrize("name", NAMES)
def test_every_preset_makes_a_run_of_every_family(name: str, family: Family) -> None:
    preset = load_preset(name)
    config = resolve(preset.settings_for(family), FACTS | {"family": family})
    assert config.method.name == preset.method
    if family == "demo":
        assert config.data.resolution == 64
    assert preset.title
    assert preset.purpose.endswith(".")


@pytest.mark.parametrize("method", METHODS)
def test_every_method_has_a_default_preset_and_a_file(method: str) -> None:
    assert load_preset(method).method == method
    assert preset_names(method)[0] == method
    folder = resources.ROOT.parent / "training" / "methods"
    files = {module.name for module in pkgutil.iter_modules([str(folder)])}
    assert method in files


def test_presets_hold_only_differences() -> None:
    """A preset that repeats a default would hide a better default later."""
    for name in NAMES:
        method = load_preset(name).method
        bare = resolve({"method": {"name": method}}, FACTS).model_dump()
        for table, values in load_preset(name).settings.items():
            repeated = [
                key
                for key, value in values.items()
                if key != "name" and bare[table].get(key) == value and f"{table}.{key}" not in SAID
            ]
            assert repeated == [], name


# Said all the same, for the comment or the number that people look for.
SAID = {
    "training.learning_rate", "training.max_train_steps", "method.num_vectors",
    "sampling.sample_every",
}  # fmt: skip


def test_all_presets_are_listed_the_default_one_first() -> None:
    assert sorted(preset_names()) == NAMES
    assert preset_names()[0] in METHODS
    assert set(preset_names("textual_inversion")) <= set(NAMES)


def test_the_family_table_wins_over_the_preset(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        MINE + "[training]\nseed = 1\nmax_train_steps = 7\n[family.demo.training]\nseed = 2\n"
    )
    preset = load_preset(str(path))
    assert preset.name == "mine"
    assert merge(preset.settings_for("demo"))["training"] == {"seed": 2, "max_train_steps": 7}
    assert merge(preset.settings_for("sd1"))["training"] == {"seed": 1, "max_train_steps": 7}


@pytest.mark.parametrize(
    "name", ["", "quick", "quick_look.txt", "nothing.toml", "x" * 5000, "~nobody/x", "../presets"]
)
def test_an_unknown_preset_gets_the_choices(name: str) -> None:
    with pytest.raises(ManulError) as refused:
        load_preset(name)
    assert refused.value.key == "unknown_preset"
    assert "quick_look, textual_inversion" in refused.value.report().advice


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('title = "Mine"\npurpose = "Mine."\n', "method.name"),
        (MINE.replace("textual_inversion", "magic"), "method.name"),
        (MINE.replace('title = "Mine"\n', ""), "title"),
        ("colour = 3\n" + MINE, "colour"),
        (MINE + "[family.sd9.training]\nseed = 1\n", "family.sd9"),
        (MINE + "[family.sd1]\nseed = 1\n", "family.sd1.seed"),
        (MINE + "[family.sd1.concept]\nname = 'x'\n", "family"),
    ],
)
def test_a_wrong_preset_file_names_the_entry(tmp_path: Path, text: str, field: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(ManulError) as refused:
        load_preset(str(path))
    assert (refused.value.key, refused.value.values["field"]) == ("corrupt_config.field", field)


def test_tables_of_a_run_that_are_no_settings_are_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MINE + "[concept]\nname = 'other'\n")
    with pytest.raises(ManulError, match="there is no table “concept” of settings"):
        load_preset(str(tmp_path / "mine.toml"))


def test_preset_and_method_must_agree() -> None:
    assert choose_preset(None, None).name == METHODS[0]
    assert choose_preset("quick_look", "textual_inversion").name == "quick_look"
    with pytest.raises(ManulError) as refused:
        choose_preset(None, "magic")
    assert refused.value.key == "invalid_setting.method"
    with pytest.raises(ManulError, match="is for textual_inversion, not for lora"):
        choose_preset("quick_look", "lora")
