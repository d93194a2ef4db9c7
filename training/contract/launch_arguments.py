"""Reads the options that people give a web UI in its start file, .bat or .sh."""

import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

# Start files and settings are small; what is larger is something else.
_LARGEST_BYTES = 1_000_000
_BATCH_SET = re.compile(r'@?set\s+(?:"(?P<q>\w+)=(?P<qv>.*)"|(?P<p>\w+)=(?P<pv>.*))\s*', re.I)
_SHELL_SET = re.compile(r"(?:export\s+)?(?P<name>\w+)=(?P<value>.*)")
_BATCH_VARIABLE = re.compile(r"%(\w+)%")
_SHELL_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)\})")
_WORD = re.compile(r"""(?:[^\s"']|"[^"]*"|'[^']*'|["'])+""")
_QUOTED = re.compile(r"""(["'])(.*?)\1""")


@dataclass(frozen=True)
class LaunchArguments:
    """Options by name with their values, in order; paths are relative to `folder`."""

    folder: Path
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def paths(self, *names: str) -> tuple[Path, ...]:
        found = [value for name in names for value in self.values.get(name, ())]
        return tuple(path_from(value, base=self.folder) for value in found)

    def path(self, name: str) -> Path | None:
        """The last one counts, as for the programs themselves."""
        found = self.paths(name)
        return found[-1] if found else None


def launch_arguments(root: Path) -> LaunchArguments:
    """COMMANDLINE_ARGS of `webui-user`; of this system's file, for both come with each copy."""
    name = "webui-user.bat" if sys.platform == "win32" else "webui-user.sh"
    text = read_text_leniently(root / name)
    variables = start_file_variables(text, is_batch=name.endswith(".bat"), folder=root)
    words = split_words(variables.get("COMMANDLINE_ARGS", ""))
    return LaunchArguments(root, options(words))


def start_file_variables(text: str, *, is_batch: bool, folder: Path) -> dict[str, str]:
    """The variables that a start file sets, with earlier ones and the system's put in."""
    variables: dict[str, str] = {}
    for line in _joined_lines(text, "^" if is_batch else "\\"):
        if is_batch and (found := _BATCH_SET.fullmatch(line)):
            name, value = found["q"] or found["p"], found["qv"] if found["q"] else found["pv"]
            value = value.replace("%~dp0", f"{folder}{os.sep}")
            variables[name.upper()] = _filled(value.strip(), variables, pattern=_BATCH_VARIABLE)
        elif not is_batch and (found := _SHELL_SET.fullmatch(line)):
            value = _shell_value(found["value"].strip())
            variables[found["name"]] = _filled(value, variables, pattern=_SHELL_VARIABLE)
    return variables


def split_words(text: str) -> list[str]:
    """Words at spaces outside quotes. Backslashes stay: they are Windows paths, not escapes."""
    return [_QUOTED.sub(r"\2", word) for word in _WORD.findall(text)]


def options(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """`--name value` and `--name=value`; an option without a value has an empty tuple."""
    found: dict[str, tuple[str, ...]] = {}
    name = ""
    for word in words:
        if word.startswith("--"):
            name, separator, value = word.partition("=")
            found.setdefault(name, ())
            if separator:
                found[name] += (value,)
        elif name:
            found[name] += (word,)
    return found


def path_from(text: str, *, base: Path) -> Path:
    """An absolute path without `~` and `..`; a relative one is meant from `base`."""
    return Path(os.path.abspath(os.path.join(base, os.path.expanduser(text.strip()))))


def read_text_leniently(path: Path) -> str:
    """A small text file in UTF-8, else in the encoding of old start files; "" if unreadable."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST_BYTES)
    except (OSError, ValueError):
        return ""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("oem" if sys.platform == "win32" else "latin-1", "replace")


def _joined_lines(text: str, continuation: str) -> list[str]:
    joined = text.replace("\r\n", "\n").replace(f"{continuation}\n", " ")
    return [line.strip() for line in joined.split("\n")]


def _shell_value(text: str) -> str:
    """One shell word: the outer quotes go, and what follows it too (a comment, a semicolon)."""
    if text[:1] in ('"', "'"):
        end = re.search(rf"(?<!\\){text[0]}", text[1:])
        inside = text[1 : 1 + end.start()] if end else text[1:]
        return inside.replace('\\"', '"')
    return re.split(r"[\s;]", text, maxsplit=1)[0]


def _filled(text: str, variables: Mapping[str, str], *, pattern: re.Pattern[str]) -> str:
    def value(found: re.Match[str]) -> str:
        name = next(group for group in found.groups() if group)
        return variables.get(name, variables.get(name.upper(), os.environ.get(name, "")))

    return pattern.sub(value, text)
