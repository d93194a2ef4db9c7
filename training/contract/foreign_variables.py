"""Variables of other Pythons and other tools, which must not lead an engine of ours astray."""

import re
from collections.abc import Mapping

_FOREIGN = re.compile(
    r"(?!PYTHONUTF8$|UV_HTTP_)(?:PYTHON|__PYVENV|VIRTUAL_ENV|CONDA|_CE_|MAMBA|UV_|PIP_|PIPENV|POETRY|PDM_)",
    re.IGNORECASE,
)


def without_foreign(environment: Mapping[str, str]) -> dict[str, str]:
    """The same without what speaks to another Python, to a virtual environment, or to pip and uv.
    Where the network's own ways lie (proxies, certificates) stays."""
    return {name: value for name, value in environment.items() if not _FOREIGN.match(name)}
