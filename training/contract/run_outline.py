"""What is shown of a run's configuration, read tolerantly where a newer Manul wrote it."""

from dataclasses import dataclass
from typing import Any

from training.contract.concept import MOST_PROMPTS
from training.contract.config import RunConfig
from training.contract.layout import RunFolder
from training.contract.setting_values import changes_of
from training.contract.toml_file import read_toml


@dataclass(frozen=True)
class RunOutline:
    """`subject` is what stands for the concept in prompts; `prompts` are those of the samples;
    `changes` = settings by dotted name that are not as in the preset."""

    concept_name: str = ""
    method: str = ""
    preset: str = ""
    base_model: str = ""
    family: str = ""
    subject: str = ""
    prompts: tuple[str, ...] = ()
    sample_every: int = 0
    max_train_steps: int = 0
    changes: tuple[tuple[str, Any], ...] = ()


def outline_of(config: RunConfig) -> RunOutline:
    """Of a run that this version knows."""
    subject = config.subject
    preset, changes = changes_of(config)
    return RunOutline(
        concept_name=config.concept.name,
        method=config.method.name,
        preset=preset,
        base_model=config.base_model,
        family=config.family,
        subject=subject,
        prompts=tuple(prompt.replace("{}", subject) for prompt in config.concept.prompts()),
        sample_every=config.sampling.sample_every,
        max_train_steps=config.training.max_train_steps,
        changes=tuple(changes.items()),
    )


def read_newer_outline(run: RunFolder) -> RunOutline:
    """As much as still has the names and the types of today; ManulError if it is no TOML."""
    raw = read_toml(run.config)
    name = _text(raw, "concept", "name")
    prompts = _at(raw, "concept", "sample_prompts")
    told = [text for text in prompts if isinstance(text, str)] if isinstance(prompts, list) else []
    return RunOutline(
        concept_name=name,
        method=_text(raw, "method", "name"),
        preset=_text(raw, "preset"),
        base_model=_text(raw, "base_model"),
        subject=name,
        prompts=tuple(prompt.replace("{}", name) for prompt in told[:MOST_PROMPTS]),
        max_train_steps=_count(raw, "training", "max_train_steps"),
    )


def _at(raw: dict[str, Any], *names: str) -> Any:
    found: Any = raw
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _text(raw: dict[str, Any], *names: str) -> str:
    found = _at(raw, *names)
    return found if isinstance(found, str) else ""


def _count(raw: dict[str, Any], *names: str) -> int:
    found = _at(raw, *names)
    return found if type(found) is int and found > 0 else 0
