"""What a concept may be called, and the word it may start from."""

import re
import unicodedata
from collections.abc import Iterable

from training.contract.base_models import clip_words
from training.contract.concept import Kind
from training.contract.errors import ManulError

_NAME = re.compile(r"[a-z0-9_-]+")
_NUMBERED = re.compile(r"_\d+$")
_FALLBACK_NAME = "my_concept"

_INITIALIZERS: dict[Kind, tuple[str, ...]] = {
    "object": ("object", "toy", "thing", "circle", "star", "shape"),
    "person": ("person", "woman", "man", "girl", "boy", "face"),
    "animal": ("animal", "cat", "dog", "bird", "creature", "bear"),
    "style": ("style", "painting", "drawing", "art", "picture", "photo"),
}


def check_name(name: str, model_words: Iterable[str] = ()) -> None:
    """Refuse, in words and with a suggestion, a name that would hijack or break prompts."""
    if not name.strip():
        raise ManulError("name_invalid.empty", suggestion=_FALLBACK_NAME)
    if not _NAME.fullmatch(name) or not re.search(r"[a-z0-9]", name):
        raise ManulError("name_invalid.letters", name=name, suggestion=suggest_name(name))
    if _NUMBERED.search(name):
        suggestion = suggest_name(name)
        raise ManulError("name_invalid.number", name=name, suggestion=suggestion)
    if name in clip_words() or name in set(model_words):
        raise ManulError("name_invalid.word", name=name, suggestion=f"my_{name}")


def suggest_name(text: str) -> str:
    """A valid name close to `text`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9_-]+", "_", plain).strip("_-")
    name = _NUMBERED.sub("", name)
    if not name:
        return _FALLBACK_NAME
    return f"my_{name}" if name in clip_words() else name


def initializer_suggestions(kind: Kind, model_words: Iterable[str]) -> list[str]:
    """Words for this kind of concept that are one token of the base model, best first."""
    words = set(model_words)
    fitting = [word for word in _INITIALIZERS[kind] if word in words]
    others = [word for kinds in _INITIALIZERS.values() for word in kinds if word in words]
    return fitting or list(dict.fromkeys(others))


def check_initializer(word: str, kind: Kind, model_words: Iterable[str]) -> None:
    """The word must be one token of the base model; otherwise suggest some that are."""
    words = frozenset(model_words)
    if word not in words:
        suggestions = ", ".join(initializer_suggestions(kind, words)) or "-"
        raise ManulError("initializer_invalid", word=word, suggestions=suggestions)
