"""The six numbers by which SDXL knows a picture's size and crop (arXiv 2307.01952, section 2.2)."""

import torch

from training.contract.concept import ImageEntry
from training.contract.pictures import training_square


def picture_time_ids(
    size: tuple[int, int], entry: ImageEntry, resolution: int, *, flipped: bool
) -> torch.Tensor:
    """(6,) float32: height and width of the upright picture, top and left of the trained square
    after the picture was scaled to it, and the square's side twice; all in pixels. A picture that
    is mirrored is cropped from its other side."""
    width, height = size
    x, y, side = training_square(size, entry)
    left = width - x - side if entry.mirror != flipped else x
    scale = resolution / side
    corner = (round(y * scale), round(left * scale))
    return torch.tensor([height, width, *corner, resolution, resolution], dtype=torch.float32)


def sample_time_ids(resolution: int) -> torch.Tensor:
    """(6,): a picture that was made at this size, with nothing cut off."""
    return torch.tensor([resolution, resolution, 0, 0, resolution, resolution], dtype=torch.float32)
