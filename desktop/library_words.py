"""What the library says of concepts and runs."""

from PySide6.QtCore import QDateTime, QLocale, QObject

from desktop import words
from desktop.facts import ConceptFact, RunFact
from desktop.words import number, translate


class Counts(QObject):
    """Sentences with a plural; lupdate sees those only where a class says tr()."""

    def pictures(self, count: int) -> str:
        return self.tr("%n picture(s)", "", count)

    def concepts(self, count: int) -> str:
        return self.tr("%n concept(s)", "", count)


def card_about(concept: ConceptFact) -> str:
    """What it is, and how it was taught last."""
    if concept.problem is not None:
        return translate("library", "Open it to see why")
    about = words.kind_title(concept.kind)
    run = concept.last_run
    if run is None or not run.method:
        return about
    return f"{about} · {words.method_title(run.method)}"


def card_state(concept: ConceptFact) -> str:
    """How its last run stands, in few words."""
    run = concept.last_run
    if concept.problem is not None:
        return translate("library", "Cannot be read")
    if run is None:
        return Counts().pictures(len(concept.pictures))
    if run.state == "finished" and run.suggested_step >= 0:
        step = number(run.suggested_step)
        return translate("library", "Finished, {step} is best").format(step=step)
    if run.state == "unreadable":
        return translate("library", "Run {number} cannot be read").format(number=run.number)
    if run.state == "stopped":
        return translate("library", "Stopped at step {step}").format(step=number(run.step))
    return words.run_state(run)


def run_title(run: RunFact) -> str:
    """Its number and method, and the word it has learned if the concept has another name now."""
    parts = [translate("library", "Run {number}").format(number=run.number)]
    if run.method:
        parts.append(words.method_title(run.method))
    if run.name != run.concept_name:
        parts.append(translate("library", "learned “{word}”").format(word=run.concept_name))
    return " · ".join(parts)


def row_state(run: RunFact) -> str:
    """How it stands, and why it failed."""
    state = words.run_state(run)
    if run.state == "finished" and run.suggested_step >= 0:
        step, best = number(run.step), number(run.suggested_step)
        return translate("library", "Finished, {step} steps; {best} is the best").format(
            step=step, best=best
        )
    if run.failure is not None and run.state in ("failed", "unreadable"):
        return f"{state}. {words.report(run.failure)[0]}"
    return state


def row_tip(run: RunFact) -> str:
    """All of what the row may have had to cut, and exactly when."""
    lines = [f"{run.name} · {run_title(run)}", words.run_state(run)]
    if run.failure is not None:
        lines += words.report(run.failure)
    if run.changed_at:
        moment = QDateTime.fromSecsSinceEpoch(int(run.changed_at))
        lines.append(QLocale().toString(moment, QLocale.FormatType.ShortFormat))
    return "\n".join(filter(None, lines))


def card_tip(concept: ConceptFact) -> str:
    if concept.problem is None:
        return ""
    return "\n".join(words.report(concept.problem))


def card_spoken(concept: ConceptFact) -> str:
    """What a screen reader says of a card."""
    said = [concept.name, card_about(concept), card_state(concept), size(concept.size)]
    return ", ".join(filter(None, said))


def row_spoken(run: RunFact) -> str:
    said = [run.name, run_title(run), row_state(run), words.when(run), size(run.size)]
    return ", ".join(filter(None, said))


def size(count: int | None) -> str:
    """Empty while nobody has measured it."""
    return words.size(count) if count else ""


def library_line(concepts: list[ConceptFact]) -> str:
    """How many there are, and what room they take once that is known of all."""
    count = Counts().concepts(len(concepts))
    sizes = [concept.size for concept in concepts if concept.size is not None]
    if len(sizes) < len(concepts):
        return count
    on_disk = translate("library", "{concepts}, {size} on disk")
    return on_disk.format(concepts=count, size=words.size(sum(sizes)))
