"""Loads a run's base model, one part at a time."""

import torch
from diffusers import AutoencoderKL

from training.contract import events as ev
from training.contract.config import RunConfig
from training.dataset import run_prompts
from training.hardware import Hardware
from training.measures import measure_names
from training.model import BaseModel, brought_to, load_text_encoders, load_unet
from training.model_files import ModelFiles, build_scheduler, vae_dtype
from training.packed_base import packing
from training.prediction_probe import choose_prediction_type, probe_prediction_type
from training.text_encoding import encode_each


def load_vae(files: ModelFiles, hardware: Hardware) -> AutoencoderKL:
    """On the CPU, where it waits between encoding and samples."""
    return brought_to(torch.device("cpu"), files.vae(vae_dtype(files.family, hardware.dtype)))


def load_base_model(
    files: ModelFiles, vae: AutoencoderKL, hardware: Hardware, config: RunConfig,
    *, remembered: str | None = None,
) -> tuple[BaseModel, ev.Choice]:  # fmt: skip
    """All parts for training, and what the UNet predicts; `vae` has been loaded before, for the
    latents. `remembered` = what was found out when the run began."""
    scheduler = files.scheduler_config()
    prediction = choose_prediction_type(config, scheduler.get("prediction_type"), remembered)
    device, dtype = hardware.device, hardware.dtype
    text_encoders = load_text_encoders(files, device, dtype)
    encoded = {}
    if hardware.uses("cache_text"):
        # Before the UNet needs the room. What is said besides is encoded where they are then.
        encoded = encode_each(text_encoders, run_prompts(config), device=device)
        for encoder in text_encoders:
            encoder.module.to("cpu")
    measures = measure_names(hardware.measures)
    model = BaseModel(
        text_encoders=text_encoders,
        unet=load_unet(files, device, dtype, packing=packing(measures, device)),
        vae=vae,
        noise_scheduler=build_scheduler(scheduler, prediction.name if prediction else "epsilon"),
        device=device,
        dtype=dtype,
        taught_dtype=hardware.taught_dtype,
        text_is_fixed=bool(encoded),
        encoded=encoded,
    )
    if prediction is None:
        prediction = probe_prediction_type(model)
        model.noise_scheduler = build_scheduler(scheduler, prediction.name)
    return model, prediction


def as_event(digest: str, model: BaseModel, prediction: ev.Choice) -> ev.BaseModelRead:
    ends_in_noise = bool(model.noise_scheduler.config.rescale_betas_zero_snr)
    return ev.BaseModelRead(sha256=digest, prediction=prediction, zero_terminal_snr=ends_in_noise)
