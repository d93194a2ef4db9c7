"""The fields beside the presets: generated, checked at once, taken back one by one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.setting_fields import field_info, field_kind, parse, stepped, value_text
from desktop.stages import PRESET
from desktop.widgets.inputs import ChoiceField
from desktop.widgets.setting_row import SettingRow
from desktop.widgets.toggle import Toggle
from tests.desktop.recorder import record_concept, record_run
from training.contract.config import RunConfig
from training.contract.layout import ConceptFolder
from training.contract.presets import load_preset
from training.contract.runs import read_run_config
from training.contract.setting_forms import FORM, form_for
from training.contract.setting_values import preset_values, settings_tables
from training.contract.settings import METHODS

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def window(make_window: MakeWindow, workspace: Path, qtbot: QtBot) -> MainWindow:
    concept = record_concept(workspace)
    made = make_window()
    made.open_concept(str(concept.path))
    made.show_stage(PRESET)
    qtbot.waitUntil(made.bar.primary.isEnabled)
    made.preset.advanced.unfold.click()
    return made


def row(window: MainWindow, name: str) -> SettingRow:
    return window.preset.advanced.form.row(name)


def field(window: MainWindow, name: str) -> QLineEdit:
    found = row(window, name).field
    assert isinstance(found, QLineEdit)
    return found


def type_into(window: MainWindow, qtbot: QtBot, name: str, text: str) -> None:
    edit = field(window, name)
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text) if text else qtbot.keyClick(edit, Qt.Key.Key_Delete)


def test_the_fields_are_those_that_matter(window: MainWindow) -> None:
    advanced, choices = window.preset.advanced, window.editor.choices
    for method in METHODS:
        window.editor.set_preset(method)
        assert advanced.form.names == [name for _, name in form_for(choices.values, "demo")]
    window.editor.set_preset("lora")
    assert advanced.form.names[:2] == ["training.max_train_steps", "method.rank"]
    assert row(window, "method.rank")._title.text() == "Rank"
    assert "1 to 256." in row(window, "method.rank")._description.text()


def test_a_change_is_told_on_the_card_and_in_the_panel_and_can_be_taken_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    page, name = window.preset, "training.max_train_steps"
    steps = row(window, name)
    assert not steps.reset.isVisible()
    assert not page.advanced.save.isVisible()
    type_into(window, qtbot, name, "2000")
    assert window.editor.choices.overrides == {name: 2000}
    assert steps.reset.isVisible()
    assert page.advanced.changes.text().strip() == "1 change from the preset"
    qtbot.waitUntil(lambda: window.bar.reason.text() == "2,000 steps")
    page.advanced.changes.click()
    assert page.advanced._shown[0].sentence == "Steps: 100 → 2,000"
    qtbot.mouseClick(steps.reset, Qt.MouseButton.LeftButton)
    assert window.editor.choices.overrides == {}
    assert field(window, name).text() == "100"
    assert not steps.reset.isVisible()


WRONG = [
    ("training.max_train_steps", "0", "It must be at least 1."),
    ("training.max_train_steps", "many", "It must be a whole number."),
    ("training.train_batch_size", "65", "It must be at most 64."),
    ("data.resolution", "65", "It must be a multiple of 8."),
    ("training.learning_rate", "", "It must be a number."),
    ("training.learning_rate", "2", "It must be at most 1."),
]


def test_a_wrong_value_is_told_under_its_field_and_stops_teach(
    window: MainWindow, qtbot: QtBot
) -> None:
    for name, text, said in WRONG:
        type_into(window, qtbot, name, text)
        error = row(window, name).error
        assert (error.text(), error.isVisible()) == (said, True)
        assert field(window, name).text() == text
        assert not window.bar.primary.isEnabled()
        assert window.bar.reason.text().startswith("Put “")
        row(window, name).reset.click()
        assert not error.isVisible()
        assert window.bar.primary.isEnabled()


def test_settings_that_exclude_each_other_stop_teach(window: MainWindow, qtbot: QtBot) -> None:
    window.editor.set_preset("dreambooth")
    changes = {"memory.step_in_backward": "on", "training.gradient_accumulation_steps": 2}
    window.editor.choices.set_overrides(changes)
    qtbot.waitUntil(lambda: window.bar.reason.text() == "These settings do not go together")
    assert window.preset.advanced._problem.isVisible()
    window.preset.advanced.changes.click()
    window.preset.advanced.reset_all.click()
    qtbot.waitUntil(window.bar.primary.isEnabled)


def test_arrow_keys_step_and_the_wheel_does_nothing(window: MainWindow, qtbot: QtBot) -> None:
    name = "training.max_train_steps"
    edit = field(window, name)
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    assert edit.text() == "110"
    qtbot.keyClick(edit, Qt.Key.Key_PageDown)
    assert edit.text() == "10"
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    qtbot.keyClick(edit, Qt.Key.Key_PageDown)
    assert edit.text() == "1"
    edit.setText("9" * 400)
    edit.textEdited.emit(edit.text())
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    assert edit.text() == "9" * 400
    edit.setText("100")
    edit.textEdited.emit(edit.text())
    window.editor.set_preset("lora")
    for part in (field(window, "method.rank"), row(window, "method.layers").field):
        before = window.editor.choices.overrides
        part.setFocus()
        turn_wheel(part)
        assert window.editor.choices.overrides == before


def turn_wheel(part: QWidget) -> None:
    middle = QPointF(part.rect().center())
    event = QWheelEvent(
        middle, part.mapToGlobal(middle), QPoint(0, 120), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(part, event)


def test_choices_and_switches(window: MainWindow, qtbot: QtBot) -> None:
    window.editor.set_preset("lora")
    layers = row(window, "method.layers").field
    assert isinstance(layers, ChoiceField)
    assert layers.accessibleName() == "Layers that learn: Attention"
    layers.menu().actions()[2].trigger()
    assert window.editor.choices.value("method", "layers") == "convolutions"
    assert layers.text() == "Convolutions as well"
    assert "data.num_class_images" not in window.preset.advanced.form.names
    prior = row(window, "data.prior_preservation").field
    assert isinstance(prior, Toggle)
    prior.setFocus()
    qtbot.keyClick(prior, Qt.Key.Key_Space)
    qtbot.waitUntil(row(window, "data.num_class_images").isVisible)
    assert prior.hasFocus()


def test_every_field_has_a_name_and_can_be_reached_by_keyboard(window: MainWindow) -> None:
    for method in METHODS:
        window.editor.set_preset(method)
        for name in window.preset.advanced.form.names:
            shown = row(window, name)
            assert shown.field.accessibleName(), name
            assert shown.field.focusPolicy() & Qt.FocusPolicy.TabFocus
            assert shown._description.text().strip().endswith(".")


@pytest.mark.prove
def test_a_real_engine_learns_with_the_changes(
    window: MainWindow, qtbot: QtBot, workspace: Path
) -> None:
    type_into(window, qtbot, "training.max_train_steps", "7")
    window.editor.choices.set_overrides(
        {
            "sampling.sample_every": 7,
            "sampling.num_inference_steps": 1,
            "evaluation.time_share": 0.0,
        }
    )
    window.bar.primary.click()
    qtbot.waitUntil(lambda: window.page is window.train)
    qtbot.waitUntil(
        lambda: window.run is not None and window.run.state == "finished", timeout=90_000
    )
    assert window.run is not None and (window.run.step, window.run.kept_steps) == (7, (0, 7))
    config: RunConfig = read_run_config(ConceptFolder(workspace / "pallas_cat").runs()[-1])
    assert (config.training.max_train_steps, config.sampling.sample_every) == (7, 7)
    assert (config.preset, config.training.learning_rate) == ("textual_inversion", 0.02)


def test_opening_a_concept_offers_what_its_last_run_changed(
    make_window: MakeWindow, workspace: Path
) -> None:
    run = record_run(record_concept(workspace), total=42)
    window = make_window()
    window.open_concept(str(run.folder.concept.path))
    assert window.editor.choices.value("training", "max_train_steps") == 42
    assert "training.lr_scheduler" in window.editor.choices.overrides
    window.navigation.start_new()
    assert window.editor.choices.overrides == {}


@pytest.mark.parametrize("field", [field.name for field in FORM])
def test_every_value_of_a_preset_can_be_shown_and_typed_again(field: str, qapp: object) -> None:
    for method in METHODS:
        values = preset_values(load_preset(method), "sd1")
        if field not in values:
            continue
        info = field_info(field, method)
        kind = field_kind(field, info)
        text = value_text(field, kind, values[field])
        if kind not in ("choice", "switch"):
            assert parse(kind, text) == values[field]
        table, _, name = field.partition(".")
        model = settings_tables(method)[table]
        for steps in (-10, -1, 1, 10):
            moved = stepped(field, kind, values, info, steps)
            if moved and kind in ("whole", "number") and field != "training.learning_rate":
                model.__pydantic_validator__.validate_assignment(
                    model.model_construct(), name, moved
                )


def test_numbers_as_people_write_them(qapp: object) -> None:
    assert [parse("rate", text) for text in ("5e-4", "0,0005", " 0.0005 ")] == [5e-4] * 3
    assert [parse("whole", text) for text in ("2,000", "2 000", "2\u202f000")] == [2000] * 3
    assert parse("list", "1, 2, 1") == parse("list", "1; 2; 1") == (1.0, 2.0, 1.0)
    assert parse("list", "0,5; 1") == (0.5, 1.0)
    assert [parse("whole", text) for text in ("2.5", "2,5", "2,0000")] == ["2.5", "2,5", "2,0000"]
    assert parse("whole", "1,000,000") == 1_000_000
    assert value_text("training.learning_rate", "rate", 5e-5) == "5e-5"
    assert value_text("training.learning_rate", "rate", 0.005) == "0.005"
    QLocale.setDefault(QLocale("ru"))
    assert value_text("training.learning_rate", "rate", 0.005) == "0,005"
    assert parse("rate", "0,005") == 0.005
    assert parse("whole", value_text("x", "whole", 2000)) == 2000
