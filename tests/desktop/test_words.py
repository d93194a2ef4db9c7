"""Both languages are complete; numbers and sentences follow the language; colours can be read."""

import re
import string
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtWidgets import QApplication

from desktop import words
from desktop.icons import load_glyphs
from desktop.languages import FOLDER, Languages
from desktop.theme import load_colors, make_stylesheet
from desktop.translations import stale
from training.contract.errors import ManulError
from training.contract.messages import MESSAGES, say
from training.contract.presets import load_preset, preset_names
from training.contract.setting_words import setting_sentences

NOT_A_PICTURE = next(key for key, text in MESSAGES.items() if text == "it is not a picture")
pytestmark = pytest.mark.quick


def messages(language: str) -> Iterator[tuple[str, ET.Element]]:
    """(context, message) of each entry."""
    for context in ET.parse(FOLDER / f"manul_{language}.ts").getroot().iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name", ""), message


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_sentence_is_translated_with_its_fields(language: str) -> None:
    for context, message in messages(language):
        source = message.findtext("source", "")
        translation = message.find("translation")
        assert translation is not None and translation.get("type") is None, (context, source)
        texts = [form.text for form in translation.iter("numerusform")] or [translation.text]
        for text in texts:
            assert text, (context, source)
            assert fields(text) == fields(source), (context, source, text)
            assert ("%n" in text) == ("%n" in source), (context, source, text)


def test_every_key_of_contract_and_presets_is_in_the_russian_file() -> None:
    known = {message.findtext("comment", "") for _, message in messages("ru")}
    keys = set(MESSAGES) | set(setting_sentences())
    keys |= {f"preset.{name}.{part}" for name in preset_names() for part in ("title", "purpose")}
    assert keys - known == set(), "run `make translations` and translate these"


def test_the_files_are_what_make_translations_makes() -> None:
    assert stale() == []


@pytest.fixture
def russian(qapp: QApplication) -> Iterator[None]:
    languages = Languages(qapp, "ru")
    yield
    languages.remove()
    languages.deleteLater()


@pytest.mark.usefixtures("russian")
def test_russian_sentences_numbers_and_plurals() -> None:
    assert words.number(1812) == "1\u202f812"
    assert words.speed(0.4) == "2,5 / с"
    assert [words.steps(n) for n in (1, 2, 1500)] == ["1 шаг", "2 шага", "1\u202f500 шагов"]
    assert words.duration(150) == "2\u00a0мин"
    said, advice = words.error(ManulError("step_missing", step=1500, kept="0, 1000"))
    assert said == "Шаг 1\u202f500 этого обучения не сохранён."
    assert advice == "Сохранены шаги: 0, 1000."
    inner = ManulError("unreadable", path="a.png", reason=say(NOT_A_PICTURE))
    assert words.error(inner)[0] == "«a.png» не читается: это не картинка."
    quick = load_preset("quick_look")
    assert words.preset_title(quick.name, quick.title) == "Быстрый взгляд"


@pytest.mark.usefixtures("russian")
def test_qt_speaks_russian_too() -> None:
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Отмена"


def test_an_unknown_key_is_said_as_it_came() -> None:
    assert words.by_key("error.of_the_future", {}, "A new sentence.") == "A new sentence."


def test_english() -> None:
    QLocale.setDefault(QLocale("en"))
    assert words.number(1812) == "1,812"
    assert words.duration(4000) == "1\u00a0h 7\u00a0min"
    assert words.duration(0.2) == "1\u00a0s"
    assert words.speed(2.4) == "2.4 s a step"


def luminance(color: QColor) -> float:
    def linear(share: float) -> float:
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(c) for c in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_on_every_ground(scheme: str) -> None:
    named = load_colors(scheme)  # type: ignore[arg-type]
    for ground in ("ground", "surface", "rail", "canvas", "note", "hover"):
        for text in ("text", "secondary"):
            assert contrast(named[text], named[ground]) >= 4.5, (text, ground)
    for text in ("error", "good", "accent"):
        for ground in ("ground", "surface"):
            assert contrast(named[text], named[ground]) >= 4.5, (text, ground)
    for ground in ("accent", "accent_hover", "accent_pressed"):
        assert contrast(named["on_accent"], named[ground]) >= 4.5, ground
    assert contrast(named["field_edge"], named["surface"]) >= 3


def test_the_stylesheet_knows_all_its_colours() -> None:
    for scheme in ("light", "dark"):
        assert "$" not in make_stylesheet(load_colors(scheme))


def test_there_are_fonts_for_both_languages(qapp: QApplication) -> None:
    systems = QFontDatabase.WritingSystem
    for system in (systems.Latin, systems.Cyrillic):
        assert QFontDatabase.families(system), "no fonts: every letter would be an empty box"


def test_every_icon_is_in_the_font(qapp: QApplication) -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in Path(words.__file__).parent.rglob("*.py")
    )
    calls = r'(?:icon|button|RailButton|OfferCard|ChoiceCard|PageAction)\([^()]*?"([a-z0-9-]+)"'
    names = set(re.findall(calls, code)) - {"flat", "bar", "chip", "tab", "primary"}
    assert len(names) > 12
    for name in names:
        assert name in load_glyphs()[1]
