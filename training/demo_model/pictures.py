"""The training set: scene and picture number i follow from i alone."""

from pathlib import Path

import numpy as np

from training.demo_model.canvas import SIZE
from training.demo_model.drawing import draw_array
from training.demo_model.progress import progress
from training.demo_model.scenes import Scene, random_scene

TRAINING_SEED = 1
VALIDATION_SEED = 2


def scene_number(index: int, *, seed: int = TRAINING_SEED) -> Scene:
    return random_scene(np.random.default_rng((seed, index)))


def picture_number(index: int, *, seed: int = TRAINING_SEED) -> np.ndarray:
    """uint8 (SIZE, SIZE, 3)."""
    pixels = np.clip(draw_array(scene_number(index, seed=seed)), 0, 1)
    return np.rint(pixels * 255).astype(np.uint8)


def draw_pictures(path: Path, count: int) -> np.ndarray:
    """uint8 (count, SIZE, SIZE, 3), kept in `path` so that an interrupted build goes on from it."""
    if path.exists():
        pictures = np.load(path)
        if len(pictures) == count:
            return pictures
    pictures = np.empty((count, SIZE, SIZE, 3), dtype=np.uint8)
    for index in progress(range(count), "draw the pictures"):
        pictures[index] = picture_number(index)
    partial = path.with_suffix(".part.npy")
    np.save(partial, pictures)
    partial.replace(path)
    return pictures
