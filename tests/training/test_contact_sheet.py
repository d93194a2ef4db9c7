"""The contact sheet: rows are prompts, columns steps, and it can be looked at."""

from pathlib import Path

import pytest
from PIL import Image

from training.contact_sheet import choose_columns, write_contact_sheet
from training.contract import events as ev
from training.contract.layout import RunFolder
from training.contract.run_history import RunHistory, fold

pytestmark = pytest.mark.quick

COLOURS = {(0, 0): "red", (0, 1): "green", (50, 0): "blue", (50, 1): "yellow"}
PROMPTS = ("a photo of pallas_cat", "a drawing of pallas_cat on a very wide orange background")


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    run = RunFolder(tmp_path / "0001-textual-inversion")
    run.samples.mkdir(parents=True)
    return run


def sampled(run: RunFolder, colours: dict[tuple[int, int], str]) -> RunHistory:
    found: list[ev.Event] = []
    for (step, row), colour in colours.items():
        Image.new("RGB", (64, 64), colour).save(run.sample(step, row))
        path = run.relative(run.sample(step, row))
        found.append(
            ev.SampleSaved(step=step, prompt_index=row, prompt=PROMPTS[row], seed=1, path=path)
        )
    return fold(found)


def open_sheet(run: RunFolder, colours: dict[tuple[int, int], str]) -> Image.Image:
    assert write_contact_sheet(run, sampled(run, colours)) == run.contact_sheet
    with Image.open(run.contact_sheet) as sheet:
        return sheet.convert("RGB")


def places(sheet: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the pixels of exactly this colour."""
    mask = Image.new("L", sheet.size)
    mask.putdata([255 if pixel == colour else 0 for pixel in sheet.get_flattened_data()])
    box = mask.getbbox()
    assert box is not None
    return box


def test_rows_are_prompts_and_columns_steps(run: RunFolder) -> None:
    sheet = open_sheet(run, COLOURS)
    red, green = places(sheet, (255, 0, 0)), places(sheet, (0, 128, 0))
    blue, yellow = places(sheet, (0, 0, 255)), places(sheet, (255, 255, 0))
    assert red[0] == green[0] < blue[0] == yellow[0]
    assert red[1] == blue[1] < green[1] == yellow[1]
    assert all(box[2] - box[0] == box[3] - box[1] == 168 for box in (red, green, blue, yellow))


def test_all_pictures_lie_inside_the_sheet(run: RunFolder) -> None:
    sheet = open_sheet(run, COLOURS)
    right, bottom = places(sheet, (255, 255, 0))[2:]
    assert (sheet.width - right, sheet.height - bottom) == (24, 24)


def test_prompts_and_steps_are_written_beside_the_pictures(run: RunFolder) -> None:
    sheet = open_sheet(run, COLOURS)
    paper = sheet.getpixel((2, 2))
    left = places(sheet, (255, 0, 0))[0]
    for box in ((0, 60, left - 12, 228), (0, 238, left - 12, 406), (left, 0, sheet.width, 58)):
        colours = sheet.crop(box).getcolors(100_000)
        assert colours is not None
        assert len(colours) > 10, "no text there"
    # The long prompt is broken into lines and does not run into its picture.
    gap = sheet.crop((left - 8, 0, left - 1, sheet.height)).getcolors()
    assert gap is not None
    assert [colour for _, colour in gap] == [paper]


def test_a_missing_sample_leaves_its_place_empty(run: RunFolder) -> None:
    some = {place: colour for place, colour in COLOURS.items() if place != (0, 0)}
    sheet = open_sheet(run, some)
    assert sheet.size == open_sheet(run, COLOURS).size
    assert places(sheet, (0, 128, 0))[0] < places(sheet, (0, 0, 255))[0]


def test_a_row_is_labelled_though_its_first_picture_is_missing(run: RunFolder) -> None:
    some = {place: colour for place, colour in COLOURS.items() if place != (0, 0)}
    colours = open_sheet(run, some).crop((0, 60, 200, 228)).getcolors(100_000)
    assert colours is not None
    assert len(colours) > 10


def test_without_samples_there_is_no_sheet(run: RunFolder) -> None:
    assert write_contact_sheet(run, RunHistory()) is None
    assert not run.contact_sheet.exists()


@pytest.mark.parametrize(
    ("count", "expected"),
    [(3, [0, 1, 2]), (9, list(range(9))), (17, [0, 2, 4, 6, 8, 10, 12, 14, 16])],
)
def test_at_most_nine_columns(count: int, expected: list[int]) -> None:
    assert choose_columns(list(range(count))) == expected


def test_the_first_and_the_last_step_are_always_there() -> None:
    for count in range(1, 60):
        chosen = choose_columns([step * 25 for step in range(count)])
        assert (chosen[0], chosen[-1]) == (0, (count - 1) * 25)
        assert len(set(chosen)) == len(chosen) <= 9


def test_a_lost_sample_leaves_an_empty_place(run: RunFolder) -> None:
    """The sheet comes last: it must not turn a finished training into a failed one."""
    history = sampled(run, COLOURS)
    run.sample(0, 1).unlink()
    run.sample(50, 0).write_bytes(b"not a picture")
    assert write_contact_sheet(run, history) == run.contact_sheet
