"""`manul-train new`: make a concept from pictures, or a further run of one."""

import argparse
from pathlib import Path
from typing import Any, get_args

from training.cli.answer import Answer
from training.cli.downloads import download_if_missing
from training.cli.plan_text import outlook_line
from training.contract.base_models import describe_base_model
from training.contract.class_pictures import add_class_pictures, find_class_pictures
from training.contract.concept import Concept, Kind
from training.contract.concept_folder import PictureNote, create_concept
from training.contract.errors import ManulError
from training.contract.layout import ConceptFolder, RunFolder, workspace_path
from training.contract.names import check_name
from training.contract.outlook import Outlook, look_ahead
from training.contract.picture_checks import advise
from training.contract.runs import (
    RunRequest,
    complete_concept,
    create_run,
    draft_config,
    read_run_config,
)
from training.contract.settings import METHODS
from training.graphics_cards import graphics_cards, visible_cards

HELP = "make a concept from pictures and a run that will teach it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("images", nargs="*", type=Path, metavar="IMAGES", help="files or folders")
    parser.add_argument("--name", help="the new word: small Latin letters, digits, - and _")
    parser.add_argument("--concept", metavar="DIR", help="add a run to this concept instead")
    parser.add_argument("--kind", choices=get_args(Kind), help="what it is; object if left out")
    parser.add_argument("--initializer", default="", metavar="WORD", help="the word to start from")
    parser.add_argument(
        "--class-prompt", default="", metavar="TEXT",
        help="what it is in general, such as “a photo of a cat”; for prior preservation",
    )  # fmt: skip
    parser.add_argument(
        "--class-images", type=Path, metavar="DIR",
        help="pictures of the class, instead of letting the model draw them",
    )  # fmt: skip
    parser.add_argument(
        "--base-model", default="demo", metavar="MODEL",
        help="folder, file, OWNER/NAME on the Hugging Face hub, or demo",
    )  # fmt: skip
    parser.add_argument("--method", choices=METHODS, help="how it is taught")
    parser.add_argument("--preset", help="name of a preset, or the path of a preset file")
    parser.add_argument(
        "--init-from",
        type=Path,
        metavar="FILE",
        help="embedding, LoRA or hypernetwork to go on from",
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", dest="assignments",
        help="a setting, such as training.learning_rate=0.005",
    )  # fmt: skip
    parser.add_argument("--workspace", type=Path, help="folder that holds the concepts")


def run(arguments: argparse.Namespace) -> Answer:
    download_if_missing(arguments.base_model)
    request = RunRequest(
        base_model=arguments.base_model,
        method=arguments.method,
        preset=arguments.preset,
        init_from=arguments.init_from,
        assignments=_assignments(arguments),
    )
    class_images = find_class_pictures(arguments.class_images) if arguments.class_images else {}
    folder, notes, is_new = _concept_folder(arguments, request)
    add_class_pictures(folder, class_images)
    made = create_run(folder, request)
    outlook = _outlook(made)
    content = {
        "concept": str(folder.path),
        "run": str(made.path),
        "pictures": [_describe(note) for note in notes],
        "plan": outlook.plan.model_dump(mode="json") if isinstance(outlook, Outlook) else None,
    }
    lines = [
        f"{note.source.name}: {'; '.join(map(str, note.problems))}"
        for note in notes
        if note.problems
    ]
    if is_new:
        used = sum(note.added is not None for note in notes)
        lines.append(str(advise(used, arguments.kind or "object")))
    lines.append(f"Made the run {made.path}")
    if isinstance(outlook, Outlook):
        lines.append(outlook_line(outlook))
    elif outlook is not None:
        lines.append(f"It cannot be trained here as it is. {outlook}")
    lines.append(f"Start it with: manul-train run {made.path}")
    return Answer(content, "\n".join(lines))


def _outlook(run: RunFolder) -> Outlook | ManulError | None:
    """On the card here; None for the demo model, and where only the engine can tell. The error
    says what was asked for and is not for this card."""
    config = read_run_config(run)
    card = next(iter(visible_cards(graphics_cards())), None)
    info = describe_base_model(config.base_model)
    try:
        return look_ahead(config, info, card.as_planned_for if card else None)
    except ManulError as error:
        return error


def _assignments(arguments: argparse.Namespace) -> tuple[str, ...]:
    """Who brings pictures of the class wants it preserved, whatever the preset says."""
    wanted = ("data.prior_preservation=true",) if arguments.class_images else ()
    return (*wanted, *arguments.assignments)


def _describes_concept(arguments: argparse.Namespace) -> bool:
    given = (arguments.name, arguments.kind, arguments.initializer, arguments.class_prompt)
    return any(given)


def _concept_folder(
    arguments: argparse.Namespace, request: RunRequest
) -> tuple[ConceptFolder, list[PictureNote], bool]:
    """The existing concept, or a new one; everything is checked before anything is written."""
    workspace = workspace_path(arguments.workspace)
    if arguments.concept is not None:
        if arguments.images or _describes_concept(arguments):
            problem = (
                "--concept goes without pictures, --name, --kind, --initializer and --class-prompt"
            )
            raise ManulError("usage", problem=problem, command="manul-train new")
        path = Path(arguments.concept).expanduser()
        return ConceptFolder(path if path.is_dir() else workspace / path), [], False
    model = describe_base_model(arguments.base_model)
    check_name(arguments.name or "", model.words)
    concept = Concept(
        name=arguments.name,
        kind=arguments.kind or "object",
        initializer_token=arguments.initializer,
        class_prompt=arguments.class_prompt,
    )
    resolution = draft_config(request, model, complete_concept(concept, model)).data.resolution
    folder, notes = create_concept(workspace, concept, arguments.images, resolution=resolution)
    return folder, notes, True


def _describe(note: PictureNote) -> dict[str, Any]:
    return {
        "source": str(note.source),
        "added": note.added,
        "problems": [problem.model_dump() for problem in note.problems],
    }
