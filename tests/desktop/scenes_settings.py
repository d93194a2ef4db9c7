"""The settings."""

from desktop.main_window import MainWindow
from tests.desktop.scene import Scene, State, nothing


def settings(window: MainWindow, scene: Scene) -> None:
    window.settings_actions.show()


STATES: dict[str, State] = {
    "settings": (nothing, settings),
}
