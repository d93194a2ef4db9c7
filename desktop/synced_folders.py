"""Folders that a program copies to a cloud: gigabytes of a training would go with them."""

import os
from collections.abc import Mapping
from pathlib import Path

# What the folders of these programs are called, or begin with.
_NAMES = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "iclouddrive": "iCloud",
    "icloud drive": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "yandexdisk": "Yandex Disk",
    "yandex.disk": "Yandex Disk",
    "яндекс.диск": "Yandex Disk",
    "nextcloud": "Nextcloud",
}
# Where Windows says that OneDrive's folders are, whatever they are called.
_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")


def synced_by(folder: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The name of the program that copies `folder` away; empty = none that is known."""
    for variable in _VARIABLES:
        root = environment.get(variable)
        if root and folder.is_relative_to(root):
            return "OneDrive"
    for part in folder.parts:
        for name, program in _NAMES.items():
            # "OneDrive - Contoso", "Dropbox (Personal)"
            if part.casefold() == name or part.casefold().startswith((f"{name} ", f"{name}-")):
                return program
    return ""
