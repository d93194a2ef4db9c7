"""What a process that measures is told, and what it answers: one JSON object each."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Job:
    """One training. `seconds` = how long it may take in all, None = as long as it takes;
    `reserved` = bytes that torch may reserve, None = what is free."""

    model: str
    pictures: str
    workspace: str
    method: str
    resolution: int
    batch: int
    measures: tuple[str, ...]
    asked: tuple[str, ...]
    warm_up: int
    steps: int
    repeats: int
    seconds: float | None = None
    reserved: int | None = None
    draws: bool = False


@dataclass
class Answer:
    """Memory in bytes as torch counts it, None on a processor; `..._since` in seconds since the
    epoch. `blocks` = the seconds of each repeat of `steps` steps. `stage` = how far it came;
    `problem` = why not to the end."""

    empty_reserved: int | None = None
    load_reserved: int | None = None
    reserved: int | None = None
    allocated: int | None = None
    draw_reserved: int | None = None
    empty_since: float = 0.0
    loading_since: float = 0.0
    learning_since: float = 0.0
    drawing_since: float = 0.0
    ended: float = 0.0
    steps: int = 0
    blocks: list[float] = field(default_factory=list)
    loss: float | None = None
    has_drawn: bool = False
    notes: list[str] = field(default_factory=list)
    stage: str = ""
    problem: str = ""


def read_job(text: str) -> Job:
    content = json.loads(text)
    return Job(**content | {name: tuple(content[name]) for name in ("measures", "asked")})


def as_line(of: Job | Answer) -> str:
    return json.dumps(asdict(of)) + "\n"


def read_answer(path: Path) -> Answer:
    """What a process that died did not write is a problem too."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if not text.endswith("\n"):
        return Answer(problem="the process ended without an answer; its log says more")
    return Answer(**json.loads(text))
