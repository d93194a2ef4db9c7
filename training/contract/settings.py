"""Every setting of a training, declared once: type, default, bounds and a sentence."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from training.contract.problems import problem
from training.contract.rate_steps import check_first_rate, check_last_step
from training.contract.toml_file import StrictModel

LearningRateScheduler = Literal["constant", "linear", "cosine", "warmup_stable_decay"]
Precision = Literal["auto", "fp32", "fp16", "bf16"]
Optimizer = Literal["auto", "adamw", "adamw_8bit", "adafactor"]
Switch = Literal["auto", "on", "off"]
FrozenBase = Literal["auto", "full", "int8", "nf4"]
Attention = Literal["sdpa", "xformers"]
LoraLayers = Literal["attention", "feed_forward", "convolutions"]
Prediction = Literal["auto", "epsilon", "v_prediction"]
Activation = Literal[
    "linear", "relu", "leakyrelu", "elu", "swish", "tanh", "sigmoid", "softsign", "mish"
]
Initialization = Literal[
    "normal", "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal"
]


class TextualInversionSettings(StrictModel):
    """Learns a new word and leaves the model as it is (Gal et al., arXiv 2208.01618)."""

    name: Literal["textual_inversion"] = "textual_inversion"
    num_vectors: int = Field(
        4,
        ge=1,
        le=16,
        description="Vectors of the new word: more hold more detail, but leave less room "
        "for the rest of the prompt.",
    )
    init_from: str = Field(
        "",
        pattern=r"^(init_from\.[a-z]+)?$",
        description="File in the run's folder with an embedding to go on from; empty = none.",
    )


_TRAIN_TEXT_ENCODER = "Teach the text encoder as well: learns faster, needs memory."
_TEXT_LEARNING_RATE = "Learning rate of the text encoder; 0 = the same as the rest."
_TEXT_STOP_STEP = "Step from which the text encoder stays as it is; 0 = never."


class DreamBoothSettings(StrictModel):
    """Teaches the whole UNet (Ruiz et al., arXiv 2208.12242): a new checkpoint of full size."""

    name: Literal["dreambooth"] = "dreambooth"
    train_text_encoder: bool = Field(False, description=_TRAIN_TEXT_ENCODER)
    text_encoder_learning_rate: float = Field(0, ge=0, le=1, description=_TEXT_LEARNING_RATE)
    text_encoder_stop_step: int = Field(0, ge=0, description=_TEXT_STOP_STEP)
    kept_steps: int = Field(
        3,
        ge=2,
        le=100,
        description="Models of full size to keep: the last, the best, and those "
        "saved on request, newest first.",
    )


class LoraSettings(StrictModel):
    """Teaches small matrices beside the model's own (Hu et al., arXiv 2106.09685)."""

    name: Literal["lora"] = "lora"
    rank: int = Field(
        16, ge=1, le=256, description="Width of the small matrices: more hold more, and overfit."
    )
    alpha: float = Field(
        16, gt=0, le=512, description="Strength: what is learned counts alpha / rank."
    )
    dropout: float = Field(
        0, ge=0, lt=1, description="Share of the small matrices' inputs left out in each step."
    )
    layers: LoraLayers = Field(
        "attention",
        description="Which layers learn: attention alone, feed-forward layers too, "
        "or convolutions as well.",
    )
    train_text_encoder: bool = Field(False, description=_TRAIN_TEXT_ENCODER)
    text_encoder_learning_rate: float = Field(0, ge=0, le=1, description=_TEXT_LEARNING_RATE)
    text_encoder_stop_step: int = Field(0, ge=0, description=_TEXT_STOP_STEP)
    init_from: str = Field(
        "",
        pattern=r"^(init_from\.[a-z]+)?$",
        description="File in the run's folder with a LoRA to go on from; empty = none.",
    )


def _split(value: Any) -> Any:
    """Also `1, 2, 1`, as web UIs write it."""
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


_Shares = Annotated[tuple[float, ...], BeforeValidator(_split)]
_Widths = Annotated[tuple[int, ...], BeforeValidator(_split)]


class HypernetworkSettings(StrictModel):
    """Teaches small networks that change what attention reads, and leaves the model as it is.
    Names and choices are those of AUTOMATIC1111's files; of its many activations only these are
    known to ComfyUI too (`swish` is torch's Hardswish in both)."""

    name: Literal["hypernetwork"] = "hypernetwork"
    layer_structure: _Shares = Field(
        (1, 2, 1),
        min_length=2,
        max_length=10,
        description="Sizes of the layers as multiples of the width they read; the first and the "
        "last are 1.",
    )
    activation_func: Activation = Field(
        "linear", description="What bends the numbers between two layers; linear = nothing."
    )
    activate_output: bool = Field(
        False,
        description="Bend them after the last layer too; with layer norm, ComfyUI always does.",
    )
    is_layer_norm: bool = Field(False, description="Layer norm after each layer.")
    weight_initialization: Initialization = Field(
        "normal", description="How the weights are drawn at the start; normal changes least."
    )
    dropout_structure: _Shares = Field(
        (),
        max_length=10,
        description="Share of each layer's numbers left out in each step: one for each of "
        "the layer sizes, the first and the last 0; empty = none.",
    )
    widths: _Widths = Field(
        (),
        max_length=10,
        description="Widths of the attention to teach, such as 768, 320, 640 and 1280 in Stable "
        "Diffusion 1.x; empty = all that the base model has.",
    )
    init_from: str = Field(
        "",
        pattern=r"^(init_from\.[a-z]+)?$",
        description="File in the run's folder with a hypernetwork to go on from; empty = none.",
    )

    @field_validator("layer_structure")
    @classmethod
    def _begins_and_ends_with_1(cls, sizes: tuple[float, ...]) -> tuple[float, ...]:
        if (sizes[0], sizes[-1]) != (1, 1) or not all(0 < size <= 16 for size in sizes):
            raise problem("problem.layer_structure", limit=16)
        return sizes

    @field_validator("dropout_structure")
    @classmethod
    def _fits_the_layers(cls, shares: tuple[float, ...], info: ValidationInfo) -> tuple[float, ...]:
        layers = len(info.data.get("layer_structure", shares))
        is_right = len(shares) == layers and all(0 <= share < 1 for share in shares)
        if shares and not (is_right and shares[0] == shares[-1] == 0):
            raise problem("problem.dropout_structure", count=layers)
        return shares if any(shares) else ()


class TrainingSettings(StrictModel):
    """How the training loop runs, whatever the method."""

    learning_rate: float = Field(
        5e-3,
        gt=0,
        le=1,
        description="How far each step moves what learns: too much burns the colours, too little "
        "teaches nothing.",
    )
    learning_rate_steps: str = Field(
        "",
        description="Rates with the last step of each, such as 5e-5:100, 5e-6:1500, instead of one "
        "rate, scheduler and warm-up; the last ends the training; empty = none.",
    )
    lr_scheduler: LearningRateScheduler = Field(
        "constant", description="How the learning rate changes over the steps."
    )
    lr_warmup_steps: int = Field(
        0, ge=0, description="Steps over which the learning rate rises from zero."
    )
    lr_decay_steps: int = Field(
        0, ge=0, description="Last steps, over which the learning rate falls to zero."
    )
    train_batch_size: int = Field(
        1, ge=1, le=64, description="Pictures looked at together: more is steadier, needs memory."
    )
    gradient_accumulation_steps: int = Field(
        1, ge=1, le=64, description="Batches added up before each step: steadier, slower."
    )
    gradient_checkpointing: bool = Field(
        False,
        description="Compute again instead of remembering: less memory, a third slower; off = "
        "only where the card's memory asks for it.",
    )
    mixed_precision: Precision = Field(
        "auto", description="Number format of the computation; auto picks what the card does best."
    )
    prediction_type: Prediction = Field(
        "auto",
        description="What the base model predicts: noise (epsilon) or velocity; auto "
        "asks the model where its file does not say.",
    )
    max_train_steps: int = Field(
        1000, ge=1, le=1_000_000, description="Steps until the training is finished."
    )
    snr_gamma: float = Field(
        5.0,
        ge=0,
        le=100,
        description="Min-SNR weighting of the loss (arXiv 2303.09556); 0 = off.",
    )
    optimizer: Optimizer = Field(
        "auto",
        description="AdamW with states of 32 bits, or of 8 (needs bitsandbytes), or Adafactor, "
        "which keeps next to none; auto takes what fits.",
    )
    attention: Attention = Field(
        "sdpa", description="Who computes attention: torch itself, or xformers."
    )
    noise_offset: float = Field(
        0, ge=0, le=1, description="Shift of each channel's noise, for darker darks; 0 = none."
    )
    adam_weight_decay: float = Field(
        0.0, ge=0, le=1, description="Share by which AdamW shrinks the weights at rate 1."
    )
    max_grad_norm: float = Field(
        1.0, ge=0, description="Longer gradients are cut to this length; 0 = off."
    )
    seed: int = Field(
        0, ge=0, lt=2**63, description="Start of all random choices: the same seed, the same run."
    )

    @field_validator("learning_rate_steps")
    @classmethod
    def _begins_with_the_rate(cls, text: str, info: ValidationInfo) -> str:
        check_first_rate(text, info.data.get("learning_rate"))
        return text

    @field_validator("max_train_steps")
    @classmethod
    def _ends_with_the_rates(cls, steps: int, info: ValidationInfo) -> int:
        check_last_step(info.data.get("learning_rate_steps", ""), steps)
        return steps


class DataSettings(StrictModel):
    """What is made of the pictures before they are learned from."""

    resolution: int = Field(
        512,
        ge=32,
        le=2048,
        multiple_of=8,
        description="Side of the trained square in pixels: a multiple of 8, best of 64, such as "
        "512 or 768.",
    )
    random_flip: bool = Field(
        False, description="Also learn from the mirror image; not for faces or lettering."
    )

    caption_dropout: float = Field(
        0, ge=0, le=1, description="Share of looks at a picture without its words."
    )
    prior_preservation: bool = Field(
        False, description="Also learn from pictures of the class, so that it is not forgotten."
    )
    prior_loss_weight: float = Field(
        1.0, ge=0, le=10, description="Weight of the class pictures in the loss."
    )
    num_class_images: int = Field(
        100, ge=1, le=10_000, description="Pictures of the class; missing ones are drawn first."
    )


class SamplingSettings(StrictModel):
    """The samples drawn while training."""

    sample_every: int = Field(
        100, ge=1, description="Steps between two rows of samples; each sampled step is kept."
    )
    num_inference_steps: int = Field(
        25, ge=1, le=200, description="Denoising steps of a sample: more is finer and slower."
    )
    guidance_scale: float = Field(
        7.5, ge=1, le=30, description="How closely a sample follows its prompt."
    )
    negative_prompt: str = Field("", description="What samples should not show.")


class EvaluationSettings(StrictModel):
    """The fixed test beside the noisy training loss."""

    pairs: int = Field(
        16,
        ge=1,
        le=256,
        description="Most fixed pictures with fixed noise that the test looks at; short runs "
        "look at fewer.",
    )
    time_share: float = Field(
        0.05, ge=0, le=0.5, description="Share of the training's work that the test may take."
    )


class MemorySettings(StrictModel):
    """What saves memory or time without changing what is learned; auto = Manul decides."""

    step_in_backward: Switch = Field(
        "auto",
        description="Move each weight as soon as its gradient is known, so that gradients take "
        "no memory; long ones are then cut one by one.",
    )
    stochastic_rounding: Switch = Field(
        "auto",
        description="Keep taught weights in 16 bits and round by chance, so that small steps "
        "still add up (bfloat16, whole models only).",
    )
    frozen_base: FrozenBase = Field(
        "auto",
        description="Bits of the base model's frozen layers: full, or packed into 8 or 4 "
        "(LoRA and textual inversion of SDXL; 4 bits need bitsandbytes).",
    )
    compile: Switch = Field(
        "auto",
        description="Let torch compile the model's repeated blocks: faster, after some minutes; "
        "auto leaves it off.",
    )
    channels_last: Switch = Field(
        "auto",
        description="Lay pictures out so that some cards compute convolutions faster; auto leaves "
        "it off.",
    )


# A method joins as a class above, in this union (discriminated by `name`), with a file of its
# name in training/methods/ and a preset.
MethodSettings = TextualInversionSettings | DreamBoothSettings | LoraSettings | HypernetworkSettings
METHODS: tuple[str, ...] = tuple(
    str(get_args(settings.model_fields["name"].annotation)[0])
    for settings in (get_args(MethodSettings) or (MethodSettings,))
)
