"""The page Preset in its states."""

from dataclasses import replace

from PySide6.QtWidgets import QScrollArea

from desktop.facts import EngineFact, report_of
from desktop.main_window import MainWindow
from desktop.preset_dialog import PresetDialog
from desktop.preset_foresight import draft
from desktop.stages import PRESET
from tests.desktop.recorder import record_concept, record_run
from tests.desktop.scene import Act, Scene, State, just_made, wait
from tests.desktop.web_uis import FORGE_MODELS, home_folder, install_few
from training.contract.errors import ManulError
from training.contract.outlook import CardHere, look_ahead
from training.contract.own_presets import save_new_preset, with_changes
from training.contract.presets import load_preset, own_preset_folder
from training.contract.run_queue import RunQueue
from training.contract.runs import RunRequest, create_run

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


def own_presets(scene: Scene) -> None:
    """Two of the user's own, and a file that is damaged."""
    just_made_with_models(scene)
    lora = load_preset("lora")
    for title, purpose, changes in (
        (
            "My faces",
            "My family: more steps, and a larger rank.",
            dict([STEPS, ("method.rank", 32)]),
        ),
        ("Ночные снимки", "", {"training.noise_offset": 0.1}),
    ):
        save_new_preset(with_changes(lora, "sd1", changes), title=title, purpose=purpose)
    (own_preset_folder() / "from_a_friend.toml").write_text('title = "Cut', encoding="utf-8")


def own_preset(window: MainWindow, scene: Scene) -> None:
    advanced(SMALL_MODEL, "my_faces", ("data.random_flip", True), unfold=False)(window, scene)
    wait(window)


def save_dialog(window: MainWindow, scene: Scene) -> None:
    advanced(SMALL_MODEL, "lora", STEPS, unfold=False)(window, scene)
    window.preset_actions.save_new()
    dialog = window.findChildren(PresetDialog)[0]
    dialog.title.setText("LoRA")
    dialog.purpose.setPlainText("Our cat, and her sisters")
    dialog.keep.click()
    wait(window)


def running_and_waiting(scene: Scene) -> None:
    """Another concept is being taught, two trainings wait, and somebody works on the queue."""
    scene.run = record_run(record_concept(scene.workspace, "morning_cup"), total=150)
    scene.run.start()
    scene.run.learn(60)
    concept, queue = record_concept(scene.workspace), RunQueue(scene.workspace)
    for request in (RunRequest(preset="lora"), RunRequest(preset="quick_look")):
        queue.add(create_run(concept, request))
    scene.worker = queue.work()


def queue_page(window: MainWindow, scene: Scene) -> None:
    concept = next(c for c in window._engine.concepts if c.name == "pallas_cat")
    window.open_concept(concept.key)
    window.show_stage(PRESET)
    wait(window)
    window.preset.show_queued()


def queue_dialog(window: MainWindow, scene: Scene) -> None:
    queue_page(window, scene)
    window.bar.queue.click()


def exact_plan(window: MainWindow, scene: Scene) -> None:
    """What the engine answered arrives."""
    advanced(SMALL_MODEL, "lora", RANK, unfold=False)(window, scene)
    asked = window.plan._asked
    assert asked is not None
    found = look_ahead(draft(asked[2], {}, asked[0]), asked[0], asked[1])
    assert found is not None
    window.plan._on_planned(asked, found)


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
    "preset_own": (own_presets, own_preset),
    "preset_save": (just_made_with_models, save_dialog),
    "preset_exact": (just_made_with_models, exact_plan),
    "preset_queue": (running_and_waiting, queue_page),
    "preset_waiting": (running_and_waiting, queue_dialog),
    "preset_model_gone": (just_made_with_models, preset_model_gone),
}
