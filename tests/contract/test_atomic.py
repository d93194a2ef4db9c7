import errno
import os
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from training.contract import atomic
from training.contract.atomic import atomic_folder, atomic_write, remove_leftovers

pytestmark = pytest.mark.quick


def test_text_is_utf8_and_bytes_are_kept(tmp_path: Path) -> None:
    atomic_write(tmp_path / "кот 😀.txt", "манул\n")
    atomic_write(tmp_path / "raw", b"\x00\xff\r\n")
    assert (tmp_path / "кот 😀.txt").read_bytes() == "манул\n".encode()
    assert (tmp_path / "raw").read_bytes() == b"\x00\xff\r\n"


def test_a_function_writes_the_file_it_is_given(tmp_path: Path) -> None:
    def save(path: Path) -> None:
        path.write_bytes(b"1234")

    atomic_write(tmp_path / "weights.bin", save)
    assert os.listdir(tmp_path) == ["weights.bin"]


@pytest.mark.parametrize("step", ["_sync", "patiently"])
def test_a_full_disk_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "concept.toml"
    atomic_write(path, "old")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(atomic, step, fail)
    with pytest.raises(OSError, match="No space"):
        atomic_write(path, "new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["concept.toml"]


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def write_half(path: Path) -> None:
        path.write_bytes(b"half")
        raise ValueError("bad tensor")

    with pytest.raises(ValueError, match="bad tensor"):
        atomic_write(tmp_path / "weights.bin", write_half)
    assert os.listdir(tmp_path) == []


def test_threads_do_not_meet_in_one_temporary_file(tmp_path: Path) -> None:
    path = tmp_path / "images.toml"
    contents = [str(number) * 50_000 for number in range(4)]
    threads = [threading.Thread(target=atomic_write, args=(path, text)) for text in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_text() in contents
    assert os.listdir(tmp_path) == ["images.toml"]


def test_a_folder_appears_whole(tmp_path: Path) -> None:
    final = tmp_path / "deep" / "pallas_cat"
    with atomic_folder(final) as building:
        (building / "a.txt").write_text("a")
        assert not final.exists()
    assert (final / "a.txt").read_text() == "a"
    assert os.listdir(final.parent) == ["pallas_cat"]


def test_a_folder_that_fails_is_gone(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), atomic_folder(tmp_path / "pallas_cat") as building:
        (building / "a.txt").write_text("a")
        raise RuntimeError
    assert os.listdir(tmp_path) == []


def test_a_folder_taken_meanwhile_is_not_touched(tmp_path: Path) -> None:
    final = tmp_path / "pallas_cat"
    with pytest.raises(OSError), atomic_folder(final) as building:
        (building / "a.txt").write_text("mine")
        final.mkdir()
        (final / "a.txt").write_text("theirs")
    assert (final / "a.txt").read_text() == "theirs"
    assert os.listdir(tmp_path) == ["pallas_cat"]


WRITE_FOR_EVER = """
import sys
from pathlib import Path
from training.contract.atomic import atomic_write
for number in range(10**9):
    atomic_write(Path(sys.argv[1]), str(number % 10) * 1_000_000)
"""


def test_killed_while_writing_the_file_is_whole_and_the_leftover_goes(
    tmp_path: Path, child: Callable[..., subprocess.Popen[str]]
) -> None:
    path = tmp_path / "state.bin"
    writer = child(WRITE_FOR_EVER, path)
    while not path.exists():
        time.sleep(0.01)
    for _ in range(200):
        if any(name.endswith(".tmp") for name in os.listdir(tmp_path)):
            break
        time.sleep(0.001)
    writer.kill()
    writer.wait()
    content = path.read_text()
    assert content == content[0] * 1_000_000
    remove_leftovers(tmp_path)
    assert os.listdir(tmp_path) == ["state.bin"]


def test_leftovers_of_the_living_and_other_files_stay(tmp_path: Path) -> None:
    kept = {f".a.toml.{os.getpid()}.1.tmp", ".notes.tmp", "x.tmp", ".1.2.3.txt"}
    for name in kept:
        (tmp_path / name).touch()
    # Beyond any process number.
    (tmp_path / ".pallas_cat.99999999.7.tmp" / "images").mkdir(parents=True)
    remove_leftovers(tmp_path)
    assert set(os.listdir(tmp_path)) == kept
