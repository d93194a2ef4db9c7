"""What the stepper says of each stage, from the concept at hand and its run."""

from PySide6.QtCore import QCoreApplication

from desktop import words
from desktop.concept_editor import ConceptEditor
from desktop.facts import RunFact
from desktop.widgets.rail import Stage

STAGES = 5
IMAGES, CONCEPT, PRESET, TRAIN, EXPORT = range(STAGES)
_TROUBLE = ("failed", "died", "not_responding", "unreadable")

translate = QCoreApplication.translate


def describe_stages(
    editor: ConceptEditor, run: RunFact | None, preset_title: str
) -> tuple[list[Stage], list[str]]:
    """(stages, what a screen reader says of each)."""
    has_images = editor.images_problem() is None
    described = has_images and editor.key is not None and editor.is_described()
    stages = [
        _images(editor, done=has_images),
        _concept(editor, done=described, enabled=has_images),
        Stage(
            translate("stages", "Preset"),
            preset_title if run is not None else "",
            "done" if run is not None else "missing",
            described,
        ),
        _train(run),
        Stage(
            translate("stages", "Export"),
            "",
            "missing",
            run is not None and bool(run.kept_steps),
        ),
    ]
    states = {
        "done": translate("stages", "done"),
        "missing": translate("stages", "not done yet"),
        "trouble": translate("stages", "in trouble"),
    }
    spoken = [
        ", ".join(part for part in (stage.title, states[stage.state], stage.detail) if part)
        for stage in stages
    ]
    return stages, spoken


def _images(editor: ConceptEditor, *, done: bool) -> Stage:
    total, used = len(editor.pictures.items), len(editor.pictures.used)
    detail = ""
    if total:
        detail = translate("stages", "{used} of {total} used").format(
            used=words.number(used), total=words.number(total)
        )
    return Stage(translate("stages", "Images"), detail, "done" if done else "missing")


def _concept(editor: ConceptEditor, *, done: bool, enabled: bool) -> Stage:
    detail = ""
    if done and (word := editor.start_word()):
        detail = translate("stages", "From “{word}”").format(word=word)
    state = "done" if done else "missing"
    return Stage(translate("stages", "Concept"), detail, state, enabled)  # type: ignore[arg-type]


def _train(run: RunFact | None) -> Stage:
    title = translate("stages", "Train")
    if run is None:
        return Stage(title, enabled=False)
    if run.state in _TROUBLE:
        return Stage(title, words.stage_state(run), "trouble")
    done = run.state == "finished"
    return Stage(title, words.stage_state(run), "done" if done else "missing")
