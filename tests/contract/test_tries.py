import os
from pathlib import Path

import pytest
from PIL import Image

from training.contract.layout import RunFolder
from training.contract.tries import read_tries, try_words

pytestmark = pytest.mark.quick

PROMPT = "манул, asleep in a teacup 🐈"


def test_tries_come_back_with_their_prompts_oldest_first(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    assert read_tries(run) == []
    run.tries.mkdir()
    for moment, seed in ((200, 5), (100, 7)):
        path = run.tries / f"step-000500-0123abcd-seed-{seed}.png"
        Image.new("RGB", (8, 8)).save(path, pnginfo=try_words(PROMPT))
        os.utime(path, (moment, moment))
    found = read_tries(run)
    assert [(each.step, each.seed, each.prompt) for each in found] == [
        (500, 7, PROMPT), (500, 5, PROMPT)
    ]  # fmt: skip


def test_what_is_no_try_is_passed_over_and_a_damaged_one_says_nothing(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    run.tries.mkdir()
    (run.tries / "holiday.png").write_bytes(b"x")
    (run.tries / "step-000001-0123abcd-seed-0.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    (run.tries / "step-000002-0123abcd-seed-0.png").mkdir()
    assert {(each.step, each.prompt) for each in read_tries(run)} == {(1, ""), (2, "")}
