"""Says what a validation found wrong: where, and why in words that can be translated."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from training.contract.messages import Message, english, plain_value, say

# Pydantic's error type -> our key, the name of the limit in pydantic's context and in our text.
_LIMITS = {
    "greater_than_equal": ("problem.at_least", "ge", "limit"),
    "less_than_equal": ("problem.at_most", "le", "limit"),
    "greater_than": ("problem.more_than", "gt", "limit"),
    "less_than": ("problem.less_than", "lt", "limit"),
    "multiple_of": ("problem.multiple_of", "multiple_of", "step"),
    "too_short": ("problem.too_few", "min_length", "limit"),
    "too_long": ("problem.too_many", "max_length", "limit"),
    "literal_error": ("problem.one_of", "expected", "choices"),
    "union_tag_invalid": ("problem.one_of", "expected_tags", "choices"),
}
# The beginning of pydantic's error type -> our key.
_PLAIN = {
    "int_": "problem.whole_number",
    "float_": "problem.number",
    "finite_number": "problem.number",
    "bool_": "problem.yes_or_no",
    "string_pattern": "problem.pattern",
    "string_": "problem.text",
    "missing": "problem.missing",
    "union_tag_not_found": "problem.missing",
    "extra_forbidden": "problem.unknown",
    "tuple_": "problem.list",
    "list_": "problem.list",
    "dict_": "problem.table",
    "model_": "problem.table",
}


def problem(key: str, **values: str | int | float) -> PydanticCustomError:
    """What a validator of ours raises: `key` is one of `problem.*` in messages.py."""
    plain = {name: plain_value(value) for name, value in values.items()}
    sentence = english(key, plain)
    # Pydantic fills braces of the template from the context.
    return PydanticCustomError(key, "{_sentence}", plain | {"_sentence": sentence})


def first_problem(error: ValidationError, content: Any = None) -> tuple[str, Message]:
    """(dotted path, reason) of the first thing a validation of `content` complained about."""
    first = error.errors(include_url=False)[0]
    return _dotted(first["loc"], content) or "the top", _reason(first)


def problems_by_field(error: ValidationError) -> list[tuple[str, Message]]:
    """(field, reason) of everything that a validation of one table complained about, the first
    reason of each field."""
    found: dict[str, Message] = {}
    for details in error.errors(include_url=False):
        found.setdefault(str(details["loc"][0]) if details["loc"] else "", _reason(details))
    return list(found.items())


def _reason(details: ErrorDetails) -> Message:
    kind, context = details["type"], details.get("ctx", {})
    if kind.startswith("problem."):
        return say(kind, **{name: context[name] for name in context if name != "_sentence"})
    if kind in _LIMITS:
        key, theirs, ours = _LIMITS[kind]
        value = context[theirs]
        return say(key, **{ours: value.replace("'", "") if isinstance(value, str) else value})
    for beginning, key in _PLAIN.items():
        if kind.startswith(beginning):
            return say(key)
    return say("problem.other", detail=details["msg"])


def _dotted(location: tuple[int | str, ...], content: Any) -> str:
    """Without what stands in the location but nowhere in the content: the tags of unions, and
    pydantic's mark for a wrong key."""
    parts = []
    level = content
    for position, part in enumerate(location):
        is_last = position == len(location) - 1
        if isinstance(level, Mapping) and part not in level and not is_last:
            continue
        if part == "[key]":
            continue
        parts.append(str(part))
        known = isinstance(level, Mapping) or (
            isinstance(level, (list, tuple)) and isinstance(part, int)
        )
        level = level[part] if known and not is_last else None
    return ".".join(parts)
