import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from training.contract import engine_process
from training.contract.engine_process import (
    EngineProcess,
    engine_is_here,
    engine_python,
    start_engine,
)
from training.contract.errors import ManulError

Child = Callable[..., subprocess.Popen[str]]

SLEEP = "import time; print('up', flush=True); time.sleep(60)"
# Stands in for the engine's Python: writes down how it was started, and waits.
RECORDER = f"""#!{sys.executable}
import json, os, sys, time
facts = {{
    "arguments": sys.argv[1:], "session": os.getsid(0), "pid": os.getpid(),
    "utf8": os.environ["PYTHONUTF8"], "stdin": os.read(0, 1) == b"",
}}
with open(os.environ["RECORD"] + ".tmp", "w") as file:
    json.dump(facts, file)
os.rename(os.environ["RECORD"] + ".tmp", os.environ["RECORD"])
time.sleep(float(os.environ.get("NAP", "0")))
"""
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for Python")


def started(child: Child) -> tuple[subprocess.Popen[str], EngineProcess]:
    process = child(SLEEP)
    assert process.stdout is not None
    process.stdout.readline()
    return process, EngineProcess(process.pid, psutil.Process(process.pid).create_time())


@pytest.mark.quick
def test_this_process_is_alive() -> None:
    assert EngineProcess.this_one().is_alive()
    assert EngineProcess.this_one().pid == os.getpid()


def test_an_ended_process_is_gone(child: Child) -> None:
    process, engine = started(child)
    assert engine.is_alive()
    engine.end()
    process.wait()
    assert not engine.is_alive()
    engine.end()


def test_a_zombie_is_gone(child: Child) -> None:
    process, engine = started(child)
    process.kill()
    patience = time.monotonic() + 10
    while engine.is_alive():
        assert time.monotonic() < patience
        time.sleep(0.01)
    # Nobody has waited for it yet: it is still in the process table.
    assert psutil.pid_exists(process.pid)
    engine.end()


def test_another_process_with_the_same_number_is_not_it(child: Child) -> None:
    process, engine = started(child)
    assert EngineProcess(engine.pid, engine.created + 1.9).is_alive()
    other = EngineProcess(engine.pid, engine.created - 60)
    assert not other.is_alive()
    other.end()
    assert process.poll() is None


@pytest.mark.quick
@pytest.mark.parametrize("pid", [-5, 0, 2**22 + 1, 2**31, 2**80])
def test_numbers_that_no_engine_can_have(pid: int) -> None:
    engine = EngineProcess(pid, 1.0)
    assert not engine.is_alive()
    engine.end()


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's engine.toml, in a folder of this test."""
    monkeypatch.delenv("MANUL_ENGINE_PYTHON", raising=False)
    monkeypatch.setattr(engine_process, "engine_file", lambda: tmp_path / "engine.toml")
    return tmp_path / "engine.toml"


@pytest.mark.quick
def test_which_python(configured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert engine_python() == Path(sys.executable)
    configured.write_text("other = 1\n", encoding="utf-8")
    assert engine_python() == Path(sys.executable)
    configured.write_text("python = '/engines/движок 😀/python'\n", encoding="utf-8")
    assert engine_python() == Path("/engines/движок 😀/python")
    monkeypatch.setenv("MANUL_ENGINE_PYTHON", "/somewhere/python")
    assert engine_python() == Path("/somewhere/python")


@pytest.mark.quick
def test_a_damaged_engine_toml_names_the_line(configured: Path) -> None:
    configured.write_text("\npython = /opt\n", encoding="utf-8")
    with pytest.raises(ManulError, match="line 2 is not valid TOML"):
        engine_python()


@pytest.mark.quick
@pytest.mark.parametrize("python", ["/nowhere/python", "/", "/etc/hostname"])
def test_a_python_that_does_not_start(
    configured: Path, monkeypatch: pytest.MonkeyPatch, python: str
) -> None:
    configured.write_text(f"python = '{python}'\n", encoding="utf-8")
    with pytest.raises(ManulError) as refused:
        start_engine(["run", "x"])
    assert refused.value.key == "engine_missing.python"
    assert str(configured) in refused.value.report().advice
    monkeypatch.setenv("MANUL_ENGINE_PYTHON", python)
    with pytest.raises(ManulError) as refused:
        start_engine(["run", "x"])
    assert "correct MANUL_ENGINE_PYTHON" in refused.value.report().advice


@pytest.fixture
def recorder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes `start_engine` start the recorder; the path of its record."""
    script = tmp_path / "движок 😀" / "python"
    script.parent.mkdir()
    script.write_text(RECORDER, encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("MANUL_ENGINE_PYTHON", str(script))
    monkeypatch.setenv("RECORD", str(tmp_path / "record.json"))
    return tmp_path / "record.json"


def facts_in(record: Path) -> dict[str, object]:
    patience = time.monotonic() + 20
    while not record.exists():
        assert time.monotonic() < patience
        time.sleep(0.01)
    return dict(json.loads(record.read_text(encoding="utf-8")))


@posix_only
def test_the_engine_is_started_apart_from_us(recorder: Path) -> None:
    process = start_engine(["run", "кот 😀/runs/0001", "--json"])
    facts = facts_in(recorder)
    expected = ["-P", "-m", "training.cli", "run", "кот 😀/runs/0001", "--json"]
    assert facts["arguments"] == expected
    # A session of its own: closing the terminal does not reach it.
    assert facts["session"] == facts["pid"] == process.pid
    assert (facts["utf8"], facts["stdin"]) == ("1", True)


@posix_only
def test_its_starter_reaps_it(recorder: Path) -> None:
    process = start_engine(["run"])
    facts_in(recorder)
    patience = time.monotonic() + 20
    while psutil.pid_exists(process.pid):
        assert time.monotonic() < patience
        time.sleep(0.01)
    assert process.returncode == 0


START = "from training.contract.engine_process import start_engine; start_engine(['run'])"


@posix_only
def test_it_outlives_its_starter(
    recorder: Path, child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAP", "60")
    starter = child(START)
    pid = int(str(facts_in(recorder)["pid"]))
    engine = EngineProcess(pid, psutil.Process(pid).create_time())
    starter.kill()
    starter.wait()
    time.sleep(0.1)
    assert engine.is_alive()
    engine.end()


@pytest.mark.quick
def test_looking_for_the_engine_does_not_load_it() -> None:
    code = (
        "import sys; from training.contract.engine_process import engine_is_here;"
        "print(engine_is_here(), 'torch' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert said == f"{engine_is_here()} False\n"
