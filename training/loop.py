"""The training loop: one for all methods, read from top to bottom."""

import math
import time

import torch

from training import randomness
from training.contract import events as ev
from training.control import Interruption
from training.learning_rate import learning_rate_at
from training.loss import snr_weights
from training.session import Session
from training.tensorwise import TensorwiseOptimizer


def learn(session: Session) -> None:
    """Train until the last step. Interruption leaves only after the step reached is kept."""
    try:
        _arrive(session)
        while session.step < session.max_train_steps:
            session.model.learn(True)
            train_step(session)
            _serve(session)
            if _is_sample_step(session):
                session.keep()
                session.draw()
            if _is_test_due(session) or session.must_test():
                session.evaluate()
            session.control.check()
    except Interruption:
        if not session.is_kept():
            session.keep()
        raise


def train_step(session: Session) -> None:
    """One optimizer step: batches, loss, backward, clip, step; then it is a fact."""
    start = time.perf_counter()
    session.show_learning()
    training = session.config.training
    rate = learning_rate_at(session.step, training)
    for group, kind in zip(session.optimizer.param_groups, session.groups, strict=True):
        group.update(lr=rate * kind.rate_at(session.step), step=session.step)
        kind.use_at(session.step)
    total: float | None = None
    for micro_batch in range(training.gradient_accumulation_steps):
        randomness.seed_module_dropout(training.seed, session.step, micro_batch)
        batch = session.batch(micro_batch)
        losses = session.method.loss(batch)
        weights = snr_weights(session.model.noise_scheduler, batch.timesteps, training.snr_gamma)
        loss = (losses * weights * batch.loss_weights).sum() / training.gradient_accumulation_steps
        # Reported without its weights and without the class, to compare with the fixed test.
        own = losses[: len(losses) - batch.class_pictures]
        if len(own):
            total = (total or 0.0) + own.mean().item() / training.gradient_accumulation_steps
        # Before the backward pass, which may move the weights.
        if not math.isfinite(loss.item()):
            raise session.not_finite(session.step + 1)
        session.accelerator.backward(loss)
    _clip(session)
    session.optimizer.step()
    session.optimizer.zero_grad()
    # accelerate's wrapper holds the optimizer itself.
    optimizer = getattr(session.optimizer, "optimizer", session.optimizer)
    if isinstance(optimizer, TensorwiseOptimizer) and not optimizer.all_finite():
        raise session.not_finite(session.step + 1)
    session.step += 1
    session.note_skipped()
    session.control.touch()
    seconds = time.perf_counter() - start
    session.note_pace(seconds)
    session.events.emit(
        ev.StepDone(
            step=session.step, loss=total, learning_rate=rate, seconds=seconds,
            memory_bytes=_peak_memory(session.model.device),
        )
    )  # fmt: skip


def _clip(session: Session) -> None:
    """Cut the gradients to their greatest length. ManulError "loss_not_finite" before what is no
    number reaches the weights; fp16's moving scale and the step in the backward pass leave such
    updates out by themselves."""
    if session.steps_in_backward:
        return
    limit = session.config.training.max_grad_norm or math.inf
    length = session.accelerator.clip_grad_norm_(session.parameters, limit)
    if session.moving_scale is None and not math.isfinite(float(length)):
        raise session.not_finite(session.step + 1)


def _arrive(session: Session) -> None:
    """What belongs to the step the session starts from, unless it was done already."""
    if not session.is_kept():
        session.keep()
    elif session.step and session.step not in session.events.history.checkpoints:
        # Killed after it was written and before it was told.
        session.tell_kept()
    else:
        # Killed, perhaps, before it came to that.
        session.drop_surplus()
    drawn = {index for step, index in session.events.history.samples if step == session.step}
    if _is_sample_step(session) and len(drawn) < len(session.config.concept.prompts()):
        session.draw()
    if session.step not in session.events.history.evaluations:
        session.evaluate()
    session.tell_verdicts()


def _is_sample_step(session: Session) -> bool:
    is_last = session.step == session.max_train_steps
    return is_last or session.step % session.config.sampling.sample_every == 0


def _is_test_due(session: Session) -> bool:
    return session.step == session.max_train_steps or session.tests.plan.is_due(session.step)


def _serve(session: Session) -> None:
    """Samples, checkpoints and further steps that somebody asked for."""
    while command := session.control.take_request():
        if command.command == "extend":
            session.extend(command.steps)
            session.control.handled(command)
            continue
        session.keep(pinned=command.command == "save_now")
        if command.command == "sample_now" and not _is_sample_step(session):
            session.draw()
        session.control.handled(command)


def _peak_memory(device: torch.device) -> int | None:
    return torch.cuda.max_memory_allocated(device) if device.type == "cuda" else None
