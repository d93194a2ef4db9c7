"""Which steps of a run were kept: complete checkpoints, found in the folder."""

import hashlib
import json
import re
from pathlib import Path

from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.messages import Message, say
from training.contract.plain_files import read_plain

META_FILE = "meta.json"
WEIGHTS_FILE = "weights.safetensors"
STATE_FILE = "state.safetensors"
_STEP = re.compile(r"step-([0-9]{6,9})")
_LARGEST_META = 100_000


def kept_steps(run: RunFolder) -> list[int]:
    """Steps whose weights are complete (meta.json is written last), in order."""
    found = []
    for folder in run.checkpoints.glob("step-*"):
        step = _STEP.fullmatch(folder.name)
        if step is not None and (folder / META_FILE).is_file():
            found.append(int(step[1]))
    return sorted(found)


def choose_step(run: RunFolder, step: int | None) -> int:
    """`step`, or the last kept one; ManulError "step_missing" names the kept ones."""
    kept = kept_steps(run)
    if not kept:
        raise ManulError("step_missing.none")
    if step is None:
        return kept[-1]
    if step not in kept:
        raise ManulError("step_missing", step=step, kept=", ".join(map(str, kept)))
    return step


def read_meta(run: RunFolder, step: int) -> dict[str, object]:
    """The hashes of a kept step's files; ManulError "checkpoint_damaged" if unreadable."""
    try:
        meta = json.loads(read_plain(run.checkpoint(step) / META_FILE, most=_LARGEST_META))
    except (OSError, ValueError, RecursionError) as error:
        raise damaged(run, step, say("damage.unreadable", file=META_FILE)) from error
    return meta if isinstance(meta, dict) else {}


def damaged(run: RunFolder, step: int, reason: Message) -> ManulError:
    others = ", ".join(str(kept) for kept in kept_steps(run) if kept != step) or "-"
    return ManulError("checkpoint_damaged", step=step, reason=reason, kept=others)


def resumable_steps(run: RunFolder) -> list[int]:
    """Kept steps that still have their state, newest first."""
    kept = [step for step in kept_steps(run) if (run.checkpoint(step) / STATE_FILE).is_file()]
    return sorted(kept, reverse=True)


def check_file(run: RunFolder, step: int, name: str) -> Path:
    """A file of a kept step, if it is what was written; else ManulError "checkpoint_damaged"."""
    path = run.checkpoint(step) / name
    expected = read_meta(run, step).get("sha256")
    if not path.is_file():
        raise damaged(run, step, say("damage.missing", file=name))
    if not isinstance(expected, dict) or expected.get(name) != file_hash(path):
        raise damaged(run, step, say("damage.changed", file=name))
    return path


def file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
