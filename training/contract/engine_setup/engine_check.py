"""Lets a new engine prove itself: it imports, multiplies on its card and speaks our contract."""

import json
import os
import subprocess
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from training.contract.detached import no_console
from training.contract.engine_setup.folders import python_of
from training.contract.errors import ManulError
from training.contract.foreign_variables import without_foreign
from training.contract.toml_file import CONTRACT_VERSION
from training.contract.torch_builds import TorchBuild

_PATIENCE_SECONDS = 600.0


class EngineAnswer(BaseModel):
    """What `python -m training.engine_check` prints; `bitsandbytes` = why it does not work."""

    model_config = ConfigDict(frozen=True)

    contract_version: int
    versions: dict[str, str]
    device: str
    bitsandbytes: str | None = None


def check_engine(environment: Path, build: TorchBuild) -> EngineAnswer:
    """ManulError where it would not train."""
    answer = _ask(environment)
    if answer.contract_version != CONTRACT_VERSION:
        raise ManulError(
            "engine_setup.other_contract", version=answer.contract_version, known=CONTRACT_VERSION
        )
    if build.cuda and answer.device == "cpu":
        raise ManulError("engine_setup.card_silent", build=build.name)
    if answer.bitsandbytes is not None:
        raise ManulError("engine_setup.check", detail=answer.bitsandbytes)
    return answer


def _ask(environment: Path) -> EngineAnswer:
    command = [str(python_of(environment)), "-I", "-m", "training.engine_check"]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE_SECONDS,
            encoding="utf-8", errors="replace",
            env=without_foreign(os.environ) | {"PYTHONUTF8": "1"},
            creationflags=no_console(),
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ManulError("engine_setup.check", detail=str(error)) from error
    lines = done.stdout.strip().splitlines()
    try:
        if done.returncode == 0 and lines:
            return EngineAnswer.model_validate(json.loads(lines[-1]))
    except (ValueError, ValidationError):
        # What it printed instead stands in the sentence below.
        lines = [*lines[-1:], "?"]
    said = (done.stderr.strip() or "\n".join(lines) or f"exit code {done.returncode}").splitlines()
    raise ManulError("engine_setup.check", detail=said[-1])
