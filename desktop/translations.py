"""`make translations`: collects every sentence into the .ts files and compiles them to .qm."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import PySide6

from desktop.languages import FOLDER, LANGUAGES
from training.contract.messages import MESSAGES
from training.contract.presets import load_preset, preset_names
from training.contract.setting_words import setting_sentences

_ROOT = Path(__file__).resolve().parents[1]
_TOOLS = Path(PySide6.__file__).parent
# English stands in the code; only its plurals need translating.
_OPTIONS = {"en": ["-pluralonly"]}


def collected() -> str:
    """A module, never imported, with what contract, settings and presets say, as lupdate reads
    it."""
    lines = ["from PySide6.QtCore import QCoreApplication", ""]
    for key, sentence in MESSAGES.items():
        lines.append(f"QCoreApplication.translate('messages', {sentence!r}, {key!r})")
    for key, sentence in setting_sentences().items():
        lines.append(f"QCoreApplication.translate('settings', {sentence!r}, {key!r})")
    for name in preset_names():
        preset = load_preset(name)
        for part, sentence in (("title", preset.title), ("purpose", preset.purpose)):
            key = f"preset.{name}.{part}"
            lines.append(f"QCoreApplication.translate('presets', {sentence!r}, {key!r})")
    return "\n".join(lines) + "\n"


def update(folder: Path) -> None:
    """Bring the .ts files in `folder` up to date with the code, and compile them."""
    with tempfile.TemporaryDirectory() as temporary:
        extra = Path(temporary) / "collected.py"
        extra.write_text(collected(), encoding="utf-8")
        sources = sorted((_ROOT / "desktop").rglob("*.py"))
        for language in LANGUAGES:
            target = folder / f"manul_{language}.ts"
            _run(
                "lupdate", *_OPTIONS.get(language, []), "-noobsolete", "-locations", "none",
                "-source-language", "en", "-target-language", language,
                *map(str, sources), str(extra), "-ts", str(target),
            )  # fmt: skip
            _run("lrelease", str(target), "-qm", str(target.with_suffix(".qm")))


def stale() -> list[str]:
    """The names of the files that `make translations` would change."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for path in FOLDER.glob("*.ts"):
            (folder / path.name).write_bytes(path.read_bytes())
        update(folder)
        made = sorted(folder.iterdir())
        return [
            path.name for path in made
            if not (FOLDER / path.name).is_file()
            or (FOLDER / path.name).read_bytes() != path.read_bytes()
        ]  # fmt: skip


def _run(tool: str, *arguments: str) -> None:
    done = subprocess.run([_TOOLS / tool, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{tool}: {done.stdout}{done.stderr}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="desktop.translations", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, name stale files")
    if not parser.parse_args().check:
        update(FOLDER)
        return 0
    found = stale()
    if found:
        print(f"Run `make translations`: {', '.join(found)}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
