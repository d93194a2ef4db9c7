"""What is announced: a version, its page, a line about it; judged before anything is shown."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from desktop.new_version.source import Source
from training.contract.toml_file import parse_toml

MOST_BYTES = 16 * 1024
_MOST_NOTE = 200
# We publish nothing but three plain numbers, so that nothing but those need be compared.
_VERSION = re.compile(r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})", re.ASCII)

Refusal = Literal[
    "unsafe_address", "no_answer", "too_large", "no_announcement", "no_version", "foreign_page"
]


class Refused(Exception):
    """No announcement that could be trusted; `detail` is the network's own complaint."""

    def __init__(self, reason: Refusal, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason: Refusal = reason
        self.detail = detail


def _one_line(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _MOST_NOTE else f"{line[:_MOST_NOTE]} …"


class Announcement(BaseModel):
    """Tolerant: later announcements may say more."""

    model_config = ConfigDict(frozen=True, strict=True)

    version: str
    page: str
    notes: dict[str, Annotated[str, AfterValidator(_one_line)]] = Field(default_factory=dict)

    def note(self, language: str) -> str:
        return self.notes.get(language) or self.notes.get("en", "")

    def is_newer_than(self, version: str) -> bool:
        return numbers(self.version) > numbers(version)


def read_announcement(content: bytes, source: Source) -> Announcement:
    """Refused where it is none, or where its page is not its own."""
    if len(content) > MOST_BYTES:
        raise Refused("too_large")
    try:
        found = Announcement.model_validate(parse_toml(content.decode("utf-8-sig")))
    except (ValidationError, ValueError, RecursionError) as error:
        raise Refused("no_announcement") from error
    if not _VERSION.fullmatch(found.version):
        raise Refused("no_version")
    if not source.may_open(found.page):
        raise Refused("foreign_page")
    return found


def numbers(version: str) -> tuple[int, ...]:
    """`(0, 10, 2)` of 0.10.2; what else is said of a version does not count."""
    found = _VERSION.match(version)
    return tuple(map(int, found.groups())) if found else ()
