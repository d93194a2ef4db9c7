"""What the engine's short calls answer, as facts. A newer engine may say more, or less."""

import json
from typing import Any

from pydantic import ValidationError

from desktop.facts import (
    CardChoice,
    EngineFact,
    ExportFact,
    ModelFact,
    Report,
    RunningFact,
    WebUIFact,
    report_of,
)
from training.contract.errors import ErrorReport, ManulError
from training.contract.messages import Message
from training.contract.outlook import CardHere, Outlook
from training.contract.plan import Plan

Answer = dict[str, Any]


def parse_answer(output: bytes) -> Answer:
    """The JSON object on standard output; empty where there is none."""
    try:
        answer = json.loads(output)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def engine_fact(answer: Answer) -> EngineFact:
    """What the answer of `probe` says to the window."""
    card = next(iter(_objects(answer, "cards")), {})
    problem = answer.get("card_problem")
    web_uis = tuple(_web_ui(found) for found in _objects(answer, "web_uis"))
    names = {web_ui.tool: web_ui.name for web_ui in web_uis}
    return EngineFact(
        here=bool(answer.get("engine")),
        card=_text(card, "name"),
        driver=_text(card, "driver"),
        memory_free=card.get("memory_free_bytes"),
        memory_total=card.get("memory_total_bytes"),
        compute_capability=_text(card, "compute_capability"),
        card_problem=read_report(problem) if isinstance(problem, dict) else None,
        web_uis=web_uis,
        models=tuple(_model(found, names) for found in _objects(answer, "base_models")),
        cards=tuple(map(_card, _objects(answer, "all_cards"))),
    )


def plan_outlook(answer: Answer, card: CardHere | None) -> Outlook | None:
    """What the answer of `plan` says; None if it is none."""
    least = answer.get("least_gigabytes")
    try:
        plan = Plan.model_validate(answer)
    except ValidationError:
        return None
    return Outlook(plan, card, least if isinstance(least, int) else None)


def export_fact(answer: Answer) -> ExportFact:
    """What the answer of `export` says."""
    refreshed = answer.get("refreshed")
    return ExportFact(
        path=_text(answer, "export"),
        prompt=_text(answer, "prompt"),
        refreshed=refreshed if isinstance(refreshed, bool) else None,
        messages=tuple(filter(None, map(_message, _objects(answer, "messages")))),
    )


def read_report(problem: Answer) -> Report:
    """What the engine says went wrong; sentences within the sentence come back as such."""
    try:
        said = ErrorReport.model_validate(problem)
    except ValidationError:
        return internal_report(str(problem.get("message", "")) or json.dumps(problem))
    return Report(said.message, said.advice, said.key, dict(said.values))


def internal_report(reason: str) -> Report:
    return report_of(ManulError("internal", reason=reason, log="engine.log"))


def _card(found: Answer) -> CardChoice:
    total = found.get("memory_total_bytes")
    memory = total if isinstance(total, int) else None
    return CardChoice(_text(found, "uuid"), _text(found, "name"), memory)


def _web_ui(found: Answer) -> WebUIFact:
    folders = found.get("folders")
    folders = folders if isinstance(folders, dict) else {}
    checkpoints = folders.get("checkpoints")
    return WebUIFact(
        tool=_text(found, "tool"),
        name=_text(found, "name"),
        path=_text(found, "path"),
        embeddings=_text(folders, "embeddings"),
        hypernetworks=_text(folders, "hypernetworks"),
        loras=_text(folders, "loras"),
        checkpoints=str(checkpoints[0]) if isinstance(checkpoints, list) and checkpoints else "",
    )


def running_facts(answer: Answer) -> tuple[RunningFact, ...]:
    """What the answer of `running` says."""
    return tuple(
        RunningFact(_text(found, "tool"), _text(found, "embeddings"))
        for found in _objects(answer, "running")
    )


def _model(found: Answer, names: dict[str, str]) -> ModelFact:
    problem, size = found.get("problem"), found.get("bytes")
    tool, usable = _text(found, "tool"), found.get("usable")
    return ModelFact(
        path=_text(found, "path"),
        title=_text(found, "name"),
        origin=names.get(tool, tool),
        size=size if isinstance(size, int) else 0,
        family=_text(found, "family"),
        usable=usable if isinstance(usable, bool) else None,
        problem=read_report(problem) if isinstance(problem, dict) else None,
    )


def _message(content: Answer) -> Message | None:
    try:
        return Message.model_validate(content)
    except ValidationError:
        return None


def _objects(answer: Answer, key: str) -> list[Answer]:
    found = answer.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(answer: Answer, key: str) -> str:
    value = answer.get(key)
    return value if isinstance(value, str) else ""
