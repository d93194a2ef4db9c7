"""CLIP's tokenizer from the vocabulary that ships with Manul; single-file models bring none."""

import json
from functools import lru_cache

from transformers import CLIPTokenizer

from training.contract.base_models import MODEL_CONFIGS

_FOLDER = MODEL_CONFIGS / "tokenizer"
# Without it transformers would take any length, and the text encoder has 77 positions.
_MAX_LENGTH = 77


def clip_tokenizer(*, pad_token: str) -> CLIPTokenizer:
    """A tokenizer of its own for each caller: all families share the words, not the padding.

    With "!" as padding an exclamation mark in a prompt is padding too. Stable Diffusion 2 and XL
    have it so in diffusers, and not in web UIs: https://github.com/huggingface/diffusers/issues/4153
    """
    vocabulary, merges = _vocabulary()
    return CLIPTokenizer(
        vocab=vocabulary, merges=merges, pad_token=pad_token, model_max_length=_MAX_LENGTH
    )


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[dict[str, int], list[tuple[str, ...]]]:
    """Token ids, and the pairs that are merged, most frequent first."""
    vocabulary = json.loads((_FOLDER / "vocab.json").read_text(encoding="utf-8"))
    _version, *lines = (_FOLDER / "merges.txt").read_text(encoding="utf-8").split("\n")
    return vocabulary, [tuple(line.split(" ")) for line in lines if line]
