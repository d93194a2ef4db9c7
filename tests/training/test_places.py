"""Where an export goes, for everything that `--to` may say."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.training import fake_web_uis as fakes
from tests.training.fake_web_uis import FakeServer, serving
from tests.web_ui_folders import install
from training.contract.errors import ManulError
from training.contract.web_ui_folders import ArtefactKind
from training.contract.web_uis import TOOLS, Tool
from training.places import Place, resolve_place

pytestmark = pytest.mark.quick

EMBEDDINGS: dict[Tool, str] = {
    "a1111": "embeddings",
    "forge": "embeddings",
    "comfyui": "models/embeddings",
    "sdnext": "models/embeddings",
    "swarmui": "Models/Embeddings",
}


@pytest.fixture(autouse=True)
def home(user_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, without the system's other drives."""
    for name in ("XDG_DATA_HOME", "XDG_DOCUMENTS_DIR", "INVOKEAI_ROOT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("training.contract.web_ui_places._drives", list)
    return user_folders / "home"


@pytest.fixture
def serve() -> Iterator[Callable[[FakeServer], str]]:
    with ExitStack() as servers:
        yield lambda fake: servers.enter_context(serving(fake)).address


def refused(text: str | Path, kind: ArtefactKind = "embedding", api: str | None = None) -> str:
    with pytest.raises(ManulError) as raised:
        resolve_place(str(text), kind, api=api)
    assert raised.value.report().advice
    return raised.value.key


@pytest.mark.parametrize("tool", list(EMBEDDINGS))
def test_a_name_means_the_one_on_this_machine(tool: Tool, home: Path) -> None:
    root = install(tool, home / "a web ui")
    assert resolve_place(tool, "embedding") == Place(root / EMBEDDINGS[tool], tool)


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("AUTOMATIC1111", "a1111"),
        (" Comfy ", "comfyui"),
        ("SD.Next", "sdnext"),
        ("Swarm", "swarmui"),
    ],
)
def test_other_spellings(text: str, tool: Tool, home: Path) -> None:
    install(tool, home / "ui")
    assert resolve_place(text, "embedding").tool == tool


def test_names_that_mean_none_or_several(home: Path) -> None:
    assert refused("forge") == "place_invalid.not_found"
    one, two = install("a1111", home / "one"), install("a1111", home / "two")
    with pytest.raises(ManulError) as raised:
        resolve_place("a1111", "embedding")
    assert raised.value.key == "place_invalid.several"
    assert f"{one}, {two}" in str(raised.value)
    assert resolve_place(str(two), "embedding").folder == two / "embeddings"


@pytest.mark.parametrize(
    ("kind", "folder"),
    [
        ("embedding", "embeddings"),
        ("hypernetwork", "models/hypernetworks"),
        ("lora", "models/Lora"),
        ("checkpoint", "models/Stable-diffusion"),
    ],
)
def test_a_web_uis_folder_means_its_right_sub_folder(
    kind: ArtefactKind, folder: str, tmp_path: Path
) -> None:
    root = install("a1111", tmp_path / "ui")
    assert resolve_place(str(root), kind) == Place(root / folder, "a1111")
    assert resolve_place(f"{root}{os.sep}", kind) == Place(root / folder, "a1111")


def test_the_folder_of_a_zip_means_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "portable" / "python_embeded").mkdir(parents=True)
    root = install("comfyui", tmp_path / "portable" / "ComfyUI")
    place = resolve_place(str(tmp_path / "portable"), "embedding")
    assert place == Place(root / "models" / "embeddings", "comfyui")


def test_a_folder_beside_web_uis_is_only_a_folder(tmp_path: Path) -> None:
    install("comfyui", tmp_path / "AI" / "ComfyUI")
    assert resolve_place(str(tmp_path / "AI"), "embedding") == Place(tmp_path / "AI")
    assert resolve_place(str(tmp_path / "new"), "embedding") == Place(tmp_path / "new")


@pytest.mark.parametrize("inside", ["embeddings", "embeddings/people/mine"])
def test_a_folder_that_a_web_ui_reads_stays_and_is_known(inside: str, tmp_path: Path) -> None:
    root = install("a1111", tmp_path / "ui")
    assert resolve_place(str(root / inside), "embedding") == Place(root / inside, "a1111")


def test_a_link_to_a_folder_that_a_web_ui_reads(tmp_path: Path) -> None:
    root = install("a1111", tmp_path / "ui")
    (root / "embeddings").rmdir()
    (tmp_path / "shared" / "mine").mkdir(parents=True)
    (root / "embeddings").symlink_to(tmp_path / "shared", target_is_directory=True)
    inside = root / "embeddings" / "mine"
    assert resolve_place(str(inside), "embedding") == Place(inside, "a1111")


def test_a_wrong_folder_inside_a_web_ui_is_kept_to_but_said(tmp_path: Path) -> None:
    root = install("a1111", tmp_path / "ui")
    wrong = root / "models" / "Lora"
    place = resolve_place(str(wrong), "embedding")
    assert (place.folder, place.tool) == (wrong, None)
    (note,) = place.notes
    assert note.key == "note.not_looked_in"
    assert str(root / "embeddings") in str(note)


def test_relative_folders_and_the_home(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert resolve_place("out", "embedding").folder == tmp_path / "out"
    assert resolve_place("./forge", "embedding").folder == tmp_path / "forge"
    assert resolve_place("~/out", "embedding").folder == home / "out"


@pytest.mark.parametrize("tool", ["forge", "invokeai", "sdnext", "swarmui"])
def test_hypernetworks_are_refused_where_nothing_applies_them(tool: Tool, home: Path) -> None:
    root = install(tool, home / "ui")
    key = "ignored" if tool == "forge" else "hypernetwork"
    assert refused(tool, "hypernetwork") == f"export_unsupported.{key}"
    assert refused(root, "hypernetwork") == f"export_unsupported.{key}"
    if tool == "forge":
        folder = root / "models" / "hypernetworks"
        assert refused(folder, "hypernetwork") == f"export_unsupported.{key}"


def test_invokeai_fetches_the_file_itself(home: Path) -> None:
    root = install("invokeai", home / "invokeai")
    assert resolve_place("invokeai", "embedding") == Place(None, "invokeai")
    assert resolve_place(str(root), "lora") == Place(None, "invokeai")
    assert resolve_place(str(root / "models"), "lora") == Place(root / "models")


def test_the_address_of_another_port(home: Path) -> None:
    root = install("comfyui", home / "ui")
    place = resolve_place("comfyui", "embedding", api="http://localhost:9999/")
    assert place == Place(root / "models" / "embeddings", "comfyui", "http://localhost:9999")
    assert refused("comfyui", api="localhost:9999") == "place_invalid.address"


def test_a_folder_and_the_address_of_its_reader(serve: Callable[..., str], tmp_path: Path) -> None:
    share, address = tmp_path / "share", serve(fakes.comfyui(tmp_path))
    assert resolve_place(str(share), "embedding", api=address) == Place(share, "comfyui", address)
    stranger = serve(FakeServer(raw=b"<html>"))
    assert refused(share, api=stranger) == "place_invalid.stranger"
    with serving(FakeServer()) as gone:
        pass
    assert refused(share, api=gone.address) == "place_invalid.no_answer"
    forge = serve(fakes.a1111(tmp_path, is_forge=True))
    assert refused(share, "hypernetwork", forge) == "export_unsupported.ignored"


class TestRunning:
    @pytest.mark.parametrize("tool", ["a1111", "forge", "sdnext", "comfyui"])
    def test_says_where_it_reads(
        self, tool: Tool, serve: Callable[..., str], tmp_path: Path
    ) -> None:
        root = install(tool, tmp_path / "ui")
        builders: dict[Tool, FakeServer] = {
            "a1111": fakes.a1111(root),
            "forge": fakes.a1111(root, is_forge=True),
            "sdnext": fakes.sdnext(root),
            "comfyui": fakes.comfyui(root),
        }
        address = serve(builders[tool])
        place = resolve_place(f"{address}/?__theme=dark", "embedding")
        assert place == Place(root / EMBEDDINGS[tool], tool, address)

    def test_invokeai(self, serve: Callable[..., str], tmp_path: Path) -> None:
        address = serve(fakes.invokeai(tmp_path))
        assert resolve_place(address, "embedding") == Place(None, "invokeai", address)
        assert refused(address, "hypernetwork") == "export_unsupported.hypernetwork"

    def test_one_that_does_not_tell_is_the_one_on_this_machine(
        self, serve: Callable[..., str], home: Path, tmp_path: Path
    ) -> None:
        address = serve(fakes.swarmui(tmp_path))
        assert refused(address) == "place_invalid.no_folder"
        root = install("swarmui", home / "one")
        place = resolve_place(address, "embedding")
        assert place == Place(root / "Models" / "Embeddings", "swarmui", address)
        install("swarmui", home / "two")
        assert refused(address) == "place_invalid.no_folder"

    def test_one_in_a_container_has_folders_of_its_own(
        self, serve: Callable[..., str], tmp_path: Path
    ) -> None:
        address = serve(fakes.a1111(tmp_path / "not on this machine"))
        assert refused(address) == "place_invalid.no_folder"
        assert not (tmp_path / "not on this machine").exists()

    def test_one_on_another_machine(
        self, serve: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        address = serve(fakes.comfyui(tmp_path))
        monkeypatch.setattr("training.places.is_on_this_machine", lambda _: False)
        assert refused(address) == "place_invalid.elsewhere"

    def test_one_with_its_api_off(self, serve: Callable[..., str]) -> None:
        assert refused(serve(fakes.a1111_without_api())) == "place_invalid.api_off"

    def test_strangers_and_nobody(self, serve: Callable[..., str]) -> None:
        assert refused(serve(FakeServer(raw=b"<html>"))) == "place_invalid.stranger"
        assert refused("http://[oops") == "place_invalid.address"
        with serving(FakeServer()) as gone:
            pass
        assert refused(gone.address) == "place_invalid.no_answer"


def test_every_tool_can_be_named() -> None:
    assert {refused(tool) for tool in TOOLS} == {"place_invalid.not_found"}
