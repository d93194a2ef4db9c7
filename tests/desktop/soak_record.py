"""What a window and its engines hold after each run of the soak, and how fast it grows."""

import gc
import statistics
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import psutil
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop.main_window import MainWindow
from tests.desktop.event_loop import settle

# Modules, fonts, small pictures and malloc's arenas have come by then.
WARM = 10


@dataclass(frozen=True)
class Held:
    """`rss` in MB; the others are counts. `temporary`: files in the temporary folder and half
    written ones in the workspace; `outside`: files in the user's other folders."""

    run: int
    way: str
    seconds: float
    rss: float
    handles: int
    threads: int
    widgets: int
    objects: int
    processes: int
    temporary: int
    outside: int


COUNTS = ("handles", "threads", "widgets", "objects", "processes", "temporary", "outside")


def measure(window: MainWindow, workspace: Path, run: int, way: str, seconds: float) -> Held:
    """After what was under way has arrived and what nobody refers to is gone."""
    settle()
    gc.collect()
    QApplication.processEvents()
    settle()
    me = psutil.Process()
    with me.oneshot():
        rss, handles, threads = me.memory_info().rss / 2**20, me.num_fds(), me.num_threads()
    return Held(
        run=run, way=way, seconds=seconds, rss=rss, handles=handles, threads=threads,
        widgets=len(QApplication.allWidgets()),
        objects=sum(len(top.findChildren(QObject)) for top in (window, window._engine)),
        processes=len(me.children(recursive=True)),
        temporary=_files(Path(tempfile.gettempdir())) + _files(workspace, ".*.tmp"),
        outside=_files(workspace.parent) - _files(workspace),
    )  # fmt: skip


def _files(folder: Path, pattern: str = "*") -> int:
    return sum(path.is_file() for path in folder.rglob(pattern))


def slope(records: Sequence[Held], of: Callable[[Held], float]) -> float:
    """Least squares, a run, from run WARM on."""
    warm = [record for record in records if record.run >= WARM]
    return statistics.linear_regression([r.run for r in warm], [of(r) for r in warm]).slope


def growth(records: Sequence[Held], name: str) -> int:
    """How much higher the highest of the second half is than that of the first, from WARM on."""
    counts = [getattr(record, name) for record in records if record.run >= WARM]
    half = len(counts) // 2
    return int(max(counts[half:]) - max(counts[:half]))


def table(records: Sequence[Held], every: int = 5) -> str:
    """A row for every fifth run and the last; the last row is the slopes."""
    names = ("run", "way", "seconds", "RSS MB", *COUNTS)
    lines = [_row(names), _row("---" for _ in names)]
    for record in records:
        if record.run in (1, records[-1].run) or record.run % every == 0:
            counts = [str(getattr(record, name)) for name in COUNTS]
            head = (str(record.run), record.way, f"{record.seconds:.0f}", f"{record.rss:.1f}")
            lines.append(_row((*head, *counts)))
    slopes = [f"{slope(records, attrgetter(name)):+.3f}" for name in ("rss", *COUNTS)]
    return "\n".join([*lines, _row(("slope", "", "", *slopes))])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
