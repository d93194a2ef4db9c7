"""`manul-train plan`: answers from the table at once, traces what the table does not know."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import resources
from tests.model_files.headers import full_size
from training.cli import main
from training.cli.verbs import new
from training.cli.verbs import plan as verb
from training.contract.cards import DESKTOP_BYTES, free_on_a_card
from training.contract.settings import METHODS
from training.graphics_cards import GraphicsCard

PICTURES = resources.ROOT / "demo" / "concepts" / "pallas_cat" / "images"
SD1 = ("--family", "sd1", "--method", "dreambooth")


@pytest.fixture(autouse=True)
def _no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verb, "graphics_cards", tuple)


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verb, "engine_is_here", lambda: False)


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["plan", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.quick
@pytest.mark.usefixtures("no_engine")
def test_family_and_method_are_answered_from_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, *SD1, "--vram", "8")
    assert (found["family"], found["method"]) == ("sd1", "dreambooth")
    assert (found["resolution"], found["batch"], found["source"]) == (512, 1, "table")
    assert found["free_bytes"] == free_on_a_card(8)
    assert found["verdict"] == "fits"
    assert found["peak_bytes"] <= found["free_bytes"]
    assert all(measure["reason"]["text"] for measure in found["measures"])


@pytest.mark.quick
def test_less_memory_switches_more_on(capsys: pytest.CaptureFixture[str]) -> None:
    names = []
    for size in ("24", "8", "6", "5"):
        plan = asked(capsys, *SD1, "--vram", size)
        names.append({measure["name"] for measure in plan["measures"]})
    assert [len(found) for found in names] == sorted(len(found) for found in names)
    assert "gradient_checkpointing" not in names[1]
    assert "gradient_checkpointing" in names[-1]


@pytest.mark.quick
def test_the_smallest_card_on_which_it_fits(capsys: pytest.CaptureFixture[str]) -> None:
    for method, least in (("lora", 6), ("dreambooth", 6)):
        found = asked(capsys, "--family", "sd1", "--method", method, "--smallest-card")
        assert (found["least_gigabytes"], found["verdict"]) == (least, "fits")
        assert found["free_bytes"] == free_on_a_card(least)
    assert main(["plan", *SD1, "--smallest-card", "--vram", "8", "--json"]) == 1


@pytest.mark.quick
def test_without_a_card_nothing_is_compared(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, *SD1)
    assert (found["free_bytes"], found["verdict"]) == (None, None)


@pytest.mark.quick
@pytest.mark.parametrize(("capability", "master"), [("8.6", False), ("7.5", True)])
def test_the_card_that_is_here_decides(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, capability: str,
    master: bool,
) -> None:  # fmt: skip
    card = GraphicsCard(
        name="NVIDIA Test", driver="1", memory_total_bytes=8 * 2**30,
        memory_free_bytes=7 * 2**30, compute_capability=capability,
    )  # fmt: skip
    monkeypatch.setattr(verb, "graphics_cards", lambda: (card,))
    found = asked(capsys, *SD1)
    names = {measure["name"] for measure in found["measures"]}
    assert found["free_bytes"] == 7 * 2**30
    assert ("fp32_master" in names, "bf16_stochastic_rounding" in names) == (master, not master)


@pytest.mark.quick
def test_exactly_the_measures_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, *SD1, "--measures", "cache_text, gradient_checkpointing")
    names = {measure["name"] for measure in found["measures"]}
    assert names == {"cache_text", "gradient_checkpointing"}
    bare = asked(capsys, *SD1, "--measures", "none")
    assert bare["measures"] == []
    assert bare["peak_bytes"] > found["peak_bytes"]


@pytest.mark.quick
def test_the_text_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", *SD1, "--vram", "8"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("DreamBooth with Stable Diffusion 1.x at 512 pixels, 1 picture at once")
    assert "of 6.9 GB free: fits" in said
    assert "RTX 3060" in said
    assert "estimates" in said


@pytest.mark.quick
def test_what_does_not_fit_says_what_to_change(capsys: pytest.CaptureFixture[str]) -> None:
    large = (*SD1, "--resolution", "768", "--batch", "4", "--vram", "4.5")
    found = asked(capsys, *large)
    assert found["verdict"] == "does_not_fit"
    assert found["advice"]["text"].startswith("Set training.train_batch_size to 1")
    assert main(["plan", *large]) == 0
    assert found["advice"]["text"] in capsys.readouterr().out


@pytest.mark.quick
def test_the_overview_has_every_family_and_method(capsys: pytest.CaptureFixture[str]) -> None:
    # No hypernetworks for SDXL.
    rows = 3 * len(METHODS) - 1
    assert len(asked(capsys)["plans"]) == rows * 4
    assert main(["plan"]) == 0
    said = capsys.readouterr().out
    note, blank, *lines = said.splitlines()
    assert "RTX 30 and newer" in note
    assert "--precision fp16" in note
    assert blank == ""
    assert [line for line in lines if line.startswith(("Stable", "SDXL"))] == [
        "Stable Diffusion 1.x at 512 pixels",
        "Stable Diffusion 2.x at 512 pixels",
        "SDXL at 1024 pixels",
    ]
    assert "  LoRA               6 GB or more   needs 3.2 GB" in lines
    assert "  DreamBooth         6 GB           does not fit, needs 6.4 GB" in lines
    assert max(map(len, said.splitlines())) <= 100


@pytest.mark.quick
def test_the_overview_of_cards_without_bfloat16(capsys: pytest.CaptureFixture[str]) -> None:
    plans = asked(capsys, "--precision", "fp16")["plans"]
    assert {plan["precision"] for plan in plans} == {"fp16"}
    names = {measure["name"] for plan in plans for measure in plan["measures"]}
    assert "fp32_master" in names
    assert "bf16_stochastic_rounding" not in names
    assert main(["plan", "--precision", "fp16"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "RTX 20" in lines[0]
    # Every size is in a line, and none beyond those that were looked at is refused.
    assert "  DreamBooth         up to 12 GB    does not fit, needs 11.7 GB" in lines
    starts = "\n".join(line[:48] for line in lines)
    assert "  LoRA               6 to 8 GB      needs 4.5 GB" in starts


@pytest.mark.quick
def test_the_overview_of_one_card(capsys: pytest.CaptureFixture[str]) -> None:
    plans = asked(capsys, "--vram", "8")["plans"]
    assert {plan["free_bytes"] for plan in plans} == {free_on_a_card(8)}
    assert main(["plan", "--vram", "7.5"]) == 0
    assert "7.5 GB" in capsys.readouterr().out


@pytest.mark.quick
def test_a_card_without_bfloat16_may_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    usual, older = asked(capsys, *SD1), asked(capsys, *SD1, "--precision", "fp16")
    assert (usual["precision"], older["precision"]) == ("bf16", "fp16")
    assert "RTX 2070 SUPER" in older["seconds_per_step"]


@pytest.mark.quick
def test_what_does_not_fit_is_more_than_is_free(capsys: pytest.CaptureFixture[str]) -> None:
    """Rounded to the nearest tenth, both would be 2.9 GB."""
    large = ("--family", "sdxl", "--method", "lora", "--vram")
    peak = min(plan_peaks(capsys, *large))
    assert main(["plan", *large, f"{(peak - 2**20 + DESKTOP_BYTES) / 2**30}"]) == 0
    said = capsys.readouterr().out
    needed, free = re.findall(r"Card memory: ([0-9.]+) GB of ([0-9.]+) GB free", said)[0]
    assert "does not fit" in said
    assert float(needed) > float(free)


def plan_peaks(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[int]:
    return [asked(capsys, *arguments, size)["peak_bytes"] for size in ("2", "24")]


@pytest.mark.quick
@pytest.mark.parametrize(
    "arguments",
    [
        ("--measures", "none"),
        ("--resolution", "768"),
        ("--batch", "2", "--vram", "8"),
        (*SD1, "--measures", "none,adafactor"),
        (*SD1, "--measures", ""),
        (*SD1, "--precision", "half"),
        ("--family", "sd1"),
        ("--method", "lora"),
        ("some_run", "--family", "sd1"),
        (*SD1, "--measures", "magic"),
        (*SD1, "--vram", "much"),
        (*SD1, "--resolution", "0"),
    ],
)
def test_a_wrong_command_line_gets_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert main(["plan", *arguments, "--json"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["kind"] == "usage"
    assert error["message"]


@pytest.mark.quick
@pytest.mark.usefixtures("no_engine")
def test_without_the_engine_only_the_table_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", *SD1, "--batch", "3", "--json"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert "512, 768" in error["advice"]


def test_a_run_of_the_demo_model_is_traced(
    capsys: pytest.CaptureFixture[str], workshop: Any
) -> None:
    run: Any = workshop.run("training.train_batch_size=3")
    found = asked(capsys, str(run.path))
    assert (found["source"], found["resolution"], found["batch"]) == ("traced", 64, 3)
    assert 0 < found["tensor_peak_bytes"] < 2**30
    again = asked(capsys, str(Path(run.path) / "run.toml"))
    assert again == found
    assert main(["plan", str(run.path)]) == 0
    assert capsys.readouterr().out.startswith("Textual inversion with the demo model at 64 pixels")


def test_a_run_on_a_machine_without_a_card_is_planned_for_the_processor(
    capsys: pytest.CaptureFixture[str], workshop: Any
) -> None:
    run: Any = workshop.run(method="dreambooth")
    here = asked(capsys, str(run.path))
    card = asked(capsys, str(run.path), "--vram", "8")
    for plan, precision, has_copy in ((here, "fp32", False), (card, "bf16", True)):
        names = {measure["name"] for measure in plan["measures"]}
        assert (plan["precision"], "fp32_master" in names) == (precision, has_copy)
    rounding = workshop.run("memory.stochastic_rounding=on", method="dreambooth")
    assert asked(capsys, str(rounding.path))["precision"] == "bf16"


def test_a_batch_that_is_not_in_the_table_is_traced(capsys: pytest.CaptureFixture[str]) -> None:
    three = asked(capsys, *SD1, "--batch", "3", "--measures", "bf16_stochastic_rounding")
    two, four = (
        asked(capsys, *SD1, "--batch", batch, "--measures", "bf16_stochastic_rounding")
        for batch in ("2", "4")
    )
    assert (three["source"], two["source"]) == ("traced", "table")
    assert two["peak_bytes"] < three["peak_bytes"] < four["peak_bytes"]


@pytest.fixture
def large_model(tmp_path: Path) -> Path:
    return full_size(tmp_path / "models" / "xl.safetensors", "sdxl")


@pytest.mark.quick
@pytest.mark.parametrize(
    ("gigabytes", "method", "said"),
    [
        (
            8,
            "lora",
            "It fits this NVIDIA Test: needs 6.3 GB of 6.9 GB free; switched on for that: ",
        ),
        (7.6, "dreambooth_style", "It is tight on this NVIDIA Test: needs 6.4 GB of 6.5 GB free"),
        (6, "dreambooth_style", "It does not fit this NVIDIA Test: needs 6.4 GB of 4.9 GB free. "),
        (None, "lora", "It fits a graphics card of 6 GB or more; switched on for that: "),
        (None, "dreambooth_style", "It fits a graphics card of 8 GB or more"),
    ],
)
def test_new_says_at_once_whether_it_fits(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    large_model: Path, gigabytes: float | None, method: str, said: str,
) -> None:  # fmt: skip
    cards: tuple[GraphicsCard, ...] = ()
    if gigabytes is not None:
        cards = (
            GraphicsCard(
                name="NVIDIA Test", driver="581.29", memory_total_bytes=round(gigabytes * 2**30),
                memory_free_bytes=free_on_a_card(gigabytes), compute_capability="8.6",
            ),
        )  # fmt: skip
    monkeypatch.setattr(new, "graphics_cards", lambda: cards)
    words = ["new", str(PICTURES), "--name", "pallas_cat", "--kind", "animal", "--preset", method]
    words += ["--base-model", str(large_model), "--workspace", str(tmp_path / "workspace")]
    assert main(words) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith(said) for line in lines), lines
    assert lines[-1].startswith("Start it with: manul-train run")


@pytest.mark.quick
def test_new_has_nothing_to_say_of_the_demo_model(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(new, "graphics_cards", tuple)
    words = ["new", str(PICTURES), "--name", "pallas_cat", "--workspace", str(tmp_path), "--json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["plan"] is None
