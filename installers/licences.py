"""Writes resources/licences.md: what Manul is built on, and under which licences.

The texts themselves lie beside each package that is installed, in its folder `*.dist-info`.
"""

import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installers.wheels import ROOT

PAGE = ROOT / "resources" / "licences.md"
EXTRAS: tuple[str, ...] = ("desktop", "engine")
_LONGEST = 60
HEAD = """\
# What Manul is built on

Manul itself is licensed under Apache-2.0. The window and the training engine use these packages;
the text of each licence lies beside the installed package, in its folder `.dist-info`. Qt is used
under the LGPL-3.0: its libraries are separate files, which you may replace with your own. With an
NVIDIA card the engine's set-up also installs NVIDIA's CUDA libraries, under NVIDIA's own licence.

| package | version | licence |
| --- | --- | --- |
"""


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    rows = [f"| {name} | {version} | {licence} |" for name, version, licence in packages()]
    return HEAD + "\n".join(rows) + "\n"


def packages() -> list[tuple[str, str, str]]:
    """(name, version, licence) of all that window and engine bring, by name."""
    found = [metadata.distribution(name) for name in needed()]
    rows = [(one.name, one.version.partition("+")[0], licence_of(one)) for one in found]
    return sorted(rows, key=lambda row: row[0].casefold())


def needed() -> set[str]:
    """The canonical names of what is asked for, directly or by another package."""
    # uv sets the engine up, and lies in the installers.
    waiting: list[tuple[str, tuple[str, ...]]] = [("manul", EXTRAS), ("uv", ())]
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        for line in metadata.requires(name) or []:
            child = Requirement(line)
            asked = [{"extra": extra} for extra in (*extras, "")]
            if child.marker is None or any(child.marker.evaluate(one) for one in asked):
                waiting.append((canonicalize_name(child.name), tuple(sorted(child.extras))))
    return {name for name, _ in seen} - {"manul"}


def licence_of(package: metadata.Distribution) -> str:
    """Its expression, else its short name for it, else what the classifiers say."""
    asked = ("License-Expression", "License")
    said = next((found[0] for name in asked if (found := package.metadata.get_all(name))), "")
    if said and len(said) <= _LONGEST and "\n" not in said:
        return said
    classifiers = package.metadata.get_all("Classifier") or []
    named = [one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License ::")]
    return ", ".join(named) or said.strip().splitlines()[0]


if __name__ == "__main__":
    main()
