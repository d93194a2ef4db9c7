"""Carries out what the library wishes for: rename, duplicate, delete, free space, teach again."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop import library_files, library_words, words
from desktop.delete_dialogs import ask_to_delete_for_good, ask_to_throw_away, title_of
from desktop.engine import Engine
from desktop.facts import ConceptFact, Report, RunFact, report_of
from desktop.free_space_dialog import FreeSpaceDialog
from desktop.name_dialog import NameDialog
from desktop.navigation import Navigation
from desktop.pages.library import LibraryPage
from desktop.preferences import Preferences
from training.contract.errors import ManulError
from training.contract.free_space import Freeable
from training.contract.names import check_name

# What is done sooner needs no bar.
_BUSY_AFTER_MS = 1000


class LibraryActions(QObject):
    """Asks what has to be asked, works in the pool, tells the page how it went."""

    def __init__(
        self, engine: Engine, navigation: Navigation, preferences: Preferences, page: LibraryPage
    ) -> None:
        super().__init__(page)
        self._engine = engine
        self._preferences = preferences
        self._navigation = navigation
        self._page = page
        self._wishes: dict[str, Callable[[ConceptFact | RunFact], object]] = {
            "teach": lambda fact: navigation.teach_again(fact.key),
            "rename": self._ask_name,
            "duplicate": self._ask_copy_name,
            "folder": lambda fact: engine.show_in_files(fact.key),
            "free": self._look_what_can_go,
            "delete": self._ask_to_delete,
        }

    def carry_out(self, wish: str, key: str) -> None:
        """`wish` is one of the library's menus, but not "open"."""
        fact = self._engine.concept(key) or self._engine.run(key)
        if fact is not None:
            self._page.notice.hide()
            self._page.news.hide()
            self._wishes[wish](fact)

    # names -------------------------------------------------------------------------------

    def _ask_name(self, fact: ConceptFact | RunFact) -> None:
        if not isinstance(fact, ConceptFact) or self._is_taught(fact):
            return
        hint = self.tr("This is the word that new runs learn.")
        if fact.runs:
            hint = self.tr(
                "This is the word that new runs learn. What was taught and exported so far goes on "
                "answering to “{name}”."
            ).format(name=fact.name)
        dialog = NameDialog(
            fact.name, partial(self._name_problem, fact), hint=hint,
            title=self.tr("Rename “{name}”").format(name=fact.name),
            action=self.tr("Rename"), parent=self._page,
        )  # fmt: skip
        dialog.chosen.connect(partial(self._rename, fact))
        dialog.open()

    def _rename(self, fact: ConceptFact, name: str) -> None:
        if name != fact.name:
            change = partial(library_files.rename, fact.key, name)
            self._change(change, partial(self._on_renamed, fact.key))

    def _on_renamed(self, former: str, key: str) -> None:
        self._preferences.move_base_model_of(former, key)
        self._navigation.let_go_of_what_is_gone()
        self._page.show_concept(key)

    def _ask_copy_name(self, fact: ConceptFact | RunFact) -> None:
        if not isinstance(fact, ConceptFact):
            return
        dialog = NameDialog(
            library_files.free_name(fact.key), partial(self._name_problem, None),
            title=self.tr("Duplicate “{name}”").format(name=fact.name),
            hint=self.tr("The copy has the same pictures and captions, and no runs yet."),
            action=self.tr("Duplicate"), parent=self._page,
        )  # fmt: skip
        dialog.chosen.connect(partial(self._duplicate, fact))
        dialog.open()

    def _duplicate(self, fact: ConceptFact, name: str) -> None:
        busy = _Busy(self, self.tr("Copying “{name}”").format(name=fact.name), self._page)
        copy = partial(library_files.duplicate, fact.key, name, busy.progress.emit)
        self._change(copy, self._page.show_concept, busy)

    def _name_problem(self, fact: ConceptFact | None, name: str) -> ManulError | None:
        """`fact` = the concept that has the name now."""
        if fact is not None and name == fact.name:
            return None
        try:
            check_name(name)
        except ManulError as problem:
            return problem
        if any(concept.name == name for concept in self._engine.concepts):
            return ManulError("name_taken", name=name, workspace=self._engine.workspace)
        return None

    # deleting ----------------------------------------------------------------------------

    def _ask_to_delete(self, fact: ConceptFact | RunFact) -> None:
        if not self._is_taught(fact):
            ask_to_throw_away(self._page, fact, partial(self._throw_away, fact))

    def _throw_away(self, fact: ConceptFact | RunFact) -> None:
        throw = partial(library_files.throw_away, fact.key)
        self._change(throw, partial(self._on_thrown_away, fact), self._deleting(fact))

    def _on_thrown_away(self, fact: ConceptFact | RunFact, is_kept: bool) -> None:
        if not is_kept:
            ask_to_delete_for_good(self._page, fact, partial(self._delete_for_good, fact))
            return
        self._navigation.let_go_of_what_is_gone()
        title = self.tr("{what} lies in the recycle bin").format(what=title_of(fact))
        self._page.tell_news(
            title, self.tr("Until that is emptied, it can be restored from there.")
        )

    def _delete_for_good(self, fact: ConceptFact | RunFact) -> None:
        delete = partial(library_files.delete_for_good, fact.key)
        gone = self._navigation.let_go_of_what_is_gone
        self._change(delete, lambda _: gone(), self._deleting(fact))

    def _deleting(self, fact: ConceptFact | RunFact) -> "_Busy":
        return _Busy(self, self.tr("Deleting {what}").format(what=title_of(fact)), self._page)

    # room --------------------------------------------------------------------------------

    def free_space(self, concept_key: str) -> None:
        """From elsewhere: the disk is full."""
        if (concept := self._engine.concept(concept_key)) is not None:
            self._look_what_can_go(concept)

    def _look_what_can_go(self, fact: ConceptFact | RunFact) -> None:
        self._engine.compute(
            partial(library_files.freeable, fact),
            partial(self._ask_what_shall_go, fact),
            self._page.show_problem,
        )

    def _ask_what_shall_go(self, fact: ConceptFact | RunFact, found: list[Freeable]) -> None:
        dialog = FreeSpaceDialog(title_of(fact), self._grouped(found), self._page)
        dialog.chosen.connect(partial(self._free, fact))
        dialog.open()

    def _grouped(self, found: list[Freeable]) -> list[tuple[str, list[Freeable]]]:
        """By run, in the order in which they came; first what is the concept's."""
        groups: dict[str, list[Freeable]] = {}
        for item in found:
            run = self._engine.run(str(item.run.path)) if item.run else None
            title = library_words.run_title(run) if run else self.tr("For all runs")
            groups.setdefault(title, []).append(item)
        return list(groups.items())

    def _free(self, fact: ConceptFact | RunFact, chosen: list[Freeable]) -> None:
        key = fact.key if isinstance(fact, ConceptFact) else fact.concept_key
        self._change(partial(library_files.set_free, key, chosen), partial(self._on_freed, key))

    def _on_freed(self, key: str, count: int) -> None:
        self._engine.remeasure(key)
        title = self.tr("{size} are free again").format(size=words.size(count))
        self._page.tell_news(title, "")

    # all of them -------------------------------------------------------------------------

    def _is_taught(self, fact: ConceptFact | RunFact) -> bool:
        """Then it is said why nothing can be done; an engine may also be just starting."""
        runs = fact.runs if isinstance(fact, ConceptFact) else (fact,)
        live = next((run for run in runs if run.is_live), None)
        if live is not None:
            problem = ManulError("run_busy.taught", name=live.name, number=live.number)
            self._page.show_problem(report_of(problem))
        return live is not None

    def _change(
        self,
        function: Callable[[], object],
        on_done: Callable[..., object],
        busy: "_Busy | None" = None,
    ) -> None:
        def done(result: object) -> None:
            if busy is not None:
                busy.end()
            on_done(result)

        def failed(report: Report) -> None:
            if busy is not None:
                busy.end()
            self._page.show_problem(report)

        self._engine.edit(function, done, failed)


class _Busy(QObject):
    """Shows a bar on the page if the work takes long; `progress` may be emitted in the pool."""

    progress = Signal(int, int)

    def __init__(self, owner: QObject, text: str, page: LibraryPage) -> None:
        super().__init__(owner)
        self._text = text
        self._page = page
        self._done = self._total = 0
        self._is_shown = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show)
        self._timer.start(_BUSY_AFTER_MS)
        self.progress.connect(self._on_progress)

    def end(self) -> None:
        self._timer.stop()
        self._page.busy.hide()
        self.deleteLater()

    def _on_progress(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        if self._is_shown:
            self._show()

    def _show(self) -> None:
        self._is_shown = True
        self._page.busy.tell(self._text, done=self._done, total=self._total)
