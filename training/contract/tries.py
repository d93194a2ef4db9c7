"""Pictures that were drawn to try a kept step: `tries/` in the run, the prompt inside the file."""

import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, PngImagePlugin

from training.contract.layout import RunFolder
from training.contract.plain_files import open_plain

_NAME = re.compile(r"step-([0-9]{6,9})-[0-9a-f]{8}-seed-([0-9]{1,18})\.png")
_PROMPT = "prompt"
_MOST = 200


@dataclass(frozen=True)
class Try:
    """A picture drawn with a kept step; `prompt` is empty where the file does not say."""

    path: Path
    step: int
    seed: int
    prompt: str
    time: float


def try_words(prompt: str) -> PngImagePlugin.PngInfo:
    """What is written into the picture."""
    info = PngImagePlugin.PngInfo()
    info.add_itxt(_PROMPT, prompt)
    return info


def read_tries(run: RunFolder) -> list[Try]:
    """The newest tries of a run, oldest first."""
    try:
        paths = [path for path in run.tries.iterdir() if _NAME.fullmatch(path.name)]
        times = {path: path.stat().st_mtime for path in paths}
    except OSError:
        return []
    newest = sorted(paths, key=lambda path: (times[path], path.name))[-_MOST:]
    return [_read(path, times[path]) for path in newest]


def _read(path: Path, time: float) -> Try:
    name = _NAME.fullmatch(path.name)
    assert name is not None
    return Try(path, int(name[1]), int(name[2]), _prompt(path), time)


def _prompt(path: Path) -> str:
    """A file that is damaged, or was made elsewhere, says nothing."""
    try:
        with open_plain(path) as file, Image.open(file, formats=("PNG",)) as picture:
            said = picture.info.get(_PROMPT, "")
    except (OSError, ValueError, SyntaxError):
        return ""
    return str(said)
