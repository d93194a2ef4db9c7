"""The page Export in its states."""

from dataclasses import replace
from pathlib import Path

from desktop.facts import ExportFact, ExportWish, RunningFact, report_of
from desktop.main_window import MainWindow
from desktop.stages import EXPORT
from tests.desktop.scene import Scene, State, ended, open_run, probe
from tests.desktop.scenes_train import judged
from tests.desktop.web_uis import home_folder, install_many
from training.contract.errors import ManulError
from training.contract.messages import Message, say

EXPORT_FOLDER = "/home/anna/stable-diffusion-webui/embeddings"


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
    ended("finished", 150)(scene)
    install_many()


def export_to_web_ui(window: MainWindow, scene: Scene) -> None:
    probe(window)
    open_run(window, scene)
    window.show_stage(EXPORT)


def export_to_running(window: MainWindow, scene: Scene) -> None:
    export_to_web_ui(window, scene)
    window.export.show_running((RunningFact("comfyui"), RunningFact("invokeai")))


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


def export_formats(window: MainWindow, scene: Scene) -> None:
    export_to_web_ui(window, scene)
    run = window.run
    assert run is not None
    window.export.show_run(replace(run, method="lora", subject="pallas_cat cat"))
    box = window.export.format
    box.fold.click()
    box.format.setCurrentIndex(box.format.findData("merged"))
    window.export.bring_into_view(box)


def export_writing(window: MainWindow, scene: Scene) -> None:
    export_to_web_ui(window, scene)
    run = window.run
    assert run is not None
    page = window.export
    page.show_run(replace(run, method="dreambooth", subject="pallas_cat cat"))
    page.export_requested.disconnect(window.export_actions.export)
    page.primary()
    page.progress.show_progress(1_400_000_000, 4_270_000_000)


STATES: dict[str, State] = {
    "export_star": (judged, export),
    "export": (ended("finished", 150), export),
    "exported": (ended("finished", 150), exported),
    "export_web_uis": (finished_with_web_uis, export_to_web_ui),
    "export_running": (finished_with_web_uis, export_to_running),
    "export_refused": (finished_with_web_uis, export_hypernetwork),
    "export_exists": (finished_with_web_uis, export_where_one_is),
    "export_formats": (finished_with_web_uis, export_formats),
    "export_writing": (finished_with_web_uis, export_writing),
    "export_no_name": (finished_with_web_uis, export_under_no_name),
    "export_address": (finished_with_web_uis, export_to_address),
    "exported_refreshed": (finished_with_web_uis, exported_and_refreshed),
    "exported_by_hand": (finished_with_web_uis, exported_by_hand),
    "exported_api_off": (finished_with_web_uis, exported_without_api),
    "exported_not_running": (finished_with_web_uis, exported_while_off),
    "exported_lora": (finished_with_web_uis, exported_lora),
}
