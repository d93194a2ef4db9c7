"""What stands around every page: the rail at the left, the bar at the bottom."""

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop import words
from desktop.concept_editor import ConceptEditor
from desktop.engine import Engine
from desktop.facts import RunFact
from desktop.models.presets import PresetListModel
from desktop.stages import STAGES, describe_stages
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.bottom_bar import BottomBar, PageAction
from desktop.widgets.rail import Rail
from training.contract.engine_setup.news import SetUpNews

_COVER_SIDE = 80


class Frame(QWidget):
    """Says where the user is, what is done and what runs; wishes come from `rail` and `bar`."""

    def __init__(
        self,
        engine: Engine,
        editor: ConceptEditor,
        presets: PresetListModel,
        thumbnails: ThumbnailLoader,
    ) -> None:
        super().__init__()
        self._engine = engine
        self._editor = editor
        self._presets = presets
        self._thumbnails = thumbnails
        self._set_up: SetUpNews | None = None
        self.rail = Rail(STAGES)
        self.bar = BottomBar()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.addWidget(self.rail, 0, 0, 2, 1)
        self._grid.addWidget(self.bar, 1, 1)

    def put_in_the_middle(self, pages: QWidget) -> None:
        self._grid.addWidget(pages, 0, 1)

    def show_place(self, stage: int, run: RunFact | None) -> None:
        """`stage` = -1 in the library."""
        self.rail.show_concept(stage >= 0)
        if stage >= 0:
            card = self._presets.card(self._editor.preset)
            stages, spoken = describe_stages(self._editor, run, card.title if card else "")
            self.rail.stepper.show_stages(stages, current=stage, spoken=spoken)
        title, detail = words.engine_sentences(self._engine.fact)
        self.rail.card.setVisible(bool(title) and self._set_up is None)
        self.rail.card.show_lines(title, words.card_memory(self._engine.fact))
        self.rail.card.setToolTip(f"{title}\n{detail}")

    def show_set_up(self, news: SetUpNews | None) -> None:
        """How far a set-up of the engine is, or how it ended; None = nothing to tell."""
        self._set_up = news
        line = self.rail.set_up
        known = self._engine.fact.here is not None
        self.rail.card.setVisible(known and news is None)
        if news is None:
            line.hide()
        elif news.stage == "failed":
            line.tell(self.tr("The engine is not ready"), self.tr("Show why"), glyph="warning")
        elif news.stage == "done":
            ready, device = self.tr("The engine is ready"), words.device_title(news.device)
            line.tell(ready, device.removeprefix("NVIDIA GeForce "), glyph="check-circle")
        else:
            share = f"{round(news.share * 100)}\u00a0%"
            title = self.tr("Setting up the engine")
            line.tell(title, share, glyph="download-simple", share=news.share)

    def show_head(self) -> None:
        """The concept at hand, with its first picture once that is loaded."""
        editor = self._editor
        used = editor.pictures.used
        cover = Thumbnail(used[0].path, _COVER_SIDE, used[0].entry) if used else None
        self.rail.head.show_lines(
            editor.name or self.tr("New concept"),
            words.kind_title(editor.kind) if editor.key else "",
            pixmap=self._thumbnails.get(cover) if cover else None,
            strong=True,
        )

    def show_action(self, action: PageAction, *, shown_run: str) -> None:
        """The page's action, and the newest training that runs unless the page shows it."""
        self.bar.show_action(action)
        live = self._engine.live_runs()
        run = live[-1] if live else None
        if run is None or run.key == shown_run:
            self.bar.job.hide()
            return
        share = run.step / run.max_train_steps if run.max_train_steps else 0.0
        sample = run.last_sample
        wanted = Thumbnail(sample.path, _COVER_SIDE, version=sample.version) if sample else None
        pixmap = self._thumbnails.get(wanted) if wanted else None
        self.bar.job.show_job(words.job(run), share=share, pixmap=pixmap)

    def retranslate(self) -> None:
        for button, text in (
            (self.rail.library, self.tr("Library")),
            (self.rail.settings, self.tr("Settings")),
        ):
            button.setText(text)
            button.setAccessibleName(text)
        self.rail.help.setAccessibleName(self.tr("Help"))
        self.show_set_up(self._set_up)
        self.rail.help.setToolTip(self.tr("Help (F1)"))
