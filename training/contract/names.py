"""What a concept may be called, and the word it may start from."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from training.contract.base_models import clip_words
from training.contract.concept import NAME, Kind
from training.contract.errors import ManulError

LONGEST_NAME = 64
_NUMBERED = re.compile(r"(_\d+)+$")
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
_FALLBACK_NAME = "my_concept"
_CYRILLIC = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "ґ": "g", "є": "ye", "і": "i", "ї": "yi",
})  # fmt: skip

_INITIALIZERS: dict[Kind, tuple[str, ...]] = {
    "object": ("object", "toy", "thing", "circle", "star", "shape"),
    "person": ("person", "woman", "man", "girl", "boy", "face"),
    "animal": ("animal", "cat", "dog", "bird", "creature", "bear"),
    "style": ("style", "painting", "drawing", "art", "picture", "photo"),
}


def check_name(name: str, model_words: Collection[str] = ()) -> None:
    """Refuse, in words and with a suggestion, a name that would hijack or break prompts."""
    if not name.strip():
        raise ManulError("name_invalid.empty", suggestion=_FALLBACK_NAME)
    suggestion = suggest_name(name)
    if not NAME.fullmatch(name) or not re.search(r"[a-z0-9]", name):
        raise ManulError("name_invalid.letters", name=name, suggestion=suggestion)
    if len(name) > LONGEST_NAME:
        raise ManulError("name_invalid.long", name=name, limit=LONGEST_NAME, suggestion=suggestion)
    if _NUMBERED.search(name):
        raise ManulError("name_invalid.number", name=name, suggestion=suggestion)
    if name in clip_words() or name in model_words:
        other = suggestion if suggestion != name else f"my_{name}"
        raise ManulError("name_invalid.word", name=name, suggestion=other)
    if is_reserved(name):
        raise ManulError("name_invalid.reserved", name=name, suggestion=suggestion)


def is_reserved(name: str) -> bool:
    """Windows has no files called so, whatever their ending."""
    return _RESERVED.fullmatch(name) is not None


def suggest_name(text: str) -> str:
    """A valid name close to `text`."""
    latin = unicodedata.normalize("NFC", text).lower().translate(_CYRILLIC)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9_-]+", "_", plain)[: LONGEST_NAME - len("my_")].strip("_-")
    name = _NUMBERED.sub("", name).rstrip("_-")
    if not name.strip("0123456789"):
        return _FALLBACK_NAME
    return f"my_{name}" if name in clip_words() or is_reserved(name) else name


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
