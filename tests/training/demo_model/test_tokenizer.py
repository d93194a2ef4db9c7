"""The tokenizer knows our words whole, copes with all others, and loads from either layout."""

from pathlib import Path

import pytest
from transformers import CLIPTokenizer

from training.demo_model.captions import vocabulary
from training.demo_model.tokenizer import build_tokenizer, learn_merges, save_tokenizer

MODEL = Path(__file__).parents[3] / "resources" / "demo" / "model"


@pytest.fixture(scope="module")
def tokenizer() -> CLIPTokenizer:
    return CLIPTokenizer.from_pretrained(MODEL / "tokenizer")


def test_every_listed_word_is_one_token(tokenizer: CLIPTokenizer) -> None:
    numbers = [tokenizer(word)["input_ids"] for word in vocabulary()]
    assert all(len(ids) == 3 for ids in numbers)
    assert len({ids[1] for ids in numbers}) == len(vocabulary())


@pytest.mark.parametrize(
    "text", ["a photo of an otter", "pallas_cat", "żółty кот 猫 🐈", "don't panic, 42 times!"]
)
def test_any_text_comes_back(tokenizer: CLIPTokenizer, text: str) -> None:
    ids = tokenizer(text)["input_ids"]
    back = tokenizer.decode(ids, skip_special_tokens=True)
    assert back.replace(" ", "") == text.replace(" ", "")


def test_captions_are_padded_with_the_end_token(tokenizer: CLIPTokenizer) -> None:
    encoded = tokenizer(["a star", "a photo of a red star"], padding="max_length")["input_ids"]
    assert [len(ids) for ids in encoded] == [77, 77]
    assert encoded[0][0] == tokenizer.bos_token_id == len(tokenizer) - 2
    assert set(encoded[0][3:]) == {tokenizer.eos_token_id} == {len(tokenizer) - 1}


def test_the_older_layout_gives_the_same_tokens(tmp_path: Path) -> None:
    save_tokenizer(tmp_path, vocabulary())
    (tmp_path / "tokenizer.json").unlink()
    older = CLIPTokenizer.from_pretrained(tmp_path)
    text = "a photo of pallas_cat on a grumpy moon, 7 times"
    assert older(text)["input_ids"] == build_tokenizer(vocabulary())(text)["input_ids"]


def test_the_bundled_files_are_those_of_the_code(tmp_path: Path) -> None:
    save_tokenizer(tmp_path, vocabulary())
    for name in ("vocab.json", "merges.txt"):
        assert (MODEL / "tokenizer" / name).read_bytes() == (tmp_path / name).read_bytes()


@pytest.mark.quick
def test_words_that_share_letters_all_become_whole() -> None:
    words = ["ear", "earth", "hear", "heart", "art", "tar"]
    merges = learn_merges(words)
    made = {first + second for first, second in merges}
    assert made >= {word + "</w>" for word in words}
