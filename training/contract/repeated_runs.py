"""The same training once more, with a few settings changed."""

from collections.abc import Sequence

from training.contract.config import merge, parse_assignments, resolve
from training.contract.events import read_events
from training.contract.layout import RunFolder
from training.contract.moved_models import with_model_of_now
from training.contract.run_history import fold
from training.contract.runs import check_class_prompt, read_run_config, write_run


def repeat_run(run: RunFolder, assignments: Sequence[str] = ()) -> RunFolder:
    """A new run of the same concept with the pictures, captions and settings of `run`, but for
    the `assignments` (`data.resolution=512`). ManulError as for a new run."""
    config = with_model_of_now(read_run_config(run), fold(read_events(run.events)))
    changed = resolve(merge(config.model_dump(), parse_assignments(assignments)), {})
    check_class_prompt(changed)
    name = getattr(changed.method, "init_from", "")
    return write_run(run.concept, changed, run.path / name if name else None)
