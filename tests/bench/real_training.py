"""The engine's own session for a job, and its own steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import torch

from tests.bench.job import Job
from training.attempt_start import start_attempt
from training.card_lock import card_name, check_card_is_free, hold_card
from training.contract.concept import Concept
from training.contract.concept_folder import create_concept
from training.contract.events import Choice
from training.contract.layout import RunFolder
from training.contract.messages import say
from training.contract.run_history import RunHistory
from training.contract.runs import RunRequest, create_run, read_run_config
from training.control import Control
from training.event_log import EventLog
from training.guard import cap_memory
from training.hardware import Hardware, choose_hardware
from training.loop import train_step
from training.session import Session
from training.session_building import Surroundings, build_session
from training.tensorboard_log import TensorboardLog

_USUAL = (
    "training.learning_rate=1e-6", 'training.learning_rate_steps=""', "training.lr_warmup_steps=0",
    'training.lr_scheduler="constant"', "training.lr_decay_steps=0", "training.seed=7",
    "training.max_train_steps=1000000", "data.prior_preservation=false", "evaluation.pairs=1",
)  # fmt: skip
_NAME = "zwx"


@contextmanager
def open_training(job: Job) -> Iterator[Session]:
    """Ready for its first step, as `attempt.train` makes it ready, but with the job's measures
    instead of those for what this card has free. ManulError "card_busy"."""
    run = _new_run(job)
    config = read_run_config(run)
    events = EventLog(run.events, RunHistory())
    start_attempt(run, events)
    with Control(run, events) as control:
        hardware = replace(choose_hardware(config), measures=_choices(job))
        card = card_name(hardware.device)
        check_card_is_free(card)
        board = TensorboardLog(run.tensorboard, run.path)
        events.listen(board.show)
        try:
            with hold_card(card, queued=control.check, check=control.check):
                events.emit(hardware.as_event())
                _cap(hardware, job)
                yield build_session(Surroundings(run, config, hardware, events, control), step=0)
        finally:
            board.close()


def take_steps(session: Session, count: int) -> None:
    """As `loop.learn` does, without what is due between them."""
    for _ in range(count):
        session.model.learn(True)
        train_step(session)
        session.control.check()


def _new_run(job: Job) -> RunFolder:
    facts = Concept(
        name=_NAME, kind="animal", initializer_token="cat", sample_prompts=("a photo of {}",)
    )
    folder, _ = create_concept(
        Path(job.workspace), facts, [Path(job.pictures)], resolution=job.resolution
    )
    own = (f"data.resolution={job.resolution}", f"training.train_batch_size={job.batch}")
    request = RunRequest(
        base_model=job.model, method=job.method, assignments=(*_USUAL, *own, *job.asked)
    )
    return create_run(folder, request)


def _choices(job: Job) -> tuple[Choice, ...]:
    return tuple(Choice(name=name, reason=say("reason.measure.asked")) for name in job.measures)


def _cap(hardware: Hardware, job: Job) -> None:
    """On an emulated card torch may reserve what is left beside a desktop, and no more."""
    if job.reserved is None or hardware.device.type != "cuda":
        cap_memory(hardware.device)
        return
    _, total = torch.cuda.mem_get_info(hardware.device)
    torch.cuda.set_per_process_memory_fraction(
        min(job.reserved / total, 1.0), hardware.device.index
    )
