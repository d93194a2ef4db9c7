"""Which way into the network the window takes."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtNetwork import QNetworkProxy

from desktop.proxy import proxy_for, user_proxy
from training.contract.user_settings import change_user_settings

pytestmark = pytest.mark.quick

KIND = QNetworkProxy.ProxyType


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize(
    ("text", "kind", "host", "port"),
    [
        ("http://proxy.example:3128", KIND.HttpProxy, "proxy.example", 3128),
        ("proxy.example:3128", KIND.HttpProxy, "proxy.example", 3128),
        ("socks5://proxy.example", KIND.Socks5Proxy, "proxy.example", 1080),
    ],
)
def test_a_variable_wins(
    monkeypatch: pytest.MonkeyPatch, text: str, kind: QNetworkProxy.ProxyType, host: str, port: int
) -> None:
    change_user_settings(proxy="http://other.example:1")
    monkeypatch.setenv("HTTPS_PROXY", text)
    proxy = user_proxy()
    assert proxy is not None
    assert (proxy.type(), proxy.hostName(), proxy.port()) == (kind, host, port)


def test_what_is_near_is_reached_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    change_user_settings(proxy="http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "inside.example")
    for near in ("127.0.0.1:7860", "[::1]:7860", "localhost:8188", "192.168.1.7", "inside.example"):
        assert proxy_for(QUrl(f"http://{near}/file.png")).type() == KIND.NoProxy, near
    far = proxy_for(QUrl("https://pictures.example/cat.png"))
    assert (far.type(), far.hostName()) == (KIND.HttpProxy, "proxy.example")


def test_without_one_the_system_decides() -> None:
    assert user_proxy() is None
    assert proxy_for(QUrl("https://pictures.example/cat.png")).type() == KIND.DefaultProxy
