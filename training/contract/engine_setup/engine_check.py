"""Lets a new engine prove itself: it imports, multiplies on its card and speaks our contract."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil
from pydantic import BaseModel, ConfigDict, ValidationError

from training.contract.detached import no_console
from training.contract.engine_setup.folders import python_of
from training.contract.engine_setup.uv import Cancelled
from training.contract.errors import ManulError
from training.contract.foreign_variables import without_foreign
from training.contract.toml_file import CONTRACT_VERSION
from training.contract.torch_builds import TorchBuild

_PATIENCE_SECONDS = 600.0
_LOOK_SECONDS = 0.2
_DEATH_SECONDS = 5.0
# A traceback that leads through the import of a package.
_IMPORTING = re.compile(r"^ {4}(?:import|from) ", re.M)


class PackageBroken(ManulError):
    """A package is there and cannot be used: what was downloaded may be to blame."""


class EngineAnswer(BaseModel):
    """What `python -m training.engine_check` prints; `bitsandbytes` = why it does not work."""

    model_config = ConfigDict(frozen=True)

    contract_version: int
    versions: dict[str, str]
    device: str
    bitsandbytes: str | None = None


def check_engine(
    environment: Path, build: TorchBuild, pack: Path | None, is_cancelled: threading.Event
) -> EngineAnswer:
    """ManulError where it would not train, Cancelled as soon as that is wished; `pack` = the folder
    that its packages came from."""
    answer = _ask(environment, is_cancelled)
    if answer.contract_version != CONTRACT_VERSION:
        raise ManulError(
            "engine_setup.other_contract", version=answer.contract_version, known=CONTRACT_VERSION
        )
    if build.cuda and answer.device == "cpu":
        if pack is not None and _is_for_processor(answer.versions.get("torch", "")):
            raise ManulError("engine_setup.processor_pack", path=pack)
        raise ManulError("engine_setup.card_silent", build=build.name)
    if answer.bitsandbytes is not None:
        raise PackageBroken("engine_setup.check", detail=answer.bitsandbytes)
    return answer


def _is_for_processor(torch: str) -> bool:
    """By its version; where that names no build, Linux' is for cards and Windows' is not."""
    _, plus, build = torch.partition("+")
    return not build.startswith("cu") if plus else sys.platform == "win32"


def _ask(environment: Path, is_cancelled: threading.Event) -> EngineAnswer:
    command = [str(python_of(environment)), "-I", "-m", "training.engine_check"]
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8", errors="replace",
            env=without_foreign(os.environ) | {"PYTHONUTF8": "1"},
            creationflags=no_console(),
        )  # fmt: skip
        output, complaints = _said(process, is_cancelled)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ManulError("engine_setup.check", detail=str(error)) from error
    lines = output.strip().splitlines()
    try:
        if process.returncode == 0 and lines:
            return EngineAnswer.model_validate(json.loads(lines[-1]))
    except (ValueError, ValidationError):
        # What it printed instead stands in the sentence below.
        lines = [*lines[-1:], "?"]
    said = complaints.strip() or "\n".join(lines) or f"exit code {process.returncode}"
    kind = PackageBroken if _IMPORTING.search(complaints) else ManulError
    raise kind("engine_setup.check", detail=said.splitlines()[-1])


def _said(process: subprocess.Popen[str], is_cancelled: threading.Event) -> tuple[str, str]:
    """What it printed and what it complained about; TimeoutExpired, or Cancelled."""
    end = time.monotonic() + _PATIENCE_SECONDS
    with process:
        while True:
            try:
                return process.communicate(timeout=_LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                if is_cancelled.is_set():
                    _end(process)
                    raise Cancelled from None
                if time.monotonic() > end:
                    _end(process)
                    raise subprocess.TimeoutExpired(process.args, _PATIENCE_SECONDS) from None


def _end(process: subprocess.Popen[str]) -> None:
    """With its children: on Windows an environment's Python is the child of a launcher."""
    family: list[psutil.Process] = []
    with suppress(psutil.Error):
        asked = psutil.Process(process.pid)
        family = [*asked.children(recursive=True), asked]
    for member in family:
        with suppress(psutil.Error):
            member.kill()
    psutil.wait_procs(family, timeout=_DEATH_SECONDS)
