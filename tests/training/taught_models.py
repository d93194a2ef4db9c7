"""Teaches small models with random weights a little, and reads exports without the engine."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import pytest
import torch
from diffusers.models.attention_processor import AttnProcessor
from safetensors.torch import load_file

from tests.model_files.folders import PIPELINES, read_with_diffusers, write_configs, write_folder
from tests.model_files.widths import Family
from tests.model_files.write import write_checkpoint
from training.contract.layout import RunFolder
from training.engine import run_attempt
from training.trained import load_trained

Source = Literal["file", "folder"]
Tensors = dict[str, torch.Tensor]
Raw = dict[str, tuple[str, list[int], bytes]]

LAST_STEP = 3
PROMPT = "a photo of pallas_cat animal"
PARTS = ("unet", "vae", "text_encoder", "text_encoder_2")
SHORT = (
    f"training.max_train_steps={LAST_STEP}", 'training.lr_scheduler="constant"',
    "training.train_batch_size=1", "training.learning_rate=0.01", "evaluation.pairs=2",
    "sampling.sample_every=3", "sampling.num_inference_steps=1", "data.resolution=64",
    "data.prior_preservation=false", 'training.mixed_precision="fp32"',
)  # fmt: skip
# As other programs leave them: one model is in half precision, one has averages and so on.
SAID = {
    "modelspec.author": "somebody", "modelspec.license": "theirs", "modelspec.date": "2024-01-01",
    "modelspec.hash_sha256": "0x00", "ss_training_comment": "a former training",
}  # fmt: skip
FILES: dict[Family, dict[str, Any]] = {
    "sd1": {"dtype": "float16", "ema": "both", "metadata": SAID},
    "sd2": {"dtype": "bfloat16"},
    "sdxl": {"dtype": "float32"},
}
FOLDERS: dict[Family, dict[str, Any]] = {
    "sd1": {"older": True},
    "sd2": {"prediction_type": "v_prediction", "zero_snr": True},
    "sdxl": {"dtype": "float16", "variant": "fp16"},
}


@dataclass(frozen=True)
class Taught:
    """A finished run, and the base model that it taught."""

    family: Family
    base: Path
    run: RunFolder

    @cached_property
    def weights(self) -> Tensors:
        return dict(load_file(self.run.checkpoint(LAST_STEP) / "weights.safetensors"))

    @cached_property
    def configs(self) -> Path:
        folder = self.run.path / "configs"
        return folder if folder.is_dir() else write_configs(folder, self.family)

    @cached_property
    def base_state(self) -> Tensors:
        return state_of(self.base_pipeline())

    def base_pipeline(self) -> Any:
        variant = None if self.base.is_file() else FOLDERS[self.family].get("variant")
        return self.read(self.base, variant=variant)

    def read(self, path: Path, **options: Any) -> Any:
        """The pipeline that diffusers makes of an exported file or folder, in float32."""
        if path.is_file():
            options.pop("variant", None)
            pipeline = read_with_diffusers(
                path, self.family, self.configs, torch_dtype=torch.float32, **options
            )
        else:
            pipeline = PIPELINES[self.family].from_pretrained(
                path, local_files_only=True, dtype=torch.float32, **options
            )
        # The engine's formula on a processor; another one rounds otherwise.
        pipeline.unet.set_attn_processor(AttnProcessor())
        return pipeline

    @cached_property
    @torch.no_grad()
    def engine_output(self) -> torch.Tensor:
        """What the engine's own taught model predicts for `PROMPT`."""
        trained = load_trained(self.run, use_cpu=True)
        torch.set_num_threads(1)
        trained.use_step(LAST_STEP)
        conditions = trained.model.encode_prompts([PROMPT])
        return trained.model.predict(_latents(), torch.tensor([500]), conditions, _time_ids())


@torch.no_grad()
def output_of(pipeline: Any) -> torch.Tensor:
    """What a pipeline of diffusers predicts for `PROMPT`."""
    said = pipeline.encode_prompt(
        PROMPT, device=torch.device("cpu"), num_images_per_prompt=1,
        do_classifier_free_guidance=False,
    )  # fmt: skip
    added = {"text_embeds": said[2], "time_ids": _time_ids()} if len(said) > 2 else None
    return pipeline.unet(_latents(), torch.tensor([500]), said[0], added_cond_kwargs=added).sample


def _latents() -> torch.Tensor:
    return torch.randn((1, 4, 8, 8), generator=torch.Generator().manual_seed(1))


def _time_ids() -> torch.Tensor:
    return torch.tensor([[64.0, 64, 0, 0, 64, 64]])


def state_of(pipeline: Any) -> Tensors:
    """Every tensor of a pipeline, by `COMPONENT.NAME`."""
    modules = {part: getattr(pipeline, part, None) for part in PARTS}
    return {
        f"{part}.{name}": tensor
        for part, module in modules.items()
        for name, tensor in (module.state_dict() if module else {}).items()
    }


def read_raw(path: Path) -> Raw:
    """Number format, shape and bytes of each tensor of a safetensors file."""
    content = path.read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    header.pop("__metadata__", None)
    found: Raw = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        found[name] = (entry["dtype"], entry["shape"], content[start + begin : start + end])
    return found


def metadata_of(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    return dict(header["__metadata__"])


def write_base(folder: Path, family: Family, source: Source) -> Path:
    path = folder / family
    if source == "folder":
        return path if path.is_dir() else write_folder(path, family, **FOLDERS[family])
    path = path.with_suffix(".safetensors")
    return path if path.is_file() else write_checkpoint(path, family, **FILES[family])


Teach = Callable[..., Taught]


def teacher(workshop: Any, method: str) -> Teach:
    """Runs on first use, and once for each family, source and settings."""
    made: dict[object, Taught] = {}

    def teach(family: Family, source: Source, *assignments: str) -> Taught:
        key = (family, source, assignments)
        if key not in made:
            base = write_base(workshop.workspace.parent, family, source)
            with pytest.MonkeyPatch.context() as patch:
                # One thread is faster with a model of this size.
                patch.setattr("os.sched_getaffinity", lambda _: {0}, raising=False)
                run = workshop.run(*SHORT, *assignments, method=method, base_model=str(base))
                assert run_attempt(run).state == "finished"
            made[key] = Taught(family, base, run)
        return made[key]

    return teach
