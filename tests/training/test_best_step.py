"""Convergence, over-fitting and the step to take, from losses as runs really write them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from training.best_step import BestStep, best_step
from training.contract.events import Evaluated
from training.convergence import convergence_step
from training.overfitting import overfit_signs

pytestmark = pytest.mark.quick

FALLING = [0.20, 0.12, 0.10, 0.095, 0.092, 0.090, 0.089]
RISING = [0.20, 0.12, 0.10, 0.11, 0.13, 0.14, 0.15]


def fixed(
    losses: Sequence[float | None], class_losses: list[float] | None = None
) -> list[Evaluated]:
    """One each 10 steps."""
    classes: list[float | None] = [*class_losses] if class_losses else [None] * len(losses)
    return [
        Evaluated(step=10 * number, loss=loss, class_loss=of_class)
        for number, (loss, of_class) in enumerate(zip(losses, classes, strict=True))
    ]


@dataclass
class Eyes:
    """Likeness as it was measured."""

    values: dict[int, float] = field(default_factory=dict)
    model: str = ""
    asked: list[int] = field(default_factory=list)

    def of_step(self, step: int) -> float | None:
        self.asked.append(step)
        return self.values.get(step)


def choose(
    tests: list[Evaluated], kept: list[int], *, held_out: bool = False, eyes: Eyes | None = None
) -> BestStep:
    found = best_step(tests, kept, window=3, has_held_out=held_out, likeness=eyes or Eyes())
    assert found is not None
    return found


def keys(found: BestStep) -> list[str]:
    return [reason.key for reason in found.reasons]


class TestConvergence:
    def test_where_the_last_tests_vary_little_of_all(self) -> None:
        assert convergence_step(fixed(FALLING), window=3) == 30
        assert convergence_step(fixed(FALLING), window=5) == 50

    def test_not_while_it_falls(self) -> None:
        assert convergence_step(fixed([0.20, 0.18, 0.16, 0.14, 0.12, 0.10]), window=3) is None

    def test_not_before_the_window_is_full(self) -> None:
        assert convergence_step(fixed([0.2, 0.1, 0.1]), window=3) is None

    def test_not_where_nothing_was_learned(self) -> None:
        """Steady because it was spoiled at once."""
        assert convergence_step(fixed([0.2, 0.9, 0.91, 0.9, 0.9]), window=3) is None
        assert convergence_step(fixed([0.2, 0.2, 0.2, 0.2, 0.2]), window=3) is None

    def test_what_is_no_number_does_not_count(self) -> None:
        broken: list[float | None] = [0.20, None, 0.12, 0.10, None, 0.095]
        assert convergence_step(fixed(broken), window=3) == 50


class TestOverfitting:
    def test_held_out_pictures_that_are_known_worse_again(self) -> None:
        warning = overfit_signs(fixed(RISING), has_held_out=True)["pictures"]
        assert warning.key == "warning.held_out"
        assert warning.values == {"step": 20, "percent": 50}

    def test_own_pictures_that_are_unlearned(self) -> None:
        signs = overfit_signs(fixed(RISING), has_held_out=False)
        assert signs["pictures"].key == "warning.unlearning"

    def test_one_bad_test_is_none(self) -> None:
        assert overfit_signs(fixed([*FALLING, 0.15]), has_held_out=True) == {}
        assert overfit_signs(fixed([*FALLING, 0.15, 0.15]), has_held_out=True)

    def test_a_class_that_is_forgotten(self) -> None:
        signs = overfit_signs(fixed(FALLING[:4], [0.40, 0.44, 0.51, 0.60]), has_held_out=False)
        assert list(signs) == ["class"]
        assert signs["class"].values == {"step": 30, "percent": 50}

    def test_nothing_to_say(self) -> None:
        assert overfit_signs(fixed(FALLING, [0.40] * 7), has_held_out=False) == {}
        assert overfit_signs(fixed([0.2]), has_held_out=False) == {}
        assert overfit_signs([], has_held_out=False) == {}


class TestBestStep:
    def test_held_out_pictures_decide_by_the_lowest_loss(self) -> None:
        found = choose(fixed(RISING), [0, 10, 20, 30, 60], held_out=True)
        assert found.step == 20
        assert keys(found) == ["suggestion.held_out", "suggestion.no_likeness"]
        assert found.reasons[0].values == {"percent": 50}

    def test_on_own_pictures_the_first_that_knows_enough(self) -> None:
        """What is won after it has levelled off does not count."""
        found = choose(fixed(FALLING), [0, 10, 20, 30, 40, 50, 60])
        assert found.step == 20
        assert keys(found)[0] == "suggestion.levelled"
        assert found.reasons[0].values == {"percent": 50, "step": 30}

    def test_a_run_that_still_learns_is_taken_as_far_as_it_went(self) -> None:
        found = choose(fixed([0.20, 0.18, 0.16, 0.14, 0.12, 0.10]), [10, 20, 30, 40, 50])
        assert (found.step, keys(found)[0]) == (50, "suggestion.enough")

    def test_only_what_is_kept_and_tested(self) -> None:
        assert choose(fixed(FALLING), [0, 25, 40, 60]).step == 40
        early = choose(fixed(FALLING), [0, 10])
        assert (early.step, keys(early)[0]) == (10, "suggestion.lowest")

    def test_nothing_before_the_first_test(self) -> None:
        for tests, kept in (
            (fixed([0.2]), [0]),
            ([], [0, 10]),
            (fixed(FALLING), [0, 25]),
        ):
            nothing = best_step(tests, kept, window=3, has_held_out=False, likeness=Eyes())
            assert nothing is None

    def test_a_run_that_learned_nothing(self) -> None:
        found = choose(fixed([0.2, 0.3, 0.25, 0.4]), [10, 20, 30])
        assert (found.step, keys(found)[0]) == (20, "suggestion.not_learned")

    def test_a_step_that_spoiled_the_class_is_passed_over(self) -> None:
        class_losses = [0.4, 0.4, 0.6, 0.45, 0.45, 0.45, 0.45]
        found = choose(fixed(FALLING, class_losses), [10, 20, 30, 40])
        assert found.step == 30
        assert keys(found)[1] == "suggestion.class"
        assert found.reasons[1].values == {"percent": 12}

    def test_a_class_that_is_known_as_well_as_before(self) -> None:
        found = choose(fixed(FALLING, [0.4, 0.39, 0.39, 0.39, 0.39, 0.39, 0.39]), [20, 30])
        assert keys(found)[1] == "suggestion.class_steady"

    def test_if_all_spoiled_it_the_one_that_did_least(self) -> None:
        class_losses = [0.4, 0.4, 0.8, 0.6, 0.9, 0.9, 0.9]
        assert choose(fixed(FALLING, class_losses), [20, 30]).step == 30

    def test_likeness_decides_between_those_that_know_enough(self) -> None:
        eyes = Eyes({10: 0.9, 20: 0.5, 30: 0.7, 40: 0.8}, model="DINO")
        found = choose(fixed(FALLING), [10, 20, 30, 40], eyes=eyes)
        assert found.step == 30
        assert found.reasons[-1].values == {"model": "DINO", "likeness": 0.7}
        assert eyes.asked == [20, 30], "looking takes a while"

    def test_of_equally_alike_ones_the_first(self) -> None:
        eyes = Eyes({20: 0.695, 30: 0.7}, model="CLIP")
        assert choose(fixed(FALLING), [20, 30], eyes=eyes).step == 20

    def test_weights_without_samples_say_nothing(self) -> None:
        found = choose(fixed(FALLING), [20, 30], eyes=Eyes(model="CLIP"))
        assert (found.step, keys(found)[-1]) == (20, "suggestion.no_likeness")
