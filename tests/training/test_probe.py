import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import training
from tests.model_files.headers import full_size
from tests.web_ui_folders import install
from training.cli import main
from training.contract.events import CardState
from training.graphics_cards import card_state, graphics_cards, visible_cards
from training.probe import probe


class NVMLError(Exception):
    pass


class NVMLError_NotSupported(NVMLError):
    pass


@dataclass
class FakeNvml:
    """Two cards; `broken` = the functions that fail, `unsupported` = those that a card lacks."""

    broken: tuple[str, ...] = ()
    unsupported: tuple[str, ...] = ()
    calls: list[str] = field(default_factory=list)
    NVMLError: type[Exception] = NVMLError
    NVMLError_NotSupported: type[Exception] = NVMLError_NotSupported

    def __getattr__(self, name: str) -> Callable[..., Any]:
        answers: dict[str, Any] = {
            "nvmlInit": None,
            "nvmlShutdown": None,
            "nvmlDeviceGetCount": 2,
            "nvmlDeviceGetName": "NVIDIA GeForce RTX 3060",
            "nvmlSystemGetDriverVersion": "581.29",
            "nvmlDeviceGetMemoryInfo": SimpleNamespace(total=12 << 30, free=11 << 30, used=1 << 30),
            "nvmlDeviceGetHandleByUUID": "handle",
            "nvmlDeviceGetTemperature": 68,
            "nvmlDeviceGetCudaComputeCapability": (8, 6),
        }

        def call(*arguments: Any) -> Any:
            self.calls.append(name)
            if name in self.broken:
                raise NVMLError(name)
            if name in self.unsupported:
                raise NVMLError_NotSupported(name)
            if name == "nvmlDeviceGetUUID":
                return f"GPU-{arguments[0]}"
            return arguments[0] if name == "nvmlDeviceGetHandleByIndex" else answers[name]

        return call


pytestmark = pytest.mark.quick


def test_only_cards_that_may_be_used_count(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = graphics_cards(FakeNvml())
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert visible_cards((first, second)) == (first, second)
    for said, expected in (
        (second.uuid, (second,)), (f"{second.uuid},{first.uuid}", (second, first)),
        ("-1", ()), ("", ()), ("1", (first, second)),
    ):  # fmt: skip
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", said)
        assert visible_cards((first, second)) == expected


def test_how_warm_and_full_a_card_is() -> None:
    nvml = FakeNvml()
    assert card_state("ab-12", nvml) == CardState(
        celsius=68, used_bytes=1 << 30, total_bytes=12 << 30
    )
    assert nvml.calls[-1] == "nvmlShutdown"
    cold = FakeNvml(unsupported=("nvmlDeviceGetTemperature",))
    assert card_state("ab-12", cold) == CardState(used_bytes=1 << 30, total_bytes=12 << 30)
    for broken in ("nvmlInit", "nvmlDeviceGetHandleByUUID"):
        assert card_state("ab-12", FakeNvml(broken=(broken,))) is None


def test_the_cards_with_memory_driver_and_capability() -> None:
    nvml = FakeNvml()
    first, second = graphics_cards(nvml)
    assert first == second.model_copy(update={"uuid": first.uuid})
    assert first.model_dump() == {
        "name": "NVIDIA GeForce RTX 3060",
        "driver": "581.29",
        "uuid": "GPU-0",
        "memory_total_bytes": 12 << 30,
        "memory_free_bytes": 11 << 30,
        "compute_capability": "8.6",
    }
    assert nvml.calls[-1] == "nvmlShutdown"


def test_without_a_driver_there_is_no_card_and_no_error() -> None:
    nvml = FakeNvml(broken=("nvmlInit",))
    assert graphics_cards(nvml) == ()
    assert nvml.calls == ["nvmlInit"]


@pytest.mark.parametrize(
    "name", ["nvmlDeviceGetCount", "nvmlDeviceGetHandleByIndex", "nvmlDeviceGetName"]
)
def test_a_driver_that_fails_later_is_closed_again(name: str) -> None:
    nvml = FakeNvml(broken=(name, "nvmlShutdown"))
    assert graphics_cards(nvml) == ()
    assert nvml.calls[-1] == "nvmlShutdown"


def test_a_card_that_does_not_tell_its_memory() -> None:
    card = graphics_cards(FakeNvml(unsupported=("nvmlDeviceGetMemoryInfo",)))[0]
    assert (card.memory_total_bytes, card.memory_free_bytes) == (None, None)
    assert card.compute_capability == "8.6"


def test_this_machine(tmp_path: Path) -> None:
    found = probe(tmp_path / "not made yet")
    assert found.manul == training.__version__
    assert found.python == ".".join(map(str, sys.version_info[:3]))
    assert found.cpu
    assert found.cpu_cores >= 1
    assert 0 < found.ram_free_bytes < found.ram_total_bytes
    assert found.workspace_free_bytes > 0
    assert found.workspace == str(tmp_path / "not made yet")
    assert (found.concepts, found.workspace_problem) == ((), None)
    assert not (tmp_path / "not made yet").exists()
    assert type(found).model_validate_json(found.model_dump_json()) == found


def test_concepts_and_their_runs(tmp_path: Path) -> None:
    for name, runs in (("pallas_cat", 2), ("vase", 0)):
        for number in range(runs):
            run = tmp_path / name / "runs" / f"{number:04d}-lora" / "run.toml"
            run.parent.mkdir(parents=True)
            run.touch()
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "concept.toml").touch()
    (tmp_path / "photos").mkdir()
    found = probe(tmp_path).concepts
    assert [(one.name, one.runs) for one in found] == [("pallas_cat", 2), ("vase", 0)]
    assert found[0].path == str(tmp_path / "pallas_cat")


def test_a_workspace_that_is_a_file_hides_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = probe(tmp_path / "file")
    assert found.concepts == ()
    assert found.workspace_free_bytes > 0


PROBE = """
import json, sys, time
from pathlib import Path
began = time.process_time()
from training.probe import probe
found = probe(Path(sys.argv[1]))
seconds = time.process_time() - began
heavy = [name for name in ("torch", "numpy", "diffusers") if name in sys.modules]
print(json.dumps({"seconds": seconds, "heavy": heavy, "engine": found.engine}))
"""


def test_it_answers_at_once_and_without_loading_the_engine(tmp_path: Path) -> None:
    began = time.monotonic()
    said = subprocess.run(
        [sys.executable, "-c", PROBE, str(tmp_path)], capture_output=True, text=True, check=True
    )
    answer = json.loads(said.stdout)
    assert answer["heavy"] == []
    # Processor time: a busy machine must not fail this.
    assert answer["seconds"] < 1.0
    assert time.monotonic() - began < 20
    assert answer["engine"] is None or answer["engine"].keys() == {
        "torch", "diffusers", "accelerate", "transformers"
    }  # fmt: skip


def test_web_uis_and_their_folders(tmp_path: Path) -> None:
    root = install("sdnext", tmp_path / "веб ui")
    found = probe(tmp_path / "workspace", [root]).web_uis[0]
    assert found.model_dump(mode="json") == {
        "tool": "sdnext",
        "name": "SD.Next",
        "path": str(root),
        "folders": {
            "embeddings": str(root / "models" / "embeddings"),
            "hypernetworks": None,
            "loras": str(root / "models" / "Lora"),
            "checkpoints": [
                str(root / "models" / "Stable-diffusion"), str(root / "models" / "Diffusers"),
            ],
        },
    }  # fmt: skip


def test_the_terminal_lists_web_uis_and_their_models(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = install("a1111", tmp_path / "ui")
    full_size(root / "models" / "Stable-diffusion" / "dream.safetensors", "sd1")
    (root / "models" / "Stable-diffusion" / "half.ckpt").write_bytes(b"x")
    workspace = ("--workspace", str(tmp_path / "workspace"))
    assert main(["probe", *workspace, "--web-ui", str(root / "embeddings")]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert f"Web UI:    AUTOMATIC1111, {root}" in lines
    assert "Model:     dream, SD 1.x, 2.0 GB" in lines
    assert any(line.startswith("Model:     half, 0.0 GB: ") for line in lines)
