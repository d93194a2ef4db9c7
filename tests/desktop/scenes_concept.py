"""The page Concept in its states."""

from dataclasses import replace

from desktop.main_window import MainWindow
from desktop.stages import CONCEPT
from tests.desktop.scene import Scene, State, nothing, probe, wait
from tests.desktop.scenes_images import draft
from tests.desktop.web_uis import COMFY_MODELS, home_folder, install_few, install_many


def describe(window: MainWindow, scene: Scene) -> None:
    draft(window, scene)
    wait(window)
    window.editor.set_name("morning_cup")
    window.show_stage(CONCEPT)


def describe_wrongly(window: MainWindow, scene: Scene) -> None:
    describe(window, scene)
    window.editor.set_kind("animal")
    window.editor.set_name("cat")
    window.editor.set_initializer("pallas")


def write_prompts(window: MainWindow, scene: Scene) -> None:
    """One lacks the name, one is being written."""
    describe(window, scene)
    wait(window)
    window.editor.set_class_prompt("a photo of a mug")
    prompts = ("a photo of {} on a snowy mountain, golden hour", "a cup in a garden", "{} and {}")
    window.editor.set_sample_prompts(prompts)
    view = window.concept.samples.list
    view.write(window.concept.samples.prompts.index(2))


def unfold_models(window: MainWindow, scene: Scene) -> None:
    choose_model(window, scene)
    wait(window)
    window.concept.models.change.click()


def few_models(scene: Scene) -> None:
    install_few()


def many_models(scene: Scene) -> None:
    install_many()


def describe_with_models(window: MainWindow, scene: Scene) -> None:
    probe(window)
    describe(window, scene)


def choose_model(window: MainWindow, scene: Scene) -> None:
    describe_with_models(window, scene)
    path = home_folder() / "ComfyUI" / COMFY_MODELS / "juggernautXL_v9Rdphoto2Lightning.safetensors"
    window.editor.set_base_model(str(path))


def see_last_models(window: MainWindow, scene: Scene) -> None:
    describe_with_models(window, scene)
    wait(window)
    window.grab()
    window.concept.models.list.scrollToBottom()


def filter_models(window: MainWindow, scene: Scene) -> None:
    describe_with_models(window, scene)
    window.concept.models.filter.setText("xl")


def models_at_first_sight(window: MainWindow, scene: Scene) -> None:
    """The engine has named them all, and looked into the first few."""
    describe_with_models(window, scene)
    fact = window._engine.fact
    seen = {model.path for model in fact.models[:2]}
    models = tuple(
        model if model.path in seen else replace(model, family="", usable=None, problem=None)
        for model in fact.models
    )
    window._engine._set_fact(replace(fact, models=models))


def choose_from_hub(window: MainWindow, scene: Scene) -> None:
    describe_with_models(window, scene)
    window.concept.models.take_hub_name(
        "https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0/tree/main"
    )
    wait(window)


def download_from_hub(window: MainWindow, scene: Scene) -> None:
    choose_from_hub(window, scene)
    choices = window.editor.base_models
    choices._change(
        window.editor.base_model, is_loading=True, size=2_400_000_000, total=6_900_000_000,
        rate=12_400_000,
    )  # fmt: skip


def ask_for_hub_name(window: MainWindow, scene: Scene) -> None:
    describe_with_models(window, scene)
    window.concept.models.hub_action.trigger()


def choose_vanished(window: MainWindow, scene: Scene) -> None:
    describe_with_models(window, scene)
    window.editor.set_base_model("/media/anna/Models/realisticVisionV51.safetensors")


def name_wrong_folder(window: MainWindow, scene: Scene) -> None:
    describe_with_models(window, scene)
    window.concept.models.show_nothing_found("/home/anna/Downloads")


STATES: dict[str, State] = {
    "concept": (nothing, describe),
    "concept_wrong": (nothing, describe_wrongly),
    "concept_prompts": (nothing, write_prompts),
    "concept_unfolded": (many_models, unfold_models),
    "concept_no_web_ui": (nothing, describe_with_models),
    "concept_wrong_folder": (nothing, name_wrong_folder),
    "concept_few_models": (few_models, describe_with_models),
    "concept_models": (many_models, choose_model),
    "concept_models_end": (many_models, see_last_models),
    "concept_models_filter": (many_models, filter_models),
    "concept_models_unseen": (many_models, models_at_first_sight),
    "concept_model_gone": (few_models, choose_vanished),
    "concept_hub": (few_models, choose_from_hub),
    "concept_hub_loading": (few_models, download_from_hub),
    "concept_hub_name": (few_models, ask_for_hub_name),
}
