"""Builds Manul-Setup.exe into dist/, on Linux, with NSIS: uv and Manul's own wheel are inside."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from installers.wheels import DIST, ROOT, build_wheel, install_into, pinned, told_size, version

HERE = Path(__file__).parent
ICON_SIZES = (16, 24, 32, 48, 64, 256)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uv", type=Path, help="another program instead of uv.exe, for tests")
    parser.add_argument("--out", type=Path, default=DIST / "Manul-Setup.exe")
    arguments = parser.parse_args()
    if shutil.which("makensis") is None:
        sys.exit("makensis is missing: sudo apt-get install nsis")
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="manul-windows-") as scratch:
        wheel = build_wheel(Path(scratch) / "wheel", Path(scratch))
        parts = Path(scratch) / "parts"
        lay_out(parts, wheel, arguments.uv or uv_for_windows(Path(scratch)))
        icon = Path(scratch) / "manul.ico"
        write_icon(ROOT / "resources" / "icons" / "manul.svg", icon)
        compile_installer(
            {
                "VERSION": version(), "PARTS": str(parts), "WHEEL": wheel.name, "ICON": str(icon),
                "OUT": str(arguments.out.resolve()), "LICENCE": str(ROOT / "LICENSE"),
            }
        )  # fmt: skip
    if arguments.out.is_relative_to(ROOT):
        print(told_size(arguments.out))


def lay_out(parts: Path, wheel: Path, uv: Path) -> None:
    """What engines are made of, as the installer puts it beside the window."""
    parts.mkdir()
    shutil.copy2(wheel, parts)
    shutil.copyfile(ROOT / "constraints.txt", parts / "constraints.txt")
    shutil.copyfile(uv, parts / "uv.exe")


def compile_installer(definitions: dict[str, str]) -> None:
    options = [f"-D{name}={value}" for name, value in definitions.items()]
    script = HERE / "manul.nsi"
    subprocess.run(
        ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *options, script], check=True
    )


def uv_for_windows(scratch: Path) -> Path:
    tools = scratch / "tools"
    install_into(tools, [pinned("uv")], platforms=["win_amd64"], python="3.11")
    return next(path for path in tools.rglob("*.exe") if path.name.lower() == "uv.exe")


def write_icon(drawing: Path, icon: Path) -> None:
    """Each size is drawn anew, so that the small ones stay sharp."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    drawn = []
    for size in ICON_SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        QSvgRenderer(str(drawing)).render(painter, QRectF(0, 0, size, size))
        painter.end()
        one = icon.with_name(f"{size}.png")
        image.save(str(one))
        drawn.append(Image.open(one))
    largest = drawn[-1]
    largest.save(icon, sizes=[(size, size) for size in ICON_SIZES], append_images=drawn[:-1])


if __name__ == "__main__":
    main()
