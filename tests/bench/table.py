"""The tables that the bench prints last, as Markdown."""

from collections.abc import Callable, Sequence

from tests.bench.peers import Peer, PeerFigures
from tests.bench.predictions import GIB, Predicted, cap_bytes
from tests.bench.rows import NOT_RUN, Row

_SHORT = {
    "bf16_stochastic_rounding": "SR", "adamw_8bit": "8-bit AdamW", "adafactor": "Adafactor",
    "step_in_backward": "in backward", "gradient_checkpointing": "checkpointing",
    "fp32_master": "fp32 weights", "int8_base": "int8 base", "nf4_base": "nf4 base",
}  # fmt: skip
TOY = "**Toy size on a processor: says nothing about a card.** Not measured on a GPU."
# Times as long as without checkpointing: what a step on a packed base may take.
SLOWER = 1.4
_MEASURED = {
    "allocated", "reserved", "nvidia-smi", "of it context", "while loading",
    "measured / predicted", "steps/s", "problem",
}  # fmt: skip
_Column = tuple[str, Callable[[Row], str]]


def gib(amount: int | None) -> str:
    return "-" if amount is None else f"{amount / GIB:.2f}"


def number(value: float | None, form: str = ".2f") -> str:
    return "-" if value is None else format(value, form)


def measures_text(predicted: Predicted | None) -> str:
    """Without what is always on."""
    if predicted is None:
        return "-"
    names = [_SHORT[name] for name in predicted.measures if name in _SHORT]
    return ", ".join(names) or "none"


def memory_verdict(row: Row) -> str:
    """The target against what was measured, else against the prediction."""
    target = row.unit.target
    if target is None:
        return ""
    if row.card_peak is not None:
        return "met" if row.card_peak <= target * GIB else "missed"
    if row.predicted is None or (row.problem and not row.is_toy):
        return "not measured"
    if row.predicted.training > target * GIB:
        return "predicted: missed"
    if row.predicted.with_samples > target * GIB:
        return "predicted: met, but missed when samples are drawn"
    return "predicted: met"


def cap_verdict(row: Row) -> str:
    """Whether it ended; on a processor whether it would fit."""
    limit = cap_bytes(row.unit)
    if row.is_toy and row.predicted and limit:
        fits = row.predicted.reserved <= limit
        return "predicted: fits" if fits else "predicted: does not fit"
    return row.problem or "finished, sample drawn"


def off(row: Row) -> str:
    """Measured / predicted, as nvidia-smi shows it."""
    if row.card_peak is None or row.predicted is None:
        return "-"
    return f"{row.card_peak / row.predicted.training:.2f}"


def _training(row: Row) -> str:
    unit = row.unit
    return f"{unit.family} {unit.method} {unit.resolution}, batch {unit.batch}"


_NAME: tuple[_Column, ...] = (
    ("unit", lambda row: row.unit.title),
    ("training", _training),
    ("measures", lambda row: measures_text(row.predicted)),
)
_MEMORY: tuple[_Column, ...] = (
    *_NAME,
    ("floor", lambda row: number(row.unit.floor)),
    ("predicted tensors", lambda row: gib(row.predicted.tensors if row.predicted else None)),
    ("predicted", lambda row: gib(row.predicted.training if row.predicted else None)),
    ("with samples", lambda row: gib(row.predicted.with_samples if row.predicted else None)),
    ("allocated", lambda row: gib(row.allocated)),
    ("reserved", lambda row: gib(row.reserved)),
    ("nvidia-smi", lambda row: gib(row.card_peak)),
    ("of it context", lambda row: gib(row.context)),
    ("while loading", lambda row: gib(row.card_load)),
    ("measured / predicted", off),
    ("target", lambda row: number(row.unit.target, ".1f")),
    ("verdict", memory_verdict),
    ("goal", lambda row: row.unit.goal),
)
_SPEED: tuple[_Column, ...] = (
    *_NAME,
    ("steps", lambda row: str(row.steps)),
    ("steps/s", lambda row: number(row.steps_per_second)),
    ("images/s", lambda row: number((row.steps_per_second or 0) * row.unit.batch or None)),
    ("utilisation", lambda row: number(row.utilisation, ".1%")),
    ("RAM", lambda row: gib(row.ram_peak)),
    ("loss", lambda row: number(row.loss, ".4f")),
    ("problem", lambda row: "; ".join([row.problem, *row.notes] if row.problem else row.notes)),
)
_CAPS: tuple[_Column, ...] = (
    *_NAME,
    ("may reserve", lambda row: gib(cap_bytes(row.unit))),
    ("predicted", lambda row: gib(row.predicted.reserved if row.predicted else None)),
    ("reserved", lambda row: gib(row.most_reserved)),
    ("nvidia-smi", lambda row: gib(max(row.card_peak or 0, row.card_drawing or 0) or None)),
    ("steps/s", lambda row: number(row.steps_per_second)),
    ("result", cap_verdict),
    ("problem", lambda row: row.problem),
)


def tables(rows: Sequence[Row], peers: Sequence[tuple[Peer, PeerFigures]] = ()) -> str:
    """All of them, GiB where it is memory. Where nothing was run yet, only what is predicted."""
    plain = [row for row in rows if row.unit.cap is None]
    capped = [row for row in rows if row.unit.cap is not None]
    was_run = any(row.problem != NOT_RUN for row in rows)
    parts = [TOY] if any(row.is_toy for row in rows) else []
    if any(row.counted == "card" and row.card_peak is not None for row in rows):
        parts.append("NVML did not tell processes apart: nvidia-smi = all that the card held more.")
    if plain:
        parts += ["Memory, GiB:", _table(_MEMORY, plain, was_run=was_run)]
    if plain and was_run:
        parts += ["Speed:", _table(_SPEED, plain), *_speed_goals(plain)]
    if capped:
        caps = _table(_CAPS, capped, was_run=was_run)
        parts += ["Emulated cap, not a real card of that size (GiB):", caps]
    if peers:
        parts += ["Peers, their own commands on the same pictures:", _peers(peers, rows)]
    return "\n\n".join(parts)


def _speed_goals(rows: Sequence[Row]) -> list[str]:
    """Packed bases may cost time, but not more than they are worth."""
    seconds = {row.unit.name: row.seconds_per_step for row in rows if not row.is_toy}
    free = seconds.get("W6 not checkpointed")
    said = []
    for name in ("W6 int8", "W6 nf4"):
        if free and (packed := seconds.get(name)):
            verdict = "met" if packed <= SLOWER * free else "missed"
            said.append(
                f"G5: a step of {name} takes {packed / free:.2f} times as long as one of W6 not "
                f"checkpointed; at most {SLOWER} was the goal: {verdict}."
            )
    return said


def _table(columns: Sequence[_Column], rows: Sequence[Row], *, was_run: bool = True) -> str:
    used = [(name, of) for name, of in columns if was_run or name not in _MEASURED]
    return lines([name for name, _ in used], [[of(row) for _, of in used] for row in rows])


def lines(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A bar or a line break in a cell would end it."""
    cells = [[" ".join(cell.split()).replace("|", "/") for cell in row] for row in rows]
    all_rows = [list(names), ["---"] * len(names), *cells]
    return "\n".join(f"| {' | '.join(row)} |" for row in all_rows)


def _peers(peers: Sequence[tuple[Peer, PeerFigures]], rows: Sequence[Row]) -> str:
    ours = {row.unit.name: row.steps_per_second for row in rows if row.unit.cap is None}
    names = ("peer", "unit", "steps", "steps/s", "ours / theirs", "nvidia-smi", "RAM", "problem")
    content = []
    for peer, figures in peers:
        theirs, own = figures.steps_per_second, ours.get(peer.unit.name)
        content.append([
            peer.name, peer.unit.name, " and ".join(map(str, figures.steps)), number(theirs),
            number(own / theirs if own and theirs else None), gib(figures.card_peak),
            gib(figures.ram_peak), figures.problem,
        ])  # fmt: skip
    commands = "\n".join(f"- {peer.name}: `{' '.join(peer.command)}`" for peer, _ in peers)
    return f"{lines(names, content)}\n\n{commands}"
