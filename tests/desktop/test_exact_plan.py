"""A model that no table knows: the engine is asked meanwhile, and its answer takes the place."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.facts import EngineFact, report_of
from desktop.main_window import MainWindow
from desktop.models.presets import PresetCard
from desktop.stages import PRESET
from tests.desktop.recorder import record_concept
from tests.model_files.write import write_checkpoint
from training.contract.errors import ManulError
from training.contract.outlook import CardHere

MakeWindow = Callable[..., MainWindow]


def chosen(window: MainWindow) -> PresetCard:
    card = window.presets.card(window.editor.preset)
    assert card is not None
    return card


def verdict(window: MainWindow) -> str:
    memory = chosen(window).memory
    return memory.verdict if memory else ""


@pytest.mark.prove
def test_the_engine_answers_what_no_table_knows(
    make_window: MakeWindow, workspace: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    model = write_checkpoint(tmp_path / "small.safetensors", "sd1")
    concept = record_concept(workspace)
    window = make_window()
    window.open_concept(str(concept.path))
    window.show_stage(PRESET)
    window.editor.set_base_model(str(model))
    window.editor.set_preset("lora")
    window.editor.choices.set_override("method", "rank", 24)
    qtbot.waitUntil(lambda: verdict(window) == "Being worked out")
    assert window.bar.primary.isEnabled()
    qtbot.waitUntil(lambda: "Needs a card of 6" in verdict(window), timeout=60_000)
    outlook = chosen(window).outlook
    assert outlook is not None and outlook.plan.source == "traced"
    assert outlook.least_gigabytes == 6


def test_what_the_engine_cannot_tell_is_said_and_a_late_answer_is_dropped(
    make_window: MakeWindow, workspace: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    model = write_checkpoint(tmp_path / "small.safetensors", "sd1")
    concept = record_concept(workspace)
    window = make_window()
    window._engine._set_fact(EngineFact(here=True))
    asked: list[Callable[..., object]] = []

    def plan(config: object, card: CardHere | None, *told: Callable[..., object]) -> None:
        asked.extend(told)

    window._engine.plan = plan  # type: ignore[assignment]
    window.open_concept(str(concept.path))
    window.show_stage(PRESET)
    window.editor.set_base_model(str(model))
    window.editor.set_preset("lora")
    qtbot.waitUntil(lambda: len(asked) == 2)
    asked[1](report_of(ManulError("engine_missing", package="torch")))
    assert verdict(window) == "Worked out before it starts"
    memory = chosen(window).memory
    assert memory is not None and "torch" in memory.remark
    window.editor.choices.set_override("method", "rank", 24)
    late = asked[1]
    late(report_of(ManulError("engine_missing", package="another")))
    memory = chosen(window).memory
    assert memory is not None and "another" not in memory.remark
