"""The settings that matter to the next run, as fields: generated from their own descriptions."""

import re
from collections.abc import Mapping
from typing import Any, get_args

from pydantic.fields import FieldInfo
from PySide6.QtCore import QLocale

from desktop import words
from desktop.run_choices import RunChoices
from desktop.widgets.field_spec import FieldGroup, FieldKind, FieldSpec
from training.contract.messages import Message
from training.contract.setting_forms import form_for
from training.contract.setting_values import Values, setting_problems, settings_tables

# So small that people write them as 5e-5.
_RATES = ("learning_rate", "text_encoder_learning_rate")
# Names, not amounts: no separators between thousands.
_UNGROUPED = frozenset({"training.seed"})
_SMALL_RATE = 1e-3
_BLANKS = re.compile(r"[\s\u00a0\u202f]+")
# Sums with longer ones overflow.
_MOST_DIGITS = 100


def field_groups(choices: RunChoices, notes: Mapping[str, str]) -> list[FieldGroup]:
    """`notes` = what a choice of Manul's comes to, by dotted name."""
    values, usual, changed = choices.values, choices.usual, choices.overrides
    problems = setting_problems(choices.loaded, values)
    groups: dict[str, list[FieldSpec]] = {}
    for group, name in form_for(values, choices.family, changed):
        spec = _field(
            name, choices, value=values[name], usual=usual[name],
            is_changed=name in changed, problem=problems.get(name), note=notes.get(name, ""),
        )  # fmt: skip
        groups.setdefault(group, []).append(spec)
    return [
        FieldGroup(words.setting(f"setting.group.{group}"), tuple(fields))
        for group, fields in groups.items()
    ]


def _field(
    name: str, choices: RunChoices, *, value: Any, usual: Any, is_changed: bool,
    problem: Message | None, note: str,
) -> FieldSpec:  # fmt: skip
    info = field_info(name, choices.loaded.method)
    kind = field_kind(name, info)
    return FieldSpec(
        name=name,
        title=words.setting_title(name),
        description=_description(name, info),
        kind=kind,
        value=value,
        text=value_text(name, kind, value),
        choices=tuple((c, words.setting_choice(name, c)) for c in _choices(info)),
        usual=value_text(name, kind, usual),
        is_changed=is_changed,
        error=_sentence(words.message(_bare(problem))) if problem else "",
        note=note if value == "auto" or kind == "switch" else "",
    )


def field_info(name: str, method: str) -> FieldInfo:
    table, _, field = name.partition(".")
    return settings_tables(method)[table].model_fields[field]


def field_kind(name: str, info: FieldInfo) -> FieldKind:
    """From the type of the setting."""
    kind = info.annotation
    if name.partition(".")[2] in _RATES:
        return "rate"
    if kind is bool:
        return "switch"
    if kind is int:
        return "whole"
    if kind is float:
        return "number"
    if kind is str:
        return "text"
    return "choice" if isinstance(next(iter(get_args(kind)), None), str) else "list"


def _choices(info: FieldInfo) -> tuple[str, ...]:
    return tuple(choice for choice in get_args(info.annotation) if isinstance(choice, str))


def bounds(info: FieldInfo) -> tuple[float | None, float | None]:
    """(least, most) that the setting itself allows."""
    least = most = None
    for limit in info.metadata:
        least = getattr(limit, "ge", getattr(limit, "gt", least))
        most = getattr(limit, "le", getattr(limit, "lt", most))
    return least, most


def _description(name: str, info: FieldInfo) -> str:
    said = words.setting(f"setting.{name}")
    least, most = bounds(info)
    if info.annotation is not int or least is None or most is None or most > 10_000:
        return said
    span = words.from_to(words.number(int(least)), words.number(int(most)))
    return f"{said} {span}"


# values and text -------------------------------------------------------------------------


def value_text(name: str, kind: FieldKind, value: Any) -> str:
    """As a field, or a list of changes, says it; text that is no such value as it was typed."""
    if isinstance(value, bool):
        return words.setting("setting.choice.on" if value else "setting.choice.off")
    if isinstance(value, str):
        return words.setting_choice(name, value) if kind == "choice" else value
    if isinstance(value, tuple):
        return ", ".join(f"{part:g}" for part in value)
    if kind == "whole":
        return str(value) if name in _UNGROUPED else words.number(value)
    return _decimal(value)


def _decimal(value: float) -> str:
    if 0 < abs(value) < _SMALL_RATE:
        digits, _, exponent = f"{value:e}".partition("e")
        return f"{float(digits):g}e{int(exponent)}".replace(".", QLocale().decimalPoint())
    return f"{value:.10g}".replace(".", QLocale().decimalPoint())


def parse(kind: FieldKind, text: str) -> Any:
    """The value that was typed; what is none stays text, for the settings to refuse in words."""
    bare = _BLANKS.sub("", text)
    try:
        if kind == "whole":
            return _whole(bare)
        if kind in ("number", "rate"):
            return float(bare.replace(",", "."))
        if kind == "list":
            return _list(bare)
    except ValueError:
        return text
    return text


def _whole(text: str) -> int:
    """Separators count between thousands only: 2,5 is no 25."""
    separator = re.escape(QLocale().groupSeparator())
    bare = re.sub(rf"(?<=\d){separator}(?=\d{{3}}(?!\d))", "", text)
    if len(bare) > _MOST_DIGITS:
        raise ValueError(text)
    return int(bare)


def _list(text: str) -> tuple[float, ...]:
    """Between semicolons a comma is a decimal one."""
    parts = text.replace(",", ".").split(";") if ";" in text else text.split(",")
    return tuple(float(part) for part in parts if part)


def stepped(name: str, kind: FieldKind, values: Values, info: FieldInfo, steps: int) -> Any:
    """The value some steps on, within what the setting allows."""
    value = values[name]
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return value
    if kind == "rate":
        return float(f"{value * 10 ** (steps / 10):.2g}")
    least, most = bounds(info)
    size = _step_size(name, kind, value)
    moved = round((value // size + steps) * size if kind == "whole" else value + steps * size, 6)
    moved = max(moved, least) if least is not None else moved
    moved = min(moved, most) if most is not None else moved
    return int(moved) if kind == "whole" else float(moved)


def _step_size(name: str, kind: FieldKind, value: float) -> float:
    """About a tenth of the value, in round numbers."""
    if name == "data.resolution":
        return 64
    if kind == "number":
        return 0.05 if value < 1 else 0.5
    return float(max(1, 10 ** (len(str(int(value))) - 2)))


def _bare(problem: Message) -> Message:
    """Limits as people write them: 1, not 1.0."""
    limits = {
        name: int(limit) if isinstance(limit, float) and limit.is_integer() else limit
        for name, limit in problem.values.items()
    }
    return problem.model_copy(update={"values": limits})


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
