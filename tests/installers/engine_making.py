"""Sets engines up with real uv and tiny packages, in folders that trip careless programs up."""

import subprocess
import sys
from pathlib import Path

from tests.installers.fake_wheels import make_pack, make_parts
from training.contract.engine_setup.build import SetUp
from training.contract.engine_setup.folders import engine_folders
from training.contract.engine_setup.news import SetUpNews
from training.contract.engine_setup.parts import Parts, parts
from training.contract.torch_builds import torch_builds

UV = Path(sys.executable).with_name("uv")


class Made:
    """Parts, a pack, and what a set-up of them told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.part_folder = make_parts(folder / "parts of Манул", uv=UV)
        self.parts = parts(self.part_folder, Path(sys.executable))
        self.pack = make_pack(folder / "a pack")
        self.folders = engine_folders()
        self.news: list[SetUpNews] = []

    def set_up(self, pack: Path | None = None, of: Parts | None = None) -> SetUp:
        build = torch_builds().named("cpu")
        return SetUp(
            self.folders, of or self.parts, build, self.news.append, pack=pack or self.pack
        )

    def problem(self, set_up: SetUp) -> str:
        end = set_up.run()
        assert end.stage == "failed"
        assert end.error is not None
        return end.error.key.removeprefix("error.")


def works(python: str) -> bool:
    """Does this engine still start and compute?"""
    done = subprocess.run([python, "-I", "-m", "training.engine_check"], capture_output=True)
    return done.returncode == 0
