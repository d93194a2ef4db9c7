"""A hypernetwork changes what attention reads, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from diffusers import UNet2DConditionModel

import resources
from training.context_attention import ContextProcessor, context_widths, hang, take_out
from training.context_networks import Hypernetwork, build_hypernetwork
from training.contract.errors import ManulError
from training.contract.settings import HypernetworkSettings
from training.loop import train_step
from training.loss import squared_error

Open = Callable[..., Any]
# The demo model's: two blocks, and the text.
WIDTHS = [96, 112, 128]
CPU = torch.device("cpu")


def predict(model: Any, batch: Any) -> torch.Tensor:
    conditions = model.encode_prompts(batch.prompts)
    return model.predict(batch.latents, batch.timesteps, conditions, batch.time_ids)


def loud(seed: int, widths: list[int] | None = None, **settings: Any) -> Hypernetwork:
    """Networks that change something, and not so much that attention sees one place alone: its
    other shares would be numbers so small that a processor takes a hundred times longer."""
    network = build_hypernetwork(
        widths or WIDTHS, HypernetworkSettings(**settings), seed=seed, device=CPU
    )
    with torch.no_grad():
        for _, values in network.parameters():
            values.mul_(4)
    return network


@pytest.fixture(scope="module")
def batch(shared_workshop: Any) -> Any:
    """One real batch of the demo model."""
    from training.contract.run_history import RunHistory
    from training.contract.runs import read_run_config
    from training.control import Control
    from training.event_log import EventLog
    from training.hardware import choose_hardware
    from training.session_building import Surroundings, build_session

    run = shared_workshop.run(method="lora")
    events = EventLog(run.events, RunHistory())
    config = read_run_config(run)
    around = Surroundings(run, config, choose_hardware(config), events, Control(run, events))
    return build_session(around, step=0).batch(0)


@pytest.fixture
def model(load_model: Callable[..., Any]) -> Any:
    return load_model()


@torch.no_grad()
def test_at_multiplier_0_it_is_the_base_model_bit_for_bit(batch: Any, model: Any) -> None:
    untouched = predict(model, batch)
    network = loud(1)
    hang(network, model.unet)
    assert not torch.equal(predict(model, batch), untouched)
    network.multiplier = 0
    assert torch.equal(predict(model, batch), untouched)


@torch.no_grad()
def test_it_can_be_taken_out_and_leaves_nothing(batch: Any, model: Any) -> None:
    untouched, names = predict(model, batch), list(model.unet.state_dict())
    first, second = loud(1), loud(2)
    former = dict(model.unet.attn_processors)
    hang(first, model.unet)
    hang(second, model.unet)
    assert list(model.unet.state_dict()) == names
    both = predict(model, batch)
    take_out(first, model.unet)
    alone = predict(model, batch)
    take_out(second, model.unet)
    assert torch.equal(predict(model, batch), untouched)
    assert model.unet.attn_processors == former
    hang(second, model.unet)
    assert torch.equal(predict(model, batch), alone)
    assert not torch.equal(alone, both)


@torch.no_grad()
def test_half_of_it_is_between_nothing_and_all(batch: Any, model: Any) -> None:
    network = loud(1)
    hang(network, model.unet)
    attention = model.unet.mid_block.attentions[0].transformer_blocks[0].attn2
    context, seen = torch.randn(1, 5, 112), []
    attention.to_k.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    for network.multiplier in (0.0, 0.5, 1.0):
        attention(torch.randn(1, 4, 128), encoder_hidden_states=context)
    torch.testing.assert_close(seen[1] - seen[0], (seen[2] - seen[0]) / 2)
    assert not torch.equal(seen[2], seen[0])


@torch.no_grad()
def test_keys_and_values_have_networks_of_their_own_and_queries_none(model: Any) -> None:
    network = loud(3)
    hang(network, model.unet)
    block = model.unet.mid_block.attentions[0].transformer_blocks[0]
    seen: dict[str, torch.Tensor] = {}
    for attention, text in ((block.attn1, None), (block.attn2, torch.randn(1, 7, 112))):
        for name in ("to_q", "to_k", "to_v"):
            layer = getattr(attention, name)
            layer.register_forward_pre_hook(lambda _, given, n=name: seen.update({n: given[0]}))
        hidden = torch.randn(1, 4, 128)
        attention(hidden, encoder_hidden_states=text)
        context = hidden if text is None else text
        keys, values = network.pairs[context.shape[-1]]
        assert torch.equal(seen["to_q"], hidden)
        torch.testing.assert_close(seen["to_k"], context + keys.linear(context))
        torch.testing.assert_close(seen["to_v"], context + values.linear(context))
        assert not torch.equal(seen["to_k"], seen["to_v"])


@torch.no_grad()
def test_several_work_one_after_the_other(model: Any) -> None:
    first, second = loud(1), loud(2)
    hang(first, model.unet)
    hang(second, model.unet)
    attention = model.unet.mid_block.attentions[0].transformer_blocks[0].attn2
    seen = []
    attention.to_v.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    context = torch.randn(1, 7, 112)
    attention(torch.randn(1, 4, 128), encoder_hidden_states=context)
    expected = second.pairs[112][1](first.pairs[112][1](context))
    torch.testing.assert_close(seen[0], expected)


@torch.no_grad()
def test_only_the_widths_that_it_has_are_changed(batch: Any, model: Any) -> None:
    untouched = predict(model, batch)
    former = dict(model.unet.attn_processors)
    hang(loud(1, widths=[112]), model.unet)
    changed = {n for n, processor in model.unet.attn_processors.items() if processor != former[n]}
    assert changed == {name for name in former if "attn2" in name}
    assert not torch.equal(predict(model, batch), untouched)


def test_the_model_says_its_widths(model: Any) -> None:
    assert context_widths(model.unet) == WIDTHS


@pytest.mark.parametrize(
    ("family", "widths", "millions"),
    [("sd1", [320, 640, 768, 1280], 21.9), ("sd2", [320, 640, 1024, 1280], 25.6)],
)
def test_published_models_have_the_widths_that_web_uis_know(
    family: str, widths: list[int], millions: float
) -> None:
    folder = resources.ROOT / "model_configs" / family / "unet"
    with torch.device("meta"):
        unet = UNet2DConditionModel.from_config(UNet2DConditionModel.load_config(folder))
        assert context_widths(unet) == widths
        network = loud(1, widths=widths)
    hang(network, unet)
    processors = unet.attn_processors.values()
    # 16 transformer blocks with self- and cross-attention.
    assert sum(isinstance(processor, ContextProcessor) for processor in processors) == 32
    count = sum(values.numel() for _, values in network.parameters())
    assert count / 1e6 == pytest.approx(millions, abs=0.1)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("kind", "deviation"),
    [
        ("normal", 0.01),
        # sqrt(2 / (in + out)), and sqrt(2 / in).
        ("xavier_uniform", (2 / 300) ** 0.5), ("xavier_normal", (2 / 300) ** 0.5),
        ("kaiming_uniform", (2 / 100) ** 0.5), ("kaiming_normal", (2 / 100) ** 0.5),
    ],
)  # fmt: skip
def test_it_starts_as_the_web_ui_starts(kind: Any, deviation: float) -> None:
    settings = HypernetworkSettings(
        weight_initialization=kind, is_layer_norm=True, activation_func="relu"
    )
    network = build_hypernetwork([100], settings, seed=4, device=CPU).pairs[100][0]
    linear, _, norm = network.linear[:3]
    assert linear.weight.shape == (200, 100)
    assert float(linear.weight.detach().std()) == pytest.approx(deviation, rel=0.05)
    # Layer norms start small, whatever the rest does.
    assert float(norm.weight.detach().std()) == pytest.approx(0.01, rel=0.2)
    assert float(norm.weight.detach().mean()) == pytest.approx(0, abs=0.005)
    assert not linear.bias.detach().any()
    assert not norm.bias.detach().any()


@pytest.mark.quick
def test_the_seed_decides_where_it_starts() -> None:
    settings = HypernetworkSettings()
    torch.manual_seed(77)
    first, again, other = (
        dict(build_hypernetwork(widths, settings, seed=seed, device=CPU).parameters())
        for widths, seed in (([96, 112], 1), ([112], 1), ([112], 2))
    )
    assert all(torch.equal(first[name], again[name]) for name in again)
    assert any(not torch.equal(again[name], other[name]) for name in again)
    assert not torch.equal(first["112.k.linear.0.weight"], first["112.v.linear.0.weight"])


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_only_the_networks_learn(workshop: Any, open_session: Open, precision: str) -> None:
    settings = f"training.mixed_precision={precision}"
    session = open_session(workshop.run(settings, method="hypernetwork"))
    model = session.model
    assert model.unet.dtype == {"fp32": torch.float32, "bf16": torch.bfloat16}[precision]
    modules = {"unet": model.unet, **model.text_modules()}
    base = {
        f"{part}.{name}": values.detach().clone()
        for part, module in modules.items()
        for name, values in module.named_parameters()
    }
    before = {name: values.clone() for name, values in session.method.weights().items()}
    train_step(session)
    after = session.method.weights()
    assert all(not torch.equal(after[name], before[name]) for name in before)
    assert all(values.dtype == torch.float32 for values in after.values())
    for part, module in modules.items():
        for name, values in module.named_parameters():
            assert torch.equal(values, base[f"{part}.{name}"])
            assert not values.requires_grad


def test_checkpointing_gives_the_same_gradients(workshop: Any, open_session: Open) -> None:
    """Dropout too: what is computed again draws the same again."""
    gradients = []
    for is_on in ("false", "true"):
        settings = (
            f"training.gradient_checkpointing={is_on}", "method.dropout_structure=[0, 0.3, 0]",
        )  # fmt: skip
        session = open_session(workshop.run(*settings, method="hypernetwork"))
        session.model.unet.train()
        assert session.model.unet.is_gradient_checkpointing is (is_on == "true")
        batch = session.batch(0)
        torch.manual_seed(5)
        session.method.loss(batch).sum().backward()
        gradients.append([values.grad.clone() for values in session.parameters])
    for plain, checkpointed in zip(*gradients, strict=True):
        torch.testing.assert_close(plain, checkpointed)
    assert any(bool(gradient.any()) for gradient in gradients[0])


def test_dropout_is_for_learning_only(workshop: Any, open_session: Open) -> None:
    run = workshop.run(
        "method.dropout_structure=[0, 0.5, 0]", 'method.weight_initialization="xavier_normal"',
        method="hypernetwork",
    )  # fmt: skip
    session = open_session(run)
    batch = session.batch(0)

    @torch.no_grad()
    def loss(seed: int) -> torch.Tensor:
        torch.manual_seed(seed)
        return session.method.loss(batch)

    session.model.unet.train()
    assert torch.equal(loss(1), loss(1))
    assert not torch.equal(loss(1), loss(2))
    session.model.unet.eval()
    assert torch.equal(loss(1), loss(2))
    session.model.unet.train()
    session.evaluate()
    tested = session.events.history.evaluations[0].loss
    session.model.unet.train()
    session.evaluate()
    assert session.events.history.evaluations[0].loss == tested


def test_a_base_of_16_bits_is_read_in_32(load_model: Callable[..., Any]) -> None:
    unet = load_model().unet.to(torch.bfloat16)
    network = loud(1)
    hang(network, unet)
    attention = unet.mid_block.attentions[0].transformer_blocks[0].attn2
    seen = []
    attention.to_k.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    context = torch.randn(1, 7, 112, dtype=torch.bfloat16)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        attention(torch.randn(1, 4, 128, dtype=torch.bfloat16), encoder_hidden_states=context)
    expected = network.pairs[112][0](context.float()).to(torch.bfloat16)
    assert seen[0].dtype == torch.bfloat16
    assert torch.equal(seen[0], expected)
    target = torch.zeros(1, 4, 128)
    output = attention(torch.randn(1, 4, 128, dtype=torch.bfloat16), encoder_hidden_states=context)
    squared_error(output, target).sum().backward()
    weight = network.pairs[112][0].linear[0].weight
    assert weight.grad is not None
    assert weight.grad.dtype == torch.float32


def test_prompts_name_the_class_too_and_are_encoded_once(workshop: Any, open_session: Open) -> None:
    session = open_session(workshop.run(method="hypernetwork"))
    prompts = session.batch(0).prompts
    assert all("pallas_cat animal" in prompt for prompt in prompts)
    first = session.model.encode_prompts(prompts[:1]).hidden_states
    assert session.model.encode_prompts(prompts[:1]).hidden_states.equal(first)
    assert session.model.text_is_fixed
    assert not first.requires_grad


def test_a_width_that_the_model_does_not_have(workshop: Any, open_session: Open) -> None:
    run = workshop.run("method.widths=[112, 768]", method="hypernetwork")
    with pytest.raises(ManulError, match="no attention of width 768") as raised:
        open_session(run)
    assert raised.value.kind == "invalid_setting"
    assert "96, 112, 128" in raised.value.report().advice


def test_the_widths_that_were_chosen(workshop: Any, open_session: Open) -> None:
    session = open_session(workshop.run("method.widths=[128, 112]", method="hypernetwork"))
    assert list(session.method.hypernetwork.pairs) == [112, 128]
