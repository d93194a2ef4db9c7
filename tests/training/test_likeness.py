"""Likeness is seen with DINO or CLIP weights from the cache, and never downloaded."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from tests.web_ui_folders import install
from training import randomness
from training.clip_vision_files import clip_vision_config
from training.contract.events import Noted, read_events
from training.contract.hub_cache import hub_folder
from training.contract.kept_steps import kept_steps
from training.contract.layout import RunFolder
from training.contract.run_history import fold
from training.contract.runs import read_run_config
from training.demo import CONCEPTS
from training.event_log import EventLog
from training.image_encoders import KNOWN_NAMES, find_image_encoder, load_image_encoder
from training.likeness import PictureLikeness
from training.verdicts import Verdicts

DINO, CLIP = "facebook/dinov2-base", "openai/clip-vit-large-patch14"
COMMIT = "0123456789" * 4
_SIZES = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 1}
CUP = [
    Image.open(path).convert("RGB")
    for path in sorted((CONCEPTS / "morning_cup" / "images").glob("*.png"))
]


def put_into_cache(name: str) -> Path:
    """A tiny model of that kind with random weights, as transformers would have loaded it."""
    from transformers import CLIPConfig, CLIPModel, Dinov2Config, Dinov2Model

    torch.manual_seed(3)
    folder = hub_folder(name)
    snapshot = folder / "snapshots" / COMMIT
    snapshot.mkdir(parents=True)
    (folder / "refs").mkdir()
    (folder / "refs" / "main").write_text(COMMIT)
    if name == DINO:
        Dinov2Model(Dinov2Config(image_size=28, patch_size=7, **_SIZES)).save_pretrained(snapshot)
        return snapshot
    vision = {**_SIZES, "image_size": 32, "patch_size": 8, "intermediate_size": 64}
    text = {**_SIZES, "intermediate_size": 64, "vocab_size": 40}
    config = CLIPConfig(text_config=text, vision_config=vision, projection_dim=16)
    CLIPModel(config).save_pretrained(snapshot)
    return snapshot


def noise() -> Image.Image:
    pixels = randomness.normal((64, 64, 3), 1, "picture").mul(80).add(128).clamp(0, 255).byte()
    return Image.fromarray(pixels.numpy())


@pytest.fixture
def watched(own_trained_run: RunFolder) -> tuple[RunFolder, EventLog]:
    """A finished run with kept steps 0, 2 and 4, and its events as a resumed engine has them."""
    events = own_trained_run.events
    return own_trained_run, EventLog(events, fold(read_events(events)))


@pytest.mark.quick
class TestFinding:
    def test_nothing_is_there(self) -> None:
        assert find_image_encoder() is None

    def test_a_tokenizer_alone_sees_nothing(self) -> None:
        snapshot = put_into_cache(CLIP)
        (snapshot / "model.safetensors").unlink()
        (snapshot / "tokenizer.json").write_text("{}")
        assert find_image_encoder() is None

    def test_what_is_something_else_is_passed_over(self) -> None:
        snapshot = put_into_cache(CLIP)
        for content in ('{"model_type": "bert"}', "[]", "{"):
            (snapshot / "config.json").write_text(content)
            assert find_image_encoder() is None

    def test_dino_before_clip(self) -> None:
        clip = put_into_cache(CLIP)
        assert find_image_encoder() == clip
        dino = put_into_cache(DINO)
        assert find_image_encoder() == dino
        assert {DINO, CLIP} < set(KNOWN_NAMES)


class TestFilesOfWebUIs:
    def test_comfyui_s_file_sees_as_the_folder_does(self, user_folders: Path) -> None:
        root = install("comfyui", user_folders / "home" / "ComfyUI")
        snapshot = put_into_cache(CLIP)
        seen = load_image_encoder(snapshot).embed(CUP)
        folder = root / "models" / "clip_vision"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "a_other.safetensors").write_bytes(b"not a model")
        shutil.move(snapshot / "model.safetensors", folder / "clip_l.safetensors")
        assert find_image_encoder() is None
        path = find_image_encoder(in_web_uis=True)
        assert path == folder / "clip_l.safetensors"
        encoder = load_image_encoder(path)
        assert (encoder.name, encoder.side) == ("CLIP", 32)
        assert torch.allclose(encoder.embed(CUP), seen, atol=1e-5)

    @pytest.mark.quick
    @pytest.mark.parametrize(
        ("width", "heads", "activation"),
        [(768, 12, "quick_gelu"), (1024, 16, "quick_gelu"), (1280, 16, "gelu"), (1664, 16, "gelu")],
    )
    def test_how_published_ones_are_built(
        self, tmp_path: Path, width: int, heads: int, activation: str
    ) -> None:
        """The numbers of ViT-B, -L, -H and -bigG, as their configurations give them."""
        names = {
            "vision_model.embeddings.patch_embedding.weight": (width, 3, 14, 14),
            "vision_model.embeddings.position_embedding.weight": (257, width),
            "vision_model.encoder.layers.0.mlp.fc1.weight": (4 * width, 1),
            "vision_model.encoder.layers.1.mlp.fc1.weight": (4 * width, 1),
            "visual_projection.weight": (512, width),
        }
        tensors = {name: torch.zeros(shape, dtype=torch.int8) for name, shape in names.items()}
        save_file(tensors, tmp_path / "clip.safetensors")
        config = clip_vision_config(tmp_path / "clip.safetensors")
        assert config is not None
        assert (config["num_attention_heads"], config["hidden_act"]) == (heads, activation)
        assert (config["image_size"], config["num_hidden_layers"]) == (224, 2)


@pytest.mark.parametrize(("name", "said"), [(DINO, "DINO"), (CLIP, "CLIP")])
class TestSeeing:
    def test_a_hardly_changed_picture_is_more_alike_than_any_other(
        self, name: str, said: str
    ) -> None:
        encoder = load_image_encoder(put_into_cache(name))
        assert encoder.name == said
        darker = Image.blend(CUP[0], Image.new("RGB", CUP[0].size), 0.1)
        first, again, *others = encoder.embed([CUP[0], darker, *CUP[1:], noise()])
        assert float(first.norm()) == pytest.approx(1)
        likenesses = [float(first @ other) for other in others]
        assert float(first @ again) > 0.9 > min(likenesses)
        assert float(first @ again) > max(likenesses)

    def test_a_step_whose_samples_look_like_the_pictures(
        self, name: str, said: str, watched: tuple[RunFolder, EventLog]
    ) -> None:
        put_into_cache(name)
        run, events = watched
        first, *others = sorted(run.concept.images.glob("*.png"))
        # Random weights see no likeness between two photos: the run has one picture, six times.
        for copy in (*others, run.sample(2, 0)):
            shutil.copyfile(first, copy)
        noise().save(run.sample(4, 0))
        likeness = PictureLikeness(run, read_run_config(run), events)
        assert likeness.model == said
        alike, unlike = likeness.of_step(2), likeness.of_step(4)
        assert alike is not None and unlike is not None
        assert alike == pytest.approx(1, abs=1e-4)
        assert -1 <= unlike < 0.95
        assert likeness.of_step(3) is None
        shutil.copyfile(first, run.sample(4, 0))
        assert likeness.of_step(4) == unlike, "it looks once"


class TestInARun:
    def test_the_reason_names_what_was_looked_with(
        self, watched: tuple[RunFolder, EventLog]
    ) -> None:
        put_into_cache(DINO)
        found = verdicts(*watched).best(kept_steps(watched[0]))
        assert found is not None
        assert found.reasons[-1].key == "suggestion.likeness"
        assert found.reasons[-1].values["model"] == "DINO"

    def test_without_weights_it_says_so(self, watched: tuple[RunFolder, EventLog]) -> None:
        found = verdicts(*watched).best(kept_steps(watched[0]))
        assert found is not None
        assert found.reasons[-1].key == "suggestion.no_likeness"

    def test_damaged_weights_are_named_and_do_not_stop_it(
        self, watched: tuple[RunFolder, EventLog]
    ) -> None:
        (put_into_cache(DINO) / "model.safetensors").write_bytes(b"half of it")
        run, events = watched
        found = verdicts(run, events).best(kept_steps(run))
        assert found is not None
        assert found.reasons[-1].key == "suggestion.no_likeness"
        notes = [event.note for event in read_events(run.events) if isinstance(event, Noted)]
        assert [note.key for note in notes].count("note.no_image_encoder") == 1


class TestTelling:
    def test_a_finished_run_has_suggested_a_kept_step(
        self, trained_run: RunFolder, history_of: Callable[[RunFolder], Any]
    ) -> None:
        history = history_of(trained_run)
        assert list(history.suggestions) == [4]
        assert history.suggestion.step in kept_steps(trained_run)
        assert history.suggestion.reasons

    def test_nothing_is_told_twice(self, watched: tuple[RunFolder, EventLog]) -> None:
        run, events = watched
        before = len(read_events(run.events))
        verdicts(run, events).tell()
        assert len(read_events(run.events)) == before
        events.history.suggestions.clear()
        verdicts(run, events).tell()
        assert len(read_events(run.events)) == before + 1

    def test_after_the_last_step_nobody_is_told_to_stop(
        self, watched: tuple[RunFolder, EventLog], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run, events = watched
        monkeypatch.setattr("training.verdicts.convergence_step", lambda *_, **__: 2)
        verdicts(run, events).tell(is_last=True)
        assert events.history.converged is None
        verdicts(run, events).tell()
        assert events.history.converged is not None


def verdicts(run: RunFolder, events: EventLog) -> Verdicts:
    likeness = PictureLikeness(run, read_run_config(run), events)
    return Verdicts(run, events, likeness, window=3, has_held_out=False)
