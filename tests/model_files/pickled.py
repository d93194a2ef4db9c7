"""Writes small things as torch pickles them: embeddings, hypernetworks, and code in disguise."""

import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import torch

Attack = Literal["os.system", "builtins.exec"]
STRANGE_MODULE = "lightning_of_old.callbacks"


def write_pickled(path: Path, content: Any, *, legacy: bool = False) -> Path:
    """`torch.save`; `legacy` gives the stream of torch before 1.6 instead of a zip."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(content, path, _use_new_zipfile_serialization=not legacy)
    return path


def write_web_ui_embedding(path: Path, *, width: int = 768, vectors: int = 4) -> Path:
    """The form that web UIs write; its name inside is the file's."""
    content = {
        "string_to_token": {"*": 265},
        "string_to_param": {"*": 0.02 * torch.randn(vectors, width)},
        "name": path.stem,
        "step": 1500,
        "sd_checkpoint": None,
        "sd_checkpoint_name": None,
    }
    return write_pickled(path, content, legacy=True)


def write_diffusers_embedding(path: Path, *, token: str = "<manul>", width: int = 768) -> Path:
    return write_pickled(path, {token: 0.02 * torch.randn(width)})


def write_hypernetwork(path: Path, *, widths: tuple[int, ...] = (768, 320, 640, 1280)) -> Path:
    content: dict[str | int, Any] = {
        width: (_hypernetwork_layers(width), _hypernetwork_layers(width)) for width in widths
    }
    content |= {
        "step": 2000,
        "name": path.stem,
        "layer_structure": [1, 2, 1],
        "activation_func": "linear",
        "is_layer_norm": False,
        "weight_initialization": "Normal",
        "use_dropout": False,
        "activate_output": False,
        "sd_checkpoint": None,
        "sd_checkpoint_name": None,
    }
    return write_pickled(path, content, legacy=True)


def write_foreign_code(
    path: Path, marker: Path, *, attack: Attack = "os.system", legacy: bool = False
) -> Path:
    """Looks like a checkpoint; unpickling it without protection makes the file `marker`."""
    content = {"state_dict": _few_tensors(), "callbacks": _Attack(attack, marker)}
    return write_pickled(path, content, legacy=legacy)


def write_strange_class(path: Path, *, legacy: bool = False) -> Path:
    """As training frameworks left them: beside the weights an object whose class is not here."""
    package, _, _ = STRANGE_MODULE.partition(".")
    module = ModuleType(STRANGE_MODULE)
    strange = type("ModelCheckpoint", (), {"__module__": STRANGE_MODULE})
    module.__dict__["ModelCheckpoint"] = strange
    # pickle looks a class up before it writes its name down.
    sys.modules |= {package: ModuleType(package), STRANGE_MODULE: module}
    try:
        content = {
            "epoch": 5,
            "state_dict": _few_tensors(),
            "callbacks": {strange: {"best_model_score": 0.1}},
        }
        return write_pickled(path, content, legacy=legacy)
    finally:
        del sys.modules[package], sys.modules[STRANGE_MODULE]


def write_plain_pickle(path: Path, marker: Path) -> Path:
    """The same trap without torch's container: what a scanner for containers would let through."""
    path.write_bytes(pickle.dumps(_Attack("os.system", marker)))
    return path


class _Attack:
    """Pickled as a call that the reader makes."""

    def __init__(self, attack: Attack, marker: Path) -> None:
        self._attack = attack
        self._marker = str(marker)

    def __reduce__(self) -> tuple[Callable[[str], Any], tuple[str]]:
        if self._attack == "os.system":
            return os.system, (f'echo 1 > "{self._marker}"',)
        return exec, (f"open({self._marker!r}, 'w').close()",)


def _few_tensors() -> dict[str, torch.Tensor]:
    return {
        "model.diffusion_model.input_blocks.0.0.weight": torch.zeros(32, 4, 3, 3),
        "model.diffusion_model.input_blocks.0.0.bias": torch.zeros(32),
        "cond_stage_model.transformer.text_model.final_layer_norm.weight": torch.ones(64),
    }


def _hypernetwork_layers(width: int) -> dict[str, torch.Tensor]:
    return {
        "linear.0.weight": 0.01 * torch.randn(2 * width, width),
        "linear.0.bias": torch.zeros(2 * width),
        "linear.1.weight": 0.01 * torch.randn(width, 2 * width),
        "linear.1.bias": torch.zeros(width),
    }
