"""DreamBooth teaches the whole UNet, the text encoder if asked, and keeps what is worth keeping."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import torch

from training.checkpoints import drop_kept_steps
from training.contract.events import read_events
from training.contract.kept_steps import kept_steps, resumable_steps
from training.contract.layout import RunFolder
from training.contract.pins import set_pin
from training.contract.run_history import fold
from training.contract.runs import read_run_config
from training.contract.settings import DreamBoothSettings
from training.engine import run_attempt
from training.loop import train_step

Open = Callable[..., Any]
ALONE = "data.prior_preservation=false"


def copies(module: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: values.detach().clone() for name, values in module.named_parameters()}


def moved(module: torch.nn.Module, before: dict[str, torch.Tensor]) -> set[str]:
    now = copies(module)
    return {name for name in now if not torch.equal(now[name], before[name])}


def test_the_whole_unet_learns_and_nothing_else(workshop: Any, open_session: Open) -> None:
    session = open_session(workshop.run(ALONE, method="dreambooth"))
    unet, (text,) = session.model.unet, session.model.text_modules().values()
    before, words, vae = copies(unet), copies(text), copies(session.model.vae)
    train_step(session)
    assert moved(unet, before) == set(before)
    assert not moved(text, words) and not moved(session.model.vae, vae)


def test_the_text_encoder_has_its_own_rate_and_its_own_end(
    workshop: Any, open_session: Open
) -> None:
    settings = (
        "method.train_text_encoder=true", "method.text_encoder_learning_rate=0.00005",
        "method.text_encoder_stop_step=2", ALONE,
    )  # fmt: skip
    session = open_session(workshop.run(*settings, method="dreambooth"))
    (text,) = session.model.text_modules().values()
    for step in range(3):
        before, unet = copies(text), copies(session.model.unet)
        train_step(session)
        rates = [group["lr"] for group in session.optimizer.param_groups]
        assert rates[0] > 0 and moved(session.model.unet, unet)
        if step < 2:
            assert rates[1] == rates[0] / 4
            assert moved(text, before)
        else:
            assert rates[1] == 0
            assert not moved(text, before)
            assert not any(values.requires_grad for values in text.parameters())


def test_a_taught_text_encoder_is_asked_anew(workshop: Any, open_session: Open) -> None:
    session = open_session(
        workshop.run("method.train_text_encoder=true", ALONE, method="dreambooth")
    )
    before = session.model.encode_prompts(["a photo"]).hidden_states.clone()
    train_step(session)
    assert not torch.equal(session.model.encode_prompts(["a photo"]).hidden_states, before)


def test_last_and_best_are_kept_and_what_was_saved_on_request(
    workshop: Any, history_of: Callable[[RunFolder], Any]
) -> None:
    run = workshop.run(
        "training.max_train_steps=5", "sampling.sample_every=1", ALONE, method="dreambooth"
    )
    assert run_attempt(run).state == "finished"
    settings = read_run_config(run).method
    assert isinstance(settings, DreamBoothSettings) and settings.kept_steps == 3
    history = history_of(run)
    assert len(history.suggestions) > 1, "it never changed"
    best = history.suggestions[max(step for step in history.suggestions if step < 5)].step
    assert kept_steps(run) == sorted({best, 5})
    # Should step 5 be damaged, there is another to go on from.
    assert resumable_steps(run) == [5, best]
    assert history.suggestion.step in kept_steps(run)
    assert not any((run.checkpoint(step)).exists() for step in range(5) if step != best)


def test_that_the_weights_are_cast_is_no_news(
    workshop: Any, open_session: Open, caplog: pytest.LogCaptureFixture
) -> None:
    """diffusers warns of casts in its own words, on the terminal where `plan` traces a run."""
    open_session(workshop.run(ALONE, method="dreambooth"))
    assert "kept in float32" not in caplog.text


def test_a_pinned_step_stays(workshop: Any, open_session: Open) -> None:
    session = open_session(workshop.run(ALONE, method="dreambooth"))
    train_step(session)
    session.keep(pinned=True)
    for _ in range(3):
        train_step(session)
        session.keep()
    assert kept_steps(session.run) == [1, 4]


def test_a_step_that_the_window_pins_stays_and_one_it_unpins_does_not(
    workshop: Any, open_session: Open
) -> None:
    session = open_session(workshop.run(ALONE, method="dreambooth"))
    for step in range(1, 5):
        train_step(session)
        session.keep(pinned=step == 2)
        if step == 1:
            set_pin(session.run, 1, pinned=True)
        if step == 3:
            set_pin(session.run, 2, pinned=False)
    assert kept_steps(session.run) == [1, 4]


def is_kept_step_2(line: str) -> bool:
    event = json.loads(line)
    return event["type"] == "checkpoint_saved" and event["step"] == 2


def test_a_step_that_was_kept_but_not_told_is_told(workshop: Any) -> None:
    """Killed between the two; the best, last and pinned steps are counted from what was told."""
    run = workshop.run(ALONE, method="dreambooth")
    assert run_attempt(run).state == "finished"
    lines = run.events.read_text(encoding="utf-8").splitlines(keepends=True)
    told = next(number for number, line in enumerate(lines) if is_kept_step_2(line))
    run.events.write_text("".join(lines[:told]), encoding="utf-8")
    drop_kept_steps(run, except_for={2})
    assert run_attempt(run, resume=True).state == "finished"
    assert {2, 4} <= set(fold(read_events(run.events)).checkpoints)
