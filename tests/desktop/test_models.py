"""Every model keeps Qt's rules and says what changed, and only that."""

import importlib
import pkgutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

import desktop.models
from desktop.facts import (
    ConceptFact,
    RunFact,
    SampleFact,
    StepFact,
    SuggestionFact,
    WarningFact,
)
from desktop.models.facts_list import FactRole, concept_list, run_list, step_list
from desktop.models.freeable import FreeableModel
from desktop.models.gallery import GalleryModel, GalleryRole, columns_of
from desktop.models.library_order import LibraryOrder
from desktop.models.pictures import PictureListModel
from desktop.models.presets import PresetListModel, PresetRole
from desktop.models.prompts import PromptListModel
from desktop.picture_history import Picture
from training.contract.free_space import Freeable
from training.contract.layout import RunFolder
from training.contract.messages import say

pytestmark = pytest.mark.quick


def a_run(**values: Any) -> RunFact:
    bare = RunFact(key="r", concept_key="c", concept_name="cup", number=1, state="running")
    return replace(
        bare, prompts=("a cup", "a drawing of a cup"), sample_every=10, max_train_steps=40, **values
    )


def a_sample(step: int, row: int, version: float = 1.0) -> SampleFact:
    return SampleFact(step, row, f"prompt {row}", Path(f"{step}-{row}.png"), version)


def a_concept(key: str) -> ConceptFact:
    return ConceptFact(key=key, name=key, kind="object", initializer_token="", pictures=(), runs=())


def test_fact_lists(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    concepts, runs, steps = concept_list(), run_list(), step_list()
    for model in (concepts, runs, steps):
        qtmodeltester.check(model)
    concepts.set_facts([a_concept("a"), a_concept("b")])
    assert concepts.rowCount() == 3
    assert concepts.index(0).data(FactRole.IS_NEW_TILE)
    with qtbot.assertNotEmitted(concepts.dataChanged):
        concepts.set_facts([a_concept("a"), a_concept("b")])
    with qtbot.waitSignal(concepts.dataChanged), qtbot.assertNotEmitted(concepts.modelReset):
        concepts.set_facts([a_concept("a"), replace(a_concept("b"), kind="style")])
    with qtbot.waitSignal(runs.modelReset):
        runs.set_facts([a_run()])
    assert runs.index(0).data() == "cup, Run 1, Teaching, step 0 of 40"
    steps.set_facts([StepFact(0), StepFact(1500), StepFact(2000, is_suggested=True)])
    assert steps.index(1).data() == "1,500"
    assert steps.index(2).data() == "Step 2,000 is the one to keep"


def test_gallery_marks_the_step_to_keep_and_where_it_became_too_much() -> None:
    samples = tuple(a_sample(step, 0) for step in (0, 10, 20, 30))
    warning = WarningFact(14, True, say("warning.class", step=14, percent=30))
    star = SuggestionFact(10, (say("suggestion.no_likeness"),))
    model = GalleryModel()
    model.set_run(
        a_run(samples=samples, kept_steps=(0, 10, 20), suggestion=star, warnings=(warning,))
    )
    across = Qt.Orientation.Horizontal
    signs = [model.headerData(column, across, GalleryRole.SIGN) for column in range(4)]
    assert signs == ["", "star-fill", "warning-fill", ""]
    tips = [model.headerData(column, across, Qt.ItemDataRole.ToolTipRole) for column in range(4)]
    assert tips[0] is tips[3] is None
    assert "DINO" in tips[1] and "30 %" in tips[2]
    assert model.suggested_column() == 1
    assert "The step to keep" in model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    # A full model whose file has gone cannot be taken any more.
    model.set_run(a_run(samples=samples, kept_steps=(0, 20), suggestion=star))
    assert model.suggested_column() == -1
    assert model.headerData(1, across, GalleryRole.SIGN) == ""


def test_gallery_has_columns_for_what_is_to_come(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    model = GalleryModel()
    qtmodeltester.check(model)
    model.set_run(a_run(samples=(a_sample(0, 0), a_sample(0, 1), a_sample(10, 0)), step=10))
    assert model.steps == [0, 10, 20, 30, 40]
    qtmodeltester.check(model)
    assert model.next_column() == 1
    assert model.last_sampled_column() == 1
    assert model.index(1, 1).data(GalleryRole.SAMPLE) is None
    samples = tuple(a_sample(step, row) for step in (0, 10) for row in (0, 1))
    with qtbot.waitSignal(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        model.set_run(a_run(samples=samples, step=12, step_seconds=0.5))
    assert model.next_column() == 2
    assert model.index(0, 2).data(GalleryRole.SECONDS_UNTIL) == 4.0
    with qtbot.waitSignal(model.columnsInserted), qtbot.assertNotEmitted(model.modelReset):
        model.set_run(a_run(samples=(*samples, a_sample(17, 0)), step=17))
    assert model.steps == [0, 10, 17, 20, 30, 40]
    model.set_run(None)
    assert model.rowCount() == model.columnCount() == 0


def test_a_finished_run_has_no_empty_columns() -> None:
    run = a_run(samples=(a_sample(0, 0), a_sample(40, 0)))
    assert columns_of(replace(run, state="finished")) == [0, 40]
    assert columns_of(replace(run, sample_every=1, max_train_steps=100_000)) == [0, 40, 41]


def test_presets(qtmodeltester: ModelTester) -> None:
    model = PresetListModel()
    qtmodeltester.check(model)
    model.set_family("demo")
    qtmodeltester.check(model)
    card = model.index(model.row_of("quick_look")).data(PresetRole.CARD)
    assert (card.method, card.steps, card.resolution) == ("textual_inversion", 40, 64)
    assert model.card("no such preset") is None


def test_the_library_s_order_keeps_what_is_chosen(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    source = concept_list()
    order = LibraryOrder(source)
    qtmodeltester.check(order)
    sizes = {"a": 3, "b": 5, "c": None}
    facts = [
        replace(a_concept(key), kind="style", size=size, changed_at=at)
        for at, (key, size) in enumerate(sizes.items())
    ]
    source.set_facts(facts)
    shown = lambda: [order.key_at(order.index(row, 0)) for row in range(order.rowCount())]  # noqa: E731
    assert shown() == ["", "c", "b", "a"], "the tile, then what was used last"
    chosen = QPersistentModelIndex(order.index(1, 0))
    with qtbot.assertNotEmitted(order.modelReset):
        order.set_order("size")
        assert shown() == ["", "b", "a", "c"]
        order.set_order("name")
        source.set_facts([facts[0], replace(facts[1], runs=(a_run(),)), facts[2]])
        order.set_order("used")
    assert shown() == ["", "b", "c", "a"], "what is being taught is in use"
    assert chosen.row() == 2
    order.search("B")
    assert shown() == ["b"]
    qtmodeltester.check(order)


def test_what_can_go(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    model = FreeableModel()
    qtmodeltester.check(model)
    run = RunFolder(Path("runs/0001-lora"))
    items = [Freeable("states", 30, run), Freeable("step", 20, run, 10)]
    model.set_items(
        [("All", [Freeable("cache", 5)]), ("Run 1", [*items, Freeable("last_state", 7, run)])]
    )
    qtmodeltester.check(model)
    assert model.chosen_bytes == 35, "what is made again, and what nobody needs"
    box = Qt.ItemDataRole.CheckStateRole
    heads = [model.index(0), model.index(2)]
    partly, checked = Qt.CheckState.PartiallyChecked, Qt.CheckState.Checked
    assert [head.data(box) for head in heads] == [checked, partly]
    with qtbot.waitSignal(model.chosen_changed):
        assert model.setData(heads[1], checked, box)
    assert model.chosen_bytes == 55 and not model.ends_a_run
    assert heads[1].data(box) == checked
    model.setData(model.index(5), checked, box)
    assert model.ends_a_run
    model.setData(heads[1], Qt.CheckState.Unchecked, box)
    assert model.chosen_bytes == 5
    said = model.index(5).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("What the newest step needs to go on, Without it")


def test_every_model_keeps_qt_s_rules(qtmodeltester: ModelTester) -> None:
    """Those that come later too: whoever adds one says here what fills it."""
    prompts, pictures, presets = PromptListModel(), PictureListModel(), PresetListModel()
    prompts.show(("a {}", "b {}"), "cup")
    pictures.set_pictures((Picture(Path("1.png"), "1.png"),))
    presets.set_family("sd1")
    gallery, steps, freeable = GalleryModel(), step_list(), FreeableModel()
    gallery.set_run(a_run(samples=(a_sample(0, 0),)))
    steps.set_facts([StepFact(0)])
    freeable.set_items([("Run 1", [Freeable("states", 30)])])
    concepts = concept_list()
    concepts.set_facts([a_concept("a")])
    filled = [prompts, pictures, presets, gallery, steps, freeable, LibraryOrder(concepts)]
    for model in filled:
        assert model.rowCount() > 0
        qtmodeltester.check(model)
    known = {type(model) for model in filled}
    for module in pkgutil.iter_modules(desktop.models.__path__):
        content = vars(importlib.import_module(f"desktop.models.{module.name}"))
        there = {kind for kind in content.values() if isinstance(kind, type)}
        mine = {kind for kind in there if kind.__module__.startswith("desktop.models")}
        assert {kind for kind in mine if issubclass(kind, QAbstractItemModel)} <= known
