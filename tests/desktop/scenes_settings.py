"""The settings, section by section."""

from collections.abc import Callable
from dataclasses import replace

from desktop.facts import CardChoice
from desktop.main_window import MainWindow
from desktop.settings.dialog import SettingsDialog
from tests.desktop.scene import Act, Scene, State, nothing, probe, wait
from tests.desktop.web_uis import install_few

PLACES = 1
CARDS = (
    CardChoice("GPU-1", "NVIDIA GeForce RTX 3060", 12 << 30),
    CardChoice("GPU-2", "NVIDIA GeForce RTX 4060 Ti", 16 << 30),
)


def settings(row: int, more: Callable[[SettingsDialog], None] = lambda _: None) -> Act:
    def act(window: MainWindow, scene: Scene) -> None:
        if row == PLACES:
            probe(window)
        window._engine._set_fact(replace(window._engine.fact, cards=CARDS))
        folder = "/home/anna/Programs/stable diffusion/stable-diffusion-webui-forge-main"
        window._preferences.remember_web_ui_folder(folder)
        window._preferences.remember_base_model("/media/anna/Models/realisticVisionV51.safetensors")
        window.settings_actions.show()
        dialog = window.findChild(SettingsDialog)
        assert isinstance(dialog, SettingsDialog)
        wait(window)
        dialog.show_section(row)
        more(dialog)

    return act


def few_models(scene: Scene) -> None:
    install_few()


def wrong_proxy(dialog: SettingsDialog) -> None:
    dialog.network.fields["proxy"].setText("proxy.example:3128")
    dialog.network.retranslate()


STATES: dict[str, State] = {
    "settings": (nothing, settings(0)),
    "settings_places": (few_models, settings(PLACES)),
    "settings_engine": (nothing, settings(2)),
    "settings_network": (nothing, settings(3, wrong_proxy)),
    "settings_about": (nothing, settings(4)),
    "settings_licences": (nothing, settings(4, lambda dialog: dialog.about.others.click())),
}
