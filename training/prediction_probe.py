"""Decides what the UNet predicts: as said by the user or the files, else by asking the UNet."""

import torch

from training import randomness
from training.contract.config import RunConfig
from training.contract.events import Choice
from training.contract.messages import say
from training.model import BaseModel
from training.time_ids import sample_time_ids

# Far from both: noise comes back all but whole (1), or hardly at all (0).
_THRESHOLD = 0.5
_LATENT_SIDE = 32


def choose_prediction_type(
    config: RunConfig, said: str | None, remembered: str | None
) -> Choice | None:
    """The user's word, what was found when the run began, or what the files say; None if nobody
    knows."""
    wished = config.training.prediction_type
    if wished != "auto":
        return Choice(name=wished, reason=say("reason.prediction.asked"))
    if remembered is not None:
        return Choice(name=remembered, reason=say("reason.prediction.remembered"))
    if said is not None:
        return Choice(name=said, reason=say("reason.prediction.said"))
    return None


@torch.no_grad()
def probe_prediction_type(model: BaseModel) -> Choice:
    """At the last timestep a picture is nearly all noise. A UNet that predicts the noise gives
    its input back; one that predicts the velocity (arXiv 2202.00512) gives the picture, negated,
    which has nothing to do with this noise."""
    channels = model.unet.config.in_channels
    noise = randomness.normal((1, channels, _LATENT_SIDE, _LATENT_SIDE), 0, "prediction_probe")
    noise = noise.to(model.device)
    last = torch.tensor([len(model.noise_scheduler) - 1], device=model.device)
    time_ids = sample_time_ids(_LATENT_SIDE * model.latent_scale).unsqueeze(0).to(model.device)
    answer = model.predict(noise, last, model.encode_prompts([""]), time_ids)
    both = torch.stack([noise.flatten().float(), answer.flatten().float()])
    likeness = float(both.corrcoef()[0, 1])
    found = "epsilon" if likeness > _THRESHOLD else "v_prediction"
    return Choice(name=found, reason=say("reason.prediction.probed", likeness=f"{likeness:.2f}"))
