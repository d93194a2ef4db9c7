"""Encodes every picture once and keeps the result on disk: mean and deviation of its latents."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderKL
from PIL import Image
from safetensors import SafetensorError, safe_open
from safetensors.torch import save

from training import randomness
from training.contract.atomic import atomic_write
from training.contract.config import RunConfig, RunImage
from training.contract.errors import ManulError
from training.contract.kept_steps import file_hash
from training.contract.messages import Message, say
from training.contract.pictures import load_upright, training_view
from training.time_ids import picture_time_ids

Note = Callable[[Message], None]
Progress = Callable[[int, int], None]
log = logging.getLogger(__name__)
# Of the entries on disk: those of another layout are not looked at.
_LAYOUT = 2


@dataclass(frozen=True)
class Encoded:
    """A picture as the VAE sees it: mean and deviation (2, 4, height, width), and the six numbers
    of its size and crop, (6,)."""

    moments: torch.Tensor
    time_ids: torch.Tensor


class Latents:
    """The posterior of every usable picture, on the device: 128 KB for one of 512 pixels."""

    def __init__(self, encoded: dict[tuple[int, bool], Encoded], scale: float) -> None:
        """`encoded[picture, flipped]`."""
        self._encoded = encoded
        self._scale = scale

    @property
    def usable(self) -> list[int]:
        return sorted({image for image, _ in self._encoded})

    def mean(self, image: int) -> torch.Tensor:
        """The middle of the posterior, (4, height, width), scaled."""
        return self._encoded[image, False].moments[0] * self._scale

    def time_ids(self, image: int, *, flipped: bool = False) -> torch.Tensor:
        return self._encoded[image, flipped].time_ids

    def sample(
        self, image: int, *, flipped: bool, seed: int, indices: tuple[int, ...], stream: str = ""
    ) -> torch.Tensor:
        """A draw from the posterior, (4, height, width), scaled: what the VAE would give."""
        mean, deviation = self._encoded[image, flipped].moments
        noise = randomness.normal(tuple(mean.shape), seed, f"{stream}posterior", *indices)
        return (mean + deviation * noise.to(mean.device)) * self._scale


@dataclass(frozen=True)
class PictureSet:
    """Pictures to encode: where they lie, how each is used, and whether mirrored ones too."""

    folder: Path
    images: Sequence[RunImage]
    flips: bool = False


def encode_pictures(
    pictures: PictureSet, cache: Path, config: RunConfig, vae: AutoencoderKL,
    *, device: torch.device, note: Note, progress: Progress,
) -> Latents:  # fmt: skip
    """Latents of every picture, from `cache` where they are there already. Pictures that cannot be
    decoded are named through `note` and left out; ManulError "no_images" if none is left, and
    "model_incomplete.not_finite" if the VAE overflows."""
    fingerprint = _fingerprint(vae)
    orientations = (False, True) if pictures.flips else (False,)
    encoded: dict[tuple[int, bool], Encoded] = {}
    vae.to(device)
    for index, image in enumerate(pictures.images):
        progress(index, len(pictures.images))
        for flipped in orientations:
            entry = _entry(cache, image, config, flipped=flipped, fingerprint=fingerprint)
            cached = _read(entry, image, note)
            if cached is None:
                picture = _picture(pictures.folder / image.file, image, note)
                if picture is None:
                    encoded.pop((index, False), None)
                    break
                image = _as_it_is_now(pictures.folder / image.file, image, note)
                entry = _entry(cache, image, config, flipped=flipped, fingerprint=fingerprint)
                cached = _encode(vae, picture, image, config, flipped=flipped)
                if not cached.moments.isfinite().all():
                    raise ManulError(
                        "model_incomplete.not_finite",
                        path=config.base_model,
                        file=image.original_name,
                    )
                entry.parent.mkdir(parents=True, exist_ok=True)
                metadata = {"sha256": _content_hash(vars(cached))}
                atomic_write(entry, save(vars(cached), metadata=metadata))
            encoded[index, flipped] = Encoded(cached.moments.to(device), cached.time_ids)
    vae.to("cpu")
    progress(len(pictures.images), len(pictures.images))
    if not encoded:
        names = ", ".join(image.original_name for image in pictures.images[:5])
        raise ManulError("no_images.unreadable", count=len(pictures.images), names=names)
    return Latents(encoded, vae.config.scaling_factor)


_FLIP = Image.Transpose.FLIP_LEFT_RIGHT


def to_tensor(picture: Image.Image) -> torch.Tensor:
    """RGB as (3, height, width) in [-1, 1]."""
    raw = torch.frombuffer(bytearray(picture.tobytes()), dtype=torch.uint8)
    pixels = raw.view(picture.height, picture.width, 3)
    return pixels.permute(2, 0, 1).float() / 127.5 - 1.0


@torch.no_grad()
def _encode(
    vae: AutoencoderKL, upright: Image.Image, image: RunImage, config: RunConfig, *, flipped: bool
) -> Encoded:
    """Float32 on the CPU."""
    resolution = config.data.resolution
    view = training_view(upright, image, resolution)
    pixels = to_tensor(view.transpose(_FLIP) if flipped else view)
    posterior = vae.encode(pixels.unsqueeze(0).to(vae.device, vae.dtype)).latent_dist
    time_ids = picture_time_ids(upright.size, image, resolution, flipped=flipped)
    return Encoded(torch.cat([posterior.mean, posterior.std]).float().cpu(), time_ids)


def _picture(path: Path, image: RunImage, note: Note) -> Image.Image | None:
    try:
        return load_upright(path)
    except ManulError as error:
        log.warning("%s", error)
        note(say("note.picture_skipped", file=image.original_name))
        return None


def _as_it_is_now(path: Path, image: RunImage, note: Note) -> RunImage:
    """Somebody may have changed the file since the run was made; then it is said."""
    found = file_hash(path)
    if found == image.sha256:
        return image
    note(say("note.picture_changed", file=image.original_name))
    return image.model_copy(update={"sha256": found})


def _read(entry: Path, image: RunImage, note: Note) -> Encoded | None:
    if not entry.is_file():
        return None
    try:
        with safe_open(entry, "pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            expected = (file.metadata() or {}).get("sha256")
        if _content_hash(tensors) == expected:
            return Encoded(**tensors)
    except (SafetensorError, TypeError, OSError):
        log.warning("%s cannot be read", entry, exc_info=True)
    note(say("note.cache_rebuilt", file=image.original_name))
    return None


def _entry(
    cache: Path, image: RunImage, config: RunConfig, *, flipped: bool, fingerprint: str
) -> Path:
    facts = (image.sha256, image.crop, image.mirror, flipped, config.data.resolution, fingerprint)
    key = hashlib.sha256(repr((_LAYOUT, *facts)).encode()).hexdigest()[:32]
    return cache / "latents" / f"{key}.safetensors"


def _fingerprint(vae: AutoencoderKL) -> str:
    """Latents of another VAE, or in another precision, are other latents."""
    return hashlib.sha256(f"{vae.dtype} {_content_hash(vae.state_dict())}".encode()).hexdigest()


def _content_hash(tensors: Mapping[str, torch.Tensor]) -> str:
    """Of names and bytes: flipped bits are no longer the numbers that were written."""
    digest = hashlib.sha256()
    for name, values in sorted(tensors.items()):
        digest.update(name.encode())
        digest.update(values.detach().cpu().contiguous().view(torch.uint8).numpy())
    return digest.hexdigest()
