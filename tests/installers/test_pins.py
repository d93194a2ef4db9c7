"""constraints.txt pins all that Manul asks for, and nothing else."""

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from installers.licences import page

pytestmark = pytest.mark.quick

# torch asks for exact versions of the CUDA libraries it brings on Linux.
BROUGHT_BY_TORCH = re.compile(r"nvidia-(?!ml-py)|cuda-|triton$")
# Pinned for those who want them; `make setup` leaves them out, and they bring nothing of their own.
NOT_INSTALLED = {"xformers"}


@pytest.fixture(scope="module")
def asked(repository: Path) -> list[Requirement]:
    """What pyproject.toml names, extras included."""
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *(line for extra in extras.values() for line in extra)]
    return [Requirement(line) for line in lines]


@pytest.fixture(scope="module")
def pins(repository: Path) -> dict[str, Version]:
    text = (repository / "constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    matches = [re.fullmatch(r"([\w.-]+)==([\w.]+)", line) for line in lines]
    assert None not in matches, "only NAME==VERSION"
    return {canonicalize_name(found[1]): Version(found[2]) for found in matches if found}


def needed(roots: list[Requirement]) -> Iterator[str]:
    """The canonical names of all that the requirements bring on this machine."""
    waiting = list(roots)
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        key = (name, frozenset(requirement.extras))
        if key in seen or BROUGHT_BY_TORCH.match(name):
            continue
        seen.add(key)
        yield name
        if name in NOT_INSTALLED:
            continue
        for line in metadata.requires(name) or []:
            child = Requirement(line)
            extras = requirement.extras or {""}
            if child.marker is None or any(child.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(child)


def test_every_dependency_is_pinned(asked: list[Requirement], pins: dict[str, Version]) -> None:
    for requirement in asked:
        pin = pins.get(canonicalize_name(requirement.name))
        assert pin is not None, f"{requirement.name} has no pin"
        assert requirement.specifier.contains(pin), f"{requirement} excludes its pin {pin}"


def test_pins_are_what_is_needed(asked: list[Requirement], pins: dict[str, Version]) -> None:
    assert set(pins) == set(needed(asked))


def test_installed_is_what_is_pinned(pins: dict[str, Version]) -> None:
    installed = {name: metadata.version(name) for name in pins if name not in NOT_INSTALLED}
    expected = {name: pin for name, pin in pins.items() if name not in NOT_INSTALLED}
    assert {name: Version(Version(text).public) for name, text in installed.items()} == expected


def test_qt_that_loses_references_is_excluded(
    asked: list[Requirement], pins: dict[str, Version]
) -> None:
    qt = next(entry for entry in asked if entry.name == "PySide6-Essentials")
    assert pins["pyside6-essentials"] == Version("6.11.3")
    assert not qt.specifier.contains("6.12.0")
    assert not qt.specifier.contains("6.11.2")


def test_the_page_of_licences_is_up_to_date(repository: Path) -> None:
    written = (repository / "resources" / "licences.md").read_text(encoding="utf-8")
    assert written == page(), "make licences"
    assert "| uv |" in written
    assert "| torch |" in written
