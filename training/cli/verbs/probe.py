"""`manul-train probe`: what this machine offers for training."""

import argparse
from pathlib import Path

from training.cli.answer import Answer
from training.contract.layout import full_path, workspace_path
from training.found_models import PATIENCE_SECONDS, ModelFound
from training.graphics_cards import GraphicsCard
from training.probe import Probe, probe

HELP = "show what this machine offers: cards, memory, engine, workspace, web UIs, base models"

_GIB = 2**30
# The window asks again for what was left out; who reads the list wants it whole.
_READER_PATIENCE_SECONDS = 30.0
_FAMILIES = {"sd1": "SD 1.x", "sd2": "SD 2.x", "sdxl": "SDXL"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workspace", type=Path, help="folder that holds the concepts")

    parser.add_argument(
        "--web-ui", type=Path, action="append", default=[], metavar="DIR",
        help="look for a web UI in this folder as well",
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> Answer:
    folders = [full_path(folder) for folder in arguments.web_ui]
    patience = PATIENCE_SECONDS if arguments.json else _READER_PATIENCE_SECONDS
    found = probe(workspace_path(arguments.workspace), folders, patience_seconds=patience)
    return Answer(found.model_dump(mode="json"), "\n".join(_lines(found)))


def _lines(found: Probe) -> list[str]:
    engine, problem = found.engine, found.card_problem
    cards = [_card(card) for card in found.cards] or ["none that can train; the processor will"]
    concepts = [f"{one.name} ({one.runs} run{'s' * (one.runs != 1)})" for one in found.concepts]
    versions = ", ".join(f"{name} {version}" for name, version in (engine or {}).items())
    return [
        f"Manul {found.manul}, Python {found.python}, {found.platform}",
        f"Processor: {found.cpu}, {found.cpu_cores} cores",
        f"Memory:    {_gib(found.ram_free_bytes)} of {_gib(found.ram_total_bytes)} free",
        *(f"Card:      {card}" for card in cards),
        *([f"           {problem.message} {problem.advice}"] if problem else []),
        f"Engine:    {versions or 'not installed'}",
        f"Workspace: {found.workspace}, {_gib(found.workspace_free_bytes)} free",
        f"Concepts:  {', '.join(concepts) or 'none yet'}",
        *(f"Web UI:    {web_ui.name}, {web_ui.path}" for web_ui in found.web_uis),
        *(f"Model:     {_model(model)}" for model in found.base_models),
        *([found.workspace_problem.message] if found.workspace_problem else []),
    ]


def _card(card: GraphicsCard) -> str:
    if card.memory_total_bytes is None or card.memory_free_bytes is None:
        return f"{card.name}, driver {card.driver}"
    memory = f"{_gib(card.memory_free_bytes)} of {_gib(card.memory_total_bytes)} free"
    return f"{card.name}, {memory}, driver {card.driver}"


def _model(model: ModelFound) -> str:
    problem = f": {model.problem.message}" if model.problem else ""
    family = f", {_FAMILIES[model.family]}" if model.family else ""
    return f"{model.name}{family}, {_gib(model.bytes)}{problem}"


def _gib(amount: int) -> str:
    return f"{amount / _GIB:.1f} GB"
