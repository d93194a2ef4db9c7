"""What the page Preset says of memory: bars, words and reasons, for the model and the card here."""

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import plan_words, preset_foresight, words
from desktop.colors import ERROR, SURFACE, TEXT, app_palette, mix
from desktop.facts import EngineFact, report_of
from desktop.languages import Languages
from desktop.main_window import MainWindow
from desktop.models.presets import PresetCard, PresetRole
from desktop.preset_foresight import Foreseen, foresee
from desktop.stages import PRESET
from desktop.widgets.memory_bar import INKS, MemoryBar, MemoryShares
from tests.desktop.recorder import record_concept
from tests.model_files.headers import full_size
from training.contract.base_models import describe_base_model
from training.contract.cards import free_on_a_card
from training.contract.errors import ManulError
from training.contract.messages import say
from training.contract.model_kinds import StableDiffusion
from training.contract.outlook import CardHere, Outlook, look_ahead
from training.contract.plan_examples import example_config

MakeWindow = Callable[..., MainWindow]
GIB = 2**30


def card(gigabytes: float, name: str = "NVIDIA GeForce RTX 3060") -> CardHere:
    return CardHere(name, free_on_a_card(gigabytes), round(gigabytes * GIB), "8.6")


def outlook(family: StableDiffusion, method: str, here: CardHere | None) -> Outlook:
    found = look_ahead(example_config(family, method), None, here)
    assert found is not None
    return found


def engine(here: CardHere | None) -> EngineFact:
    if here is None:
        return EngineFact(here=True)
    return EngineFact(True, here.name, here.free_bytes, here.total_bytes, "8.6")


@pytest.fixture(scope="module")
def sdxl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of full size, and sparse."""
    return full_size(tmp_path_factory.mktemp("models") / "xl.safetensors", "sdxl")


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\u00a0", " ")


@pytest.fixture
def open_preset(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path
) -> Callable[..., MainWindow]:
    """The page with a base model on a machine with a card; `foreseen` once the plan is asked."""

    def open_page(
        model: Path | None, here: CardHere | None, *, preset: str = "lora", language: str = "en"
    ) -> MainWindow:
        concept = record_concept(workspace)
        window = make_window(language=language)
        window._engine._set_fact(engine(here))
        window.open_concept(str(concept.path))
        window.show_stage(PRESET)
        if model is not None:
            window.editor.set_base_model(str(model))
        window.editor.set_preset(preset)
        qtbot.waitUntil(lambda: chosen(window).memory is not None)
        return window

    return open_page


def chosen(window: MainWindow) -> PresetCard:
    found = window.presets.card(window.editor.preset)
    return found or PresetCard("", "", "", "", 0, 0)


# words ---------------------------------------------------------------------------------------


@pytest.mark.quick
@pytest.mark.parametrize(
    ("family", "method", "gigabytes", "verdict", "needed", "remark"),
    [
        ("sd1", "lora", 8, "Fits", "needs 3.2 of 6.9 GB", "Nothing had to be switched on."),
        (
            "sdxl", "lora", 8, "Fits", "needs 6.3 of 6.9 GB",
            "Switched on: gradient checkpointing.",
        ),
        (
            "sdxl", "dreambooth", 7.6, "Tight", "needs 6.4 of 6.5 GB",
            "Close other programs that use the card. Switched on: 16-bit weights",
        ),
        ("sdxl", "dreambooth", 6, "Does not fit", "needs 6.4 of 4.9 GB", "LoRA would fit: "),
        ("sd1", "lora", None, "Needs a card of 6 GB or more", "", "Nothing had to be switched on."),
    ],
)  # fmt: skip
def test_words(
    family: StableDiffusion, method: str, gigabytes: float | None, verdict: str, needed: str,
    remark: str,
) -> None:  # fmt: skip
    here = card(gigabytes) if gigabytes else None
    said = plan_words.outlook_words(outlook(family, method, here), steps=1000)
    assert (said.verdict, plain(said.needed)) == (verdict, needed)
    assert said.remark.startswith(remark)
    assert (said.shares is not None) == (here is not None)
    assert verdict in said.spoken and said.remark.rstrip(".") in said.spoken


@pytest.mark.quick
def test_words_in_russian(qapp: QApplication) -> None:
    languages = Languages(qapp, "ru")
    try:
        said = plan_words.outlook_words(outlook("sdxl", "lora", card(8)), steps=800)
        assert said.verdict == "Помещается"
        assert said.needed == "нужно 6,3 из 6,9\u00a0ГБ"
        assert said.time == "около 17\u00a0мин"
        measures = outlook("sdxl", "lora", card(8)).switched_on
        ((what, why),) = plan_words.measure_lines(measures)
        assert what == "Контрольные точки градиента"
        assert "на 7,1 ГБ меньше" in why
    finally:
        languages.remove()
        languages.deleteLater()


@pytest.mark.quick
def test_time_is_told_only_for_a_card_whose_speed_is_known() -> None:
    known, other = (
        plan_words.outlook_words(outlook("sd1", "lora", card(8, name)), steps=1000)
        for name in ("NVIDIA GeForce RTX 3060", "NVIDIA GeForce RTX 3060 Ti")
    )
    assert known.time == f"about {words.duration(1000 * 0.12)}"
    assert other.time == ""
    assert "published" in plan_words.step_time(outlook("sd1", "lora", card(8)))


@pytest.mark.quick
@pytest.mark.parametrize(
    ("key", "values", "said"),
    [
        ("plan.change.batch", {"needed": 5.0}, "One picture at once would fit: 5.0 GB."),
        ("plan.change.prior", {"needed": 5.2}, "Without pictures of the class it fits: 5.2 GB."),
        (
            "plan.change.resolution", {"resolution": 512, "needed": 4.3},
            "512 pixels would fit: 4.3 GB.",
        ),
        ("plan.change.method", {"method": "lora", "needed": 2.9}, "LoRA would fit: 2.9 GB."),
        ("plan.change.none", {}, "Choose a smaller base model"),
    ],
)  # fmt: skip
def test_what_would_fit_is_said_without_names_of_settings(
    key: str, values: dict[str, str | int | float], said: str
) -> None:
    assert plan_words.change(say(key, **values)).startswith(said)


# the bar -------------------------------------------------------------------------------------


def painted(qtbot: QtBot, shares: MemoryShares) -> Callable[[float], QColor]:
    """The colour at a share of the bar's width, in the middle of its height."""
    bar = MemoryBar()
    qtbot.addWidget(bar)
    bar.resize(400, bar.sizeHint().height())
    bar.show_shares(shares, "Memory")
    assert bar.accessibleName() == "Memory"
    image: QImage = bar.grab(QRect(0, 0, 400, bar.height())).toImage()
    scale = image.width() / 400
    return lambda share: image.pixelColor(
        round(share * 400 * scale), round(bar.height() / 2 * scale)
    )


def ink(share: float) -> QColor:
    palette = app_palette()
    return mix(palette.color(SURFACE), palette.color(TEXT), share)


def test_the_bar_shows_what_is_taken_in_the_order_of_its_legend(qtbot: QtBot) -> None:
    shares = MemoryShares(model=2 * GIB, optimizer=GIB, working=GIB, free=7 * GIB, total=8 * GIB)
    color = painted(qtbot, shares)
    assert [color(place) for place in (0.1, 0.3, 0.45)] == [ink(part) for part in INKS]
    assert color(0.7) == ink(0.09)
    assert shares.others == GIB


def test_what_does_not_fit_is_marked_from_what_is_free(qtbot: QtBot) -> None:
    shares = MemoryShares(5 * GIB, GIB, 2 * GIB, free=7 * GIB, total=8 * GIB)
    color = painted(qtbot, shares)
    error = app_palette().color(ERROR)
    beyond = [color(0.89 + place / 400) for place in range(40)]
    within = [color(place / 400) for place in range(10, 340)]
    assert error in beyond
    assert error not in within


# the page ------------------------------------------------------------------------------------


def test_every_preset_tells_whether_it_fits(
    open_preset: Callable[..., MainWindow], sdxl: Path
) -> None:
    window = open_preset(sdxl, card(8))
    said = {shown.name: shown.memory for shown in window.presets.cards}
    assert all(said.values())
    lora = window.presets.index(window.presets.row_of("lora"))
    assert "Fits. needs 6.3 of 6.9 GB" in plain(lora.data(Qt.ItemDataRole.AccessibleTextRole))
    assert "Gradient checkpointing. Part of" in lora.data(Qt.ItemDataRole.ToolTipRole)
    refused = said["hypernetwork"]
    assert refused is not None
    assert refused.verdict == "Not for this base model"


def test_the_panel_says_what_was_switched_on_and_why(
    open_preset: Callable[..., MainWindow], sdxl: Path
) -> None:
    window = open_preset(sdxl, card(8))
    panel = window.preset.panel
    assert panel.isVisible()
    assert plain(panel._verdict.text()) == "Fits, needs 6.3 of 6.9 GB"
    what, why = panel.spoken_measures
    assert what == "Gradient checkpointing"
    assert why.startswith("Part of the computation is done twice")
    assert "The model 4.9 GB, Its optimizer" in plain(panel.bar.accessibleName())
    assert not panel.action.isVisible()
    window.editor.set_preset("quick_look")
    assert panel._title.text() == "Quick look"
    assert window.bar.reason.text().startswith("300 steps, about ")


def test_what_does_not_fit_offers_what_does(
    open_preset: Callable[..., MainWindow], qtbot: QtBot, sdxl: Path
) -> None:
    window = open_preset(sdxl, card(6), preset="dreambooth")
    panel = window.preset.panel
    assert panel.action.accessibleName() == "Use LoRA instead"
    qtbot.mouseClick(panel.action, Qt.MouseButton.LeftButton)
    assert window.editor.preset == "lora"
    current = window.preset.cards.currentIndex().data(PresetRole.CARD)
    assert (current.name, current.memory.verdict) == ("lora", "Fits")


def test_without_a_card_it_says_which_is_enough(
    open_preset: Callable[..., MainWindow], sdxl: Path
) -> None:
    window = open_preset(sdxl, None)
    memory = chosen(window).memory
    assert memory is not None
    assert memory.verdict == "Needs a card of 6 GB or more"
    assert memory.shares is None
    assert window.preset.panel._place.text() == "Memory on a card of 6 GB"
    assert window.bar.reason.text() == "800 steps, very slow on the processor"


def test_the_demo_model_needs_no_bar(open_preset: Callable[..., MainWindow]) -> None:
    window = open_preset(None, None)
    memory = chosen(window).memory
    assert memory is not None
    assert (memory.verdict, memory.shares) == ("Fits any computer", None)
    assert not window.preset.panel.bar.isVisible()
    assert window.bar.primary.isEnabled()


def test_more_free_memory_changes_the_words(
    open_preset: Callable[..., MainWindow], qtbot: QtBot, sdxl: Path
) -> None:
    window = open_preset(sdxl, card(6), preset="dreambooth")
    window._engine._set_fact(engine(card(12)))
    qtbot.waitUntil(lambda: chosen(window).memory.verdict == "Fits")  # type: ignore[union-attr]


def test_a_model_that_nobody_knows_gets_no_guess(
    open_preset: Callable[..., MainWindow], qtbot: QtBot, sdxl: Path, tmp_path: Path
) -> None:
    window = open_preset(sdxl, card(8))
    window.editor.set_base_model(str(tmp_path / "gone.safetensors"))
    assert all(shown.memory is None for shown in window.presets.cards)
    qtbot.waitUntil(lambda: window.editor.model_problem() is not None)
    assert all(shown.memory is None for shown in window.presets.cards)
    assert not window.preset.panel.bar.isVisible()
    assert not window.bar.primary.isEnabled()


def test_a_file_that_vanishes_meanwhile_does_no_harm(
    open_preset: Callable[..., MainWindow], qtbot: QtBot, sdxl: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.safetensors"
    os.link(sdxl, copy)
    window = open_preset(copy, card(8))
    copy.unlink()
    window._engine._set_fact(engine(card(10)))
    qtbot.waitUntil(lambda: chosen(window).memory is None)
    assert not window.preset.panel.bar.isVisible()


def test_the_plan_is_asked_off_the_window_s_thread(
    open_preset: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch, sdxl: Path
) -> None:
    threads: list[bool] = []

    def watched(*asked: object) -> object:
        threads.append(threading.current_thread() is threading.main_thread())
        return foresee(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(preset_foresight, "foresee", watched)
    open_preset(sdxl, card(8))
    assert threads and not any(threads)


def test_an_answer_for_another_model_comes_too_late(
    open_preset: Callable[..., MainWindow], sdxl: Path
) -> None:
    window = open_preset(sdxl, card(8))
    before = chosen(window)
    other = (describe_base_model("demo"), None)
    window.foresight._on_foreseen(other, Foreseen({}, {}))
    assert chosen(window) == before


def test_a_card_that_cannot_be_used_is_told_with_what_to_do(
    open_preset: Callable[..., MainWindow], qtbot: QtBot, sdxl: Path
) -> None:
    window = open_preset(sdxl, card(8))
    page = window.preset
    qtbot.waitUntil(window.bar.primary.isEnabled)
    problem = ManulError("card_unusable.driver", card="RTX 3060", driver="551.86", needed="580")
    fact = replace(engine(card(8)), card_problem=report_of(problem))
    window._engine._set_fact(fact)
    assert page.card_notice.isVisible()
    assert all(part in page.card_notice.accessibleName() for part in ("551.86", "580", "nvidia"))
    assert not window.bar.primary.isEnabled()
    assert window.bar.reason.text() == "The card cannot be used yet"
    assert "Cannot be used yet" in window.rail.card.accessibleName()
    window.editor.set_base_model("demo")
    qtbot.waitUntil(window.bar.primary.isEnabled)
    assert not page.card_notice.isVisible()
