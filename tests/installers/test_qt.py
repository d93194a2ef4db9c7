"""The Qt that is installed here can carry a window: counted references, fonts, icons."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.quick

COUNT_REFERENCES = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel()
label.setText("warm")
before = sys.getrefcount(None)
for number in range(2000):
    label.setText("step")
print(sys.getrefcount(None) - before)
"""

LIST_FONTS = """
from PySide6.QtGui import QFontDatabase, QGuiApplication
application = QGuiApplication([])
for family in QFontDatabase.families():
    print(family, "|".join(s.name for s in QFontDatabase.writingSystems(family)))
"""


def run_qt(code: str) -> str:
    """Offscreen and in a process of its own: an application object lives as long as its process."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_void_calls_keep_their_references() -> None:
    """PySide6 6.12.0 loses one reference to None in each call, and Python aborts in the end."""
    assert abs(int(run_qt(COUNT_REFERENCES))) < 100


def test_there_are_fonts_for_both_languages() -> None:
    """Without a font every letter is an empty box, and Qt says nothing."""
    families = run_qt(LIST_FONTS).splitlines()
    assert any("Latin" in family and "Cyrillic" in family for family in families)
