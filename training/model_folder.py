"""A base model in a diffusers folder: loads its parts, all of them or not at all."""

import logging
from pathlib import Path
from typing import Any

import torch
from accelerate import init_empty_weights
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors import SafetensorError
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from training.contract.diffusers_folders import (
    prediction_type_of_folder,
    read_json,
    weights_of,
)
from training.contract.errors import ManulError
from training.contract.model_kinds import StableDiffusion

log = logging.getLogger(__name__)
_KINDS: dict[str, Any] = {
    "unet": UNet2DConditionModel,
    "vae": AutoencoderKL,
    "text_encoder": CLIPTextModel,
    "text_encoder_2": CLIPTextModelWithProjection,
}
_NOT_LOADED = (OSError, ValueError, KeyError, RuntimeError, SafetensorError)


class ModelFolder:
    """Parts of a folder of the StableDiffusionPipeline or StableDiffusionXLPipeline layout."""

    def __init__(self, path: Path, family: StableDiffusion) -> None:
        self.path = path
        self.family = family

    def tokenizers(self) -> list[CLIPTokenizer]:
        names = ["tokenizer", "tokenizer_2"] if self.family == "sdxl" else ["tokenizer"]
        return [self._guarded(name, CLIPTokenizer.from_pretrained) for name in names]

    def text_encoder(self, index: int, dtype: torch.dtype) -> Any:
        if index:
            return self._model("text_encoder_2", dtype=dtype)
        return self._model("text_encoder", dtype=dtype)

    def vae(self, dtype: torch.dtype) -> AutoencoderKL:
        return self._model("vae", torch_dtype=dtype)

    def unet(self, dtype: torch.dtype) -> UNet2DConditionModel:
        return self._model("unet", torch_dtype=dtype)

    def empty(self, component: str) -> Any:
        kind = _KINDS[component]
        with init_empty_weights(include_buffers=False):
            if component.startswith("text_encoder"):
                return kind(self._guarded(component, CLIPTextConfig.from_pretrained))
            return kind.from_config(self._guarded(component, kind.load_config))

    def scheduler_config(self) -> dict[str, Any]:
        config = read_json(self.path, "scheduler/scheduler_config.json", component="scheduler")
        config.pop("prediction_type", None)
        if (said := prediction_type_of_folder(self.path)) != "unknown":
            config["prediction_type"] = said
        return config

    def _model(self, component: str, **options: Any) -> Any:
        """The libraries fill what a file lacks with random numbers and only warn."""
        if (weights := weights_of(self.path, component)) is None:
            raise ManulError("model_incomplete", path=self.path, component=component)
        options |= {"variant": weights.variant, "use_safetensors": weights.is_safetensors}
        module, said = self._guarded(
            component, _KINDS[component].from_pretrained, output_loading_info=True, **options
        )
        for name in (*said["missing_keys"], *said["mismatched_keys"]):
            raise ManulError(
                "model_incomplete.tensor", path=self.path, name=str(name), component=component
            )
        return module.requires_grad_(False).eval()

    def _guarded(self, component: str, load: Any, **options: Any) -> Any:
        try:
            return load(self.path / component, local_files_only=True, **options)
        except _NOT_LOADED as error:
            log.exception("loading %s", component)
            raise ManulError("model_incomplete", path=self.path, component=component) from error
