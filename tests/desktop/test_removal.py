"""What the uninstallers ask for: nothing of ours is left, and nothing of the user's is taken."""

import sys
from pathlib import Path

import pytest

from desktop.app import main
from desktop.preferences import Preferences
from training.contract.engine_setup.engine_file import use_engine
from training.contract.engine_setup.folders import engine_folders

pytestmark = pytest.mark.quick


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "Manul"
    for name in ("pallas_cat", "my photos"):
        (folder / name).mkdir(parents=True)
    (folder / "pallas_cat" / "concept.toml").write_text(
        'contract_version = 1\nname = "pallas_cat"\nkind = "animal"\ninitializer_token = "cat"\n',
        encoding="utf-8",
    )
    return folder


def test_engines_and_settings_go_and_concepts_stay(
    workspace: Path, user_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (engine_folders().path / "0.1.0-cpu-1").mkdir(parents=True)
    use_engine(Path(sys.executable))
    Preferences().language = "ru"
    (user_folders / "config" / "manul" / "presets").mkdir(parents=True)
    assert main(["--remove-my-files", "--workspace", str(workspace)]) == 0
    assert capsys.readouterr().out == ""
    assert not engine_folders().path.exists()
    assert [path.name for path in (user_folders / "config" / "manul").iterdir()] == ["presets"]
    assert (workspace / "pallas_cat" / "concept.toml").exists()


def test_concepts_go_when_asked_for_and_strangers_stay(workspace: Path) -> None:
    assert main(["--remove-my-files", "--concepts", "--workspace", str(workspace)]) == 0
    assert [entry.name for entry in workspace.iterdir()] == ["my photos"]
