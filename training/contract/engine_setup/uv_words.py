"""What uv complains about, as errors with a sentence and advice."""

import re
import sys
from collections.abc import Sequence

from training.contract.engine_setup.folders import EngineFolders
from training.contract.errors import ManulError

# As the window shows sizes.
_GB = 1024**3
# Windows says it in the user's language; the same numbers mean other things elsewhere.
_FULL_NUMBERS = {"win32": "39|112"}.get(sys.platform, "28|122")
_LOCKED_NUMBERS = {"win32": "5|32|33"}.get(sys.platform, "13")
# In the order in which they are looked for: a full disk also breaks a download off.
_FULL = re.compile(
    r"no space left|not enough space on the disk|disk quota"
    rf"|os error (?:{_FULL_NUMBERS})\b",
    re.I,
)
_LOCKED = re.compile(
    r"being used by another process|access is denied|permission denied"
    rf"|os error (?:{_LOCKED_NUMBERS})\b",
    re.I,
)
_CUT = re.compile(
    r"unexpected end|end of file|eof|failed to read from zip|response body|incomplete"
    r"|reset by peer|broken pipe|connection closed|error reading a body",
    re.I,
)
_DAMAGED = re.compile(
    r"hash mismatch|invalid zip|invalid wheel|wheel is invalid|failed to (?:extract|unzip)", re.I
)
_UNTRUSTED = re.compile(r"certificate|unknownissuer", re.I)
_NO_NETWORK = re.compile(
    r"dns error|tcp connect|error sending request|failed to fetch|request failed|timed out"
    r"|network is unreachable|could not connect",
    re.I,
)
_REFUSED = re.compile(r"HTTP status \w+ error \((\d{3}[^()]*)")
_NOT_FOUND = re.compile(r"no solution found|was not found|no matching", re.I)
_ADDRESS = re.compile(r"https?://([^/\s`)]+)")
_PATH = re.compile(r"[`'\"]([^`'\"]*[/\\][^`'\"]*)[`'\"]")
_LEVELS = re.compile(r"^\s*(?:error|cause|caused by|×|╰─▶|├─▶|│)[:\s]*", re.I)


def uv_problem(lines: Sequence[str], folders: EngineFolders) -> ManulError:
    """`lines` = the last of what it wrote."""
    said = "\n".join(lines)
    if _FULL.search(said):
        free = round(folders.free_bytes() / _GB, 1)
        return ManulError("disk_full.engine_now", path=folders.path, free=free)
    if _LOCKED.search(said):
        place = _PATH.search(said)
        return ManulError("engine_setup.locked", path=place[1] if place else folders.path)
    if _DAMAGED.search(said):
        return ManulError("engine_setup.damaged", detail=_reason(lines))
    found = _ADDRESS.search(said)
    address = found[1] if found else "?"
    if _UNTRUSTED.search(said):
        return ManulError("engine_setup.untrusted", address=address)
    if _CUT.search(said):
        return ManulError("engine_setup.cut")
    if refused := _REFUSED.search(said):
        return ManulError("engine_setup.refused", address=address, detail=refused[1].strip())
    if _NO_NETWORK.search(said):
        return ManulError("engine_setup.no_network", address=address)
    if _NOT_FOUND.search(said):
        return ManulError("engine_setup.not_found", detail=_reason(lines))
    return ManulError("engine_setup.failed", detail=_reason(lines))


def _reason(lines: Sequence[str]) -> str:
    """The last of the causes, which is the deepest."""
    spoken = [_LEVELS.sub("", line).strip() for line in lines]
    return next((line for line in reversed(spoken) if line), "?").rstrip(".")
