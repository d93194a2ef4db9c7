"""What can be done with a preset of one's own."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QPushButton

from desktop.icons import icon


class OwnPresetMenu(QObject):
    """The menu of a button that is there for the user's own presets only."""

    def __init__(self, button: QPushButton) -> None:
        super().__init__(button)
        self._button = button
        menu = QMenu(button)
        self.update_action = menu.addAction(icon("floppy-disk"), "")
        self.rename_action = menu.addAction(icon("pencil-simple"), "")
        self.file_action = menu.addAction(icon("file"), "")
        menu.addSeparator()
        self.delete_action = menu.addAction(icon("trash"), "")
        button.setMenu(menu)
        self.retranslate()

    def show_for(self, *, is_own: bool, is_changed: bool) -> None:
        self._button.setVisible(is_own)
        self.update_action.setEnabled(is_changed)

    def retranslate(self) -> None:
        self._button.setAccessibleName(self.tr("More with this preset"))
        self._button.setToolTip(self.tr("More with this preset"))
        self.update_action.setText(self.tr("Put the changes into it"))
        self.rename_action.setText(self.tr("Rename"))
        self.file_action.setText(self.tr("Save as a file"))
        self.delete_action.setText(self.tr("Delete"))
