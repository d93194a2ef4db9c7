"""The window: makes engine, models and pages known to each other, and nothing else."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow

from desktop.chosen_plan import ChosenPlan
from desktop.closing import ask_before_closing
from desktop.concept_actions import ConceptActions
from desktop.concept_editor import ConceptEditor
from desktop.crop_suggestions import CropSuggestions
from desktop.diagnostics_actions import DiagnosticsActions
from desktop.draft_guard import DraftGuard
from desktop.dropped import Drops, read_dropped, read_dropped_model
from desktop.engine import Engine
from desktop.engine_setup.actions import SetUpActions
from desktop.export_actions import ExportActions
from desktop.facts import Report, RunFact
from desktop.failure_actions import FailureActions
from desktop.file_choosers import FileChoosers
from desktop.first_run.actions import FirstRun
from desktop.frame import Frame
from desktop.gallery_actions import GalleryActions
from desktop.help_actions import HelpActions
from desktop.languages import Languages
from desktop.library_actions import LibraryActions
from desktop.models.facts_list import concept_list, run_list, step_list
from desktop.models.gallery import GalleryModel
from desktop.models.presets import PresetListModel
from desktop.navigation import Navigation
from desktop.new_version.actions import NewVersionActions
from desktop.notifications import TrayNotifier
from desktop.page_stack import PageStack
from desktop.pages.concept import ConceptPage
from desktop.pages.export import ExportPage
from desktop.pages.images import ImagesPage
from desktop.pages.library import LibraryPage
from desktop.pages.page import Page
from desktop.pages.preset import PresetPage
from desktop.pages.train import TrainPage
from desktop.picture_inbox import PictureInbox
from desktop.preferences import Preferences
from desktop.preset_actions import PresetActions, read_dropped_preset
from desktop.preset_foresight import PresetForesight
from desktop.queue_actions import QueueActions
from desktop.settings_actions import SettingsActions
from desktop.stages import CONCEPT, TRAIN
from desktop.taskbar import make_taskbar
from desktop.theme import Theme
from desktop.thumbnails import ThumbnailLoader
from desktop.training_actions import TrainingActions
from desktop.training_watch import TrainingWatch
from desktop.web_ui_search import WebUISearch
from desktop.workspace_actions import WorkspaceActions
from desktop.workspace_news import WorkspaceNews


class MainWindow(QMainWindow):
    """Makes everything, lays it out and connects it; `stages` are the pages after the library."""

    closed = Signal()

    def __init__(
        self, engine: Engine, preferences: Preferences, theme: Theme, languages: Languages
    ) -> None:
        super().__init__()
        self._engine = engine
        self._preferences = preferences
        self._may_close = self._closes_when_settled = self._loss_is_told = False
        self._may_lose_draft = False
        self._make_models()
        self._make_pages()
        self._make_actions(theme, languages)
        self._lay_out()
        self._connect_engine()
        self._connect_library()
        self._connect_images()
        self._connect_concept()
        self._connect_preset()
        self._connect_training()
        self._connect_export()
        self._connect_frame()
        self.show_library()
        self.retranslate()

    # making ------------------------------------------------------------------------------

    def _make_models(self) -> None:
        self.thumbnails = ThumbnailLoader(self)
        self.inbox = PictureInbox(self)
        self.editor = ConceptEditor(self._engine, self._preferences, self)
        self.draft_guard = DraftGuard(self.editor, self)
        self.search = WebUISearch(self._engine, self._preferences, self)
        self.concepts, self.runs = concept_list(self), run_list(self)
        self.steps = step_list(self)
        self.presets, self.gallery = PresetListModel(self), GalleryModel(self)
        self.foresight = PresetForesight(self._engine, self.editor, self.presets, self)
        self.plan = ChosenPlan(self._engine, self.editor, self.presets, self)

    def _make_pages(self) -> None:
        self.library = LibraryPage(self.concepts, self.runs, self.thumbnails)
        suggestions = CropSuggestions(self._engine, self)
        self.images = ImagesPage(self.editor, suggestions, self.thumbnails)
        self.concept = ConceptPage(self.editor, self.thumbnails)
        self.preset = PresetPage(self.editor, self.presets, self.plan)
        self.train = TrainPage(self.gallery, self.thumbnails)
        self.export = ExportPage(self.steps, self.thumbnails)
        self.stack = PageStack(
            library=self.library, images=self.images, concept=self.concept,
            preset=self.preset, train=self.train, export=self.export,
        )  # fmt: skip
        self.stages = self.stack.stages
        self.frame = Frame(self._engine, self.editor, self.presets, self.thumbnails)
        self.rail, self.bar = self.frame.rail, self.frame.bar

    def _make_actions(self, theme: Theme, languages: Languages) -> None:
        engine, editor, pages = self._engine, self.editor, self.stack
        self.choosers = FileChoosers(self, self._preferences)
        self.navigation = Navigation(engine, editor, pages, self)
        self.news = WorkspaceNews(
            engine, editor, self.navigation, pages=pages, concepts=self.concepts, runs=self.runs
        )
        self.concept_actions = ConceptActions(
            engine, editor, self.navigation,
            pages=pages, inbox=self.inbox, choosers=self.choosers,
        )  # fmt: skip
        self.training_actions = TrainingActions(engine, editor, self.navigation, pages=pages)
        self.gallery_actions = GalleryActions(
            engine, self.train, gallery=self.gallery, choosers=self.choosers
        )
        self.failure_actions = FailureActions(
            engine, self.navigation, self.training_actions, pages=pages, choosers=self.choosers
        )
        self.library_actions = LibraryActions(
            engine, self.navigation, self._preferences, self.library
        )
        self.queue_actions = QueueActions(
            engine, editor, self.presets, page=self.preset, bar=self.bar
        )
        self.preset_actions = PresetActions(
            engine, editor, self.presets, foresight=self.foresight, page=self.preset
        )
        notifier = TrayNotifier(self)
        notifier.activated.connect(self._come_forward)
        self.watch = TrainingWatch(engine, self, notifier=notifier, taskbar=make_taskbar(self))
        self.diagnostics_actions = DiagnosticsActions(engine, self)
        self.help_actions = HelpActions(pages, languages, self)
        self.export_actions = ExportActions(engine, self._preferences, self.export)
        self.set_up = SetUpActions(engine, self.search, self)
        self.workspace_actions = WorkspaceActions(engine, self)
        self.settings_actions = SettingsActions(
            engine, self._preferences, theme=theme, languages=languages, search=self.search,
            choosers=self.choosers, workspace=self.workspace_actions, window=self,
        )  # fmt: skip
        self.first_run = FirstRun(
            engine, self._preferences, languages=languages, settings=self.settings_actions,
            workspace=self.workspace_actions, choosers=self.choosers, window=self,
        )  # fmt: skip
        self.new_version = NewVersionActions(self._preferences, self.library)
        self.settings_actions.opened.connect(self.new_version.join)

    def _lay_out(self) -> None:
        self.frame.put_in_the_middle(self.stack)
        self.setCentralWidget(self.frame)
        self.setMinimumSize(QSize(960, 620))
        self.resize(1440, 900)
        if not self._preferences.geometry.isEmpty():
            self.restoreGeometry(self._preferences.geometry)

    # wiring ------------------------------------------------------------------------------

    def _connect_engine(self) -> None:
        engine, news = self._engine, self.news
        engine.looked.connect(news.on_looked)
        engine.concepts_changed.connect(news.on_concepts_changed)
        engine.run_changed.connect(news.on_run_changed)
        engine.engine_changed.connect(news.on_engine_changed)
        for changed in (engine.concepts_changed, engine.run_changed, engine.engine_changed):
            changed.connect(self._refresh_frame)
        self.thumbnails.loaded.connect(self._refresh_pictures)

    def _connect_library(self) -> None:
        library, actions, before = self.library, self.concept_actions, self.draft_guard.before
        library.new_requested.connect(before(self.navigation.start_new))
        library.browse_requested.connect(before(actions.browse_new))
        library.paste_requested.connect(actions.paste)
        library.demo_requested.connect(before(actions.make_demo))
        library.concept_requested.connect(before(self.navigation.open_concept))
        library.run_requested.connect(before(self.navigation.open_run))
        library.resume_requested.connect(before(self.training_actions.go_on))
        library.wished.connect(self.library_actions.carry_out)
        library.tools.order_chosen.connect(self._preferences.remember_library_order)
        library.tools.choose_order(self._preferences.library_order)

    def _connect_images(self) -> None:
        actions = self.concept_actions
        for page in (self.library, self.images):
            drops = Drops(page, read_dropped)
            drops.dropped.connect(self.inbox.take)
            drops.hovering.connect(page.drop_panel.set_hovered)
        self.inbox.arrived.connect(self.navigation.take_pictures)
        self.inbox.refused.connect(actions.tell_refused)
        self.images.browse_requested.connect(self.choosers.choose_pictures)
        self.images.paste_requested.connect(actions.paste)
        self.images.next_requested.connect(partial(self.navigation.show_stage, CONCEPT))
        self.choosers.pictures_chosen.connect(self.navigation.take_pictures)
        self.editor.changed.connect(self._refresh_frame)
        self.editor.failed.connect(self._on_editor_failed)
        self.editor.settled.connect(self._on_settled)

    def _connect_concept(self) -> None:
        models, drops = self.concept.models, Drops(self.concept, read_dropped_model)
        self.concept.next_requested.connect(self.concept_actions.finish_description)
        models.file_requested.connect(self.choosers.choose_model_file)
        models.folder_requested.connect(self.choosers.choose_model_folder)
        models.hub_requested.connect(self.choosers.choose_hub_model)
        models.web_ui_folder_requested.connect(self.choosers.choose_web_ui_folder)
        self.choosers.model_chosen.connect(self.editor.set_base_model)
        self.choosers.hub_name_chosen.connect(models.take_hub_name)
        self.editor.base_models.download_failed.connect(self.concept.show_problem)
        self.choosers.web_ui_folder_chosen.connect(self.search.add_folder)
        self.search.nothing_found.connect(models.show_nothing_found)
        self.search.watch(self.concept, self.export)
        drops.hovering.connect(models.set_hovered)
        drops.dropped.connect(lambda path: self.editor.set_base_model(str(path)))

    def _connect_preset(self) -> None:
        page, actions = self.preset, self.preset_actions
        page.queue_requested.connect(self.queue_actions.add)
        page.save_requested.connect(actions.save_new)
        page.update_requested.connect(actions.update)
        page.rename_requested.connect(actions.rename)
        page.delete_requested.connect(actions.delete)
        page.file_requested.connect(actions.export)
        page.browse_requested.connect(actions.browse)
        Drops(page, read_dropped_preset).dropped.connect(actions.take)

    def _connect_training(self) -> None:
        train, actions = self.train, self.training_actions
        self.preset.teach_requested.connect(actions.teach)
        train.command_requested.connect(actions.command)
        train.resume_requested.connect(actions.resume)
        train.folder_requested.connect(self._engine.show_in_files)
        train.export_requested.connect(actions.show_export)
        self.failure_actions.diagnostics_requested.connect(self.diagnostics_actions.show)
        self.settings_actions.diagnostics_requested.connect(self.diagnostics_actions.show)
        self.failure_actions.free_space_requested.connect(self.library_actions.free_space)
        wishes = (self.failure_actions, self.library, self.preset, self.settings_actions)
        for wish in wishes:
            wish.set_up_requested.connect(self.set_up.show)
        self.first_run.set_up_requested.connect(self.set_up.begin)
        self.first_run.other_set_up_requested.connect(self.set_up.show)
        self.set_up.demo_requested.connect(self.draft_guard.before(self.concept_actions.make_demo))
        self.set_up.told.connect(self.frame.show_set_up)
        for page in (self.library, self.preset):
            self.set_up.at_work.connect(page.show_set_up)
        self.rail.set_up.clicked.connect(self.set_up.show)
        self.set_up.network_requested.connect(self.settings_actions.show_network)
        self.first_run.way_out_chosen.connect(self.set_up.take_way_out)

    def _connect_export(self) -> None:
        export = self.export
        export.where.browse_requested.connect(self.choosers.choose_export_folder)
        export.folder_requested.connect(self._engine.show_in_files)
        export.export_requested.connect(self.export_actions.export)
        export.cancel_requested.connect(self.export_actions.cancel)
        self.choosers.export_folder_chosen.connect(export.where.set_folder)

    def _connect_frame(self) -> None:
        self.navigation.moved.connect(self._refresh_frame)
        self.rail.library_requested.connect(self.show_library)
        self.rail.stage_requested.connect(self.show_stage)
        self.rail.settings_requested.connect(self.settings_actions.show)
        self.rail.help_requested.connect(self.help_actions.show)
        self.choosers.workspace_chosen.connect(self.workspace_actions.take)
        self.workspace_actions.changed.connect(self.navigation.leave_concept)
        self.bar.primary_clicked.connect(lambda: self.page.primary())
        self.bar.back_clicked.connect(self.navigation.go_back)
        self.bar.queue_clicked.connect(self.queue_actions.show)
        self.bar.job_clicked.connect(self.draft_guard.before(self.navigation.open_live_run))
        for page in self.stack.all():
            page.action_changed.connect(self._refresh_bar)
        paste = QAction(self)
        paste.setShortcut(QKeySequence(QKeySequence.StandardKey.Paste))
        paste.triggered.connect(self.concept_actions.paste)
        self.addAction(paste)

    # where we are ------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        return self.stack.page

    @property
    def run(self) -> RunFact | None:
        return self.navigation.run

    def show_library(self) -> None:
        self.navigation.show_library()

    def show_stage(self, stage: int) -> None:
        self.navigation.show_stage(stage)

    def open_concept(self, key: str) -> None:
        self.navigation.open_concept(key)

    def open_run(self, key: str) -> None:
        self.navigation.open_run(key)

    def take_pictures(self, paths: Sequence[Path]) -> None:
        self.navigation.take_pictures(paths)

    # frame -------------------------------------------------------------------------------

    def _refresh_frame(self) -> None:
        self.frame.show_place(self.stack.stage, self.run)
        self._refresh_bar()
        self._refresh_pictures()

    def _refresh_bar(self) -> None:
        shown = self.navigation.run_key if self.page is self.train else ""
        self.frame.show_action(self.page.action, shown_run=shown)

    def _refresh_pictures(self) -> None:
        """The small pictures of rail and empty library, which load in the pool."""
        self.frame.show_head()
        self.news.show_demo_pictures()

    def retranslate(self) -> None:
        self.setWindowTitle("Manul")
        self.frame.retranslate()
        self._refresh_frame()

    def _come_forward(self) -> None:
        """Somebody has clicked a message about a training."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        self.navigation.show_stage(TRAIN)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.watch.window_activated()
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._engine.live_runs() and not self._may_close:
            event.ignore()
            ask_before_closing(self, self._on_closing_answered)
            return
        if not self.set_up.may_close():
            event.ignore()
            return
        if self.editor.holds_a_draft and not self._may_lose_draft:
            event.ignore()
            self.draft_guard.ask(self._on_draft_let_go)
            return
        self.images.flush()
        self.editor.keep_description()
        self._closes_when_settled = not (self.editor.is_settled or self._loss_is_told)
        if self._closes_when_settled:
            # What was edited last is being written; that takes a moment.
            event.ignore()
            return
        self._preferences.geometry = self.saveGeometry()
        self.gallery_actions.close()
        self.set_up.close()
        self._engine.close()
        self.export_actions.close()
        event.accept()
        self.closed.emit()

    def _on_draft_let_go(self) -> None:
        self._may_lose_draft = True
        self.close()

    def _on_settled(self) -> None:
        self._loss_is_told = False
        if self._closes_when_settled:
            self.close()

    def _on_editor_failed(self, report: Report) -> None:
        """Something could not be written: that is to be seen, once; then the window closes."""
        self._loss_is_told = self._closes_when_settled
        self._closes_when_settled = False
        self.concept_actions.tell_editor_problem(report)

    def _on_closing_answered(self, stop: bool) -> None:
        if stop:
            is_held = self.queue_actions.hold()
            self.training_actions.stop_all()
            if not is_held:
                return
        self._may_close = True
        self.close()
