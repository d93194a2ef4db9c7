"""What a verb answers: the JSON object, the text for people, the exit code."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    content: dict[str, Any]
    text: str = ""
    exit_code: int = 0
