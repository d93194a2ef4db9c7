"""The contact sheet of a run: a row a prompt, a column a step, one picture."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from training.contract.atomic import atomic_write
from training.contract.layout import RunFolder
from training.contract.run_history import RunHistory

_CELL = 168
_GAP = 10
_MARGIN = 24
_HEAD = 36
_LABEL = 190
# Enough to see it learn; more columns than this make a sheet nobody can look at.
_COLUMNS = 9
_CANVAS, _TEXT, _SECONDARY = "#ECEAE6", "#24221F", "#6B665E"


def write_contact_sheet(run: RunFolder, history: RunHistory) -> Path | None:
    """Write the run's samples as one PNG; None while there are none."""
    steps = choose_columns(sorted({step for step, _ in history.samples}))
    prompts = {row: sample.prompt for (_, row), sample in sorted(history.samples.items())}
    if not steps:
        return None
    width = 2 * _MARGIN + _LABEL + len(steps) * (_CELL + _GAP) - _GAP
    height = 2 * _MARGIN + _HEAD + len(prompts) * (_CELL + _GAP) - _GAP
    sheet = Image.new("RGB", (width, height), _CANVAS)
    draw = ImageDraw.Draw(sheet)
    for column, step in enumerate(steps):
        x = _MARGIN + _LABEL + column * (_CELL + _GAP)
        title = f"step {step:,}"
        draw.text((x + _CELL / 2, _MARGIN), title, fill=_SECONDARY, font=_font(15), anchor="ma")
        for line, row in enumerate(prompts):
            y = _MARGIN + _HEAD + line * (_CELL + _GAP)
            if (sample := history.samples.get((step, row))) is not None:
                _paste(sheet, run.path / sample.path, x, y)
            if column == 0:
                _label(draw, prompts[row], y)
    atomic_write(run.contact_sheet, lambda path: sheet.save(path, format="PNG", optimize=True))
    return run.contact_sheet


def choose_columns(steps: list[int]) -> list[int]:
    """At most _COLUMNS of the steps, evenly spread, the first and the last among them."""
    if len(steps) <= _COLUMNS:
        return steps
    places = [round(index * (len(steps) - 1) / (_COLUMNS - 1)) for index in range(_COLUMNS)]
    return [steps[place] for place in places]


def _paste(sheet: Image.Image, path: Path, x: int, y: int) -> None:
    try:
        with Image.open(path) as picture:
            cell = picture.convert("RGB").resize((_CELL, _CELL), Image.Resampling.BICUBIC)
    except OSError:
        # Somebody moved or damaged a sample: its place stays empty.
        return
    mask = Image.new("L", (_CELL * 4, _CELL * 4), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, _CELL * 4 - 1, _CELL * 4 - 1), 20, fill=255)
    sheet.paste(cell, (x, y), mask.resize((_CELL, _CELL), Image.Resampling.LANCZOS))


def _label(draw: ImageDraw.ImageDraw, prompt: str, y: int) -> None:
    font = _font(16)
    lines: list[str] = []
    for word in prompt.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= _LABEL - 20:
            lines[-1] = longer
        else:
            lines.append(word)
    text = "\n".join(lines)
    draw.multiline_text(
        (_MARGIN, y + _CELL / 2), text, fill=_TEXT, font=font, anchor="lm", spacing=6
    )


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
