"""Where packages come from on this machine: pip knows, and uv does not read pip's configuration."""

import os
import subprocess
import sys
from pathlib import Path

from training.contract.engine_setup.network import Network


def network_of_this_machine() -> Network:
    """PyTorch's own registry is left out where pip has been given folders or mirrors to look in."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    # The tests have a home of their own; without any, the system's list of users is asked.
    hidden = ("HOME", "XDG_CONFIG_HOME")
    variables = {name: value for name, value in os.environ.items() if name not in hidden}
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=variables).stdout
    known: dict[str, list[str]] = {}
    for line in said.splitlines():
        name, _, value = line.partition("=")
        known.setdefault(name.rpartition(".")[2], []).extend(value.strip("'\"").split())
    index = next(iter(known.get("index-url", [])), "")
    more = tuple(dict.fromkeys(known.get("extra-index-url", [])))
    return Network(
        index=index,
        more_indexes=more,
        wheel_folders=tuple(dict.fromkeys(known.get("find-links", []))),
        torch_index=next(iter(more), index),
    )


def folders_of(network: Network) -> list[Path]:
    """Those of this machine that packages come from."""
    indexes = [network.index, network.torch_index, *network.more_indexes]
    local = [Path(one.removeprefix("file://")) for one in indexes if one.startswith("file://")]
    # The pages of an index name files beside it.
    found = [*(path.parent for path in local), *map(Path, network.wheel_folders)]
    return [path for path in dict.fromkeys(found) if path.is_dir()]
