"""Textual inversion teaches one word and touches nothing else."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from training.contract.base_models import DEMO_FOLDER
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.runs import read_run_config
from training.contract.settings import TextualInversionSettings
from training.exports.legacy_pickle import save_legacy
from training.loop import train_step

Open = Callable[[RunFolder], Any]
ACCUMULATED = ("training.train_batch_size=2", "training.gradient_accumulation_steps=2")


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def all_weights(model: Any) -> dict[str, torch.Tensor]:
    parts = {"unet": model.unet, "vae": model.vae, "text_encoder": model.text_encoders[0].module}
    return {
        f"{part}.{name}": tensor
        for part, module in parts.items()
        for name, tensor in module.state_dict().items()
    }


def test_everything_but_the_new_word_stays_bit_identical(
    workshop: Any, open_session: Open, load_model: Callable[[], Any]
) -> None:
    files = fingerprint(DEMO_FOLDER)
    original = load_model()
    table = original.text_encoders[0].module.get_input_embeddings().weight.clone()
    session = open_session(workshop.run())
    for _ in range(3):
        train_step(session)

    trained = all_weights(session.model)
    learned = [name for name in trained if name.endswith("vectors")]
    assert len(learned) == 1
    for name, tensor in all_weights(original).items():
        ours = name.replace("token_embedding.weight", "token_embedding.frozen.weight")
        assert torch.equal(trained[ours], tensor), name
    frozen = session.model.text_encoders[0].module.get_input_embeddings().frozen.weight
    assert torch.equal(frozen, table)
    assert (
        len(session.model.text_encoders[0].tokenizer)
        == len(original.text_encoders[0].tokenizer)
        == len(table)
    )
    assert fingerprint(DEMO_FOLDER) == files


def test_it_learns_something_at_every_step(workshop: Any, open_session: Open) -> None:
    session = open_session(workshop.run())
    before = session.method.weights()["vectors"].clone()
    train_step(session)
    after = session.method.weights()["vectors"]
    assert (after != before).any(dim=1).all()
    model = session.model
    trainable = [
        parameter
        for module in (model.unet, model.vae, model.text_encoders[0].module)
        for parameter in module.parameters()
        if parameter.requires_grad
    ]
    assert [id(value) for value in trainable] == [id(value) for value in session.parameters]


def test_every_vector_starts_as_the_initializer_token(workshop: Any, open_session: Open) -> None:
    session = open_session(workshop.run("method.num_vectors=3"))
    table = session.model.text_encoders[0].module.get_input_embeddings().frozen.weight
    token = session.model.text_encoders[0].tokenizer("animal", add_special_tokens=False)[
        "input_ids"
    ]
    assert len(token) == 1
    assert torch.equal(session.method.weights()["vectors"], table[token].repeat(3, 1))


def test_accumulated_gradients_are_those_of_one_batch(workshop: Any, open_session: Open) -> None:
    whole = open_session(workshop.run("training.train_batch_size=4"))
    halves = open_session(workshop.run(*ACCUMULATED))
    # Adam's first moment is the gradient itself; its step would be the same at any scale.
    moments = []
    for session in (whole, halves):
        train_step(session)
        [parameter] = session.parameters
        moments.append(session.optimizer.state[parameter]["exp_avg"])
    assert moments[0].abs().max() > 0
    assert (moments[0] - moments[1]).abs().max() < 1e-4 * moments[0].abs().max()


def test_the_word_reads_as_its_vectors(workshop: Any, open_session: Open) -> None:
    session = open_session(workshop.run("method.num_vectors=2"))
    joined = session.model.text_encoders[0].module.get_input_embeddings()
    size = joined.frozen.num_embeddings
    found = joined(torch.tensor([[5, size, size + 1]]))
    assert torch.equal(found[0, 0], joined.frozen.weight[5])
    assert torch.equal(found[0, 1:], joined.vectors)


VECTORS = torch.arange(2 * 112, dtype=torch.float32).view(2, 112) / 1000


def write_a1111(path: Path) -> None:
    content = {"string_to_token": {"*": 265}, "string_to_param": {"*": VECTORS}, "name": "x"}
    save_legacy(content | {"step": 7, "sd_checkpoint": None}, path)


def write_kohya(path: Path) -> None:
    save_file({"emb_params": VECTORS}, path)


def write_diffusers(path: Path) -> None:
    torch.save({"<manul>": VECTORS}, path)


def write_diffusers_safetensors(path: Path) -> None:
    save_file({"<manul>": VECTORS}, path)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("theirs.pt", write_a1111),
        ("theirs.safetensors", write_kohya),
        ("learned_embeds.bin", write_diffusers),
        ("learned_embeds.safetensors", write_diffusers_safetensors),
    ],
)
def test_it_goes_on_from_an_embedding_of_other_programs(
    workshop: Any, open_session: Open, tmp_path: Path, name: str, write: Callable[[Path], None]
) -> None:
    write(tmp_path / name)
    run = workshop.run(init_from=tmp_path / name)
    (tmp_path / name).unlink()
    session = open_session(run)
    assert torch.equal(session.method.weights()["vectors"], VECTORS)
    train_step(session)
    assert not torch.equal(session.method.weights()["vectors"], VECTORS)


def write_nothing(path: Path) -> None:
    path.write_bytes(b"")


def write_code(path: Path) -> None:
    import os
    import pickle

    class Harmful:
        def __reduce__(self) -> Any:
            return os.system, ("touch harmed",)

    path.write_bytes(pickle.dumps({"x": Harmful()}, protocol=2))


def write_two(path: Path) -> None:
    torch.save({"a": VECTORS, "b": VECTORS}, path)


def write_list(path: Path) -> None:
    torch.save([VECTORS], path)


def write_odd_parameters(path: Path) -> None:
    torch.save({"string_to_param": [VECTORS]}, path)


def write_cube(path: Path) -> None:
    torch.save({"x": VECTORS.view(2, 56, 2)}, path)


def write_number(path: Path) -> None:
    torch.save({"x": torch.tensor(3.0)}, path)


def write_lots(path: Path) -> None:
    torch.save({"x": torch.zeros(76, 112)}, path)


def write_not_finite(path: Path) -> None:
    torch.save({"x": VECTORS * float("nan")}, path)


@pytest.mark.parametrize(
    "write",
    [write_nothing, write_code, write_two, write_list, write_odd_parameters, write_cube,
     write_number, write_lots, write_not_finite],
)  # fmt: skip
def test_a_file_that_is_no_embedding_is_refused_in_words(
    workshop: Any, open_session: Open, tmp_path: Path, write: Callable[[Path], None]
) -> None:
    write(tmp_path / "odd.pt")
    run = workshop.run(init_from=tmp_path / "odd.pt")
    with pytest.raises(ManulError) as raised:
        open_session(run)
    assert raised.value.kind == "unreadable"
    assert not Path("harmed").exists()


def test_an_embedding_of_another_family_is_refused_in_words(
    workshop: Any, open_session: Open, tmp_path: Path
) -> None:
    save_file({"emb_params": torch.zeros(2, 768)}, tmp_path / "sd1.safetensors")
    run = workshop.run(init_from=tmp_path / "sd1.safetensors")
    method = read_run_config(run).method
    assert isinstance(method, TextualInversionSettings)
    assert method.init_from == "init_from.safetensors"
    with pytest.raises(ManulError, match="768") as raised:
        open_session(run)
    assert raised.value.kind == "invalid_setting"
