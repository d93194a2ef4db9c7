"""Where packages come from, if not from where they usually do: one file of the user's."""

from pathlib import Path

import tomlkit
from platformdirs import user_config_path

from training.contract.atomic import atomic_write
from training.contract.toml_file import StrictModel, read_model


class Network(StrictModel):
    """Empty = as usual. `index` mirrors the registry of Python packages, `torch_index` PyTorch's;
    `more_indexes` and `wheel_folders` are looked into besides."""

    index: str = ""
    torch_index: str = ""
    more_indexes: tuple[str, ...] = ()
    wheel_folders: tuple[str, ...] = ()
    proxy: str = ""

    def variables(self) -> dict[str, str]:
        """As uv and what it asks for take them."""
        found = {}
        if self.index:
            found["UV_DEFAULT_INDEX"] = self.index
        if self.more_indexes:
            found["UV_INDEX"] = " ".join(self.more_indexes)
        if self.wheel_folders:
            found["UV_FIND_LINKS"] = ",".join(self.wheel_folders)
        if self.proxy:
            found |= dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), self.proxy)
        return found


def network_file() -> Path:
    return user_config_path("manul", appauthor=False) / "network.toml"


def read_network() -> Network:
    """ManulError names the line where the file is wrong."""
    path = network_file()
    return read_model(path, Network) if path.is_file() else Network()


def write_network(network: Network) -> None:
    path = network_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {name: value for name, value in network.model_dump(mode="json").items() if value}
    atomic_write(path, tomlkit.dumps(content))
