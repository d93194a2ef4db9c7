"""Lets what is under way arrive: pool tasks, their answers, deletions."""

from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool


def settle() -> None:
    """Let the pool finish and delete what waits to be deleted."""
    QThreadPool.globalInstance().waitForDone()
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
