"""Measures one training: loads it as the engine does, and times the engine's own steps."""

import time
import traceback
from statistics import median

import torch

from tests.bench.job import Answer, Job
from tests.bench.real_training import open_training, take_steps
from training.guard import fits
from training.session import Session

_FEWEST_WARM_STEPS = 5
# Of the time there is, at most so much is spent on steps that are not timed.
_WARM_SHARE = 0.25
# Shorter repeats tell nothing.
_FEWEST_STEPS = 5
# For the driver to settle, and those who watch to see it.
_EMPTY_SECONDS = 0.3


def measure(job: Job) -> Answer:
    """Whatever happens is part of the answer."""
    answer = Answer()
    try:
        if not fits(lambda: _run(job, answer)):
            answer.problem = f"out of memory {answer.stage}"
    except Exception as error:
        traceback.print_exc()
        answer.problem = f"{type(error).__name__}: {error}"
    answer.ended = time.time()
    return answer


def _run(job: Job, answer: Answer) -> None:
    start = time.monotonic()
    answer.stage = "while loading"
    _note_empty_card(answer)
    answer.loading_since = time.time()
    with open_training(job) as session:
        device = session.model.device
        answer.load_reserved, _ = _peaks(device)
        answer.learning_since, answer.stage = time.time(), "while learning"
        left = None if job.seconds is None else job.seconds - (time.monotonic() - start)
        _time_steps(job, session, answer, left)
        answer.reserved, answer.allocated = _peaks(device)
        answer.drawing_since, answer.stage = time.time(), "while drawing"
        history = session.events.history
        answer.loss = history.steps[session.step].loss
        if job.draws:
            session.draw()
            answer.draw_reserved, _ = _peaks(device)
            answer.has_drawn = bool(history.samples)
        answer.notes = [note.note.text for note in history.notes]


def _note_empty_card(answer: Answer) -> None:
    """How much the driver's context takes before anything is loaded."""
    if not torch.cuda.is_available():
        return
    torch.zeros(1, device="cuda")
    torch.cuda.synchronize()
    answer.empty_since, answer.empty_reserved = time.time(), torch.cuda.memory_reserved()
    time.sleep(_EMPTY_SECONDS)


def _time_steps(job: Job, session: Session, answer: Answer, left: float | None) -> None:
    start = time.monotonic()
    paces: list[float] = []
    while len(paces) < job.warm_up:
        paces.append(_seconds_of(session, 1))
        is_late = left is not None and time.monotonic() - start > left * _WARM_SHARE
        if is_late and len(paces) >= _FEWEST_WARM_STEPS:
            break
    if left is not None:
        left -= time.monotonic() - start
    answer.steps, repeats = planned_steps(job, pace=median(paces[-5:]), left=left)
    for _ in range(repeats):
        answer.blocks.append(_seconds_of(session, answer.steps))


def planned_steps(job: Job, *, pace: float, left: float | None) -> tuple[int, int]:
    """Steps of a repeat, and repeats, that fit into the seconds left at `pace` seconds a step.
    A training that has to prove that it fits takes all its steps."""
    if left is None or job.reserved is not None:
        return job.steps, job.repeats
    possible = int(max(left, 0) / pace)
    if possible >= job.repeats * _FEWEST_STEPS:
        return min(job.steps, possible // job.repeats), job.repeats
    return min(job.steps, max(possible, _FEWEST_STEPS)), 1


def _seconds_of(session: Session, steps: int) -> float:
    _wait(session.model.device)
    before = time.perf_counter()
    take_steps(session, steps)
    _wait(session.model.device)
    return time.perf_counter() - before


def _wait(device: torch.device) -> None:
    """The card works behind Python's back."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def _peaks(device: torch.device) -> tuple[int | None, int | None]:
    """Most bytes reserved and allocated since this was asked before; None on a processor."""
    if device.type != "cuda":
        return None, None
    peaks = torch.cuda.max_memory_reserved(device), torch.cuda.max_memory_allocated(device)
    torch.cuda.reset_peak_memory_stats(device)
    return peaks
