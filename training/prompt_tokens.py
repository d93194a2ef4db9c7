"""Turns prompts into token ids; placeholder tokens go in without touching the tokenizer."""

import re
from typing import Any

# Placeholder token -> the ids of its vectors, above the tokenizer's own ids.
Placeholders = dict[str, list[int]]


def tokenize(tokenizer: Any, prompt: str, placeholders: Placeholders) -> list[int]:
    """`model_max_length` ids: begin, the words, end, padding. What is too long is cut off."""
    words = prompt_ids(tokenizer, prompt, placeholders)[: tokenizer.model_max_length - 2]
    ids = [tokenizer.bos_token_id, *words, tokenizer.eos_token_id]
    return ids + [tokenizer.pad_token_id] * (tokenizer.model_max_length - len(ids))


def prompt_ids(tokenizer: Any, prompt: str, placeholders: Placeholders) -> list[int]:
    """The ids of the prompt's words alone, however many."""
    if not placeholders:
        return _word_ids(tokenizer, prompt)
    names = "|".join(re.escape(name) for name in sorted(placeholders, key=len, reverse=True))
    # The name counts only where it stands alone: "pallas_cats" is another word.
    parts = re.split(rf"(?<![\w-])({names})(?![\w-])", prompt)
    ids: list[int] = []
    for part in parts:
        ids += placeholders[part] if part in placeholders else _word_ids(tokenizer, part)
    return ids


def is_too_long(tokenizer: Any, prompt: str, placeholders: Placeholders) -> bool:
    return len(prompt_ids(tokenizer, prompt, placeholders)) > tokenizer.model_max_length - 2


def _word_ids(tokenizer: Any, text: str) -> list[int]:
    if not text.strip():
        return []
    return list(tokenizer(text, add_special_tokens=False, truncation=False)["input_ids"])
