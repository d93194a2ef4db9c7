"""Says which files each component of a diffusers folder needs, by their names alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# The components that training reads; no safety checker, feature extractor or image encoder.
COMPONENTS = (
    "unet",
    "vae",
    "text_encoder",
    "text_encoder_2",
    "tokenizer",
    "tokenizer_2",
    "scheduler",
)
# Both libraries have written the variant before and behind the shard's number.
_WEIGHTS = re.compile(
    r"(?P<stem>model|pytorch_model|diffusion_pytorch_model)(?P<before>\.fp16)?"
    r"(-(?P<shard>\d{5})-of-(?P<shards>\d{5}))?(?P<behind>\.fp16)?\.(?P<suffix>safetensors|bin)"
)
_FP16 = "fp16"


@dataclass(frozen=True)
class Weights:
    """One whole set of a component's weights; `variant` as `from_pretrained` wants it."""

    files: tuple[str, ...]
    variant: str | None
    is_safetensors: bool


def listed_components(index: dict[str, Any]) -> list[str]:
    """Those of COMPONENTS that a model_index.json lists; an absent one is written [null, null]."""
    entries = {name: index.get(name) for name in COMPONENTS}
    return [name for name, entry in entries.items() if isinstance(entry, list) and any(entry)]


def needed_files(component: str, names: Iterable[str]) -> list[str] | None:
    """The files to take of those that lie in the component; None if it is not whole."""
    there = set(names)
    if component == "scheduler":
        return _all_of(there, "scheduler_config.json")
    if component.startswith("tokenizer"):
        return _tokenizer_files(there)
    config, weights = _all_of(there, "config.json"), best_weights(there)
    return None if config is None or weights is None else [*config, *weights.files]


def best_weights(names: Iterable[str]) -> Weights | None:
    """The whole set to prefer: safetensors, which cannot hold code, and fp16, half the size."""
    sets = _weight_sets(set(names))
    return max(sets, key=lambda found: (found.is_safetensors, found.variant == _FP16), default=None)


def _all_of(there: set[str], *wanted: str) -> list[str] | None:
    return list(wanted) if there.issuperset(wanted) else None


def _tokenizer_files(there: set[str]) -> list[str] | None:
    has_words = "tokenizer.json" in there or there >= {"vocab.json", "merges.txt"}
    if not has_words or "tokenizer_config.json" not in there:
        return None
    return sorted(name for name in there if name.endswith((".json", ".txt")))


def _weight_sets(there: set[str]) -> list[Weights]:
    """Every set of which all shards and their index are there."""
    groups: dict[tuple[str, str, str, int], list[str]] = {}
    for name in sorted(there):
        if (found := _WEIGHTS.fullmatch(name)) is not None:
            variant = _FP16 if found["before"] or found["behind"] else ""
            key = (found["stem"], variant, found["suffix"], int(found["shards"] or 0))
            groups.setdefault(key, []).append(name)
    sets: list[Weights] = []
    for (stem, variant, suffix, shards), files in groups.items():
        if shards:
            middle = f"index.{variant}" if variant else "index"
            files = [f"{stem}.{suffix}.{middle}.json", *files]
        if len(files) == (shards + 1 if shards else 1) and there.issuperset(files):
            sets.append(Weights(tuple(files), variant or None, suffix == "safetensors"))
    return sets
