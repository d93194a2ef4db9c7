"""The proxy that the user has named, as Qt takes it."""

import ipaddress
import os
from urllib.request import proxy_bypass

from PySide6.QtCore import QUrl
from PySide6.QtNetwork import QNetworkProxy

from training.contract.user_settings import user_settings

_VARIABLES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}


def user_proxy() -> QNetworkProxy | None:
    """None = as the system has it. A variable of the environment wins, as everywhere."""
    named = (os.environ.get(name, "") for name in _VARIABLES)
    text = next(filter(None, named), "") or user_settings().proxy
    # As curl takes it, too.
    address = QUrl(text if "://" in text else f"http://{text}")
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


def proxy_for(address: QUrl) -> QNetworkProxy:
    """For what lies anywhere: a web UI on this machine or next door is reached without one."""
    if _is_near(address.host()):
        return QNetworkProxy(QNetworkProxy.ProxyType.NoProxy)
    return user_proxy() or QNetworkProxy()


def _is_near(host: str) -> bool:
    """Here, in the own network, or where the system's variables say so."""
    try:
        place = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        # Names without a dot are the own network's.
        return "." not in host or bool(proxy_bypass(host))
    return place.is_loopback or place.is_private or bool(proxy_bypass(host))
