"""A run as a newer Manul might leave it: settings, events and files that this one does not know."""

import hashlib
import json
import shutil
from pathlib import Path

from training.contract.layout import ConceptFolder, RunFolder
from training.contract.toml_file import CONTRACT_VERSION

_RECORDED = Path(__file__).parent / "data" / "recorded_run_lower"
_NEWER_EVENTS = (
    {"type": "danced", "time": 1_760_000_090.0, "moves": [1, {"to": "the left"}]},
    {"type": "step_done", "time": 1_760_000_091.0, "step": 16, "loss": 0.1, "learning_rate": 0.002,
     "seconds": 0.2, "watts": 170},
    {"type": "step_done", "time": 1_760_000_092.0, "step": "seventeen"},
    {"type": "stopped", "time": 1_760_000_093.0, "step": 16, "why": "it was asked to"},
)  # fmt: skip


def add_newer_run(concept: ConceptFolder) -> RunFolder:
    """A stopped run of `concept`: one of ours could be resumed."""
    run = RunFolder(concept.runs_folder / "0001-textual-inversion")
    shutil.copytree(_RECORDED, run.path)
    text = run.config.read_text(encoding="utf-8")
    newer = f"contract_version = {CONTRACT_VERSION + 1}\nmood = 'curious'\n"
    text = text.replace(f"contract_version = {CONTRACT_VERSION}\n", newer)
    text = text.replace("[data]\n", "[data]\nsmell = ['grass']\n")
    text = text.replace("pairs = 16", "pairs = []")
    run.config.write_text(text + "\n[dreams]\nof = 'mice'\n", encoding="utf-8")
    with run.events.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(event) + "\n" for event in _NEWER_EVENTS)
    (run.path / "thoughts.bin").write_bytes(b"\x00\x01")
    return run


def hashes_below(folder: Path) -> dict[str, str]:
    """What lies in `folder`, with the content of each file."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
