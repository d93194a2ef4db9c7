"""The page Preset in its states."""

from dataclasses import replace

from PySide6.QtWidgets import QScrollArea

from desktop.facts import EngineFact, report_of
from desktop.main_window import MainWindow
from desktop.stages import PRESET
from tests.desktop.scene import Act, Scene, State, just_made, wait
from tests.desktop.web_uis import FORGE_MODELS, home_folder, install_few
from training.contract.errors import ManulError
from training.contract.outlook import CardHere

SMALL_MODEL, LARGE_MODEL = "dreamshaper_8.safetensors", "sd_xl_base_1.0.safetensors"
CARD_8 = CardHere("NVIDIA GeForce RTX 4060", 7_600_000_000, 8_589_934_592)
CARD_6 = CardHere("NVIDIA GeForce RTX 3050", 5_600_000_000, 6_442_450_944)


def preset(window: MainWindow, scene: Scene) -> None:
    key = window._engine.concepts[0].key
    window.open_concept(key)
    window.show_stage(PRESET)


def just_made_with_models(scene: Scene) -> None:
    just_made(scene)
    install_few()


def preset_for(model: str, card: CardHere | None, chosen: str) -> Act:
    """The page Preset with this model of Forge's, on a machine with this card."""

    def act(window: MainWindow, scene: Scene) -> None:
        preset(window, scene)
        fact = EngineFact(here=True)
        if card is not None:
            fact = EngineFact(True, card.name, card.free_bytes, card.total_bytes, "8.6")
        window._engine._set_fact(fact)
        folder = home_folder() / "stable-diffusion-webui-forge" / FORGE_MODELS
        window.editor.set_base_model(str(folder / model))
        wait(window)
        window.editor.set_preset(chosen)

    return act


def preset_on_old_driver(window: MainWindow, scene: Scene) -> None:
    preset_for(SMALL_MODEL, CARD_8, "textual_inversion")(window, scene)
    problem = ManulError("card_unusable.driver", card=CARD_8.name, driver="551.86", needed="580")
    fact = replace(window._engine.fact, card_problem=report_of(problem))
    window._engine._set_fact(fact)


def preset_model_gone(window: MainWindow, scene: Scene) -> None:
    preset_for(SMALL_MODEL, CARD_8, "lora")(window, scene)
    window.editor.set_base_model("/media/anna/Models/realisticVisionV51.safetensors")


def preset_below(window: MainWindow, scene: Scene) -> None:
    preset(window, scene)
    wait(window)
    window.editor.set_preset("dreambooth_style")


def advanced(model: str, chosen: str, *changes: tuple[str, object], unfold: bool = True) -> Act:
    """The fields of this preset, with changes by dotted name."""

    def act(window: MainWindow, scene: Scene) -> None:
        preset_for(model, CARD_8, chosen)(window, scene)
        window.editor.choices.set_overrides(dict(changes))
        wait(window)
        window.preset.advanced.unfold.setChecked(unfold)
        window.preset.advanced.changes.setChecked(bool(changes) and not unfold)
        wait(window)

    return act


def at_the_end(act: Act) -> Act:
    """Scrolled down in the panel."""

    def then(window: MainWindow, scene: Scene) -> None:
        act(window, scene)
        bar = window.preset.panel.findChildren(QScrollArea)[0].verticalScrollBar()
        bar.setValue(bar.maximum())

    return then


STEPS, RANK = ("training.max_train_steps", 2000), ("method.rank", 24)
STATES: dict[str, State] = {
    "preset": (just_made, preset),
    "preset_below": (just_made, preset_below),
    "preset_fits": (just_made_with_models, preset_for(SMALL_MODEL, CARD_8, "lora")),
    "preset_measures": (just_made_with_models, preset_for(LARGE_MODEL, CARD_8, "dreambooth")),
    "preset_too_large": (just_made_with_models, preset_for(LARGE_MODEL, CARD_6, "dreambooth")),
    "preset_no_card": (just_made_with_models, preset_for(LARGE_MODEL, None, "lora")),
    "preset_old_driver": (just_made_with_models, preset_on_old_driver),
    "preset_advanced": (just_made_with_models, advanced(SMALL_MODEL, "textual_inversion", STEPS)),
    "preset_more": (just_made_with_models, at_the_end(advanced(LARGE_MODEL, "lora_person"))),
    "preset_changes": (
        just_made_with_models,
        advanced(SMALL_MODEL, "lora", STEPS, RANK, unfold=False),
    ),
    "preset_wrong": (
        just_made_with_models,
        advanced(SMALL_MODEL, "lora", ("training.max_train_steps", 0), ("method.rank", "many")),
    ),
    "preset_model_gone": (just_made_with_models, preset_model_gone),
}
