"""One attempt at a run, from the kept step it starts from to its end, through pauses."""

from training.attempt_start import go_back
from training.card_lock import card_name, hold_card
from training.contact_sheet import write_contact_sheet
from training.contract import events as ev
from training.contract.commands import Command
from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.messages import say
from training.contract.runs import read_run_config
from training.control import Control, Interruption
from training.event_log import EventLog
from training.guard import fits, give_back_memory
from training.hardware import choose_hardware
from training.loop import learn
from training.run_plan import lowered, settled
from training.session_building import Surroundings, build_session
from training.tensorboard_log import TensorboardLog


def train(
    run: RunFolder, config: RunConfig, events: EventLog, control: Control, *, more_steps: int = 0
) -> None:
    """Learn to the end; Interruption if asked to stop. A pause gives everything back, and so does
    running out of memory, which goes on in a way that needs less."""
    hardware = choose_hardware(config, planned=events.history.plan)
    card = card_name(hardware.device)
    control.watch(card)
    around = Surroundings(run, config, hardware, events, control)

    def learn_from_here() -> None:
        nonlocal more_steps
        session = build_session(around, step=events.history.step)
        _note_where_the_model_is(run, config, events)
        if more_steps:
            # Only now: an attempt that cannot begin must not book them.
            session.extend(more_steps)
            more_steps = 0
        learn(session)

    board = TensorboardLog(run.tensorboard, run.path)
    events.listen(board.show)
    try:
        while True:
            try:
                with hold_card(card, queued=lambda: events.emit(ev.Queued()), check=control.check):
                    around = settled(around)
                    while not fits(learn_from_here):
                        around = lowered(around)
                write_contact_sheet(run, events.history)
                return
            except Interruption as interruption:
                if not interruption.is_pause:
                    raise
                command = interruption.command
            except ManulError as error:
                if error.kind == "loss_not_finite":
                    _roll_back(around)
                raise
            _pause(events, control, command)
    finally:
        board.close()


def _note_where_the_model_is(run: RunFolder, config: RunConfig, events: EventLog) -> None:
    """It was loaded from there, so it is the run's own."""
    if config.base_model != (events.history.model_path or read_run_config(run).base_model):
        events.emit(ev.BaseModelMoved(path=config.base_model))


def _roll_back(around: Surroundings) -> None:
    """What was learned since the last kept step leads nowhere, and does not count."""
    step, notes = go_back(around.run)
    around.events.emit(ev.RolledBack(from_step=step, reason=say("reason.not_finite")))
    for note in notes:
        around.note(note)


def _pause(events: EventLog, control: Control, command: Command | None) -> None:
    """Memory and card are free until somebody asks to go on."""
    give_back_memory()
    step = events.history.step
    events.emit(ev.Paused(step=step))
    control.handled(command)
    control.wait_for_resume()
    events.emit(ev.Resumed(from_step=step))
