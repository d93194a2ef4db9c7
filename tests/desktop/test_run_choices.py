"""What the next run does otherwise than its preset, without a window."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.run_choices import RunChoices

pytestmark = pytest.mark.quick


@pytest.fixture
def choices(qapp: object) -> RunChoices:
    made = RunChoices()
    made.open("/a", "textual_inversion", {})
    return made


def test_a_change_is_told_once_and_taken_back_by_the_presets_own_value(
    choices: RunChoices, qtbot: QtBot
) -> None:
    usual = choices.value("training", "max_train_steps")
    with qtbot.waitSignal(choices.changed):
        choices.set_override("training", "max_train_steps", 7)
    with qtbot.assertNotEmitted(choices.changed):
        choices.set_override("training", "max_train_steps", 7)
    assert choices.value("training", "max_train_steps") == 7
    assert choices.assignments() == ("training.max_train_steps = 7",)
    choices.set_override("training", "max_train_steps", usual)
    assert choices.overrides == {}


def test_each_preset_has_its_own_changes_but_what_concerns_the_concept(
    choices: RunChoices,
) -> None:
    choices.set_override("training", "learning_rate", 0.03)
    choices.set_override("sampling", "sample_every", 33)
    choices.set_preset("dreambooth")
    assert choices.overrides == {"sampling.sample_every": 33}
    choices.set_override("method", "train_text_encoder", True)
    choices.set_preset("textual_inversion")
    assert choices.overrides == {"sampling.sample_every": 33, "training.learning_rate": 0.03}
    choices.reset("training", "learning_rate")
    assert choices.overrides == {"sampling.sample_every": 33}
    choices.reset_all()
    assert choices.overrides == {}
    choices.set_preset("dreambooth")
    assert choices.overrides == {"method.train_text_encoder": True}


def test_the_family_decides_what_is_a_change(choices: RunChoices) -> None:
    choices.set_family("sd1")
    choices.set_override("data", "resolution", 64)
    choices.set_family("demo")
    assert choices.overrides == {}
    choices.set_family("sd1")
    assert choices.overrides == {"data.resolution": 64}


def test_each_concept_keeps_its_choices_while_the_window_lives(choices: RunChoices) -> None:
    choices.set_override("training", "max_train_steps", 7)
    choices.open("/b", "lora", {"training.max_train_steps": 70})
    assert (choices.preset, choices.overrides) == ("lora", {"training.max_train_steps": 70})
    choices.open("/a", "lora", {})
    assert choices.preset == "textual_inversion"
    assert choices.overrides == {"training.max_train_steps": 7}
    choices.begin_draft()
    assert choices.overrides == {}
    choices.set_override("training", "seed", 5)
    choices.move_to("/c")
    choices.open("/b", "lora", {})
    choices.open("/c", "", {})
    assert choices.overrides == {"training.seed": 5}


def test_a_preset_that_is_gone_is_the_default_one(choices: RunChoices) -> None:
    choices.open("/d", "my_faces", {})
    assert choices.preset == "textual_inversion"
