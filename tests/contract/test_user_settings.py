"""One file of the user's, which window and command line read alike."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from training.contract.base_models import describe_base_model
from training.contract.errors import ManulError
from training.contract.layout import workspace_path
from training.contract.runs import RunRequest, resolve_settings
from training.contract.user_settings import (
    PROCESSOR,
    UserSettings,
    apply_user_settings,
    change_user_settings,
    check_address,
    read_user_settings,
    settings_file,
    user_settings,
    write_user_settings,
)

pytestmark = pytest.mark.quick


def test_what_is_chosen_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_user_settings() == UserSettings()
    chosen = UserSettings(
        workspace=str(tmp_path / "мои"), card=PROCESSOR, hub="https://mirror.test/",
        proxy="http://127.0.0.1:3128",
    )  # fmt: skip
    write_user_settings(chosen)
    assert read_user_settings() == chosen
    monkeypatch.delenv("MANUL_WORKSPACE", raising=False)
    assert workspace_path() == tmp_path / "мои"
    monkeypatch.setenv("MANUL_WORKSPACE", str(tmp_path))
    assert workspace_path() == tmp_path, "the environment wins"


def test_variables_are_set_unless_they_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("CUDA_VISIBLE_DEVICES", "HF_ENDPOINT", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    for name in (*names, *map(str.lower, names)):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    write_user_settings(UserSettings(card="GPU-2", hub="https://mirror.test/", proxy="http://p:1"))
    monkeypatch.setenv("https_proxy", "http://mine:2")
    apply_user_settings()
    assert os.environ["CUDA_VISIBLE_DEVICES"] == "GPU-2"
    assert os.environ["HF_ENDPOINT"] == "https://mirror.test"
    assert os.environ["HTTP_PROXY"] == "http://p:1"
    assert "HTTPS_PROXY" not in os.environ, "the environment wins"


def test_a_file_that_is_wrong_is_named_by_its_line() -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text('card = "x"\nhub = [\n', encoding="utf-8")
    with pytest.raises(ManulError) as wrong:
        read_user_settings()
    assert str(settings_file()) in str(wrong.value)
    assert user_settings() == UserSettings()


def test_changes_at_once_are_all_kept() -> None:
    changes = [{"hub": "https://mirror.test"}, {"proxy": "http://p:1"}, {"card": "-1"}] * 5
    with ThreadPoolExecutor(15) as pool:
        list(pool.map(lambda change: change_user_settings(**change), changes))
    assert read_user_settings() == UserSettings(
        hub="https://mirror.test", proxy="http://p:1", card="-1"
    )
    assert not change_user_settings(card="-1")


def test_a_change_does_not_write_over_a_file_that_is_wrong() -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text('workspace = "mine\n', encoding="utf-8")
    with pytest.raises(ManulError):
        change_user_settings(card="-1")
    assert settings_file().read_text(encoding="utf-8") == 'workspace = "mine\n'


def test_the_precision_is_that_of_runs_that_ask_for_none() -> None:
    model = describe_base_model("demo")
    write_user_settings(UserSettings(mixed_precision="fp32"))
    assert resolve_settings(RunRequest(), model)["training"]["mixed_precision"] == "fp32"
    asked = RunRequest(assignments=("training.mixed_precision=bf16",))
    assert resolve_settings(asked, model)["training"]["mixed_precision"] == "bf16"


@pytest.mark.parametrize(
    ("field", "text", "is_right"),
    [
        ("hub", "", True), ("hub", "https://mirror.test", True), ("hub", "mirror.test", False),
        ("hub", "ftp://mirror.test", False), ("proxy", "socks5://127.0.0.1:1080", True),
        ("proxy", "http://127.0.0.1:99999", False), ("proxy", "http://", False),
        ("proxy", "http://a b", False), ("hub", "http://[", False),
    ],
)  # fmt: skip
def test_addresses(field: str, text: str, is_right: bool) -> None:
    if is_right:
        check_address(field, text)
        return
    with pytest.raises(ManulError) as wrong:
        check_address(field, text)
    assert wrong.value.key == "invalid_setting.address"
