"""The demo model's parts at their sizes, and the pipeline folder they are saved as."""

import json
import shutil
from pathlib import Path

import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from training.demo_model.autoencoder import LATENT_SHAPE
from training.demo_model.captions import vocabulary
from training.demo_model.tokenizer import MAX_LENGTH, build_tokenizer, save_tokenizer

# Different from every block's width, so that a hypernetwork's layers are told apart by width.
TEXT_WIDTH = 112
GUIDANCE_SCALE = 3.0
INFERENCE_STEPS = 20


def new_tokenizer() -> CLIPTokenizer:
    return build_tokenizer(vocabulary())


def new_text_encoder(tokenizer: CLIPTokenizer) -> CLIPTextModel:
    config = CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=TEXT_WIDTH,
        intermediate_size=4 * TEXT_WIDTH,
        projection_dim=TEXT_WIDTH,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=MAX_LENGTH,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return CLIPTextModel(config)


def new_unet() -> UNet2DConditionModel:
    unet = UNet2DConditionModel(
        sample_size=LATENT_SHAPE[1],
        in_channels=LATENT_SHAPE[0],
        out_channels=LATENT_SHAPE[0],
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        mid_block_type="UNetMidBlock2DCrossAttn",
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        block_out_channels=(64, 96, 128),
        layers_per_block=1,
        cross_attention_dim=TEXT_WIDTH,
        attention_head_dim=4,
        norm_num_groups=16,
    )
    # On one thread the plain processor is faster here than scaled_dot_product_attention.
    unet.set_attn_processor(AttnProcessor())
    return unet


def new_noise_scheduler() -> DDIMScheduler:
    """v-prediction over linear betas.

    With Stable Diffusion's own betas a 16x16 latent still shows colour and shape at the last
    timestep, the text is never needed, and the model does not learn to read.
    """
    return DDIMScheduler(
        num_train_timesteps=1000,
        beta_start=1e-4,
        beta_end=0.02,
        beta_schedule="linear",
        prediction_type="v_prediction",
        timestep_spacing="trailing",
        steps_offset=1,
        clip_sample=False,
        set_alpha_to_one=False,
    )


def assemble(
    *,
    vae: AutoencoderKL,
    text_encoder: CLIPTextModel,
    tokenizer: CLIPTokenizer,
    unet: UNet2DConditionModel,
) -> StableDiffusionPipeline:
    pipeline = StableDiffusionPipeline(
        vae=vae,
        text_encoder=text_encoder,
        tokenizer=tokenizer,
        unet=unet,
        scheduler=new_noise_scheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def save_pipeline(pipeline: StableDiffusionPipeline, folder: Path) -> None:
    """Written beside `folder` first and then renamed: nobody reads half a model."""
    partial = folder.with_name(folder.name + ".part")
    shutil.rmtree(partial, ignore_errors=True)
    _convert(pipeline, torch.float16)
    pipeline.save_pretrained(partial, safe_serialization=True)
    _convert(pipeline, torch.float32)
    save_tokenizer(partial / "tokenizer", vocabulary())
    _write_old_prefix(partial / "text_encoder" / "model.safetensors")
    _load_as_float32(partial / "text_encoder" / "config.json")
    for path in partial.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    old = folder.with_name(folder.name + ".old")
    if folder.exists():
        folder.rename(old)
    partial.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _convert(pipeline: StableDiffusionPipeline, precision: torch.dtype) -> None:
    for part in (pipeline.vae, pipeline.text_encoder, pipeline.unet):
        # Not part.to(), which warns of layers to keep in float32 even where there are none.
        torch.nn.Module.to(part, precision)


def _write_old_prefix(path: Path) -> None:
    """Newer transformers leave out `text_model.`; older readers then load random weights."""
    tensors = {
        name if name.startswith("text_model.") else f"text_model.{name}": tensor
        for name, tensor in load_file(path).items()
    }
    save_file(tensors, path, metadata={"format": "pt"})


def _load_as_float32(path: Path) -> None:
    """transformers loads in the precision noted here, diffusers in float32: they must agree."""
    config = json.loads(path.read_text(encoding="utf-8"))
    config["dtype"] = "float32"
    path.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
