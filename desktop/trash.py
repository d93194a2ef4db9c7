"""The system's recycle bin."""

from pathlib import Path

from PySide6.QtCore import QFile, QStandardPaths


def move_to_trash(path: Path) -> bool:
    """False where there is no bin for this place (another drive, the network), or where a file
    below `path` is open on Windows; nothing has changed then."""
    data = QStandardPaths.StandardLocation.GenericDataLocation
    # A new user of Linux has no such folder yet, and Qt does not make it.
    Path(QStandardPaths.writableLocation(data)).mkdir(parents=True, exist_ok=True)
    return QFile(str(path)).moveToTrash()
