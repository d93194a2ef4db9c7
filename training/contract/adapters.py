"""The graphics cards that the system lists, whoever made them: known without any driver's help."""

import sys
from pathlib import Path

from training.contract.torch_builds import Adapter, Vendor

# As PCI numbers makers.
_VENDORS: dict[int, Vendor] = {0x10DE: "nvidia", 0x1002: "amd", 0x1022: "amd", 0x8086: "intel"}
_LINUX_CARDS = Path("/sys/class/drm")
_WINDOWS_CARDS = r"SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}"


def graphics_adapters(linux_cards: Path = _LINUX_CARDS) -> tuple[Adapter, ...]:
    """None where the system keeps no such list."""
    if sys.platform == "win32":
        return _windows_adapters()
    found = []
    for card in sorted(linux_cards.glob("card[0-9]*/device/vendor")):
        try:
            number = int(card.read_text(encoding="ascii"), 16)
        except (OSError, ValueError):
            # A card that was just unplugged, or a virtual one.
            continue
        found.append(Adapter(_VENDORS.get(number, "other")))
    return tuple(found)


def vendor_of(name: str) -> Vendor:
    """By the words makers use for their cards on Windows."""
    words = name.casefold()
    if "nvidia" in words or "geforce" in words:
        return "nvidia"
    if "amd" in words or "radeon" in words:
        return "amd"
    return "intel" if "intel" in words else "other"


def _windows_adapters() -> tuple[Adapter, ...]:
    if sys.platform != "win32":
        return ()
    import winreg

    found = []
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _WINDOWS_CARDS) as cards:
        for number in range(winreg.QueryInfoKey(cards)[0]):
            try:
                with winreg.OpenKey(cards, winreg.EnumKey(cards, number)) as card:
                    name = str(winreg.QueryValueEx(card, "DriverDesc")[0])
            except OSError:
                # "Properties" may not be opened; some entries have no description.
                continue
            found.append(Adapter(vendor_of(name), name))
    return tuple(found)
