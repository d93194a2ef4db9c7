"""`manul-train export`: write the file that a web UI loads, where it loads it."""

import argparse
import sys
from pathlib import Path
from typing import get_args

from training.cli.answer import Answer
from training.cli.arguments import natural, strength
from training.cli.progress_lines import ProgressLines
from training.contract.errors import ManulError
from training.contract.export_targets import MERGED, StoredPrecision, artefact_kind
from training.contract.layout import find_run, workspace_path

HELP = "write what a run has learned as a file for a web UI"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name_of_run", metavar="RUN", help="run folder, or a concept's name")
    parser.add_argument("--step", type=natural, metavar="N", help="kept step; the last if left out")
    parser.add_argument(
        "--to", metavar="PLACE", help="a web UI (a1111, forge, comfyui, invokeai, sdnext or "
        "swarmui), its folder, its address, or any folder; the concept's own if left out"
    )  # fmt: skip
    parser.add_argument(
        "--api", metavar="URL", help="where the web UI runs; its usual address if left out"
    )
    parser.add_argument(
        "--format", metavar="F", help="pt or safetensors, diffusers (a folder) for a whole model, "
        "merged for a LoRA inside its base model; what suits the place best if left out"
    )  # fmt: skip
    parser.add_argument(
        "--strength", type=strength, metavar="S", help="how much of a LoRA is merged; 1 if left out"
    )
    parser.add_argument(
        "--precision", choices=get_args(StoredPrecision), help="number format of what was taught; "
        "fp16 if left out, and always fp32 for embeddings and hypernetworks"
    )  # fmt: skip
    parser.add_argument(
        "--with-optimizer", action="store_true", help="also NAME.pt.optim, with which A1111 trains "
        "a hypernetwork further"
    )  # fmt: skip
    parser.add_argument("--name", metavar="N", help="file name and word in prompts")
    parser.add_argument("--overwrite", action="store_true", help="replace a file of that name")
    parser.add_argument("--workspace", type=Path, help="folder that holds the concepts")


def run(arguments: argparse.Namespace) -> Answer:
    if arguments.api is not None and arguments.to is None:
        problem = "--api says where the web UI named by --to runs"
        raise ManulError("usage", problem=problem, command="manul-train export")
    if arguments.strength is not None and arguments.format != MERGED:
        problem = "--strength says how much of a LoRA is merged: it goes with --format merged"
        raise ManulError("usage", problem=problem, command="manul-train export")
    # Places are judged before torch is loaded: a wrong one is said at once.
    from training.contract.runs import read_run_config
    from training.places import Place, resolve_place

    found = find_run(arguments.name_of_run, workspace_path(arguments.workspace))
    kind = artefact_kind(read_run_config(found).method.name, arguments.format)
    place = Place(None)
    if arguments.to is not None:
        place = resolve_place(arguments.to, kind, api=arguments.api)

    from training.export import export_to_place
    from training.exports import USUAL_OPTIONS, ExportOptions

    strength = USUAL_OPTIONS.strength if arguments.strength is None else arguments.strength
    precision = arguments.precision or USUAL_OPTIONS.precision
    exported = export_to_place(
        found,
        place,
        step=arguments.step,
        format_name=arguments.format,
        name=arguments.name,
        overwrite=arguments.overwrite,
        options=ExportOptions(precision, strength, with_optimizer=arguments.with_optimizer),
        progress=ProgressLines(sys.stderr).show if arguments.json else None,
    )
    content = {
        "run": str(found.path),
        "export": str(exported.path),
        "prompt": exported.prompt,
        "place": str(exported.path.parent),
        "tool": place.tool,
        "refreshed": exported.refreshed,
        "messages": [message.model_dump() for message in exported.messages],
    }
    lines = [
        f"Wrote {exported.path}",
        *map(str, exported.messages),
        f"Type in your prompt: {exported.prompt}",
    ]
    return Answer(content, "\n".join(lines))
