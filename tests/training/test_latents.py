"""Latents are what the VAE says, kept on disk, and made anew when anything about them changes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import AutoencoderKL
from PIL import Image, ImageOps

from training.contract.base_models import DEMO_FOLDER
from training.contract.errors import ManulError
from training.contract.layout import ConceptFolder
from training.contract.messages import Message
from training.contract.pictures import load_upright, training_view
from training.contract.runs import read_run_config
from training.latents import Latents, PictureSet, encode_pictures, to_tensor

VAE_FOLDER = DEMO_FOLDER / "vae"


@pytest.fixture(scope="module")
def vae() -> AutoencoderKL:
    return AutoencoderKL.from_pretrained(VAE_FOLDER).requires_grad_(False).eval()


class Encoding:
    """Encodes a run's pictures; remembers the notes and how often the VAE was asked."""

    def __init__(self, folder: ConceptFolder, config: Any, vae: AutoencoderKL) -> None:
        self.notes: list[Message] = []
        self.progress: list[tuple[int, int]] = []
        self.encoded = 0
        hook = vae.encoder.register_forward_hook(self._count)
        try:
            self.latents: Latents = encode_pictures(
                PictureSet(folder.images, config.images, flips=config.data.random_flip),
                folder.cache, config, vae, device=torch.device("cpu"), note=self.notes.append,
                progress=lambda *at: self.progress.append(at),
            )  # fmt: skip
        finally:
            hook.remove()

    def _count(self, *_: Any) -> None:
        self.encoded += 1


@pytest.fixture
def encode(workshop: Any, vae: AutoencoderKL, change_run: Callable[..., None]) -> Any:
    """Encode a new run of the concept, with other settings of its data if given."""

    def run_and_encode(image: dict[str, Any] | None = None, **data: Any) -> Encoding:
        run = workshop.run()
        if data:
            change_run(run, data=data)
        config = read_run_config(run)
        if image:
            first = config.images[0].changed(**image)
            config = config.changed(images=(first, *config.images[1:]))
        return Encoding(run.concept, config, vae)

    return run_and_encode


def pictures(workshop: Any) -> list[Path]:
    return sorted((workshop.workspace / "pallas_cat" / "images").glob("*.png"))


def entries(workshop: Any) -> list[Path]:
    return sorted((workshop.workspace / "pallas_cat" / "cache").rglob("*.safetensors"))


@torch.no_grad()
def test_mean_and_deviation_are_the_vae_s(encode: Any, workshop: Any, vae: AutoencoderKL) -> None:
    latents = encode().latents
    picture = load_upright(pictures(workshop)[1])
    posterior = vae.encode(to_tensor(picture).unsqueeze(0)).latent_dist
    scale = vae.config.scaling_factor
    assert torch.equal(latents.mean(1), posterior.mean[0] * scale)

    draws = torch.stack(
        [latents.sample(1, flipped=False, seed=0, indices=(step, 0)) for step in range(300)]
    )
    torch.testing.assert_close(draws.std(0), posterior.std[0] * scale, rtol=0.25, atol=1e-6)
    far = (draws.mean(0) - latents.mean(1)).abs() / (posterior.std[0] * scale)
    assert far.max() < 0.35


def test_a_draw_belongs_to_its_place(encode: Any) -> None:
    latents = encode().latents
    first = latents.sample(0, flipped=False, seed=0, indices=(3, 1))
    assert torch.equal(first, latents.sample(0, flipped=False, seed=0, indices=(3, 1)))
    assert not torch.equal(first, latents.sample(0, flipped=False, seed=0, indices=(3, 2)))


def test_the_second_time_they_are_read_from_disk(encode: Any) -> None:
    first, again = encode(), encode()
    assert (first.encoded, again.encoded) == (len(first.latents.usable), 0)
    assert torch.equal(first.latents.mean(2), again.latents.mean(2))


def test_progress_counts_the_pictures(encode: Any) -> None:
    count = len(encode().latents.usable)
    assert encode().progress == [(done, count) for done in range(count + 1)]


@pytest.mark.parametrize(
    "damage",
    [lambda whole: b"", lambda whole: b"nonsense", lambda whole: whole[:-40],
     lambda whole: whole[:-5] + bytes([whole[-5] ^ 64]) + whole[-4:]],
    ids=["empty", "nonsense", "cut", "flipped"],
)  # fmt: skip
def test_a_damaged_entry_is_made_again_and_named(
    encode: Any, workshop: Any, damage: Callable[[bytes], bytes]
) -> None:
    before = encode().latents
    entry = entries(workshop)[0]
    whole = entry.read_bytes()
    entry.write_bytes(damage(whole))
    again = encode()
    assert again.encoded == 1
    assert [note.key for note in again.notes] == ["note.cache_rebuilt"]
    assert entry.read_bytes() == whole
    assert all(torch.equal(before.mean(n), again.latents.mean(n)) for n in before.usable)


def test_the_mirrored_picture_is_not_the_mirrored_latent(
    encode: Any, workshop: Any, vae: AutoencoderKL
) -> None:
    found = encode(random_flip=True)
    assert found.encoded == 2 * len(found.latents.usable)
    place: dict[str, Any] = {"seed": 0, "indices": (0, 0)}
    plain = found.latents.sample(0, flipped=False, **place)
    mirrored = found.latents.sample(0, flipped=True, **place)
    assert not torch.allclose(plain.flip(-1), mirrored, atol=1e-3)

    picture = ImageOps.mirror(load_upright(pictures(workshop)[0]))
    with torch.no_grad():
        expected = vae.encode(to_tensor(picture).unsqueeze(0)).latent_dist.mean[0]
    deviation = found.latents._encoded[0, True].moments[1] * vae.config.scaling_factor
    assert ((mirrored - expected * vae.config.scaling_factor).abs() <= 6 * deviation).all()


@pytest.mark.parametrize(
    "image", [{"crop": (0.0, 0.0, 0.5, 0.5)}, {"mirror": True}], ids=["crop", "mirror"]
)
def test_an_edited_picture_is_encoded_anew(encode: Any, image: dict[str, Any]) -> None:
    before = encode()
    edited = encode(image)
    assert edited.encoded == 1
    assert not torch.equal(before.latents.mean(0), edited.latents.mean(0))
    assert torch.equal(before.latents.mean(1), edited.latents.mean(1))


def test_another_resolution_is_encoded_anew(encode: Any) -> None:
    count = len(encode().latents.usable)
    smaller = encode(resolution=32)
    assert smaller.encoded == count
    assert smaller.latents.mean(0).shape == (4, 8, 8)


def test_a_picture_that_was_changed_is_told(encode: Any, workshop: Any) -> None:
    """As long as its latents are there, the run goes on with those it began with."""
    before = encode()
    picture = pictures(workshop)[0]
    Image.new("RGB", (64, 64), (90, 20, 160)).save(picture)
    again = encode()
    assert (again.encoded, again.notes) == (0, [])
    assert torch.equal(before.latents.mean(0), again.latents.mean(0))

    for entry in entries(workshop):
        entry.unlink()
    anew = encode()
    assert [note.key for note in anew.notes] == ["note.picture_changed"]
    assert anew.notes[0].values["file"] == "01.png"
    assert not torch.equal(before.latents.mean(0), anew.latents.mean(0))


def test_a_caption_does_not_concern_the_latents(encode: Any) -> None:
    encode()
    assert encode({"caption": "a cat"}).encoded == 0


def test_latents_of_another_precision_are_others(
    encode: Any, workshop: Any, vae: AutoencoderKL
) -> None:
    """Else a run would depend on which run came before it."""
    encode()
    run = workshop.run()
    half = AutoencoderKL.from_pretrained(VAE_FOLDER, torch_dtype=torch.bfloat16)
    assert Encoding(run.concept, read_run_config(run), half).encoded > 0


@pytest.mark.parametrize("content", [b"", b"not a picture at all", None])
def test_a_picture_that_cannot_be_read_is_named_and_left_out(
    encode: Any, workshop: Any, content: bytes | None
) -> None:
    workshop.concept()
    victim = pictures(workshop)[1]
    if content is None:
        victim.unlink()
    else:
        victim.write_bytes(content)
    found = encode(random_flip=True)
    assert 1 not in found.latents.usable
    assert len(found.latents.usable) == len(pictures(workshop)) - (content is not None)
    (note,) = found.notes
    assert note.key == "note.picture_skipped"
    assert note.values["file"] == "02.png"


def test_a_picture_lost_before_its_mirror_image_was_made_is_left_out(
    encode: Any, workshop: Any
) -> None:
    encode()
    pictures(workshop)[1].unlink()
    assert 1 not in encode(random_flip=True).latents.usable


def test_without_any_readable_picture_it_says_so(encode: Any, workshop: Any) -> None:
    workshop.concept()
    for picture in pictures(workshop):
        picture.write_bytes(b"gone")
    with pytest.raises(ManulError, match=r"None of these \d files") as raised:
        encode()
    assert raised.value.kind == "no_images"


def test_pixels_run_from_minus_one_to_one() -> None:
    picture = Image.new("RGB", (3, 2), (0, 255, 128))
    pixels = to_tensor(picture)
    assert pixels.shape == (3, 2, 3)
    assert pixels[:, 0, 0].tolist() == pytest.approx([-1, 1, 128 / 127.5 - 1], abs=1e-6)


def test_what_is_encoded_is_the_view_that_is_shown(
    encode: Any, workshop: Any, vae: AutoencoderKL
) -> None:
    image = {"crop": (0.25, 0.0, 1.0, 0.75), "mirror": True}
    latents = encode(image).latents
    config = read_run_config(workshop.run())
    entry = config.images[0].changed(**image)
    view = training_view(load_upright(pictures(workshop)[0]), entry, 64)
    with torch.no_grad():
        expected = vae.encode(to_tensor(view).unsqueeze(0)).latent_dist.mean[0]
    assert torch.equal(latents.mean(0), expected * vae.config.scaling_factor)
