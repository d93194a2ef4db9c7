"""What can be done about a set-up that failed, or a card that is left out: a button each."""

from PySide6.QtCore import QCoreApplication

from desktop.engine_setup.offer import SetUpOffer
from desktop.widgets.notice import Choice

NETWORK, PACK, PROCESSOR, DRIVER, LOOK = "network", "pack", "processor", "driver", "look"
DRIVER_PAGE = "https://www.nvidia.com/drivers"
_UNREACHABLE = (
    "error.engine_setup.no_network", "error.engine_setup.refused", "error.engine_setup.not_found",
    "error.engine_setup.untrusted",
)  # fmt: skip
_WRONG_PACK = ("error.engine_setup.empty_pack", "error.engine_setup.processor_pack")
_TOO_LARGE = ("error.disk_full.engine", "error.disk_full.engine_now")
_CARD = (
    "error.engine_setup.card_silent", "error.engine_setup.check",
    "error.engine_setup.processor_pack",
)  # fmt: skip
_DRIVER = ("error.card_unusable.old_driver", "error.card_unusable.no_driver")


def ways_out(key: str, offer: SetUpOffer | None, *, pack: str = "") -> list[Choice]:
    """Besides trying again; two at most, or they do not fit. `pack` = the folder that the
    packages came from."""
    ways = []
    if key in _UNREACHABLE:
        ways.append(PACK if pack else NETWORK)
    if key in _WRONG_PACK:
        ways.append(PACK)
    if key == "error.engine_setup.card_silent":
        ways.append(DRIVER)
    has_less = offer is not None and offer.build != "cpu"
    if has_less and key in (*_TOO_LARGE, *_CARD):
        ways.append(PROCESSOR)
    return [_choices()[way] for way in ways]


def card_ways(key: str) -> list[Choice]:
    """About a card that is left out; nothing where no driver would help."""
    if key not in _DRIVER:
        return []
    choices = _choices()
    return [choices[DRIVER], choices[LOOK]]


def _choices() -> dict[str, Choice]:
    translate = QCoreApplication.translate
    found = (
        Choice(NETWORK, translate("ways_out", "Network settings…"), "globe"),
        Choice(PACK, translate("ways_out", "Choose another folder…"), "folder-open"),
        Choice(PROCESSOR, translate("ways_out", "For the processor only"), "cpu"),
        Choice(DRIVER, translate("ways_out", "NVIDIA's drivers"), "arrow-square-out"),
        Choice(LOOK, translate("ways_out", "Look again"), "arrow-clockwise"),
    )
    return {choice.key: choice for choice in found}
