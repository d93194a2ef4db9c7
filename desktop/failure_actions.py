"""Does what the notices about a failed training offer."""

from functools import partial

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop.dropped import MODEL_SUFFIXES
from desktop.engine import Engine
from desktop.file_choosers import FileChoosers
from desktop.navigation import Navigation
from desktop.page_stack import PageStack
from desktop.stages import PRESET
from desktop.training_actions import TrainingActions

_DRIVERS = "https://www.nvidia.com/drivers"


class FailureActions(QObject):
    """What the page Train wishes for when something went wrong. What belongs to another part of
    the window is passed on."""

    free_space_requested = Signal(str)  # a concept's key
    set_up_requested = Signal()
    diagnostics_requested = Signal(str)  # a run's key

    def __init__(
        self,
        engine: Engine,
        navigation: Navigation,
        training: TrainingActions,
        *,
        pages: PageStack,
        choosers: FileChoosers,
    ) -> None:
        super().__init__(pages)
        self._engine = engine
        self._navigation = navigation
        self._training = training
        self._choosers = choosers
        panel = pages.train.failures
        panel.end_requested.connect(engine.end_engine)
        panel.folder_requested.connect(engine.show_in_files)
        panel.model_requested.connect(self._ask_for_model)
        panel.again_requested.connect(self._teach_again)
        panel.settings_requested.connect(lambda _: navigation.show_stage(PRESET))
        panel.driver_requested.connect(self._show_drivers)
        panel.free_space_requested.connect(self.free_space_requested)
        panel.set_up_requested.connect(self.set_up_requested)
        panel.diagnostics_requested.connect(self.diagnostics_requested)

    def _ask_for_model(self, run_key: str) -> None:
        run = self._engine.run(run_key)
        is_file = run is not None and run.base_model.lower().endswith(MODEL_SUFFIXES)
        resume = partial(self._resume_with, run_key)
        self._choosers.choose_moved_model(resume, is_file=is_file)

    def _resume_with(self, run_key: str, path: str) -> None:
        self._engine.resume(run_key, self._training.tell_launch_problem, base_model=path)

    def _teach_again(self, run_key: str, assignments: tuple[str, ...]) -> None:
        told = self._training.tell_launch_problem
        self._engine.repeat(run_key, assignments, self._navigation.open_run, told)

    def _show_drivers(self) -> None:
        QDesktopServices.openUrl(QUrl(_DRIVERS))
