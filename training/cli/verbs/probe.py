"""`manul-train probe`: what this machine offers for training."""

import argparse
from pathlib import Path

from training.cli.answer import Answer
from training.contract.layout import workspace_path
from training.probe import GraphicsCard, Probe, probe

HELP = "show what this machine offers: cards, memory, engine, workspace"

_GIB = 2**30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workspace", type=Path, help="folder that holds the concepts")


def run(arguments: argparse.Namespace) -> Answer:
    found = probe(workspace_path(arguments.workspace))
    return Answer(found.model_dump(mode="json"), "\n".join(_lines(found)))


def _lines(found: Probe) -> list[str]:
    engine = found.engine
    cards = [_card(card) for card in found.cards] or ["none that can train; the processor will"]
    concepts = [f"{concept.name} ({concept.runs} runs)" for concept in found.concepts]
    versions = ", ".join(f"{name} {version}" for name, version in (engine or {}).items())
    return [
        f"Manul {found.manul}, Python {found.python}, {found.platform}",
        f"Processor: {found.cpu}, {found.cpu_cores} cores",
        f"Memory:    {_gib(found.ram_free_bytes)} of {_gib(found.ram_total_bytes)} free",
        *(f"Card:      {card}" for card in cards),
        f"Engine:    {versions or 'not installed'}",
        f"Workspace: {found.workspace}, {_gib(found.workspace_free_bytes)} free",
        f"Concepts:  {', '.join(concepts) or 'none yet'}",
        *([found.workspace_problem.message] if found.workspace_problem else []),
    ]


def _card(card: GraphicsCard) -> str:
    if card.memory_total_bytes is None or card.memory_free_bytes is None:
        return f"{card.name}, driver {card.driver}"
    memory = f"{_gib(card.memory_free_bytes)} of {_gib(card.memory_total_bytes)} free"
    return f"{card.name}, {memory}, driver {card.driver}"


def _gib(amount: int) -> str:
    return f"{amount / _GIB:.1f} GB"
