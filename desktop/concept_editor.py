"""The concept at hand while it is prepared: what the pages Images, Concept and Preset edit."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.base_model_choices import BaseModelChoices, tidy
from desktop.description_checks import class_problem, name_problem, nameless_prompt, word_problem
from desktop.engine import Engine
from desktop.facts import (
    BaseModelChoice,
    ConceptFact,
    ConceptMade,
    ConceptWish,
    Description,
    EngineFact,
    Report,
)
from desktop.models.pictures import PictureListModel
from desktop.picture_edits import PictureEdits
from desktop.picture_news import PictureNews
from desktop.preferences import Preferences
from desktop.run_choices import RunChoices
from training.contract.base_models import DEMO, BaseModelInfo
from training.contract.concept import Kind, usual_class_prompt, usual_prompts, with_place
from training.contract.errors import ManulError
from training.contract.names import initializer_suggestions
from training.contract.runs import RunRequest

# The side that a family is trained at, as far as "too small" is concerned.
_RESOLUTIONS = {"demo": 64, "sd1": 512, "sd2": 512, "sdxl": 1024}


class ConceptEditor(QObject):
    """Holds a draft, or an existing concept (`key`), with the choices for its next run."""

    changed = Signal()
    failed = Signal(object)  # Report
    settled = Signal()

    def __init__(
        self, engine: Engine, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._preferences = preferences
        self.pictures = PictureListModel(self)
        self.edits = PictureEdits(engine, self.pictures, self)
        self.picture_news = PictureNews(engine, self.pictures, self)
        self.base_models = BaseModelChoices(engine, preferences.base_models, self)
        self._concept: ConceptFact | None = None
        self._being_made: set[str] = set()
        self._descriptions_to_write = 0
        self.choices = RunChoices(self)
        self._clear()
        self.choices.changed.connect(self.changed)
        self.base_models.changed.connect(self._on_models_changed)
        engine.engine_changed.connect(self._on_engine_changed)
        self.edits.changed.connect(self.changed)
        self.edits.failed.connect(self.failed)
        self.edits.settled.connect(self._tell_if_settled)
        self.edits.copied.connect(self.picture_news.end_copying)
        self.picture_news.changed.connect(self.changed)

    def _clear(self) -> None:
        self.key: str | None = None
        self.kind: Kind = "object"
        self.name = self.initializer_token = self.class_prompt = ""
        self.sample_prompts: tuple[str, ...] = ()
        self.pictures.show_only("all")
        self.base_model = tidy(next(iter(self._preferences.base_models), DEMO))
        self._concept = None

    # what is edited ----------------------------------------------------------------------

    def start_new(self) -> None:
        self._clear()
        self.choices.begin_draft()
        self.edits.begin_draft()
        self.base_models.choose(self.base_model)
        self._apply_family()
        self.changed.emit()

    def open(self, concept: ConceptFact) -> None:
        """Edit an existing concept, with the choices of its last run."""
        if concept == self._concept:
            return
        is_other = concept.key != self.key
        if is_other:
            self._clear()
            self._take(concept.description)
            run = concept.last_run
            last = self._preferences.base_model_of(concept.key) or (run.base_model if run else "")
            if last:
                self.base_model = tidy(last)
            self.base_models.choose(self.base_model)
            self._apply_family()
            preset, changes = (run.preset, run.changes) if run else ("", ())
            self.choices.open(concept.key, preset, dict(changes))
        elif not self._is_edited:
            # Somebody else may have described it anew.
            self._take(concept.description)
        pictures_changed = self._concept is None or self._concept.pictures != concept.pictures
        self._concept, self.key, self.name = concept, concept.key, concept.name
        if pictures_changed:
            self.edits.show_facts(concept.key, concept.pictures)
        self._apply_family()
        self.changed.emit()

    def _take(self, description: Description) -> None:
        self.kind, self.initializer_token = description.kind, description.initializer_token
        self.class_prompt = description.class_prompt
        self.sample_prompts = description.sample_prompts

    def set_kind(self, kind: Kind) -> None:
        if kind != self.kind:
            self.kind, self.initializer_token = kind, ""
            self.changed.emit()

    def set_name(self, name: str) -> None:
        if name != self.name and self.key is None:
            self.name = name
            self.changed.emit()

    def set_initializer(self, word: str) -> None:
        if word != self.initializer_token:
            self.initializer_token = word
            self.changed.emit()

    def set_class_prompt(self, prompt: str) -> None:
        if prompt != self.class_prompt:
            self.class_prompt = prompt
            self.changed.emit()

    def set_sample_prompts(self, prompts: tuple[str, ...]) -> None:
        """The kind's usual ones are remembered as none: another kind then has its own."""
        chosen = () if prompts == usual_prompts(self.kind) else prompts
        if chosen != self.sample_prompts:
            self.sample_prompts = chosen
            self.changed.emit()

    def set_preset(self, name: str) -> None:
        self.choices.set_preset(name)

    def set_base_model(self, name: str) -> None:
        name = tidy(name)
        if name != self.base_model:
            self.base_model = name
            self.base_models.choose(name)
            self._apply_family()
            self.changed.emit()

    @property
    def is_being_taught(self) -> bool:
        """Is a training of this concept running?"""
        return self._concept is not None and any(run.is_live for run in self._concept.runs)

    # what follows from it ----------------------------------------------------------------

    @property
    def preset(self) -> str:
        return self.choices.preset

    @property
    def model_choice(self) -> BaseModelChoice | None:
        return self.base_models.get(self.base_model)

    @property
    def model_info(self) -> BaseModelInfo | None:
        return self.model_choice.info if self.model_choice else None

    def suggestions(self) -> list[str]:
        info = self.model_info
        return initializer_suggestions(self.kind, info.words)[:6] if info else []

    @property
    def description(self) -> Description:
        return Description(
            self.kind, self.initializer_token, self.class_prompt, self._named_prompts()
        )

    def prompts(self) -> tuple[str, ...]:
        """The prompts that are painted while it learns, with {} for the name."""
        return self._named_prompts() or usual_prompts(self.kind)

    def _named_prompts(self) -> tuple[str, ...]:
        """Those that were chosen; a name that was written before it was given counts as one."""
        return tuple(
            prompt if "{}" in prompt else with_place(prompt, self.name)
            for prompt in self.sample_prompts
        )

    def usual_class_prompt(self) -> str:
        return usual_class_prompt(self.kind, self.start_word() or self.kind)

    def start_word(self) -> str:
        """The word chosen, else the first suggestion."""
        return self.initializer_token or next(iter(self.suggestions()), "")

    def images_problem(self) -> ManulError | None:
        return None if self.pictures.used else ManulError("no_images")

    def name_problem(self) -> ManulError | None:
        if self.key is not None:
            return None
        if (problem := name_problem(self.name, self._model_words())) is not None:
            return problem
        if any(concept.name == self.name for concept in self._engine.concepts):
            return ManulError("name_taken", name=self.name, workspace=self._engine.workspace)
        return None

    def word_problem(self) -> ManulError | None:
        return word_problem(self.description, self._model_words())

    def class_problem(self) -> ManulError | None:
        return class_problem(self.description, self.name)

    def nameless_prompt(self) -> str:
        return nameless_prompt(self._named_prompts())

    def _model_words(self) -> frozenset[str]:
        return self.model_info.words if self.model_info else frozenset()

    def model_problem(self) -> Report | None:
        return self.model_choice.problem if self.model_choice else None

    def is_described(self) -> bool:
        """Are name, words, prompts and base model right?"""
        is_right = self.name_problem() is None and self._is_said_right()
        return is_right and self._has_model()

    def _is_said_right(self) -> bool:
        problem = self.word_problem() or self.class_problem()
        return problem is None and not self.nameless_prompt()

    def _has_model(self) -> bool:
        return self.model_problem() is None and self.model_info is not None

    @property
    def _is_edited(self) -> bool:
        """Does the description differ from the one that was found on the disk last?"""
        return self._concept is not None and self.description != self._concept.description

    # what is done with it ----------------------------------------------------------------

    def save(self) -> None:
        """Make the draft's folder; `changed` follows."""
        if self.key is not None or self.name in self._being_made:
            return
        if self.base_model != DEMO:
            self._preferences.remember_base_model(self.base_model)
        wish = ConceptWish(
            name=self.name,
            description=self.description,
            pictures=self.edits.hand_over(),
        )
        self._being_made.add(wish.name)
        self._engine.create_concept(
            wish, partial(self._on_saved, wish.name), partial(self._on_save_failed, wish.name)
        )

    def keep_description(self) -> None:
        """Whichever way the page Concept is left: what it says is what will be taught. Words are
        kept whatever there is to say about the base model."""
        if self.key is None:
            return
        if self._has_model():
            if self.base_model != DEMO:
                self._preferences.remember_base_model(self.base_model)
            self._preferences.remember_base_model_of(self.key, self.base_model)
        if self._is_edited and self._is_said_right():
            self._descriptions_to_write += 1
            self._engine.describe(
                self.key, self.description, self._on_described, self._on_not_described
            )

    @property
    def is_settled(self) -> bool:
        """Is all that was decided about concepts in their folders?"""
        return self.edits.is_settled and not self._being_made and not self._descriptions_to_write

    @property
    def holds_a_draft(self) -> bool:
        """Are there pictures that no folder holds, nor will?"""
        return self.key is None and bool(self.pictures.items) and not self._being_made

    def request(self) -> RunRequest:
        return RunRequest(
            base_model=self.base_model,
            method=self.choices.loaded.method,
            preset=self.preset,
            assignments=self.choices.assignments(),
        )

    def _on_saved(self, name: str, made: ConceptMade) -> None:
        self._being_made.discard(name)
        self.picture_news.end_copying()
        concept = self._engine.concept(made.key)
        # Another draft may have been begun while the pictures were copied.
        if concept is not None and self.key is None and self.name == concept.name:
            self.key = made.key
            self.choices.move_to(made.key)
            self._preferences.remember_base_model_of(made.key, self.base_model)
            self.edits.move_into(made, concept.pictures)
            self.open(concept)
        self._tell_if_settled()

    def _on_save_failed(self, name: str, report: Report) -> None:
        self._being_made.discard(name)
        self.picture_news.end_copying()
        self.failed.emit(report)

    def _on_described(self, _: None) -> None:
        self._descriptions_to_write -= 1
        self._tell_if_settled()

    def _on_not_described(self, report: Report) -> None:
        self._descriptions_to_write -= 1
        self.failed.emit(report)

    def _tell_if_settled(self) -> None:
        if self.is_settled:
            self.settled.emit()

    def _on_engine_changed(self, fact: EngineFact) -> None:
        self.base_models.set_found(fact.models)

    def _on_models_changed(self) -> None:
        self._apply_family()
        self.changed.emit()

    def _apply_family(self) -> None:
        info = self.model_info
        self.pictures.set_resolution(_RESOLUTIONS[info.family] if info else 1)
        if info is not None:
            self.choices.set_family(info.family)
