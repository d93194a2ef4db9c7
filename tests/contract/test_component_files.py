"""Which of a component's files are taken, on the hub as in a folder."""

import pytest

from training.contract.component_files import best_weights, listed_components, needed_files

pytestmark = pytest.mark.quick

UNET = "diffusion_pytorch_model"
# What the hub's Stable Diffusion folders hold beside the weights that training reads.
CLUTTER = (
    "openvino_model.bin", "openvino_model.xml", "model.onnx", "flax_model.msgpack",
    f"{UNET}.non_ema.bin", f"{UNET}.non_ema.safetensors", "README.md",
)  # fmt: skip


def shards(count: int, *, variant: str = "", suffix: str = "safetensors") -> list[str]:
    return [f"{UNET}{variant}-{at:05d}-of-{count:05d}.{suffix}" for at in range(1, count + 1)]


@pytest.mark.parametrize(
    ("there", "taken"),
    [
        ([f"{UNET}.fp16.safetensors", f"{UNET}.safetensors"], [f"{UNET}.fp16.safetensors"]),
        ([f"{UNET}.fp16.bin", f"{UNET}.safetensors"], [f"{UNET}.safetensors"]),
        ([f"{UNET}.fp16.bin", f"{UNET}.bin"], [f"{UNET}.fp16.bin"]),
        (["pytorch_model.bin", "model.safetensors"], ["model.safetensors"]),
        (["pytorch_model.bin"], ["pytorch_model.bin"]),
    ],
)
def test_the_set_to_take(there: list[str], taken: list[str]) -> None:
    names = ["config.json", *CLUTTER, *there]
    assert needed_files("unet", names) == ["config.json", *taken]


def test_shards_come_with_their_index_and_never_mixed() -> None:
    index = f"{UNET}.safetensors.index.json"
    found = best_weights([*shards(3), index, *shards(2, variant=".fp16")])
    assert found is not None
    assert (found.files, found.variant) == ((index, *shards(3)), None)

    fp16_index = f"{UNET}.safetensors.index.fp16.json"
    found = best_weights([*shards(3), index, fp16_index, *shards(2, variant=".fp16")])
    assert found is not None
    assert (found.files, found.variant) == ((fp16_index, *shards(2, variant=".fp16")), "fp16")


def test_shards_named_in_the_older_way() -> None:
    old = [f"{UNET}-00001-of-00001.fp16.safetensors"]
    found = best_weights([*old, f"{UNET}.safetensors.index.fp16.json"])
    assert found is not None
    assert (found.variant, found.is_safetensors) == ("fp16", True)


@pytest.mark.parametrize(
    "there",
    [
        CLUTTER,
        shards(2),
        [shards(2)[0], f"{UNET}.safetensors.index.json"],
        [f"{UNET}.safetensors.index.json"],
    ],
)
def test_no_whole_set(there: list[str]) -> None:
    assert best_weights(there) is None
    assert needed_files("vae", ["config.json", *there]) is None


def test_a_model_needs_its_config() -> None:
    assert needed_files("text_encoder_2", ["model.safetensors"]) is None


def test_tokenizer_and_scheduler() -> None:
    words = ["merges.txt", "tokenizer_config.json", "vocab.json"]
    assert needed_files("tokenizer", [*words, "tokenizer.model"]) == words
    assert needed_files("tokenizer_2", ["tokenizer.json", "tokenizer_config.json"]) is not None
    assert needed_files("tokenizer", ["vocab.json", "tokenizer_config.json"]) is None
    assert needed_files("tokenizer", ["tokenizer.json"]) is None
    assert needed_files("scheduler", ["scheduler_config.json", "README.md"]) == [
        "scheduler_config.json"
    ]
    assert needed_files("scheduler", ["config.json"]) is None


def test_only_what_training_reads_is_listed() -> None:
    index = {
        "_class_name": "StableDiffusionPipeline",
        "unet": ["diffusers", "UNet2DConditionModel"],
        "safety_checker": ["stable_diffusion", "StableDiffusionSafetyChecker"],
        "image_encoder": ["transformers", "CLIPVisionModelWithProjection"],
        "text_encoder_2": [None, None],
        "vae": "odd",
    }
    assert listed_components(index) == ["unet"]
