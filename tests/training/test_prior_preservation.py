"""Pictures of the class: drawn once or given, weighed as the formula says, and they help."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

import resources
from training.cli import main
from training.contract.class_pictures import add_class_pictures, find_class_pictures
from training.contract.concept_folder import read_concept
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.runs import RunRequest, create_run, read_run_config
from training.contract.toml_file import write_model
from training.control import Interruption
from training.engine import run_attempt
from training.loop import train_step

Open = Callable[..., Any]
PICTURES = resources.ROOT / "demo" / "concepts" / "pallas_cat" / "images"
PRIOR = "data.prior_preservation=true"


def drawn(run: RunFolder) -> list[Path]:
    return sorted(run.concept.class_images.glob("drawn-*/*.png"))


def test_the_loss_is_the_pictures_mean_and_the_weighted_mean_of_the_class(
    workshop: Any, open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(0.1 + 0.3) / 2 + 0.5 x (0.7 + 0.9) / 2 = 0.6, worked out by hand."""
    settings = (PRIOR, "data.prior_loss_weight=0.5", "training.snr_gamma=0")
    session = open_session(workshop.run(*settings, method="dreambooth"))
    losses = torch.tensor([0.1, 0.3, 0.7, 0.9], requires_grad=True)
    monkeypatch.setattr(session.method, "loss", lambda batch: losses)
    told: list[float] = []
    monkeypatch.setattr(
        session.accelerator, "backward", lambda loss: told.append(float(loss.detach()))
    )
    assert session.batch(0).loss_weights.tolist() == [0.5, 0.5, 0.25, 0.25]
    train_step(session)
    assert told == [pytest.approx(0.6)]
    # What is reported is the loss of the pictures alone.
    assert session.events.history.steps[1].loss == pytest.approx(0.2)


def test_a_step_holds_as_many_of_the_class_as_of_the_concept(
    workshop: Any, open_session: Open
) -> None:
    session = open_session(workshop.run(PRIOR, method="dreambooth"))
    batch = session.batch(0)
    assert len(batch.latents) == len(batch.prompts) == 4
    assert batch.prompts[2:] == [session.config.concept.class_prompt] * 2
    assert "pallas_cat" in batch.prompts[0] and "pallas_cat" not in batch.prompts[3]


def test_what_is_missing_is_drawn_once(workshop: Any, open_session: Open) -> None:
    run = workshop.run(PRIOR, method="dreambooth")
    open_session(run)
    pictures = drawn(run)
    assert len(pictures) == 3
    before = [(path.stat().st_mtime_ns, path.read_bytes()) for path in pictures]
    assert len({content for _, content in before}) == 3
    open_session(workshop.run(PRIOR, "data.num_class_images=3", method="lora"))
    assert [(path.stat().st_mtime_ns, path.read_bytes()) for path in drawn(run)] == before


def test_an_interrupted_drawing_goes_on_where_it_was(
    workshop: Any, open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = workshop.run(PRIOR, method="dreambooth")
    open_session(whole)
    expected = [path.read_bytes() for path in drawn(whole)]
    for path in drawn(whole)[1:]:
        path.unlink()
    kept = drawn(whole)[0].stat().st_mtime_ns

    def stop(*_: Any) -> None:
        raise Interruption(None)

    monkeypatch.setattr("training.control.Control.check", stop)
    with pytest.raises(Interruption):
        open_session(whole)
    monkeypatch.undo()
    open_session(whole)
    assert [path.read_bytes() for path in drawn(whole)] == expected
    assert drawn(whole)[0].stat().st_mtime_ns == kept


def test_the_users_own_come_first(workshop: Any, open_session: Open, tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    for shade in (10, 200):
        Image.new("RGB", (80, 70), (shade, 40, 90)).save(given / f"{shade}.png")
    (given / "notes.png").write_text("not a picture", encoding="utf-8")
    folder = workshop.concept()
    for _ in range(2):
        add_class_pictures(folder, find_class_pictures(given))
    run = workshop.run(PRIOR, method="dreambooth", folder=folder)
    session = open_session(run)
    assert len(session.class_latents.usable) == 3
    assert len(drawn(run)) == 1


def test_a_run_keeps_its_pictures_of_the_class(
    workshop: Any, tmp_path: Path, history_of: Any
) -> None:
    """Pictures added, changed and damaged between two attempts: it ends as if nobody had."""
    given = tmp_path / "given"
    given.mkdir()
    for shade in (10, 200):
        Image.new("RGB", (80, 70), (shade, 40, 90)).save(given / f"{shade}.png")
    ends = []
    for touches in (False, True):
        own = replace(workshop, workspace=tmp_path / str(touches))
        folder = own.concept()
        add_class_pictures(folder, {given / "10.png": ".png"})
        run = own.run(PRIOR, "data.num_class_images=3", folder=folder, method="lora")
        assert run_attempt(run).state == "finished"
        chosen = history_of(run).class_images
        assert [image.file.startswith("drawn-") for image in chosen] == [False, True, True]
        if touches:
            expected = drawn(run)[0].read_bytes()
            add_class_pictures(folder, {given / "200.png": ".png"})
            (folder.class_images / chosen[0].file).write_bytes((given / "200.png").read_bytes())
            drawn(run)[0].write_bytes(b"damaged")
        assert run_attempt(run, resume=True, more_steps=2).state == "finished"
        assert history_of(run).class_images == chosen
        ends.append((run.checkpoint(6) / "weights.safetensors").read_bytes())
        if touches:
            assert drawn(run)[0].read_bytes() == expected
    assert ends[0] == ends[1]


def test_it_keeps_the_class(workshop: Any, open_session: Open) -> None:
    """Without it the model forgets what the class looks like in general."""
    losses = {}
    for keeps in ("true", "false"):
        session = open_session(
            workshop.run(
                PRIOR,
                f"data.prior_loss_weight={1 if keeps == 'true' else 0}",
                "training.train_batch_size=4",
                "data.num_class_images=6",
                "training.max_train_steps=400",
                method="dreambooth",
            )
        )
        session.evaluate()
        before = session.events.history.evaluations[0].class_loss
        for _ in range(12):
            train_step(session)
        session.evaluate()
        losses[keeps] = session.events.history.evaluations[12].class_loss / before
    assert losses["true"] < 1.0
    assert losses["true"] < losses["false"] - 0.05


@pytest.mark.parametrize(
    ("prompt", "key"),
    [("a photo of pallas_cat", "class_prompt"), ("   ", "no_class_prompt")],
)
def test_a_class_prompt_that_cannot_be(workshop: Any, prompt: str, key: str) -> None:
    folder = workshop.concept()
    write_model(folder.config, read_concept(folder).changed(class_prompt=prompt))
    with pytest.raises(ManulError) as told:
        create_run(folder, RunRequest(method="dreambooth", assignments=(PRIOR,)))
    assert told.value.key == f"invalid_setting.{key}"


def test_a_picture_of_the_class_that_is_damaged_is_left_out(
    workshop: Any, open_session: Open
) -> None:
    run = workshop.run(PRIOR, method="dreambooth")
    open_session(run)
    drawn(run)[0].write_bytes(drawn(run)[0].read_bytes()[:100])
    session = open_session(run)
    assert session.class_latents.usable == [1, 2]
    for _ in range(4):
        train_step(session)
    assert drawn(run)[0].name in run.events.read_text(encoding="utf-8")


def test_only_what_changes_a_picture_draws_it_anew(workshop: Any, open_session: Open) -> None:
    run = workshop.run(PRIOR, method="dreambooth")
    open_session(run)
    open_session(workshop.run(PRIOR, "sampling.sample_every=3", method="dreambooth"))
    assert len(drawn(run)) == 3
    open_session(workshop.run(PRIOR, "sampling.guidance_scale=2", method="dreambooth"))
    assert len(drawn(run)) == 6


@pytest.mark.quick
@pytest.mark.parametrize(
    ("mistake", "key"),
    [
        (("--class-prompt", "a photo of a Class_Cat cat"), "invalid_setting.class_prompt"),
        (("--class-images", "nowhere"), "unreadable"),
        (("--class-images", __file__), "no_images.class"),
    ],
)
def test_a_mistake_about_the_class_leaves_nothing_behind(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, mistake: tuple[str, str], key: str
) -> None:
    """Else the corrected command would be told that the name is taken."""
    words = ["new", str(PICTURES), "--name", "class_cat", "--kind", "animal", "--method"]
    words += ["dreambooth", "--workspace", str(tmp_path / "workspace"), "--json"]
    assert main([*words, *mistake]) == 1
    assert json.loads(capfd.readouterr().out)["error"]["key"] == f"error.{key}"
    assert not (tmp_path / "workspace" / "class_cat").exists()
    assert main(words) == 0


@pytest.mark.quick
def test_who_brings_pictures_of_the_class_wants_it_preserved(tmp_path: Path) -> None:
    words = ["new", str(PICTURES), "--name", "class_cat", "--method", "lora"]
    words += ["--class-images", str(PICTURES), "--workspace", str(tmp_path)]
    assert main(words) == 0
    (run,) = (tmp_path / "class_cat" / "runs").iterdir()
    assert read_run_config(RunFolder(run)).data.prior_preservation
