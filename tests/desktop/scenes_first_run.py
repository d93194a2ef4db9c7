"""The first start: what the welcome says of this computer, and a set-up behind the pages."""

from dataclasses import replace
from pathlib import Path

from desktop.engine_setup.offer import SetUpOffer
from desktop.facts import EngineFact, report_of
from desktop.first_run.dialog import WelcomeDialog
from desktop.main_window import MainWindow
from desktop.workspace_choice import WorkspaceFact
from tests.desktop.scene import Act, Scene, State, nothing, wait
from tests.desktop.scenes_set_up import AMD, NO_NETWORK, OFFER, OLD
from training.contract.engine_setup.news import SetUpNews
from training.contract.errors import ManulError
from training.contract.torch_builds import choose_torch

GB = 1024**3
PLAIN = WorkspaceFact(Path("C:/Users/Anna/Documents/Manul"), free=184 * GB, is_usual=True)
ONE_DRIVE = replace(PLAIN, path=Path("C:/Users/Anna/OneDrive/Документы/Manul"), cloud="OneDrive")
LITTLE = replace(PLAIN, path=Path("D:/Manul"), free=3 * GB, is_usual=False)
REFUSED = replace(
    PLAIN, problem=report_of(ManulError("not_writable", path="C:/Users/Anna/Documents/Manul"))
)
ON_PROCESSOR = replace(AMD, installed=1_700_000_000)
NO_CARD = replace(ON_PROCESSOR, reason=choose_torch(None).reason, problem=None)
NO_ROOM = replace(
    OFFER, free=2 * GB,
    lack=report_of(
        ManulError("disk_full.engine", needed="6.5", path=OFFER.folder, free="2.0")
    ),
)  # fmt: skip


def welcome(
    fact: EngineFact | None, workspace: WorkspaceFact, offer: SetUpOffer | None = None
) -> Act:
    """`fact` None = that of the scene: an engine that is here."""

    def act(window: MainWindow, scene: Scene) -> None:
        if fact is not None:
            window._engine._set_fact(fact)
        window.first_run.show()
        dialog = window.first_run.dialog
        assert isinstance(dialog, WelcomeDialog)
        wait(window)
        window.workspace_actions.seen.emit(workspace)
        if offer is not None:
            dialog.engine.show_offer(offer)

    return act


def behind(news: SetUpNews) -> Act:
    def act(window: MainWindow, scene: Scene) -> None:
        window._engine._set_fact(EngineFact(here=False))
        window.set_up.at_work.emit(news.stage == "downloading")
        window.set_up.told.emit(news)

    return act


def preset_meanwhile(window: MainWindow, scene: Scene) -> None:
    """The demo was asked for before the engine was there."""
    behind(SetUpNews(stage="downloading", share=0.43))(window, scene)
    window.concept_actions.make_demo()
    scene.qtbot.waitUntil(lambda: window.page is window.preset)


MISSING = EngineFact(here=False)
FAILED = SetUpNews(stage="failed", error=NO_NETWORK.report())
STATES: dict[str, State] = {
    "first_card": (nothing, welcome(MISSING, PLAIN, OFFER)),
    "first_amd": (nothing, welcome(MISSING, PLAIN, ON_PROCESSOR)),
    "first_old_driver": (nothing, welcome(MISSING, PLAIN, OLD)),
    "first_no_card": (nothing, welcome(MISSING, PLAIN, NO_CARD)),
    "first_no_room": (nothing, welcome(MISSING, LITTLE, NO_ROOM)),
    "first_one_drive": (nothing, welcome(MISSING, ONE_DRIVE, OFFER)),
    "first_refused": (nothing, welcome(None, REFUSED)),
    "first_engine_here": (nothing, welcome(None, PLAIN)),
    "first_unknown": (nothing, welcome(EngineFact(), PLAIN)),
    "set_up_behind": (nothing, behind(SetUpNews(stage="downloading", share=0.43))),
    "set_up_behind_preset": (nothing, preset_meanwhile),
    "set_up_failed_behind": (nothing, behind(FAILED)),
    "set_up_done_behind": (nothing, behind(SetUpNews(stage="done", device="cpu"))),
}
