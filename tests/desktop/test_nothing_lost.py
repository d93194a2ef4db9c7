"""What the user has done reaches the disk, however the page, the concept or the window is left."""

import errno
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop import concept_files, picture_files, workspace_choice
from desktop.ask_dialog import AskDialog
from desktop.main_window import MainWindow
from desktop.stages import CONCEPT, PRESET
from desktop.workspace_choice import WorkspaceFact
from tests.desktop.drawn_pictures import photo
from tests.desktop.recorder import DEMO, record_concept, record_run
from training.contract.concept import Concept
from training.contract.concept_changes import duplicate_concept
from training.contract.concept_folder import read_concept, read_images
from training.contract.layout import ConceptFolder
from training.contract.toml_file import write_model

MakeWindow = Callable[..., MainWindow]
PROMPT = "a photo of a thing"


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot, workspace: Path) -> MainWindow:
    """The bundled concept, opened."""
    record_concept(workspace)
    made = make_window()
    made.open_concept(made._engine.concepts[0].key)
    qtbot.waitUntil(lambda: made.editor.pictures.judged == 6)
    return made


@pytest.fixture
def folder(window: MainWindow) -> ConceptFolder:
    assert window.editor.key is not None
    return ConceptFolder(Path(window.editor.key))


def describe(window: MainWindow, qtbot: QtBot) -> None:
    window.show_stage(CONCEPT)
    qtbot.waitUntil(lambda: window.editor.model_info is not None)
    window.editor.set_class_prompt(PROMPT)


def draft(window: MainWindow, qtbot: QtBot, name: str) -> None:
    window.navigation.start_new()
    window.take_pictures([DEMO / "morning_cup" / "images"])
    qtbot.waitUntil(lambda: len(window.editor.pictures.used) == 5)
    window.editor.set_name(name)
    window.show_stage(CONCEPT)
    qtbot.waitUntil(lambda: window.editor.model_info is not None)


def look(window: MainWindow, qtbot: QtBot) -> None:
    """A look that begins now."""
    seen: list[bool] = []
    window._engine.when_looked(lambda: seen.append(True))
    qtbot.waitUntil(lambda: bool(seen))


class Held:
    """A function of the pool that waits until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
        self._real = getattr(module, name)
        self._gate = threading.Event()
        self.calls = 0
        monkeypatch.setattr(module, name, self._wait)

    def let_go(self) -> None:
        self._gate.set()

    def _wait(self, *arguments: Any) -> Any:
        self.calls += 1
        assert self._gate.wait(10)
        return self._real(*arguments)


def test_a_description_is_kept_when_the_window_closes(
    window: MainWindow, qtbot: QtBot, folder: ConceptFolder
) -> None:
    describe(window, qtbot)
    with qtbot.waitSignal(window.closed):
        window.close()
    assert read_concept(folder).class_prompt == PROMPT


def test_a_description_is_kept_when_another_concept_is_opened(
    window: MainWindow, qtbot: QtBot, folder: ConceptFolder
) -> None:
    other = duplicate_concept(folder, "other_cat")
    look(window, qtbot)
    describe(window, qtbot)
    window.open_concept(str(other.path))
    qtbot.waitUntil(lambda: read_concept(folder).class_prompt == PROMPT)
    assert read_concept(other).class_prompt != PROMPT


def test_a_description_is_kept_though_the_base_model_is_gone(
    window: MainWindow, qtbot: QtBot, folder: ConceptFolder, tmp_path: Path
) -> None:
    describe(window, qtbot)
    window.editor.set_base_model(str(tmp_path / "gone.safetensors"))
    qtbot.waitUntil(lambda: window.editor.model_problem() is not None)
    window.show_library()
    qtbot.waitUntil(lambda: read_concept(folder).class_prompt == PROMPT)


def test_what_others_wrote_into_a_description_stays(
    window: MainWindow, qtbot: QtBot, folder: ConceptFolder
) -> None:
    window.show_stage(CONCEPT)
    concept: Concept = read_concept(folder)
    write_model(folder.config, concept.changed(class_prompt=PROMPT))
    look(window, qtbot)
    assert window.concept.words.class_prompt.text() == PROMPT
    window.show_stage(PRESET)
    qtbot.waitUntil(lambda: window.editor.is_settled)
    assert read_concept(folder).class_prompt == PROMPT


def test_a_concept_is_made_once(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, workspace: Path
) -> None:
    draft(window, qtbot, "blue_cup")
    failures: list[object] = []
    window.editor.failed.connect(failures.append)
    making = Held(monkeypatch, concept_files, "make")
    window.concept.primary()
    window.show_stage(CONCEPT)
    window.concept.primary()
    qtbot.waitUntil(lambda: making.calls > 0)
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    window.close()
    assert not closed, "its pictures are being copied"
    making.let_go()
    qtbot.waitUntil(lambda: bool(closed))
    assert (making.calls, failures) == (1, [])
    assert read_concept(ConceptFolder(workspace / "blue_cup")).name == "blue_cup"


def test_pictures_that_wait_are_copied_before_the_window_closes(
    window: MainWindow, qtbot: QtBot, folder: ConceptFolder, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    for number in (1, 2):
        photo(tmp_path / f"{number}.png", number, size=(150, 100))
    copying = Held(monkeypatch, picture_files, "add")
    window.take_pictures([tmp_path / "1.png"])
    window.take_pictures([tmp_path / "2.png"])
    with qtbot.waitSignal(window.closed):
        window.close()
        copying.let_go()
    assert len(read_images(folder).images) == 8


def test_a_failure_while_closing_keeps_the_window_open(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    edits, closed = window.editor.edits, []
    window.closed.connect(lambda: closed.append(True))
    first = edits.pictures[0].path
    window.show_library()
    with monkeypatch.context() as patch:
        patch.setattr(picture_files, "edit", fail)
        edits.set_mirror([first], True)
        window.close()
        qtbot.waitUntil(window.library.notice.isVisible)
    edits.set_mirror([first], True)
    qtbot.waitUntil(lambda: window.editor.is_settled)
    assert edits.pictures[0].entry.mirror and not closed


def test_a_window_whose_concept_is_gone_tells_it_once_and_closes(
    window: MainWindow, qtbot: QtBot, folder: ConceptFolder
) -> None:
    describe(window, qtbot)
    shutil.rmtree(folder.path)
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    window.close()
    qtbot.waitUntil(window.concept.notice.isVisible)
    assert not closed
    window.close()
    assert closed


@pytest.mark.parametrize("what", ["concept", "run"])
def test_what_others_delete_is_left_with_a_sentence(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path, what: str
) -> None:
    run = record_run(record_concept(workspace))
    run.start()
    run.learn(20)
    run.finish()
    window = make_window()
    window.open_run(run.key)
    assert window.page is window.train
    shutil.rmtree(workspace / "pallas_cat" if what == "concept" else run.folder.path)
    window._engine.look()
    notice = window.library.notice
    qtbot.waitUntil(lambda: window.page is window.library and notice.isVisible())
    named = "“pallas_cat” is not" if what == "concept" else "Run 1 of “pallas_cat” is not"
    assert notice.accessibleName().startswith(named)
    assert window.run is None
    # Other folders where it never was are no loss.
    notice.hide()
    window.workspace_actions.take(str(workspace.parent / "elsewhere"))
    qtbot.waitUntil(lambda: window._engine.workspace.name == "elsewhere")
    assert not notice.isVisible()


def test_what_another_workspace_does_not_show_is_not_lost(
    window: MainWindow, qtbot: QtBot, workspace: Path
) -> None:
    """The folder around the former one, even."""
    assert window.page is window.images
    window.workspace_actions.take(str(workspace.parent))
    qtbot.waitUntil(lambda: window.page is window.library)
    assert window._engine.workspace == workspace.parent
    assert not window.library.notice.isVisible()


def test_only_the_folder_that_is_used_is_told_of(
    window: MainWindow, qtbot: QtBot, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look at a drive that sleeps ends after another one was chosen."""
    wakes, actions, seen = threading.Event(), window.workspace_actions, []
    look_at = workspace_choice.look_at

    def sleepily(folder: Path) -> WorkspaceFact:
        if folder == workspace:
            assert wakes.wait(60)
        return look_at(folder)

    monkeypatch.setattr(workspace_choice, "look_at", sleepily)
    actions.seen.connect(lambda fact: seen.append(fact.path))
    actions.look()
    actions.take(str(workspace.parent))
    qtbot.waitUntil(lambda: seen == [workspace.parent])
    wakes.set()
    qtbot.wait(200)
    assert seen == [workspace.parent]


def test_what_is_removed_at_once_can_come_back(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path, monkeypatch: pytest.MonkeyPatch,
    user_folders: Path,
) -> None:  # fmt: skip
    """What was removed earlier goes to the recycle bin when a concept is opened, and only that."""
    (user_folders / "data" / "Trash").parent.mkdir()
    record_concept(workspace)
    window = make_window()
    forgetting = Held(monkeypatch, picture_files, "forget_removed")
    window.open_concept(window._engine.concepts[0].key)
    qtbot.waitUntil(lambda: window.editor.pictures.judged == 6)
    edits = window.editor.edits
    first = edits.pictures[0].path
    edits.remove([first])
    qtbot.wait(400)
    forgetting.let_go()
    qtbot.waitUntil(lambda: edits.is_settled)
    assert not first.exists()
    edits.undo()
    qtbot.waitUntil(lambda: edits.is_settled)
    assert first.exists()


def test_a_name_written_before_it_was_given_counts(window: MainWindow, qtbot: QtBot) -> None:
    draft(window, qtbot, "")
    window.editor.set_sample_prompts(("a photo of {}", "blue_cup on a roof"))
    assert window.editor.nameless_prompt() == "blue_cup on a roof"
    window.editor.set_name("blue_cup")
    assert window.editor.nameless_prompt() == ""
    assert window.editor.description.sample_prompts[1] == "{} on a roof"
    shown = window.concept.samples.prompts
    assert shown.index(1).data(Qt.ItemDataRole.DisplayRole) == "blue_cup on a roof"


def answer(window: MainWindow, qtbot: QtBot, *, let_go: bool) -> None:
    dialog = window.findChild(AskDialog)
    assert isinstance(dialog, AskDialog)
    qtbot.mouseClick(dialog.yes if let_go else dialog.no, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(AskDialog) is None)


def test_pictures_without_a_name_are_asked_about(window: MainWindow, qtbot: QtBot) -> None:
    draft(window, qtbot, "")
    key = window._engine.concepts[0].key
    window.show_library()
    for wish in (
        window.library.new_requested.emit,
        lambda: window.library.concept_requested.emit(key),
    ):
        wish()
        answer(window, qtbot, let_go=False)
        assert len(window.editor.pictures.used) == 5
    window.take_pictures([DEMO / "pallas_cat" / "images"])
    qtbot.waitUntil(lambda: len(window.editor.pictures.used) == 11)
    window.show_library()
    window.library.concept_requested.emit(key)
    answer(window, qtbot, let_go=True)
    assert window.editor.key == key


def test_the_window_does_not_close_over_pictures_without_a_name(
    window: MainWindow, qtbot: QtBot
) -> None:
    draft(window, qtbot, "")
    window.close()
    assert window.isVisible()
    answer(window, qtbot, let_go=False)
    assert window.isVisible()
    window.close()
    answer(window, qtbot, let_go=True)
    qtbot.waitUntil(lambda: not window.isVisible())


def test_nothing_is_asked_where_nothing_would_be_lost(window: MainWindow, qtbot: QtBot) -> None:
    window.show_library()
    window.library.new_requested.emit()
    assert window.findChild(AskDialog) is None
    window.close()
    assert window.findChild(AskDialog) is None
