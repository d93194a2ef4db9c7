"""All that is in memory while a run learns: built from the last kept step, dropped on pause."""

import logging
from dataclasses import dataclass, field
from functools import partial

import torch
from accelerate import Accelerator

from training import randomness
from training.checkpoints import drop_kept_steps, drop_old_states, save_checkpoint
from training.contract import events as ev
from training.contract.atomic import atomic_write
from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.contract.kept_steps import kept_steps
from training.contract.layout import RunFolder
from training.contract.messages import say
from training.contract.pins import pinned_steps
from training.contract.settings import DreamBoothSettings
from training.control import Control, Interruption
from training.dataset import Dataset, Sighting, sample_prompts
from training.event_log import EventLog
from training.fixed_tests import FixedTests
from training.guard import Pace, fits
from training.latents import Latents
from training.learning_rate import extension_rate
from training.methods import Batch, Method, ParameterGroup
from training.model import BaseModel
from training.optimizers import optimizer_state, scale_state
from training.sampling import draw_samples
from training.verdicts import Verdicts

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Row:
    latents: torch.Tensor
    noise: torch.Tensor
    timestep: int
    time_ids: torch.Tensor


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
    groups: list[ParameterGroup]
    optimizer: torch.optim.Optimizer
    dataset: Dataset
    latents: Latents
    class_latents: Latents | None
    tests: FixedTests
    verdicts: Verdicts
    step: int
    # The step that is on disk, whole: read by this session, or written by it.
    kept_step: int | None
    # Weights move while the backward pass is still under way.
    steps_in_backward: bool = False
    # Updates left out when it was last said.
    _skipped: int = 0
    _pace: Pace = field(default_factory=Pace)

    @property
    def max_train_steps(self) -> int:
        return self.events.history.max_train_steps or self.config.training.max_train_steps

    def extend(self, more_steps: int) -> None:
        """Book more steps; the schedule keeps its end, and they use the rate it ends with."""
        rate = extension_rate(self.config.training)
        total = self.max_train_steps + more_steps
        self.events.emit(ev.Extended(max_train_steps=total, learning_rate=rate))

    def batch(self, micro_batch: int) -> Batch:
        """The micro-batch number `micro_batch` of the step to come. Timesteps are stratified
        over the whole step: one from each equal part of the schedule."""
        training = self.config.training
        looks = self.dataset.looks(self.step, micro_batch)
        rows = [self._row(look) for look in looks]
        device = self.model.device
        share = 1 / training.train_batch_size
        class_share = share * self.config.data.prior_loss_weight
        weights = [class_share if look.is_class else share for look in looks]
        return Batch(
            latents=torch.stack([row.latents for row in rows]),
            noise=torch.stack([row.noise for row in rows]).to(device),
            timesteps=torch.tensor([row.timestep for row in rows], device=device),
            time_ids=torch.stack([row.time_ids for row in rows]).to(device),
            prompts=[look.prompt for look in looks],
            loss_weights=torch.tensor(weights, device=device),
            class_pictures=sum(look.is_class for look in looks),
        )

    def _row(self, look: Sighting) -> "_Row":
        """What one look at one picture brings into the batch; pictures of the class draw from
        streams of their own."""
        training = self.config.training
        source = self.class_latents if look.is_class else self.latents
        assert source is not None
        stream = "class_" if look.is_class else ""
        place = (self.step, look.slot)
        latents = source.sample(
            look.image, flipped=look.flipped, seed=training.seed, indices=place, stream=stream
        )
        noise = randomness.normal(tuple(latents.shape), training.seed, f"{stream}noise", *place)
        if training.noise_offset:
            # https://www.crosslabs.org/blog/diffusion-with-offset-noise
            channels = (latents.shape[0], 1, 1)
            offset = randomness.normal(channels, training.seed, f"{stream}noise_offset", *place)
            noise = noise + training.noise_offset * offset
        count = training.train_batch_size * training.gradient_accumulation_steps
        moment = randomness.uniform(training.seed, f"{stream}timestep", *place)
        length = len(self.model.noise_scheduler)
        timestep = min(int((look.slot + moment) / count * length), length - 1)
        time_ids = source.time_ids(look.image, flipped=look.flipped)
        return _Row(latents, noise, timestep, time_ids)

    def keep(self, *, pinned: bool = False) -> None:
        """Write the step just reached as a kept step; ManulError "loss_not_finite" if there is
        nothing worth keeping any more."""
        self.events.emit(ev.StageProgressed(stage="saving"))
        if not self.is_kept():
            weights = self.method.weights()
            if not all(values.isfinite().all() for values in weights.values()):
                raise self.not_finite(self.step)
            state = optimizer_state(self.optimizer) | scale_state(self.moving_scale)
            save_checkpoint(self.run, self.step, weights=weights, state=state)
            self.kept_step = self.step
        self.tell_kept(pinned=pinned)
        self.control.touch()

    def not_finite(self, step: int) -> ManulError:
        """A number of step `step` is none."""
        rate = self.config.training.learning_rate
        return ManulError(
            "loss_not_finite", step=step, learning_rate=rate, suggestion=float(f"{rate / 10:.2g}")
        )

    @property
    def moving_scale(self) -> torch.amp.GradScaler | None:
        """fp16's loss scale where it moves; with the step in the backward pass it is fixed."""
        return None if self.steps_in_backward else self.accelerator.scaler

    def tell_kept(self, *, pinned: bool = False) -> None:
        path = self.run.relative(self.run.checkpoint(self.step))
        told = self.events.history.checkpoints.get(self.step)
        pinned = pinned or (told is not None and told.pinned)
        self.events.emit(ev.CheckpointSaved(step=self.step, path=path, pinned=pinned))
        self.drop_surplus()

    def drop_surplus(self) -> None:
        """Of full models the last, the best so far, and then the newest pinned ones are kept; of
        all others only the states of old steps go."""
        if isinstance(self.config.method, DreamBoothSettings):
            self._drop_models(self.config.method.kept_steps)
        drop_old_states(self.run)

    def _drop_models(self, limit: int) -> None:
        saved, kept = self.events.history.checkpoints, kept_steps(self.run)
        best = self.verdicts.best(kept)
        chosen = pinned_steps(self.run, [step for step, told in saved.items() if told.pinned])
        pinned = [step for step in reversed(kept) if step in chosen]
        wanted = dict.fromkeys([self.step, *([best.step] if best else []), *pinned])
        drop_kept_steps(self.run, except_for=set(list(wanted)[:limit]))

    def note_skipped(self) -> None:
        """Say that updates were left out, each time their number has doubled."""
        skipped = getattr(self.optimizer, "skipped", 0)
        if skipped > 2 * self._skipped:
            self._skipped = skipped
            note = say("note.gradients_skipped", step=self.step, count=skipped)
            self.events.emit(ev.Noted(note=note))

    @property
    def parameters(self) -> list[torch.nn.Parameter]:
        return [parameter for group in self.groups for parameter in group.parameters]

    def must_test(self) -> bool:
        """A full model that is kept has to be judged, so that the best one stays."""
        return isinstance(self.config.method, DreamBoothSettings) and self.is_kept()

    def is_kept(self) -> bool:
        return self.step == self.kept_step

    def note_pace(self, seconds: float) -> None:
        """Say when steps on a card suddenly take much longer."""
        if self.model.device.type == "cuda" and (factor := self._pace.add(seconds)) is not None:
            note = say("note.steps_slower", step=self.step, factor=round(factor))
            self.events.emit(ev.Noted(note=note))

    def draw(self) -> None:
        """Save one sample a prompt. They are worth less than the training: if they do not fit
        into the card's memory, or cannot be drawn, they are left out. OSError if they cannot be
        written: then nothing can."""
        try:
            reason = None if fits(self._draw) else say("cause.card_full")
        except (Interruption, OSError):
            raise
        except Exception as error:
            log.exception("a sample could not be drawn")
            reason = say("cause.system", detail=f"{type(error).__name__}: {error}")
        if reason is not None:
            self.events.emit(ev.Noted(note=say("note.sample_failed", reason=reason)))

    def _draw(self) -> None:
        """The same noise at every step."""
        sampling = self.config.sampling
        for index, words in enumerate(sample_prompts(self.config)):
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
        """The fixed test, and what it says."""
        # Without dropout; the loop switches it on again before each step.
        self.model.learn(False)
        loss, class_loss = self.tests.losses(self.method, progress=self.control.touch)
        self.events.emit(ev.Evaluated(step=self.step, loss=loss, class_loss=class_loss))
        self.tell_verdicts()

    def tell_verdicts(self) -> None:
        """What the fixed tests say and nobody has been told."""
        self.verdicts.tell(is_last=self.step == self.max_train_steps)

    def show_learning(self) -> None:
        stage = self.events.history.stage
        if stage is None or stage.stage != "learning":
            self.events.emit(ev.StageProgressed(stage="learning"))

    def _show_sampling(self, index: int) -> None:
        total = len(self.config.concept.prompts())
        self.events.emit(ev.StageProgressed(stage="sampling", done=index, total=total))
