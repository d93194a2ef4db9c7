"""Which web UIs answer: real local servers at the places where the real ones listen by default."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.training import fake_web_uis as fakes
from tests.training.fake_web_uis import FakeServer, serving
from training import running_web_uis as module
from training.contract.web_uis import Tool
from training.running_web_uis import running_web_uis
from training.web_ui_api import DEFAULT_ADDRESSES

pytestmark = pytest.mark.quick

Serve = Callable[[Tool, FakeServer], str]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Puts a server where a web UI listens; nobody listens anywhere else."""
    with ExitStack() as stack:
        with serving(FakeServer()) as gone:
            for tool in DEFAULT_ADDRESSES:
                monkeypatch.setitem(DEFAULT_ADDRESSES, tool, gone.address)

        def at(tool: Tool, fake: FakeServer) -> str:
            address = stack.enter_context(serving(fake)).address
            monkeypatch.setitem(DEFAULT_ADDRESSES, tool, address)
            return address

        yield at


def test_nobody_answers(serve: Serve) -> None:
    assert running_web_uis() == []


def test_those_that_answer_say_what_they_read(serve: Serve, tmp_path: Path) -> None:
    comfy = serve("comfyui", fakes.comfyui(tmp_path / "Comfy"))
    forge = serve("forge", fakes.a1111(tmp_path / "forge", is_forge=True))
    found = {web_ui.tool: web_ui for web_ui in running_web_uis()}
    assert {tool: web_ui.address for tool, web_ui in found.items()} == {
        "comfyui": comfy, "forge": forge,
    }  # fmt: skip
    assert found["comfyui"].embeddings == tmp_path / "Comfy" / "models" / "embeddings"
    assert found["forge"].embeddings == tmp_path / "forge" / "embeddings"


def test_strangers_and_sleepers_are_left_out(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve("a1111", FakeServer(raw=b"<html>a router</html>"))
    serve("comfyui", FakeServer(raw=b"{}", delay_seconds=1.0))
    serve("invokeai", fakes.invokeai(tmp_path / "invoke"))
    monkeypatch.setattr(module, "_KNOCK_SECONDS", 0.2)
    assert [web_ui.tool for web_ui in running_web_uis()] == ["invokeai"]
