"""Facts in the user's words: numbers, durations, states, and what engine and contract say."""

import time
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from desktop.button_words import button_advice
from desktop.facts import EngineFact, Report, RunFact
from training.contract.concept import Kind
from training.contract.errors import ErrorReport, ManulError
from training.contract.messages import MESSAGES, Message, Values
from training.contract.setting_words import choice_title, setting_sentences

_SETTINGS = setting_sentences()
_NARROW_SPACE = "\u202f"
_NO_BREAK = "\u00a0"
# From here on one digit after the comma says enough.
_LEAST_GIGABYTES_MB = 950

translate = QCoreApplication.translate


class Counts(QObject):
    """Sentences with a plural; lupdate sees those only where a class says tr()."""

    def days_ago(self, count: int) -> str:
        return self.tr("%n day(s) ago", "", count)

    def steps(self, count: int) -> str:
        return self.tr("%n step(s)", "", count)


# A sentence in a stranger's run may carry any number.
_MORE_THAN_QT = 2**63


def number(value: int) -> str:
    """Grouped by thousands as the language does it; Russian with a narrow space."""
    if abs(value) >= _MORE_THAN_QT:
        return str(value)
    return QLocale().toString(value).replace(_NO_BREAK, _NARROW_SPACE)


def decimal(value: float, digits: int) -> str:
    return QLocale().toString(value, "f", digits).replace(_NO_BREAK, _NARROW_SPACE)


def duration(seconds: float) -> str:
    """About how long, in one or two units."""
    if seconds < 60:
        return _unit(max(1, round(seconds)), translate("words", "s"))
    minutes = round(seconds / 60)
    if minutes < 60:
        return _unit(minutes, translate("words", "min"))
    hours, rest = divmod(minutes, 60)
    text = _unit(hours, translate("words", "h"))
    return f"{text} {_unit(rest, translate('words', 'min'))}" if rest and hours < 10 else text


def gigabytes(count: int) -> str:
    return _unit_text(bare_gigabytes(count), translate("words", "GB"))


def size(count: int) -> str:
    """Of a file; small ones in MB."""
    megabytes = count / 1024**2
    if megabytes >= _LEAST_GIGABYTES_MB:
        return gigabytes(count)
    return _unit(max(1, round(megabytes)), translate("words", "MB"))


def warmth(celsius: int) -> str:
    return _unit_text(str(celsius), translate("words", "°C"))


def file_size(count: int) -> str:
    """Of a file of any size, in two digits or more: 12 KB, 6.1 MB, 2 GB."""
    if count < 1024**2 * 0.95:
        return _unit(max(1, round(count / 1024)), translate("words", "KB"))
    if count >= 1024**2 * _LEAST_GIGABYTES_MB:
        return gigabytes(count)
    megabytes = count / 1024**2
    if megabytes < 9.95:
        return _unit_text(decimal(megabytes, 1), translate("words", "MB"))
    return _unit(round(megabytes), translate("words", "MB"))


def bare_gigabytes(count: int) -> str:
    """Without the unit, where that stands behind a second number."""
    value = round(count / 1024**3, 1)
    return decimal(value, 0 if value.is_integer() else 1)


def speed(step_seconds: float) -> str:
    """Steps a second, or seconds a step where that is the more readable one."""
    if step_seconds <= 1:
        per_second = 1 / max(step_seconds, 1e-6)
        digits = 1 if per_second < 100 else 0
        return translate("words", "{count} / s").format(count=decimal(per_second, digits))
    return translate("words", "{count} s a step").format(count=decimal(step_seconds, 1))


def kind_title(kind: Kind) -> str:
    return {
        "object": translate("words", "An object"),
        "person": translate("words", "A person"),
        "animal": translate("words", "An animal"),
        "style": translate("words", "A style"),
    }[kind]


def method_title(method: str) -> str:
    known = {
        "textual_inversion": translate("words", "Textual inversion"),
        "dreambooth": translate("words", "DreamBooth"),
        "lora": translate("words", "LoRA"),
        "hypernetwork": translate("words", "Hypernetwork"),
    }
    return known.get(method, method.replace("_", " "))


def stage_title(stage: str) -> str:
    known = {
        "starting": translate("words", "Starting"),
        "downloading": translate("words", "Downloading"),
        "caching": translate("words", "Looking"),
        "class_images": translate("words", "Class"),
        "loading": translate("words", "Loading"),
        "learning": translate("words", "Learning"),
        "sampling": translate("words", "Painting"),
        "saving": translate("words", "Saving"),
        "exporting": translate("words", "Exporting"),
        "waiting": translate("words", "Waiting"),
    }
    return known.get(stage, stage)


def run_state(run: RunFact) -> str:
    """What a run is doing or how it ended, in a few words."""
    if run.waits and not run.is_live:
        return translate("words", "Waits for its turn")
    step, total = number(run.step), number(run.max_train_steps)
    sentence = {
        "new": translate("words", "Not started yet"),
        "queued": translate("words", "Waiting for the card"),
        "starting": translate("words", "Starting"),
        "running": translate("words", "Teaching, step {step} of {total}"),
        "paused": translate("words", "Paused at step {step}"),
        "stopped": translate("words", "Stopped at step {step}, can go on"),
        "failed": translate("words", "Failed at step {step}"),
        "finished": translate("words", "Finished, {step} steps"),
        "died": translate("words", "Stopped by itself at step {step}"),
        "not_responding": translate("words", "Not responding since step {step}"),
        "unreadable": translate("words", "Cannot be read"),
        "newer": translate("words", "Made by a newer Manul"),
    }[run.state]
    return sentence.format(step=step, total=total)


def message(said: Message) -> str:
    return by_key(said.key, said.values, said.text)


def the_one_to_keep(step: str) -> str:
    """What the star says; `step` as it is written."""
    return translate("words", "Step {step} is the one to keep").format(step=step)


def report(said: ErrorReport | Report) -> tuple[str, str]:
    """(what happened, what to do) of an error, in the user's language."""
    advice = by_key(f"{said.key}.advice", said.values, said.advice)
    return by_key(said.key, said.values, said.message), advice


def error(problem: ManulError) -> tuple[str, str]:
    return report(problem.report())


def by_key(key: str, values: Values, english: str) -> str:
    """The sentence `key`; `english` as it came where this version does not know it."""
    if key in _SETTINGS:
        return setting(key)
    template = MESSAGES.get(key)
    if template is None:
        return english
    said = button_advice(key) or translate("messages", template, key)
    try:
        return said.format_map(_localized(values))
    except (KeyError, ValueError, IndexError, TypeError):
        # What a stranger's run says need not fit.
        return english


def setting(key: str) -> str:
    """What is said of a setting: `setting.NAME`, `setting.NAME.title`, `setting.choice.NAME`."""
    return translate("settings", _SETTINGS[key], key)


def setting_title(name: str) -> str:
    """Of a setting by its dotted name."""
    return setting(f"setting.{name}.title")


def setting_choice(name: str, choice: str) -> str:
    """One of the choices of this setting."""
    if choice_title(name, choice) == choice or f"setting.choice.{choice}" not in _SETTINGS:
        return choice
    return setting(f"setting.choice.{choice}")


def from_to(least: str, most: str) -> str:
    """The span of a setting, as a sentence."""
    return translate("words", "{least} to {most}.").format(least=least, most=most)


def preset_title(name: str, english: str) -> str:
    return translate("presets", english, f"preset.{name}.title")


def preset_purpose(name: str, english: str) -> str:
    return translate("presets", english, f"preset.{name}.purpose")


def _localized(values: Values) -> Mapping[str, object]:
    """Numbers grouped, and sentences within the sentence translated."""
    return {name: _localized_value(value) for name, value in values.items()}


def _localized_value(value: object) -> object:
    if isinstance(value, Message):
        return message(value)
    if isinstance(value, float):
        return str(value).replace(".", QLocale().decimalPoint())
    return number(value) if isinstance(value, int) else value


def _unit(value: int, unit: str) -> str:
    return _unit_text(number(value), unit)


def _unit_text(value: str, unit: str) -> str:
    return f"{value}{_NO_BREAK}{unit}"


def when(run: RunFact) -> str:
    """How long a run still needs, or how long ago it last changed."""
    if (left := run.seconds_left) is not None:
        return translate("words", "{time} left").format(time=duration(left))
    if run.is_live or not run.changed_at:
        return ""
    return ago(time.time() - run.changed_at)


def ago(seconds: float) -> str:
    if seconds < 90:
        return translate("words", "just now")
    days = int(seconds // 86_400)
    if days == 1:
        return translate("words", "yesterday")
    if days > 1:
        return Counts().days_ago(days)
    return translate("words", "{time} ago").format(time=duration(seconds))


def engine_sentences(fact: EngineFact) -> tuple[str, str]:
    """(title, detail) on the engine and what it computes on; empty while nobody knows."""
    if fact.here is None:
        return "", ""
    if not fact.here:
        detail = translate(
            "words",
            "You can prepare pictures and look at old runs meanwhile. "
            "Teaching starts once the engine's packages are installed.",
        )
        return translate("words", "The engine is not here yet"), detail
    if not fact.card and fact.cards:
        title = translate("words", "The processor computes")
        return title, translate("words", "That is chosen in the settings.")
    if not fact.card:
        title = translate("words", "No NVIDIA card found")
        return title, translate("words", "The processor does the work: enough for the demo.")
    if fact.card_problem is not None:
        return fact.card, " ".join(report(fact.card_problem))
    return fact.card, card_memory(fact)


def set_up_sentences() -> tuple[str, str]:
    """The same while it is being set up."""
    detail = translate(
        "words", "You can prepare pictures meanwhile. Teaching starts once the engine is ready."
    )
    return translate("words", "The engine is being set up"), detail


def card_memory(fact: EngineFact) -> str:
    """How much of it is free; or, in two words, that nothing can use it."""
    if fact.card_problem is not None:
        return translate("words", "Cannot be used yet")
    if fact.memory_free is None or fact.memory_total is None:
        return ""
    free, total = bare_gigabytes(fact.memory_free), gigabytes(fact.memory_total)
    return translate("words", "{free} of {total} free").format(free=free, total=total)


def badge(problem: Message) -> str:
    """A picture's problem in a word or two."""
    values = problem.values
    short = {
        "picture.unreadable": translate("words", "Cannot be read"),
        "picture.wrong_extension": translate("words", "Really {format}"),
        "picture.too_small": translate("words", "Small: {side} px"),
        "picture.crop_too_small": translate("words", "Small crop: {side} px"),
        "picture.blurred": translate("words", "Blurred"),
        "picture.near_duplicate": translate("words", "Nearly the same"),
        "picture.animated": translate("words", "Several in one"),
        "picture.already_there": translate("words", "Already there"),
        "picture.caption_unreadable": translate("words", "Caption unreadable"),
        "picture.transparent": translate("words", "Transparent"),
        "picture.rotated": translate("words", "Turned upright"),
    }.get(problem.key)
    if short is None:
        return message(problem)
    sides = [
        value for side in ("width", "height", "side") if isinstance(value := values.get(side), int)
    ]
    return short.format(format=values.get("format", ""), side=number(min(sides, default=0)))


def steps(count: int) -> str:
    """ "1,500 steps", in the right plural."""
    return counted(Counts().steps(count), count)


def counted(text: str, count: int) -> str:
    """Qt fills in %n without grouping the digits."""
    return text.replace(str(count), number(count), 1)


def short_state(run: RunFact) -> str:
    """The state in a word or two, without the step."""
    if run.waits and not run.is_live:
        return translate("words", "Waiting")
    return {
        "new": translate("words", "Ready"),
        "queued": translate("words", "Waiting"),
        "starting": translate("words", "Starting"),
        "running": translate("words", "Learning"),
        "paused": translate("words", "Paused"),
        "stopped": translate("words", "Stopped"),
        "failed": translate("words", "Failed"),
        "finished": translate("words", "Finished"),
        "died": translate("words", "Died"),
        "not_responding": translate("words", "Not responding"),
        "unreadable": "–",
        "newer": translate("words", "To look at"),
    }[run.state]


def device_title(device: str) -> str:
    return translate("words", "Processor") if device == "cpu" else device


def stage_state(run: RunFact) -> str:
    """The run's state in at most some 24 characters, for the stepper."""
    step, total = number(run.step), number(run.max_train_steps)
    sentence = {
        "running": translate("words", "Step {step} of {total}"),
        "paused": translate("words", "Paused at {step}"),
        "stopped": translate("words", "Stopped at {step}"),
        "failed": translate("words", "Failed at {step}"),
        "finished": translate("words", "Finished, {step} steps"),
        "died": translate("words", "Died at {step}"),
        "not_responding": translate("words", "Silent since {step}"),
    }.get(run.state)
    return sentence.format(step=step, total=total) if sentence else short_state(run)


def job(run: RunFact) -> str:
    """The running training in the bottom bar."""
    parts = [translate("words", "Teaching {name}").format(name=run.concept_name)]
    if run.state == "running" and run.step:
        parts.append(
            translate("words", "step {step} of {total}").format(
                step=number(run.step), total=number(run.max_train_steps)
            )
        )
    else:
        parts.append(short_state(run).lower())
    if left := when(run):
        parts.append(left)
    return " · ".join(parts)


def download_refused(name: str, reason: str) -> Report:
    """A picture that could not be fetched from a browser's address."""
    return Report(
        translate("words", "“{name}” could not be fetched: {reason}").format(
            name=name, reason=reason
        ),
        translate("words", "Save it from the browser first, then drop the file."),
    )
