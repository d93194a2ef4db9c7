"""Exported hypernetworks, read by a second implementation, and gone on from."""

import hashlib
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
import torch
from diffusers.models.attention_processor import Attention

from tests.model_files.pickled import write_pickled
from tests.training.plain_hypernetwork import change_context
from tests.training.strict_reader import GLOBALS, PLAIN, globals_in, read_strictly
from training.checkpoints import load_state, load_weights
from training.cli import main
from training.context_networks import Hypernetwork, build_hypernetwork
from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.messages import say
from training.contract.runs import read_run_config
from training.contract.settings import Activation, HypernetworkSettings
from training.contract.web_uis import Tool
from training.engine import run_attempt
from training.export import export_step, export_to_place
from training.exports import USUAL_OPTIONS, ExportFacts, ExportOptions
from training.exports.hypernetwork_pt import prepare
from training.places import Place
from training.trained import load_trained
from training.web_ui_apis import Outcome

STRUCTURES = {"1-2-1": (1, 2, 1), "1-2-0.5-1": (1, 2, 0.5, 1)}
WITH_OPTIMIZER = ExportOptions(with_optimizer=True)


@pytest.fixture(scope="module")
def run(shared_workshop: Any) -> RunFolder:
    """A finished run with kept steps 0, 2 and 4."""
    made = shared_workshop.run("method.activation_func=relu", method="hypernetwork")
    assert run_attempt(made).state == "finished"
    return made


@pytest.fixture(scope="module")
def config(run: RunFolder) -> RunConfig:
    return read_run_config(run)


def shaken(network: Hypernetwork) -> Hypernetwork:
    """Every number different from its start, as after a training."""
    with torch.no_grad():
        for index, (_, values) in enumerate(network.parameters()):
            noise = torch.randn(values.shape, generator=torch.Generator().manual_seed(index))
            values.copy_(noise * 0.4 / max(values.shape[-1], 1) ** 0.5)
    return network


def written(network: Hypernetwork, config: RunConfig, path: Path) -> Path:
    weights = {name: values.detach() for name, values in network.parameters()}
    # Checkpoints come back in an order of their own.
    shuffled = dict(sorted(weights.items(), reverse=True))
    prepare(shuffled, ExportFacts("x", 1, config)).write(path)
    return path


@pytest.mark.parametrize("structure", STRUCTURES.values(), ids=list(STRUCTURES))
@pytest.mark.parametrize("activation", get_args(Activation))
@torch.no_grad()
def test_a_second_implementation_computes_the_same(
    config: RunConfig, tmp_path: Path, activation: str, structure: tuple[float, ...]
) -> None:
    """For each activation and structure: layer norm, dropout and the last activation on and off,
    and one width or two."""
    inner = (0.0, *(0.3 for _ in structure[2:]), 0.0)
    for number in range(8):
        settings = HypernetworkSettings.model_validate({
            "activation_func": activation,
            "layer_structure": structure,
            "is_layer_norm": bool(number & 1),
            "activate_output": bool(number & 2),
            "dropout_structure": inner if number & 4 else (),
        })  # fmt: skip
        widths = ((12, 16), (112,), (8,), (24, 12))[number % 4]
        network = shaken(build_hypernetwork(widths, settings, seed=1, device=torch.device("cpu")))
        path = written(network, config.changed(method=settings.model_dump()), tmp_path / "x.pt")
        content = read_strictly(path)
        assert [key for key in content if type(key) is int] == sorted(widths)
        for width in widths:
            context = torch.randn(2, 7, width)
            for pair in network.pairs.values():
                for side in pair:
                    side.eval()
            ours = [side(context) for side in network.pairs[width]]
            for one, other in zip(ours, change_context(content, context), strict=True):
                assert (one - other).abs().max() <= 1e-6 * max(1, float(one.abs().max()))
            assert (ours[0] - context).abs().max() > 1e-3
            # Where it does not, the export says so.
            there = change_context(content, context, as_comfyui=True)
            differs = settings.is_layer_norm and not settings.activate_output
            differs = differs and activation != "linear"
            assert torch.equal(there[0], change_context(content, context)[0]) is not differs


@torch.no_grad()
def test_so_it_does_at_widths_of_stable_diffusion(config: RunConfig, tmp_path: Path) -> None:
    settings = HypernetworkSettings(layer_structure=(1, 1), activate_output=True)
    network = shaken(build_hypernetwork([320, 768], settings, seed=1, device=torch.device("cpu")))
    path = written(network, config.changed(method=settings.model_dump()), tmp_path / "x.pt")
    content = read_strictly(path)
    for width in (320, 768):
        context = torch.randn(1, 3, width)
        ours = [side(context) for side in network.pairs[width]]
        for one, other in zip(ours, change_context(content, context), strict=True):
            torch.testing.assert_close(one, other, rtol=1e-6, atol=1e-5)


@torch.no_grad()
def test_the_engine_and_a_second_implementation_give_attention_the_same(
    run: RunFolder, tmp_path: Path
) -> None:
    """The whole way: trained, kept, exported, read, beside what reaches to_k and to_v."""
    content = read_strictly(export_step(run, to=tmp_path))
    trained = load_trained(run)
    trained.use_step(4)
    layers = [m for m in trained.model.unet.modules() if isinstance(m, Attention)]
    assert len(layers) > 4
    for attention in layers:
        seen: list[torch.Tensor] = []
        for name in ("to_k", "to_v"):
            getattr(attention, name).register_forward_pre_hook(lambda _, x, s=seen: s.append(x[0]))
        context = torch.randn(1, 6, attention.to_k.in_features)
        attention(torch.randn(1, 4, attention.to_q.in_features), encoder_hidden_states=context)
        for ours, theirs in zip(seen, change_context(content, context), strict=True):
            torch.testing.assert_close(ours, theirs, rtol=0, atol=1e-6)
            assert not torch.equal(ours, context)


def test_the_file_is_what_web_uis_admit(run: RunFolder, tmp_path: Path) -> None:
    path = export_step(run, to=tmp_path)
    content = read_strictly(path)
    assert path.name == "pallas_cat.pt"
    assert globals_in(path) == GLOBALS
    assert [key for key in content if type(key) is int] == [96, 112, 128]
    assert content["name"] == "pallas_cat"
    assert content["step"] == 4
    assert content["layer_structure"] == [1, 2, 1]
    assert (content["activation_func"], content["activate_output"]) == ("relu", False)
    assert content["weight_initialization"] == "Normal"
    assert (content["use_dropout"], content["dropout_structure"]) == (False, None)
    assert (content["sd_checkpoint"], content["sd_checkpoint_name"]) == (None, "demo")
    assert all(type(value) in (*PLAIN, list) for key, value in content.items() if type(key) is str)
    kept = load_weights(run, 4)
    for width in (96, 112, 128):
        for side, network in zip("kv", content[width], strict=True):
            assert list(network) == [
                "linear.0.weight", "linear.0.bias", "linear.2.weight", "linear.2.bias",
            ]  # fmt: skip
            for name, values in network.items():
                assert torch.equal(values, kept[f"{width}.{side}.{name}"])
    assert torch.equal(torch.load(path, weights_only=True)[112][0]["linear.0.bias"],
                       kept["112.k.linear.0.bias"])  # fmt: skip


def test_the_strict_reader_refuses_what_web_uis_refuse(run: RunFolder, tmp_path: Path) -> None:
    """Else it would prove nothing."""
    import numpy

    content = torch.load(export_step(run, to=tmp_path), weights_only=True)
    zipped = write_pickled(tmp_path / "zip.pt", content)
    with pytest.raises((AssertionError, pickle.UnpicklingError)):
        read_strictly(zipped)
    scalar = write_pickled(tmp_path / "np.pt", content | {"step": numpy.int64(4)}, legacy=True)
    with pytest.raises(KeyError, match="scalar"):
        read_strictly(scalar)


def test_dropout_is_where_a1111_looks_and_not_where_comfyui_would_use_it(
    config: RunConfig, tmp_path: Path
) -> None:
    settings = HypernetworkSettings(
        dropout_structure=(0, 0.3, 0), weight_initialization="xavier_uniform"
    )
    network = build_hypernetwork([112], settings, seed=1, device=torch.device("cpu"))
    content = read_strictly(
        written(network, config.changed(method=settings.model_dump()), tmp_path / "x.pt")
    )
    assert content["dropout_structure"] == [0, 0.3, 0]
    assert (content["use_dropout"], content["last_layer_dropout"]) == (False, False)
    assert content["weight_initialization"] == "XavierUniform"
    assert list(content[112][0]) == [
        "linear.0.weight", "linear.0.bias", "linear.2.weight", "linear.2.bias",
    ]  # fmt: skip


def test_the_same_step_is_the_same_file(run: RunFolder, tmp_path: Path) -> None:
    one = export_step(run, to=tmp_path / "one")
    two = export_step(run, to=tmp_path / "two", options=WITH_OPTIMIZER)
    first = export_step(run, to=tmp_path / "first", step=0)
    assert one.read_bytes() == two.read_bytes() != first.read_bytes()


class TestOptimizer:
    """`NAME.pt.optim`, with which A1111 trains further."""

    def test_it_is_adams_state_with_the_files_hash(self, run: RunFolder, tmp_path: Path) -> None:
        path = export_step(run, to=tmp_path, options=WITH_OPTIMIZER)
        beside = tmp_path / "pallas_cat.pt.optim"
        content = read_strictly(beside)
        assert globals_in(beside) == GLOBALS
        assert content["optimizer_name"] == "AdamW"
        assert content["hash"] == hashlib.sha256(path.read_bytes()).hexdigest()[:10]

        networks = read_strictly(path)
        tensors = [
            torch.nn.Parameter(values)
            for width in (96, 112, 128) for network in networks[width]
            for values in network.values()
        ]  # fmt: skip
        adam = torch.optim.AdamW(tensors)
        adam.load_state_dict(torch.load(beside, weights_only=True)["optimizer_state_dict"])
        kept = load_state(run, 4)
        for index, values in enumerate(tensors):
            state = adam.state[values]
            assert state["exp_avg"].shape == values.shape
            assert torch.equal(state["exp_avg"], kept[f"{index}.exp_avg"])
            assert torch.equal(state["exp_avg_sq"], kept[f"{index}.exp_avg_sq"])
            assert state["step"] == 4
        assert adam.param_groups[0]["lr"] > 0

    def test_it_is_left_out_unless_asked_for(self, run: RunFolder, tmp_path: Path) -> None:
        export_step(run, to=tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["pallas_cat.pt"]

    def test_a_step_that_lost_it(self, run: RunFolder, tmp_path: Path) -> None:
        with pytest.raises(ManulError, match="step 0 is no longer kept") as raised:
            export_step(run, to=tmp_path, step=0, options=WITH_OPTIMIZER)
        assert "4, 2" in raised.value.report().advice
        assert list(tmp_path.iterdir()) == []

    def test_states_of_8_bits_are_not_what_a1111_reads(self, run: RunFolder) -> None:
        packed = {"0.state1": torch.zeros(4096, dtype=torch.uint8)}
        facts = ExportFacts(
            "x", 4, read_run_config(run), options=WITH_OPTIMIZER, optimizer_state=lambda: packed
        )
        assert prepare(load_weights(run, 4), facts).beside == {}

    def test_a_method_that_has_no_such_file(self, trained_run: RunFolder, tmp_path: Path) -> None:
        with pytest.raises(ManulError) as raised:
            export_step(trained_run, to=tmp_path, options=WITH_OPTIMIZER)
        assert raised.value.key == "invalid_setting.no_optimizer"
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("tool", "changes", "is_said"),
    [
        ("comfyui", {"is_layer_norm": True}, True),
        ("comfyui", {"is_layer_norm": True, "activate_output": True}, False),
        ("comfyui", {"is_layer_norm": True, "activation_func": "linear"}, False),
        ("comfyui", {}, False),
        ("a1111", {"is_layer_norm": True}, False),
    ],
)
def test_it_says_where_comfyui_draws_otherwise(
    run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: RunConfig,
    tool: Tool, changes: dict[str, Any], is_said: bool,
) -> None:  # fmt: skip
    changed = config.changed(method=config.method.changed(**changes).model_dump())
    monkeypatch.setattr("training.export.read_run_config", lambda _: changed)
    monkeypatch.setattr("training.export.Client", lambda address: None)
    silent = Outcome(None, say("refresh.not_running", tool="-"))
    monkeypatch.setattr("training.export.refresh", lambda file, client: silent)
    exported = export_to_place(run, Place(tmp_path, tool), options=USUAL_OPTIONS)
    keys = {message.key for message in exported.messages}
    assert ("note.comfyui_activates" in keys) is is_said


class TestGoingOn:
    """`--init-from`: a file of this or of another program."""

    def test_a_run_begins_where_the_file_ends(
        self, run: RunFolder, workshop: Any, open_session: Callable[..., Any], tmp_path: Path
    ) -> None:
        path = export_step(run, to=tmp_path)
        session = open_session(workshop.run(method="hypernetwork", init_from=path))
        assert session.config.method.activation_func == "relu"
        kept = load_weights(run, 4)
        found = session.method.weights()
        assert kept.keys() == found.keys()
        assert all(torch.equal(kept[name], found[name]) for name in kept)

    def test_it_can_be_tried_before_anything_is_learned(
        self, run: RunFolder, workshop: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        path = export_step(run, to=tmp_path)
        settings = ("sampling.num_inference_steps=2", "training.seed=9")
        made = workshop.run(*settings, method="hypernetwork", init_from=path)
        assert main(["sample", str(made.path), "--prompt", "a {}", "--json"]) == 0
        said = json.loads(capfd.readouterr().out)
        assert said["step"] == 0
        assert Path(said["samples"][0]).is_file()

    def test_what_goes_on_from_nothing_has_to_be_taught_first(
        self, workshop: Any, capfd: pytest.CaptureFixture[str]
    ) -> None:
        made = workshop.run(method="hypernetwork")
        assert main(["sample", str(made.path), "--prompt", "a", "--json"]) == 1
        assert json.loads(capfd.readouterr().out)["error"]["key"] == "error.step_missing.none"

    def test_other_dropout_counts_otherwise_and_reads_the_same(
        self, workshop: Any, open_session: Callable[..., Any], config: RunConfig, tmp_path: Path
    ) -> None:
        settings = HypernetworkSettings(
            layer_structure=(1, 2, 2, 1), dropout_structure=(0, 0.1, 0, 0)
        )
        network = shaken(build_hypernetwork([112], settings, seed=1, device=torch.device("cpu")))
        path = written(network, config.changed(method=settings.model_dump()), tmp_path / "x.pt")
        for wish, shares in (("[0, 0, 0.2, 0]", (0, 0, 0.2, 0)), ("[]", ())):
            run = workshop.run(
                f"method.dropout_structure={wish}", method="hypernetwork", init_from=path
            )
            session = open_session(run)
            assert session.config.method.dropout_structure == shares
            assert session.config.method.layer_structure == (1, 2, 2, 1)
            found = [values for _, values in session.method.hypernetwork.parameters()]
            for ours, theirs in zip(found, network.parameters(), strict=True):
                assert torch.equal(ours, theirs[1])

    def test_the_first_form_of_the_format(
        self, workshop: Any, open_session: Callable[..., Any], tmp_path: Path
    ) -> None:
        """Of October 2022: other names, nothing said, and 16 bits here and there."""

        def network() -> dict[str, torch.Tensor]:
            return {
                "linear1.weight": torch.randn(224, 112).half(), "linear1.bias": torch.randn(224),
                "linear2.weight": torch.randn(112, 224).half(), "linear2.bias": torch.randn(112),
            }  # fmt: skip

        content: dict[Any, Any] = {112: (network(), network()), "step": 5, "name": "old"}
        path = write_pickled(tmp_path / "old.pt", content)
        session = open_session(workshop.run(method="hypernetwork", init_from=path))
        assert session.config.method.widths == (112,)
        # As A1111 reads a file that does not say it.
        assert session.config.method.activate_output is True
        found = session.method.weights()["112.v.linear.1.weight"]
        assert torch.equal(found, content[112][1]["linear2.weight"].float())

    def test_a_width_of_another_family(
        self, workshop: Any, open_session: Callable[..., Any], config: RunConfig, tmp_path: Path
    ) -> None:
        settings = HypernetworkSettings()
        network = build_hypernetwork([768], settings, seed=1, device=torch.device("cpu"))
        path = written(network, config.changed(method=settings.model_dump()), tmp_path / "sd1.pt")
        with pytest.raises(ManulError, match="width 768"):
            open_session(workshop.run(method="hypernetwork", init_from=path))

    def test_a_file_that_is_no_longer_the_one_it_was(
        self, run: RunFolder, workshop: Any, open_session: Callable[..., Any], tmp_path: Path
    ) -> None:
        made = workshop.run(method="hypernetwork", init_from=export_step(run, to=tmp_path))
        copy = made.path / "init_from.pt"
        content = torch.load(copy, weights_only=True)
        content[112][0]["linear.0.bias"][0] = float("nan")
        for damage in (content, content | {"activation_func": "tanh"}):
            write_pickled(copy, damage, legacy=True)
            with pytest.raises(ManulError) as raised:
                open_session(made)
            assert raised.value.key == "unreadable.hypernetwork"
