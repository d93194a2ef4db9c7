"""Where a run's base model lies now: `run.toml` keeps saying where it lay when the run was made."""

import os

from training.contract.base_models import describe_base_model
from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.contract.run_history import RunHistory


def with_model_of_now(
    config: RunConfig, history: RunHistory, *, moved_to: str | None = None
) -> RunConfig:
    """`config` with the model from `moved_to`, else from where a former attempt found it.
    ManulError if there is none at `moved_to`, or one of another family; whether it is the same
    model its hash says, when it is loaded."""
    if moved_to is None:
        # Back where it was at first, it needs no other path.
        found_there = history.model_path and not os.path.exists(config.base_model)
        return config.changed(base_model=history.model_path) if found_there else config
    found = describe_base_model(moved_to)
    if found.family != config.family:
        raise ManulError("model_changed", path=moved_to)
    return config.changed(base_model=found.name)
