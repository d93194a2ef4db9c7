"""`manul-train sample`: draw a free prompt with any kept step."""

import argparse
import hashlib
from functools import partial
from pathlib import Path

from training.cli.answer import Answer
from training.cli.arguments import count, natural
from training.contract.atomic import atomic_write
from training.contract.config import RunConfig
from training.contract.kept_steps import choose_step, kept_steps
from training.contract.layout import RunFolder, find_run, workspace_path
from training.contract.runs import read_run_config
from training.contract.tries import try_words
from training.output import output_to

HELP = "draw a prompt with what a run has learned"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="RUN", help="run folder, or a concept's name")
    parser.add_argument("--step", type=natural, metavar="N", help="kept step; the last if left out")
    parser.add_argument("--prompt", required=True, metavar="TEXT", help="{} is the concept's name")
    parser.add_argument("--count", type=count, default=1, metavar="N", help="how many pictures")
    parser.add_argument("--seed", type=natural, default=0, metavar="N", help="start of the noise")
    parser.add_argument("--cpu", action="store_true", help="leave the card to a training")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder; RUN/tries if left out")
    parser.add_argument("--workspace", type=Path, help="folder that holds the concepts")


def run(arguments: argparse.Namespace) -> Answer:
    found = find_run(arguments.name, workspace_path(arguments.workspace))
    # First of all: into a newer Manul's run nothing is written, not even a log.
    config = read_run_config(found)
    is_start = _is_start(found, config, arguments.step)
    step = 0 if is_start else choose_step(found, arguments.step)
    out: Path = arguments.out or found.tries
    folder = out.expanduser().absolute()
    # Another prompt is another file.
    words = hashlib.sha256(arguments.prompt.encode()).hexdigest()[:8]
    paths = []
    with output_to(found.log) as terminal:
        from tqdm import tqdm

        from training.trained import load_trained

        trained = load_trained(found, use_cpu=arguments.cpu)
        if not is_start:
            trained.use_step(step)
        folder.mkdir(parents=True, exist_ok=True)
        looks = arguments.count * config.sampling.num_inference_steps
        with tqdm(total=looks, desc="Drawing", file=terminal) as bar:
            for number in range(arguments.count):
                seed = arguments.seed + number
                (picture,) = trained.draw([arguments.prompt], seed=seed, check=bar.update)
                path = folder / f"step-{step:06d}-{words}-seed-{seed}.png"
                said = try_words(arguments.prompt)
                atomic_write(path, partial(picture.save, format="PNG", pnginfo=said))
                paths.append(str(path))
    return Answer({"run": str(found.path), "step": step, "samples": paths}, "\n".join(paths))


def _is_start(run: RunFolder, config: RunConfig, step: int | None) -> bool:
    """What a run goes on from can be tried before anything is learned."""
    if step or kept_steps(run):
        return False
    return bool(getattr(config.method, "init_from", ""))
