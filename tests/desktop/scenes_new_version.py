"""A newer Manul: told in the library, asked for in the settings."""

from desktop.main_window import MainWindow
from desktop.new_version.announcement import Announcement, Refused
from desktop.settings.dialog import SettingsDialog
from tests.desktop.scene import Act, Scene, State, nothing, wait

NEWER = Announcement(
    version="0.2.0", page="https://manul.example/0.2.0",
    notes={
        "en": "Trains twice as fast on cards with 6 GB, and reads the models of newer web UIs.",
        "ru": "Вдвое быстрее учит на картах с 6 ГБ и читает модели новых веб-интерфейсов.",
    },
)  # fmt: skip


def recorded(scene: Scene) -> None:
    scene.record(60).finish()


def note(window: MainWindow, scene: Scene) -> None:
    window.show_library()
    window.library.new_version.show_announcement(NEWER)


def settings(found: Announcement | Refused | None, *, is_newer: bool = False) -> Act:
    def act(window: MainWindow, scene: Scene) -> None:
        window.settings_actions.show()
        dialog = window.findChild(SettingsDialog)
        assert isinstance(dialog, SettingsDialog)
        dialog.about.show_new_versions()
        dialog.about.new_version.show_source("manul.example", tells=True)
        if found is not None:
            dialog.about.new_version.show_outcome(found, is_newer=is_newer)
        wait(window)
        dialog.show_section(4)

    return act


STATES: dict[str, State] = {
    "new_version": (recorded, note),
    "new_version_first": (nothing, note),
    "new_version_asked": (nothing, settings(None)),
    "new_version_found": (nothing, settings(NEWER, is_newer=True)),
    "new_version_none": (nothing, settings(NEWER)),
    "new_version_refused": (
        nothing,
        settings(Refused("no_answer", "Host manul.example not found")),
    ),
}
