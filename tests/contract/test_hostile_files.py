"""Readers of files that may come from strangers, fuzzed; what was found stays as a case."""

import os
import pickle
import tempfile
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.contract.hostile import PRESET, READERS, header, zipped
from training.contract.errors import ManulError
from training.contract.inspection import inspect_path
from training.contract.pickled_tensors import NotAPickle, read_pickled

# Those that write several files each time.
FEWER = {"model_index.json": 20, "events": 30, "caption": 30}
# Of a busy machine; what was found took minutes, or did not end.
PATIENCE_SECONDS = 15.0
# The same files each time, so that a failure is a failure for everybody.
FUZZ = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


def fuzz(name: str, examples: int) -> None:
    check, files = READERS[name]
    with tempfile.TemporaryDirectory() as folder:

        @settings(FUZZ, max_examples=examples)
        @given(files)
        def holds(raw: bytes) -> None:
            check(Path(folder), raw)

        holds()


@pytest.mark.filterwarnings("ignore")  # Pillow's on damaged metadata
@pytest.mark.parametrize("name", READERS)
def test_a_reader_gives_a_result_or_an_error_in_words(name: str) -> None:
    fuzz(name, FEWER.get(name, 60))


@pytest.mark.prove
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", READERS)
def test_hostile_files_by_the_thousand(name: str) -> None:
    fuzz(name, 3_000)


# Each of these once hung, took all the memory, led out of its folder or ended in a traceback.
TUPLES = b"\x80\x02)q\x00" + b"h\x00h\x00\x86q\x00" * 60
COPIES = b"\x80\x02](" + b"K\x01" * 100_000 + b"eq\x00("
COPIES += b"ctorch\nSize\nh\x00\x85R" * 5_000 + b"l."
ENCRYPTED = zipped(b"\x80\x02}.").replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
FOUND: dict[str, tuple[str, bytes]] = {
    "an int of 5,000 digits": ("run.toml", b"preset = " + b"9" * 5_000),
    "a version of 5,000 digits": ("run.toml", b"contract_version = 0x" + b"f" * 5_000),
    "a date in a number's place": ("run.toml", b"contract_version = 1979-05-27T07:32:00Z"),
    "lists in lists": ("run.toml", b"preset = " + b"[" * 100_000),
    "tables in tables": ("preset", PRESET + b"\n[data" + b".a" * 40 + b"]\nb = 1"),
    "a key of a million parts": ("run.toml", b"a." * 1_000_000 + b"a = 1"),
    "a quoted key of many parts": ("run.toml", b"'a' . " * 100_000 + b"a = 1"),
    "a table's name that is a book": ("preset", PRESET + b"\n[" + b"9" * 9_000 + b"]\n"),
    "a word of a million letters": ("run.toml", b"a" * 1_000_000),
    "a key that is a book": ("run.toml", b"a" * 9_000 + b" = 1"),
    "a length that is no number": (
        "safetensors",
        header(b'{"a": {"dtype": "F32", "shape": [1e999], "data_offsets": [0, 0]}}'),
    ),
    "half a million sides": (
        "safetensors",
        header({"a": {"dtype": "F32", "shape": [10**18] * 500_000, "data_offsets": [0, 4]}}),
    ),
    "lists in a header": ("safetensors", header(b"[" * 100_000)),
    "a name twice": (
        "safetensors", header(b'{"a": {"dtype": "F32", "shape": [], "data_offsets": [0, 4]},' * 2)
    ),
    "tuples in tuples as a key": ("pickle", zipped(TUPLES + b"}h\x00K\x01s.")),
    "tuples in tuples in a set": ("pickle", zipped(TUPLES + b"cbuiltins\nset\n]h\x00a\x85R.")),
    "a list copied again and again": ("pickle", zipped(COPIES)),
    "an attribute called items": (
        "pickle", zipped(b"\x80\x02ccollections\nOrderedDict\n)R}X\x05\x00\x00\x00itemsK\x05sb.")
    ),
    "an encrypted archive": ("pickle", ENCRYPTED.replace(b"\x14\x00\x00\x00\x08\x00",
                                                         b"\x14\x00\x01\x00\x08\x00")),
    "a damaged lzma archive": (
        "pickle", zipped(b"x" * 500, zipfile.ZIP_LZMA).replace(b"]\x00\x00\x80\x00", b"\xff" * 5)
    ),
    "objects in objects in meta.json": ("meta.json", b'{"a":' * 100_000),
    "a prompt's number": (
        "events",
        b'{"type": "sample_saved", "time": 1.0, "step": 1, "prompt_index": 1000000000, '
        b'"prompt": "x", "seed": 1, "path": "samples/a.png"}\n',
    ),
    "a sample elsewhere": (
        "events",
        b'{"type": "sample_saved", "time": 1.0, "step": 1, "prompt_index": 0, '
        b'"prompt": "x", "seed": 1, "path": "../../etc/passwd"}\n',
    ),
    "endless seconds": (
        "events",
        b'{"type": "step_done", "step": 1, "loss": 1, "learning_rate": 1, "seconds": 1e999}\n',
    ),
    "an event without a time": ("events", b'{"type": "stopped", "step": 3}\n'),
    "a type of lists in lists": ("events", b'{"type": ' + b"[" * 900 + b"]" * 900 + b"}\n"),
    "a line of megabytes": ("events", b"x" * 5_000_000 + b'\n{"type": "stopped", "step": 3}\n'),
    "a caption that is a book": ("caption", b"word " * 10_000),
    "a caption of control characters": ("caption", bytes(range(32)) + b"\x7f\xc2\x85"),
    "one byte": ("picture", b"\x00"),
}  # fmt: skip


@pytest.mark.quick
@pytest.mark.parametrize("case", FOUND)
def test_what_was_found_stays_mended(case: str, tmp_path: Path) -> None:
    name, raw = FOUND[case]
    began = time.monotonic()
    READERS[name][0](tmp_path, raw)
    assert time.monotonic() - began < PATIENCE_SECONDS


@pytest.mark.quick
@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("suffix", [".ckpt", ".pt", ".safetensors"])
def test_a_pickle_that_starts_a_program_does_not(
    tmp_path: Path, protocol: int, suffix: str
) -> None:
    mark = tmp_path / "was_here"
    raw = pickle.dumps({"state_dict": Program(str(mark))}, protocol)
    for content in (raw, zipped(raw), raw * 5):
        (tmp_path / f"model{suffix}").write_bytes(content)
        with pytest.raises(ManulError):
            inspect_path(tmp_path / f"model{suffix}")
    assert not mark.exists()


@pytest.mark.quick
def test_a_pickle_of_nothing_but_lists_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.ckpt"
    path.write_bytes(zipped(b"\x80\x02" + b"]" * 30_000 + b"."))
    assert isinstance(read_pickled(path), list)
    monkeypatch.setattr("training.contract.pickle_reader._MOST_PIECES", 20_000)
    with pytest.raises(NotAPickle, match="more than any model's object"):
        read_pickled(path)


@pytest.mark.quick
def test_a_stream_that_claims_more_than_any_memory_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "model.ckpt"
    with path.open("wb") as file:
        file.write(b"\x80\x04\x8e" + (2**40).to_bytes(8, "little"))
        file.truncate(2**40)
    tracemalloc.start()
    with pytest.raises(ManulError):
        inspect_path(path)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


class Program:
    """Unpickled, it makes a folder."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (self.path,)
