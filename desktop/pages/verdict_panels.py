"""What the engine makes of a run's tests: the step to keep, over-fitting, that it may stop."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import words
from desktop.colors import ACCENT, ERROR, GOOD
from desktop.facts import RunFact
from desktop.widgets.note_panel import NotePanel

_SPACE = 8


class VerdictPanels(QWidget):
    """Two panels, each there only while it has something to say."""

    stop_requested = Signal()
    star_requested = Signal()
    compare_requested = Signal()
    try_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.warning, self.star = NotePanel(), NotePanel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACE)
        layout.addWidget(self.warning)
        layout.addWidget(self.star)
        self.warning.action_requested.connect(self.stop_requested)
        self._shows_another = False
        self.star.action_requested.connect(self._on_star_action)
        self.star.second_requested.connect(self.try_requested)

    def show_run(self, run: RunFact, *, can_show_star: bool, may_stop: bool) -> None:
        """`can_show_star` = the starred step is another than the one looked at; `may_stop` = a
        stop has not been asked for yet."""
        self._show_star(run, can_show=can_show_star)
        self._show_warning(run)
        self.warning.action.setEnabled(may_stop)
        self.setVisible(not (self.star.isHidden() and self.warning.isHidden()))

    def _show_star(self, run: RunFact, *, can_show: bool) -> None:
        if run.suggestion is None or run.suggested_step < 0:
            self.star.hide()
            return
        self._shows_another = can_show
        self.star.tell(
            words.the_one_to_keep(words.number(run.suggestion.step)),
            " ".join(map(words.message, run.suggestion.reasons)),
            sign="star-fill", role=ACCENT,
            action=self.tr("Show it") if can_show else self.tr("Compare"),
            glyph="arrow-right" if can_show else "columns",
            second="" if can_show else self.tr("Try it"), second_glyph="paint-brush",
        )  # fmt: skip

    def _show_warning(self, run: RunFact) -> None:
        """Over-fitting; and as long as it goes on, that it need not."""
        goes_on = run.state in ("running", "paused")
        said = [words.message(told.message) for told in run.warnings]
        if goes_on and run.converged is not None:
            said.append(words.message(run.converged))
        if not said:
            self.warning.hide()
            return
        sign, role = "warning-fill", ERROR
        if any(told.is_class for told in run.warnings):
            title = self.tr("It begins to forget everything else of its kind")
        elif run.warnings:
            title = self.tr("The fixed test is getting worse")
        else:
            title = self.tr("It has learned nearly all that it will")
            sign, role = "check-circle-fill", GOOD
        action = self.tr("Stop here") if goes_on else ""
        self.warning.tell(title, " ".join(said), sign=sign, role=role, action=action)

    def _on_star_action(self) -> None:
        (self.star_requested if self._shows_another else self.compare_requested).emit()
