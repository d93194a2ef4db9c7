"""Making a concept without rights, and being killed while at it: real processes."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from training.contract.concept import Concept
from training.contract.concept_folder import create_concept, read_images
from training.contract.layout import concepts

Draw = Callable[..., Image.Image]
Names = Callable[[Path], list[str]]


def test_an_unreadable_caption_costs_only_the_caption(
    open_folder: Path, draw: Draw, as_nobody: Callable[..., str]
) -> None:
    draw(open_folder / "photos" / "a.png")
    (open_folder / "photos" / "a.txt").write_text("secret")
    (open_folder / "photos" / "a.txt").chmod(0)
    workspace = open_folder / "w"
    workspace.mkdir()
    workspace.chmod(0o777)
    said = as_nobody(
        "made = concept_folder.create_concept(Path(sys.argv[1]), concept_folder.Concept("
        "name='pallas_cat'), [Path(sys.argv[2])], resolution=64);"
        " print(*made[1][0].problems)",
        workspace,
        open_folder / "photos",
    )
    assert said == "has a caption file that cannot be read\n"


CREATE = (
    "concept_folder.create_concept(Path(sys.argv[1]), concept_folder.Concept("
    "name='pallas_cat'), [Path(sys.argv[2])], resolution=64)"
)


def test_a_workspace_that_may_not_be_written(
    open_folder: Path, draw: Draw, as_nobody: Callable[..., str], names_below: Names
) -> None:
    draw(open_folder / "photos" / "a.png")
    open_folder.chmod(0o555)
    for workspace in (open_folder, open_folder / "deep" / "workspace"):
        assert as_nobody(CREATE, workspace, open_folder / "photos").startswith("not_writable ")
    assert names_below(open_folder) == ["photos", "photos/a.png"]


def test_a_folder_of_pictures_that_may_not_be_read(
    open_folder: Path, draw: Draw, as_nobody: Callable[..., str]
) -> None:
    draw(open_folder / "photos" / "secret" / "a.png")
    (open_folder / "photos" / "secret").chmod(0)
    said = as_nobody(CREATE, open_folder / "w", open_folder / "photos")
    assert said.startswith("unreadable ")
    assert "secret" in said


CREATE_SLOWLY = """
import sys
from pathlib import Path
from training.contract.concept_folder import Concept, create_concept
create_concept(Path(sys.argv[1]), Concept(name="pallas_cat"), [Path(sys.argv[2])], resolution=64)
"""


def test_killed_in_between_there_is_no_concept_and_the_next_try_succeeds(
    tmp_path: Path, workspace: Path, draw: Draw, child: Callable[..., subprocess.Popen[str]]
) -> None:
    for seed in range(60):
        draw(tmp_path / "many" / f"{seed}.png", seed=seed)
    maker = child(CREATE_SLOWLY, workspace, tmp_path / "many")
    while not list(workspace.glob(".pallas_cat.*/images/0003-*")):
        assert maker.poll() is None
        time.sleep(0.002)
    maker.kill()
    maker.wait()
    assert not (workspace / "pallas_cat").exists()
    assert len(os.listdir(workspace)) == 1
    assert concepts(workspace) == []
    folder, _ = create_concept(
        workspace, Concept(name="pallas_cat"), [tmp_path / "many"], resolution=64
    )
    assert len(read_images(folder).images) == 60
    assert os.listdir(workspace) == ["pallas_cat"]
