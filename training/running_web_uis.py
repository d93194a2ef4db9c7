"""Which web UIs answer on this machine right now, where each listens by default. No torch."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pydantic import BaseModel

from training.contract.web_uis import TOOL_NAMES, Tool
from training.web_ui_api import DEFAULT_ADDRESSES, identify
from training.web_ui_client import Client, NoAnswer, TooSlow

# Windows takes two seconds to find that nobody listens; more is a program that is busy.
_KNOCK_SECONDS = 3.0


class RunningWebUI(BaseModel):
    """`embeddings` = the folder that it reads them from; None where it does not tell."""

    tool: Tool
    name: str
    address: str
    embeddings: Path | None = None


def running_web_uis() -> list[RunningWebUI]:
    """All addresses are asked at once. What does not answer in time counts as not running."""
    addresses = sorted(set(DEFAULT_ADDRESSES.values()))
    with ThreadPoolExecutor(len(addresses)) as pool:
        return [found for found in pool.map(_at, addresses) if found is not None]


def _at(address: str) -> RunningWebUI | None:
    client = Client(address, knock_seconds=_KNOCK_SECONDS, work_seconds=_KNOCK_SECONDS)
    try:
        found = identify(client)
    except (NoAnswer, TooSlow):
        return None
    if found is None:
        return None
    return RunningWebUI(
        tool=found.tool, name=TOOL_NAMES[found.tool], address=address,
        embeddings=found.folders.embeddings if found.folders else None,
    )  # fmt: skip
