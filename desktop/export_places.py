"""Where an export can go: the web UIs on this machine, with what each can use; other places."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.facts import Report, RunningFact, WebUIFact, report_of
from training.contract.errors import ManulError

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
# As web UIs print it and people copy it: without the beginning.
_SHORT_ADDRESS = re.compile(r"(localhost|\d+(\.\d+){3}|[\w-]+(\.[\w-]+)+):\d+/?", re.IGNORECASE)


@dataclass(frozen=True)
class ExportPlace:
    """`folder` = where the file will lie; empty where the web UI fetches it itself. `refusal` =
    why it has no use for what the run made."""

    name: str
    path: str
    folder: str = ""
    refusal: Report | None = None
    tool: str = ""
    runs: bool = False


def export_places(
    web_uis: Iterable[WebUIFact], method: str, format_name: str = "",
    running: Iterable[RunningFact] = (),
) -> list[ExportPlace]:  # fmt: skip
    """In the order of `web_uis`; those that can use it first."""
    # Here, because it loads a YAML parser, for which the window's start need not wait.
    from training.contract.export_targets import artefact_kind, why_not
    from training.contract.web_uis import TOOLS

    try:
        kind = artefact_kind(method, format_name or None)
    except KeyError:
        # A run that cannot be read, or one of a newer Manul: the engine will say what is wrong.
        return [ExportPlace(web_ui.name, web_ui.path) for web_ui in web_uis]

    web_uis, runs = list(web_uis), _those_that_run(list(web_uis), list(running))

    def place(web_ui: WebUIFact) -> ExportPlace:
        tool = next((tool for tool in TOOLS if tool == web_ui.tool), None)
        refusal: ManulError | None = why_not(tool, kind) if tool else None
        folder = {
            "embedding": web_ui.embeddings,
            "hypernetwork": web_ui.hypernetworks,
            "lora": web_ui.loras,
            "checkpoint": web_ui.checkpoints if tool != "invokeai" else "",
        }[kind]
        said = report_of(refusal) if refusal else None
        return ExportPlace(web_ui.name, web_ui.path, folder, said, web_ui.tool, web_ui in runs)

    return sorted(map(place, web_uis), key=lambda found: found.refusal is not None)


def _those_that_run(web_uis: list[WebUIFact], running: list[RunningFact]) -> list[WebUIFact]:
    """By the folder that the running one reads; what does not say is the only one of its kind."""

    def runs(web_ui: WebUIFact, found: RunningFact) -> bool:
        if web_ui.tool != found.tool:
            return False
        if found.embeddings and web_ui.embeddings:
            return _same_folder(found.embeddings, web_ui.embeddings)
        return [other.tool for other in web_uis].count(web_ui.tool) == 1

    return [web_ui for web_ui in web_uis if any(runs(web_ui, found) for found in running)]


def _same_folder(one: str, other: str) -> bool:
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))


def is_address(place: str) -> bool:
    """Of a web UI that runs, instead of a folder."""
    return _ADDRESS.fullmatch(place) is not None


def written_place(text: str) -> str:
    """What the engine is to be told for what stands in the field; empty for nothing."""
    text = text.strip()
    if _SHORT_ADDRESS.fullmatch(text):
        return f"http://{text}"
    return text if not text or is_address(text) else str(Path(text).expanduser())


def is_whole(place: str) -> bool:
    """Does it mean the same wherever the engine is started?"""
    return is_address(place) or Path(place).is_absolute()
