"""What helps to find out why a training failed, without anything that says who the user is."""

import getpass
import json
import os
import platform
import re
import socket
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from training import __version__
from training.contract.atomic import atomic_write
from training.contract.errors import ManulError, from_os_error
from training.contract.events import read_events
from training.contract.layout import RunFolder
from training.contract.plain_files import open_plain
from training.contract.run_history import fold
from training.contract.run_state import run_state
from training.contract.scrub import Scrubber
from training.contract.toml_file import read_toml

_MOST_BYTES = 300_000
_MOST_FILES = 2_000
# What the user called and wrote about a picture, in run.toml.
_OF_A_PICTURE = re.compile(r"(?m)^(original_name|caption|file) = .*$")
# Shorter ones are words that stand elsewhere too.
_LEAST_TEXT = 8
_PACKAGES = (
    "torch", "diffusers", "transformers", "accelerate", "peft", "bitsandbytes", "xformers",
    "safetensors", "huggingface_hub", "PySide6-Essentials", "pillow", "pydantic",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One text of the archive, as it will be written."""

    name: str
    text: str


def collect(
    run: RunFolder | None = None, *, probe: Mapping[str, object] | None = None,
    window_log: str = "",
) -> list[Part]:  # fmt: skip
    """Everything there is to send, scrubbed. What cannot be read says so in its own place."""
    parts = [Part("about.txt", _about())]
    if probe:
        parts.append(Part("probe.json", _without_concepts(probe)))
    if window_log:
        parts.append(Part("window.log", window_log[-_MOST_BYTES:]))
    known: dict[str, str] = {}
    if run is not None:
        known = _known_texts(run)
        parts += [
            Part("state.txt", _state(run)),
            Part("files.txt", _listing(run.path)),
            Part("run.toml", _OF_A_PICTURE.sub(r'\1 = "…"', _tail(run.config))),
            Part("events.jsonl", _tail(run.events)),
            Part("engine.log", _tail(run.log)),
        ]
    scrubber = scrubber_of_this_machine(known)
    return [Part(part.name, scrubber.scrub(part.text)) for part in parts]


def save(parts: Iterable[Part], path: Path) -> None:
    """One zip file; ManulError where it cannot be written."""

    def write(temporary: Path) -> None:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in parts:
                archive.writestr(part.name, part.text.encode("utf-8", "replace"))

    try:
        atomic_write(path, write)
    except OSError as error:
        raise from_os_error(error, path) or error from error


def scrubber_of_this_machine(known: Mapping[str, str] | None = None) -> Scrubber:
    """Knows this user's home, account and computer, and the folders of the workspace."""
    homes = {str(Path.home()), os.path.realpath(Path.home())}
    homes |= {os.environ.get(name, "") for name in ("HOME", "USERPROFILE", "OneDrive")}
    homes -= {"", "/", "/root"}
    users = {Path(home).name for home in homes}
    users |= {os.environ.get(name, "") for name in ("USER", "USERNAME", "LOGNAME")}
    try:
        users.add(getpass.getuser())
    except (OSError, KeyError):
        # An account without a name has none to hide.
        users.discard("")
    hosts = {socket.gethostname(), platform.node(), os.environ.get("COMPUTERNAME", "")}
    short = {host.partition(".")[0] for host in hosts}
    return Scrubber(tuple(homes), tuple(users), tuple(hosts | short), known or {})


def _about() -> str:
    lines = [
        f"Manul {__version__}",
        f"Python {sys.version.split()[0]} ({platform.machine()})",
        f"{platform.system()} {platform.release()} {platform.version()}",
    ]
    for name in _PACKAGES:
        try:
            lines.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            lines.append(f"{name} is not here")
    return "\n".join(lines) + "\n"


def _without_concepts(probe: Mapping[str, object]) -> str:
    """What else the user teaches is nobody's business."""
    concepts = probe.get("concepts")
    count = len(concepts) if isinstance(concepts, (list, tuple)) else 0
    return json.dumps({**probe, "concepts": count}, indent=1, ensure_ascii=False, default=str)


def _state(run: RunFolder) -> str:
    """What the files add up to."""
    try:
        history = fold(read_events(run.events))
        state = run_state(run, history)
    except (OSError, ManulError) as error:
        return f"{error}\n"
    kept = ", ".join(map(str, sorted(history.checkpoints))) or "none"
    return f"{state} at step {history.step}, attempt {history.attempt}; kept steps: {kept}\n"


def _known_texts(run: RunFolder) -> dict[str, str]:
    """Folders that the run names, and what the user wrote about the pictures."""
    known = {str(run.path): "RUN", str(run.concept.path): "CONCEPT"}
    known[str(run.concept.path.parent)] = "WORKSPACE"
    try:
        content = read_toml(run.config)
    except ManulError:
        return known
    model = str(content.get("base_model", ""))
    if len(Path(model).parent.parts) > 1:
        known[str(Path(model).parent)] = "MODELS"
    images = content.get("images")
    for number, image in enumerate(images if isinstance(images, list) else [], 1):
        entry = image if isinstance(image, dict) else {}
        for name in ("original_name", "caption", "file"):
            text = str(entry.get(name, ""))
            known.setdefault(text, f"{name}-{number}")
            known.setdefault(Path(text).stem, f"{name}-{number}")
    return {text: instead for text, instead in known.items() if len(text) >= _LEAST_TEXT}


def _listing(folder: Path) -> str:
    """Names and bytes of what lies in the run, which says what is missing or cut off."""
    lines = []
    for path in sorted(folder.rglob("*"))[:_MOST_FILES]:
        try:
            size = "folder" if path.is_dir() else str(path.lstat().st_size)
        except OSError as error:
            size = str(error.strerror)
        lines.append(f"{size:>12} {path.relative_to(folder).as_posix()}")
    return "\n".join(lines) + "\n"


def _tail(path: Path) -> str:
    """The end of a text file, from a whole line on."""
    if path.is_symlink():
        return "(a link, which was not opened)\n"
    try:
        with open_plain(path) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _MOST_BYTES))
            text = file.read(_MOST_BYTES).decode("utf-8", errors="replace")
    except OSError as error:
        return f"({error.strerror or error})\n"
    return text.partition("\n")[2] if size > _MOST_BYTES else text
