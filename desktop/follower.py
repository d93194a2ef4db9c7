"""Reads the workspace off the GUI thread: what is new since the last look. For engine.py only."""

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from desktop.facts import (
    CardFact,
    ConceptFact,
    PictureFact,
    QueueFact,
    Report,
    RunFact,
    SampleFact,
    State,
    SuggestionFact,
    TurnFact,
    WarningFact,
    report_of,
)
from training.contract import events as ev
from training.contract.captions import read_caption
from training.contract.concept_folder import read_concept, read_images
from training.contract.engine_process import EngineProcess
from training.contract.errors import ManulError, cannot_read
from training.contract.kept_steps import kept_steps
from training.contract.layout import ConceptFolder, RunFolder, concepts
from training.contract.pins import pinned_steps
from training.contract.plain_files import open_plain
from training.contract.run_history import RunHistory
from training.contract.run_outline import RunOutline, outline_of, read_newer_outline
from training.contract.run_queue import RunQueue
from training.contract.run_state import run_state
from training.contract.runs import read_run_config

# More points than the plot has pixels are not seen.
_PLOT_POINTS = 1200
_LOG_LINES = 12
_LOG_BYTES = 16_384


class RunFollower:
    """One run, read on from where the last look ended."""

    def __init__(self, folder: RunFolder) -> None:
        self.folder = folder
        self._events = ev.EventFollower(folder.events)
        self._history = RunHistory()
        self._outline: RunOutline | None = None
        self._problem: Report | None = None
        self._is_newer = False
        self._events_problem: Report | None = None
        self._fact: RunFact | None = None
        self._changed_at = 0.0
        self._read_at = -1.0
        self._pinned_at = 0.0
        self._seen_at = 0.0
        self._kept_at = 0.0

    def look(self, *, launching: bool = False, size: int | None = None) -> RunFact:
        """The run as it is now; `launching` = this window has just started an engine on it."""
        if self._outline is None and _modified(self.folder.config) != self._read_at:
            self._read_config()
        # All are asked: what is not looked at now is not new the next time.
        has_new = any([self._read_events(), self._steps_came_or_went(), self._pins_changed()])
        state = self._state(launching)
        known = self._fact
        if known is None or has_new or state != known.state:
            known = self._describe(state)
        if known.size != size:
            known = replace(known, size=size)
        self._fact = known
        return known

    @property
    def process(self) -> EngineProcess | None:
        started = self._history.started
        return EngineProcess(started.pid, started.pid_created) if started else None

    def _read_config(self) -> None:
        self._read_at = _modified(self.folder.config)
        try:
            self._outline, self._problem = outline_of(read_run_config(self.folder)), None
        except ManulError as error:
            self._problem = report_of(error)
            self._is_newer = error.kind == "newer_version"
            if self._is_newer:
                self._outline = read_newer_outline(self.folder)
        self._changed_at = max(self._changed_at, self._read_at)

    def _read_events(self) -> bool:
        """Is there anything new? Of a run that is not right, nothing else is opened."""
        if self._problem is not None and not self._is_newer:
            return False
        before = self._history.count
        try:
            for event in self._events.new():
                self._history.add(event)
                self._changed_at = max(self._changed_at, event.time)
            self._events_problem = None
        except OSError as error:
            self._events_problem = report_of(cannot_read(self.folder.events, error))
        if self._history.count == before:
            return False
        # What was there before the first look is as old as the clock says.
        age = 0.0 if self._fact else max(0.0, time.time() - self._history.time)
        self._seen_at = time.monotonic() - age
        return True

    def _steps_came_or_went(self) -> bool:
        """Kept steps may be deleted without an event."""
        before, self._kept_at = self._kept_at, _modified(self.folder.checkpoints)
        return self._kept_at != before

    def _pins_changed(self) -> bool:
        before, self._pinned_at = self._pinned_at, _modified(self.folder.pins)
        return self._pinned_at != before

    def _state(self, launching: bool) -> State:
        if self._is_newer:
            return "newer"
        if self._problem is not None or self._events_problem is not None:
            return "unreadable"
        # A clock that is set back, or a computer that slept, makes no engine hang.
        now = self._history.time + time.monotonic() - self._seen_at
        state = run_state(self.folder, self._history, now=now)
        return "starting" if launching and state not in ("starting", "running") else state

    def _describe(self, state: State) -> RunFact:
        history, outline = self._history, self._outline or RunOutline()
        stage = history.stage
        last_step = history.steps.get(history.step)
        return RunFact(
            key=str(self.folder.path),
            concept_key=str(self.folder.concept.path),
            concept_name=outline.concept_name or self.folder.concept.path.name,
            library_name=self.folder.concept.path.name,
            number=self.folder.number,
            state=state,
            step=history.step,
            attempt=history.attempt,
            stage=stage.stage if stage else "",
            stage_done=stage.done if stage else 0,
            stage_total=stage.total if stage else 0,
            step_seconds=history.median_step_seconds,
            memory_bytes=last_step.memory_bytes if last_step else None,
            card=self._card(),
            device=history.plan.device if history.plan else "",
            samples=self._samples(),
            # What a newer Manul keeps there is for a newer Manul.
            kept_steps=() if state == "newer" else tuple(kept_steps(self.folder)),
            pinned_steps=pinned_steps(
                self.folder, [c.step for c in history.checkpoints.values() if c.pinned]
            ),
            turns=self._turns(),
            handled=frozenset(history.handled),
            losses=thinned((s.step, s.loss) for s in history.steps.values()),
            evaluations=thinned((e.step, e.loss) for e in history.evaluations.values()),
            suggestion=self._suggestion(),
            warnings=tuple(
                WarningFact(told.step, told.sign == "class", told.warning)
                for told in history.warnings.values()
            ),
            converged=history.converged.reason if history.converged else None,
            failure=self._failure(state),
            notes=tuple(noted.note for noted in history.notes),
            slowness=history.slowness.note if history.slowness else None,
            unreadable_lines=self._events.unreadable,
            log_tail=log_tail(self.folder.log) if state in ("died", "failed") else "",
            changed_at=self._changed_at,
            method=outline.method,
            preset=outline.preset,
            base_model=history.model_path or outline.base_model,
            family=outline.family,
            subject=outline.subject,
            prompts=outline.prompts,
            sample_every=outline.sample_every,
            changes=outline.changes,
            max_train_steps=history.max_train_steps or outline.max_train_steps,
        )

    def _samples(self) -> tuple[SampleFact, ...]:
        return tuple(
            SampleFact(
                step=saved.step, prompt_index=saved.prompt_index, prompt=saved.prompt,
                path=self.folder.path / saved.path, version=saved.time, seed=saved.seed,
            )
            for _, saved in sorted(self._history.samples.items())
        )  # fmt: skip

    def _card(self) -> CardFact | None:
        told = self._history.card
        return CardFact(told.celsius, told.used_bytes, told.total_bytes) if told else None

    def _turns(self) -> tuple[TurnFact, ...]:
        return tuple(
            TurnFact(
                from_step=turn.change.from_step, step=turn.step, reason=turn.change.reason,
                added=tuple(choice.reason for choice in turn.added),
                step_seconds=turn.step_seconds, memory_bytes=turn.memory_bytes,
            )
            for turn in self._history.changes
        )  # fmt: skip

    def _suggestion(self) -> SuggestionFact | None:
        told = self._history.suggestion
        return SuggestionFact(told.step, told.reasons) if told else None

    def _failure(self, state: State) -> Report | None:
        if state == "failed" and isinstance(self._history.end, ev.Failed):
            end = self._history.end
            return Report(end.message, end.advice, end.key, dict(end.values))
        return self._problem or self._events_problem


class WorkspaceFollower:
    """All concepts of a workspace and their runs. Used by one task at a time."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self._sizes: Mapping[Path, int] = {}
        self.queue = QueueFact()
        self._runs: dict[Path, RunFollower] = {}
        self._concepts: dict[Path, tuple[float, ConceptFact]] = {}

    def look(
        self, launching: frozenset[str], sizes: Mapping[Path, int] | None = None
    ) -> tuple[ConceptFact, ...]:
        """Everything as it is now; `launching` = keys of runs whose engine was just started,
        `sizes` = bytes of concepts and runs by folder, as far as they are known."""
        self._sizes = sizes or {}
        self._look_at_queue()
        try:
            folders = concepts(self.workspace)
        except OSError:
            # A drive that is away for a moment: what was known stays on the screen.
            return tuple(fact for _, fact in self._concepts.values())
        looked = [self._look_at(folder, launching) for folder in folders]
        found = tuple(fact for fact in looked if fact is not None)
        self._forget_all_but(found)
        return found

    def _look_at_queue(self) -> None:
        queue = RunQueue(self.workspace)
        runs = tuple(str(run.path) for run in queue.runs())
        is_worked_on = bool(runs) and not queue.read().held and queue.has_worker()
        self.queue = QueueFact(runs, is_worked_on)

    def process_of(self, run_key: str) -> EngineProcess | None:
        """The engine of the run's last attempt."""
        follower = self._runs.get(Path(run_key))
        return follower.process if follower else None

    def _forget_all_but(self, found: tuple[ConceptFact, ...]) -> None:
        """A folder that has gone may come again as another concept or run."""
        concepts_there = {Path(concept.key) for concept in found}
        runs_there = {Path(run.key) for concept in found for run in concept.runs}
        self._concepts = {p: known for p, known in self._concepts.items() if p in concepts_there}
        self._runs = {path: run for path, run in self._runs.items() if path in runs_there}

    def _look_at(self, folder: ConceptFolder, launching: frozenset[str]) -> ConceptFact | None:
        try:
            runs = tuple(self._look_at_run(run, launching) for run in folder.runs())
        except OSError:
            # Being moved or deleted at this moment, or not ours to read.
            known = self._concepts.get(folder.path)
            return known[1] if known else None
        stamp = max(_modified(folder.config), _modified(folder.image_list))
        known = self._concepts.get(folder.path)
        fact = known[1] if known and known[0] == stamp else describe_concept(folder)
        size = self._sizes.get(folder.path)
        if runs != fact.runs or size != fact.size or stamp != fact.changed_at:
            fact = replace(fact, runs=runs, size=size, changed_at=stamp)
        self._concepts[folder.path] = (stamp, fact)
        return fact

    def _look_at_run(self, run: RunFolder, launching: frozenset[str]) -> RunFact:
        follower = self._runs.setdefault(run.path, RunFollower(run))
        fact = follower.look(launching=str(run.path) in launching, size=self._sizes.get(run.path))
        return replace(fact, waits=True) if fact.key in self.queue.runs else fact


def describe_concept(folder: ConceptFolder) -> ConceptFact:
    """The concept without its runs; a damaged one is shown with what is wrong."""
    try:
        concept, images = read_concept(folder), read_images(folder).images
    except ManulError as error:
        return ConceptFact(
            str(folder.path), folder.path.name, "object", "", (), (), problem=report_of(error)
        )
    pictures = tuple(
        PictureFact(
            path=folder.images / entry.file, title=entry.original_name, entry=entry,
            caption=_caption(folder.images / entry.file),
        )
        for entry in images
    )  # fmt: skip
    return ConceptFact(
        key=str(folder.path), name=concept.name, kind=concept.kind,
        initializer_token=concept.initializer_token, pictures=pictures, runs=(),
        class_prompt=concept.class_prompt, sample_prompts=concept.sample_prompts,
    )  # fmt: skip


def _caption(picture: Path) -> str:
    """What cannot be read is written anew, or named when a training begins."""
    try:
        return read_caption(picture)
    except ManulError:
        return ""


def thinned(points: Iterable[tuple[int, float | None]]) -> tuple[tuple[int, float], ...]:
    """The points that are numbers; of very many only lowest and highest of each pixel's share."""
    numbers = [(step, value) for step, value in points if value is not None]
    if len(numbers) <= _PLOT_POINTS:
        return tuple(numbers)
    share = -(-len(numbers) * 2 // _PLOT_POINTS)
    kept: list[tuple[int, float]] = []
    for start in range(0, len(numbers), share):
        chunk = numbers[start : start + share]
        ends = {min(chunk, key=lambda p: p[1]), max(chunk, key=lambda p: p[1])}
        kept += sorted(ends)
    return tuple(kept)


def log_tail(path: Path) -> str:
    """The last lines of engine.log, as much of it as is text."""
    try:
        with open_plain(path) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _LOG_BYTES))
            lines = file.read(_LOG_BYTES).decode("utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(line.rpartition("\r")[2] for line in lines[-_LOG_LINES:])


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
