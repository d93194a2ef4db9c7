"""What a work unit trains on: a model of the exact architecture with random weights, and random
pictures. `python -m tests.bench.materials FAMILY FOLDER [DEVICE]` writes the model: toy size, or
with a device that draws the weights the published one."""

import random
import sys
from pathlib import Path

from PIL import Image

from tests.model_files.folders import write_folder
from training.contract.base_models import describe_base_model
from training.model_hash import model_hash

PICTURES = 8
# kohya's scripts read how often to show the pictures, and their words, from the folder's name.
REPEATED = "1_zwx cat"
_SEED = 7


def write_model(path: Path, family: str, device: str = "") -> None:
    write_folder(path, family, dtype="float16", seed=_SEED, full_size_on=device)  # type: ignore[arg-type]
    # As after a user's first run: the model is known, and need not be read as a whole.
    model_hash(describe_base_model(str(path)), lambda done, total: None)


def write_pictures(folder: Path, side: int) -> Path:
    """In a folder of its own below `folder`, which is how kohya's scripts want it."""
    pictures = folder / REPEATED
    pictures.mkdir(parents=True)
    draw = random.Random(_SEED)
    for number in range(PICTURES):
        pixels = draw.randbytes(3 * side * side)
        Image.frombytes("RGB", (side, side), pixels).save(pictures / f"{number}.png")
    return pictures


if __name__ == "__main__":
    write_model(Path(sys.argv[2]), sys.argv[1], *sys.argv[3:])
