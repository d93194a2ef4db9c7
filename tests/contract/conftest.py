"""Drawn pictures, a base model of empty files, and Python without the rights of root."""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from training.contract.concept import Concept
from training.contract.concept_folder import create_concept
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.runs import RunRequest, create_run

NOBODY = 65534
WORDS = ("cat", "animal", "object", "person", "style", "toy", "manul")

Draw = Callable[..., Image.Image]


def _draw(
    path: Path | None = None, *, seed: int = 0, size: tuple[int, int] = (96, 80), **options: Any
) -> Image.Image:
    """A picture of its own for each seed; red at the top left, blue at the top right."""
    dice = random.Random(seed)
    width, height = size
    picture = Image.new("RGB", size, tuple(dice.randrange(256) for _ in range(3)))
    pen = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y = dice.randrange(width), dice.randrange(height)
        color = tuple(dice.randrange(256) for _ in range(3))
        pen.rectangle((x, y, x + width // 6, y + height // 6), fill=color)
    pen.rectangle((0, 0, width // 4, height // 4), fill=(255, 0, 0))
    pen.rectangle((width - width // 4, 0, width, height // 4), fill=(0, 0, 255))
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path, **options)
    return picture


@pytest.fixture
def draw() -> Draw:
    return _draw


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder with three different pictures."""
    folder = tmp_path / "photos"
    for seed in range(3):
        _draw(folder / f"{seed}.png", seed=seed)
    return folder


@pytest.fixture
def base_model(tmp_path: Path) -> Path:
    """A diffusers folder as far as its small text files go."""
    folder = tmp_path / "models" / "tiny sd"
    contents: dict[str, Any] = {
        "model_index.json": {"_class_name": "StableDiffusionPipeline"},
        "unet/config.json": {"cross_attention_dim": 768},
        "vae/config.json": {"block_out_channels": [8, 8]},
        "text_encoder/config.json": {"hidden_act": "quick_gelu"},
        "tokenizer/tokenizer_config.json": {},
        "tokenizer/vocab.json": {f"{word}</w>": at for at, word in enumerate(WORDS)} | {"ca": 99},
        "scheduler/scheduler_config.json": {},
    }
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    for component in ("unet", "vae", "text_encoder"):
        (folder / component / "model.safetensors").touch()
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def concept(workspace: Path, photos: Path) -> ConceptFolder:
    facts = Concept(name="pallas_cat", kind="animal")
    return create_concept(workspace, facts, [photos], resolution=64)[0]


@pytest.fixture
def run(concept: ConceptFolder, base_model: Path) -> RunFolder:
    return create_run(concept, RunRequest(base_model=str(base_model)))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may look into (pytest's own are closed to others)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)


# What is needed must be loaded before: root's Python may lie where nobody else can read.
_BECOME_NOBODY = f"""
import os, sys
from pathlib import Path
from PIL import Image
from training.contract import concept_folder, layout, pictures, run_lock, runs, web_uis
from training.contract.errors import ManulError
Image.init(), "".encode("utf-8-sig")
if os.geteuid() == 0:
    os.setgroups([]), os.setgid({NOBODY}), os.setuid({NOBODY})
try:
    CODE
except ManulError as error:
    print(error.key, error)
"""


@pytest.fixture
def as_nobody() -> Callable[..., str]:
    """Run a line of Python as a user without special rights; what it prints, errors included."""

    def run_code(code: str, *arguments: str | Path) -> str:
        whole = _BECOME_NOBODY.replace("CODE", code)
        command = [sys.executable, "-c", whole, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run_code


@pytest.fixture
def child() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start Python code as a process; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def names_below() -> Callable[[Path], list[str]]:
    return lambda folder: sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
