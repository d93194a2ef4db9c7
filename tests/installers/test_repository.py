"""What a stranger clones: no traces of our machines, nothing huge, everything named and wired."""

import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.quick

MAX_BYTES = 20_000_000
# Where torch's own wheel indexes may stand; nothing else may name where packages come from.
TORCH_INDEXES = {"README.md", "resources/torch_builds.toml"}


@cache
def read_text(path: Path) -> str:
    """A text file's content; nothing for a binary one."""
    content = path.read_bytes()
    try:
        return "" if b"\0" in content else content.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def lines_matching(pattern: str, files: list[Path], repository: Path) -> list[str]:
    """`file:line: match` for each place where the pattern stands."""
    return [
        f"{path.relative_to(repository).as_posix()}:{number}: {match[0]}"
        for path in files
        for number, line in enumerate(read_text(path).splitlines(), 1)
        for match in re.finditer(pattern, line)
    ]


def test_no_paths_of_a_machine(repository: Path, repository_files: list[Path]) -> None:
    anchored = r"(?<![\w.~)}\]*-])/(?:root|work|opt)/\w[^\s\"'`)]*"
    here = "|".join(re.escape(str(path)) for path in (repository, Path(sys.prefix)))
    found = lines_matching(f"{anchored}|{here}", repository_files, repository)
    assert not found


def test_no_addresses_of_package_registries(repository: Path, repository_files: list[Path]) -> None:
    registries = lines_matching(
        r"(?:https?|file)://[\w.-]*(?:pypi|pythonhosted|npmjs|debian|ubuntu)[^\s]*",
        repository_files,
        repository,
    )
    assert not registries
    others = [
        path
        for path in repository_files
        if path.relative_to(repository).as_posix() not in TORCH_INDEXES
    ]
    assert not lines_matching(r"https?://[^\s/]+/(?:whl|simple)\b[^\s]*", others, repository)
    assert not lines_matching(r"--(?:extra-)?index[-]url|--find[-]links", others, repository)


def test_torch_is_named_without_a_build(repository: Path, repository_files: list[Path]) -> None:
    assert not lines_matching(r"\d\+(?:cpu|cu\d+)\b", repository_files, repository)


def test_mentioned_documents_exist(repository: Path, repository_files: list[Path]) -> None:
    names = {path.name for path in repository_files}
    mentions = lines_matching(r"[\w-]+\.md\b", repository_files, repository)
    assert [line for line in mentions if line.rsplit(" ", 1)[1] not in names] == []


def test_no_file_is_huge(repository_files: list[Path]) -> None:
    assert not [path for path in repository_files if path.stat().st_size > MAX_BYTES]


def test_text_ends_lines_in_one_way(repository: Path, repository_files: list[Path]) -> None:
    """A script with Windows line ends does not start on Linux."""
    scripts = [path for path in repository_files if path.read_bytes()[:2] == b"#!"]
    assert scripts
    assert not [path for path in scripts if b"\r\n" in path.read_bytes()]
    assert not [path for path in scripts if path.stat().st_mode & 0o111 == 0]


def test_help_lists_every_target(repository: Path) -> None:
    makefile = read_text(repository / "Makefile")
    targets = set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE))
    # The suite itself is started by a make, whose messages to its children would show.
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    shown = subprocess.run(
        ["make"], cwd=repository, capture_output=True, text=True, check=True, env=environment
    )
    listed = set(re.findall(r"^  make ([a-z-]+) +\S", shown.stdout, re.MULTILINE))
    assert {
        "help",
        "setup",
        "demo",
        "check",
        "test",
        "prove",
        "demo-model",
        "clean",
        "run",
    } <= targets
    assert listed == targets
    assert shown.stderr == ""


def test_ci_is_the_suite_and_the_installers(repository: Path) -> None:
    script = read_text(repository / ".ci" / "run").splitlines()
    whole = script.index("make test")
    installers = next(line for line in script if line.endswith("make prove PART=installers"))
    assert installers.startswith("timeout ")
    assert whole < script.index(installers) == len(script) - 1
    assert "set -euo pipefail" in script[:whole]


def test_import_directions_are_contracts(repository: Path) -> None:
    linter = tomllib.loads(read_text(repository / "pyproject.toml"))["tool"]["importlinter"]
    assert linter["include_external_packages"]
    forbidden = {
        (source, target)
        for contract in linter["contracts"]
        if contract["type"] == "forbidden"
        for source in contract["source_modules"]
        for target in contract["forbidden_modules"]
    }
    assert {("training.contract", "torch"), ("resources", "torch")} <= forbidden
    assert {("training", "PySide6"), ("training.contract", "PySide6")} <= forbidden


def test_licence_is_whole(repository: Path) -> None:
    text = read_text(repository / "LICENSE")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
