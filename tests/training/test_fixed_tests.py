"""What is watched of a run: its pictures always, the class where it can be lost."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from training.evaluation import fixed_loss
from training.loop import train_step
from training.methods import Batch

MANY = ("training.max_train_steps=400", "training.lr_decay_steps=0")
Open = Callable[..., Any]


def losses_of(session: Any) -> tuple[float, float | None]:
    session.model.learn(False)
    found: tuple[float, float | None] = session.tests.losses(session.method, progress=lambda: None)
    return found


@pytest.fixture
def class_prompts(monkeypatch: pytest.MonkeyPatch, workshop: Any) -> Any:
    """A concept of a kind, with the words of its class."""

    def make(kind: str) -> Any:
        concept = workshop.concept(kind=kind)
        text = concept.config.read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("class_prompt")]
        concept.config.write_text('class_prompt = "a drawing of a cat"\n' + "\n".join(lines))
        return concept

    return make


@pytest.mark.parametrize(
    ("method", "kind", "is_watched"),
    [
        ("lora", "animal", True),
        ("hypernetwork", "animal", True),
        ("textual_inversion", "animal", False),
        ("lora", "style", False),
    ],
)
def test_the_class_is_watched_where_it_can_be_lost(
    workshop: Any, open_session: Open, class_prompts: Any, method: str, kind: str, is_watched: bool
) -> None:
    session = open_session(workshop.run(*MANY, method=method, folder=class_prompts(kind)))
    own, of_class = losses_of(session)
    assert own > 0
    assert (of_class is not None) is is_watched


def test_the_drift_begins_with_what_the_untaught_model_loses(
    workshop: Any, open_session: Open, class_prompts: Any
) -> None:
    session = open_session(workshop.run(*MANY, method="lora", folder=class_prompts("animal")))
    batches: list[Batch] = session.tests.drift._batches
    untaught = fixed_loss(batches, session.method.loss, progress=lambda: None)
    _, before = losses_of(session)
    assert before == pytest.approx(untaught, rel=1e-5)
    for _ in range(3):
        train_step(session)
    _, after = losses_of(session)
    assert after is not None and before is not None and after > before
    # A resumed run compares with the untaught model too, not with what it had become.
    session.keep()
    again = open_session(session.run, step=session.step)
    assert losses_of(again)[1] == after


def test_a_test_looks_at_no_more_pictures_at_once_than_a_step(
    workshop: Any, open_session: Open, class_prompts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has to fit where a step fits; and costs what the plan counts."""
    run = workshop.run(
        *MANY, "training.train_batch_size=3", "evaluation.pairs=7",
        method="lora", folder=class_prompts("animal"),
    )  # fmt: skip
    session = open_session(run)
    seen: list[int] = []
    forward = session.model.unet.forward

    def counted(latents: torch.Tensor, *others: Any, **named: Any) -> Any:
        seen.append(len(latents))
        return forward(latents, *others, **named)

    monkeypatch.setattr(session.model.unet, "forward", counted)
    state = torch.get_rng_state()
    losses_of(session)
    assert torch.equal(torch.get_rng_state(), state), "a test draws nothing"
    assert max(seen) == 3
    assert sum(seen) == session.tests.plan.pairs + session.tests.plan.class_pairs
