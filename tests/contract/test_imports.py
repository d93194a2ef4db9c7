"""The contract is what the window loads at its start: quick, and free of torch and Qt."""

import pkgutil
import subprocess
import sys

import pytest

import training.contract

pytestmark = pytest.mark.quick

HEAVY = (
    "torch",
    "numpy",
    "PySide6",
    "diffusers",
    "transformers",
    "accelerate",
    "safetensors",
    "huggingface_hub",
)


def test_no_part_of_it_loads_what_is_heavy() -> None:
    modules = [
        f"{training.contract.__name__}.{found.name}"
        for found in pkgutil.iter_modules(training.contract.__path__)
    ]
    assert len(modules) > 20
    code = (
        f"import sys, {', '.join([*modules, 'training.probe'])};"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert (said.stdout, said.stderr) == ("[]\n", "")
