"""A card that torch cannot use is said in words, not answered with days on the processor."""

import json
from pathlib import Path
from typing import Any

import pytest

from training import hardware as choosing
from training import probe as probing
from training.card_problems import card_problem, installed_cuda, why_unusable
from training.cli import main
from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.contract.runs import read_run_config
from training.graphics_cards import GraphicsCard

pytestmark = pytest.mark.quick

RTX = "NVIDIA GeForce RTX 3060"


def card(driver: str = "581.29") -> GraphicsCard:
    return GraphicsCard(name=RTX, driver=driver, memory_total_bytes=12 << 30)


@pytest.fixture(autouse=True)
def _nothing_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)


@pytest.fixture
def old_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine as NVML and torch describe it: a card, and a driver of 2024."""
    for module in (choosing, probing):
        monkeypatch.setattr(module, "graphics_cards", lambda: (card("551.86"),))
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setattr("torch.version.cuda", "13.0")
    monkeypatch.setattr(probing, "installed_cuda", lambda: "13.0")


@pytest.mark.parametrize(
    ("driver", "cuda", "key"),
    [
        ("579.99", "13.0", "card_unusable.driver"),
        ("580.65.06", "13.0", None),
        ("581.29", "13.1", None),
        ("522.06", "12.8", "card_unusable.driver"),
        # Drivers of one major version run programs of all its minor versions.
        ("527.41", "12.8", None),
        ("581.29", "12.6", None),
        ("581.29", None, "card_unusable.processor_build"),
        ("unknown", "13.0", None),
        ("400.1", "99.0", None),
    ],
)
def test_what_is_certain_before_torch_is_asked(
    driver: str, cuda: str | None, key: str | None
) -> None:
    problem = card_problem([card(driver)], cuda)
    assert (problem.key if problem else None) == key


def test_the_sentence_names_both_versions_and_what_to_do() -> None:
    problem = card_problem([card("551.86")], "13.0")
    assert problem is not None
    report = problem.report()
    assert report.kind == "card_unusable"
    assert all(part in report.message for part in (RTX, "551.86", "580"))
    assert "nvidia.com/drivers" in report.advice
    assert "demo model" in report.advice


def test_torch_has_the_last_word() -> None:
    assert card_problem([card()], "13.0") is None
    problem = why_unusable([card()], "13.0")
    assert problem is not None
    assert problem.key == "card_unusable.not_found"
    assert why_unusable([], "13.0") is None


@pytest.mark.parametrize("hidden", ["", "-1"])
def test_a_card_that_is_hidden_on_purpose_is_no_problem(
    monkeypatch: pytest.MonkeyPatch, hidden: str
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", hidden)
    assert card_problem([card("400.1")], None) is None
    assert why_unusable([card()], "13.0") is None


@pytest.mark.parametrize(
    ("line", "cuda"),
    [
        ("cuda: Optional[str] = '13.0'", "13.0"),
        ('cuda = "12.8"', "12.8"),
        ("cuda: Optional[str] = None", None),
        ("hip: Optional[str] = '6.4'", None),
    ],
)
def test_what_torch_was_built_with_is_read_without_loading_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str, cuda: str | None
) -> None:
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text("raise SystemExit", encoding="utf-8")
    text = f"__version__ = '2.13.0'\ndebug = False\n{line}\n"
    (tmp_path / "torch" / "version.py").write_text(text, encoding="utf-8")
    spec = type("Spec", (), {"origin": str(tmp_path / "torch" / "__init__.py")})
    monkeypatch.setattr("importlib.util.find_spec", lambda name: spec)
    assert installed_cuda() == cuda


def test_the_torch_that_is_here() -> None:
    import torch

    assert installed_cuda() == torch.version.cuda


@pytest.mark.usefixtures("old_driver")
def test_probe_tells_other_programs(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["probe", "--workspace", str(tmp_path), "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert found["card_problem"]["key"] == "error.card_unusable.driver"
    assert found["cards"][0]["name"] == RTX
    assert main(["probe", "--workspace", str(tmp_path)]) == 0
    assert "551.86" in capfd.readouterr().out


@pytest.mark.usefixtures("old_driver")
def test_a_full_model_is_not_sent_to_the_processor(workshop: Any) -> None:
    config: RunConfig = read_run_config(workshop.run()).changed(family="sd1")
    with pytest.raises(ManulError) as caught:
        choosing.choose_hardware(config)
    assert caught.value.key == "card_unusable.driver"
    assert choosing.choose_hardware(config, use_cpu=True).device.type == "cpu"


@pytest.mark.usefixtures("old_driver")
def test_the_demo_model_is_and_says_why(workshop: Any) -> None:
    run = workshop.run("training.max_train_steps=1", "evaluation.pairs=1")
    hardware = choosing.choose_hardware(read_run_config(run))
    reason = hardware.reasons[0].reason
    assert hardware.device.type == "cpu"
    assert reason.key == "reason.device.unusable"
    assert "551.86" in str(reason)
    assert "demo model" in str(reason)
