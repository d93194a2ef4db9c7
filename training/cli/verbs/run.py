"""`manul-train run`: train new runs, one after the other."""

import argparse
from pathlib import Path

from training.cli.answer import Answer
from training.cli.attempts import attempt_all

HELP = "train one or more new runs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("runs", nargs="+", metavar="RUN", help="run folder, or a concept's name")
    parser.add_argument("--workspace", type=Path, help="folder that holds the concepts")


def run(arguments: argparse.Namespace) -> Answer:
    return attempt_all(arguments.runs, arguments.workspace)
