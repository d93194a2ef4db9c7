"""What a model predicts, from the marks that its makers left in the file or beside it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.model_files.headers import write_header_only
from tests.model_files.ldm_keys import Shapes
from tests.model_files.write import write_yaml
from training.contract.prediction_types import has_zero_terminal_snr, prediction_type_of
from training.contract.tensor_files import TensorFile, read_tensor_file

pytestmark = pytest.mark.quick

WEIGHT: Shapes = {"model.diffusion_model.out.2.bias": (4,)}


def written(
    folder: Path, *, metadata: dict[str, str] | None = None, marks: tuple[str, ...] = ()
) -> TensorFile:
    shapes = WEIGHT | dict.fromkeys(marks, (0,))
    path = folder / "model.v1.5.safetensors"
    return read_tensor_file(write_header_only(path, shapes, metadata=metadata))


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({}, "unknown"),
        ({"modelspec.prediction_type": "epsilon"}, "epsilon"),
        ({"modelspec.prediction_type": "v"}, "v_prediction"),
        ({"modelspec.prediction_type": "V"}, "v_prediction"),
        ({"prediction_type": "v_prediction"}, "v_prediction"),
        ({"ss_v_parameterization": "True"}, "v_prediction"),
        ({"ss_v_parameterization": "False"}, "unknown"),
        ({"modelspec.architecture": "stable-diffusion-v2-768-v"}, "v_prediction"),
        ({"modelspec.architecture": "stable-diffusion-v2-512"}, "unknown"),
        ({"modelspec.prediction_type": "flow"}, "unknown"),
    ],
)
def test_the_metadata_say_it(tmp_path: Path, metadata: dict[str, str], expected: str) -> None:
    assert prediction_type_of(written(tmp_path, metadata=metadata)) == expected


def test_empty_tensors_say_it_above_all(tmp_path: Path) -> None:
    """Mergers hand metadata on that were true of another model; these marks they drop."""
    file = written(tmp_path, metadata={"modelspec.prediction_type": "epsilon"}, marks=("v_pred",))
    assert prediction_type_of(file) == "v_prediction"
    assert not has_zero_terminal_snr(file)


@pytest.mark.parametrize("marks", [("ztsnr",), ("v_pred", "ztsnr")])
def test_a_schedule_that_ends_in_noise_means_velocity(
    tmp_path: Path, marks: tuple[str, ...]
) -> None:
    """Nothing can be learned from predicting noise at a step that is all noise."""
    file = written(tmp_path, marks=marks)
    assert has_zero_terminal_snr(file)
    assert prediction_type_of(file) == "v_prediction"


@pytest.mark.parametrize(
    ("said", "expected"), [("v", "v_prediction"), ("eps", "epsilon"), ("x0", "unknown")]
)
def test_the_yaml_beside_it_says_it(tmp_path: Path, said: str, expected: str) -> None:
    file = written(tmp_path)
    assert write_yaml(file.path, parameterization=said).name == "model.v1.5.yaml"
    assert prediction_type_of(file) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("    parameterization: v  # velocity", "v_prediction"),
        ("    parameterization: 'v'", "v_prediction"),
        ("    # parameterization: v", "unknown"),
        ("    no_parameterization: v", "unknown"),
        ("    rescale_betas_zero_snr: true", "v_prediction"),
        ("    zsnr: True", "v_prediction"),
        ("    zsnr: False", "unknown"),
    ],
)
def test_how_a_yaml_may_be_written(tmp_path: Path, line: str, expected: str) -> None:
    file = written(tmp_path)
    text = f"model:\r\n  params:\r\n{line}\r\n    timesteps: 1000\r\n"
    file.path.with_suffix(".yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert prediction_type_of(file) == expected


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"parameterization", b"[" * 100_000])
def test_a_strange_yaml_says_nothing(tmp_path: Path, content: bytes) -> None:
    file = written(tmp_path)
    file.path.with_suffix(".yaml").write_bytes(content)
    assert prediction_type_of(file) == "unknown"


def test_a_huge_yaml_is_no_configuration(tmp_path: Path) -> None:
    file = written(tmp_path)
    content = "    parameterization: v\n" + "#" * 1_000_000
    file.path.with_suffix(".yaml").write_text(content, encoding="utf-8")
    assert prediction_type_of(file) == "unknown"


def test_metadata_count_more_than_a_yaml(tmp_path: Path) -> None:
    file = written(tmp_path, metadata={"modelspec.prediction_type": "epsilon"})
    write_yaml(file.path, parameterization="v")
    assert prediction_type_of(file) == "epsilon"


def test_a_yaml_that_may_not_be_read_is_named(
    open_folder: Path, as_nobody: Callable[..., str]
) -> None:
    file = written(open_folder)
    file.path.chmod(0o644)
    write_yaml(file.path).chmod(0o000)
    said = as_nobody(
        "from training.contract.prediction_types import prediction_type_of;"
        " from training.contract.tensor_files import read_tensor_file;"
        " prediction_type_of(read_tensor_file(Path(sys.argv[1])))",
        file.path,
    )
    assert "model.v1.5.yaml" in said
    assert "you may not open it" in said
