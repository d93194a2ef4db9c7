"""Encodes every picture once and keeps the result on disk: mean and deviation of its latents."""

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path

import torch
from diffusers import AutoencoderKL
from PIL import Image
from safetensors import SafetensorError
from safetensors.torch import load_file, save

from training import randomness
from training.contract.atomic import atomic_write
from training.contract.config import RunConfig, RunImage
from training.contract.errors import ManulError
from training.contract.kept_steps import file_hash
from training.contract.layout import ConceptFolder
from training.contract.messages import Message, say
from training.contract.pictures import load_upright, training_view

Note = Callable[[Message], None]
Progress = Callable[[int, int], None]
log = logging.getLogger(__name__)


class Latents:
    """The posterior of every usable picture, on the device: 128 KB for one of 512 pixels."""

    def __init__(self, moments: dict[tuple[int, bool], torch.Tensor], scale: float) -> None:
        """`moments[picture, mirrored]` = mean and deviation, (2, 4, height, width)."""
        self._moments = moments
        self._scale = scale

    @property
    def usable(self) -> list[int]:
        return sorted({image for image, _ in self._moments})

    def mean(self, image: int) -> torch.Tensor:
        """The middle of the posterior, (4, height, width), scaled."""
        return self._moments[image, False][0] * self._scale

    def sample(
        self, image: int, *, flipped: bool, seed: int, indices: tuple[int, ...]
    ) -> torch.Tensor:
        """A draw from the posterior, (4, height, width), scaled: what the VAE would give."""
        mean, deviation = self._moments[image, flipped]
        noise = randomness.normal(tuple(mean.shape), seed, "posterior", *indices)
        return (mean + deviation * noise.to(mean.device)) * self._scale


def encode_pictures(
    folder: ConceptFolder, config: RunConfig, vae: AutoencoderKL, *, vae_folder: Path,
    device: torch.device, note: Note, progress: Progress,
) -> Latents:  # fmt: skip
    """Latents of every picture and, where asked, of its mirror image. Pictures that cannot be
    decoded are named through `note` and left out; ManulError "no_images" if none is left."""
    fingerprint = _fingerprint(vae_folder, vae.dtype)
    orientations = (False, True) if config.data.random_flip else (False,)
    moments: dict[tuple[int, bool], torch.Tensor] = {}
    vae.to(device)
    for index, image in enumerate(config.images):
        progress(index, len(config.images))
        for flipped in orientations:
            key = _key(image, config, flipped, fingerprint)
            entry = folder.cache / "latents" / f"{key}.safetensors"
            cached = _read(entry, image, note)
            if cached is None:
                picture = _picture(folder, image, config, note)
                if picture is None:
                    moments.pop((index, False), None)
                    break
                cached = _encode(vae, picture.transpose(_FLIP) if flipped else picture)
                entry.parent.mkdir(parents=True, exist_ok=True)
                atomic_write(entry, save({"moments": cached}))
            moments[index, flipped] = cached.to(device)
    vae.to("cpu")
    progress(len(config.images), len(config.images))
    if not moments:
        names = ", ".join(image.original_name for image in config.images[:5])
        raise ManulError("no_images.unreadable", count=len(config.images), names=names)
    return Latents(moments, vae.config.scaling_factor)


_FLIP = Image.Transpose.FLIP_LEFT_RIGHT


def to_tensor(picture: Image.Image) -> torch.Tensor:
    """RGB as (3, height, width) in [-1, 1]."""
    raw = torch.frombuffer(bytearray(picture.tobytes()), dtype=torch.uint8)
    pixels = raw.view(picture.height, picture.width, 3)
    return pixels.permute(2, 0, 1).float() / 127.5 - 1.0


@torch.no_grad()
def _encode(vae: AutoencoderKL, picture: Image.Image) -> torch.Tensor:
    """Mean and deviation of the posterior, (2, 4, height, width), float32 on the CPU."""
    pixels = to_tensor(picture).unsqueeze(0).to(vae.device, vae.dtype)
    posterior = vae.encode(pixels).latent_dist
    return torch.cat([posterior.mean, posterior.std]).float().cpu()


def _picture(
    folder: ConceptFolder, image: RunImage, config: RunConfig, note: Note
) -> Image.Image | None:
    try:
        upright = load_upright(folder.images / image.file)
    except ManulError as error:
        log.warning("%s", error)
        note(say("note.picture_skipped", file=image.original_name))
        return None
    return training_view(upright, image, config.data.resolution)


def _read(entry: Path, image: RunImage, note: Note) -> torch.Tensor | None:
    if not entry.is_file():
        return None
    try:
        return load_file(entry)["moments"]
    except (SafetensorError, KeyError, OSError):
        note(say("note.cache_rebuilt", file=image.original_name))
        return None


def _key(image: RunImage, config: RunConfig, flipped: bool, fingerprint: str) -> str:
    facts = (image.sha256, image.crop, image.mirror, flipped, config.data.resolution, fingerprint)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]


def _fingerprint(vae_folder: Path, dtype: torch.dtype) -> str:
    """Latents of another VAE, or in another precision, are other latents."""
    digest = hashlib.sha256(str(dtype).encode())
    for path in sorted(vae_folder.glob("*.safetensors")) or sorted(vae_folder.glob("*.bin")):
        digest.update(file_hash(path).encode())
    return digest.hexdigest()
