"""A fresh Debian in a folder, as this machine's own sources of packages have it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

_SOURCES = (
    "/etc/apt/sources.list", "/etc/apt/sources.list.d/debian.sources",
    "/etc/apt/sources.list.d/ubuntu.sources",
)  # fmt: skip
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_NETWORK = ("http_proxy", "https_proxy", "no_proxy")
# Mounts of a namespace of their own: whatever happens, they end with the last process in it.
_ALONE = ("unshare", "--mount", "--pid", "--fork", "--kill-child")
_ENTER = """
set -e
root=$1 user=$2 shown=$3
shift 3
mount --bind /dev "$root/dev"
mount -t proc proc "$root/proc"
IFS=:
for place in $shown; do
    mkdir -p "$root$place"
    mount --bind "$place" "$root$place"
    mount -o remount,bind,ro "$root$place"
done
exec chroot --userspec="$user" "$root" env -i "$@"
"""
_PATIENCE_SECONDS = 600


class DebianRoot:
    """`shown` = folders of this machine that can be read in it, at the same paths."""

    def __init__(self, folder: Path, shown: Sequence[Path]) -> None:
        """Skips the test where there can be none."""
        self.path, self._shown = folder, shown
        sources = [path for path in map(Path, _SOURCES) if path.is_file() and path.stat().st_size]
        if not sources:
            pytest.skip("no sources of Debian's or Ubuntu's packages in /etc/apt")
        suite = _os_release()["VERSION_CODENAME"]
        options = ["--quiet", "--variant=apt", suite, str(folder), *map(str, sources)]
        command = [*_ALONE, "mmdebstrap", *options]
        made = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_SECONDS)
        if made.returncode:
            pytest.skip(f"no fresh Debian can be had: {made.stderr.strip()[-300:]}")

    def trust_as_here(self) -> None:
        """A company's own certificates, say."""
        if _CERTIFICATES.is_file():
            shutil.copyfile(_CERTIFICATES, self.path / _CERTIFICATES.relative_to("/"))

    def run(self, *command: str, user: str = "root", **variables: str) -> str:
        """What it says; it must succeed."""
        home = "/root" if user == "root" else f"/home/{user}"
        environment = {
            "HOME": home, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            **{name: os.environ[name] for name in _NETWORK if name in os.environ}, **variables,
        }  # fmt: skip
        shown = ":".join(map(str, self._shown))
        set_variables = [f"{name}={value}" for name, value in environment.items()]
        line = [
            *_ALONE,
            "sh",
            "-c",
            _ENTER,
            "sh",
            str(self.path),
            user,
            shown,
            *set_variables,
            *command,
        ]
        done = subprocess.run(
            line, capture_output=True, text=True, timeout=_PATIENCE_SECONDS,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def files(self) -> set[str]:
        """Programs, settings and homes; not what packages are loaded and noted with."""
        return {
            str(path.relative_to(self.path))
            for top in ("usr", "etc", "home", "opt", "root")
            for path in (self.path / top).rglob("*")
        }


def why_no_root() -> str:
    """Why a test can have no Debian of its own; empty = it can."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return "only root may make a chroot"
    if shutil.which("mmdebstrap") is None:
        return "apt-get install mmdebstrap"
    if subprocess.run([*_ALONE, "true"], capture_output=True).returncode:
        return "nothing may be mounted here"
    return ""


def _os_release() -> dict[str, str]:
    lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines]
    return {name: value.strip('"') for name, _, value in pairs}
