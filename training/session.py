"""All that is in memory while a run learns: built from the last kept step, dropped on pause."""

import time
from dataclasses import dataclass
from functools import partial

import torch
from accelerate import Accelerator
from accelerate.state import AcceleratorState
from accelerate.utils import AutocastKwargs

from training import randomness
from training.checkpoints import load_state, load_weights, save_checkpoint
from training.contract import events as ev
from training.contract.atomic import atomic_write
from training.contract.config import RunConfig
from training.contract.layout import RunFolder
from training.contract.messages import Message, say
from training.control import Control
from training.dataset import Dataset
from training.evaluation import View, fixed_batches, fixed_loss
from training.event_log import EventLog
from training.hardware import Hardware
from training.latents import Latents, Note, encode_pictures
from training.methods import Batch, Method, method_class
from training.model import BaseModel
from training.model_files import open_model
from training.model_loading import as_event, find_base_model, load_base_model, load_vae
from training.optimizers import build_optimizer, optimizer_state, restore_optimizer
from training.prompt_tokens import is_too_long
from training.sampling import draw_samples


@dataclass
class Session:
    """The parts of a training and where it stands; `step` counts finished optimizer steps."""

    run: RunFolder
    config: RunConfig
    events: EventLog
    control: Control
    accelerator: Accelerator
    model: BaseModel
    method: Method
    optimizer: torch.optim.Optimizer
    dataset: Dataset
    latents: Latents
    tests: list[Batch]
    step: int
    # The step that is on disk, whole: read by this session, or written by it.
    kept_step: int | None
    learning_seconds: float = 0.0
    testing_seconds: float = 0.0

    @property
    def max_train_steps(self) -> int:
        return self.events.history.max_train_steps or self.config.training.max_train_steps

    def batch(self, micro_batch: int) -> Batch:
        """The micro-batch number `micro_batch` of the step to come. Timesteps are stratified
        over the whole step: one from each equal part of the schedule."""
        training = self.config.training
        looks = self.dataset.looks(self.step, micro_batch)
        count = training.train_batch_size * training.gradient_accumulation_steps
        latents, noise, timesteps, time_ids = [], [], [], []
        for look in looks:
            place = (self.step, look.slot)
            latents.append(
                self.latents.sample(
                    look.image, flipped=look.flipped, seed=training.seed, indices=place
                )
            )
            shape = tuple(latents[-1].shape)
            noise.append(randomness.normal(shape, training.seed, "noise", *place))
            position = look.slot + randomness.uniform(training.seed, "timestep", *place)
            length = len(self.model.noise_scheduler)
            timesteps.append(min(int(position / count * length), length - 1))
            time_ids.append(self.latents.time_ids(look.image, flipped=look.flipped))
        device = self.model.device
        return Batch(
            latents=torch.stack(latents),
            noise=torch.stack(noise).to(device),
            timesteps=torch.tensor(timesteps, device=device),
            time_ids=torch.stack(time_ids).to(device),
            prompts=[look.prompt for look in looks],
        )

    def keep(self) -> None:
        """Write the step just reached as a kept step."""
        self.events.emit(ev.StageProgressed(stage="saving"))
        folder = save_checkpoint(
            self.run,
            self.step,
            weights=self.method.weights(),
            state=optimizer_state(self.optimizer),
        )
        self.kept_step = self.step
        path = self.run.relative(folder)
        self.events.emit(ev.CheckpointSaved(step=self.step, path=path))
        self.control.touch()

    def is_kept(self) -> bool:
        return self.step == self.kept_step

    def draw(self) -> None:
        """Save one sample a prompt, the same noise at every step."""
        sampling, name = self.config.sampling, self.config.concept.name
        for index, prompt in enumerate(self.config.concept.prompts()):
            words = prompt.replace("{}", name)
            self._show_sampling(index)
            seed = randomness.stream_seed(self.config.training.seed, "samples", index)
            (picture,) = draw_samples(
                self.model, [words], seeds=[seed], settings=sampling,
                resolution=self.config.data.resolution, check=self.control.check,
            )  # fmt: skip
            path = self.run.sample(self.step, index)
            path.parent.mkdir(exist_ok=True)
            atomic_write(path, partial(picture.save, format="PNG"))
            self.events.emit(
                ev.SampleSaved(
                    step=self.step, prompt_index=index, prompt=words, seed=seed,
                    path=self.run.relative(path),
                )
            )  # fmt: skip

    def evaluate(self) -> None:
        """The fixed test, and how long it took."""
        start = time.perf_counter()
        loss = fixed_loss(self.tests, self.method.loss, progress=self.control.touch)
        self.testing_seconds += time.perf_counter() - start
        self.events.emit(ev.Evaluated(step=self.step, loss=loss))

    def _show_sampling(self, index: int) -> None:
        total = len(self.config.concept.prompts())
        self.events.emit(ev.StageProgressed(stage="sampling", done=index, total=total))


def build_session(
    run: RunFolder, config: RunConfig, hardware: Hardware, events: EventLog, control: Control,
    *, step: int,
) -> Session:  # fmt: skip
    """Load everything, one phase at a time, and put back what step `step` kept (0 = nothing)."""

    def caching(done: int, total: int) -> None:
        control.check()
        events.emit(ev.StageProgressed(stage="caching", done=done, total=total))

    def note(message: Message) -> None:
        events.emit(ev.Noted(note=message))

    def loading(stage: ev.Stage, done: int, total: int) -> None:
        control.check()
        events.emit(ev.StageProgressed(stage=stage, done=done, total=total))

    accelerator = build_accelerator(hardware)
    known = events.history.base_model
    info, digest = find_base_model(config, progress=loading, known=known)
    files = open_model(info)
    vae = load_vae(files, hardware)
    latents = encode_pictures(
        run.concept, config, vae, device=hardware.device, note=note, progress=caching
    )
    control.check()
    events.emit(ev.StageProgressed(stage="loading"))
    model, prediction = load_base_model(
        files, vae, hardware, config, remembered=known.prediction.name if known else None
    )
    if known is None:
        events.emit(as_event(digest, model, prediction))
    method = method_class(config.method.name)(config, run, model)
    if config.training.gradient_checkpointing:
        model.unet.enable_gradient_checkpointing()
    optimizer = build_optimizer(method.parameters(), config.training)
    if step:
        method.load_weights(load_weights(run, step))
        restore_optimizer(optimizer, load_state(run, step))
    dataset = Dataset(config, latents.usable)
    _note_long_prompts(config, model, note)
    control.check()
    return Session(
        run=run, config=config, events=events, control=control, accelerator=accelerator,
        model=model, method=method, optimizer=accelerator.prepare(optimizer), dataset=dataset,
        latents=latents, tests=_tests(config, dataset, latents, model), step=step,
        kept_step=step or None,
    )  # fmt: skip


def build_accelerator(hardware: Hardware) -> Accelerator:
    """A fresh accelerator: accelerate remembers the first one's settings for the process."""
    AcceleratorState._reset_state(reset_partial_state=True)
    return Accelerator(
        mixed_precision=hardware.mixed_precision,
        cpu=hardware.device.type == "cpu",
        # Cached casts of the weights would take more memory than the activations.
        kwargs_handlers=[AutocastKwargs(cache_enabled=False)],
    )


def _tests(config: RunConfig, dataset: Dataset, latents: Latents, model: BaseModel) -> list[Batch]:
    def view(image: int) -> View:
        return View(latents.mean(image), latents.time_ids(image), dataset.prompt(image))

    return fixed_batches(
        view,
        dataset.held_out or dataset.training,
        pairs=config.evaluation.pairs,
        timesteps=len(model.noise_scheduler),
        seed=config.training.seed,
    )


def _note_long_prompts(config: RunConfig, model: BaseModel, note: Note) -> None:
    prompts = [prompt.replace("{}", config.concept.name) for prompt in config.concept.prompts()]
    encoder = model.text_encoders[0]
    for prompt in prompts:
        if is_too_long(encoder.tokenizer, prompt, encoder.placeholders):
            note(say("note.prompt_too_long", prompt=prompt))
