"""Asks the engine what a run needs that no table knows. For engine.py only."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.answers import Answer, internal_report, plan_outlook
from desktop.facts import Report
from desktop.short_call import ShortCall
from training.contract.config import RunConfig
from training.contract.outlook import CardHere, Outlook
from training.contract.toml_file import write_model

OnPlanned = Callable[[Outlook], object]
OnFailed = Callable[[Report], object]


class PlanCall(QObject):
    """One question at a time: a newer one takes the place of an older one."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._call: ShortCall | None = None
        self._draft: Path | None = None

    def ask(
        self, draft: Path, card: CardHere | None, on_done: OnPlanned, on_failed: OnFailed
    ) -> None:
        """`draft` = a run's configuration, which is deleted afterwards. Without a card the answer
        is for the smallest one that is enough."""

        def done(answer: Answer) -> None:
            self._tidy()
            if (outlook := plan_outlook(answer, card)) is None:
                on_failed(internal_report("plan"))
            else:
                on_done(outlook)

        def failed(report: Report) -> None:
            self._tidy()
            on_failed(report)

        self.forget()
        self._draft = draft
        where = [] if card else ["--smallest-card"]
        self._call = ShortCall(self, ["plan", str(draft), *where, "--json"], done, failed)

    def forget(self) -> None:
        """Nobody waits for the answer any more."""
        if self._call is not None:
            self._call.cancel()
        self._tidy()

    def _tidy(self) -> None:
        self._call = None
        if self._draft is not None:
            self._draft.unlink(missing_ok=True)
            self._draft = None


def write_draft(config: RunConfig) -> Path:
    """In a folder for files that nobody keeps."""
    handle, name = tempfile.mkstemp(prefix="manul-plan-", suffix=".toml")
    os.close(handle)
    write_model(Path(name), config)
    return Path(name)
