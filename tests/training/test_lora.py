"""LoRA teaches small matrices beside the model's layers and leaves the model itself alone."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from training.loop import train_step

Open = Callable[..., Any]


def taught(session: Any) -> set[str]:
    """The layers that have matrices, with the part they belong to."""
    return {name.rpartition(".lora_")[0] for name in session.method.weights()}


def frozen(session: Any) -> dict[str, torch.Tensor]:
    modules = {"unet": session.model.unet, **session.model.text_modules()}
    return {
        f"{part}.{name}": values.detach().clone()
        for part, module in modules.items()
        for name, values in module.named_parameters()
        if ".lora_" not in name
    }


def test_at_the_start_it_is_the_base_model_bit_for_bit(
    workshop: Any, open_session: Open, load_model: Callable[..., Any]
) -> None:
    session, base = open_session(workshop.run(method="lora")), load_model()
    batch = session.batch(0)
    with torch.no_grad():
        conditions = base.encode_prompts(batch.prompts)
        expected = base.predict(batch.latents, batch.timesteps, conditions, batch.time_ids)
        conditions = session.model.encode_prompts(batch.prompts)
        found = session.model.predict(batch.latents, batch.timesteps, conditions, batch.time_ids)
    assert torch.equal(found, expected)


def test_only_the_matrices_learn(workshop: Any, open_session: Open) -> None:
    settings = ("method.train_text_encoder=true", "training.adam_weight_decay=0")
    session = open_session(workshop.run(*settings, method="lora"))
    before, base = session.method.weights(), frozen(session)
    before = {name: values.clone() for name, values in before.items()}
    train_step(session)
    after = session.method.weights()
    moved = {name for name in after if not torch.equal(after[name], before[name])}
    # At the start lora_B is zero, so only it has a gradient.
    assert moved == {name for name in after if ".lora_B." in name}
    assert all(torch.equal(values, base[name]) for name, values in frozen(session).items())


@pytest.mark.parametrize(
    ("layers", "endings"),
    [
        ("attention", {"to_q", "to_k", "to_v", "0"}),
        ("feed_forward", {"to_q", "to_k", "to_v", "0", "proj", "2", "proj_in", "proj_out"}),
        ("convolutions", {"conv1", "conv2", "conv_shortcut", "conv"}),
    ],
)
def test_the_layers_that_were_chosen(
    workshop: Any, open_session: Open, layers: str, endings: set[str]
) -> None:
    session = open_session(workshop.run(f'method.layers="{layers}"', method="lora"))
    found = {name.rpartition(".")[2] for name in taught(session)}
    assert endings <= found
    assert layers == "convolutions" or found == endings
    assert all(name.startswith("unet.") for name in taught(session))


def test_alpha_over_rank_is_the_strength(workshop: Any, open_session: Open) -> None:
    settings = ("method.rank=4", "method.alpha=2", "training.seed=5")
    session = open_session(workshop.run(*settings, method="lora"))
    layer = session.model.unet.mid_block.attentions[0].transformer_blocks[0].attn1.to_q
    width = layer.in_features
    a, b = layer.lora_A["default"].weight, layer.lora_B["default"].weight
    with torch.no_grad():
        b.normal_(generator=torch.Generator().manual_seed(1))
    inputs = torch.randn(3, width)
    expected = layer.base_layer(inputs) + inputs @ a.T @ b.T * (2 / 4)
    torch.testing.assert_close(layer(inputs), expected)


def test_the_seed_decides_where_it_starts(workshop: Any, open_session: Open) -> None:
    runs = [workshop.run(f"training.seed={seed}", method="lora") for seed in (1, 1, 2)]
    torch.manual_seed(77)
    first, again, other = (open_session(run).method.weights() for run in runs)
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert any(not torch.equal(first[name], other[name]) for name in first)


def test_prompts_name_the_class_too(workshop: Any, open_session: Open) -> None:
    session = open_session(workshop.run(method="lora"))
    assert session.config.concept.initializer_token == "animal"
    assert all("pallas_cat animal" in prompt for prompt in session.batch(0).prompts)


def test_dropout_works_only_while_it_learns(workshop: Any, open_session: Open) -> None:
    """In the text encoders too; else the fixed test and the samples would be dice."""
    settings = ("method.train_text_encoder=true", "method.dropout=0.5")
    session = open_session(workshop.run(*settings, method="lora"))
    train_step(session)
    modules = (session.model.unet, *session.model.text_modules().values())

    def active() -> set[bool]:
        return {
            part.training
            for module in modules
            for part in module.modules()
            if isinstance(part, torch.nn.Dropout) and part.p == 0.5
        }

    assert active() == {True}
    session.evaluate()
    assert active() == {False}
