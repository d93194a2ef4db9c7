"""The samples of a run: a row for each prompt, a column for each step, past and to come."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QByteArray, QModelIndex, QObject, Qt

from desktop import words
from desktop.facts import RunFact, SampleFact
from desktop.models.pictures import Index

_ROOT = QModelIndex()
# More columns to come than this are not announced one by one.
_MOST_PLANNED = 60


class GalleryRole(IntEnum):
    SAMPLE = Qt.ItemDataRole.UserRole + 1
    STEP = SAMPLE + 1
    IS_NEXT = SAMPLE + 2
    SECONDS_UNTIL = SAMPLE + 3
    IS_KEPT = SAMPLE + 4
    SIGN = SAMPLE + 5
    IS_PINNED = SAMPLE + 6
    NOT_KEPT = SAMPLE + 7


class GalleryModel(QAbstractTableModel):
    """Follows one run; columns are added as steps are sampled, cells as pictures are saved."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: RunFact | None = None
        self._steps: list[int] = []
        self._prompts: list[str] = []
        self._samples: dict[tuple[int, int], SampleFact] = {}
        self._next = -1

    @property
    def steps(self) -> list[int]:
        return list(self._steps)

    @property
    def run(self) -> RunFact | None:
        return self._run

    def set_run(self, run: RunFact | None) -> None:
        same_run = self._run is not None and run is not None and self._run.key == run.key
        steps = columns_of(run) if run else []
        prompts = prompts_of(run) if run else []
        samples = {(s.step, s.prompt_index): s for s in run.samples} if run else {}
        if not (same_run and prompts == self._prompts and self._grow(steps)):
            self.beginResetModel()
            self._steps, self._prompts = steps, prompts
            self._take(run, samples)
            self.endResetModel()
            return
        self._take(run, samples)
        if self._steps and self._prompts:
            last = self.index(len(self._prompts) - 1, len(self._steps) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._steps) - 1)

    def _grow(self, steps: list[int]) -> bool:
        """Put new columns between the old ones; False where one has to go, or all are new."""
        if not self._steps or not self._prompts or not set(self._steps) <= set(steps):
            return False
        for column, step in enumerate(steps):
            if column >= len(self._steps) or self._steps[column] != step:
                self.beginInsertColumns(_ROOT, column, column)
                self._steps.insert(column, step)
                self.endInsertColumns()
        return True

    def _take(self, run: RunFact | None, samples: dict[tuple[int, int], SampleFact]) -> None:
        self._run, self._samples = run, samples
        self._next = self._find_next()

    def step_at(self, column: int) -> int:
        """-1 where there is no such column."""
        return self._steps[column] if 0 <= column < len(self._steps) else -1

    def prompt(self, row: int) -> str:
        return self._prompts[row] if 0 <= row < len(self._prompts) else ""

    def head(self, step: int) -> str:
        """What stands over a step where there is no room for signs."""
        star = self._run is not None and step == self._run.suggested_step
        return f"★ {words.number(step)}" if star else words.number(step)

    def row_samples(self, row: int) -> list[SampleFact]:
        """The pictures of a prompt through time."""
        found = (self._samples.get((step, row)) for step in self._steps)
        return [sample for sample in found if sample is not None]

    def sample(self, row: int, column: int) -> SampleFact | None:
        return self._samples.get((self._steps[column], row))

    def last_sampled_column(self) -> int:
        """The newest column with a picture; -1 if there is none."""
        sampled = {step for step, _ in self._samples}
        columns = [column for column, step in enumerate(self._steps) if step in sampled]
        return columns[-1] if columns else -1

    def suggested_column(self) -> int:
        """The column of the step to take; -1 if there is none."""
        step = self._run.suggested_step if self._run else -1
        return self._steps.index(step) if step in self._steps else -1

    def next_column(self) -> int:
        """The column that a running training paints next; -1 if it paints none."""
        return self._next

    def _find_next(self) -> int:
        run = self._run
        if run is None or run.state not in ("running", "starting"):
            return -1
        for column, step in enumerate(self._steps):
            complete = all((step, row) in self._samples for row in range(len(self._prompts)))
            if step >= run.step and not complete:
                return column
        return -1

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._prompts)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        row, column = index.row(), index.column()
        step = self._steps[column]
        match role:
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return self._description(row, column)
            case GalleryRole.SAMPLE:
                return self.sample(row, column)
            case GalleryRole.STEP:
                return step
            case GalleryRole.IS_NEXT:
                return column == self._next
            case GalleryRole.IS_KEPT:
                return self._run is not None and step in self._run.kept_steps
            case GalleryRole.IS_PINNED:
                return self._is_pinned(step)
            case GalleryRole.SECONDS_UNTIL:
                seconds = self._run.step_seconds if self._run else None
                return None if seconds is None else seconds * (step - self._run.step)  # type: ignore[union-attr]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and section < len(self._steps):
            return self._step_header(self._steps[section], role)
        if role != Qt.ItemDataRole.DisplayRole or orientation == Qt.Orientation.Horizontal:
            return None
        return self._prompts[section] if section < len(self._prompts) else None

    def roleNames(self) -> dict[int, QByteArray]:
        return super().roleNames() | {
            int(role): QByteArray(role.name.lower().encode()) for role in GalleryRole
        }

    def _step_header(self, step: int, role: int) -> Any:
        """A step's number; its sign is a star for the one to take, a triangle where over-fitting
        was seen first, and the tooltip says why."""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words.number(step)
            case GalleryRole.SIGN:
                if self._run is not None and step == self._run.suggested_step:
                    return "star-fill"
                return "warning-fill" if self._warned(step) else ""
            case GalleryRole.IS_PINNED:
                return self._is_pinned(step)
            case GalleryRole.NOT_KEPT:
                return self.tr("not kept") if self._is_dropped(step) else ""
            case Qt.ItemDataRole.ToolTipRole:
                return self.judgement(step) or None
        return None

    def judgement(self, step: int) -> str:
        """What is said of a step, in sentences; empty for most."""
        run = self._run
        said = []
        if run is not None and run.suggestion is not None and step == run.suggested_step:
            said = [self.tr("The step to keep."), *map(words.message, run.suggestion.reasons)]
        if self._is_pinned(step):
            said.append(self.tr("Pinned: it stays as long as there is room."))
        if self._is_dropped(step):
            said.append(self.tr("Only its pictures are left; the step itself was not kept."))
        return "\n".join([*said, *self._warned(step)])

    def _is_pinned(self, step: int) -> bool:
        return self._run is not None and step in self._run.pinned_steps

    def _is_dropped(self, step: int) -> bool:
        """Painted, and gone: of full models not all are kept. A newer Manul keeps its own way."""
        run = self._run
        if run is None or run.state == "newer" or step in run.kept_steps:
            return False
        is_past = step < run.step or (step == run.step and not run.is_live)
        return is_past and any((step, row) in self._samples for row in range(len(self._prompts)))

    def _warned(self, step: int) -> list[str]:
        """The warnings of the tests between the column before and this one."""
        before = max((other for other in self._steps if other < step), default=-1)
        warnings = self._run.warnings if self._run else ()
        return [words.message(told.message) for told in warnings if before < told.step <= step]

    def _description(self, row: int, column: int) -> str:
        step = words.number(self._steps[column])
        if self.sample(row, column) is None:
            return self.tr("Step {step}: not painted yet").format(step=step)
        said = self.tr("Step {step}: {prompt}").format(step=step, prompt=self._prompts[row])
        judgement = self.judgement(self._steps[column])
        return f"{said}\n{judgement}" if judgement else said


def columns_of(run: RunFact) -> list[int]:
    """The sampled steps, and those that a run which can go on would sample."""
    sampled = {sample.step for sample in run.samples}
    if run.state in ("finished", "newer") or run.sample_every < 1:
        return sorted(sampled)
    reached = max(sampled, default=-1)
    first = (reached // run.sample_every + 1) * run.sample_every
    planned = range(first, run.max_train_steps, run.sample_every)
    coming = {*planned[:1]} if len(planned) >= _MOST_PLANNED else {*planned, run.max_train_steps}
    return sorted(sampled | coming)


def prompts_of(run: RunFact) -> list[str]:
    """The prompts as they were painted; as they are planned where nothing was painted yet."""
    painted = {sample.prompt_index: sample.prompt for sample in run.samples}
    count = max(len(run.prompts), max(painted, default=-1) + 1)
    return [painted.get(row) or _get(run.prompts, row) for row in range(count)]


def _get(prompts: tuple[str, ...], row: int) -> str:
    return prompts[row] if row < len(prompts) else ""
