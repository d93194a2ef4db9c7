"""Rebuilds the bundled demo model from nothing: `python -m training.demo_model.build`."""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL
from torch import Tensor

from training.demo_model.autoencoder import (
    Phase,
    encode_all,
    new_autoencoder,
    set_scaling_factor,
    train_autoencoder,
    train_decoder,
)
from training.demo_model.concepts import write_concepts
from training.demo_model.denoiser import Denoiser, Examples, train_denoiser
from training.demo_model.pictures import draw_pictures, scene_number
from training.demo_model.pipeline import (
    assemble,
    new_text_encoder,
    new_tokenizer,
    new_unet,
    save_pipeline,
)

CROPS = Phase("autoencoder, crops", steps=1600, batch=16, learning_rate=2e-3, crop_share=0.6)
WHOLE = Phase(
    "autoencoder, whole", steps=1500, batch=8, learning_rate=1.5e-3, colour_weight=0.5, seed=13
)


@dataclass(frozen=True)
class Recipe:
    """How much of everything; the defaults made the bundled model on one core."""

    pictures: int = 24_000
    crops: Phase = CROPS
    whole: Phase = WHOLE
    denoiser_steps: int = 7500
    denoiser_batch: int = 32
    decoder_steps: int = 2500

    def shortened(self, steps: int) -> "Recipe":
        """A trial: at most `steps` in every stage, and few pictures."""
        return Recipe(
            pictures=min(self.pictures, 8 * steps),
            crops=replace(self.crops, steps=min(self.crops.steps, steps)),
            whole=replace(self.whole, steps=min(self.whole.steps, steps)),
            denoiser_steps=min(self.denoiser_steps, steps),
            denoiser_batch=8,
            decoder_steps=min(self.decoder_steps, steps),
        )


class Workshop:
    """The stages, each resting on a file of the work folder once it is done."""

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self.folder = folder
        self.recipe = recipe
        folder.mkdir(parents=True, exist_ok=True)

    def pictures(self) -> np.ndarray:
        return draw_pictures(self.folder / "pictures.npy", self.recipe.pictures)

    def autoencoder(self, pictures: np.ndarray) -> AutoencoderKL:
        path = self.folder / "autoencoder.pt"
        torch.manual_seed(self.recipe.crops.seed)
        vae = new_autoencoder()
        if not path.exists():
            train_autoencoder(vae, pictures, self.recipe.crops)
            train_autoencoder(vae, pictures, self.recipe.whole)
            _save(path, vae.state_dict())
        vae.load_state_dict(torch.load(path, weights_only=True))
        return vae

    def latents(self, vae: AutoencoderKL, pictures: np.ndarray) -> Tensor:
        path = self.folder / "latents.pt"
        if not path.exists():
            _save(path, encode_all(vae, pictures))
        return torch.load(path, weights_only=True)

    def denoiser(self, scaled_latents: Tensor) -> Denoiser:
        path = self.folder / "denoiser.pt"
        torch.manual_seed(5)
        tokenizer = new_tokenizer()
        denoiser = Denoiser(new_text_encoder(tokenizer), new_unet())
        if not path.exists():
            scenes = [scene_number(index) for index in range(len(scaled_latents))]
            train_denoiser(
                denoiser,
                tokenizer,
                Examples(scaled_latents, scenes),
                steps=self.recipe.denoiser_steps,
                batch=self.recipe.denoiser_batch,
                checkpoint=self.folder / "denoiser.checkpoint.pt",
            )
            _save(path, denoiser.state_dict())
        denoiser.load_state_dict(torch.load(path, weights_only=True))
        return denoiser

    def sharpen(self, vae: AutoencoderKL, latents: Tensor, pictures: np.ndarray) -> None:
        path = self.folder / "decoder.pt"
        if not path.exists():
            train_decoder(vae, latents, pictures, steps=self.recipe.decoder_steps)
            _save(path, vae.state_dict())
        vae.load_state_dict(torch.load(path, weights_only=True))


def build(out: Path, work: Path, recipe: Recipe) -> None:
    """Writes `out/concepts` and `out/model`."""
    write_concepts(out / "concepts")
    workshop = Workshop(work, recipe)
    pictures = workshop.pictures()
    vae = workshop.autoencoder(pictures)
    latents = workshop.latents(vae, pictures)
    set_scaling_factor(vae, latents)
    denoiser = workshop.denoiser(latents * vae.config.scaling_factor)
    workshop.sharpen(vae, latents, pictures)
    pipeline = assemble(
        vae=vae,
        text_encoder=denoiser.text_encoder,
        tokenizer=new_tokenizer(),
        unet=denoiser.unet,
    )
    save_pipeline(pipeline, out / "model")


def _save(path: Path, content: object) -> None:
    partial = path.with_suffix(".part")
    torch.save(content, partial)
    partial.replace(path)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, help="at most so many in every stage, for a trial")
    parser.add_argument("--out", type=Path, default=Path("resources/demo"))
    parser.add_argument("--work", type=Path, help="where stages are kept; default build/demo-model")
    options = parser.parse_args(arguments)
    # Two threads on a busy machine take 5-40 times longer, and sum in another order.
    torch.set_num_threads(1)
    recipe = Recipe()
    work = Path("build/demo-model")
    if options.steps is not None:
        recipe = recipe.shortened(options.steps)
        work = Path(f"build/demo-model-{options.steps}")
    build(options.out, options.work or work, recipe)


if __name__ == "__main__":
    main()
