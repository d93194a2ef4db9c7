"""Builds a training session: loads every part, one phase at a time, and puts back what was kept."""

from dataclasses import dataclass

from accelerate import Accelerator
from accelerate.state import AcceleratorState
from accelerate.utils import GradScalerKwargs
from diffusers import AutoencoderKL

from training.checkpoints import STATES_KEPT, check_space, load_state, load_weights
from training.class_images import ClassImages
from training.contract import events as ev
from training.contract.config import RunConfig
from training.contract.layout import RunFolder
from training.contract.measures import take_turns
from training.contract.messages import Message, say
from training.contract.settings import DreamBoothSettings
from training.control import Control
from training.dataset import Dataset, sample_prompts
from training.event_log import EventLog
from training.faster_unet import speed_up
from training.fixed_tests import build_fixed_tests
from training.hardware import Hardware
from training.latents import Latents, PictureSet, encode_pictures
from training.likeness import PictureLikeness
from training.measures import measure_names, notes_on_refused
from training.methods import method_class
from training.model import BaseModel
from training.model_files import open_model
from training.model_finding import find_base_model
from training.model_loading import as_event, load_base_model, load_vae
from training.optimizers import build_optimizer, restore_optimizer, restore_scale, state_bytes
from training.prompt_tokens import is_too_long
from training.session import Session
from training.verdicts import Verdicts

# The UNet halves the latents three times; latents are an eighth of the picture.
_SIDE_MULTIPLE = 64
# fp16 has no numbers below 6e-8. Gradients of single weights stay far below 65504 / this.
LOSS_SCALE = 2.0**13


@dataclass(frozen=True)
class Surroundings:
    """What a session is built for, and whom it reports to."""

    run: RunFolder
    config: RunConfig
    hardware: Hardware
    events: EventLog
    control: Control

    def progress(self, stage: ev.Stage, done: int = 0, total: int = 0) -> None:
        self.control.check()
        self.events.emit(ev.StageProgressed(stage=stage, done=done, total=total))

    def note(self, message: Message) -> None:
        self.events.emit(ev.Noted(note=message))


def build_session(around: Surroundings, *, step: int) -> Session:
    """A session that stands at the kept step `step` (0 = nothing learned yet)."""
    run, config, events = around.run, around.config, around.events
    accelerator = build_accelerator(around.hardware)
    measures = measure_names(around.hardware.measures)
    in_backward = "step_in_backward" in measures
    known = events.history.base_model
    info, digest = find_base_model(config, progress=around.progress, known=known)
    files = open_model(info)
    vae = load_vae(files, around.hardware)
    own = PictureSet(run.concept.images, config.images, flips=config.data.random_flip)
    latents = _encode(own, vae, around)
    around.progress("loading")
    remembered = known.prediction.name if known else None
    model, prediction = load_base_model(files, vae, around.hardware, config, remembered=remembered)
    if known is None:
        events.emit(as_event(digest, model, prediction))
    _check_space(around, model)
    class_latents = _class_latents(model, digest, around)
    class_images = class_latents.usable if class_latents else ()
    by_turns = take_turns(
        measures, batch=config.training.train_batch_size, prior_preservation=bool(class_images)
    )
    dataset = Dataset(config, latents.usable, class_images=class_images, take_turns=by_turns)
    tests = build_fixed_tests(config, model, dataset, latents, class_latents)
    # Before the method, which may hang something around it.
    _choose_attention(model, around)
    method = method_class(config.method.name)(config, run, model)
    notes = notes_on_refused(config, model.device) + speed_up(model.unet, measures)
    if "gradient_checkpointing" in measures:
        model.unet.enable_gradient_checkpointing()
    groups = method.parameter_groups()
    optimizer = build_optimizer(
        [group.parameters for group in groups], config.training, measures,
        loss_scale=LOSS_SCALE if in_backward and accelerator.scaler else 1.0,
    )  # fmt: skip
    if step:
        method.load_weights(load_weights(run, step))
        state = load_state(run, step)
        restore_optimizer(optimizer, state)
        if not in_backward:
            restore_scale(accelerator.scaler, state)
    else:
        _note_long_prompts(config, model, around)
        if config.data.resolution % _SIDE_MULTIPLE and config.family != "demo":
            around.note(say("note.small_multiple", resolution=config.data.resolution))
        for message in notes:
            around.note(message)
    has_scale = accelerator.scaler is not None and not in_backward
    around.control.check()
    # A full model at step 0 is the base model, which is there already.
    untouched = 0 if isinstance(config.method, DreamBoothSettings) else None
    return Session(
        run=run, config=config, events=events, control=around.control, accelerator=accelerator,
        model=model, method=method, groups=groups,
        # accelerate adds fp16's moving loss scale, which needs gradients that wait for the step.
        optimizer=accelerator.prepare(optimizer) if has_scale else optimizer,
        steps_in_backward=in_backward,
        dataset=dataset, latents=latents, class_latents=class_latents,
        tests=tests, verdicts=Verdicts(
            run, events, PictureLikeness(run, config, events), window=tests.plan.window,
            has_held_out=bool(dataset.held_out),
        ),
        step=step,
        kept_step=step or untouched,
    )  # fmt: skip


def build_accelerator(hardware: Hardware) -> Accelerator:
    """A fresh accelerator: accelerate remembers the first one's settings for the process."""
    AcceleratorState._reset_state(reset_partial_state=True)
    # With the step in the backward pass nobody can take a step back and try a smaller scale: it
    # never changes, and what overflows is left out tensor by tensor.
    fixed = [GradScalerKwargs(init_scale=LOSS_SCALE)] if hardware.uses("step_in_backward") else []
    return Accelerator(
        mixed_precision=hardware.mixed_precision,
        cpu=hardware.device.type == "cpu",
        kwargs_handlers=[*fixed],
    )


def _choose_attention(model: BaseModel, around: Surroundings) -> None:
    """xformers where it was asked for and works; torch's own computes the same."""
    if around.config.training.attention != "xformers":
        return
    try:
        model.unet.enable_xformers_memory_efficient_attention()
    except (ImportError, ValueError, NotImplementedError) as error:
        around.note(say("note.no_xformers", reason=str(error)))


def _check_space(around: Surroundings, model: BaseModel) -> None:
    """Before hours are spent: a full model and its optimizer's state are large, and a new one is
    written before an old one goes. What is kept already needs no more room."""
    settings = around.config.method
    if not isinstance(settings, DreamBoothSettings):
        return
    texts = model.text_modules().values() if settings.train_text_encoder else ()
    numbers = sum(values.numel() for part in (model.unet, *texts) for values in part.parameters())
    weights = model.taught_dtype.itemsize * (settings.kept_steps + 1)
    state = state_bytes(measure_names(around.hardware.measures)) * (STATES_KEPT + 1)
    folder = around.run.checkpoints
    there = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    check_space(folder, round(numbers * (weights + state)) - there)


def _encode(pictures: PictureSet, vae: AutoencoderKL, around: Surroundings) -> Latents:
    def progress(done: int, total: int) -> None:
        around.progress("caching", done, total)

    return encode_pictures(
        pictures, around.run.concept.cache, around.config, vae, device=around.hardware.device,
        note=around.note, progress=progress,
    )  # fmt: skip


def _class_latents(model: BaseModel, digest: str, around: Surroundings) -> Latents | None:
    """Those of the class pictures, drawn before anything is taught; None without prior
    preservation."""
    if not around.config.data.prior_preservation:
        return None

    def progress(done: int, total: int) -> None:
        around.progress("class_images", done, total)

    chosen = around.events.history.class_images
    images = ClassImages(around.run.concept, around.config, digest, chosen=chosen)
    images.draw_missing(model, check=around.control.check, progress=progress)
    if not chosen:
        around.events.emit(ev.ClassImagesChosen(images=images.choice()))
    return _encode(PictureSet(images.folder, images.as_images()), model.vae, around)


def _note_long_prompts(config: RunConfig, model: BaseModel, around: Surroundings) -> None:
    encoder = model.text_encoders[0]
    for prompt in sample_prompts(config):
        if is_too_long(encoder.tokenizer, prompt, encoder.placeholders):
            around.note(say("note.prompt_too_long", prompt=prompt))
