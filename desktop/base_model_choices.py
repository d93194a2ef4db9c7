"""The base models on offer: the demo, those of the user's own choice, those that web UIs have."""

import os
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.engine import Engine
from desktop.facts import BaseModelChoice, ModelFact, Report
from desktop.short_call import ShortCall
from desktop.transfer import Transfer
from training.contract.base_models import DEMO, BaseModelInfo, describe_base_model
from training.contract.hub_cache import is_hub_id

_HUB_PAGE = re.compile(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/", re.IGNORECASE)


class BaseModelChoices(QObject):
    """Of a web UI's models only the chosen one is looked into here: vocabularies take time."""

    changed = Signal()
    download_failed = Signal(object)  # Report

    def __init__(
        self, engine: Engine, remembered: Iterable[str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._own = [DEMO, *map(tidy, remembered)]
        self._choices = {name: BaseModelChoice(name) for name in self._own}
        self._chosen = DEMO
        # Read in the pool as well: what is no longer wanted need not be looked into.
        self._wanted = frozenset(self._own)
        self._calls: dict[str, ShortCall] = {}

    def all(self) -> list[BaseModelChoice]:
        """The user's own first, what cannot be taught last; else as the engine lists them."""

        def place(choice: BaseModelChoice) -> tuple[bool, bool]:
            is_last = not choice.is_usable and choice.name != self._chosen
            return is_last, choice.name not in self._own

        return sorted(self._choices.values(), key=place)

    def get(self, name: str) -> BaseModelChoice | None:
        return self._choices.get(name)

    def choose(self, name: str) -> None:
        """Offer it, wherever it is, and look into it."""
        self._chosen = name
        if name not in self._choices:
            self._own.append(name)
            self._choices[name] = BaseModelChoice(name)
        self._wanted = frozenset((*self._own, name))
        if self._choices[name].info is None:
            self._look_into(name)

    def set_found(self, models: Iterable[ModelFact]) -> None:
        """What the web UIs have now. What is the user's own is looked at again: its drive may
        have been plugged in, or out."""
        found = {tidy(model.path): model for model in models}
        if self._chosen not in found and self._chosen not in self._own:
            self._own.append(self._chosen)
        before = self._choices
        self._choices = {
            name: replace(before.get(name, BaseModelChoice(name)), found=found.get(name))
            for name in (*self._own, *found)
        }
        for name in dict.fromkeys((self._chosen, *self._own)):
            self._look_into(name)
        if list(self._choices.values()) != list(before.values()):
            self.changed.emit()

    # downloads ---------------------------------------------------------------------------

    def download(self, name: str) -> None:
        """Fetch a model of the hub; `changed` tells how much has come."""
        choice = self._choices.get(name)
        if choice is None or choice.is_loading:
            return
        self._change(name, is_loading=True, size=0, total=0, rate=0.0)
        call = self._engine.download(
            name,
            partial(self._on_downloaded, name),
            partial(self._on_download_failed, name),
            partial(self._on_progress, name, Transfer()),
        )
        if call is not None:
            self._calls[name] = call

    def cancel(self, name: str) -> None:
        """What has come stays, and the next download goes on from there."""
        if (call := self._calls.pop(name, None)) is not None:
            call.cancel()
            self._change(name, is_loading=False)

    def _on_progress(self, name: str, transfer: Transfer, done: int, total: int) -> None:
        transfer.add(done)
        self._change(name, size=done, total=total, rate=transfer.rate)

    def _on_downloaded(self, name: str) -> None:
        self._calls.pop(name, None)
        self._change(name, is_loading=False, size=0, problem=None)
        self._look_into(name)

    def _on_download_failed(self, name: str, report: Report) -> None:
        self._calls.pop(name, None)
        self._change(name, is_loading=False)
        self.download_failed.emit(report)

    # looking into them -------------------------------------------------------------------

    def _look_into(self, name: str) -> None:
        self._engine.compute(
            partial(self._seen, name),
            partial(self._on_seen, name),
            lambda report: self._change(name, info=None, problem=report),
        )

    def _seen(self, name: str) -> tuple[BaseModelInfo, int] | None:
        """(what it is, its size); called in the pool."""
        if name not in self._wanted:
            return None
        info = describe_base_model(name)
        return info, _size(info.path)

    def _on_seen(self, name: str, seen: tuple[BaseModelInfo, int] | None) -> None:
        if seen is not None:
            self._change(name, info=seen[0], problem=None, size=seen[1])

    def _change(self, name: str, **facts: Any) -> None:
        before = self._choices.get(name)
        if before is None:
            return
        self._choices[name] = replace(before, **facts)
        if self._choices[name] != before:
            self.changed.emit()


def hub_name(text: str) -> str:
    """`owner/name` of what was typed, or copied from the address of the model's page."""
    typed = text.strip()
    path = _HUB_PAGE.sub("", typed)
    if path == typed:
        return typed
    return "/".join(re.split(r"[?#]", path)[0].strip("/").split("/")[:2])


def tidy(name: str) -> str:
    """One spelling of a path, whoever names it: file dialogs write D:/models, others D:\\models."""
    return name if name == DEMO or is_hub_id(name) else os.path.abspath(os.path.expanduser(name))


def _size(path: Path) -> int:
    """Of the file, or of all that a diffusers folder holds."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)
