"""Puts what a kept step learned where another program finds it."""

from pathlib import Path

from training.checkpoints import load_weights
from training.contract.atomic import atomic_write
from training.contract.errors import ManulError, from_os_error
from training.contract.kept_steps import choose_step
from training.contract.layout import RunFolder
from training.contract.names import check_name
from training.contract.runs import read_run_config
from training.exports import ExportFacts, choose_format


def export_step(
    run: RunFolder, *, step: int | None = None, to: Path | None = None,
    format_name: str | None = None, name: str | None = None, overwrite: bool = False,
) -> Path:  # fmt: skip
    """Write one file into the folder `to` (the concept's exports if None) and return its path.
    Another file of that name is only replaced in our own folder, or with `overwrite`."""
    config = read_run_config(run)
    chosen = choose_step(run, step)
    chosen_format = choose_format(config.method.name, format_name)
    stem = name or config.concept.name
    check_name(stem)
    folder = to or run.concept.exports
    target = folder / f"{stem}{chosen_format.SUFFIX}"
    if to is not None and target.exists() and not overwrite:
        raise ManulError("export_exists", path=target)
    weights = load_weights(run, chosen)
    facts = ExportFacts(name=stem, step=chosen, base_model=Path(config.base_model).name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        atomic_write(target, lambda path: chosen_format.write(weights, facts, path))
    except OSError as error:
        raise from_os_error(error, folder) or error from error
    return target
