"""What the world asks of a running engine: one JSON line each in `commands.jsonl`."""

import time
import uuid
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from training.contract.errors import ManulError, from_os_error
from training.contract.jsonl import LineFollower, append_line
from training.contract.layout import RunFolder

# Another writer needs milliseconds; a program that was halted in between must not hang this one.
_PATIENCE_SECONDS = 5.0

CommandName = Literal["pause", "resume", "stop", "sample_now", "save_now", "extend"]
# More than anybody trains for.
_MOST_STEPS = 1_000_000


class Command(BaseModel):
    """A wish for one attempt; an engine of another attempt ignores it. `steps` = how many more,
    where it is "extend"."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(default_factory=lambda: uuid.uuid4().hex)
    time: float = Field(default_factory=time.time)
    attempt: int
    command: CommandName
    steps: int = Field(default=0, ge=0, le=_MOST_STEPS)


def send_command(run: RunFolder, command: CommandName, *, attempt: int, steps: int = 0) -> Command:
    """Append a command; several writers take turns. Its id comes back in `CommandHandled`."""
    wish = Command(command=command, attempt=attempt, steps=steps)
    try:
        with FileLock(run.commands_lock, timeout=_PATIENCE_SECONDS):
            append_line(run.commands, wish.model_dump(mode="json"))
    except Timeout as error:
        raise ManulError("run_busy.commands", path=run.commands) from error
    except OSError as error:
        raise from_os_error(error, run.path) or error from error
    return wish


class CommandFollower:
    """The commands for one attempt as they arrive, each once."""

    def __init__(self, path: Path, *, attempt: int) -> None:
        self._lines = LineFollower(path)
        self._attempt = attempt
        self._seen: set[str] = set()

    def poll(self) -> list[Command]:
        found = []
        for content in self._lines.poll():
            try:
                command = Command.model_validate(content)
            except ValidationError:
                continue
            if command.attempt == self._attempt and command.id not in self._seen:
                self._seen.add(command.id)
                found.append(command)
        return found
