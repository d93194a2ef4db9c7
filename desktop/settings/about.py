"""Settings: which Manul this is, and where its files lie."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.new_version.settings_part import NewVersionPart
from desktop.settings.section import Section
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import label
from training import __version__


class AboutSection(Section):
    folder_requested = Signal()
    settings_folder_requested = Signal()
    licence_requested = Signal()
    others_requested = Signal()
    diagnostics_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._version, self._files = label("secondary", wrap=True), label("hint", wrap=True)
        self.licence, self.others = button("scales", role="flat"), button("stack", role="flat")
        self.folder, self.settings = button("folder-open"), button("gear")
        self._version_title = self.add_part(self._version)
        self.add_row(self.licence, self.others)
        self.new_version = NewVersionPart()
        self._new_version_title = self.add_part(self.new_version)
        self._new_version_title.setVisible(False)
        self._files_title = self.add_part(self._files)
        self.add_row(self.folder, self.settings)
        self.diagnostics = button("file-arrow-down")
        self.add_row(self.diagnostics)
        self.diagnostics.clicked.connect(self.diagnostics_requested)
        self.fill_up()
        self.licence.clicked.connect(self.licence_requested)
        self.others.clicked.connect(self.others_requested)
        self.folder.clicked.connect(self.folder_requested)
        self.settings.clicked.connect(self.settings_folder_requested)

    def show_new_versions(self) -> None:
        """There is somebody to be asked."""
        self._new_version_title.show()

    def retranslate(self) -> None:
        self._new_version_title.setText(self.tr("New versions"))
        self.new_version.retranslate()
        self._version_title.setText(self.tr("Manul {version}").format(version=__version__))
        self._version.setText(
            self.tr("Teaches Stable Diffusion a new object, person, animal or style.")
        )
        name_button(self.licence, self.tr("Licence: Apache 2.0"))
        name_button(self.others, self.tr("Licences of what it is built on"))
        self._files_title.setText(self.tr("Files and logs"))
        self._files.setText(
            self.tr(
                "Each training keeps a log, engine.log, in its own folder: concept, then runs. "
                "The diagnostics hold its end, without names and passwords: send them along when "
                "you report a problem."
            )
        )
        name_button(self.folder, self.tr("Open the concepts' folder"))
        name_button(self.diagnostics, self.tr("Save diagnostics"))
        name_button(self.settings, self.tr("Open the settings' folder"))
