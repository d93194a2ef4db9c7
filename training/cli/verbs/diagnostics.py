"""`manul-train diagnostics`: what helps to find a mistake, in one file to send."""

import argparse
from pathlib import Path

from training.cli.answer import Answer
from training.contract.diagnostics import collect, save
from training.contract.layout import find_run, full_path, workspace_path

HELP = "save what helps to find out why a run failed: no pictures, no personal paths, no tokens"
_FILE = "manul-diagnostics.zip"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="RUN", nargs="?", help="run folder, or a concept's name")
    parser.add_argument(
        "--out", type=Path, default=Path(_FILE), metavar="FILE", help=f"{_FILE} if left out"
    )
    parser.add_argument("--workspace", type=Path, help="folder that holds the concepts")


def run(arguments: argparse.Namespace) -> Answer:
    from training.probe import probe

    workspace = workspace_path(arguments.workspace)
    found = find_run(arguments.name, workspace) if arguments.name else None
    parts = collect(found, probe=probe(workspace).model_dump(mode="json"))
    path = full_path(arguments.out)
    save(parts, path)
    names = [part.name for part in parts]
    text = f"Wrote {path}\nLook into it before you send it: {', '.join(names)}"
    return Answer({"diagnostics": str(path), "parts": names}, text)
