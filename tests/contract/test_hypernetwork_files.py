"""What a hypernetwork's file decides, and which files are refused in words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.model_files.pickled import write_foreign_code, write_hypernetwork, write_pickled
from training.contract.base_models import BaseModelInfo
from training.contract.config import resolve
from training.contract.errors import ManulError
from training.contract.hypernetwork_files import read_hypernetwork_settings
from training.contract.runs import RunRequest, create_run, read_run_config, resolve_settings

pytestmark = pytest.mark.quick

Make = Callable[..., Any]


def network(width: int = 8, **changes: Any) -> dict[Any, Any]:
    def layers() -> dict[str, torch.Tensor]:
        return {
            "linear.0.weight": torch.zeros(2 * width, width),
            "linear.0.bias": torch.zeros(2 * width),
            "linear.1.weight": torch.zeros(width, 2 * width),
            "linear.1.bias": torch.zeros(width),
        }

    content: dict[Any, Any] = {width: (layers(), layers())}
    return content | {"activation_func": "linear", "layer_structure": [1.0, 2.0, 1.0]} | changes


@pytest.mark.parametrize("legacy", [True, False])
def test_what_it_decides(tmp_path: Path, legacy: bool) -> None:
    told: dict[str, Any] = {
        "activate_output": False,
        "weight_initialization": "KaimingNormal",
        "is_layer_norm": False,
    }
    path = write_pickled(tmp_path / "x.pt", network(**told), legacy=legacy)
    assert read_hypernetwork_settings(path) == {
        "layer_structure": (1.0, 2.0, 1.0),
        "activation_func": "linear",
        "activate_output": False,
        "is_layer_norm": False,
        "weight_initialization": "kaiming_normal",
        "dropout_structure": (),
        "widths": (8,),
    }


def test_what_is_not_said_is_what_a1111_takes(tmp_path: Path) -> None:
    content = network(activation_func=None)
    del content["layer_structure"]
    found = read_hypernetwork_settings(write_pickled(tmp_path / "x.pt", content))
    assert found["activation_func"] == "linear"
    assert found["activate_output"] is True
    assert found["layer_structure"] == (1, 2, 1)
    assert found["weight_initialization"] == "normal"


ODD: dict[str, Make] = {
    "nothing": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("hypernetwork"),
    "half": lambda path: path.write_bytes(write_hypernetwork(path, widths=(8,)).read_bytes()[:-99]),
    "list": lambda path: write_pickled(path, [1]),
    "an embedding": lambda path: write_pickled(path, {"string_to_param": {"*": torch.zeros(1, 8)}}),
    "no pair": lambda path: write_pickled(path, network() | {8: (network()[8][0],)}),
    "no networks": lambda path: write_pickled(path, network() | {8: (1, 2)}),
    "no tensors": lambda path: write_pickled(path, network() | {8: ({"linear.0.weight": 1},) * 2}),
    "other names": lambda path: write_pickled(path, network() | {8: ({"x": torch.zeros(1)},) * 2}),
    "another width": lambda path: write_pickled(path, network() | {9: network()[8]}),
    "another structure": lambda path: write_pickled(path, network(layer_structure=[1, 3, 1])),
    "a structure that ends in 2": lambda path: write_pickled(path, network(layer_structure=[1, 2])),
    "layer norm": lambda path: write_pickled(path, network(is_layer_norm=True)),
    "true for a width": lambda path: write_pickled(path, {True: network()[8]}),
}


@pytest.mark.parametrize("kind", list(ODD))
def test_a_file_that_is_no_hypernetwork(tmp_path: Path, kind: str) -> None:
    ODD[kind](tmp_path / "odd.pt")
    with pytest.raises(ManulError) as refused:
        read_hypernetwork_settings(tmp_path / "odd.pt")
    assert refused.value.key == "unreadable.hypernetwork"
    assert "damaged, or no hypernetwork" in str(refused.value)


@pytest.mark.parametrize("legacy", [True, False])
def test_code_is_not_run(tmp_path: Path, legacy: bool) -> None:
    marker = tmp_path / "harmed"
    path = write_foreign_code(tmp_path / "x.pt", marker, legacy=legacy)
    with pytest.raises(ManulError, match="could be malicious") as refused:
        read_hypernetwork_settings(path)
    assert refused.value.key == "unreadable.hypernetwork"
    assert not marker.exists()


def test_an_activation_that_only_a1111_has(tmp_path: Path) -> None:
    path = write_pickled(tmp_path / "x.pt", network(activation_func="gelu"))
    with pytest.raises(ManulError, match="activation gelu, and Manul only knows linear, relu"):
        read_hypernetwork_settings(path)


class TestNew:
    """A run that goes on from such a file."""

    def request(self, path: Path, *assignments: str, base_model: Path) -> RunRequest:
        return RunRequest(
            base_model=str(base_model), method="hypernetwork", init_from=path,
            assignments=assignments,
        )  # fmt: skip

    def test_its_settings_follow_the_file(
        self, concept: Any, base_model: Path, tmp_path: Path
    ) -> None:
        path = write_pickled(tmp_path / "x.pt", network(activate_output=False))
        run = create_run(concept, self.request(path, base_model=base_model))
        method = read_run_config(run).method.model_dump()
        assert (method["widths"], method["init_from"]) == ((8,), "init_from.pt")
        assert (run.path / "init_from.pt").read_bytes() == path.read_bytes()

    @pytest.mark.parametrize(
        ("assignment", "said"),
        [
            ("layer_structure=[1, 3, 1]", "1, 3, 1: x.pt was made with 1, 2, 1"),
            ("layer_structure='1,3,1'", "was made with 1, 2, 1"),
            ("activation_func='relu'", "relu: x.pt was made with linear"),
            ("is_layer_norm=true", "true: x.pt was made with false"),
            ("widths=[8, 16]", "8, 16: x.pt was made with 8"),
        ],
    )
    def test_a_mismatch_with_what_was_asked_for(
        self, concept: Any, base_model: Path, tmp_path: Path, assignment: str, said: str
    ) -> None:
        path = write_pickled(tmp_path / "x.pt", network())
        with pytest.raises(ManulError, match=said) as refused:
            create_run(concept, self.request(path, f"method.{assignment}", base_model=base_model))
        assert refused.value.key == "invalid_setting.init_differs"
        assert not concept.runs_folder.exists()

    def test_the_same_as_the_file_may_be_said(
        self, concept: Any, base_model: Path, tmp_path: Path
    ) -> None:
        path = write_pickled(tmp_path / "x.pt", network())
        said = ("method.layer_structure='1, 2, 1'", "method.dropout_structure=[0, 0.2, 0]")
        run = create_run(concept, self.request(path, *said, base_model=base_model))
        assert read_run_config(run).method.model_dump()["dropout_structure"] == (0, 0.2, 0)

    def test_another_kind_of_file(self, concept: Any, base_model: Path, tmp_path: Path) -> None:
        (tmp_path / "x.safetensors").write_bytes(b"x")
        request = self.request(tmp_path / "x.safetensors", base_model=base_model)
        with pytest.raises(ManulError, match="no hypernetwork"):
            create_run(concept, request)


FACTS: dict[str, Any] = {
    "concept": {"name": "pallas_cat"},
    "images": [{"file": "0001-a.png", "original_name": "a", "sha256": "", "look": "0" * 16}],
}


@pytest.mark.parametrize(
    ("assignment", "said"),
    [
        ("layer_structure=[1, 2]", "it must begin and end with 1"),
        ("layer_structure=[2, 1]", "it must begin and end with 1"),
        ("layer_structure=[1, -2, 1]", "it must begin and end with 1"),
        ("layer_structure=[1, 99, 1]", "it must begin and end with 1"),
        ("layer_structure=[1]", "at least 2 entries"),
        ("layer_structure=wide", "it must be a number"),
        ("activation_func=gelu", "it must be one of: linear, relu, leakyrelu, elu, swish, tanh"),
        ("weight_initialization=big", "it must be one of: normal, xavier_uniform"),
        ("dropout_structure=[0, 0.3]", "it needs 3 numbers"),
        ("dropout_structure=[0.1, 0.3, 0]", "the first and the last 0"),
        ("dropout_structure=[0, 0.3, 0.1]", "the first and the last 0"),
        ("dropout_structure=[0, 1, 0]", "less than 1"),
        ("widths=wide", "it must be a whole number"),
    ],
)
def test_a_setting_that_cannot_be(base_model: Path, assignment: str, said: str) -> None:
    info = BaseModelInfo("demo", base_model, "sd1", is_file=False, words=frozenset())
    request = RunRequest(method="hypernetwork", assignments=(f"method.{assignment}",))
    with pytest.raises(ManulError, match=said) as refused:
        resolve(resolve_settings(request, info), FACTS)
    assert refused.value.key == "invalid_setting"


def test_sdxl_is_refused_and_a_lora_offered(base_model: Path) -> None:
    info = BaseModelInfo("demo", base_model, "sdxl", is_file=False, words=frozenset())
    with pytest.raises(ManulError, match="AUTOMATIC1111 has none for SDXL") as refused:
        resolve_settings(RunRequest(method="hypernetwork"), info)
    assert refused.value.kind == "model_unsupported"
    assert "LoRA" in refused.value.report().advice
