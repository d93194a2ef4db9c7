"""Takes out of a text who wrote it: homes, names, foreign folders, tokens."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

HOME, USER, HOST, TOKEN, MAIL = "~", "USER", "HOST", "TOKEN", "MAIL"
# As text, percent-encoded in an address, doubled in JSON.
_SEPARATOR = r"(?:\\{1,4}|/|%5C|%2F)"
# Nobody's own: such accounts are on every machine.
_COMMON = frozenset(("root", "user", "admin", "administrator", "localhost", "default", "public"))
# A shorter name, or one that is part of our own words, only counts where it stands alone.
_LEAST_LETTERS = 4
_OUR_WORDS = (
    "training desktop manul engine python torch diffusers checkpoint event model learning sample "
    "step attempt started finished failed stopped heartbeat progress windows linux memory prompt"
)
_SECRET = (
    r"(?:[a-z_-]{0,40}(?:token|secret|password|passwd|api[_-]?key|access[_-]?key)[a-z_-]{0,40}"
    r"|auth)"
)
_TOKENS = (
    # by their own look
    re.compile(r"\b(?:hf|api_org)_[A-Za-z0-9]{8,}"),
    re.compile(r"\b(?:sk|pk|rk)-[A-Za-z0-9_-]{12,}"),
    re.compile(r"\bgh[pousr]_[A-Za-z0-9]{12,}|\bgithub_pat_\w{12,}"),
    re.compile(r"\bAKIA[A-Z0-9]{12,}"),
    re.compile(r"\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*"),
    # by what stands before them
    re.compile(r"(?<=://)[^\s/@\"']+(?=@)"),
    re.compile(r"(?i)(?<=authorization)(?:[\s\"':=\\]+)(?:(?:bearer|basic|token)\s+)?[^\s\"',}]+"),
    re.compile(r"(?i)\b(?<=bearer )[\w.~+/=-]{6,}"),
    re.compile(rf"(?i)(?<=[?&]){_SECRET}=[^\s&\"']+"),
    re.compile(rf"(?i)(?<![a-z]){_SECRET}[\"'\\]*\s*[:=]\s*[\"'\\]*[^\s\"',;&}}\\]+"),
    re.compile(r"(?i)(?<=--gradio-auth)[\s=]+\S+|(?<=--api-auth)[\s=]+\S+"),
)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_STOP = r"\s\"'<>|:;,()\[\]{}“”«»\\"
_POSIX_HOME = re.compile(rf"(?:/home|/Users|/mnt/[a-z]/Users|/media|/run/media)/[^/{_STOP}]+")
_WINDOWS_HOME = re.compile(
    rf"(?i)\b[a-z](?::|%3A){_SEPARATOR}(?:Users|Documents and Settings){_SEPARATOR}"
    r"(?:[^\\/:*?\"<>|\r\n%]{1,64}?(?=\\|/|%5C|%2F)|[^\s\\/:*?\"'<>|,;)]+)"
)
_POSIX_PATH = re.compile(rf"(?:(?<![\w.~:/…%])|(?<=file:)/{{2}})(?:/[^/{_STOP}]+){{2,}}/?")
# Between quotation marks folders may have blanks in their names.
_QUOTED_PATH = re.compile(r"(?<=[\"“«'])/[^\"”»'\r\n/]+(?:/[^\"”»'\r\n/]*)+(?=[\"”»'])")
_HOME_PATH = re.compile(rf"~(?:{_SEPARATOR}[^/\\{_STOP}%]+)+")
_IN_WINDOWS = r"[^\\/:*?\"<>|\r\n“”«»]+"
_WINDOWS_PATH = re.compile(
    r"(?<![\w\\])(?:[A-Za-z]:|\\\\(?:\\\\)?[\w.$-]+)"
    rf"(?:(?:\\{{1,4}}|/){_IN_WINDOWS}(?=[\\/]))*(?:\\{{1,4}}|/)[^\s\\/:*?\"'<>|,;)“”«»]*"
)
# From here on a path is the program's, not the user's.
_PROGRAM = re.compile(
    r"(?:site-packages|dist-packages|lib[\\/]+python[\d.]+|(?<=[\\/])(?:training|desktop|resources)"
    r"(?=[\\/]))[\\/].*$"
)


@dataclass(frozen=True)
class Scrubber:
    """`homes`, `users`, `hosts` = what this person's are called; `known` = further texts and what
    to put instead, such as folders that the user named."""

    homes: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)

    def scrub(self, text: str) -> str:
        """`text` without what says who the user is. What it is about can still be read."""
        for pattern in _TOKENS:
            text = pattern.sub(TOKEN, text)
        for pattern, instead in self._patterns:
            text = pattern.sub(instead, text)
        for words, instead in self._phrases:
            text = text.replace(words, instead)
        text = _WINDOWS_HOME.sub(HOME, _POSIX_HOME.sub(HOME, text))
        for path in (_QUOTED_PATH, _POSIX_PATH, _WINDOWS_PATH):
            text = path.sub(_shortened, text)
        text = _HOME_PATH.sub(_shortened, text)
        for pattern, instead in self._names:
            text = pattern.sub(instead, text)
        return _ADDRESS.sub(MAIL, text)

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """Long ones first: a folder inside a folder."""
        texts = {**dict.fromkeys(filter(None, self.homes), HOME), **self.known}
        folders = (text for text in texts if len(text) > 1 and re.search(r"[/\\]", text))
        order = sorted(folders, key=len, reverse=True)
        return [(_any_spelling(text), texts[text].replace("\\", "/")) for text in order]

    @cached_property
    def _phrases(self) -> list[tuple[str, str]]:
        """What is no folder: as text, and as JSON writes it."""
        known = sorted(self.known, key=len, reverse=True)
        phrases = [text for text in known if not re.search(r"[/\\]", text)]
        return [
            (spelling, self.known[text])
            for text in phrases
            for spelling in dict.fromkeys((text, json.dumps(text)[1:-1]))
        ]

    @cached_property
    def _names(self) -> list[tuple[re.Pattern[str], str]]:
        found = [(name, USER) for name in _own(self.users)]
        found += [(name, HOST) for name in _own(self.hosts)]
        found.sort(key=lambda each: -len(each[0]))
        return [(_any_spelling(name, alone=_is_short(name)), instead) for name, instead in found]


def _own(names: Iterable[str]) -> list[str]:
    return [name for name in names if len(name) > 1 and name.casefold() not in _COMMON]


def _is_short(name: str) -> bool:
    return len(name) < _LEAST_LETTERS or name.casefold() in _OUR_WORDS


def _any_spelling(text: str, *, alone: bool = False) -> re.Pattern[str]:
    """`text` as such, percent-encoded, or escaped for JSON, in any mixture and with either slash;
    `alone` = not as part of a word."""
    body = "".join(_any_letter(letter) for letter in text.rstrip("/\\"))
    if alone:
        body = rf"(?:(?<!\w)|(?<=%2F)|(?<=%5C)|(?<=\\n)){body}(?!\w)"
    return re.compile(body, re.IGNORECASE)


def _any_letter(letter: str) -> str:
    """The ways exclude each other: with two that match, a long name would take for ever."""
    if letter in "/\\":
        return _SEPARATOR
    ways = {re.escape(letter.lower()), re.escape(letter.casefold())}
    for case in {letter, letter.lower(), letter.upper()}:
        ways |= {_percent(case).casefold(), _json_escape(case)}
    return f"(?>{'|'.join(sorted(ways, key=len, reverse=True))})"


def _percent(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))


def _json_escape(text: str) -> str:
    """As JSON writes it that keeps to ASCII, once or twice over."""
    units = text.encode("utf-16-be", "surrogatepass").hex()
    return "".join(rf"\\{{1,2}}u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _shortened(found: re.Match[str]) -> str:
    """The file's name, or the part that is the program's own; not the way there."""
    path = found[0]
    if (ours := _PROGRAM.search(path)) is not None:
        return f"…/{ours[0]}"
    last = re.split(_SEPARATOR, path.rstrip("/\\"))[-1]
    return f"{HOME}/…/{last}" if path.startswith(HOME) else f"…/{last}"
