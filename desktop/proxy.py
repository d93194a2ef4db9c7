"""The proxy that the user has named, as Qt takes it."""

import os

from PySide6.QtCore import QUrl
from PySide6.QtNetwork import QNetworkProxy

from training.contract.user_settings import user_settings

_VARIABLES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}


def user_proxy() -> QNetworkProxy | None:
    """None = as the system has it. A variable of the environment wins, as everywhere."""
    named = (os.environ.get(name, "") for name in _VARIABLES)
    address = QUrl(next(filter(None, named), "") or user_settings().proxy)
    if not address.host():
        return None
    is_socks = address.scheme().startswith("socks")
    kind = QNetworkProxy.ProxyType
    return QNetworkProxy(
        kind.Socks5Proxy if is_socks else kind.HttpProxy,
        address.host(),
        address.port(_PORTS.get(address.scheme(), 80)),
        address.userName(QUrl.ComponentFormattingOption.FullyDecoded),
        address.password(QUrl.ComponentFormattingOption.FullyDecoded),
    )
