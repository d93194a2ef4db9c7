from pathlib import Path

import pytest

from training.contract.launch_arguments import (
    LaunchArguments,
    launch_arguments,
    options,
    path_from,
    read_text_leniently,
    split_words,
    start_file_variables,
)

pytestmark = pytest.mark.quick


def batch(text: str, folder: Path = Path("/ui")) -> list[str]:
    variables = start_file_variables(text, is_batch=True, folder=folder)
    return split_words(variables.get("COMMANDLINE_ARGS", ""))


def shell(text: str) -> list[str]:
    variables = start_file_variables(text, is_batch=False, folder=Path("/ui"))
    return split_words(variables.get("COMMANDLINE_ARGS", ""))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '@echo off\r\nset PYTHON=\r\nset COMMANDLINE_ARGS=--embeddings-dir "D:\\my stuff\\emb"'
            "\r\n\r\ncall webui.bat\r\n",
            ["--embeddings-dir", "D:\\my stuff\\emb"],
        ),
        ("set COMMANDLINE_ARGS=--lora-dir D:\\Lora --api", ["--lora-dir", "D:\\Lora", "--api"]),
        ('set "COMMANDLINE_ARGS=--ckpt-dir="E:\\м о д е л и""', ["--ckpt-dir=E:\\м о д е л и"]),
        ("@SET commandline_args=--api", ["--api"]),
        ("set COMMANDLINE_ARGS=--a ^\r\n  --b", ["--a", "--b"]),
        ("set COMMANDLINE_ARGS=--a\nset COMMANDLINE_ARGS=%COMMANDLINE_ARGS% --b", ["--a", "--b"]),
        ("set HOME_A=N:/webui\nset COMMANDLINE_ARGS=--ref %HOME_A%/x", ["--ref", "N:/webui/x"]),
        ("rem set COMMANDLINE_ARGS=--a\n@REM set COMMANDLINE_ARGS=--a\n:: set C=1", []),
        ("set COMMANDLINE_ARGS=--lora-dir D:\\John's files", ["--lora-dir", "D:\\John's", "files"]),
        ("set COMMANDLINE_ARGS=", []),
        ("", []),
    ],
)
def test_batch_files(text: str, words: list[str]) -> None:
    assert batch(text) == words


def test_a_batch_file_knows_its_own_folder() -> None:
    (_, path) = batch("set COMMANDLINE_ARGS=--data-dir %~dp0data", Path("ui"))
    assert Path(path) == Path("ui/data")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('export COMMANDLINE_ARGS="--lora-dir /mnt/l --api"', ["--lora-dir", "/mnt/l", "--api"]),
        ("COMMANDLINE_ARGS='--api'  # on", ["--api"]),
        ("COMMANDLINE_ARGS=--api; echo", ["--api"]),
        ('export COMMANDLINE_ARGS="--lora-dir \\"/a b/l\\""', ["--lora-dir", "/a b/l"]),
        ('A="--a"\nexport COMMANDLINE_ARGS="$A ${A}1 $NOWHERE_SET"', ["--a", "--a1"]),
        ('export COMMANDLINE_ARGS="--a \\\n --b"', ["--a", "--b"]),
        ('#export COMMANDLINE_ARGS="--a"', []),
        ('export COMMANDLINE_ARGS="--a', ["--a"]),
    ],
)
def test_shell_files(text: str, words: list[str]) -> None:
    assert shell(text) == words


def test_options_and_their_values() -> None:
    words = ["x", "--a", "1", "2", "--b=3", "--c", "--a", "4", "--d="]
    assert options(words) == {
        "--a": ("1", "2", "4"), "--b": ("3",), "--c": (), "--d": ("",),
    }  # fmt: skip


def test_paths_are_meant_from_the_web_ui(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    given = LaunchArguments(tmp_path, {"--a": ("sub/x", "../y"), "--b": ("~/z",)})
    assert given.paths("--a", "--b") == (
        tmp_path / "sub" / "x", tmp_path.parent / "y", tmp_path / "home" / "z",
    )  # fmt: skip
    assert given.path("--a") == tmp_path.parent / "y"
    assert given.path("--c") is None
    assert path_from(str(tmp_path), base=Path("/elsewhere")) == tmp_path


@pytest.mark.parametrize(("platform", "lora"), [("win32", "bat"), ("linux", "sh")])
def test_the_start_file_of_this_system_counts(
    platform: str, lora: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "webui-user.bat").write_text("set COMMANDLINE_ARGS=--lora-dir bat")
    (tmp_path / "webui-user.sh").write_text('export COMMANDLINE_ARGS="--lora-dir sh"')
    monkeypatch.setattr("training.contract.launch_arguments.sys.platform", platform)
    assert launch_arguments(tmp_path).path("--lora-dir") == tmp_path / lora


def test_text_of_any_encoding_and_none(tmp_path: Path) -> None:
    path = tmp_path / "start.bat"
    path.write_bytes("set A=я".encode("utf-8-sig"))
    assert read_text_leniently(path) == "set A=я"
    path.write_bytes("set A=я".encode("cp866"))
    assert read_text_leniently(path).startswith("set A=")
    assert read_text_leniently(tmp_path / "gone") == ""
    assert read_text_leniently(tmp_path) == ""
    path.write_bytes(b"a" * 3_000_000)
    assert len(read_text_leniently(path)) == 1_000_000
