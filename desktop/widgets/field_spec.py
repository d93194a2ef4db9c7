"""One field of a form as it is shown; what it means is somebody else's."""

from dataclasses import dataclass
from typing import Any, Literal

FieldKind = Literal["whole", "number", "rate", "text", "list", "switch", "choice"]


@dataclass(frozen=True)
class FieldSpec:
    """`text` = what a field to type in says; `choices` = (value, title) of a choice. `usual` = what
    it says when it is not changed; `error` = why it cannot stay; `note` = what it comes to."""

    name: str
    title: str
    description: str
    kind: FieldKind
    value: Any
    text: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    usual: str = ""
    is_changed: bool = False
    error: str = ""
    note: str = ""

    @property
    def is_wide(self) -> bool:
        """Needs a line of its own."""
        return self.kind in ("text", "list", "choice")


@dataclass(frozen=True)
class FieldGroup:
    """Fields under a heading."""

    title: str
    fields: tuple[FieldSpec, ...]
