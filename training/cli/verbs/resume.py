"""`manul-train resume`: go on with runs that were stopped, failed, died or need more steps."""

import argparse
from pathlib import Path

from training.cli.answer import Answer
from training.cli.arguments import count
from training.cli.attempts import attempt_all

HELP = "go on with runs that were stopped, failed or died, or add steps to finished ones"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("runs", nargs="+", metavar="RUN", help="run folder, or a concept's name")
    parser.add_argument(
        "--more-steps", type=count, default=0, metavar="N", help="steps to add to the planned ones"
    )
    parser.add_argument(
        "--base-model", metavar="M", help="where the same base model lies now, if it was moved"
    )
    parser.add_argument("--workspace", type=Path, help="folder that holds the concepts")


def run(arguments: argparse.Namespace) -> Answer:
    return attempt_all(
        arguments.runs, arguments.workspace, resume=True, more_steps=arguments.more_steps,
        base_model=arguments.base_model,
    )  # fmt: skip
