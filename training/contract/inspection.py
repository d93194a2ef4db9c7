"""Says what a file or a diffusers folder is: a base model, or something that goes with one."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from training.contract.diffusers_folders import (
    MODELS,
    is_diffusers_folder,
    prediction_type_of_folder,
    recognise_folder,
    weight_files,
)
from training.contract.errors import ManulError, cannot_read
from training.contract.messages import Message, say
from training.contract.model_kinds import EMA, UNET, ModelKind, StableDiffusion, recognise
from training.contract.prediction_types import PredictionType, prediction_type_of
from training.contract.tensor_files import TensorFact, TensorFile, read_tensor_file

_PRECISIONS = {"F32": "fp32", "F16": "fp16", "BF16": "bf16", "F64": "fp64"}


class Inspection(BaseModel):
    """`precision` = the number format of most numbers; `parameters` = how many there are, without
    the averaged copy that some checkpoints carry; `problems` = why it cannot be taught."""

    model_config = ConfigDict(frozen=True)

    path: str
    kind: ModelKind
    family: StableDiffusion | None
    prediction_type: PredictionType
    precision: str
    parameters: int
    usable_as_base_model: bool
    problems: tuple[Message, ...] = ()


def inspect_path(path: Path) -> Inspection:
    """What lies at `path`; ManulError if it is missing, damaged, unsafe or no model at all."""
    try:
        if path.is_dir():
            return _inspect_folder(path)
        if not path.exists():
            raise ManulError("model_missing", path=path)
    except OSError as error:
        raise cannot_read(path, error) from error
    file = read_tensor_file(path)
    found = recognise(file)
    if found.kind == "unknown" and not file.tensors:
        raise ManulError("unreadable.model", path=path, reason=say("cause.not_a_model"))
    facts = _facts(file)
    return Inspection(
        path=str(path),
        kind=found.kind,
        family=found.family,
        prediction_type=prediction_type_of(file) if found.kind == "base_model" else "unknown",
        precision=_precision(facts),
        parameters=_parameters(facts),
        usable_as_base_model=found.kind == "base_model" and found.problem is None,
        problems=() if found.problem is None else (found.problem,),
    )


def _inspect_folder(folder: Path) -> Inspection:
    if not is_diffusers_folder(folder):
        raise ManulError("model_incomplete", path=folder, component="model_index.json")
    found = recognise_folder(folder)
    facts = [
        fact
        for component in MODELS
        for path in weight_files(folder, component)
        for fact in read_tensor_file(path).tensors.values()
    ]
    usable = found.problem is None
    return Inspection(
        path=str(folder),
        kind=found.kind,
        family=found.family,
        prediction_type=prediction_type_of_folder(folder) if usable else "unknown",
        precision=_precision(facts),
        parameters=_parameters(facts),
        usable_as_base_model=usable,
        problems=() if found.problem is None else (found.problem,),
    )


def _facts(file: TensorFile) -> list[TensorFact]:
    """All tensors, without the averages of weights that the file holds too."""
    if not any(name.startswith(UNET) for name in file.tensors):
        return file.facts
    return [fact for name, fact in file.tensors.items() if not name.startswith(EMA)]


def _precision(facts: Iterable[TensorFact]) -> str:
    counts: Counter[str] = Counter()
    for fact in facts:
        counts[fact.dtype] += fact.count
    if not counts:
        return "unknown"
    dtype, _ = counts.most_common(1)[0]
    return _PRECISIONS.get(dtype, "fp8" if dtype.startswith("F8_") else dtype.lower())


def _parameters(facts: Iterable[TensorFact]) -> int:
    """Numbers that are learned; positions and the like are whole numbers."""
    return sum(fact.count for fact in facts if fact.dtype[:1] != "I")
