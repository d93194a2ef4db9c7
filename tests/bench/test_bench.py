"""The bench runs the engine's own training, says what it found, and loses no row."""

import json
from pathlib import Path
from typing import Any

import pytest

import tests.bench.__main__ as command
from tests.bench.budget import Budget
from tests.bench.device import Device
from tests.bench.job import Answer, Job, as_line, read_answer, read_job
from tests.bench.measure import planned_steps
from tests.bench.predictions import cap_bytes, predict_unit, utilisation
from tests.bench.rows import Row
from tests.bench.watch import Sample, Watch
from tests.bench.work_units import CAPS, UNITS, WorkUnit, chosen_units

HERE = Device("cpu", "a processor", "bf16", peak=1e10)
PLAIN = [unit for unit in UNITS if unit.cap is None]


def job(**facts: object) -> Job:
    usual = Job("m", "p", "w", "lora", 64, 1, ("cache_latents",), (), 30, 200, 3)
    return Job(**{**vars(usual), **facts})


def cells(text: str, title: str) -> list[list[str]]:
    """The rows of all tables that begin with this unit."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    return [row for row in rows if row and row[0] == title]


def bench(
    monkeypatch: pytest.MonkeyPatch, out: Path, *arguments: str
) -> tuple[int, str, list[dict[str, Any]]]:  # fmt: skip
    monkeypatch.setattr(command, "ask_device", lambda: HERE)
    monkeypatch.setattr(command.signal, "signal", lambda *_: None)
    code = command.main([*arguments, "--out", str(out)])
    lines = (out / "bench.jsonl").read_text(encoding="utf-8").splitlines()
    return code, (out / "table.txt").read_text(encoding="utf-8"), [json.loads(x) for x in lines]


def test_a_toy_unit_is_measured_in_the_engines_own_loop(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, text, (header, line) = bench(monkeypatch, tmp_path, "--unit", "W3", "--cap", "8")
    assert code == 0, (tmp_path / "01.log").read_text(encoding="utf-8")
    assert "Toy size on a processor" in text and "not a real card" in text
    assert header["torch"] and header["command"]
    found = line["row"]
    assert line["unit"] == "W3, cap 8 GB" and found["steps"] == 2 and found["has_drawn"]
    # Of random weights: the noise is not guessed, and nothing overflows.
    assert 0.3 < float(found["loss"]) < 3
    assert int(found["ram_peak"]) > 2**28
    ((*_, speed, verdict, problem),) = cells(text, "W3, cap 8 GB")
    assert float(speed) > 0 and verdict == "predicted: fits" and not problem


@pytest.mark.prove
def test_every_unit_has_its_row(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code, text, _ = bench(monkeypatch, tmp_path)
    assert code == 0, text
    for unit in UNITS:
        rows = cells(text, unit.title)
        assert len(rows) == (2 if unit.cap is None else 1)
        assert float(rows[-1][4 if unit.cap is None else 7]) > 0
    assert any(cell.startswith("predicted: missed") for row in cells(text, "W3") for cell in row)


def test_what_is_not_reached_is_in_the_table_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command.Bench, "measure", stop)
    code, text, lines = bench(monkeypatch, tmp_path, "--unit", "W1", "--peer", "it=run {steps}")
    assert code == 1 and len(lines) == 1
    (capped,), (peer,) = cells(text, "W1, cap 8 GB"), cells(text, "it")
    assert peer[-1] == "not run"
    # The predictions are there all the same.
    assert capped[-1] == "predicted: fits" and "5.05" in cells(text, "W1")[0]


@pytest.mark.quick
def test_predictions_need_no_training(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command.Bench, "measure", None)
    code, text, _ = bench(monkeypatch, tmp_path, "--unit", "W7", "--predict")
    assert code == 0
    assert "predicted: met" in cells(text, "W7")[0]
    assert "predicted: fits" in cells(text, "W7, cap 8 GB")[0]


@pytest.mark.quick
def test_a_unit_that_fails_is_a_row_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def no_disk(*_: object) -> Path:
        raise OSError("no space left")

    monkeypatch.setattr(command.Bench, "_model", no_disk)
    made = command.Bench(HERE, tmp_path, tmp_path, Budget(None, 1))
    row = made.planned(PLAIN[0])
    made.measure(row)
    assert row.problem == "no space left"
    # A card without bfloat16 cannot round by chance.
    old = Device("cuda", "an old card", "fp16", 1e12)
    row = command.Bench(old, tmp_path, tmp_path, Budget(None, 1)).planned(PLAIN[1])
    assert row.problem.startswith("not for this card") and row.predicted is None


@pytest.mark.quick
def test_units_are_those_of_the_goals_with_what_the_plan_chooses() -> None:
    names = {unit.name.partition(" ")[0] for unit in UNITS}
    assert names == {"W1", "W1b", "W2", "W3", "W4", "W6", "W7", "W8"}
    assert {unit.cap for unit in UNITS} == {None, *CAPS}
    found = predict_unit(PLAIN[0], "bf16")
    assert "bf16_stochastic_rounding" in found.measures
    assert found.tensors < found.reserved < found.with_samples
    assert found.training <= found.with_samples
    # Counted once by other code: 2.41 TFLOP a step.
    assert found.flops == pytest.approx(2.41e12, rel=0.05)


@pytest.mark.quick
def test_units_are_chosen_by_name_and_cap() -> None:
    assert chosen_units([], []) == UNITS
    assert [unit.title for unit in chosen_units(["W6"], [8, 12])] == [
        "W6, cap 8 GB", "W6, cap 12 GB"
    ]  # fmt: skip
    assert {unit.name for unit in chosen_units(["W8"], [])} == {"W8"}
    with pytest.raises(ValueError, match="W5"):
        chosen_units(["W5"], [])
    limit = cap_bytes(PLAIN[0].capped(8))
    assert limit == round(6.5 * 2**30) and cap_bytes(PLAIN[0]) is None


@pytest.mark.quick
def test_steps_fit_into_the_time() -> None:
    assert planned_steps(job(), pace=0.1, left=None) == (200, 3)
    assert planned_steps(job(), pace=0.1, left=1000) == (200, 3)
    assert planned_steps(job(), pace=0.1, left=9.01) == (30, 3)
    assert planned_steps(job(), pace=1.0, left=9.01) == (9, 1)
    assert planned_steps(job(), pace=1.0, left=-3) == (5, 1)
    # What has to prove that it fits takes all its steps.
    assert planned_steps(job(reserved=1, steps=50, repeats=1), pace=1.0, left=1) == (50, 1)


@pytest.mark.quick
def test_the_time_is_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("tests.bench.budget.time.monotonic", lambda: now[0])
    budget = Budget(10, weights=4, _start=0.0)
    assert budget.take(1) == 150
    assert budget.take(2) == 400
    assert budget.limit(400) == 600
    now[0] = 591
    with pytest.raises(LookupError, match="time was up"):
        budget.take(1)
    assert Budget(None, 1).take(1) is None


@pytest.mark.quick
def test_job_and_answer_come_back_as_they_were(tmp_path: Path) -> None:
    sent = job(seconds=3.5, reserved=7)
    assert read_job(as_line(sent)) == sent
    path = tmp_path / "answer.json"
    assert "without an answer" in read_answer(path).problem
    answer = Answer(blocks=[1.0, 2.0], steps=4, loss=0.5)
    path.write_text(as_line(answer)[:-1], encoding="utf-8")
    assert "without an answer" in read_answer(path).problem
    path.write_text(as_line(answer), encoding="utf-8")
    assert read_answer(path) == answer


def watched(*samples: Sample) -> Watch:
    watch = Watch.__new__(Watch)
    watch.samples = list(samples)
    return watch


@pytest.mark.quick
def test_a_row_tells_the_phases_apart() -> None:
    unit = PLAIN[0]
    row = Row(unit, predict_unit(unit, "bf16"))
    watch = watched(
        Sample(1.0, 10, by_process=400, by_card=9000), Sample(2.0, 80, by_process=700),
        Sample(3.0, 30, by_process=600), Sample(4.0, 20, by_process=800), Sample(9.0, 0),
    )  # fmt: skip
    answer = Answer(
        empty_reserved=50, load_reserved=5, reserved=9, allocated=8, draw_reserved=11,
        empty_since=0.9, loading_since=1.5, learning_since=2.5, drawing_since=3.5, ended=5.0,
        steps=10, blocks=[2.0, 1.0, 4.0],
    )  # fmt: skip
    row.fill(answer, watch, peak_flops=100e12)
    assert (row.context, row.card_load, row.card_peak, row.card_drawing) == (350, 700, 600, 800)
    assert (row.ram_peak, row.most_reserved, row.counted) == (80, 11, "process")
    assert (row.steps, row.seconds_per_step) == (30, 0.2)
    assert row.utilisation == pytest.approx(2.47e12 / 0.2 / 100e12, rel=0.01)
    assert utilisation(10, 2.0, 20.0) == 0.25


@pytest.mark.quick
def test_a_capped_training_without_its_sample_has_failed() -> None:
    unit: WorkUnit = PLAIN[0].capped(8)
    row = Row(unit, predict_unit(unit, "bf16"))
    row.fill(Answer(blocks=[1.0], steps=50), watched(), peak_flops=1.0)
    assert row.problem == "the sample did not fit"
