"""A byte-level BPE of about a thousand tokens in which every word of our captions is one token."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

END = "</w>"
START_TOKEN = "<|startoftext|>"
END_TOKEN = "<|endoftext|>"
MAX_LENGTH = 77


def byte_symbols() -> list[str]:
    """The 256 printable stand-ins for bytes that CLIP's tokenizer uses, in its order."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + i) for i in range(len(others))]


def learn_merges(words: list[str]) -> list[tuple[str, str]]:
    """Ordinary BPE over the word list, carried on until each word is a single symbol.

    Applying the merges in the order in which they were learnt repeats the learning, so that each
    listed word comes out as one token, whatever the other words share with it.
    """
    split = [[*word[:-1], word[-1] + END] for word in words]
    merges = []
    while any(len(symbols) > 1 for symbols in split):
        pairs = Counter(pair for symbols in split for pair in pairwise(symbols))
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        split = [_merged(symbols, best) for symbols in split]
    return merges


def _merged(symbols: list[str], pair: tuple[str, str]) -> list[str]:
    result: list[str] = []
    position = 0
    while position < len(symbols):
        if tuple(symbols[position : position + 2]) == pair:
            result.append(pair[0] + pair[1])
            position += 2
        else:
            result.append(symbols[position])
            position += 1
    return result


def vocabulary_of(merges: list[tuple[str, str]]) -> dict[str, int]:
    symbols = byte_symbols()
    tokens = [*symbols, *(symbol + END for symbol in symbols)]
    tokens += [first + second for first, second in merges]
    tokens += [START_TOKEN, END_TOKEN]
    return {token: number for number, token in enumerate(tokens)}


def build_tokenizer(words: list[str]):
    """A transformers CLIPTokenizer over the word list."""
    from transformers import CLIPTokenizer

    merges = learn_merges(words)
    return CLIPTokenizer(
        vocab=vocabulary_of(merges),
        merges=merges,
        model_max_length=MAX_LENGTH,
        bos_token=START_TOKEN,
        eos_token=END_TOKEN,
        unk_token=END_TOKEN,
        pad_token=END_TOKEN,
    )


def save_tokenizer(folder: Path, words: list[str]) -> None:
    """Both layouts: tokenizer.json for new readers, vocab.json and merges.txt for older ones."""
    import json

    merges = learn_merges(words)
    build_tokenizer(words).save_pretrained(folder)
    vocabulary = json.dumps(vocabulary_of(merges), ensure_ascii=False)
    (folder / "vocab.json").write_text(vocabulary, encoding="utf-8")
    lines = ["#version: 0.2", *(" ".join(pair) for pair in merges)]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
