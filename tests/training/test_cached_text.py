"""Where nobody teaches the text encoders, everything is said once and they leave the card."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from training.contract.events import Choice
from training.contract.layout import RunFolder
from training.contract.messages import say
from training.contract.run_history import RunHistory
from training.contract.runs import read_run_config
from training.control import Control
from training.dataset import run_prompts
from training.event_log import EventLog
from training.hardware import choose_hardware
from training.loop import train_step
from training.session import Session
from training.session_building import Surroundings, build_session

CACHED = Choice(name="cache_text", reason=say("plan.cache_text"))
SETTINGS = ("data.caption_dropout=0.5", 'sampling.negative_prompt="blurred"')


def opened(run: RunFolder, *, cached: bool) -> Session:
    config = read_run_config(run)
    hardware = choose_hardware(config, use_cpu=True)
    if cached:
        hardware = replace(hardware, measures=(*hardware.measures, CACHED))
    events = EventLog(run.events, RunHistory())
    around = Surroundings(run, config, hardware, events, Control(run, events))
    return build_session(around, step=0)


@pytest.mark.parametrize("method", ["lora", "hypernetwork", "dreambooth"])
def test_nothing_is_encoded_after_the_start_and_nothing_changes(
    workshop: Any, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    weights = []
    for cached in (False, True):
        session = opened(workshop.run(*SETTINGS, method=method), cached=cached)
        if cached:
            assert session.model.text_is_fixed
            assert set(session.model.encoded) == set(run_prompts(session.config))
            monkeypatch.setattr("training.model.encode_each", None)
        for _ in range(3):
            train_step(session)
        session.draw()
        session.evaluate()
        weights.append({name: value.clone() for name, value in session.method.weights().items()})
    once, again = weights
    assert all(torch.equal(once[name], again[name]) for name in once)


def test_what_is_asked_besides_is_encoded_then(workshop: Any) -> None:
    model = opened(workshop.run(method="lora"), cached=True).model
    plain = opened(workshop.run(method="lora"), cached=False).model
    words = ["a manul in the snow"]
    found, wanted = model.encode_prompts(words), plain.encode_prompts(words)
    assert torch.equal(found.hidden_states, wanted.hidden_states)
