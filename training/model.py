"""The base model in memory: what it is told, and what it predicts, alike for all families."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TypeVar

import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor

from training.contract.measures import Measure
from training.model_files import ModelFiles
from training.packed_base import is_packed, pack_layers
from training.text_encoding import (
    TextConditions,
    TextEncoder,
    encode_each,
    encode_prompts,
    join_conditions,
)

Module = TypeVar("Module", bound=torch.nn.Module)


@dataclass
class BaseModel:
    """The parts in memory. A method may hang its own layers into them."""

    text_encoders: tuple[TextEncoder, ...]
    unet: UNet2DConditionModel
    vae: AutoencoderKL
    noise_scheduler: DDIMScheduler
    device: torch.device
    dtype: torch.dtype
    # Of the weights that a method teaches, where it teaches those of the model itself.
    taught_dtype: torch.dtype = torch.float32
    # No method teaches the text encoders: the same prompt is encoded once.
    text_is_fixed: bool = False
    # Taught parts are wider than `dtype`, and compute in it.
    is_mixed: bool = False
    encoded: dict[str, TextConditions] = field(default_factory=dict)

    def encode_prompts(self, prompts: Sequence[str]) -> TextConditions:
        if not self.text_is_fixed:
            with self._precision():
                return encode_prompts(self.text_encoders, prompts)
        new = [prompt for prompt in prompts if prompt not in self.encoded]
        if new:
            with torch.autocast(self.device.type, enabled=False):
                self.encoded |= encode_each(self.text_encoders, new, device=self.device)
        return join_conditions([self.encoded[prompt] for prompt in prompts])

    def text_modules(self) -> dict[str, torch.nn.Module]:
        """The text encoders by diffusers' names."""
        names = ("text_encoder", "text_encoder_2")
        encoders = zip(names, self.text_encoders, strict=False)
        return {name: encoder.module for name, encoder in encoders}

    def learn(self, is_learning: bool) -> None:
        """Dropout, wherever a method hangs it in, works only while the model learns."""
        for module in (self.unet, *self.text_modules().values()):
            module.train(is_learning)

    def predict(
        self, noisy_latents: torch.Tensor, timesteps: torch.Tensor, conditions: TextConditions,
        time_ids: torch.Tensor,
    ) -> torch.Tensor:  # fmt: skip
        """The UNet's output, (batch, 4, height, width). `time_ids` (batch, 6) are read by SDXL
        alone: original height and width, top and left of the crop, height and width shown."""
        added = None
        if conditions.pooled is not None:
            added = {"text_embeds": conditions.pooled, "time_ids": time_ids}
        with self._precision():
            return self.unet(
                noisy_latents.to(self.dtype), timesteps, conditions.hidden_states,
                added_cond_kwargs=added, return_dict=False,
            )[0]  # fmt: skip

    def _precision(self) -> AbstractContextManager[None]:
        """The same for learning, tests and samples: fp16 leaves to float32 what would overflow,
        bfloat16 and float32 need no mixing unless parts are wider than `dtype`. Without the cache
        of cast weights, which takes more memory than the activations."""
        if self.dtype == torch.float32 or not (self.is_mixed or self.dtype == torch.float16):
            return nullcontext()
        return torch.autocast(self.device.type, self.dtype, cache_enabled=False)

    @property
    def latent_scale(self) -> int:
        """Pixels per latent, along each side."""
        return 2 ** (len(self.vae.config.block_out_channels) - 1)

    @contextmanager
    def vae_on_device(self) -> Iterator[AutoencoderKL]:
        """Bring the VAE to the device for as long as it is needed."""
        try:
            yield self.vae.to(self.device)
        finally:
            self.vae.to("cpu")


def load_text_encoders(
    files: ModelFiles, device: torch.device, dtype: torch.dtype
) -> tuple[TextEncoder, ...]:
    return tuple(
        TextEncoder(tokenizer, brought_to(device, files.text_encoder(index, dtype)))
        for index, tokenizer in enumerate(files.tokenizers())
    )


def brought_to(device: torch.device, module: Module) -> Module:
    """`module` in the device's own memory. What was loaded for the processor is still the file,
    mapped: Windows would let nobody replace it, and elsewhere its changes would be the model's."""
    for tensor in (*module.parameters(), *module.buffers()):
        if not is_packed(tensor):
            tensor.data = tensor.data.to(device, copy=True)
    return module


def load_unet(
    files: ModelFiles, device: torch.device, dtype: torch.dtype, *, packing: Measure | None = None
) -> UNet2DConditionModel:
    unet = files.unet(dtype)
    if packing is not None:
        pack_layers(unet, packing, device=device, dtype=dtype)
    brought_to(device, unet)
    if device.type == "cpu":
        # On small pictures the plain formula beats torch's fused attention on a processor.
        unet.set_attn_processor(AttnProcessor())
    return unet
