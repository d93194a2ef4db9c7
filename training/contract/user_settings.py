"""What this user wants on this machine, whichever program asks: one file, read by window and
engine alike. Variables of the environment win over it."""

import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from platformdirs import user_config_path
from pydantic import Field

from training.contract.errors import ManulError
from training.contract.settings import Precision
from training.contract.toml_file import StrictModel, read_model, write_model

# As the value of CUDA_VISIBLE_DEVICES it hides every card.
PROCESSOR: Final = "-1"
_VISIBLE = "CUDA_VISIBLE_DEVICES"
_HUB = "HF_ENDPOINT"
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_WEB = ("http", "https")
_SCHEMES = {
    "hub": _WEB, "packages": _WEB, "torch_packages": _WEB,
    "proxy": (*_WEB, "socks5", "socks5h"),
}  # fmt: skip


# Only the window changes them, and only one window is open.
_change_lock = threading.Lock()


class UserSettings(StrictModel):
    """Empty = as usual."""

    workspace: str = Field("", description="Folder that holds the concepts.")
    card: str = Field(
        "", description="The card to compute on, by its UUID; -1 = the processor; empty = any."
    )
    mixed_precision: Precision = Field(
        "auto", description="Number format of new runs whose preset asks for none."
    )
    hub: str = Field("", description="Address of a mirror of the Hugging Face hub.")
    packages: str = Field("", description="Address of a mirror of the registry of Python packages.")
    torch_packages: str = Field("", description="Address of a mirror of PyTorch's packages.")
    proxy: str = Field("", description="Address of the proxy that leads to the internet.")

    def variables(self) -> dict[str, str]:
        """As CUDA, the hub's library and everything that loads from the network read them."""
        found = {_VISIBLE: self.card, _HUB: self.hub.rstrip("/")}
        found |= dict.fromkeys(_PROXIES, self.proxy)
        return {name: value for name, value in found.items() if value}


def settings_file() -> Path:
    return user_config_path("manul", appauthor=False) / "settings.toml"


def read_user_settings() -> UserSettings:
    """ManulError names the line where the file is wrong."""
    path = settings_file()
    return read_model(path, UserSettings) if path.is_file() else UserSettings()


def user_settings() -> UserSettings:
    """The same for those who cannot tell anybody: a file that is wrong, or in a
    folder that may not be looked into, counts as none."""
    try:
        return read_user_settings()
    except (ManulError, PermissionError):
        return UserSettings()


def write_user_settings(settings: UserSettings) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    write_model(settings_file(), settings)


def change_user_settings(**changes: Any) -> bool:
    """Write these entries down beside all others; was there anything to change? A file that is
    wrong is not written over: ManulError names the line."""
    with _change_lock:
        before = read_user_settings()
        changed = before.changed(**changes)
        if changed != before:
            write_user_settings(changed)
        return changed != before


def apply_user_settings(environment: Mapping[str, str] = os.environ) -> None:
    """For this process and those that it starts; before anything looks for a card."""
    for name, value in read_user_settings().variables().items():
        if not environment.get(name) and not environment.get(name.lower()):
            os.environ[name] = value


def check_address(field: str, text: str) -> None:
    """ManulError "invalid_setting.address" if `text` is no address for the field of that name."""
    if not text:
        return
    try:
        parts = urlsplit(text)
        is_right = parts.scheme in _SCHEMES[field] and bool(parts.hostname)
        # A port beyond 65535 raises here.
        is_right = is_right and (parts.port is None or parts.port > 0) and " " not in text
    except ValueError:
        is_right = False
    if not is_right:
        raise ManulError("invalid_setting.address", value=text, schemes=" ".join(_SCHEMES[field]))
