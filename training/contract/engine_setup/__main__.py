"""`python -m training.contract.engine_setup`: sets the engine up, and tells how it goes."""

import argparse
import sys
import threading
from pathlib import Path

from training.contract.engine_setup.build import SetUp
from training.contract.engine_setup.folders import engine_folders
from training.contract.engine_setup.network import Network
from training.contract.engine_setup.news import SetUpNews
from training.contract.engine_setup.parts import parts
from training.contract.errors import ManulError
from training.contract.torch_builds import this_system, torch_builds
from training.contract.user_settings import apply_user_settings, read_user_settings


def main() -> int:
    """0 = there is a new engine; 1 = there is none, and the last line says why."""
    arguments = _parse()
    try:
        apply_user_settings()
        set_up = SetUp(
            engine_folders(),
            parts(arguments.parts, arguments.python),
            torch_builds().named(arguments.build),
            tell,
            network=Network.of(read_user_settings()),
            pack=arguments.pack,
        )
    except ManulError as error:
        tell(SetUpNews(stage="failed", error=error.report()))
        return 1
    threading.Thread(target=_cancel_at_the_end, args=(set_up,), daemon=True).start()
    end = set_up.run()
    tell(end)
    return 0 if end.stage == "done" else 1


def tell(news: SetUpNews) -> None:
    print(news.model_dump_json(exclude_defaults=True), flush=True)


def _cancel_at_the_end(set_up: SetUp) -> None:
    """Whoever started this closes our input, or dies: both end the set-up."""
    while sys.stdin.readline():
        pass
    set_up.cancel()


def _parse() -> argparse.Namespace:
    builds = [build.name for build in torch_builds().of(this_system())]
    parser = argparse.ArgumentParser(prog="python -m training.contract.engine_setup")
    parser.add_argument("--build", choices=builds, default="cpu", help="which PyTorch")
    parser.add_argument("--pack", type=Path, help="a folder of wheels instead of the network")
    parser.add_argument("--parts", type=Path, help="where Manul's wheel, its pins and uv lie")
    parser.add_argument("--python", type=Path, help="the Python to start from")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
