"""Fake installations of every web UI, found and told apart; nothing in the real home is read."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web_ui_folders import MARKERS, install
from training.contract import web_uis
from training.contract.web_uis import (
    TOOLS,
    Tool,
    WebUI,
    find_web_uis,
    recognise_web_ui,
    web_ui_at,
)

pytestmark = pytest.mark.quick


def found(web_ui: WebUI | None) -> tuple[Tool, Path] | None:
    return None if web_ui is None else (web_ui.tool, web_ui.path)


@pytest.fixture(autouse=True)
def home(user_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, without the system's other drives."""
    for name in ("XDG_DATA_HOME", "XDG_DOCUMENTS_DIR", "INVOKEAI_ROOT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("training.contract.web_ui_places._drives", list)
    return user_folders / "home"


@pytest.mark.parametrize("tool", TOOLS)
def test_each_is_told_from_the_others(tool: Tool, tmp_path: Path) -> None:
    root = install(tool, tmp_path / "мои модели 2" / "a web ui")
    assert found(recognise_web_ui(root)) == (tool, root)
    assert found(web_ui_at(root)) == (tool, root)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_copy_without_one_of_its_files_is_not_taken_for_it(
    tool: Tool, missing: int, tmp_path: Path
) -> None:
    root = install(tool, tmp_path / "ui")
    path = root / MARKERS[tool][missing]
    path.rename(tmp_path / "moved away")
    assert recognise_web_ui(root) is None


def test_forge_before_its_own_backend(tmp_path: Path) -> None:
    root = install("a1111", tmp_path / "forge")
    (root / "modules_forge").mkdir()
    (root / "ldm_patched").mkdir()
    assert found(recognise_web_ui(root)) == ("forge", root)


@pytest.mark.parametrize(
    ("tool", "beside", "inside"),
    [
        ("comfyui", "python_embeded/python.exe", "ComfyUI"),
        ("a1111", "environment.bat", "webui"),
        ("forge", "environment.bat", "webui"),
        ("comfyui", "pinokio.js", "app"),
    ],
)
def test_the_folder_that_a_zip_was_unpacked_into(
    tool: Tool, beside: str, inside: str, tmp_path: Path
) -> None:
    zip_folder = tmp_path / "portable"
    (zip_folder / beside).parent.mkdir(parents=True)
    (zip_folder / beside).touch()
    root = install(tool, zip_folder / inside)
    assert found(web_ui_at(zip_folder)) == (tool, root)
    assert found(recognise_web_ui(zip_folder)) == (tool, root)


def test_a_folder_that_merely_holds_one_is_not_it(tmp_path: Path) -> None:
    root = install("comfyui", tmp_path / "AI" / "ComfyUI")
    assert web_ui_at(tmp_path / "AI") is None
    assert found(recognise_web_ui(tmp_path / "AI")) == ("comfyui", root)


@pytest.mark.parametrize("inside", ["embeddings", "models/Stable-diffusion", "modules"])
def test_a_folder_inside(inside: str, tmp_path: Path) -> None:
    root = install("a1111", tmp_path / "ui")
    assert found(recognise_web_ui(root / inside)) == ("a1111", root)
    assert web_ui_at(root / inside) is None


def test_comfyui_data_without_the_program(tmp_path: Path) -> None:
    for name in ("models/checkpoints", "custom_nodes", "input", "output", "user"):
        (tmp_path / "ComfyUI" / name).mkdir(parents=True)
    assert found(web_ui_at(tmp_path / "ComfyUI")) == ("comfyui", tmp_path / "ComfyUI")


def test_nothing_and_nonsense(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "gone", tmp_path / "file", tmp_path / "nu\0ll"):
        assert recognise_web_ui(path) is None
        assert find_web_uis([path]) == []


@pytest.mark.parametrize(
    "place",
    [
        "stable-diffusion-webui",
        "Desktop/webui",
        "Documents/ИИ/ComfyUI",
        "Downloads/ComfyUI_windows_portable/ComfyUI",
        "AI/ui",
        "AI/portable/app",
        ".local/share/StabilityMatrix/Packages/ComfyUI",
        "StabilityMatrix/Data/Packages/ComfyUI",
        "pinokio/api/comfy.git/app",
    ],
)
def test_likely_places(place: str, home: Path) -> None:
    root = install("comfyui", home / place)
    assert list(map(found, find_web_uis())) == [("comfyui", root)]


def test_too_deep_and_hidden_places_are_left_alone(home: Path) -> None:
    install("a1111", home / "a/b/c/d")
    install("a1111", home / ".cache/ui")
    install("a1111", home / "node_modules/ui")
    assert find_web_uis() == []


def test_other_drives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = install("swarmui", tmp_path / "drive" / "SwarmUI")
    monkeypatch.setattr("training.contract.web_ui_places._drives", lambda: [tmp_path / "drive"])
    assert list(map(found, find_web_uis())) == [("swarmui", root)]


def test_the_library_of_stability_matrix_lies_where_the_user_wished(
    home: Path, tmp_path: Path
) -> None:
    root = install("forge", tmp_path / "far" / "away" / "Packages" / "forge")
    settings = home / ".local/share/StabilityMatrix/library.json"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"LibraryPath": "%s"}' % (tmp_path / "far" / "away"), encoding="utf-8")
    assert list(map(found, find_web_uis())) == [("forge", root)]
    settings.write_text("[1, 2", encoding="utf-8")
    assert find_web_uis() == []


def test_invokeai_says_its_place_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = install("invokeai", tmp_path / "deep" / "down" / "here" / "root")
    monkeypatch.setenv("INVOKEAI_ROOT", str(root))
    assert list(map(found, find_web_uis())) == [("invokeai", root)]


def test_each_is_listed_once_whatever_leads_to_it(home: Path) -> None:
    root = install("a1111", home / "Documents" / "ui")
    (home / "link").symlink_to(root, target_is_directory=True)
    (home / "Documents" / "loop").symlink_to(home, target_is_directory=True)
    both = find_web_uis([root, root / "embeddings", home])
    assert list(map(found, both)) == [("a1111", root)]


def test_where_the_user_points_to_comes_first(home: Path, tmp_path: Path) -> None:
    near = install("a1111", home / "ui")
    one = install("forge", tmp_path / "many" / "forge")
    two = install("sdnext", tmp_path / "many" / "more" / "sdnext")
    assert [web_ui.path for web_ui in find_web_uis([tmp_path / "many"])] == [one, two, near]


def test_web_uis_inside_a_web_ui_are_its_own_business(home: Path) -> None:
    root = install("swarmui", home / "SwarmUI")
    install("comfyui", root / "dlbackend" / "ComfyUI")
    assert list(map(found, find_web_uis())) == [("swarmui", root)]


def test_a_folder_with_very_many_folders_does_not_keep_the_window_waiting(home: Path) -> None:
    for number in range(1_000):
        (home / f"folder {number:04d}").mkdir()
    seen: list[Path] = []
    real = web_uis._web_ui_in

    def count(folder: Path) -> WebUI | None:
        seen.append(folder)
        return real(folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(web_uis, "_web_ui_in", count)
        assert find_web_uis() == []
    assert len(seen) < 500


def test_patience_ends(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install("a1111", home / "ui")
    clock = iter(range(1_000_000))
    monkeypatch.setattr("time.monotonic", lambda: float(next(clock)))
    assert find_web_uis(patience_seconds=3.0) == []
    assert find_web_uis(patience_seconds=1e6) != []


def test_folders_that_may_not_be_looked_into_are_passed_over(
    open_folder: Path, as_nobody: Callable[..., str]
) -> None:
    install("a1111", open_folder / "closed" / "ui")
    install("comfyui", open_folder / "open" / "ui")
    (open_folder / "closed").chmod(0)
    code = "from training.contract.web_uis import _search, recognise_web_ui as at; " \
        "print([w.tool for w in _search([Path(sys.argv[1])], until=None)], " \
        "at(Path(sys.argv[1]) / 'closed' / 'ui'), at(Path(sys.argv[1]) / 'closed'))"  # fmt: skip
    assert as_nobody(code, open_folder).strip() == "['comfyui'] None None"


def test_looking_at_an_ordinary_home_takes_no_time(home: Path) -> None:
    for number in range(60):
        (home / f"folder {number}" / "below").mkdir(parents=True)
    install("forge", home / "folder 3" / "forge")
    began = time.process_time()
    assert len(find_web_uis()) == 1
    assert time.process_time() - began < 0.5
