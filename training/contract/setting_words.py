"""What settings and their choices are called, in English; translated by key in the window."""

from typing import get_args

from training.contract.config import describe_settings
from training.contract.setting_forms import Group
from training.contract.settings import Activation, Initialization

# "setting.training.seed.title" and so on are the keys.
TITLES: dict[str, str] = {
    "training.max_train_steps": "Steps",
    "training.learning_rate": "Learning rate",
    "training.learning_rate_steps": "Rates by steps",
    "training.train_batch_size": "Pictures at once",
    "training.seed": "Seed",
    "training.lr_scheduler": "Course of the learning rate",
    "training.lr_warmup_steps": "Warm-up steps",
    "training.lr_decay_steps": "Steps of the decay",
    "training.gradient_accumulation_steps": "Batches added up",
    "training.optimizer": "Optimizer",
    "training.adam_weight_decay": "Weight decay",
    "training.max_grad_norm": "Longest gradient",
    "training.snr_gamma": "Min-SNR weighting",
    "training.noise_offset": "Noise offset",
    "training.gradient_checkpointing": "Gradient checkpointing",
    "training.mixed_precision": "Number format",
    "training.attention": "Attention",
    "training.prediction_type": "What the model predicts",
    "method.num_vectors": "Vectors of the new word",
    "method.rank": "Rank",
    "method.alpha": "Alpha",
    "method.dropout": "Dropout",
    "method.layers": "Layers that learn",
    "method.train_text_encoder": "Teach the text encoder",
    "method.text_encoder_learning_rate": "Its learning rate",
    "method.text_encoder_stop_step": "Its last step",
    "method.kept_steps": "Models kept",
    "method.layer_structure": "Layer sizes",
    "method.activation_func": "Activation",
    "method.activate_output": "Activation at the end",
    "method.is_layer_norm": "Layer norm",
    "method.weight_initialization": "Weights at the start",
    "method.dropout_structure": "Dropout by layers",
    "method.widths": "Widths of the attention",
    "data.resolution": "Resolution",
    "data.random_flip": "Mirror pictures",
    "data.caption_dropout": "Looks without words",
    "data.prior_preservation": "Pictures of the class",
    "data.prior_loss_weight": "Weight of the class",
    "data.num_class_images": "How many of the class",
    "sampling.sample_every": "Steps between samples",
    "sampling.num_inference_steps": "Denoising steps",
    "sampling.guidance_scale": "Guidance",
    "sampling.negative_prompt": "Negative prompt",
    "memory.frozen_base": "Bits of the base model",
    "memory.step_in_backward": "Step in the backward pass",
    "memory.stochastic_rounding": "Stochastic rounding",
    "memory.compile": "Compile the model",
    "memory.channels_last": "Channels last",
    "evaluation.pairs": "Pictures of the test",
    "evaluation.time_share": "Share of the test",
}
DESCRIPTIONS: dict[str, str] = dict(describe_settings())
GROUPS: dict[Group, str] = {
    "first": "The ones that matter",
    "method": "What learns",
    "rate": "How it learns",
    "pictures": "Pictures",
    "class": "The class beside it",
    "samples": "Samples",
    "computing": "Computing and memory",
    "test": "The fixed test",
}
# The names of torch's functions stay as they are.
_AS_THEY_ARE = {name: name for name in (*get_args(Activation), *get_args(Initialization))}
CHOICES: dict[str, str] = _AS_THEY_ARE | {
    "auto": "Manul decides",
    "on": "On",
    "off": "Off",
    "constant": "Constant",
    "linear": "Falls evenly",
    "cosine": "Falls along a cosine",
    "warmup_stable_decay": "Falls at the end",
    "adamw": "AdamW",
    "adamw_8bit": "AdamW in 8 bits",
    "adafactor": "Adafactor",
    "fp32": "32 bits (fp32)",
    "fp16": "16 bits (fp16)",
    "bf16": "16 bits (bf16)",
    "full": "All",
    "int8": "8 bits",
    "nf4": "4 bits (nf4)",
    "sdpa": "PyTorch's own",
    "xformers": "xformers",
    "attention": "Attention",
    "feed_forward": "Attention, feed-forward",
    "convolutions": "Convolutions as well",
    "epsilon": "Noise (epsilon)",
    "v_prediction": "Velocity",
}
# The same word in another setting.
_OTHERWISE = {("method.activation_func", "linear"): "linear"}


def choice_title(name: str, choice: str) -> str:
    """Of a choice of this setting, in English."""
    return _OTHERWISE.get((name, choice)) or CHOICES.get(choice, choice)


def setting_sentences() -> dict[str, str]:
    """Everything here by its key: what the window translates."""
    said = {f"setting.{name}": text for name, text in DESCRIPTIONS.items()}
    said |= {f"setting.{name}.title": text for name, text in TITLES.items()}
    said |= {f"setting.group.{name}": text for name, text in GROUPS.items()}
    translated = {n: text for n, text in CHOICES.items() if n not in _AS_THEY_ARE or n == "linear"}
    return said | {f"setting.choice.{name}": text for name, text in translated.items()}
