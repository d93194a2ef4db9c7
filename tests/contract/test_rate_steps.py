"""Learning rates in the form that AUTOMATIC1111's users know."""

from typing import Any

import pytest
from pydantic import ValidationError

from training.contract.base_models import DEMO, describe_base_model
from training.contract.config import resolve
from training.contract.errors import ManulError
from training.contract.rate_steps import RateStep, parse_rate_steps
from training.contract.runs import RunRequest, resolve_settings
from training.contract.settings import TrainingSettings

pytestmark = pytest.mark.quick

KNOWN = "5e-5:100, 5e-6:1500"
FACTS: dict[str, Any] = {
    "concept": {"name": "pallas_cat"},
    "images": [{"file": "0001-a.png", "original_name": "a", "sha256": "", "look": "0" * 16}],
}


def training(*assignments: str, preset: str | None = None, method: str | None = None) -> Any:
    request = RunRequest(assignments=assignments, preset=preset, method=method)
    return resolve(resolve_settings(request, describe_base_model(DEMO)), FACTS).training


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", ()),
        (" ", ()),
        (KNOWN, (RateStep(5e-5, 100), RateStep(5e-6, 1500))),
        ("5e-5:100,5e-6", (RateStep(5e-5, 100), RateStep(5e-6, None))),
        ("5e-5 : 100 , 5e-6 : -1", (RateStep(5e-5, 100), RateStep(5e-6, None))),
        ("0.001", (RateStep(0.001, None),)),
    ],
)
def test_what_it_says(text: str, pairs: tuple[RateStep, ...]) -> None:
    assert parse_rate_steps(text) == pairs


@pytest.mark.parametrize(
    "text",
    ["fast", "5e-5:", ":100", "5e-5:100,", "5e-5:1.5", "5e-5:0", "-1:5", "0:5", "2:5", "nan:5",
     "inf:5", "5e-5:100, 5e-6:100", "5e-5:100, 5e-6:50", "5e-5, 5e-6:50", "5e-5:-1, 5e-6:50",
     "5e-5:100 5e-6:200", "5e-5:-2"],
)  # fmt: skip
def test_what_is_not_written_so(text: str) -> None:
    with pytest.raises(ValueError, match="it must be written like"):
        parse_rate_steps(text)
    with pytest.raises(ManulError, match=r"training\.learning_rate_steps cannot be"):
        training(f"training.learning_rate_steps='{text}'")


@pytest.mark.parametrize("name", ["learning_rate_steps", "learning_rate"])
def test_it_sets_the_first_rate_and_the_last_step(name: str) -> None:
    found = training(f"training.{name}={KNOWN}")
    assert found.learning_rate_steps == KNOWN
    assert found.learning_rate == 5e-5
    assert found.max_train_steps == 1500


def test_an_open_end_leaves_the_last_step_alone() -> None:
    found = training("training.learning_rate_steps=5e-5:10, 5e-6", "training.max_train_steps=40")
    assert found.max_train_steps == 40


def test_both_and_the_same_is_fine() -> None:
    found = training(f"training.learning_rate_steps={KNOWN}", "training.max_train_steps=1500")
    assert found.max_train_steps == 1500


@pytest.mark.parametrize(
    ("assignments", "name", "said"),
    [
        ((f"learning_rate_steps={KNOWN}", "max_train_steps=2000"), "max_train_steps", "step 1500"),
        ((f"learning_rate_steps={KNOWN}", "max_train_steps=200"), "max_train_steps", "step 1500"),
        (("learning_rate_steps=5e-5:90, 5e-6", "max_train_steps=90"), "max_train_steps", "step 90"),
        ((f"learning_rate_steps={KNOWN}", "learning_rate=1"), "learning_rate_steps", "rate, 1"),
    ],
)
def test_both_and_different_is_refused(assignments: tuple[str, ...], name: str, said: str) -> None:
    with pytest.raises(ManulError, match=said) as refused:
        training(*(f"training.{assignment}" for assignment in assignments))
    assert refused.value.key == "invalid_setting"
    assert refused.value.values["name"] == f"training.{name}"


def test_an_own_preset_may_say_it_and_later_wins(tmp_path: Any) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'title = "Mine"\npurpose = "Mine."\n[method]\nname = "hypernetwork"\n'
        f'[training]\nlearning_rate_steps = "{KNOWN}"\n'
    )
    assert training(preset=str(path)).max_train_steps == 1500
    # A plain rate takes the place of the steps, not of the end.
    plain = training("training.learning_rate=1e-4", preset=str(path))
    assert (plain.learning_rate, plain.learning_rate_steps) == (1e-4, "")
    assert plain.max_train_steps == 1500
    with pytest.raises(ManulError, match="goes to step 1500"):
        training("training.max_train_steps=9", preset=str(path))


def test_run_toml_is_held_to_it_too() -> None:
    told = {"learning_rate": 5e-5, "learning_rate_steps": KNOWN}
    assert TrainingSettings.model_validate(told | {"max_train_steps": 1500}).max_train_steps == 1500
    with pytest.raises(ValidationError, match="goes to step 1500"):
        TrainingSettings.model_validate(told | {"max_train_steps": 1000})
