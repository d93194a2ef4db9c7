"""Prompts become the ids that other programs will make of them."""

from pathlib import Path

import pytest
import torch
from diffusers import StableDiffusionPipeline
from transformers import CLIPTokenizer

from training.contract.base_models import DEMO_FOLDER
from training.prompt_tokens import is_too_long, prompt_ids, tokenize

pytestmark = pytest.mark.quick

PLACEHOLDERS = {"pallas_cat": [5000, 5001, 5002]}
PROMPTS = (
    "a photo of pallas_cat on a blue background",
    "pallas_cat",
    "pallas_cat, a drawing",
    "a cat and pallas_cat and pallas_cat again",
    "(pallas_cat) on a Blue background!",
    "",
    "a photo of a cat",
)


@pytest.fixture(scope="module")
def tokenizer() -> CLIPTokenizer:
    return CLIPTokenizer.from_pretrained(DEMO_FOLDER / "tokenizer")


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> StableDiffusionPipeline:
    """diffusers with an embedding of three vectors, loaded its own way."""
    pipeline = StableDiffusionPipeline.from_pretrained(DEMO_FOLDER)
    pipeline.set_progress_bar_config(disable=True)
    path: Path = tmp_path_factory.mktemp("embedding") / "pallas_cat.pt"
    width = pipeline.text_encoder.config.hidden_size
    torch.save({"string_to_param": {"*": torch.randn(3, width)}, "name": "pallas_cat"}, path)
    pipeline.load_textual_inversion(str(path))
    return pipeline


@pytest.mark.parametrize("prompt", PROMPTS)
def test_ids_are_those_of_diffusers(
    tokenizer: CLIPTokenizer, pipeline: StableDiffusionPipeline, prompt: str
) -> None:
    their_tokenizer = pipeline.tokenizer
    names = ("pallas_cat", "pallas_cat_1", "pallas_cat_2")
    vectors = [their_tokenizer.convert_tokens_to_ids(name) for name in names]
    converted = pipeline.maybe_convert_prompt(prompt, their_tokenizer)
    theirs = their_tokenizer(converted, padding="max_length", truncation=True)["input_ids"]
    assert tokenize(tokenizer, prompt, {"pallas_cat": vectors}) == theirs


@pytest.mark.parametrize(
    "prompt", ["my_pallas_cat", "pallas_cats", "pallas_cat-like", "x-pallas_cat"]
)
def test_a_name_inside_a_longer_word_is_not_meant(tokenizer: CLIPTokenizer, prompt: str) -> None:
    assert not set(PLACEHOLDERS["pallas_cat"]) & set(prompt_ids(tokenizer, prompt, PLACEHOLDERS))


def test_the_longer_of_two_names_wins(tokenizer: CLIPTokenizer) -> None:
    both = {"manul": [5000], "manul-kit": [5001]}
    assert prompt_ids(tokenizer, "manul-kit manul", both) == [5001, 5000]


def test_signs_in_a_name_are_letters_not_patterns(tokenizer: CLIPTokenizer) -> None:
    assert 5000 not in prompt_ids(tokenizer, "aXb", {"a.b": [5000]})


def test_the_tokenizer_stays_as_it_was(tokenizer: CLIPTokenizer) -> None:
    size = len(tokenizer)
    tokenize(tokenizer, "a photo of pallas_cat", PLACEHOLDERS)
    assert len(tokenizer) == size
    assert "pallas_cat" not in tokenizer.get_vocab()


def test_a_long_prompt_is_cut_and_known_to_be_too_long(tokenizer: CLIPTokenizer) -> None:
    fitting = "cat " * 75
    assert not is_too_long(tokenizer, fitting, {})
    longer = "cat " * 74 + "pallas_cat"
    assert is_too_long(tokenizer, longer, PLACEHOLDERS)
    ids = tokenize(tokenizer, longer, PLACEHOLDERS)
    assert len(ids) == tokenizer.model_max_length == 77
    assert ids[0] == tokenizer.bos_token_id
    assert ids[-1] == tokenizer.eos_token_id


def test_short_prompts_are_padded(tokenizer: CLIPTokenizer) -> None:
    ids = tokenize(tokenizer, "pallas_cat", PLACEHOLDERS)
    assert ids[1:5] == [5000, 5001, 5002, tokenizer.eos_token_id]
    assert set(ids[5:]) == {tokenizer.pad_token_id}
