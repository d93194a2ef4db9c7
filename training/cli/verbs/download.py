"""`manul-train download`: fetch a base model from the Hugging Face hub."""

import argparse

from training.cli.answer import Answer
from training.cli.downloads import download, size_text

HELP = "fetch a base model from the Hugging Face hub"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="MODEL", help="its name on the hub: OWNER/NAME")


def run(arguments: argparse.Namespace) -> Answer:
    folder = download(arguments.model, as_json=arguments.json)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Answer(
        {"model": arguments.model, "folder": str(folder), "bytes": size},
        f"{arguments.model} is in {folder} ({size_text(size)})",
    )
