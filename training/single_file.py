"""A base model in one file: builds its parts at the widths of its tensors, without a network."""

import json
from typing import Any

import torch
from accelerate import init_empty_weights
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from training.clip_tokenizer import clip_tokenizer
from training.contract.base_models import MODEL_CONFIGS
from training.contract.model_kinds import SD1_TEXT, SD2_TEXT, SDXL_TEXT, UNET, VAE, StableDiffusion
from training.contract.prediction_types import has_zero_terminal_snr, prediction_type_of
from training.ldm_file import LdmFile
from training.ldm_names import LdmTensor, ldm_tensors

# OpenCLIP's text encoders pad with "!", CLIP's own with the end.
_END, _EXCLAMATION = "<|endoftext|>", "!"
_PADDING: dict[StableDiffusion, list[str]] = {
    "sd1": [_END],
    "sd2": [_EXCLAMATION],
    "sdxl": [_END, _EXCLAMATION],
}
_HEAD_WIDTH = 64
# Tensors by which the blocks of a UNet's transformers are counted.
_BLOCK_ENDS = (".norm1.weight", ".norm1.bias")


class SingleFile:
    """Parts of a `.safetensors` or `.ckpt` file in the layout of the first Stable Diffusion."""

    def __init__(self, file: LdmFile, family: StableDiffusion) -> None:
        self.family = family
        self.path = file.path
        self._file = file
        self._configs = MODEL_CONFIGS / family

    def tokenizers(self) -> list[CLIPTokenizer]:
        return [clip_tokenizer(pad_token=pad) for pad in _PADDING[self.family]]

    def text_encoder(self, index: int, dtype: torch.dtype) -> Any:
        return self._load("text_encoder_2" if index else "text_encoder", dtype)

    def vae(self, dtype: torch.dtype) -> AutoencoderKL:
        return self._load("vae", dtype)

    def unet(self, dtype: torch.dtype) -> UNet2DConditionModel:
        return self._load("unet", dtype)

    def empty(self, component: str) -> Any:
        with init_empty_weights(include_buffers=False):
            if component == "unet":
                return UNet2DConditionModel.from_config(self._unet_config())
            if component == "vae":
                return AutoencoderKL.from_config(self._vae_config())
            config = CLIPTextConfig(**self._text_config(component))
            kind = CLIPTextModelWithProjection if component[-1] == "2" else CLIPTextModel
            return kind(config)

    def scheduler_config(self) -> dict[str, Any]:
        config = _read(self._configs / "scheduler" / "scheduler_config.json")
        said = prediction_type_of(self._file.header)
        config.pop("prediction_type", None)
        if said != "unknown":
            config["prediction_type"] = said
        config["rescale_betas_zero_snr"] = has_zero_terminal_snr(self._file.header)
        return config

    def _config(self, component: str) -> dict[str, Any]:
        return _read(self._configs / component / "config.json")

    def _vae_config(self) -> dict[str, Any]:
        config = self._config("vae")
        config["block_out_channels"] = [
            self._file.shape(f"{VAE}encoder.down.{level}.block.0.conv2.weight")[0]
            for level in range(len(config["block_out_channels"]))
        ]
        return config

    def _unet_config(self) -> dict[str, Any]:
        """The family's, at the widths of the file."""
        config = self._config("unet")
        layers = config["layers_per_block"]
        levels = len(config["block_out_channels"])
        firsts = [f"{UNET}input_blocks.{1 + level * (layers + 1)}." for level in range(levels)]
        shape = self._file.shape
        widths = [shape(f"{first}0.out_layers.3.weight")[0] for first in firsts]
        config["block_out_channels"] = widths
        depths = [
            self._file.count(f"{first}1.transformer_blocks.", *_BLOCK_ENDS) for first in firsts
        ]
        config["transformer_layers_per_block"] = [max(depth, 1) for depth in depths]
        attending = [kind.startswith("CrossAttn") for kind in config["down_block_types"]]
        key = f"{firsts[attending.index(True)]}1.transformer_blocks.0.attn2.to_k.weight"
        config["cross_attention_dim"] = shape(key)[1]
        if self.family != "sd1":
            # diffusers' name is a misnomer: this is the number of heads.
            config["attention_head_dim"] = [width // _HEAD_WIDTH for width in widths]
        if self.family == "sdxl":
            added = shape(f"{UNET}label_emb.0.0.weight")[1]
            config["projection_class_embeddings_input_dim"] = added
        return config

    def _text_config(self, component: str) -> dict[str, Any]:
        """OpenCLIP's last layer stands in SD2's files, but the model was trained without it;
        files that were made from a diffusers folder lack it."""
        config = self._config(component)
        shape, count = self._file.shape, self._file.count
        prefixes = {"sd1": SD1_TEXT, "sd2": SD2_TEXT, "sdxl": SDXL_TEXT[component[-1] == "2"]}
        prefix = prefixes[self.family]
        if prefix.endswith("transformer."):
            inside = f"{prefix}text_model."
            table = shape(f"{inside}embeddings.token_embedding.weight")
            layers = count(f"{inside}encoder.layers.", ".mlp.fc1.weight", ".mlp.fc1.bias")
            intermediate = shape(f"{inside}encoder.layers.0.mlp.fc1.weight")[0]
        else:
            table = shape(f"{prefix}token_embedding.weight")
            layers = count(f"{prefix}transformer.resblocks.", ".mlp.c_fc.weight", ".mlp.c_fc.bias")
            layers -= self.family == "sd2" and layers != config["num_hidden_layers"]
            intermediate = shape(f"{prefix}transformer.resblocks.0.mlp.c_fc.weight")[0]
        config |= {
            "vocab_size": table[0],
            "hidden_size": table[1],
            "projection_dim": table[1],
            "intermediate_size": intermediate,
            "num_hidden_layers": layers,
            "num_attention_heads": max(table[1] // _HEAD_WIDTH, 1),
        }
        return config

    def _load(self, component: str, dtype: torch.dtype) -> Any:
        """The module with the file's values in it, tensor by tensor."""
        module = self.empty(component)
        empty = module.state_dict()
        places = ldm_tensors(component, empty, self.family)
        with self._file.open() as get:
            values = {
                name: self._value(get(place.name), place, empty[name].shape).to(dtype)
                for name, place in places.items()
            }
        module.load_state_dict(values, assign=True)
        return module.requires_grad_(False).eval()

    def _value(self, stored: torch.Tensor, place: LdmTensor, shape: torch.Size) -> torch.Tensor:
        try:
            return place.read(stored, shape).contiguous()
        except (ValueError, RuntimeError) as error:
            raise self._file.lacks(place.name) from error


def _read(path: Any) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))
