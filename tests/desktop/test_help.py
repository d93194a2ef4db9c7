"""The help: both languages alike, every link leads somewhere, F1 opens the right page."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot

from desktop.help_dialog import FOLDER, PAGES, help_text
from desktop.languages import LANGUAGES
from desktop.main_window import MainWindow
from desktop.stages import EXPORT, TRAIN
from tests.desktop.recorder import record_concept, record_run

MakeWindow = Callable[..., MainWindow]
# Words of the window that a page names.
NAMED = {
    "library": {"Teach": "Учить"},
    "images": {"Blurred": "Размыто", "Nearly the same": "Почти такая же"},
    "preset": {"Fits": "Помещается", "Tight": "Впритык", "Does not fit": "Не помещается"},
    "train": {"Save diagnostics": "Сохранить диагностику"},
    "export": {"Copy": "Копировать"},
}


@pytest.mark.quick
def test_every_language_has_every_page_with_the_same_parts() -> None:
    for language in LANGUAGES:
        assert {path.stem for path in (FOLDER / language).glob("*.md")} == set(PAGES)
    for page in PAGES:
        shapes = []
        for language in LANGUAGES:
            text = help_text(page, language)
            links = re.findall(r"\]\(([^)]+)\)", text)
            assert {link.removesuffix(".md") for link in links} <= set(PAGES)
            assert len(text.split()) < 420, "a page or two, no book"
            shapes.append((re.findall(r"(?m)^#+", text), links, text.count("\n|")))
        assert shapes[0] == shapes[1], page


@pytest.mark.quick
@pytest.mark.parametrize("page", NAMED)
def test_pages_say_what_the_buttons_say(page: str) -> None:
    source = (FOLDER.parent / "translations" / "manul_ru.ts").read_text(encoding="utf-8")
    pairs = dict(re.findall(r"<source>([^<]*)</source>\s*<translation>([^<]*)<", source))
    for english, russian in NAMED[page].items():
        assert pairs.get(english) == russian
        assert english in help_text(page, "en") and russian in help_text(page, "ru")


def test_f1_opens_the_page_at_hand(make_window: MakeWindow, qtbot: QtBot, workspace: Path) -> None:
    run = record_run(record_concept(workspace), total=20, every=10)
    run.start()
    run.learn(10)
    run.stop()
    window = make_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    dialog = window.help_actions.dialog
    assert dialog is not None and dialog.isVisible()
    assert (dialog.page, dialog.text.toPlainText().split("\n")[0]) == ("library", "Library")
    window.open_run(run.key)
    for stage in range(EXPORT + 1):
        window.show_stage(stage)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.keyClick(window, Qt.Key.Key_F1)
        assert dialog.page == PAGES[stage + 1]
    window.show_stage(TRAIN)
    qtbot.mouseClick(window.rail.help, Qt.MouseButton.LeftButton)
    assert dialog.page == "train"
    dialog.text.anchorClicked.emit(QUrl("export.md"))
    assert dialog.page == "export"
    window.settings_actions.set_language("ru")
    qtbot.waitUntil(lambda: dialog.text.toPlainText().startswith("Экспорт"))
    dialog.close()
