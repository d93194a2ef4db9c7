"""What an engine is made of: Manul itself, the tested versions, uv, and a Python to start from."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import resources
from training.contract.errors import ManulError

_UV = "uv.exe" if sys.platform == "win32" else "uv"
_CONSTRAINTS = "constraints.txt"


@dataclass(frozen=True)
class Parts:
    """`manul` = arguments that make uv install Manul with all that trains."""

    manul: tuple[str, ...]
    constraints: Path
    uv: Path
    python: Path


def parts(folder: Path | None = None, python: Path | None = None) -> Parts:
    """From `folder`, or MANUL_PARTS, or what the installer laid beside the window's environment, or
    the checkout that this file lies in. ManulError where something is missing."""
    chosen = os.environ.get("MANUL_PARTS")
    place = folder or (Path(chosen) if chosen else Path(sys.prefix).parent / "parts")
    wheels = sorted(place.glob("manul-*.whl"))
    manul: tuple[str, ...]
    if wheels:
        manul = (f"manul[engine] @ {wheels[-1].resolve().as_uri()}",)
        constraints = place / _CONSTRAINTS
    else:
        checkout = resources.ROOT.parent
        manul, constraints = ("--editable", f"{checkout}[engine]"), checkout / _CONSTRAINTS
    if not constraints.is_file():
        raise ManulError("engine_setup.incomplete", path=constraints)
    return Parts(manul, constraints, _uv(place), python or _base_python())


def _uv(place: Path) -> Path:
    beside = place / _UV, Path(sys.executable).with_name(_UV)
    found = next((path for path in beside if path.is_file()), None) or shutil.which("uv")
    if found is None:
        raise ManulError("engine_setup.incomplete", path=beside[0])
    return Path(found)


def _base_python() -> Path:
    """Not that of the window's own environment, which a new version may replace."""
    base = Path(getattr(sys, "_base_executable", None) or sys.executable)
    if os.name == "nt" and base.name.lower() == "pythonw.exe":
        return base.with_name("python.exe")
    return base
