"""How wide the parts of a Stable Diffusion model are: as published, and small enough for tests."""

from dataclasses import dataclass
from typing import Literal

Family = Literal["sd1", "sd2", "sdxl"]
FAMILIES: tuple[Family, ...] = ("sd1", "sd2", "sdxl")
VOCABULARY = 49408
POSITIONS = 77
# SDXL's UNet is told six numbers (sizes and crop) beside the pooled text, each as 256 waves.
SIZE_NUMBERS = 6
WAVES = 256


@dataclass(frozen=True)
class TextWidths:
    """A text encoder. `layers` counts those in the file."""

    width: int
    layers: int

    @property
    def intermediate(self) -> int:
        return 4 * self.width


@dataclass(frozen=True)
class VaeWidths:
    channels: int = 128
    mult: tuple[int, ...] = (1, 2, 4, 4)
    blocks: int = 2
    latent: int = 4


@dataclass(frozen=True)
class Widths:
    """A whole model. `depths` are the transformer blocks of each UNet level, 0 for none."""

    channels: int
    mult: tuple[int, ...]
    depths: tuple[int, ...]
    context: int
    is_linear: bool = True
    """Whether the projections around the transformer blocks are linear, not 1x1 convolutions."""
    added: int = 0
    """Width of what comes in beside the time step, 0 for nothing."""
    in_channels: int = 4
    blocks: int = 2
    vae: VaeWidths = VaeWidths()
    clip: TextWidths | None = None
    open_clip: TextWidths | None = None

    @property
    def middle_depth(self) -> int:
        return next(depth for depth in reversed(self.depths) if depth)


_TINY_VAE = VaeWidths(channels=32)

FULL: dict[Family, Widths] = {
    "sd1": Widths(
        320, (1, 2, 4, 4), (1, 1, 1, 0), context=768, is_linear=False, clip=TextWidths(768, 12)
    ),
    "sd2": Widths(320, (1, 2, 4, 4), (1, 1, 1, 0), context=1024, open_clip=TextWidths(1024, 24)),
    "sdxl": Widths(
        320, (1, 2, 4), (0, 2, 10), context=768 + 1280, added=1280 + SIZE_NUMBERS * WAVES,
        clip=TextWidths(768, 12), open_clip=TextWidths(1280, 32),
    ),
}  # fmt: skip

# Group norms divide channels by 32. SD1 has 8 heads everywhere, the others heads of 64. Of SD2's
# text encoder the last block is in the file, but not in use.
TINY: dict[Family, Widths] = {
    "sd1": Widths(
        32, (1, 2, 4, 4), (1, 1, 1, 0), context=64, is_linear=False, vae=_TINY_VAE,
        clip=TextWidths(64, 2),
    ),
    "sd2": Widths(
        64, (1, 2, 2, 2), (1, 1, 1, 0), context=128, vae=_TINY_VAE, open_clip=TextWidths(128, 3)
    ),
    "sdxl": Widths(
        64, (1, 2, 4), (0, 1, 2), context=64 + 128, added=128 + SIZE_NUMBERS * WAVES,
        vae=_TINY_VAE, clip=TextWidths(64, 2), open_clip=TextWidths(128, 2),
    ),
}  # fmt: skip

# The second half of SDXL's own pair: pictures are finished by it, nobody teaches it.
REFINER = Widths(
    384, (1, 2, 4, 4), (0, 4, 4, 0), context=1280, added=1280 + 5 * WAVES,
    open_clip=TextWidths(1280, 32),
)  # fmt: skip
