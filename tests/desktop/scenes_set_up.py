"""Setting the engine up: what is offered, how far it is, how it ended."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop.engine_setup.closing import ask_to_end_set_up
from desktop.engine_setup.dialog import SetUpDialog
from desktop.engine_setup.offer import SetUpOffer
from desktop.facts import EngineFact, Report, report_of
from desktop.main_window import MainWindow
from tests.desktop.scene import Act, Scene, State, nothing, wait
from training.contract.engine_setup.news import SetUpNews
from training.contract.errors import ManulError
from training.contract.torch_builds import Adapter, NvidiaCard, TorchChoice, choose_torch


def problem_of(choice: TorchChoice) -> Report | None:
    said = choice.problem
    return Report(said.message, said.advice, said.key, dict(said.values)) if said else None


CHOICE = choose_torch(NvidiaCard("NVIDIA GeForce RTX 3060", "580.95.05", "8.6"), system="linux")
OFFER = SetUpOffer(
    card="NVIDIA GeForce RTX 3060", driver="580.95.05", build="cu130", reason=CHOICE.reason,
    problem=None, download=3_000_000_000, installed=7_000_000_000, free=184_000_000_000,
    folder=Path("/home/anna/.local/share/manul/engines"), is_here=False, can_go_back=False,
)  # fmt: skip
NO_CARD = choose_torch(None, (Adapter("amd", "AMD Radeon RX 7900 XT"),))
AMD = replace(
    OFFER, card="", driver="", build="cpu", reason=NO_CARD.reason, download=500_000_000,
    problem=report_of(ManulError("card_unusable.amd", card="AMD Radeon RX 7900 XT")),
)  # fmt: skip
OLD_DRIVER = choose_torch(
    NvidiaCard("NVIDIA GeForce RTX 3060", "470.256.02", "8.6"), system="linux"
)
OLD = replace(
    OFFER, driver="470.256.02", build="cpu", reason=OLD_DRIVER.reason, download=500_000_000,
    problem=problem_of(OLD_DRIVER),
)  # fmt: skip
NO_NETWORK = ManulError("engine_setup.no_network", address="download.pytorch.org")


def dialog(offer: SetUpOffer, more: Callable[[SetUpDialog], None] = lambda _: None) -> Act:
    def act(window: MainWindow, scene: Scene) -> None:
        window.set_up.show()
        shown = window.findChild(SetUpDialog)
        assert isinstance(shown, SetUpDialog)
        wait(window)
        shown.show_offer(offer)
        more(shown)

    return act


def news(stage: str, share: float = 0.0) -> Callable[[SetUpDialog], None]:
    told = SetUpNews.model_validate({"stage": stage, "share": share})
    return lambda shown: shown.show_news(told)


def end(**how: object) -> Callable[[SetUpDialog], None]:
    ended = SetUpNews.model_validate(how)
    return lambda shown: shown.show_end(ended)


def without_engine(window: MainWindow, scene: Scene) -> None:
    window._engine._set_fact(EngineFact(here=False))


def failed(key: str, **values: object) -> Callable[[SetUpDialog], None]:
    return end(stage="failed", error=ManulError(key, **values).report())


def closing(window: MainWindow, scene: Scene) -> None:
    window._engine._set_fact(EngineFact(here=False))
    ask_to_end_set_up(window, nothing)


REPAIR = replace(OFFER, is_here=True, can_go_back=True)
STATES: dict[str, State] = {
    "set_up_ready": (nothing, dialog(OFFER)),
    "set_up_amd": (nothing, dialog(AMD)),
    "set_up_repair": (nothing, dialog(REPAIR)),
    "set_up_loading": (nothing, dialog(OFFER, news("downloading", 0.42))),
    "set_up_failed": (nothing, dialog(OFFER, end(stage="failed", error=NO_NETWORK.report()))),
    "set_up_old_driver": (nothing, dialog(OLD)),
    "set_up_card_silent": (
        nothing,
        dialog(REPAIR, failed("engine_setup.card_silent", build="cu130")),
    ),
    "set_up_full": (
        nothing,
        dialog(
            OFFER,
            failed("disk_full.engine", needed="7.0", path=OFFER.folder, free="2.1"),
        ),
    ),
    "set_up_locked": (
        nothing,
        dialog(
            REPAIR,
            failed(
                "engine_setup.locked",
                path=r"C:\Users\Anna\AppData\Local\manul\engines\0.1.0-cu130-2\c10.dll",
            ),
        ),
    ),
    "set_up_busy": (nothing, dialog(OFFER, failed("engine_setup.busy"))),
    "set_up_empty_pack": (
        nothing,
        dialog(OFFER, failed("engine_setup.empty_pack", path="/media/anna/USB")),
    ),
    "set_up_closing": (nothing, closing),
    "set_up_cancelled": (nothing, dialog(OFFER, end(stage="cancelled"))),
    "set_up_done": (nothing, dialog(REPAIR, end(stage="done", device="NVIDIA GeForce RTX 3060"))),
    "library_without_engine": (nothing, without_engine),
}
