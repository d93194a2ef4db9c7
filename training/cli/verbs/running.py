"""`manul-train running`: which web UIs are running on this machine."""

import argparse

from training.cli.answer import Answer
from training.running_web_uis import running_web_uis

HELP = "show which web UIs answer on this machine; an export tells these about its file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose."""


def run(arguments: argparse.Namespace) -> Answer:
    found = running_web_uis()
    lines = [f"{web_ui.name}: {web_ui.address}" for web_ui in found]
    content = {"running": [web_ui.model_dump(mode="json") for web_ui in found]}
    return Answer(content, "\n".join(lines) or "No web UI answers where they usually do.")
