"""`manul-train queue`: put runs in the workspace's queue, and train all that wait there."""

import argparse
import sys
from pathlib import Path

from training.cli.answer import Answer
from training.contract.layout import RunFolder, find_run, workspace_path
from training.contract.run_queue import RunQueue
from training.queue_worker import work_through

HELP = "train runs one after the other, each when the one before has ended"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("runs", nargs="*", metavar="RUN", help="run folder, or a concept's name")
    parser.add_argument("--workspace", type=Path, help="folder that holds the concepts")


def run(arguments: argparse.Namespace) -> Answer:
    place = workspace_path(arguments.workspace)
    queue = RunQueue(place)
    for name in arguments.runs:
        queue.add(find_run(name, place))
    if arguments.runs:
        queue.hold(held=False)
    begun = work_through(queue, _tell)
    return Answer({"begun": begun}, f"{begun} trainings were begun.")


def _tell(run: RunFolder) -> None:
    print(run.path, file=sys.stderr)
