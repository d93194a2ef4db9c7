"""The engine as the window sees it. Only this file knows that there is a process and a folder."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

import resources
from desktop import concept_files, picture_files
from desktop.answers import Answer, engine_fact, export_fact, running_facts
from desktop.background import Crowd, Done, background
from desktop.disk_watch import DiskWatch
from desktop.engine_launch import Launch
from desktop.facts import (
    ConceptFact,
    ConceptWish,
    Description,
    EngineFact,
    ExportFact,
    ExportWish,
    QueueFact,
    Report,
    RunFact,
    RunningFact,
    TryFact,
    TryWish,
    report_of,
)
from desktop.follower import WorkspaceFollower
from desktop.picture_files import FoundPicture
from desktop.plan_call import OnPlanned, PlanCall, write_draft
from desktop.short_call import ShortCall
from training.contract.commands import CommandName, send_command
from training.contract.config import RunConfig
from training.contract.errors import ManulError, from_os_error
from training.contract.layout import ConceptFolder, RunFolder, nearest_folder
from training.contract.outlook import CardHere
from training.contract.picture_edits import PictureChange
from training.contract.pins import set_pin
from training.contract.repeated_runs import repeat_run
from training.contract.runs import RunRequest, create_run
from training.contract.tries import read_tries

DEMO_CONCEPT = resources.ROOT / "demo" / "concepts" / "pallas_cat"
DEMO_PICTURES = tuple(DEMO_CONCEPT / "images" / f"{number:02d}.png" for number in (2, 3, 1))
_LIVE_MS = 300
_IDLE_MS = 1000

OnFailed = Callable[[Report], None]


class Engine(QObject):
    """Follows every run of a workspace, starts and commands engines, edits concepts.

    Concepts and runs are named by opaque keys. Facts arrive by signals on the GUI thread.
    """

    looked = Signal()
    concepts_changed = Signal()
    run_changed = Signal(object)  # RunFact
    picture_judged = Signal(object)  # PictureJudgement
    picture_copied = Signal(int, int)  # how many before it, of how many
    engine_changed = Signal(object)  # EngineFact

    def __init__(self, workspace: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.concepts: tuple[ConceptFact, ...] = ()
        self.fact = EngineFact()
        self.probed: Answer = {}
        self._follower = WorkspaceFollower(workspace)
        self._crowd = Crowd(self)
        self._plans = PlanCall(self)
        self._launches: dict[str, tuple[Launch, OnFailed]] = {}
        self._disk = DiskWatch(workspace, self)
        self._after_look: list[Callable[[], object]] = []
        self._looking = self._look_again = self._closed = False
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    # following ---------------------------------------------------------------------------

    def look(self) -> None:
        """Read what is new; afterwards the timer asks again."""
        if self._looking or self._closed:
            self._look_again = True
            return
        self._looking, self._look_again = True, False
        # Only a look that begins after an edit is sure to have seen it.
        due, self._after_look = self._after_look, []
        launching = frozenset(self._launches)
        look = partial(self._follower.look, launching, self._disk.sizes)
        background(self, partial(_attempted, look), partial(self._on_looked, self._follower, due))

    @property
    def queue(self) -> QueueFact:
        """As the last look found it."""
        return self._follower.queue

    def move_to(self, workspace: Path) -> None:
        """Follow another workspace; the trainings of the former one go on unseen."""
        self.workspace = workspace
        self._follower = WorkspaceFollower(workspace)
        self._disk.move_to(workspace)
        self._take(())
        self.look()

    def when_looked(self, tell: Callable[[], object]) -> None:
        """Call `tell` after a look that begins now or later."""
        self._after_look.append(tell)
        self.look()

    def close(self) -> None:
        """Before the window goes: trainings go on, short calls are abandoned."""
        self._closed = True
        self._timer.stop()
        self._plans.forget()
        for call in self.findChildren(ShortCall):
            call.abandon()
        for launch, _ in self._launches.values():
            launch.forget()

    def run(self, key: str) -> RunFact | None:
        return next((run for run in self.runs() if run.key == key), None)

    def runs(self) -> list[RunFact]:
        return [run for concept in self.concepts for run in concept.runs]

    def live_runs(self) -> list[RunFact]:
        return [run for run in self.runs() if run.is_live]

    def concept(self, key: str) -> ConceptFact | None:
        return next((concept for concept in self.concepts if concept.key == key), None)

    def _on_looked(
        self,
        follower: WorkspaceFollower,
        due: list[Callable[[], object]],
        found: tuple[ConceptFact, ...] | Exception,
    ) -> None:
        try:
            if follower is not self._follower:
                # The workspace was changed meanwhile.
                self._look_again = True
            elif isinstance(found, Exception):
                self._tell_once(found)
            else:
                self._take(found)
            for tell in due:
                tell()
        finally:
            # Whatever went wrong, the next look comes.
            self._looking = False
            self._disk.look()
            if self._look_again or self._after_look:
                self.look()
            elif not self._closed:
                self._timer.start(_LIVE_MS if self._launches or self.live_runs() else _IDLE_MS)
        self.looked.emit()

    def _tell_once(self, problem: Exception) -> None:
        """A look fails again and again for the same reason; one dialog is enough."""
        if repr(problem) != self._told:
            self._told = repr(problem)
            sys.excepthook(type(problem), problem, problem.__traceback__)

    def _take(self, found: tuple[ConceptFact, ...]) -> None:
        before = {run.key: run for run in self.runs()}
        changed = found != self.concepts
        self.concepts = found
        self._forget_launches()
        for run in self.runs():
            if before.get(run.key) != run:
                self.run_changed.emit(run)
        if changed:
            self.concepts_changed.emit()

    def _forget_launches(self) -> None:
        """An engine that has begun its attempt, or has ended, is no longer being launched."""
        for key, (launch, on_failed) in list(self._launches.items()):
            run = self.run(key)
            begun = run is not None and run.attempt > launch.attempt_before
            if begun or launch.is_over:
                del self._launches[key]
                self._look_again = True
                if not begun and (problem := launch.problem()) is not None:
                    on_failed(problem)
                launch.forget()

    # training ----------------------------------------------------------------------------

    def start_training(
        self, concept_key: str, request: RunRequest, on_done: Done, on_failed: OnFailed
    ) -> None:
        """Make a run of the concept and start an engine on it; `on_done` gets the run's key."""

        def launch(run: RunFolder) -> None:
            key = str(run.path)
            if self._launch(key, ["run", key], on_failed):
                on_done(key)

        folder = ConceptFolder(Path(concept_key))
        self.edit(partial(create_run, folder, request), launch, on_failed)

    def resume(
        self, run_key: str, on_failed: OnFailed, *, more_steps: int = 0, base_model: str = ""
    ) -> None:
        """Continue a run that was stopped, failed or died, or one that is to have more steps;
        start one that never was. `base_model` = where its base model lies now, if it was moved."""
        run = self.run(run_key)
        verb = "run" if run is not None and run.state == "new" else "resume"
        also = ["--more-steps", str(more_steps)] if more_steps else []
        also += ["--base-model", base_model] if base_model else []
        self._launch(run_key, [verb, run_key, *also], on_failed)

    def repeat(
        self, run_key: str, assignments: tuple[str, ...], on_done: Done, on_failed: OnFailed
    ) -> None:
        """Teach the same once more with a few settings changed; `on_done` gets the new key."""

        def launch(run: RunFolder) -> None:
            key = str(run.path)
            if self._launch(key, ["run", key], on_failed):
                on_done(key)

        again = partial(repeat_run, RunFolder(Path(run_key)), assignments)
        self.edit(again, launch, on_failed)

    def send(
        self,
        run_key: str,
        command: CommandName,
        on_failed: OnFailed | None = None,
        *,
        steps: int = 0,
        on_sent: Callable[[str], object] | None = None,
    ) -> None:
        """Ask the run's living engine for something; the answer comes as an event, with the id
        that `on_sent` gets."""
        run = self.run(run_key)
        if run is None or not run.is_live:
            return
        # An engine that was just started reads what was asked of it before its first event.
        launch = self._launches.get(run_key)
        attempt = launch[0].attempt_before + 1 if launch is not None else run.attempt
        folder = RunFolder(Path(run_key))
        wish = partial(send_command, folder, command, attempt=attempt, steps=steps)
        tell = on_sent or (lambda _: None)
        self.compute(wish, lambda sent: tell(sent.id), on_failed or (lambda _: None))

    def end_engine(self, run_key: str) -> None:
        """Kill an engine that no longer responds; its run then counts as died."""
        if (process := self._follower.process_of(run_key)) is not None:
            background(self, process.end, lambda _: self.look())

    def ask_who_runs(self, on_done: Callable[[tuple[RunningFact, ...]], None]) -> None:
        """Which web UIs answer now; none where there is no engine to find out."""
        self._call(
            ["running", "--json"], lambda answer: on_done(running_facts(answer)),
            lambda _: on_done(()),
        )  # fmt: skip

    def export(
        self,
        wish: ExportWish,
        on_done: Callable[[ExportFact], None],
        on_failed: OnFailed,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> ShortCall | None:
        """Write a kept step for other programs; progress in bytes, of a whole model."""
        arguments = ["export", wish.run_key, "--step", str(wish.step), "--to", wish.place]
        if wish.name:
            arguments += ["--name", wish.name]
        if wish.overwrite:
            arguments.append("--overwrite")
        options = wish.options
        arguments += ["--format", options.format] if options.format else []
        arguments += ["--precision", options.precision] if options.precision else []
        if options.strength is not None:
            arguments += ["--strength", str(options.strength)]
        return self._call(
            [*arguments, "--json"], lambda answer: on_done(export_fact(answer)), on_failed,
            on_progress,
        )  # fmt: skip

    def pin(self, run_key: str, step: int, *, pinned: bool, on_failed: OnFailed) -> None:
        """Keep a step for as long as there is room for it, or no longer."""
        folder = RunFolder(Path(run_key))
        self.edit(partial(set_pin, folder, step, pinned=pinned), None, on_failed)

    def draw(
        self,
        wish: TryWish,
        on_done: Callable[[], None],
        on_failed: OnFailed,
        on_progress: Callable[[int, int], None],
    ) -> ShortCall | None:
        """Try a kept step; the pictures lie in the run afterwards. None where no engine starts."""
        arguments = ["sample", wish.run_key, "--step", str(wish.step), "--prompt", wish.prompt]
        arguments += ["--seed", str(wish.seed), "--count", str(wish.count), "--json"]
        if wish.on_processor:
            arguments.append("--cpu")
        return self._call(arguments, lambda _: on_done(), on_failed, on_progress)

    def find_tries(self, run_key: str, on_done: Callable[[list[TryFact]], object]) -> None:
        """What was tried with a run, the newest first."""

        def find() -> list[TryFact]:
            found = read_tries(RunFolder(Path(run_key)))
            return [TryFact(t.path, t.step, t.seed, t.prompt, t.time) for t in reversed(found)]

        self.compute(find, on_done, lambda _: None)

    def download(
        self,
        model: str,
        on_done: Callable[[], None],
        on_failed: OnFailed,
        on_progress: Callable[[int, int], None],
    ) -> ShortCall | None:
        """Fetch a model of the hub; progress in bytes. What has come is kept when the call is
        cancelled, or the window closed."""
        arguments = ["download", model, "--json"]
        return self._call(arguments, lambda _: on_done(), on_failed, on_progress)

    def plan(
        self, config: RunConfig, card: CardHere | None, on_done: OnPlanned, on_failed: OnFailed
    ) -> None:
        """Predict what such a run needs of the card, or of the smallest that is enough; a newer
        question takes the place of this one."""

        def ask(draft: Path) -> None:
            try:
                self._plans.ask(draft, card, on_done, on_failed)
            except ManulError as error:
                on_failed(report_of(error))

        self.compute(partial(write_draft, config), ask, on_failed)

    def forget_plan(self) -> None:
        self._plans.forget()

    def probe(self, web_ui_folders: Iterable[str] = ()) -> None:
        """Find out whether there is an engine, on what it would compute, and which web UIs and
        models are here; web UIs are looked for in these folders as well."""
        also = [part for folder in web_ui_folders for part in ("--web-ui", folder)]
        self._call(
            ["probe", *also, "--json"],
            self._on_probed,
            partial(self._probe_without_engine, also),
        )

    def _probe_without_engine(self, also: list[str], report: Report) -> None:
        """An engine that does not start says nothing of the machine; our own Python can."""
        broken = EngineFact(here=False, detail=report.message)
        ShortCall(
            self, ["probe", *also, "--json"],
            lambda found: self._set_fact(
                replace(engine_fact(found), here=False, detail=report.message, card_problem=None)
            ),
            lambda _: self._set_fact(broken), python=Path(sys.executable),
        )  # fmt: skip

    def _launch(self, key: str, arguments: list[str], on_failed: OnFailed) -> bool:
        run = self.run(key)
        try:
            launch = Launch(arguments, attempt_before=run.attempt if run else 0)
        except ManulError as error:
            on_failed(report_of(error))
            return False
        self._launches[key] = (launch, on_failed)
        self._timer.stop()
        self.look()
        return True

    def _call(
        self,
        arguments: list[str],
        on_done: Callable[[Answer], None],
        on_failed: OnFailed,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> ShortCall | None:
        try:
            return ShortCall(self, arguments, on_done, on_failed, on_progress)
        except ManulError as error:
            on_failed(report_of(error))
            return None

    def _on_probed(self, answer: Answer) -> None:
        self.probed = answer
        self._set_fact(engine_fact(answer))

    def _set_fact(self, fact: EngineFact) -> None:
        self.fact = fact
        self.engine_changed.emit(fact)

    # concepts ----------------------------------------------------------------------------

    def find_pictures(
        self, sources: Iterable[Path], on_done: Callable[[list[FoundPicture]], object],
        on_failed: OnFailed,
    ) -> None:  # fmt: skip
        self.compute(partial(picture_files.find, list(sources)), on_done, on_failed)

    def judge(self, paths: Iterable[Path]) -> None:
        """Look at pictures; `picture_judged` tells of one after the other."""
        for path in paths:
            look = partial(picture_files.judge, path)
            self._crowd.add(look, self.picture_judged.emit)

    def create_concept(self, wish: ConceptWish, on_done: Done, on_failed: OnFailed) -> None:
        """Make the concept's folder; `on_done` gets what was made once it can be looked up."""
        make = partial(concept_files.make, self.workspace, wish, self._tell_copied)
        self.edit(make, on_done, on_failed)

    def create_demo(self, on_done: Done, on_failed: OnFailed) -> None:
        copy = partial(concept_files.copy_demo, DEMO_CONCEPT, self.workspace)
        self.edit(copy, on_done, on_failed)

    def add_pictures(
        self, concept_key: str, sources: Iterable[Path], on_done: Done, on_failed: OnFailed
    ) -> None:
        """Copy pictures in; `on_done` gets a note on each."""
        add = partial(picture_files.add, concept_key, list(sources), self._tell_copied)
        self.edit(add, on_done, on_failed)

    def edit_pictures(
        self, concept_key: str, changes: Sequence[PictureChange], on_done: Done,
        on_failed: OnFailed,
    ) -> None:  # fmt: skip
        """All of the changes, or none of them."""
        self.edit(partial(picture_files.edit, concept_key, changes), on_done, on_failed)

    def forget_removed(self, concept_key: str, on_done: Callable[[], None]) -> None:
        """Pictures that were removed and cannot be brought back here any more; what cannot be
        deleted stays where it is, and does no harm there."""
        forget = partial(picture_files.forget_removed, concept_key)
        self.compute(forget, lambda _: on_done(), lambda _: on_done())

    def _tell_copied(self, done: int, total: int) -> None:
        """Called in the pool."""
        try:
            self.picture_copied.emit(done, total)
        except RuntimeError:
            # The window was closed meanwhile; the copying goes on to its end.
            return

    def describe(
        self, concept_key: str, description: Description, on_done: Done, on_failed: OnFailed
    ) -> None:
        self.edit(partial(concept_files.describe, concept_key, description), on_done, on_failed)

    def show_in_files(self, key: str) -> None:
        """Open the folder of a concept, run or export in the system's file manager; where it is
        gone, the nearest one that is still there."""

        def show(folder: Path | None) -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder or key)))

        self.compute(partial(nearest_folder, Path(key)), show, lambda _: show(None))

    def compute(self, function: Callable[[], object], on_done: Done, on_failed: OnFailed) -> None:
        """Run a short function of the contract in the pool."""
        background(self, partial(_expecting, function), on_done, partial(_tell_report, on_failed))

    def compute_later(
        self, function: Callable[[], object], on_done: Done, on_failed: OnFailed
    ) -> None:
        """The same, of many that nobody waits for."""
        self._crowd.add(partial(_expecting, function), on_done, partial(_tell_report, on_failed))

    def remeasure(self, key: str) -> None:
        """Something of a concept or run was deleted: its size is another one."""
        self._disk.remeasure(Path(key))

    def edit(
        self, function: Callable[[], object], on_done: Done | None, on_failed: OnFailed
    ) -> None:
        """Run an edit in the pool; the library is looked at before `on_done` is told."""

        def succeeded(result: object) -> None:
            if on_done is not None:
                self._after_look.append(partial(on_done, result))
            self.look()

        self.compute(function, succeeded, on_failed)


def _tell_report(on_failed: OnFailed, error: ManulError) -> None:
    on_failed(report_of(error))


def _attempted(
    look: Callable[[], tuple[ConceptFact, ...]],
) -> tuple[ConceptFact, ...] | Exception:
    """What was found, or what went wrong: following goes on in either case."""
    try:
        return look()
    except Exception as error:
        return error


def _expecting(function: Callable[[], object]) -> object:
    """A full disk or a forbidden folder is an expected error too."""
    try:
        return function()
    except OSError as error:
        if (expected := from_os_error(error)) is not None:
            raise expected from error
        raise
