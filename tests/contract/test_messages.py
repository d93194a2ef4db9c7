"""Also: every key that the code says exists, with exactly the values its sentence needs."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import resources
from training.contract.errors import ERROR_KINDS
from training.contract.messages import MESSAGES, Message, english, say

pytestmark = pytest.mark.quick

ROOT = resources.ROOT.parent
PREFIXES = {"say": "", "problem": "", "ManulError": "error."}
# These functions hand a key on that their caller wrote.
PASSED_ON = {("training/contract/problems.py", "kind"), ("training/contract/problems.py", "key")}


def needs(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def said_in_code() -> Iterator[tuple[str, str, set[str] | None]]:
    """(place, key, names of values; None where they are not written out) of every message."""
    for folder in ("training", "desktop"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if not any(f"{name}(" in text for name in PREFIXES):
                continue
            for node in ast.walk(ast.parse(text)):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                    continue
                if node.func.id not in PREFIXES or not node.args:
                    continue
                name = path.relative_to(ROOT).as_posix()
                for key in _keys(node.args[0], name):
                    yield f"{name}:{node.lineno}", PREFIXES[node.func.id] + key, _values(node)


def _keys(node: ast.expr, file: str) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _keys(node.body, file)
        yield from _keys(node.orelse, file)
    elif isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        pattern = "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[^.]+"
            for part in node.values
        )
        yield from [key for key in MESSAGES if re.fullmatch(pattern, key)] or [pattern]
    else:
        written = ast.unparse(node)
        assert (file, written) in PASSED_ON, f"{file}:{node.lineno}: write the key out: {written}"


def _values(node: ast.Call) -> set[str] | None:
    if any(keyword.arg is None for keyword in node.keywords):
        return None
    return {str(keyword.arg) for keyword in node.keywords}


def test_the_code_says_only_what_is_written_down() -> None:
    found = list(said_in_code())
    assert len(found) > 50
    wrong = [
        f"{place}: {key} needs {sorted(needs(MESSAGES[key]))}, is given {sorted(values)}"
        for place, key, values in found
        if key in MESSAGES and values is not None and not _fits(key, values)
    ]
    unknown = [f"{place}: {key}" for place, key, _ in found if key not in MESSAGES]
    assert (unknown, wrong) == ([], [])


def _fits(key: str, values: set[str]) -> bool:
    advice = MESSAGES.get(f"{key}.advice", "")
    # A sentence may leave a value to its advice, and the other way round.
    return values == needs(MESSAGES[key]) | needs(advice)


def test_every_error_has_a_sentence_and_advice() -> None:
    sentences = [
        key for key in MESSAGES if key.startswith("error.") and not key.endswith(".advice")
    ]
    assert {key.split(".")[1] for key in sentences} == set(ERROR_KINDS)
    assert [key for key in sentences if f"{key}.advice" not in MESSAGES] == []
    advices = [key for key in MESSAGES if key.endswith(".advice")]
    assert [key for key in advices if key.removesuffix(".advice") not in MESSAGES] == []


def test_every_picture_problem_has_a_cure() -> None:
    problems = [key for key in MESSAGES if key.startswith("picture.") and key.count(".") == 1]
    assert problems
    assert [key for key in problems if f"{key}.cure" not in MESSAGES] == []


@pytest.mark.parametrize("key", [key for key in MESSAGES if key.startswith("error.")])
def test_sentences_end_like_sentences(key: str) -> None:
    text = MESSAGES[key]
    assert text == text.strip()
    assert text.endswith((".", "?", "}", "EXTRA]", "[engine]")) or "manul-train" in text
    assert "  " not in text


def test_every_sentence_can_be_filled() -> None:
    for key, template in MESSAGES.items():
        values: dict[str, str | int | float | Message] = dict.fromkeys(needs(template), "{x}")
        text = english(key, values)
        assert not needs(template) or "{x}" in text, key


def test_values_survive_the_journey_to_another_program() -> None:
    reason = say("cause.not_a_photo", format="PSD")
    said = say("error.unreadable", path="кот 😀", reason=reason)
    assert str(said) == "“кот 😀” cannot be read: Manul does not learn from PSD files."
    assert Message.model_validate_json(said.model_dump_json()) == said
    assert said.values["reason"] == reason


@pytest.mark.parametrize(
    ("value", "carried"),
    [
        (Path("a/b"), str(Path("a/b"))),
        ("bad\udc80name", "bad?name"),
        (float("nan"), "nan"),
        (True, "true"),
        (3, 3),
        (0.5, 0.5),
        ({"a": 1}, "{'a': 1}"),
    ],
)
def test_values_become_plain(value: object, carried: object) -> None:
    said = say("cause.system", detail=value)  # type: ignore[arg-type]
    assert said.values == {"detail": carried}
    assert type(said.values["detail"]) is type(carried)
    said.model_dump_json()


def test_braces_in_values_are_left_alone() -> None:
    assert str(say("note.prompt_too_long", prompt="a {b} {}")).startswith("“a {b} {}” is")


def test_a_missing_value_is_noticed() -> None:
    with pytest.raises(KeyError):
        say("cause.system")
