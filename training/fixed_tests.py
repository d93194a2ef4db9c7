"""The fixed tests of a run: on its own pictures, and on what the model knows of their class."""

from collections.abc import Callable
from dataclasses import dataclass

from training.class_drift import ClassDrift
from training.contract.config import RunConfig
from training.dataset import Dataset
from training.evaluation import View, fixed_batches, fixed_loss
from training.evaluation_plan import EvaluationPlan, plan_evaluation
from training.latents import Latents
from training.methods import Batch, Method
from training.model import BaseModel

_LARGEST_BATCH = 8


@dataclass(frozen=True)
class FixedTests:
    """`of_class` are pictures of the class where there are some, else `drift` watches it; both
    are empty where nobody does."""

    plan: EvaluationPlan
    own: list[Batch]
    of_class: list[Batch]
    drift: ClassDrift | None

    def losses(self, method: Method, *, progress: Callable[[], None]) -> tuple[float, float | None]:
        """The loss of the run's pictures and of the class, None if it is not watched."""
        own = fixed_loss(self.own, method.loss, progress=progress)
        if self.drift is not None:
            return own, self.drift.loss(progress)
        if self.of_class:
            return own, fixed_loss(self.of_class, method.loss, progress=progress)
        return own, None


def build_fixed_tests(
    config: RunConfig, model: BaseModel, dataset: Dataset, latents: Latents,
    class_latents: Latents | None,
) -> FixedTests:  # fmt: skip
    """`model` as it came: a method must not hang in it yet. With too few pictures to hold one
    out, the ones that are learned from are tested, with noise and timesteps that are not."""
    watches_class = class_latents is not None or _can_lose_class(config)
    plan = plan_evaluation(config, has_class=watches_class)

    def batches(
        source: Latents, images: list[int], prompt: Callable[[int], str], pairs: int
    ) -> list[Batch]:
        return fixed_batches(
            lambda image: View(source.mean(image), source.time_ids(image), prompt(image)),
            images, pairs=pairs, timesteps=len(model.noise_scheduler),
            seed=config.training.seed,
            # Like those of a step, so that they need no more memory than one.
            batch_size=min(config.training.train_batch_size, _LARGEST_BATCH),
        )  # fmt: skip

    def class_prompt(image: int) -> str:
        return config.concept.class_prompt

    own = batches(latents, dataset.held_out or dataset.training, dataset.prompt, plan.pairs)
    of_class, drift = [], None
    if class_latents is not None:
        of_class = batches(class_latents, class_latents.usable, class_prompt, plan.class_pairs)
    elif watches_class:
        drift = ClassDrift(model, batches(latents, latents.usable, class_prompt, plan.class_pairs))
    return FixedTests(plan, own, of_class, drift)


def _can_lose_class(config: RunConfig) -> bool:
    """A new word changes nothing else, and a style is to change everything."""
    is_changed = config.method.name != "textual_inversion" and config.concept.kind != "style"
    return is_changed and bool(config.concept.class_prompt)
