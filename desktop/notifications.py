"""Tells of a training's end outside the window: in the system's tray, or by the window's button."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from desktop.icons import application_icon

_SHOWN_MS = 15_000


class Notifier(Protocol):
    """`urgent` = something went wrong."""

    def notify(self, title: str, text: str, *, urgent: bool) -> None: ...


class TrayNotifier(QObject):
    """A message of the system, with an icon in the tray for as long as it may be asked about; where
    there is no tray, the window's button in the task bar asks for attention."""

    activated = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tray: QSystemTrayIcon | None = None

    def notify(self, title: str, text: str, *, urgent: bool) -> None:
        QApplication.alert(self._window)
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        tray = self._tray or self._make_tray()
        tray.show()
        icons = QSystemTrayIcon.MessageIcon
        tray.showMessage(title, text, icons.Warning if urgent else icons.Information, _SHOWN_MS)

    def _make_tray(self) -> QSystemTrayIcon:
        tray = QSystemTrayIcon(application_icon(), self)
        tray.messageClicked.connect(self._on_clicked)
        tray.activated.connect(self._on_clicked)
        self._tray = tray
        return tray

    def _on_clicked(self) -> None:
        if self._tray is not None:
            self._tray.hide()
        self.activated.emit()
