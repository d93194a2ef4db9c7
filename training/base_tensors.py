"""The tensors of a base model with some of them changed, for an export, in either layout."""

from typing import Protocol

import torch

from training.changed_tensors import Changes
from training.contract.base_models import BaseModelInfo
from training.lazy_tensors import LazyTensors


class BaseTensors(Protocol):
    """Nothing is loaded before it is written. What is changed gets the number format `dtype`,
    everything else stays as it is stored. KeyError for a change of something that is not there."""

    components: tuple[str, ...]

    def in_one_file(self, changes: Changes, dtype: torch.dtype) -> LazyTensors:
        """The whole model, by the names of the single-file layout."""

    def component(self, component: str, changes: Changes, dtype: torch.dtype) -> LazyTensors:
        """One part, by diffusers' names without `text_model.`."""


def open_base_tensors(info: BaseModelInfo) -> BaseTensors:
    # Here and not above: most files are written without the model, and diffusers takes seconds.
    if info.is_file:
        from training.file_tensors import FileTensors

        return FileTensors(info)
    from training.folder_tensors import FolderTensors

    return FolderTensors(info)
