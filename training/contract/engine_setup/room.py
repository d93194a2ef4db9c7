"""Is there room for an engine on the drive where engines lie?"""

from training.contract.disk_use import folder_size
from training.contract.engine_setup.folders import EngineFolders
from training.contract.errors import ManulError
from training.contract.torch_builds import TorchBuild, this_system

# As the window shows sizes.
_GB = 1024**3


def lack_of_room(folders: EngineFolders, build: TorchBuild) -> ManulError | None:
    """What has been downloaded already needs no room any more."""
    needed = build.installed_gb[this_system()] * 1e9 - folder_size(folders.downloads)
    free = folders.free_bytes()
    if needed <= free:
        return None
    return ManulError(
        "disk_full.engine", needed=round(needed / _GB, 1), path=folders.path,
        free=round(free / _GB, 1),
    )  # fmt: skip
