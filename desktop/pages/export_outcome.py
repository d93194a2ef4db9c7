"""What came of an export, in sentences: all went well, or what was in the way."""

from pathlib import Path

from desktop import words
from desktop.facts import ExportFact, Report
from desktop.widgets.export_result import ExportResult, Remark
from desktop.widgets.notice import Notice


class ExportOutcome(ExportResult):
    """Where the file is, what its web UI said to it, and what to type."""

    def show_done(self, done: ExportFact, method: str) -> None:
        self.show_result(self._remarks_on(done), self._what_then(done, method), done.prompt)

    def _remarks_on(self, done: ExportFact) -> list[Remark]:
        """Where the file is, and what its web UI said: its last word is whether it has it now."""
        path = Path(done.path)
        written = self.tr("{file} is in {folder}").format(file=path.name, folder=path.parent)
        last = len(done.messages) - 1
        return [
            Remark(written, is_good=True),
            *(
                Remark(words.message(said), is_good=number == last and done.refreshed is True)
                for number, said in enumerate(done.messages)
            ),
        ]

    def _what_then(self, done: ExportFact, method: str) -> str:
        """A prompt alone calls an embedding, and whatever has a tag in it."""
        if method == "dreambooth":
            then = self.tr("Then choose {name} as the model, and type")
        elif method == "lora" and "<" not in done.prompt:
            then = self.tr("Then load {name} as a LoRA, and type")
        elif method == "hypernetwork" and "<" not in done.prompt:
            then = self.tr("Then load {name} as a hypernetwork, and type")
        else:
            then = self.tr("Then type")
        return then.format(name=Path(done.path).stem)

    def retranslate(self) -> None:
        self.set_texts(
            open_folder=self.tr("Open the folder"),
            copy=self.tr("Copy"),
            copy_hint=self.tr("Copy the sentence"),
        )


class ExportTrouble(Notice):
    """Why nothing was written; a file in the way can be replaced from here."""

    # Of the class: a notice words itself while it is made.
    _report: Report | None = None
    may_replace = False

    def __init__(self) -> None:
        super().__init__()
        self.hide()

    def show_report(self, report: Report, *, may_replace: bool) -> None:
        self._report, self.may_replace = report, may_replace
        message, advice = words.report(report)
        if may_replace:
            advice = self.tr("Give this one another name or place, or replace that file.")
        action = self.tr("Replace it") if may_replace else ""
        self.tell(message, advice, action=action, glyph="swap")

    def forget(self) -> None:
        self._report, self.may_replace = None, False
        self.hide()

    def retranslate(self) -> None:
        super().retranslate()
        if self._report is not None:
            self.show_report(self._report, may_replace=self.may_replace)
