"""Nothing that says who the user is survives, however it is spelt."""

import json
import time
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.contract.scrub import Scrubber

pytestmark = pytest.mark.quick

NAMES = st.text("abzéüäßжяАнЯ", min_size=4, max_size=12) | st.sampled_from(
    ("Мария", "Anna Maria", "józef", "O'Brien", "山田太郎", "名字名字", "user.name", "a+b(c)")
)
WORDS = st.text("abc xyz 123\n", max_size=20)
WAYS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "json": json.dumps,
    "json unicode": lambda text: json.dumps(text, ensure_ascii=False),
    "json in json": lambda text: json.dumps(json.dumps(text)),
    "percent": lambda text: quote(text, safe=""),
    "percent of a path": lambda text: quote(text),
    "upper": str.upper,
    "slashes": lambda text: text.replace("\\", "/"),
    "address": lambda text: "file:///" + quote(text.replace("\\", "/").lstrip("/")),
}
HOMES = ("/home/{}", "/Users/{}", "C:\\Users\\{}", "D:\\Profiles\\{}", "/mnt/c/Users/{}")


def spellings(text: str) -> set[str]:
    forms = {text, quote(text, safe=""), quote(text), json.dumps(text)[1:-1]}
    return {form.casefold() for form in forms}


@settings(max_examples=150, deadline=None)
@given(
    name=NAMES, home=st.sampled_from(HOMES), way=st.sampled_from(sorted(WAYS)),
    before=WORDS, after=WORDS, inside=st.sampled_from(("", "/x.png", "\\Фото 1\\кот.jpg")),
)  # fmt: skip
def test_no_home_and_no_name_survive(
    name: str, home: str, way: str, before: str, after: str, inside: str
) -> None:
    path = home.format(name)
    text = f"{before} {WAYS[way](path + inside)} {WAYS[way](name)} {after}"
    scrubbed = Scrubber((path,), (name,), ("PC-7",)).scrub(text).casefold()
    assert not [form for form in spellings(name) if form in scrubbed], scrubbed


@settings(max_examples=60, deadline=None)
@given(name=st.text("abcdefgжяю", min_size=5, max_size=12), home=st.sampled_from(HOMES[:3]))
def test_another_person_s_home_is_a_home_too(name: str, home: str) -> None:
    scrubbed = Scrubber().scrub(f"cannot open {home.format(name)}/models/x.ckpt today")
    assert name not in scrubbed
    assert scrubbed.endswith("x.ckpt today")


SECRET = st.text("abcdefXYZ0123456789", min_size=16, max_size=30)
PLACES = (
    "hf_{}", "token={}", "HF_TOKEN: {}", '"api_key": "{}"', "Authorization: Bearer {}",
    "'authorization': 'Basic {}'", "https://anna:{}@example.org/x", "https://x.org/?token={}&a=1",
    "password={}", "--gradio-auth me:{}", "sk-{}", "ghp_{}", "access_token\\\": \\\"{}",
    "HUGGING_FACE_HUB_TOKEN={}", "--api-auth={}",
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(secret=SECRET, place=st.sampled_from(PLACES), before=WORDS)
def test_no_token_survives(secret: str, place: str, before: str) -> None:
    assert secret not in Scrubber().scrub(f"{before}\n{place.format(secret)} and more")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/mnt/data/Anna's cat photos", "Anna"),
        ("D:\\AI\\Свадьба Марии\\v1-5.safetensors", "Свадьба"),
        ("\\\\MARIAS-NAS\\photos\\cat.png", "MARIAS"),
        ("/srv/private/wedding/cat.png is damaged", "wedding"),
        ("file:///srv/private/wedding/cat.png", "wedding"),
        ("“/srv/my photos/a wedding/cat.png” cannot be read", "wedding"),
        ('{"path": "/srv/my photos/a wedding/cat.png"}', "photos"),
        ("mail anna@example.org", "anna@"),
    ],
)
def test_folders_of_the_user_are_not_told(text: str, left: str) -> None:
    known = {"/mnt/data/Anna's cat photos": "FOLDER"}
    assert left not in Scrubber(known=known).scrub(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "step_done", "step": 3, "loss": 0.25, "path": "samples/step-000003-00.png"}',
        "https://huggingface.co/stabilityai/sd-turbo/resolve/main/x answered 404",
        "torch 2.13.0, CUDA error: out of memory (0.5 of 8 GB, 3/4 done)",
        "[training]\nlearning_rate = 5e-5\nmax_train_steps = 1500\n",
        "12:30:01 WARNING training.guard: out of memory",
        "tokenizer/vocab.json and max_token_length",
        "127.0.0.1:7860",
    ],
)
def test_what_is_needed_stays_as_it_is(text: str) -> None:
    assert Scrubber(("/home/anna",), ("anna",), ("pc7",)).scrub(text) == text


@pytest.mark.parametrize(
    "line", ["C:" + "a b " * 50_000, "/a" * 50_000, "\\" * 100_000, "x" * 200_000, "C:\\ " * 50_000,
             '"/' + "a " * 50_000, "token" * 40_000, "a.b-" * 50_000 + "@", "~/" * 50_000],
)  # fmt: skip
def test_no_line_takes_long(line: str) -> None:
    began = time.process_time()
    Scrubber(("/home/anna",), ("anna",), ("pc",)).scrub(line)
    assert time.process_time() - began < 5


def test_a_traceback_still_says_where() -> None:
    text = 'File "/home/anna/my trainer/.venv/lib/python3.11/site-packages/torch/nn/x.py", line 3'
    scrubbed = Scrubber(("/home/anna",), ("anna",)).scrub(text)
    assert "site-packages/torch/nn/x.py" in scrubbed and "anna" not in scrubbed


def test_a_user_who_is_called_like_our_words_costs_no_words() -> None:
    scrub = Scrubber(("/home/train",), ("train",), ("ok",)).scrub
    assert scrub("training of train, tokens ok") == "training of USER, tokens HOST"
    assert scrub("root said user") == "root said user"
