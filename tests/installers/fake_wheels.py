"""Tiny wheels with the names of the real ones, so that real uv sets an engine up in a second."""

import base64
import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import resources

ROOT = resources.ROOT.parent
TORCH = """
__version__ = "2.13.0"
class cuda:
    is_available = staticmethod(lambda: False)
class Matrix:
    def __init__(self, size, depth): self.size, self.depth = size, depth
    def __matmul__(self, other): return Matrix(self.size, self.depth)
    def sum(self): return self.size * self.size * self.depth
def ones(size, depth, device): return Matrix(size, depth)
"""
PACKAGES = {
    "torch": TORCH,
    "diffusers": "",
    "transformers": "",
    "accelerate": "",
    "peft": "",
    "bitsandbytes": "",
}


def make_parts(folder: Path, *, uv: Path, contract_version: int = 1) -> Path:
    """What an installer lays beside the window: Manul's wheel, the pins, uv."""
    folder.mkdir(parents=True)
    check = (ROOT / "training" / "engine_check.py").read_text(encoding="utf-8")
    make_wheel(
        folder, "manul", "0.1.0",
        {
            "training/__init__.py": "",
            "training/engine_check.py": check,
            "training/bitsandbytes_check.py": "def why_not(device): return None\n",
            "training/contract/__init__.py": "",
            "training/contract/toml_file.py": f"CONTRACT_VERSION = {contract_version}\n",
        },
        requires=[f"{name}; extra == 'engine'" for name in PACKAGES],
    )  # fmt: skip
    (folder / "constraints.txt").write_text("torch==2.13.0\ndiffusers==0.42.1\n", encoding="utf-8")
    (folder / uv.name).symlink_to(uv)
    return folder


def make_pack(
    folder: Path, *, padding: int = 0, build: str = "", changed: Mapping[str, str] | None = None
) -> Path:
    """A folder of wheels. Each is `padding` bytes larger than it need be; `build` is torch's, as
    its own registry names it; `changed` has other contents for some of the packages."""
    torch = f"2.13.0+{build}" if build else "2.13.0"
    folder.mkdir(parents=True)
    for name, code in (PACKAGES | dict(changed or {})).items():
        version = {"torch": torch, "diffusers": "0.42.1"}.get(name, "1.0")
        extra = {f"{name}/data.bin": "x" * padding} if padding else {}
        make_wheel(folder, name, version, {f"{name}/__init__.py": code, **extra})
    return folder


def make_wheel(
    folder: Path,
    name: str,
    version: str,
    files: Mapping[str, str],
    requires: list[str] | None = None,
) -> Path:
    info = f"{name}-{version}.dist-info"
    metadata = [
        "Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", "Provides-Extra: engine",
        *(f"Requires-Dist: {line}" for line in requires or []),
    ]  # fmt: skip
    contents = {
        **files,
        f"{info}/METADATA": "\n".join(metadata) + "\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    record = [f"{path},sha256={_digest(text)},{len(text)}" for path, text in contents.items()]
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for inside, text in contents.items():
            archive.writestr(inside, text)
        archive.writestr(f"{info}/RECORD", "\n".join([*record, f"{info}/RECORD,,"]) + "\n")
    return path


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
