"""The list of pictures keeps Qt's rules, says what is unusual, filters and sorts."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.facts import PictureJudgement
from desktop.models.pictures import PictureListModel, PictureRole
from desktop.picture_history import Picture, Pictures
from training.contract.messages import say

pytestmark = pytest.mark.quick


def pictures(*names: str) -> Pictures:
    return tuple(Picture(Path("a", name), name) for name in names)


def seen(name: str, side: int = 64, *, look: int = 0, **values: object) -> PictureJudgement:
    return PictureJudgement(Path("a", name), side, side, look=look, **values)  # type: ignore[arg-type]


def shown(model: PictureListModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount() - 1)]


def test_rows_come_and_go(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    model = PictureListModel()
    qtmodeltester.check(model)
    assert model.rowCount() == 0
    two = pictures("1.png", "2.png")
    assert model.set_pictures(two) == [p.path for p in two]
    assert model.rowCount() == 3
    assert model.index(2).data(PictureRole.IS_ADD_TILE)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted):
        assert model.set_pictures(two + pictures("3.png")) == [Path("a/3.png")]
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.set_pictures((two[0].used(mirror=True), two[1], *pictures("3.png")))
    qtmodeltester.check(model)
    with qtbot.waitSignal(model.modelReset):
        model.set_pictures(two[1:])
    assert shown(model) == ["2.png"]
    model.show_only("no_caption")
    qtmodeltester.check(model)
    model.set_pictures(())
    assert model.rowCount() == 0
    qtmodeltester.check(model)


def test_problems_depend_on_resolution_crop_and_the_others() -> None:
    model = PictureListModel()
    one, two = pictures("1.png", "2.png")
    model.set_pictures((one, two))
    blurred = (say("picture.blurred"),)
    # Whichever is looked at first, the later one is the copy.
    model.set_judgements([seen("2.png", 800, look=5, problems=blurred)])
    model.set_judgements([seen("1.png", 300, look=5)])
    model.set_resolution(512)
    assert [[said.key for said in item.problems] for item in model.items] == [
        ["picture.too_small"], ["picture.blurred", "picture.near_duplicate"]
    ]  # fmt: skip
    assert model.items[1].twin == "1.png"
    model.set_resolution(64)
    assert model.items[0].problems == ()
    model.set_pictures((one.used(excluded=True), two.used(crop=(0, 0, 0.05, 0.05))))
    assert [said.key for said in model.items[1].problems] == [
        "picture.blurred", "picture.crop_too_small"
    ]  # fmt: skip
    assert [item.path for item in model.used] == [two.path]


def test_an_unreadable_picture_is_shown_and_not_used() -> None:
    model = PictureListModel()
    model.set_pictures(pictures("notes.txt"))
    unreadable = (say("picture.unreadable"),)
    model.set_judgements([PictureJudgement(Path("a/notes.txt"), problems=unreadable)])
    assert model.used == []
    assert "cannot be read" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_filters_and_orders() -> None:
    model = PictureListModel()
    b, a, c = pictures("b.png", "a.png", "c.png")
    c = replace(c.used(excluded=True), caption="in the snow")
    model.set_pictures((b, a, c))
    model.set_judgements([
        seen("a.png", 10), seen("b.png", 90, look=2**32 - 1), seen("c.png", 50, look=2**60),
    ])  # fmt: skip
    model.set_resolution(64)
    counts = [model.count(which) for which in ("all", "worth_a_look", "no_caption", "left_out")]
    assert counts == [3, 2, 2, 1]
    model.sort_by("name")
    assert shown(model) == ["a.png", "b.png", "c.png"]
    model.sort_by("size")
    assert shown(model) == ["b.png", "c.png", "a.png"]
    model.sort_by("arrival")
    model.show_only("no_caption")
    assert shown(model) == ["b.png", "a.png"]
    # Who writes a caption here does not lose the picture while typing.
    model.set_pictures((replace(b, caption="on a rock"), a, c))
    assert shown(model) == ["b.png", "a.png"]
    model.show_only("no_caption")
    assert shown(model) == ["a.png"]
    assert [index.row() for index in model.indexes_of([a.path, b.path])] == [0]


def test_what_was_found_goes_with_a_picture_that_is_copied() -> None:
    model = PictureListModel()
    draft, copy = pictures("IMG.jpg", "0001-IMG.png")
    model.set_pictures((draft,))
    wrong = say("picture.wrong_extension", format="PNG", extension=".jpg")
    model.set_judgements([seen("IMG.jpg", look=1, problems=(wrong, say("picture.blurred")))])
    model.rename({draft.path: copy.path})
    assert model.set_pictures((copy,)) == [], "not judged again"
    assert [said.key for said in model.items[0].problems] == ["picture.blurred"]
