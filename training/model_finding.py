"""Finds a run's base model, and makes sure that it is the run's own. Loads none of it."""

from collections.abc import Callable

from training.contract import events as ev
from training.contract.base_models import (
    BaseModelInfo,
    describe_base_model,
    is_hub_model,
    locate_base_model,
)
from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.hub import download_model
from training.model_hash import model_hash

Progress = Callable[[ev.Stage, int, int], None]
_MEGABYTE = 1_000_000
# A line for each would fill the run's events.
_REPORTED_MEGABYTES = 100


def find_base_model(
    config: RunConfig, *, progress: Progress, known: ev.BaseModelRead | None
) -> tuple[BaseModelInfo, str]:
    """The model with its hash; downloaded if it is the hub's and no longer in the cache.
    ManulError "model_changed" if it is another than the run began with (`known`)."""
    if is_hub_model(config.base_model):
        download_model(config.base_model, progress=_megabytes(progress, "downloading"))
    info = describe_base_model(config.base_model)
    digest = model_hash(info, _megabytes(progress, "loading"))
    if known is not None and known.sha256 != digest:
        raise ManulError("model_changed", path=locate_base_model(config.base_model))
    return info, digest


def _megabytes(progress: Progress, stage: ev.Stage) -> Callable[[int, int], None]:
    """Reports bytes in portions that people can follow."""
    told = 0

    def report(done: int, total: int) -> None:
        nonlocal told
        if total >= _MEGABYTE and (done >= told + _REPORTED_MEGABYTES * _MEGABYTE or done == total):
            told = done
            progress(stage, done // _MEGABYTE, total // _MEGABYTE)

    return report
