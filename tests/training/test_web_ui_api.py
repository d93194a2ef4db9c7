"""Running web UIs are told about a file and their answers checked; others are not believed."""

import http.client
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.training import fake_web_uis as fakes
from tests.training.fake_web_uis import FakeServer, serving
from training.contract.errors import ManulError
from training.contract.web_ui_folders import ArtefactKind
from training.contract.web_uis import TOOLS, Tool
from training.web_ui_api import DEFAULT_ADDRESSES, api_is_off, identify, refresh
from training.web_ui_apis import NewFile, Outcome
from training.web_ui_client import Client, NoAnswer, TooSlow, is_on_this_machine, web_address

pytestmark = pytest.mark.quick

HASTY = {"knock_seconds": 0.15, "work_seconds": 0.3}


@pytest.fixture
def serve() -> Iterator[Callable[[FakeServer], Client]]:
    """Starts a server for the length of the test; a client that asks it."""
    with ExitStack() as servers:
        yield lambda fake: Client(servers.enter_context(serving(fake)).address)


def put(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def told(outcome: Outcome) -> tuple[bool | None, str]:
    return outcome.refreshed, outcome.message.key


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("embedding", "embeddings/manul.pt"),
        ("lora", "models/Lora/manul.safetensors"),
        ("checkpoint", "models/Stable-diffusion/manul.safetensors"),
    ],
)
@pytest.mark.parametrize("tool", ["a1111", "forge"])
def test_a1111_looks_again_and_shows_it(
    tool: Tool, kind: ArtefactKind, place: str, serve: Callable[..., Client], tmp_path: Path
) -> None:
    fake = fakes.a1111(tmp_path, is_forge=tool == "forge")
    client = serve(fake)
    path = put(tmp_path / place)
    outcome = refresh(NewFile(path, kind, tool), client)
    assert told(outcome) == (True, "refresh.shown")
    orders = [asked for asked in fake.asked if asked.startswith("POST")]
    assert len(orders) == 1


def test_an_embedding_for_another_family_is_skipped(
    serve: Callable[..., Client], tmp_path: Path
) -> None:
    client = serve(fakes.a1111(tmp_path, skips=("manul",)))
    path = put(tmp_path / "embeddings" / "manul.pt")
    outcome = refresh(NewFile(path, "embedding", "a1111"), client)
    assert told(outcome) == (True, "refresh.skipped")
    assert "another family" in str(outcome.message)


def test_a_file_where_the_running_one_does_not_look(
    serve: Callable[..., Client], tmp_path: Path
) -> None:
    client = serve(fakes.a1111(tmp_path / "one"))
    path = put(tmp_path / "other" / "embeddings" / "manul.pt")
    outcome = refresh(NewFile(path, "embedding", "a1111"), client)
    assert told(outcome) == (False, "refresh.not_shown")
    assert client.address in str(outcome.message)


def test_hypernetworks_are_looked_for_by_hand(serve: Callable[..., Client], tmp_path: Path) -> None:
    folder = tmp_path / "models" / "hypernetworks"
    put(folder / "old.pt")
    client = serve(fakes.a1111(tmp_path))
    outcome = refresh(NewFile(put(folder / "new.pt"), "hypernetwork", "a1111"), client)
    assert told(outcome) == (False, "refresh.by_hand")
    assert "“Hypernetworks” tab" in str(outcome.message)
    # Written over: the list that it has is right.
    outcome = refresh(NewFile(folder / "old.pt", "hypernetwork", "a1111"), client)
    assert told(outcome) == (True, "refresh.shown")


@pytest.mark.parametrize(
    ("kind", "tab"),
    [("embedding", "“Textual Inversion” tab"), ("lora", "“Lora” tab"), ("checkpoint", "list")],
)
def test_with_its_api_off_it_says_what_to_click(
    kind: ArtefactKind, tab: str, serve: Callable[..., Client], tmp_path: Path
) -> None:
    client = serve(fakes.a1111_without_api())
    outcome = refresh(NewFile(tmp_path / "m.pt", kind, "a1111"), client)
    assert told(outcome) == (False, "refresh.api_off")
    assert tab in str(outcome.message)
    assert api_is_off(client)
    assert identify(client) is None


def test_sdnext(serve: Callable[..., Client], tmp_path: Path) -> None:
    old = put(tmp_path / "models" / "embeddings" / "old.pt")
    client = serve(fakes.sdnext(tmp_path))
    lora = put(tmp_path / "models" / "Lora" / "manul.safetensors")
    assert told(refresh(NewFile(lora, "lora", "sdnext"), client)) == (True, "refresh.shown")
    new = put(tmp_path / "models" / "embeddings" / "manul.pt")
    outcome = refresh(NewFile(new, "embedding", "sdnext"), client)
    assert told(outcome) == (False, "refresh.by_hand")
    assert "Networks panel" in str(outcome.message)
    assert told(refresh(NewFile(old, "embedding", "sdnext"), client)) == (True, "refresh.shown")


@pytest.mark.parametrize(
    ("kind", "place", "key"),
    [
        ("embedding", "embeddings/manul.pt", "refresh.shown"),
        ("lora", "loras/manul.safetensors", "refresh.shown_after"),
        ("checkpoint", "checkpoints/manul.safetensors", "refresh.shown_after"),
        ("hypernetwork", "hypernetworks/manul.pt", "refresh.shown_after"),
    ],
)
def test_comfyui_reads_its_folders_by_itself(
    kind: ArtefactKind, place: str, key: str, serve: Callable[..., Client], tmp_path: Path
) -> None:
    client = serve(fakes.comfyui(tmp_path))
    missing = refresh(NewFile(tmp_path / "manul.pt", kind, "comfyui"), client)
    assert told(missing) == (False, "refresh.not_shown")
    path = put(tmp_path / "models" / place)
    assert told(refresh(NewFile(path, kind, "comfyui"), client)) == (True, key)


def test_invokeai_installs_a_copy(serve: Callable[..., Client], tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    path = put(tmp_path / "мои exports" / "manul.pt")
    client = serve(fakes.invokeai(tmp_path))
    outcome = refresh(NewFile(path, "embedding", "invokeai"), client)
    assert told(outcome) == (True, "refresh.shown")
    assert (tmp_path / "models" / "manul.pt").read_bytes() == b"x"
    again = refresh(NewFile(path, "embedding", "invokeai"), client)
    assert told(again) == (False, "refresh.refused")
    assert "already installed" in str(again.message)


def test_invokeai_does_not_take_it(serve: Callable[..., Client], tmp_path: Path) -> None:
    path = put(tmp_path / "manul.pt")
    client = serve(fakes.invokeai(tmp_path, error="Traceback ...\nUnable to determine the base"))
    outcome = refresh(NewFile(path, "embedding", "invokeai"), client)
    assert told(outcome) == (False, "refresh.refused")
    assert str(outcome.message).endswith("Unable to determine the base")


def test_invokeai_never_ends(serve: Callable[..., Client], tmp_path: Path) -> None:
    path = put(tmp_path / "manul.pt")
    address = serve(fakes.invokeai(tmp_path, ends=False)).address
    outcome = refresh(NewFile(path, "embedding", "invokeai"), Client(address, **HASTY))
    assert told(outcome) == (False, "refresh.too_slow")


def test_swarmui(serve: Callable[..., Client], tmp_path: Path) -> None:
    path = put(tmp_path / "Models" / "Embeddings" / "manul.safetensors")
    client = serve(fakes.swarmui(tmp_path))
    outcome = refresh(NewFile(path, "embedding", "swarmui"), client)
    assert told(outcome) == (True, "refresh.shown")
    soon = serve(fakes.swarmui(tmp_path, looks=False))
    outcome = refresh(NewFile(path, "embedding", "swarmui"), soon)
    assert told(outcome) == (False, "refresh.by_hand")
    assert "“Embeddings” tab" in str(outcome.message)


@pytest.mark.parametrize("tool", TOOLS)
def test_one_that_is_not_running(tool: Tool, serve: Callable[..., Client], tmp_path: Path) -> None:
    with serving(FakeServer()) as gone:
        client = Client(gone.address)
    outcome = refresh(NewFile(tmp_path / "manul.pt", "embedding", tool), client)
    key = "refresh.not_installed" if tool == "invokeai" else "refresh.not_running"
    assert told(outcome) == (None, key)
    if tool == "invokeai":
        assert str(tmp_path / "manul.pt") in str(outcome.message)


STRANGERS = [
    FakeServer(raw=b"<html>My router</html>"),
    FakeServer(raw=b"{}"),
    FakeServer(raw=b'["x"]'),
    FakeServer(raw=b'"x"'),
    FakeServer(raw=b"null"),
    FakeServer(raw=b'{"version": 3, "models": 3, "loaded": 3}', raw_status=500),
    FakeServer(raw=b"[" * 100_000),
    FakeServer(raw=b"\xff\xfe"),
    FakeServer(raw=b"", raw_status=302),
    FakeServer(),
]


@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda fake: str(fake.raw)[:20])
@pytest.mark.parametrize("tool", TOOLS)
def test_another_program_is_not_believed(
    tool: Tool, stranger: FakeServer, serve: Callable[..., Client], tmp_path: Path
) -> None:
    client = serve(FakeServer(raw=stranger.raw, raw_status=stranger.raw_status))
    outcome = refresh(NewFile(tmp_path / "x.pt", "embedding", tool), client)
    assert told(outcome) == (None, "refresh.stranger")
    assert identify(client) is None


@pytest.mark.parametrize("tool", TOOLS)
def test_one_that_asks_for_a_password(
    tool: Tool, serve: Callable[..., Client], tmp_path: Path
) -> None:
    client = serve(FakeServer(raw=b'{"detail": "Unauthorized"}', raw_status=401))
    outcome = refresh(NewFile(tmp_path / "x.pt", "embedding", tool), client)
    assert told(outcome) == (False, "refresh.login")


@pytest.mark.parametrize("tool", TOOLS)
def test_one_that_hangs(tool: Tool, serve: Callable[..., Client], tmp_path: Path) -> None:
    client = Client(serve(FakeServer(raw=b"{}", delay_seconds=1.5)).address, **HASTY)
    began = time.monotonic()
    outcome = refresh(NewFile(tmp_path / "x.pt", "embedding", tool), client)
    assert told(outcome) == (False, "refresh.too_slow")
    assert time.monotonic() - began < 1.2
    with pytest.raises(TooSlow):
        identify(client)


def test_one_that_trickles(serve: Callable[..., Client]) -> None:
    client = Client(serve(FakeServer(raw=b" " * 100, trickle_seconds=0.05)).address, **HASTY)
    began = time.monotonic()
    with pytest.raises(TooSlow):
        client.knock("/")
    assert time.monotonic() - began < 1.5


def test_nobody_there(serve: Callable[..., Client]) -> None:
    with serving(FakeServer()) as gone:
        client = Client(gone.address)
    with pytest.raises(NoAnswer):
        client.get("/")
    with pytest.raises(NoAnswer):
        Client("http://no-such-host.invalid").get("/")


def test_a_connection_that_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object, **__: object) -> None:
        raise http.client.RemoteDisconnected("closed")

    monkeypatch.setattr("urllib.request.OpenerDirector.open", cut)
    with pytest.raises(NoAnswer):
        Client("http://127.0.0.1:1").get("/")


def test_nobody_is_followed_elsewhere(serve: Callable[..., Client]) -> None:
    client = serve(FakeServer({"GET /old": lambda _: 302, "GET /elsewhere": lambda _: {"a": 1}}))
    assert client.get("/elsewhere").content == {"a": 1}
    reply = client.get("/old")
    assert (reply.status, reply.is_good, reply.content) == (302, False, None)


def test_proxies_are_left_out(
    serve: Callable[..., Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert serve(fakes.comfyui(tmp_path)).get("/embeddings").content == []


@pytest.mark.parametrize("tool", [tool for tool in TOOLS if tool != "invokeai"])
def test_who_answers_and_where_it_reads(
    tool: Tool, serve: Callable[..., Client], tmp_path: Path
) -> None:
    builders: dict[Tool, FakeServer] = {
        "a1111": fakes.a1111(tmp_path),
        "forge": fakes.a1111(tmp_path, is_forge=True),
        "sdnext": fakes.sdnext(tmp_path),
        "comfyui": fakes.comfyui(tmp_path),
        "swarmui": fakes.swarmui(tmp_path),
    }
    running = identify(serve(builders[tool]))
    assert running is not None
    assert running.tool == tool
    embeddings = {
        "a1111": "embeddings", "forge": "embeddings", "sdnext": "models/embeddings",
        "comfyui": "models/embeddings",
    }  # fmt: skip
    told = running.folders.embeddings if running.folders else None
    assert told == (tmp_path / embeddings[tool] if tool in embeddings else None)


def test_folders_that_mean_nothing_here(serve: Callable[..., Client], tmp_path: Path) -> None:
    fake = fakes.a1111(tmp_path)
    fake.routes["GET /sdapi/v1/cmd-flags"] = lambda _: {"data_dir": ".", "embeddings_dir": 3}
    running = identify(serve(fake))
    assert running is not None
    assert (running.tool, running.folders) == ("a1111", None)


def test_each_has_a_usual_address() -> None:
    assert set(DEFAULT_ADDRESSES) == set(TOOLS)
    assert all(is_on_this_machine(address) for address in DEFAULT_ADDRESSES.values())


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("http://127.0.0.1:7860", "http://127.0.0.1:7860"),
        (" HTTP://localhost:7860/ ", "http://localhost:7860"),
        ("http://0.0.0.0:7860/?__theme=dark#x", "http://127.0.0.1:7860"),
        ("https://me:secret@box.lan/sd/", "https://box.lan/sd"),
        ("http://[::1]:8188", "http://[::1]:8188"),
    ],
)
def test_addresses(text: str, address: str) -> None:
    assert web_address(text) == address


@pytest.mark.parametrize(
    "text", ["127.0.0.1:7860", "ftp://x", "file:///etc/passwd", "http://", "http://x:99999", "x y"]
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ManulError) as raised:
        web_address(text)
    assert raised.value.key == "place_invalid.address"


@pytest.mark.parametrize(
    ("address", "here"),
    [("http://127.0.0.9", True), ("http://[::1]:1", True), ("http://192.0.2.1:7860", False),
     ("http://box.lan", False)],
)  # fmt: skip
def test_this_machine_and_others(address: str, here: bool) -> None:
    assert is_on_this_machine(address) == here
