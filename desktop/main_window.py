"""The window: makes engine, models and pages known to each other, and nothing else."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from desktop import words
from desktop.closing import ask_before_closing
from desktop.concept_editor import ConceptEditor
from desktop.dropped import Drops, read_dropped, read_dropped_model
from desktop.engine import DEMO_PICTURES, Engine
from desktop.facts import EngineFact, ExportWish, Report, RunFact, SampleFact
from desktop.file_choosers import FileChoosers
from desktop.frame import Frame
from desktop.languages import Languages
from desktop.models.facts_list import concept_list, run_list, step_list
from desktop.models.gallery import GalleryModel
from desktop.models.presets import PresetListModel
from desktop.pages.concept import ConceptPage
from desktop.pages.export import ExportPage
from desktop.pages.images import ImagesPage
from desktop.pages.library import LibraryPage
from desktop.pages.page import Page
from desktop.pages.preset import PresetPage
from desktop.pages.train import TrainPage
from desktop.picture_inbox import PictureInbox
from desktop.preferences import Preferences
from desktop.preset_foresight import PresetForesight
from desktop.sample_view import SampleView
from desktop.settings_dialog import SettingsDialog
from desktop.stages import CONCEPT, EXPORT, IMAGES, PRESET, TRAIN
from desktop.theme import Theme
from desktop.thumbnails import ThumbnailLoader
from desktop.web_ui_search import WebUISearch
from training.contract.commands import CommandName


class MainWindow(QMainWindow):
    """Holds which concept, run and page are shown; everything else is a model's or a page's."""

    closed = Signal()

    def __init__(
        self, engine: Engine, preferences: Preferences, theme: Theme, languages: Languages
    ) -> None:
        super().__init__()
        self._engine = engine
        self._preferences = preferences
        self._theme = theme
        self._languages = languages
        self._run_key = ""
        self._may_close = False
        self._has_looked = False
        self.thumbnails = ThumbnailLoader(self)
        self.inbox = PictureInbox(self)
        self.editor = ConceptEditor(engine, preferences, self)
        self.search = WebUISearch(engine, preferences, self)
        self.concepts, self.runs = concept_list(self), run_list(self)
        self.steps = step_list(self)
        self.presets, self.gallery = PresetListModel(self), GalleryModel(self)
        self.foresight = PresetForesight(engine, self.editor, self.presets, self)
        self._make_pages()
        self._lay_out()
        self._connect_engine()
        self._connect_library()
        self._connect_stages()
        self._connect_models()
        self._connect_frame()
        self.show_library()
        self.retranslate()

    # making ------------------------------------------------------------------------------

    def _make_pages(self) -> None:
        self.library = LibraryPage(self.concepts, self.runs, self.thumbnails)
        self.images = ImagesPage(self.editor, self.thumbnails)
        self.concept = ConceptPage(self.editor, self.thumbnails)
        self.preset = PresetPage(self.editor, self.presets)
        self.train = TrainPage(self.gallery, self.thumbnails)
        self.export = ExportPage(self.steps, self.thumbnails)
        self.stages: list[Page] = [
            self.images, self.concept, self.preset, self.train, self.export
        ]  # fmt: skip
        self.frame = Frame(self._engine, self.editor, self.presets, self.thumbnails)
        self.rail, self.bar = self.frame.rail, self.frame.bar
        self.stack = QStackedWidget()
        for page in (self.library, *self.stages):
            self.stack.addWidget(page)

    def _lay_out(self) -> None:
        self.frame.put_in_the_middle(self.stack)
        self.setCentralWidget(self.frame)
        self.setMinimumSize(QSize(960, 620))
        self.resize(1440, 900)
        if not self._preferences.geometry.isEmpty():
            self.restoreGeometry(self._preferences.geometry)

    # wiring ------------------------------------------------------------------------------

    def _connect_engine(self) -> None:
        engine = self._engine
        engine.looked.connect(self._on_looked)
        engine.concepts_changed.connect(self._on_concepts_changed)
        engine.run_changed.connect(self._on_run_changed)
        engine.engine_changed.connect(self._on_engine_changed)

    def _connect_library(self) -> None:
        library = self.library
        library.new_requested.connect(self.start_new)
        library.browse_requested.connect(self._on_browse_new)
        library.paste_requested.connect(self.paste)
        library.demo_requested.connect(self._on_demo_requested)
        library.concept_requested.connect(self.open_concept)
        library.run_requested.connect(self.open_run)
        library.resume_requested.connect(self._on_go_on)
        for page in (library, self.images):
            drops = Drops(page, read_dropped)
            drops.dropped.connect(self.inbox.take)
            drops.hovering.connect(page.drop_panel.set_hovered)
        self.inbox.arrived.connect(self.take_pictures)
        self.inbox.refused.connect(self._on_download_refused)
        self.thumbnails.loaded.connect(self._refresh_pictures)

    def _connect_stages(self) -> None:
        self.choosers = FileChoosers(self, self._preferences)
        self.images.browse_requested.connect(self.choosers.choose_pictures)
        self.images.paste_requested.connect(self.paste)
        self.images.next_requested.connect(partial(self.show_stage, CONCEPT))
        self.concept.next_requested.connect(self._on_described)
        self.preset.teach_requested.connect(self.teach)
        self.train.command_requested.connect(self._on_command)
        self.train.resume_requested.connect(self.resume)
        self.train.end_requested.connect(self._engine.end_engine)
        self.train.folder_requested.connect(self._engine.show_in_files)
        self.train.export_requested.connect(self._on_export_stage)
        self.train.sample_requested.connect(self._on_sample_requested)
        self.export.where.browse_requested.connect(self.choosers.choose_export_folder)
        self.export.folder_requested.connect(self._engine.show_in_files)
        self.export.export_requested.connect(self._on_export)
        self.choosers.pictures_chosen.connect(self.take_pictures)
        self.choosers.export_folder_chosen.connect(self.export.where.set_folder)
        self.editor.changed.connect(self._refresh_frame)
        self.editor.failed.connect(self._on_editor_failed)
        last = self._preferences
        self.export.where.remember(last.export_place, last.export_folder)

    def _connect_models(self) -> None:
        models, drops = self.concept.models, Drops(self.concept, read_dropped_model)
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

    def _connect_frame(self) -> None:
        self.rail.library_requested.connect(self.show_library)
        self.rail.stage_requested.connect(self.show_stage)
        self.rail.settings_requested.connect(self.show_settings)
        self.bar.primary_clicked.connect(lambda: self.page.primary())
        self.bar.back_clicked.connect(self.go_back)
        self.bar.job_clicked.connect(self._on_job_clicked)
        for page in (self.library, *self.stages):
            page.action_changed.connect(self._refresh_bar)
        paste = QAction(self)
        paste.setShortcut(QKeySequence(QKeySequence.StandardKey.Paste))
        paste.triggered.connect(self.paste)
        self.addAction(paste)

    # where we are ------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    @property
    def run(self) -> RunFact | None:
        return self._engine.run(self._run_key)

    def show_library(self) -> None:
        self._go_to(self.library)
        self.library.refresh()
        self._refresh_frame()

    def show_stage(self, stage: int) -> None:
        self._go_to(self.stages[stage])
        self._refresh_frame()

    def _go_to(self, page: Page) -> None:
        """The page itself takes the focus, so that Tab goes on from its first field."""
        if self.page is self.concept and page is not self.concept:
            self.editor.keep_description()
        if page is not self.page or not self.isVisible():
            self.stack.setCurrentWidget(page)
            page.setFocus()

    def go_back(self) -> None:
        at = self.stack.currentIndex()
        self.show_stage(max(0, at - 2))

    def start_new(self) -> None:
        """A fresh draft on the Images page."""
        self._set_run("")
        self.editor.start_new()
        self.show_stage(IMAGES)

    def open_concept(self, key: str) -> None:
        """Its last run if it has one, else its pictures."""
        concept = self._engine.concept(key)
        if concept is None:
            return
        if concept.problem is not None:
            self.library.show_problem(concept.problem)
        elif concept.last_run is not None:
            self.open_run(concept.last_run.key)
        else:
            self._set_run("")
            self.editor.open(concept)
            self.show_stage(IMAGES)

    def open_run(self, key: str) -> None:
        run = self._engine.run(key)
        concept = self._engine.concept(run.concept_key) if run else None
        if run is None or concept is None:
            return
        self.editor.open(concept)
        self._set_run(key)
        self.show_stage(TRAIN)

    def _set_run(self, key: str) -> None:
        self._run_key = key
        self.train.show_run(self.run)
        self.export.show_run(self.run)

    def take_pictures(self, paths: Sequence[Path]) -> None:
        """Into the concept at hand; from anywhere else into a new one."""
        if self.page not in self.stages:
            self.start_new()
        else:
            self.show_stage(IMAGES)
        self.editor.add_sources(paths)

    def paste(self) -> None:
        found = read_dropped(QGuiApplication.clipboard().mimeData())
        if found is not None and self.page in (self.library, self.images):
            self.inbox.take(found)

    # wishes ------------------------------------------------------------------------------

    def teach(self) -> None:
        key = self.editor.key
        if key is None:
            return
        self.preset.set_busy(True)
        self._engine.start_training(
            key, self.editor.request(), self._on_training_made, self._on_launch_failed
        )

    def resume(self, run_key: str) -> None:
        self._engine.resume(run_key, self._on_launch_failed)

    def _on_launch_failed(self, report: Report) -> None:
        """No run could be made, or its engine ended before its first event."""
        self.preset.set_busy(False)
        if self.page is self.train:
            self.train.show_launch_problem(report)
        else:
            self.preset.show_problem(report)

    def _on_command(self, run_key: str, command: CommandName) -> None:
        self._engine.send(run_key, command, self.train.show_command_problem)

    def _on_training_made(self, run_key: str) -> None:
        self.preset.set_busy(False)
        self.open_run(run_key)

    def _on_described(self) -> None:
        if self.editor.key is None:
            self.editor.save()
        self.show_stage(PRESET)

    def _on_demo_requested(self) -> None:
        self._engine.create_demo(self._on_demo_made, self.library.show_problem)

    def _on_demo_made(self, key: str) -> None:
        self.open_concept(key)
        if self.editor.key == key and not self._run_key:
            self.show_stage(PRESET)

    def _on_browse_new(self) -> None:
        self.start_new()
        self.choosers.choose_pictures()

    def _on_export_stage(self, run_key: str, step: int) -> None:
        self.export.choose_step(step)
        self.show_stage(EXPORT)

    def _on_export(self, wish: ExportWish) -> None:
        self._preferences.remember_export(wish.place, is_web_ui=wish.is_web_ui)
        told = partial(self.export.show_done, wish)
        self._engine.export(wish, told, partial(self.export.show_problem, wish))

    def _on_sample_requested(self, sample: SampleFact) -> None:
        view = SampleView(sample, self.thumbnails, self)
        view.open()

    def _on_editor_failed(self, report: Report) -> None:
        page = self.page if self.page in (self.images, self.concept) else self.images
        if self.page is self.preset:
            self.show_stage(CONCEPT)
            page = self.concept
        page.show_problem(report)

    def _on_download_refused(self, name: str, reason: str) -> None:
        self.show_stage(IMAGES)
        self.images.show_problem(words.download_refused(name, reason))

    def show_settings(self) -> None:
        dialog = SettingsDialog(
            language=self._preferences.language,
            mode=self._theme.mode,
            engine=self._engine.fact,
            parent=self,
        )
        dialog.language_requested.connect(self.set_language)
        dialog.mode_requested.connect(self.set_mode)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def set_language(self, language: str) -> None:
        self._preferences.language = language
        self._languages.use(language)

    def set_mode(self, mode: str) -> None:
        self._preferences.mode = mode  # type: ignore[assignment]
        self._theme.set_mode(self._preferences.mode)

    # news --------------------------------------------------------------------------------

    def _on_looked(self) -> None:
        if not self._has_looked:
            self._has_looked = True
            # Reattach: a training that goes on is what the user wants to see first.
            live = self._engine.live_runs()
            if live and self.page is self.library:
                self.open_run(live[-1].key)
            elif not live:
                self._offer_interrupted()
            self._refresh_pictures()

    def _offer_interrupted(self) -> None:
        """The computer was restarted, or the engine killed: the last thing that was done waits to
        be gone on with."""
        newest = max(self._engine.runs(), key=lambda run: run.changed_at, default=None)
        if newest is not None and newest.state == "died":
            self.library.offer_to_go_on(newest)

    def _on_go_on(self, run_key: str) -> None:
        self.library.offer_to_go_on(None)
        self.open_run(run_key)
        self.resume(run_key)

    def _on_concepts_changed(self) -> None:
        newest = sorted(self._engine.runs(), key=lambda run: run.changed_at, reverse=True)
        self.concepts.set_facts(self._engine.concepts)
        self.runs.set_facts(newest)
        if self.editor.key and (concept := self._engine.concept(self.editor.key)) is not None:
            self.editor.open(concept)
        self.library.refresh()
        self._refresh_frame()

    def _on_run_changed(self, run: RunFact) -> None:
        if run.key == self._run_key:
            self.train.show_run(run)
            self.export.show_run(run)
        if run.is_live:
            self.library.offer_to_go_on(None)
        self._refresh_frame()

    def _on_engine_changed(self, fact: EngineFact) -> None:
        for page in (self.library, self.concept.models, self.preset, self.export):
            page.show_engine(fact)
        self._refresh_frame()

    def _on_job_clicked(self) -> None:
        if live := self._engine.live_runs():
            self.open_run(live[-1].key)

    # frame -------------------------------------------------------------------------------

    def _refresh_frame(self) -> None:
        current = self.stages.index(self.page) if self.page in self.stages else -1
        self.frame.show_place(current, self.run)
        self._refresh_bar()
        self._refresh_pictures()

    def _refresh_bar(self) -> None:
        shown = self._run_key if self.page is self.train else ""
        self.frame.show_action(self.page.action, shown_run=shown)

    def _refresh_pictures(self) -> None:
        """The small pictures of rail and empty library, which load in the pool."""
        self.frame.show_head()
        if self._has_looked and not self._engine.concepts:
            self.library.show_demo_pictures(DEMO_PICTURES)

    def retranslate(self) -> None:
        self.setWindowTitle("Manul")
        self.frame.retranslate()
        self._refresh_frame()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        live = self._engine.live_runs()
        if live and not self._may_close:
            event.ignore()
            ask_before_closing(self, self._on_closing_answered)
            return
        self._preferences.geometry = self.saveGeometry()
        self._engine.close()
        event.accept()
        self.closed.emit()

    def _on_closing_answered(self, stop: bool) -> None:
        if stop:
            for run in self._engine.live_runs():
                self._engine.send(run.key, "stop")
        self._may_close = True
        self.close()
