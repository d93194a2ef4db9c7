"""InvokeAI: installs the file itself, as a copy, for ours may move with its concept."""

import time
from typing import Any

from training.contract.messages import say
from training.contract.web_uis import Tool
from training.web_ui_apis import (
    NewFile,
    Outcome,
    Running,
    content_of,
    facts_in,
    names_in,
    not_shown,
    shown,
    stranger,
)
from training.web_ui_client import Client, TooSlow

TOOLS: tuple[Tool, ...] = ("invokeai",)

_VERSION = "/api/v1/app/version"
_INSTALL = "/api/v2/models/install"
_MODELS = "/api/v2/models/"
_ENDS = ("completed", "error", "cancelled")
_POLL_SECONDS = 0.25
_LONGEST_REASON = 200


def identify(client: Client) -> Running | None:
    return Running("invokeai") if "version" in facts_in(client.knock(_VERSION)) else None


def refresh(file: NewFile, client: Client) -> Outcome:
    version = client.knock(_VERSION)
    content_of(version, file=file, client=client)
    if "version" not in facts_in(version):
        return stranger(file, client)
    reply = client.post(_INSTALL, source=str(file.path), inplace="false")
    if reply.status in (401, 403):
        content_of(reply, file=file, client=client)
    job = reply.content if isinstance(reply.content, dict) else {}
    if reply.is_good and "id" in job:
        job = _wait_for(job, client)
    if job.get("status") != "completed":
        reason = job.get("error") or job.get("detail") or job.get("status") or reply.status
        return Outcome(False, say("refresh.refused", tool=file.tool_name, reason=_line(reason)))
    content = content_of(client.get(_MODELS), file=file, client=client)
    models = content.get("models") if isinstance(content, dict) else None
    return shown(file) if file.stem in names_in(models, ("name",)) else not_shown(file, client)


def _wait_for(job: dict[str, Any], client: Client) -> dict[str, Any]:
    """The job as it ended; TooSlow if it does not end."""
    number = job["id"]
    until = time.monotonic() + client.work_seconds
    while job.get("status") not in _ENDS:
        if time.monotonic() > until:
            raise TooSlow(client.address)
        time.sleep(_POLL_SECONDS)
        job = facts_in(client.get(f"{_INSTALL}/{number}"))
    return job


def _line(reason: object) -> str:
    """The last line of what it says; the ones before are for its developers."""
    lines = [line.strip() for line in str(reason).splitlines() if line.strip()]
    return lines[-1][:_LONGEST_REASON] if lines else "?"
