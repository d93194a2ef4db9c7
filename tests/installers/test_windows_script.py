"""The script of the Windows installer compiles, without a warning."""

import shutil
import subprocess
from pathlib import Path

import pytest

from installers.wheels import version
from installers.windows.package import write_icon


def test_the_windows_installer_compiles(repository: Path, tmp_path: Path) -> None:
    """With empty files for what it packs."""
    if shutil.which("makensis") is None:
        pytest.skip("nsis is not installed: apt-get install nsis")
    parts = tmp_path / "parts"
    parts.mkdir()
    for name in ("manul-1.0-py3-none-any.whl", "constraints.txt", "uv.exe"):
        (parts / name).write_bytes(b"x")
    icon = tmp_path / "manul.ico"
    write_icon(repository / "resources" / "icons" / "manul.svg", icon)
    definitions = {
        "VERSION": version(), "PARTS": parts, "WHEEL": "manul-1.0-py3-none-any.whl",
        "ICON": icon, "OUT": tmp_path / "Manul-Setup.exe", "LICENCE": repository / "LICENSE",
    }  # fmt: skip
    options = [f"-D{name}={value}" for name, value in definitions.items()]
    script = repository / "installers" / "windows" / "manul.nsi"
    done = subprocess.run(
        ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *options, str(script)],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "Manul-Setup.exe").read_bytes()[:2] == b"MZ"
