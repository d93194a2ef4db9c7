"""Small real runs on the bundled model: made here, trained here, or by an engine of its own."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import resources
from training.contract import events as ev
from training.contract.concept import Concept, Kind
from training.contract.concept_folder import create_concept
from training.contract.config import RunImage, resolve
from training.contract.events import read_events
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.run_history import RunHistory, fold
from training.contract.runs import RunRequest, create_run, read_run_config
from training.contract.toml_file import read_model, write_model

PICTURES = resources.ROOT / "demo" / "concepts" / "pallas_cat" / "images"
# A run of a second: few steps, small batches, samples that are hardly denoised.
OF_METHOD: dict[str, tuple[str, ...]] = {
    "textual_inversion": ("method.num_vectors=4", "training.learning_rate=0.01"),
    "lora": ("method.rank=2", "method.alpha=4", "training.learning_rate=0.002"),
    "dreambooth": ("data.num_class_images=3", "training.learning_rate=0.0002"),
    "hypernetwork": ("training.learning_rate=0.001",),
}
SMALL = (
    "training.max_train_steps=4",
    "training.lr_decay_steps=2",
    "training.train_batch_size=2",
    "sampling.sample_every=2",
    "sampling.num_inference_steps=2",
    "evaluation.pairs=4",
)
PATIENCE_SECONDS = 300.0
# Root without the right to override permissions; another user would do as well, if he could reach
# this Python's folder. Linux: PR_CAPBSET_DROP, CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH.
WITHOUT_PRIVILEGES = """
import ctypes, os, sys
for capability in (1, 2) if os.geteuid() == 0 else ():
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


@dataclass(frozen=True)
class Workshop:
    """Makes concepts and small runs in its workspace."""

    workspace: Path

    def concept(
        self, name: str = "pallas_cat", *, sources: list[Path] | None = None,
        kind: Kind = "animal", prompts: tuple[str, ...] = ("a photo of {}",),
    ) -> ConceptFolder:  # fmt: skip
        facts = Concept(name=name, kind=kind, initializer_token="animal", sample_prompts=prompts)
        folder, _ = create_concept(self.workspace, facts, sources or [PICTURES], resolution=64)
        return folder

    def run(
        self, *assignments: str, folder: ConceptFolder | None = None,
        init_from: Path | None = None, method: str = "textual_inversion", base_model: str = "demo",
    ) -> RunFolder:  # fmt: skip
        """A new run with the SMALL settings and `assignments` on top."""
        if folder is None:
            made = ConceptFolder(self.workspace / "pallas_cat")
            folder = made if made.config.is_file() else self.concept()
        own = OF_METHOD[method] + assignments
        request = RunRequest(
            base_model=base_model, method=method, init_from=init_from, assignments=SMALL + own
        )
        return create_run(folder, request)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "workspace")


@pytest.fixture(scope="session")
def shared_workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("shared") / "workspace")


@pytest.fixture(scope="module")
def module_workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """With pictures of the class that no other file's runs have drawn."""
    return Workshop(tmp_path_factory.mktemp("module") / "workspace")


@pytest.fixture(scope="session")
def trained_run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A finished run with kept steps 0, 2 and 4; look, do not touch. Alone in its concept: others
    copy that."""
    from training.engine import run_attempt

    run = Workshop(tmp_path_factory.mktemp("trained") / "workspace").run()
    assert run_attempt(run).state == "finished"
    return run


@pytest.fixture
def own_trained_run(trained_run: RunFolder, tmp_path: Path) -> RunFolder:
    """A copy of the finished run to damage and extend."""
    concept = trained_run.concept.path
    copy = shutil.copytree(concept, tmp_path / "copied" / concept.name)
    return RunFolder(copy / trained_run.path.relative_to(concept))


@pytest.fixture
def change_run() -> Callable[..., None]:
    """Rewrite settings in the run.toml of a run that nobody has started."""

    def change(run: RunFolder, **tables: dict[str, Any]) -> None:
        config = read_run_config(run)
        for name, values in tables.items():
            config = config.changed(**{name: getattr(config, name).changed(**values).model_dump()})
        write_model(run.config, config)

    return change


@pytest.fixture
def load_model() -> Callable[..., Any]:
    """A fresh copy of a base model (the bundled one), as the engine loads it on the CPU."""
    from training.contract.base_models import describe_base_model
    from training.hardware import choose_hardware
    from training.model_files import open_model
    from training.model_loading import load_base_model, load_vae

    def load(name: str = "demo") -> Any:
        files = open_model(describe_base_model(name))
        placeholder = RunImage(file="-", original_name="-", sha256="-", look="0" * 16)
        facts: dict[str, Any] = {"preset": "-", "base_model": name, "family": files.family}
        facts |= {"concept": {"name": "-"}, "images": [placeholder.model_dump()]}
        config = resolve({"method": {"name": "textual_inversion"}}, facts)
        hardware = choose_hardware(config, use_cpu=True)
        model, _ = load_base_model(files, load_vae(files, hardware), hardware, config)
        return model

    return load


@pytest.fixture
def open_session() -> Callable[..., Any]:
    """A training of a run in this process, standing at its first step."""
    from training.control import Control
    from training.event_log import EventLog
    from training.hardware import choose_hardware
    from training.session_building import Surroundings, build_session

    def build(run: RunFolder, *, step: int = 0) -> Any:
        config = read_run_config(run)
        events = EventLog(run.events, RunHistory())
        control = Control(run, events)
        around = Surroundings(run, config, choose_hardware(config), events, control)
        return build_session(around, step=step)

    return build


@pytest.fixture
def broken_bitsandbytes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It can be imported, and fails once it shall work."""
    from training.bitsandbytes_check import why_not

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA setup failed")

    monkeypatch.setattr("bitsandbytes.functional.quantize_4bit", fail)
    why_not.cache_clear()
    yield
    why_not.cache_clear()


@dataclass(frozen=True)
class Said:
    """What a finished command said."""

    code: int
    out: str
    err: str

    @property
    def content(self) -> dict[str, Any]:
        """The one JSON object on standard output."""
        (line,) = self.out.splitlines()
        return dict(json.loads(line))

    @property
    def error(self) -> dict[str, str]:
        return dict(self.content["error"])


@dataclass
class Engine:
    """`manul-train` as a process of its own."""

    environment: dict[str, str]
    options: tuple[str, ...] = ()
    is_ordinary: bool = False
    _started: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        privileges = ["-c", WITHOUT_PRIVILEGES] if self.is_ordinary else []
        python = [sys.executable, *privileges]
        process = subprocess.Popen(
            [*python, *self.options, "-m", "training.cli", *map(str, arguments)],
            cwd=resources.ROOT.parent,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._started.append(process)
        return process

    def end(self, process: subprocess.Popen[str]) -> Said:
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
        return Said(process.returncode, out, err)

    def __call__(self, *arguments: str | Path) -> Said:
        return self.end(self.start(*arguments))

    def close(self) -> None:
        for process in self._started:
            if process.poll() is None:
                process.kill()
            process.communicate()


@pytest.fixture
def engine() -> Iterator[Engine]:
    started = Engine({})
    yield started
    started.close()


@pytest.fixture
def ordinary_engine() -> Iterator[Engine]:
    """A command line for which the permissions of files hold, even if root runs the tests."""
    started = Engine({}, is_ordinary=True)
    yield started
    started.close()


@pytest.fixture
def history_of() -> Callable[[RunFolder], RunHistory]:
    return lambda run: fold(read_events(run.events))


@pytest.fixture
def wait_for() -> Callable[..., Any]:
    """Wait until a run's events hold one that fits; returns it."""

    def wait(run: RunFolder, fits: Callable[[ev.Event], bool]) -> Any:
        patience = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < patience:
            for event in read_events(run.events):
                if fits(event):
                    return event
            time.sleep(0.02)
        raise AssertionError(f"did not happen in {run.path}:\n{run.events.read_text()}")

    return wait


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("may not mount a small disk here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def tree() -> Callable[[Path], dict[str, bytes]]:
    """Every file below a folder with its content, empty folders too."""

    def read(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"(dir)"
            for path in sorted(folder.rglob("*"))
        }

    return read


@pytest.fixture
def demo_concept() -> Callable[[str], Concept]:
    root = resources.ROOT / "demo" / "concepts"
    return lambda name: read_model(root / name / "concept.toml", Concept)
