"""`manul-train export`: write the file that a web UI loads."""

import argparse
from pathlib import Path

from training.cli.answer import Answer
from training.cli.arguments import natural
from training.contract.layout import find_run, workspace_path

HELP = "write what a run has learned as a file for a web UI"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name_of_run", metavar="RUN", help="run folder, or a concept's name")
    parser.add_argument("--step", type=natural, metavar="N", help="kept step; the last if left out")
    parser.add_argument(
        "--to", type=Path, metavar="DIR", help="folder; the concept's own if left out"
    )
    parser.add_argument("--format", metavar="F", help="pt (default) or safetensors")
    parser.add_argument("--name", metavar="N", help="file name and word in prompts")
    parser.add_argument("--overwrite", action="store_true", help="replace a file of that name")
    parser.add_argument("--workspace", type=Path, help="folder that holds the concepts")


def run(arguments: argparse.Namespace) -> Answer:
    from training.export import export_step

    found = find_run(arguments.name_of_run, workspace_path(arguments.workspace))
    path = export_step(
        found,
        step=arguments.step,
        to=arguments.to.expanduser().absolute() if arguments.to else None,
        format_name=arguments.format,
        name=arguments.name,
        overwrite=arguments.overwrite,
    )
    prompt = f"a photo of {path.stem}"
    return Answer(
        {"run": str(found.path), "export": str(path), "prompt": prompt},
        f"Wrote {path}\nType in your prompt: {prompt}",
    )
