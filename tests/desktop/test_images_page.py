"""The page Images: crop, captions, switches, removal and undo, on a draft and in a folder."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop import picture_files
from desktop.main_window import MainWindow
from desktop.models.picture_items import PictureItem
from desktop.pages.captions_dialog import CaptionsDialog
from desktop.stages import IMAGES
from tests.desktop.drawn_pictures import photo
from tests.desktop.recorder import record_concept, record_run
from training.contract.captions import read_caption
from training.contract.concept import ImageList
from training.contract.concept_folder import read_images
from training.contract.errors import ManulError
from training.contract.layout import ConceptFolder
from training.contract.picture_edits import removed_files
from training.contract.runs import used_images
from training.contract.toml_file import write_model

MakeWindow = Callable[..., MainWindow]
KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def hashes(folder: Path) -> dict[str, bytes]:
    return {p.name: hashlib.sha256(p.read_bytes()).digest() for p in sorted(folder.iterdir())}


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """The user's own: three pictures, one with a caption."""
    folder = tmp_path / "Мои фото"
    for number in range(3):
        photo(folder / f"{number}.png", number, size=(150, 100))
    (folder / "1.txt").write_text("on a rock\n", encoding="utf-8")
    return folder


@pytest.fixture
def draft(make_window: MakeWindow, qtbot: QtBot, photos: Path) -> MainWindow:
    window = make_window()
    window.take_pictures([photos])
    judged(window, qtbot, 3)
    return window


@pytest.fixture
def opened(make_window: MakeWindow, qtbot: QtBot, workspace: Path) -> MainWindow:
    """The bundled concept, six pictures with captions, in its folder."""
    record_concept(workspace)
    window = make_window()
    window.open_concept(window._engine.concepts[0].key)
    judged(window, qtbot, 6)
    return window


def judged(window: MainWindow, qtbot: QtBot, count: int) -> None:
    model = window.editor.pictures
    qtbot.waitUntil(lambda: len(model.items) == model.judged == count)


def folder_of(window: MainWindow) -> ConceptFolder:
    assert window.editor.key is not None
    return ConceptFolder(Path(window.editor.key))


def choose(window: MainWindow, *rows: int) -> list[PictureItem]:
    view, model = window.images.tiles, window.editor.pictures
    view.clearSelection()
    for row in rows:
        flag = view.selectionModel().SelectionFlag.Select
        view.selectionModel().select(model.index(row), flag)
    return [model.items[row] for row in rows]


def written(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.editor.edits.is_settled)


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, modifier: str = "Control") -> None:
    window.images.tiles.setFocus()
    modifiers = {
        "Control": Qt.KeyboardModifier.ControlModifier,
        "Shift+Control": Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        "": Qt.KeyboardModifier.NoModifier,
    }[modifier]
    qtbot.keyClick(window.images.tiles, key, modifiers)


def test_the_frame_is_dragged_pulled_and_moved_by_keys(draft: MainWindow, qtbot: QtBot) -> None:
    window = draft
    choose(window, 0)
    frame, edits = window.images.inspector.crop, window.editor.edits
    frame.resize(300, 200)
    corner = frame.frame_rect().bottomRight().toPoint()
    qtbot.mousePress(frame, LEFT, pos=corner - QPoint(1, 1))
    qtbot.mouseMove(frame, corner - QPoint(81, 81))
    qtbot.mouseRelease(frame, LEFT, pos=corner - QPoint(81, 81))
    left, top, right, bottom = edits.pictures[0].entry.crop or (0, 0, 0, 0)
    assert (right - left) * 150 == pytest.approx((bottom - top) * 100, abs=0.01), "a square"
    assert (right - left) * 150 == pytest.approx(60, abs=2)
    assert window.images.inspector._crop_fact.text().startswith("60 px square, taught at 64: too")
    assert [said.key for said in window.editor.pictures.items[0].problems] == [
        "picture.crop_too_small"
    ]
    middle = frame.frame_rect().center().toPoint()
    qtbot.mousePress(frame, LEFT, pos=middle)
    qtbot.mouseMove(frame, middle + QPoint(20, -400))
    qtbot.mouseRelease(frame, LEFT, pos=middle + QPoint(20, -400))
    moved = edits.pictures[0].entry.crop
    assert moved is not None and moved[1] == 0 and moved[0] > left
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Plus):
        qtbot.keyClick(frame, key)
    frame.flush()
    larger = edits.pictures[0].entry.crop
    assert larger is not None and larger[3] - larger[1] > moved[3] - moved[1]
    assert frame.accessibleName() and frame.accessibleDescription()
    qtbot.mouseClick(window.images.inspector.whole, LEFT)
    assert edits.pictures[0].entry.crop is None
    for expected in (larger, moved, (left, top, right, bottom), None):
        window.images.undo()
        assert edits.pictures[0].entry.crop == expected
    assert not edits.history.undo() or edits.history.pictures == (), "before that they were added"


def test_a_mirrored_picture_is_cropped_as_it_is_seen(draft: MainWindow) -> None:
    window = draft
    (item,) = choose(window, 0)
    window.editor.edits.set_crops({item.path: (0.0, 0.0, 0.4, 0.6)})
    window.editor.edits.set_mirror([item.path], True)
    frame = window.images.inspector.crop
    assert frame.frame_rect().right() == pytest.approx(frame.picture_rect().right())
    assert frame.crop() == (0.0, 0.0, 0.4, 0.6)


def test_a_square_is_suggested_for_one_and_for_many_as_one_step(
    draft: MainWindow, qtbot: QtBot
) -> None:
    window, edits = draft, draft.editor.edits
    window.editor.pictures.set_resolution(50)
    choose(window, 0)
    with qtbot.waitSignal(window.images._suggestions.suggested):
        qtbot.mouseClick(window.images.inspector.suggest, LEFT)
    left, top, right, bottom = edits.pictures[0].entry.crop or (0, 0, 0, 0)
    assert 50 <= (right - left) * 150 + 1e-6 == pytest.approx((bottom - top) * 100, abs=0.01)
    choose(window, 0, 1, 2)
    with qtbot.waitSignal(window.images._suggestions.suggested):
        qtbot.mouseClick(window.images.panel.batch.suggest, LEFT)
    assert all(picture.entry.crop for picture in edits.pictures)
    window.images.undo()
    assert [bool(picture.entry.crop) for picture in edits.pictures] == [True, False, False]


def test_a_draft_s_decisions_reach_the_concept_and_can_still_be_undone(
    draft: MainWindow, qtbot: QtBot, photos: Path
) -> None:
    window, edits, before = draft, draft.editor.edits, hashes(photos)
    paths = [item.path for item in window.editor.pictures.items]
    assert [item.caption for item in window.editor.pictures.items] == ["", "on a rock", ""]
    edits.set_crops({paths[0]: (0.0, 0.0, 0.6, 0.9)})
    edits.set_mirror(paths[:1], True)
    edits.set_captions({paths[0]: " in the\n grass ", paths[1]: ""})
    edits.set_excluded(paths[2:], True)
    window.editor.set_name("blue_cup")
    window.editor.save()
    qtbot.waitUntil(lambda: window.editor.key is not None)
    concept = folder_of(window)
    assert [(e.crop, e.mirror, e.excluded) for e in read_images(concept).images] == [
        ((0.0, 0.0, 0.6, 0.9), True, False), (None, False, False), (None, False, True)
    ]  # fmt: skip
    used = used_images(concept)
    assert {i.original_name: i.caption for i in used} == {"0.png": "in the grass", "1.png": ""}
    assert window.editor.pictures.judged == 3, "none is looked at again"
    window.images.undo()
    window.images.undo()
    written(window, qtbot)
    assert [e.excluded for e in read_images(concept).images] == [False] * 3
    assert read_caption(concept.images / "0002-1.png") == "on a rock"
    edits.remove([item.path for item in window.editor.pictures.items[:2]])
    window.take_pictures([photos])
    qtbot.waitUntil(lambda: len(window.editor.pictures.items) == 3 and edits.is_settled)
    window.images.undo()
    window.images.undo()
    written(window, qtbot)
    assert len(read_images(concept).images) == 3
    assert hashes(photos) == before, "the user's own files are as they were"


def test_what_comes_or_is_there_twice_while_the_concept_is_made(
    draft: MainWindow, qtbot: QtBot, photos: Path, tmp_path: Path
) -> None:
    window, model = draft, draft.editor.pictures
    shutil.copy(photos / "0.png", photos / "again.png")
    window.take_pictures([photos / "again.png"])
    judged(window, qtbot, 4)
    assert model.items[3].twin == "0.png"
    window.editor.set_name("blue_cup")
    window.editor.save()
    photo(tmp_path / "late.png", 7, size=(150, 100))
    window.take_pictures([tmp_path / "late.png"])
    qtbot.waitUntil(lambda: window.editor.key is not None and len(model.items) == 4)
    written(window, qtbot)
    assert [e.original_name for e in read_images(folder_of(window)).images] == [
        "0.png", "1.png", "2.png", "late.png"
    ]  # fmt: skip
    assert "“again.png” is already there as 0.png" in window.images.notice.accessibleName()


def test_typed_captions_keep_themselves(opened: MainWindow, qtbot: QtBot) -> None:
    window = opened
    concept, page = folder_of(window), window.images
    first, second = choose(window, 1)[0], window.editor.pictures.items[2]
    assert page.inspector.caption.toPlainText() == first.caption == "a drawing of {} on a green " \
        "background"  # fmt: skip
    page.inspector.caption.setFocus()
    page.inspector.caption.selectAll()
    qtbot.keyClicks(page.inspector.caption, "a cat in the snow")
    qtbot.waitUntil(lambda: read_caption(first.path) == "a cat in the snow")
    qtbot.keyClicks(page.inspector.caption, ", at dusk")
    window.editor.changed.emit()
    # Nothing is lost by choosing another picture at once, and it goes to the right one.
    choose(window, 2)
    written(window, qtbot)
    assert read_caption(first.path) == "a cat in the snow, at dusk"
    assert read_caption(second.path) == second.caption
    assert window.editor.pictures.index(1).data(Qt.ItemDataRole.AccessibleTextRole).endswith("dusk")
    choose(window, 1)
    page.undo()
    written(window, qtbot)
    assert read_caption(first.path) == first.caption, "one step for what was typed in a row"
    assert page.inspector.caption.toPlainText() == first.caption
    assert not list(concept.images.glob("*.tmp"))


def test_removed_pictures_come_back_byte_for_byte(opened: MainWindow, qtbot: QtBot) -> None:
    window = opened
    concept = folder_of(window)
    before = {p: p.read_bytes() for p in concept.images.iterdir() if p.is_file()}
    choose(window, 0, 3, 4)
    qtbot.mouseClick(window.images.panel.batch.remove, LEFT)
    assert len(window.editor.pictures.items) == 3
    written(window, qtbot)
    assert len(read_images(concept).images) == 3 and len(removed_files(concept)) == 6
    press(qtbot, window, KEY.Key_Z)
    written(window, qtbot)
    assert {p: p.read_bytes() for p in concept.images.iterdir() if p.is_file()} == before
    press(qtbot, window, KEY.Key_Y)
    written(window, qtbot)
    assert len(read_images(concept).images) == 3
    press(qtbot, window, KEY.Key_Z)
    press(qtbot, window, KEY.Key_Z, "Shift+Control")
    assert len(window.editor.pictures.items) == 3


def test_what_was_removed_goes_to_the_recycle_bin_next_time(
    opened: MainWindow, qtbot: QtBot, user_folders: Path
) -> None:
    window, trash = opened, user_folders / "data" / "Trash"
    trash.parent.mkdir()
    concept = folder_of(window)
    choose(window, 0)
    window.images.panel.remove()
    written(window, qtbot)
    window.show_library()
    window.open_concept(str(concept.path))
    assert window.editor.edits.history.last is not None, "a look at the library loses nothing"
    window.navigation.start_new()
    window.open_concept(str(concept.path))
    qtbot.waitUntil(lambda: removed_files(concept) == [])
    assert (trash / "files" / "0001-01.png").is_file()
    assert window.editor.edits.history.last is None


def test_a_full_disk_is_told_and_the_edit_can_be_done_again(
    opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened
    concept = folder_of(window)

    def full(*_: object) -> None:
        raise ManulError("disk_full", path=concept.path)

    with monkeypatch.context() as patch:
        patch.setattr(picture_files, "edit_pictures", full)
        choose(window, 0, 1)
        qtbot.mouseClick(window.images.panel.batch.leave_out, LEFT)
        assert len(window.editor.pictures.used) == 4
        qtbot.waitUntil(window.images.notice.isVisible)
    assert "full" in window.images.notice.accessibleName()
    assert len(window.editor.pictures.used) == 6, "as it is on the disk"
    qtbot.mouseClick(window.images.bar.redo, LEFT)
    written(window, qtbot)
    assert [e.excluded for e in read_images(concept).images].count(True) == 2


def test_many_captions_at_once_are_one_step(opened: MainWindow, qtbot: QtBot) -> None:
    window = opened
    concept = folder_of(window)
    old = [item.caption for item in window.editor.pictures.items]
    qtbot.mouseClick(window.images.captions, LEFT)
    (dialog,) = window.findChildren(CaptionsDialog)
    assert not dialog.apply.isEnabled()
    qtbot.mouseClick(dialog.ways["replace"], LEFT)
    qtbot.keyClicks(dialog.first, "drawing")
    qtbot.keyClicks(dialog.second, "painting")
    changing = sum("drawing" in caption for caption in old)
    assert dialog.count.text() == f"{changing} captions change."
    assert "painting" in dialog._after.text()
    qtbot.mouseClick(dialog.apply, LEFT)
    written(window, qtbot)
    new = [read_caption(concept.images / e.file) for e in read_images(concept).images]
    assert new == [caption.replace("drawing", "painting") for caption in old]
    window.images.undo()
    written(window, qtbot)
    assert [read_caption(concept.images / e.file) for e in read_images(concept).images] == old


def test_pictures_from_elsewhere_and_a_caption_written_by_hand(
    opened: MainWindow, qtbot: QtBot, photos: Path
) -> None:
    """Files that come, go and change while the window shows the concept."""
    window = opened
    concept, model = folder_of(window), window.editor.pictures
    gone = photos / "2.png"
    window.take_pictures([photos])
    qtbot.waitUntil(lambda: len(model.items) == 9)
    assert (last := window.editor.edits.history.last) is not None and last.count == 3
    gone.unlink()
    window.images.undo()
    written(window, qtbot)
    assert len(read_images(concept).images) == 6
    window.images.redo()
    written(window, qtbot)
    assert len(read_images(concept).images) == 9, "the copies are ours"
    window.take_pictures([gone])
    qtbot.waitUntil(window.images.notice.isVisible)
    assert "2.png" in window.images.notice.accessibleName()
    files = [entry.file for entry in read_images(concept).images]
    (concept.images / files[0]).with_suffix(".txt").write_text("by hand", encoding="utf-8")
    (concept.images / "images.toml").touch()
    qtbot.waitUntil(lambda: model.items[0].caption == "by hand")
    assert window.editor.edits.history.last is None


def test_edits_while_another_concept_is_opened_and_while_the_window_closes(
    opened: MainWindow, qtbot: QtBot
) -> None:
    window = opened
    concept = folder_of(window)
    paths = [item.path for item in window.editor.pictures.items]
    window.editor.edits.set_mirror(paths[:1], True)
    window.editor.edits.set_mirror(paths[1:2], True)
    window.navigation.start_new()
    qtbot.waitUntil(
        lambda: [e.mirror for e in read_images(concept).images][:3] == [True, True, False]
    )
    window.open_concept(str(concept.path))
    choose(window, 2)
    qtbot.keyClicks(window.images.inspector.caption, "typed last, ")
    with qtbot.waitSignal(window.closed):
        window.close()
    assert "typed last" in read_caption(paths[2])


def test_another_picture_under_the_same_name_is_shown_as_it_is(
    opened: MainWindow, qtbot: QtBot, workspace: Path
) -> None:
    """A concept was deleted, and another one made that has its name."""
    window, concept = opened, folder_of(opened)

    def seen() -> QColor | None:
        choose(window, 0)
        pixmap = window.images.inspector.crop._pixmap
        return pixmap.toImage().pixelColor(0, 0) if pixmap is not None else None

    qtbot.waitUntil(lambda: seen() is not None)
    window.show_library()
    shutil.rmtree(concept.path)
    window.navigation.start_new()
    record_concept(workspace)
    images = read_images(concept)
    first = concept.images / images.images[0].file
    Image.new("RGB", (64, 64), (1, 2, 3)).save(first)
    sha256 = hashlib.sha256(first.read_bytes()).hexdigest()
    other = images.images[0].model_copy(update={"sha256": sha256})
    write_model(concept.image_list, ImageList(images=(other, *images.images[1:])))
    seen_again: list[bool] = []
    window._engine.when_looked(lambda: seen_again.append(True))
    qtbot.waitUntil(lambda: bool(seen_again))
    window.open_concept(str(concept.path))
    qtbot.waitUntil(lambda: seen() == QColor(1, 2, 3))


def test_another_concept_is_shown_whole(draft: MainWindow, qtbot: QtBot) -> None:
    bar = draft.images.bar
    qtbot.mouseClick(bar.filters["no_caption"], LEFT)
    assert draft.editor.pictures.filter == "no_caption"
    draft.navigation.start_new()
    assert draft.editor.pictures.filter == "all"
    assert [which for which, made in bar.filters.items() if made.isChecked()] == ["all"]


def test_filters_keys_and_names(draft: MainWindow, qtbot: QtBot) -> None:
    window, bar = draft, draft.images.bar
    assert bar.filters["no_caption"].accessibleName().endswith("2")
    assert not bar.filters["left_out"].isVisible()
    choose(window, 0)
    press(qtbot, window, KEY.Key_Delete, "")
    assert bar.filters["left_out"].isVisible()
    qtbot.mouseClick(bar.filters["left_out"], LEFT)
    assert window.editor.pictures.rowCount() == 2
    assert [item.title for item in window.images._selected()] == ["0.png"], "still chosen"
    qtbot.mouseClick(bar.filters["all"], LEFT)
    bar._orders.actions()[1].trigger()
    assert bar.sort.accessibleName() == "Order: By name"
    press(qtbot, window, KEY.Key_A)
    assert window.images.panel.batch.isVisible()
    buttons = window.images.panel.findChildren(QPushButton)
    assert all(button.accessibleName() for button in buttons if button.isVisible())


def test_while_it_is_taught_the_page_says_what_edits_change(
    make_window: MakeWindow, workspace: Path
) -> None:
    run = record_run(record_concept(workspace))
    run.start()
    window = make_window()
    window.open_run(run.key)
    window.show_stage(IMAGES)
    assert "counts from the next one" in window.images.taught.text()
    run.let_go()


def test_all_formats_are_judged_shown_and_copied(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    picture = photo(tmp_path / "source" / "a.png", 1, size=(150, 100))
    formats = tmp_path / "formats"
    formats.mkdir()
    for number, (suffix, name) in enumerate(
        [(".heic", "HEIF"), (".webp", "WEBP"), (".avif", "AVIF"), (".tiff", "TIFF")]
    ):
        picture.rotate(3 * number).save(formats / f"a{suffix}", format=name)
    before = hashes(formats)
    window = make_window()
    window.resize(QSize(1440, 900))
    window.take_pictures([formats])
    judged(window, qtbot, 4)
    items = window.editor.pictures.items
    assert {item.size for item in items} == {(150, 100)}
    assert not any(item.is_broken for item in items)
    window.images.tiles.grab()
    qtbot.waitUntil(lambda: len(window.thumbnails._kept) >= 4)
    assert all(pixmap is not None for pixmap in window.thumbnails._kept.values())
    window.editor.edits.set_mirror([item.path for item in items], True)
    window.editor.set_name("all_formats")
    window.editor.save()
    qtbot.waitUntil(lambda: window.editor.key is not None)
    copies = {entry.original_name: entry.file for entry in read_images(folder_of(window)).images}
    assert sorted(Path(file).suffix for file in copies.values()) == [
        ".avif", ".heic", ".tif", ".webp"
    ]  # fmt: skip
    assert hashes(formats) == before
