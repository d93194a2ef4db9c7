"""The archive helps to find a mistake and holds nothing of the user's."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from training.cli.main import main
from training.contract import events as ev
from training.contract.diagnostics import Part, collect, save
from training.contract.errors import ManulError
from training.contract.layout import RunFolder

pytestmark = pytest.mark.quick

TOKEN = "hf_abcdefABCDEF123456"


@pytest.fixture
def told(run: RunFolder, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    """A run whose files are full of what nobody else should read."""
    monkeypatch.setenv("USER", "Мария")
    monkeypatch.setenv("USERPROFILE", "C:\\Users\\Мария")
    monkeypatch.setattr("socket.gethostname", lambda: "MARIAS-PC.lan")
    ev.append_event(run.events, ev.Started(attempt=1, pid=1, pid_created=1.0, from_step=0))
    missing = ManulError("model_missing", path="C:\\Users\\Мария\\models\\mine.safetensors")
    ev.append_event(run.events, ev.Failed(step=3, **missing.report().model_dump()))
    run.log.write_text(
        f"HF_TOKEN={TOKEN}\nfile:///C:/Users/%D0%9C%D0%B0%D1%80%D0%B8%D1%8F/x.png\n"
        f"{run.path}/samples on MARIAS-PC by Мария\n",
        encoding="utf-8",
    )
    text = run.config.read_text(encoding="utf-8")
    named = text.replace('caption = ""', 'caption = "Lena on her wedding"', 1)
    run.config.write_text(named, encoding="utf-8")
    return run


def test_nothing_of_the_user_is_in_it_and_everything_else_is(
    told: RunFolder, tmp_path: Path
) -> None:
    probe = {"cpu": "x", "workspace": str(told.concept.path.parent), "concepts": [{"name": "Lena"}]}
    parts = {part.name: part.text for part in collect(told, probe=probe, window_log="Мария fell")}
    assert list(parts) == [
        "about.txt", "probe.json", "window.log", "state.txt", "files.txt", "run.toml",
        "events.jsonl", "engine.log",
    ]  # fmt: skip
    whole = "\n".join(parts.values())
    for private in ("Мария", "%D0%9C", "\\u041c", "MARIAS", TOKEN, "Lena", str(tmp_path), "0.png"):
        assert private not in whole, private
    assert "failed at step 3" not in parts["about.txt"]
    assert parts["state.txt"].startswith("failed at step")
    assert "mine.safetensors" in parts["events.jsonl"]
    assert json.loads(parts["probe.json"])["concepts"] == 1
    assert [json.loads(line)["type"] for line in parts["events.jsonl"].splitlines()] == [
        "started", "failed",
    ]  # fmt: skip
    assert "learning_rate" in parts["run.toml"]
    assert " run.toml" in parts["files.txt"]


def test_links_are_not_opened_and_long_files_are_cut(told: RunFolder) -> None:
    told.log.unlink()
    told.log.symlink_to("/etc/passwd")
    told.events.write_bytes(b'{"type": "heartbeat"}\n' * 20_000)
    parts = {part.name: part.text for part in collect(told)}
    assert parts["engine.log"] == "(a link, which was not opened)\n"
    assert 290_000 < len(parts["events.jsonl"]) <= 300_000
    assert parts["events.jsonl"].startswith('{"type"')
    told.config.unlink()
    assert "No such file" in {p.name: p.text for p in collect(told)}["run.toml"]


def test_it_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "диагностика.zip"
    save([Part("a.txt", "ä"), Part("b.txt", "")], path)
    with zipfile.ZipFile(path) as archive:
        assert archive.read("a.txt").decode() == "ä"
        assert archive.namelist() == ["a.txt", "b.txt"]
    assert os.listdir(tmp_path) == [path.name]
    with pytest.raises(ManulError) as refused:
        save([], tmp_path / "no folder" / "a.zip")
    assert refused.value.kind == "not_writable"


def test_from_the_command_line(
    told: RunFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "d.zip"
    assert main(["diagnostics", str(told.path), "--out", str(out), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["diagnostics"] == str(out)
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == answer["parts"]
        assert TOKEN not in archive.read("engine.log").decode()
