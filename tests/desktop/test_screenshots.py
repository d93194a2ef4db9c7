"""Every page in every state, grabbed; `make screenshots` keeps the pictures for a person to see."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, QThreadPool
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.engine import Engine
from desktop.facts import EngineFact, ExportFact, ExportWish, report_of
from desktop.main_window import MainWindow
from desktop.stages import CONCEPT, EXPORT, PRESET
from tests.desktop.event_loop import settle
from tests.desktop.recorder import DEMO, RecordedRun, disk_full, record_concept, record_run
from tests.desktop.web_uis import COMFY_MODELS, FORGE_MODELS, home_folder, install_few, install_many
from training.contract import events as ev
from training.contract.errors import ManulError
from training.contract.messages import Message, say
from training.contract.outlook import CardHere

# The windows of tests do not probe by themselves.
real_probe = Engine.probe
FOLDER = os.environ.get("MANUL_SCREENSHOTS", "")
EXPORT_FOLDER = "/home/anna/stable-diffusion-webui/embeddings"
SMALL_MODEL, LARGE_MODEL = "dreamshaper_8.safetensors", "sd_xl_base_1.0.safetensors"
CARD_8 = CardHere("NVIDIA GeForce RTX 4060", 7_600_000_000, 8_589_934_592)
CARD_6 = CardHere("NVIDIA GeForce RTX 3050", 5_600_000_000, 6_442_450_944)
SIZES = {"1440": QSize(1440, 900), "1100": QSize(1100, 700)}


@dataclass
class Scene:
    """What a state is made of: a recorded workspace before the window, steps inside it."""

    workspace: Path
    qtbot: QtBot
    run: RecordedRun | None = None

    def record(self, steps: int = 0, total: int = 150) -> RecordedRun:
        self.run = record_run(record_concept(self.workspace), total=total)
        if steps:
            self.run.start()
            self.run.learn(steps)
        return self.run


Prepare = Callable[[Scene], None]
Act = Callable[[MainWindow, Scene], None]


def nothing(*_: object) -> None:
    """No preparation, or nothing to do."""


def library(scene: Scene) -> None:
    scene.record(150).finish()
    cup = record_run(record_concept(scene.workspace, "morning_cup"))
    cup.start()
    cup.learn(60)
    cup.stop()
    pop = record_run(record_concept(scene.workspace, "paper_pop"))
    pop.start()
    pop.learn(33)
    pop.fail(disk_full(pop.folder.path))
    scene.run = record_run(cup.folder.concept)
    scene.run.start()
    scene.run.learn(88)


def show_library(window: MainWindow, scene: Scene) -> None:
    window.show_library()


def draft(window: MainWindow, scene: Scene) -> None:
    window.take_pictures([DEMO / "morning_cup" / "images", Path(__file__)])


def select_picture(window: MainWindow, scene: Scene) -> None:
    draft(window, scene)
    wait(window)
    window.images.tiles.setCurrentIndex(window.editor.pictures.index(1))


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


def few_models(scene: Scene) -> None:
    install_few()


def many_models(scene: Scene) -> None:
    install_many()


def describe_with_models(window: MainWindow, scene: Scene) -> None:
    probe(window, scene)
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
    choices._change(window.editor.base_model, is_loading=True, size=2_400_000_000)


def ask_for_hub_name(window: MainWindow, scene: Scene) -> None:
    describe_with_models(window, scene)
    window.concept.models.hub_action.trigger()


def choose_vanished(window: MainWindow, scene: Scene) -> None:
    describe_with_models(window, scene)
    window.editor.set_base_model("/media/anna/Models/realisticVisionV51.safetensors")


def name_wrong_folder(window: MainWindow, scene: Scene) -> None:
    describe_with_models(window, scene)
    window.concept.models.show_nothing_found("/home/anna/Downloads")


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


def open_run(window: MainWindow, scene: Scene) -> None:
    assert scene.run is not None
    window.open_run(scene.run.key)


def open_details(window: MainWindow, scene: Scene) -> None:
    open_run(window, scene)
    window.train.notice.details.setChecked(True)


def export(window: MainWindow, scene: Scene) -> None:
    open_run(window, scene)
    window.show_stage(EXPORT)
    window.export.where.set_folder(EXPORT_FOLDER)


def exported(window: MainWindow, scene: Scene) -> None:
    export(window, scene)
    assert scene.run is not None
    wish = ExportWish(scene.run.key, window.export.step, EXPORT_FOLDER)
    window.export.show_done(wish, ExportFact("x/pallas_cat.pt", "a photo of pallas_cat"))


def finished_with_web_uis(scene: Scene) -> None:
    _end("finished", 150)(scene)
    install_many()


def export_to_web_ui(window: MainWindow, scene: Scene) -> None:
    probe(window, scene)
    open_run(window, scene)
    window.show_stage(EXPORT)


def export_hypernetwork(window: MainWindow, scene: Scene) -> None:
    export_to_web_ui(window, scene)
    run = window.run
    assert run is not None
    window.export.show_run(replace(run, method="hypernetwork"))
    window.export.where.set_folder(EXPORT_FOLDER)


def exported_lora(window: MainWindow, scene: Scene) -> None:
    export_to_web_ui(window, scene)
    run = window.run
    assert run is not None
    window.export.show_run(replace(run, method="lora", subject="pallas_cat cat"))
    fact = ExportFact(
        "/home/anna/ComfyUI/models/loras/pallas_cat.safetensors", "a photo of pallas_cat cat"
    )
    window.export.show_done(_wish(window, scene), fact)


def _wish(window: MainWindow, scene: Scene) -> ExportWish:
    assert scene.run is not None
    where = window.export.where
    return ExportWish(scene.run.key, window.export.step, where.place, is_web_ui=True)


def _exported(
    window: MainWindow,
    scene: Scene,
    said: Message,
    *,
    refreshed: bool | None,
    tool: str = "ComfyUI",
) -> None:
    export_to_web_ui(window, scene)
    next(card for card in window.export.where.cards if card.text() == tool).click()
    web_ui = next(found for found in window._engine.fact.web_uis if found.name == tool)
    prompt = f"a photo of {'embedding:' if tool == 'ComfyUI' else ''}pallas_cat"
    fact = ExportFact(
        str(Path(web_ui.embeddings) / "pallas_cat.pt"), prompt, refreshed=refreshed,
        messages=(say("note.demo_only"), said),
    )  # fmt: skip
    window.export.show_done(_wish(window, scene), fact)


def exported_by_hand(window: MainWindow, scene: Scene) -> None:
    said = say("refresh.by_hand", tool="ComfyUI", click=say("click.comfyui"))
    _exported(window, scene, said, refreshed=False)


def exported_and_refreshed(window: MainWindow, scene: Scene) -> None:
    _exported(window, scene, say("refresh.shown", tool="ComfyUI"), refreshed=True)


def exported_without_api(window: MainWindow, scene: Scene) -> None:
    click = say("click.tab", tab="Textual Inversion")
    said = say("refresh.api_off", tool="Forge", click=click)
    _exported(window, scene, said, refreshed=False, tool="Forge")


def exported_while_off(window: MainWindow, scene: Scene) -> None:
    _exported(window, scene, say("refresh.not_running", tool="ComfyUI"), refreshed=None)


def export_where_one_is(window: MainWindow, scene: Scene) -> None:
    export_to_web_ui(window, scene)
    path = home_folder() / "ComfyUI" / "models" / "embeddings" / "pallas_cat.pt"
    exists = report_of(ManulError("export_exists", path=path))
    window.export.show_problem(_wish(window, scene), exists)


def export_to_address(window: MainWindow, scene: Scene) -> None:
    export_to_web_ui(window, scene)
    window.export.where.set_folder("127.0.0.1:7860")
    wish = replace(_wish(window, scene), is_web_ui=False)
    silent = report_of(ManulError("place_invalid.no_answer", address=wish.place))
    window.export.show_problem(wish, silent)


def export_under_no_name(window: MainWindow, scene: Scene) -> None:
    export_to_web_ui(window, scene)
    window.export.name.field.setText("Кот")


def settings(window: MainWindow, scene: Scene) -> None:
    window.show_settings()


def just_made(scene: Scene) -> None:
    scene.record()


def just_begun(scene: Scene) -> None:
    scene.record(1, total=1500)


def hang(scene: Scene) -> None:
    scene.record(80).hang()


def draw_class(scene: Scene) -> None:
    scene.record(1).tell(ev.StageProgressed(stage="class_images", done=37, total=200))


def _end(how: str, steps: int) -> Prepare:
    def prepare(scene: Scene) -> None:
        run = scene.record(steps)
        {
            "died": run.die, "finished": run.finish, "stopped": run.stop, "paused": run.pause,
            "failed": lambda: run.fail(disk_full(run.folder.path)), "running": nothing,
        }[how]()  # fmt: skip

    return prepare


def judge(scene: Scene, *, step: int) -> None:
    """A star, two warnings and convergence, as an engine tells them."""
    enough = say("suggestion.levelled", percent=58, step=75)
    reasons = (enough, say("suggestion.class", percent=8), say("suggestion.no_likeness"))
    assert scene.run is not None
    scene.run.tell(
        ev.Converged(step=75, reason=say("converged", step=75)),
        ev.Overfitting(step=100, sign="class", warning=say("warning.class", step=100, percent=31)),
        ev.Suggested(at_step=step, step=50, reasons=reasons),
    )


def judged(scene: Scene) -> None:
    scene.record(150)
    judge(scene, step=150)
    assert scene.run is not None
    scene.run.finish()


def judged_live(scene: Scene) -> None:
    scene.record(118)
    judge(scene, step=100)


def converged_live(scene: Scene) -> None:
    scene.record(88).tell(ev.Converged(step=75, reason=say("converged", step=75)))


STATES: dict[str, tuple[Prepare, Act]] = {
    "library_empty": (nothing, nothing),
    "library": (library, show_library),
    "library_interrupted": (_end("died", 94), nothing),
    "images_empty": (nothing, lambda w, s: w.start_new()),
    "images": (nothing, draft),
    "images_selected": (nothing, select_picture),
    "concept": (nothing, describe),
    "concept_wrong": (nothing, describe_wrongly),
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
    "preset": (just_made, preset),
    "preset_below": (just_made, preset_below),
    "preset_fits": (just_made_with_models, preset_for(SMALL_MODEL, CARD_8, "lora")),
    "preset_measures": (just_made_with_models, preset_for(LARGE_MODEL, CARD_8, "dreambooth")),
    "preset_too_large": (just_made_with_models, preset_for(LARGE_MODEL, CARD_6, "dreambooth")),
    "preset_no_card": (just_made_with_models, preset_for(LARGE_MODEL, None, "lora")),
    "preset_old_driver": (just_made_with_models, preset_on_old_driver),
    "preset_model_gone": (just_made_with_models, preset_model_gone),
    "train_new": (just_made, open_run),
    "train_class": (draw_class, open_run),
    "train_running": (_end("running", 88), open_run),
    "train_long": (just_begun, open_run),
    "train_paused": (_end("paused", 60), open_run),
    "train_stopped": (_end("stopped", 110), open_run),
    "train_finished": (_end("finished", 150), open_run),
    "train_failed": (_end("failed", 70), open_details),
    "train_died": (_end("died", 94), open_details),
    "train_silent": (hang, open_run),
    "train_converged": (converged_live, open_run),
    "train_overfits": (judged_live, open_run),
    "train_star": (judged, open_run),
    "export_star": (judged, export),
    "export": (_end("finished", 150), export),
    "exported": (_end("finished", 150), exported),
    "export_web_uis": (finished_with_web_uis, export_to_web_ui),
    "export_refused": (finished_with_web_uis, export_hypernetwork),
    "export_exists": (finished_with_web_uis, export_where_one_is),
    "export_no_name": (finished_with_web_uis, export_under_no_name),
    "export_address": (finished_with_web_uis, export_to_address),
    "exported_refreshed": (finished_with_web_uis, exported_and_refreshed),
    "exported_by_hand": (finished_with_web_uis, exported_by_hand),
    "exported_api_off": (finished_with_web_uis, exported_without_api),
    "exported_not_running": (finished_with_web_uis, exported_while_off),
    "exported_lora": (finished_with_web_uis, exported_lora),
    "settings": (nothing, settings),
}


def probe(window: MainWindow, scene: Scene) -> None:
    """Ask a real engine which web UIs and models are here; the card stays the scene's."""
    card = window._engine.fact
    for _ in range(5):
        with scene.qtbot.waitSignal(window._engine.engine_changed, timeout=20_000):
            real_probe(window._engine)
        found = window._engine.fact
        if all(model.usable is not None for model in found.models):
            break
    window._engine._set_fact(replace(card, web_uis=found.web_uis, models=found.models))


def wait(window: MainWindow) -> None:
    """Until everything that loads in the pool has arrived."""
    for _ in range(4):
        QThreadPool.globalInstance().waitForDone()
        settle()


def looks() -> list[tuple[str, str, str]]:
    if not FOLDER:
        return [("1100", "dark", "ru")]
    return [
        (size, mode, language)
        for size in SIZES for mode in ("light", "dark") for language in ("en", "ru")
    ]  # fmt: skip


@pytest.mark.parametrize("look", looks(), ids="_".join)
@pytest.mark.parametrize("state", STATES)
def test_page_can_be_painted(
    state: str, look: tuple[str, str, str], make_window: Callable[..., MainWindow],
    workspace: Path, qtbot: QtBot,
) -> None:  # fmt: skip
    prepare, act = STATES[state]
    size, mode, language = look
    scene = Scene(workspace, qtbot)
    prepare(scene)
    window = make_window(language=language, mode=mode)
    window._engine._set_fact(
        EngineFact(True, "NVIDIA GeForce RTX 3060", 7_600_000_000, 8_589_934_592)
    )
    window.resize(SIZES[size])
    act(window, scene)
    wait(window)
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    shown: QWidget = dialogs[0] if dialogs else window
    for _ in range(3):
        # Painting asks for pictures, which then load.
        picture = shown.grab()
        wait(window)
    picture = shown.grab()
    assert not picture.isNull()
    if FOLDER:
        folder = Path(FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        picture.save(str(folder / f"{state}_{size}_{mode}_{language}.png"))
    if scene.run is not None:
        scene.run.let_go()
