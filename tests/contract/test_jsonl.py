import errno
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from training.contract.jsonl import LineFollower, append_line

pytestmark = pytest.mark.quick


def test_lines_arrive_once_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    follower = LineFollower(path)
    assert follower.poll() == []
    append_line(path, {"a": "кот 😀\n"})
    assert follower.poll() == [{"a": "кот 😀\n"}]
    assert follower.poll() == []
    append_line(path, {"a": 2})
    append_line(path, {})
    assert follower.poll() == [{"a": 2}, {}]
    assert follower.unreadable == 0
    assert path.read_bytes().count(b"\n") == 3


def test_a_torn_line_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    follower = LineFollower(path)
    path.write_bytes(b'{"a": 1}\n{"a"')
    assert follower.poll() == [{"a": 1}]
    with path.open("ab") as file:
        file.write(b": 2}\n")
    assert follower.poll() == [{"a": 2}]
    assert follower.unreadable == 0


def test_who_appends_after_a_torn_line_ends_it_first(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(b'{"a": 1}\n{"a": "kil')
    append_line(path, {"a": 3})
    follower = LineFollower(path)
    assert follower.poll() == [{"a": 1}, {"a": 3}]
    assert follower.unreadable == 1


@pytest.mark.parametrize(
    "line",
    [
        b"{broken", b"[1, 2]", b'"text"', b"null", b"7", b"\xff\xfe\x00", b"\x00" * 40,
        b'{"loss": NaN}', b'{"loss": -Infinity}', b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}",
    ],
)  # fmt: skip
def test_unreadable_lines_are_skipped_and_counted(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(b'{"a": 1}\n' + line + b'\n{"a": 2}\n\n  \n')
    follower = LineFollower(path)
    assert follower.poll() == [{"a": 1}, {"a": 2}]
    assert follower.unreadable == 1


def test_windows_line_ends_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(b'{"a": 1}\r\n{"a": 2}\r\n')
    follower = LineFollower(path)
    assert (follower.poll(), follower.unreadable) == ([{"a": 1}, {"a": 2}], 0)


def test_a_file_that_became_shorter_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(b'{"a": 1}\n{"a": 2}\n')
    follower = LineFollower(path)
    follower.poll()
    path.write_bytes(b'{"a": 3}\n')
    assert follower.poll() == [{"a": 3}]


def test_what_json_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        append_line(tmp_path / "events.jsonl", {"loss": float("nan")})
    assert not (tmp_path / "events.jsonl").exists()


def test_names_that_are_not_utf8_do_not_stop_the_writer(tmp_path: Path) -> None:
    append_line(tmp_path / "events.jsonl", {"file": "bad\udc80name"})
    assert LineFollower(tmp_path / "events.jsonl").poll() == [{"file": "bad?name"}]


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """/dev/full takes no byte: the system's own full disk."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(OSError) as told:
        append_line(full, {"a": 1})
    assert told.value.errno == errno.ENOSPC


APPEND = """
import sys
from pathlib import Path
from training.contract.jsonl import append_line
for number in range(300):
    append_line(Path(sys.argv[1]), {"number": number, "text": "x" * 500})
"""


def test_a_follower_beside_a_living_writer_misses_nothing(
    tmp_path: Path, child: Callable[..., subprocess.Popen[str]]
) -> None:
    path = tmp_path / "events.jsonl"
    follower = LineFollower(path)
    writer = child(APPEND, path)
    found: list[dict[str, Any]] = []
    while writer.poll() is None:
        found += follower.poll()
    found += follower.poll()
    assert [content["number"] for content in found] == list(range(300))
    assert follower.unreadable == 0
    assert json.loads(path.read_bytes().splitlines()[-1])["number"] == 299
