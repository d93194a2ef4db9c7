"""How the networks in a web UI's hypernetwork (`.pt`) are built, read without torch or code."""

import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from training.contract.errors import ManulError, cannot_read
from training.contract.messages import Message, say
from training.contract.pickle_reader import ForeignCode, PickledTensor
from training.contract.pickled_tensors import NotAPickle, read_pickled
from training.contract.settings import Activation, HypernetworkSettings, Initialization

# The spelling of the files by that of the settings: "xavier_uniform" is "XavierUniform".
INITIALIZATIONS: dict[str, str] = {
    name: name.title().replace("_", "") for name in get_args(Initialization)
}
# The settings that a file decides, if it is gone on from.
_DECIDED = (
    "layer_structure", "activation_func", "activate_output", "is_layer_norm",
    "weight_initialization", "dropout_structure", "widths",
)  # fmt: skip
# `linear.4.weight`; in the first version of the format `linear1.weight`.
_TENSOR = re.compile(r"linear\.?(\d+)\.(weight|bias)")


def read_hypernetwork_settings(path: Path) -> dict[str, Any]:
    """The settings that make networks like those in the file; what it does not say is what
    AUTOMATIC1111 takes instead. ManulError "unreadable.hypernetwork" for anything else."""
    content = _content(path)
    name = content.get("activation_func") or "linear"
    if name not in get_args(Activation):
        choices = ", ".join(get_args(Activation))
        raise refusal(path, say("cause.activation", name=name, choices=choices))
    spelling = {theirs: ours for ours, theirs in INITIALIZATIONS.items()}
    told = {
        "layer_structure": content.get("layer_structure") or [1, 2, 1],
        "activation_func": name,
        "activate_output": content.get("activate_output", True),
        "is_layer_norm": content.get("is_layer_norm", False),
        "weight_initialization": spelling.get(str(content.get("weight_initialization")), "normal"),
        "dropout_structure": content.get("dropout_structure") or (),
        "widths": [key for key in content if _is_width(key)],
    }
    try:
        settings = HypernetworkSettings.model_validate(told)
    except ValidationError as error:
        raise refusal(path, say("cause.not_a_hypernetwork")) from error
    if not settings.widths or not all(
        _fits(content[width], width, settings) for width in settings.widths
    ):
        raise refusal(path, say("cause.not_a_hypernetwork"))
    return {key: value for key, value in settings.model_dump().items() if key in _DECIDED}


def init_settings(path: Path, explicit: Mapping[str, Any]) -> dict[str, Any]:
    """The same, after a look at what the user asked for: ManulError "invalid_setting.init_differs"
    if that would make other networks. Dropout is no part of them and may be changed."""
    there = read_hypernetwork_settings(path)
    for name, wished in explicit.items():
        if name == "dropout_structure":
            del there[name]
        elif name in there and _plain(name, wished) != there[name]:
            raise ManulError(
                "invalid_setting.init_differs", name=f"method.{name}", value=_said(wished),
                file=path.name, there=_said(there[name]),
            )  # fmt: skip
    return there


def tensors_in_order(network: Mapping[str, Any]) -> list[Any]:
    """Weight and bias of each layer, first to last; ValueError for other names."""
    places = []
    for name, tensor in network.items():
        if (match := _TENSOR.fullmatch(str(name))) is None:
            raise ValueError(name)
        places.append((int(match[1]), match[2] == "bias", tensor))
    return [tensor for *_, tensor in sorted(places, key=lambda place: place[:2])]


def layer_shapes(width: int, settings: HypernetworkSettings) -> list[tuple[int, ...]]:
    """The shapes of `tensors_in_order`: of each linear layer (out, in) and (out,), of each layer
    norm twice (out,)."""
    sizes = [int(width * size) for size in settings.layer_structure]
    shapes: list[tuple[int, ...]] = []
    for before, after in pairwise(sizes):
        shapes += [(after, before), (after,)]
        shapes += [(after,), (after,)] if settings.is_layer_norm else []
    return shapes


def refusal(path: Path, reason: Message) -> ManulError:
    return ManulError("unreadable.hypernetwork", path=path, reason=reason)


def _content(path: Path) -> Mapping[Any, Any]:
    try:
        content = read_pickled(path)
    except ForeignCode as error:
        raise refusal(path, say("cause.foreign_code", name=str(error))) from error
    except NotAPickle as error:
        raise refusal(path, say("cause.not_a_hypernetwork")) from error
    except OSError as error:
        raise cannot_read(path, error) from error
    if not isinstance(content, Mapping):
        raise refusal(path, say("cause.not_a_hypernetwork"))
    return content


def _is_width(key: object) -> bool:
    return isinstance(key, int) and not isinstance(key, bool)


def _fits(pair: object, width: int, settings: HypernetworkSettings) -> bool:
    """Two networks, for keys and values, of the layers that the settings say."""
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        return False
    shapes = layer_shapes(width, settings)
    for network in pair:
        if not isinstance(network, Mapping):
            return False
        if not all(isinstance(tensor, PickledTensor) for tensor in network.values()):
            return False
        try:
            found = [tensor.shape for tensor in tensors_in_order(network)]
        except ValueError:
            return False
        if found != shapes:
            return False
    return True


def _plain(name: str, wished: Any) -> Any:
    """As the settings would hold it; what they refuse is refused where all settings are."""
    try:
        return HypernetworkSettings.model_validate({name: wished}).model_dump()[name]
    except ValidationError:
        return wished


def _said(value: Any) -> str:
    """As it is written in TOML, but for a list's brackets and the point of 2.0."""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_said, value))
    return f"{value:g}" if isinstance(value, float) else str(value).lower()
