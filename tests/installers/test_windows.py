"""Base and desktop can be installed on Windows from wheels alone; asks the package index."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.prove
@pytest.mark.parametrize("extras", [(), ("desktop",)], ids=["base", "desktop"])
def test_windows_resolution(extras: tuple[str, ...], repository: Path) -> None:
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "pyproject.toml"]
    command += [f"--extra={extra}" for extra in extras]
    command += ["--constraint=constraints.txt", "--only-binary=:all:", "--no-annotate"]
    command += ["--python-platform=x86_64-pc-windows-msvc", "--python-version=3.11"]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    resolved = done.stdout.lower()
    assert "pydantic==" in resolved
    assert ("pyside6-essentials==6.11.3" in resolved) == ("desktop" in extras)
    assert "torch==" not in resolved
