from typing import get_args

import pytest

from training.contract.export_targets import (
    RIVAL_SUFFIXES,
    artefact_kind,
    formats_for,
    prompt_for,
    why_not,
)
from training.contract.settings import METHODS
from training.contract.web_ui_folders import ArtefactKind
from training.contract.web_uis import TOOLS, Tool

pytestmark = pytest.mark.quick

KINDS: tuple[ArtefactKind, ...] = get_args(ArtefactKind)


def test_every_method_makes_something() -> None:
    assert {artefact_kind(method) for method in METHODS} <= set(KINDS)
    assert artefact_kind("textual_inversion") == "embedding"


def test_only_hypernetworks_are_refused_anywhere() -> None:
    refused = {(tool, kind) for tool in TOOLS for kind in KINDS if why_not(tool, kind)}
    assert refused == {
        ("forge", "hypernetwork"), ("invokeai", "hypernetwork"), ("sdnext", "hypernetwork"),
        ("swarmui", "hypernetwork"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tool", "said"),
    [
        ("forge", "Forge lists hypernetworks but no longer applies them."),
        ("invokeai", "InvokeAI cannot use hypernetworks."),
    ],
)
def test_a_refusal_names_the_alternative(tool: Tool, said: str) -> None:
    refusal = why_not(tool, "hypernetwork")
    assert refusal is not None
    report = refusal.report()
    assert report.message == said
    assert "AUTOMATIC1111 or ComfyUI" in report.advice
    assert "LoRA" in report.advice


@pytest.mark.parametrize(
    ("kind", "family", "tool", "formats"),
    [
        ("embedding", "sd1", "a1111", ("pt", "safetensors")),
        ("embedding", "demo", None, ("pt", "safetensors")),
        ("embedding", "sdxl", None, ("safetensors",)),
        ("embedding", "sdxl", "comfyui", ("safetensors",)),
        ("embedding", "sd2", "swarmui", ("safetensors", "pt")),
        ("hypernetwork", "sd1", "a1111", ("pt",)),
        ("lora", "sdxl", "invokeai", ("safetensors", "merged")),
        ("checkpoint", "sd1", None, ("safetensors", "diffusers")),
        ("checkpoint", "sdxl", "invokeai", ("safetensors", "diffusers")),
        ("checkpoint", "sd1", "a1111", ("safetensors",)),
        ("checkpoint", "sd2", "comfyui", ("safetensors",)),
    ],
)
def test_formats(
    kind: ArtefactKind, family: str, tool: Tool | None, formats: tuple[str, ...]
) -> None:
    assert formats_for(kind, family, tool=tool) == formats


@pytest.mark.parametrize(
    ("tool", "prompt"),
    [
        (None, "a photo of manul"),
        ("a1111", "a photo of manul"),
        ("forge", "a photo of manul"),
        ("sdnext", "a photo of manul"),
        ("comfyui", "a photo of embedding:manul"),
        ("invokeai", "a photo of <manul>"),
        ("swarmui", "a photo of <embed:manul>"),
    ],
)
def test_the_prompt_for_an_embedding(tool: Tool | None, prompt: str) -> None:
    assert prompt_for("embedding", "manul", tool=tool) == prompt


@pytest.mark.parametrize(
    ("kind", "tool", "prompt"),
    [
        ("lora", "a1111", "a photo of manul <lora:manul:1>"),
        ("lora", "swarmui", "a photo of manul <lora:manul:1>"),
        ("lora", "comfyui", "a photo of manul"),
        ("lora", None, "a photo of manul"),
        ("hypernetwork", "a1111", "a photo of manul <hypernet:manul:1>"),
        ("hypernetwork", "comfyui", "a photo of manul"),
        ("checkpoint", "a1111", "a photo of manul"),
    ],
)
def test_the_prompt_for_the_rest(kind: ArtefactKind, tool: Tool | None, prompt: str) -> None:
    assert prompt_for(kind, "manul", tool=tool) == prompt


def test_rivals_have_an_ending_of_their_kind() -> None:
    assert set(RIVAL_SUFFIXES) == set(KINDS)
    assert all(suffix.startswith(".") for ends in RIVAL_SUFFIXES.values() for suffix in ends)
