"""Which build of PyTorch the card of this machine can compute with: a table, read without torch."""

import sys
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import Field

import resources
from training.contract.errors import ErrorReport, ManulError
from training.contract.messages import Message, say
from training.contract.toml_file import StrictModel, read_toml

System = Literal["linux", "windows"]
Vendor = Literal["nvidia", "amd", "intel", "other"]
_FILE = resources.ROOT / "torch_builds.toml"


class Capabilities(StrictModel):
    """Compute capabilities, both ends included."""

    oldest: str
    newest: str


class TorchBuild(StrictModel):
    """`cuda` is empty for the processor. A system that is not named has no such build; sizes are
    of the whole engine, in GB (10⁹ bytes)."""

    name: str
    index: str
    cuda: str = ""
    capabilities: Capabilities | None = None
    drivers: dict[System, str] = Field(default_factory=dict)
    download_gb: dict[System, float] = Field(min_length=1)
    installed_gb: dict[System, float] = Field(min_length=1)

    def knows(self, capability: str) -> bool:
        reach = self.capabilities
        if reach is None:
            return False
        return _version(reach.oldest) <= _version(capability) <= _version(reach.newest)


class TorchBuilds(StrictModel):
    torch: str
    builds: tuple[TorchBuild, ...]

    def named(self, name: str) -> TorchBuild:
        return next(build for build in self.builds if build.name == name)

    def of(self, system: System) -> tuple[TorchBuild, ...]:
        return tuple(build for build in self.builds if system in build.download_gb)


@dataclass(frozen=True)
class Adapter:
    """A graphics card as the system lists it, whether or not a driver of its maker answers."""

    vendor: Vendor
    name: str = ""


@dataclass(frozen=True)
class NvidiaCard:
    """As its driver tells of it; `capability` such as `8.6`."""

    name: str
    driver: str
    capability: str


@dataclass(frozen=True)
class TorchChoice:
    """`problem` = why the card that is here is left out; `reason` = why this build."""

    build: TorchBuild
    reason: Message
    problem: ErrorReport | None = None


@cache
def torch_builds() -> TorchBuilds:
    return TorchBuilds.model_validate(read_toml(_FILE))


def this_system() -> System:
    return "windows" if sys.platform == "win32" else "linux"


def choose_torch(
    card: NvidiaCard | None, adapters: tuple[Adapter, ...] = (), *,
    system: System | None = None, processor_only: bool = False,
) -> TorchChoice:  # fmt: skip
    """The build for this card; the processor's, with a sentence, where none will do."""
    system = system or this_system()
    if processor_only:
        return TorchChoice(_processor_build(), say("torch.asked"))
    if card is None:
        problem = _why_no_card(adapters)
        return _on_the_processor(problem)
    known = [build for build in torch_builds().of(system) if build.knows(card.capability)]
    if not known:
        return _on_the_processor(_not_known(card, system))
    drivers = {build.name: build.drivers[system] for build in known}
    usable = [build for build in known if _version(card.driver) >= _version(drivers[build.name])]
    if not usable:
        needed = min(drivers.values(), key=_version)
        return _on_the_processor(
            ManulError(
                "card_unusable.old_driver", card=card.name, driver=card.driver, needed=needed
            )
        )
    build = usable[0]
    words = {"card": card.name, "driver": card.driver, "cuda": build.cuda}
    if build is known[0]:
        return TorchChoice(build, say("torch.cuda", **words))
    newer = drivers[known[0].name]
    return TorchChoice(build, say("torch.older_driver", newer=newer, **words))


def _processor_build() -> TorchBuild:
    return torch_builds().named("cpu")


def _on_the_processor(problem: ManulError | None) -> TorchChoice:
    report = problem.report() if problem else None
    # Why, the problem says.
    reason = say("torch.processor") if report else say("torch.no_card")
    return TorchChoice(_processor_build(), reason, report)


def _why_no_card(adapters: tuple[Adapter, ...]) -> ManulError | None:
    """NVIDIA's driver tells of no card: is there another maker's, or none of its drivers?"""
    vendors = {adapter.vendor: adapter for adapter in reversed(adapters)}
    if "nvidia" in vendors:
        return ManulError("card_unusable.no_driver")
    if "amd" in vendors:
        return ManulError("card_unusable.amd", card=vendors["amd"].name or "AMD Radeon")
    return None


def _not_known(card: NvidiaCard, system: System) -> ManulError:
    reaches = [build.capabilities for build in torch_builds().of(system) if build.capabilities]
    oldest = min((reach.oldest for reach in reaches), key=_version)
    if _version(card.capability) < _version(oldest):
        return ManulError(
            "card_unusable.too_old", card=card.name, capability=card.capability, needed=oldest
        )
    return ManulError("card_unusable.too_new", card=card.name, capability=card.capability)


def _version(text: str) -> tuple[int, ...]:
    """`(580, 65)` of 580.65; what is no number ends it."""
    parts: list[int] = []
    for part in text.split("."):
        if not part.isdecimal():
            break
        parts.append(int(part))
    return tuple(parts)
