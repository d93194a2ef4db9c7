"""What a set-up would do on this machine: which PyTorch, how much to load, whether it fits."""

from dataclasses import dataclass
from pathlib import Path

from desktop.facts import EngineFact, Report, report_of
from training.contract.adapters import graphics_adapters
from training.contract.engine_setup.engine_file import can_go_back
from training.contract.engine_setup.folders import engine_folders
from training.contract.engine_setup.room import lack_of_room
from training.contract.errors import ErrorReport
from training.contract.messages import Message
from training.contract.torch_builds import NvidiaCard, choose_torch, this_system


@dataclass(frozen=True)
class SetUpOffer:
    """Sizes in bytes; `problem` = why the card that is here is left out, `lack` = that the drive
    has too little room."""

    card: str
    driver: str
    build: str
    reason: Message
    problem: Report | None
    download: int
    installed: int
    free: int
    folder: Path
    is_here: bool
    can_go_back: bool
    lack: Report | None = None


def look(fact: EngineFact, *, processor_only: bool = False) -> SetUpOffer:
    """For the pool: asks the system which cards it has, and the drive how much is free."""
    card = (
        NvidiaCard(fact.card, fact.driver, fact.compute_capability)
        if fact.compute_capability
        else None
    )
    choice = choose_torch(card, graphics_adapters(), processor_only=processor_only)
    system, folders = this_system(), engine_folders()
    lack = None if fact.here else lack_of_room(folders, choice.build)
    return SetUpOffer(
        card=fact.card,
        driver=fact.driver,
        build=choice.build.name,
        reason=choice.reason,
        problem=_report(choice.problem) if choice.problem else None,
        download=round(choice.build.download_gb[system] * 1e9),
        installed=round(choice.build.installed_gb[system] * 1e9),
        free=folders.free_bytes(),
        folder=folders.path,
        is_here=bool(fact.here),
        can_go_back=can_go_back(),
        lack=report_of(lack) if lack else None,
    )


def _report(said: ErrorReport) -> Report:
    return Report(said.message, said.advice, said.key, dict(said.values))
