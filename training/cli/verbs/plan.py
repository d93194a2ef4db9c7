"""`manul-train plan`: what a training needs of a card, and what would be switched on for it."""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from training.cli.answer import Answer
from training.cli.arguments import count, gigabytes
from training.cli.plan_text import overview_lines, overview_note, plan_lines
from training.contract.base_models import BaseModelInfo, describe_base_model
from training.contract.cards import CARD_SIZES, free_on_a_card
from training.contract.config import RunConfig
from training.contract.engine_process import engine_is_here
from training.contract.errors import ManulError
from training.contract.layout import RunFolder, find_run, workspace_path
from training.contract.measures import MEASURES, Measure, wishes
from training.contract.model_kinds import StableDiffusion
from training.contract.outlook import chosen_precision, least_card
from training.contract.plan import NumberFormat, Request, Traces
from training.contract.plan_examples import PICTURES, RESOLUTIONS, example_config
from training.contract.plan_ladder import choose_plan, plan_with
from training.contract.plan_overview import overview
from training.contract.plan_traces import table_traces
from training.contract.runs import read_run_config
from training.contract.settings import METHODS
from training.contract.toml_file import read_model
from training.graphics_cards import GraphicsCard, graphics_cards, visible_cards

HELP = "predict the memory and time that a training needs; without arguments, an overview"

_NO_RUN = RunFolder(Path())


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "name", nargs="?", metavar="RUN", help="run folder, a concept's name, or a run.toml"
    )
    families = get_args(StableDiffusion)
    parser.add_argument("--family", choices=families, help="instead of a run: a base model")
    parser.add_argument("--method", choices=METHODS, help="how it is taught")
    parser.add_argument("--resolution", type=count, metavar="N", help="side in pixels")
    parser.add_argument("--batch", type=count, metavar="N", help="pictures at once")
    parser.add_argument(
        "--measures", metavar="A,B", help=f"these and no others: {', '.join(MEASURES)}, or none"
    )
    parser.add_argument(
        "--vram", type=gigabytes, metavar="GB", help="a card of this size instead of the one here"
    )
    parser.add_argument(
        "--smallest-card", action="store_true",
        help="the smallest card on which it fits, instead of the one here",
    )  # fmt: skip
    parser.add_argument(
        "--precision", choices=get_args(NumberFormat),
        help="compute in this format; cards before RTX 30 have no bf16",
    )  # fmt: skip
    parser.add_argument("--workspace", type=Path, help="folder that holds the concepts")


def run(arguments: argparse.Namespace) -> Answer:
    if arguments.vram and arguments.smallest_card:
        raise _usage("--vram and --smallest-card exclude each other")
    if not (arguments.name or arguments.family or arguments.method):
        return _overview(arguments)
    subject = _subject(arguments)
    is_here = not (arguments.vram or arguments.smallest_card)
    card = next(iter(visible_cards(graphics_cards())), None) if is_here else None
    free = card.memory_free_bytes if card else None
    if arguments.vram:
        free = free_on_a_card(arguments.vram)
    precision = arguments.precision or _precision(arguments, subject.config, card)
    request = Request.of(subject.config, precision)
    if arguments.method:
        request = replace(request, method=arguments.method)
    traces = _traces(request, subject)
    wished = wishes(subject.config.training, subject.config.memory)
    least = least_card(request, traces, wished) if arguments.smallest_card else None
    if arguments.smallest_card:
        free = free_on_a_card(least or CARD_SIZES[-1])
    if arguments.measures is None:
        plan = choose_plan(request, traces, free_bytes=free, wishes=wished)
    else:
        plan = plan_with(request, traces, _measures(arguments.measures), free_bytes=free)
    lines = plan_lines(plan, is_demo=request.is_demo)
    content = plan.model_dump(mode="json")
    if arguments.smallest_card:
        content["least_gigabytes"] = least
        lines.insert(0, f"On a card of {least or CARD_SIZES[-1]} GB:")
    return Answer(content, "\n".join(lines))


def _overview(arguments: argparse.Namespace) -> Answer:
    """Of all families and methods, on cards that people have or on one of the size asked for."""
    if any(value is not None for value in (arguments.resolution, arguments.batch)):
        raise _usage("--resolution and --batch go with --family and --method")
    if arguments.measures is not None or arguments.smallest_card:
        option = "--smallest-card" if arguments.smallest_card else "--measures"
        raise _usage(f"{option} goes with a RUN, or with --family and --method")
    precision: NumberFormat = arguments.precision or "bf16"
    plans = overview((arguments.vram,) if arguments.vram else CARD_SIZES, precision)
    content = {"plans": [plan.model_dump(mode="json") for plan in plans.values()]}
    return Answer(content, "\n".join([overview_note(precision), "", *overview_lines(plans)]))


@dataclass(frozen=True)
class _Subject:
    """What is planned: a run with its base model, or an example without."""

    config: RunConfig
    info: BaseModelInfo | None = None
    run: RunFolder = _NO_RUN


def _subject(arguments: argparse.Namespace) -> _Subject:
    asked = (arguments.family, arguments.method, arguments.resolution, arguments.batch)
    if arguments.name is not None:
        if any(asked):
            raise _usage("RUN goes without --family, --method, --resolution and --batch")
        path = Path(arguments.name).expanduser()
        if path.suffix == ".toml" and path.is_file():
            run = RunFolder(path.parent)
            config = read_model(path, RunConfig)
        else:
            run = find_run(arguments.name, workspace_path(arguments.workspace))
            config = read_run_config(run)
        return _Subject(config, describe_base_model(config.base_model), run)
    if not (arguments.family and arguments.method):
        raise _usage("--family and --method go together")
    config = example_config(
        arguments.family, arguments.method, resolution=arguments.resolution, batch=arguments.batch
    )
    return _Subject(config)


def _usage(problem: str) -> ManulError:
    return ManulError("usage", problem=problem, command="manul-train plan")


def _precision(
    arguments: argparse.Namespace, config: RunConfig, card: GraphicsCard | None
) -> NumberFormat:
    """As the engine would choose it; a run on a machine without a card takes the processor."""
    wished = config.training.mixed_precision
    elsewhere = arguments.vram is not None or arguments.smallest_card
    if arguments.name is None or elsewhere or card is not None:
        return chosen_precision(config, card.compute_capability if card else None)
    if wished in ("bf16", "fp32"):
        return wished
    return "bf16" if config.memory.stochastic_rounding == "on" else "fp32"


def _traces(request: Request, subject: _Subject) -> Traces:
    """From the table without the engine; what the table does not know takes it some seconds."""
    if (known := table_traces(request, subject.config, subject.info)) is not None:
        return known
    if not engine_is_here():
        raise ManulError(
            "usage.no_plan", family=request.family, method=request.method,
            resolution=request.resolution, batch=request.batch,
            choices=", ".join(map(str, RESOLUTIONS[request.family])),
            batches=", ".join(map(str, PICTURES[request.family])),
        )  # fmt: skip
    from training.planning.choice import find_traces

    return find_traces(request, subject.config, subject.info, subject.run)


def _measures(text: str) -> tuple[Measure, ...]:
    """`A,B`, or `none`."""
    wanted = [name.strip() for name in text.split(",") if name.strip()]
    if not wanted or ("none" in wanted and len(wanted) > 1):
        raise _usage("--measures takes names of measures, or none alone")
    if unknown := [name for name in wanted if name not in (*MEASURES, "none")]:
        raise _usage(f"There is no measure “{unknown[0]}”, only: {', '.join(MEASURES)}, none")
    return tuple(name for name in MEASURES if name in wanted)
