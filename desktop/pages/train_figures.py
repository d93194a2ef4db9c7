"""The figures of a run: stage, step, time left, speed, memory, warmth."""

from PySide6.QtCore import QCoreApplication

from desktop import words
from desktop.facts import RunFact
from desktop.widgets.fact_row import Figure

translate = QCoreApplication.translate


def figures_of(run: RunFact) -> list[Figure]:
    """What is not known is left out; beside pace and memory stands how they were before the plan
    was changed."""
    left = run.seconds_left
    return [
        _stage(run),
        _step(run),
        Figure(
            translate("TrainPage", "Time left"), words.duration(left) if left is not None else "–"
        ),
        _speed(run),
        *_memory(run),
        *_warmth(run),
    ]


def _stage(run: RunFact) -> Figure:
    name, state = translate("TrainPage", "Stage"), words.short_state(run)
    if run.state in ("running", "starting") and run.stage:
        state = words.stage_title(run.stage)
    if not (run.is_live and run.stage_total and run.stage != "learning"):
        return Figure(name, state)
    done, of = words.number(run.stage_done), words.number(run.stage_total)
    remark = translate("TrainPage", "{done} of {total}").format(done=done, total=of)
    return Figure(name, state, remark, share=run.stage_done / run.stage_total)


def _step(run: RunFact) -> Figure:
    total = words.number(run.max_train_steps)
    remark = translate("TrainPage", "of {total}").format(total=total)
    share = run.step / run.max_train_steps if run.is_live and run.max_train_steps else None
    return Figure(translate("TrainPage", "Step"), words.number(run.step), remark, share=share)


def _speed(run: RunFact) -> Figure:
    name, now = translate("TrainPage", "Speed"), run.step_seconds
    before = run.turns[-1].step_seconds if run.turns else None
    return Figure(name, words.speed(now) if now else "–", _was(words.speed(before or 0), before))


def _memory(run: RunFact) -> list[Figure]:
    """In use on the card right now; of a run that is over, the most that it took."""
    name, card = translate("TrainPage", "Memory"), run.card
    before = run.turns[-1].memory_bytes if run.turns else None
    if card is not None and card.used_bytes is not None and card.total_bytes is not None:
        remark = _was(words.gigabytes(before or 0), before) or translate(
            "TrainPage", "of {total}"
        ).format(total=words.bare_gigabytes(card.total_bytes))
        return [Figure(name, words.gigabytes(card.used_bytes), remark)]
    if run.memory_bytes:
        remark = _was(words.gigabytes(before or 0), before)
        return [
            Figure(
                name, words.gigabytes(run.memory_bytes), remark or translate("TrainPage", "at most")
            )
        ]
    if run.device:
        return [Figure(translate("TrainPage", "Computes on"), words.device_title(run.device))]
    return []


def _warmth(run: RunFact) -> list[Figure]:
    if run.card is None or run.card.celsius is None:
        return []
    return [Figure(translate("TrainPage", "Card"), words.warmth(run.card.celsius))]


def _was(text: str, value: float | None) -> str:
    return translate("TrainPage", "was {before}").format(before=text) if value else ""
