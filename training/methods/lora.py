"""LoRA: small matrices beside those of the model are taught (arXiv 2106.09685), through peft."""

import torch
from peft import LoraConfig

from training import randomness
from training.contract.config import RunConfig
from training.contract.layout import RunFolder
from training.contract.settings import LoraLayers, LoraSettings
from training.exports.lora_start import read_lora
from training.methods import Batch, ParameterGroup, diffusion_loss, text_encoder_group
from training.model import BaseModel
from training.optimizers import Tensors

# Names of layers as diffusers and transformers spell them, each list with those before it.
_ATTENTION = ["to_q", "to_k", "to_v", "to_out.0"]
_FEED_FORWARD = ["ff.net.0.proj", "ff.net.2", "proj_in", "proj_out"]
_CONVOLUTIONS = ["conv1", "conv2", "conv_shortcut", "downsamplers.0.conv", "upsamplers.0.conv"]
_UNET_LAYERS: dict[LoraLayers, list[str]] = {
    "attention": _ATTENTION,
    "feed_forward": _ATTENTION + _FEED_FORWARD,
    "convolutions": _ATTENTION + _FEED_FORWARD + _CONVOLUTIONS,
}
_TEXT_LAYERS = ["q_proj", "k_proj", "v_proj", "out_proj"]
_TEXT_FEED_FORWARD = ["fc1", "fc2"]


class Method:
    """For each chosen layer two matrices, `lora_A` (rank, in) and `lora_B` (out, rank), float32.
    What is added to the layer's output is B A x alpha / rank."""

    def __init__(self, config: RunConfig, run: RunFolder, model: BaseModel) -> None:
        settings = config.method
        assert isinstance(settings, LoraSettings)
        self._model = model
        self._settings = settings
        self._rate = config.training.learning_rate
        # peft draws the start of lora_A from the global generator.
        torch.manual_seed(randomness.stream_seed(config.training.seed, "lora"))
        self._parts = {"unet": model.unet}
        model.unet.add_adapter(_peft_config(settings, _UNET_LAYERS[settings.layers]))
        if settings.train_text_encoder:
            layers = _TEXT_LAYERS
            if settings.layers != "attention":
                layers = layers + _TEXT_FEED_FORWARD
            for name, module in model.text_modules().items():
                module.add_adapter(_peft_config(settings, layers))
                self._parts[name] = module
        for _, values in self._taught():
            values.data = values.data.float()
        model.text_is_fixed = not settings.train_text_encoder
        if settings.init_from:
            self.load_weights(read_lora(run.path / settings.init_from, self.weights(), settings))

    def parameter_groups(self) -> list[ParameterGroup]:
        taught = list(self._taught())
        unet = [values for name, values in taught if name.startswith("unet.")]
        text = [values for name, values in taught if not name.startswith("unet.")]
        groups = [ParameterGroup(unet)]
        return groups + text_encoder_group(text, self._settings, learning_rate=self._rate)

    def loss(self, batch: Batch) -> torch.Tensor:
        return diffusion_loss(self._model, batch)

    def weights(self) -> Tensors:
        return {name: values.detach() for name, values in self._taught()}

    def load_weights(self, weights: Tensors) -> None:
        with torch.no_grad():
            for name, values in self._taught():
                values.copy_(weights[name])

    def _taught(self) -> list[tuple[str, torch.nn.Parameter]]:
        """`PART.LAYER.lora_A.weight`, without the name that peft gives to the set of matrices."""
        return [
            (f"{part}.{name.replace('.default.', '.')}", values)
            for part, module in self._parts.items()
            for name, values in module.named_parameters()
            if ".lora_" in name
        ]


def _peft_config(settings: LoraSettings, layers: list[str]) -> LoraConfig:
    return LoraConfig(
        r=settings.rank,
        # peft's type says a whole number, its arithmetic takes any.
        lora_alpha=settings.alpha,  # type: ignore[arg-type]
        lora_dropout=settings.dropout,
        target_modules=layers,
    )
