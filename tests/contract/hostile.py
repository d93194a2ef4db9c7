"""Files as a stranger might write them, and what every reader must do with them: give a result or
raise a ManulError, and nothing else. A property takes a folder to write in and the file's bytes."""

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hypothesis import strategies as st
from PIL import Image

from training.contract.captions import read_caption
from training.contract.concept import Concept, ImageList
from training.contract.config import RunConfig, resolve
from training.contract.errors import ManulError
from training.contract.events import EventFollower, UnknownEvent, read_events
from training.contract.inspection import inspect_path
from training.contract.kept_steps import WEIGHTS_FILE, check_file, kept_steps
from training.contract.layout import RunFolder
from training.contract.picture_checks import judge_picture
from training.contract.presets import PRESET_FOLDER, load_preset
from training.contract.run_history import fold
from training.contract.run_outline import read_newer_outline
from training.contract.run_state import derive_state
from training.contract.runs import read_run_config
from training.contract.tensor_files import read_tensor_file
from training.contract.toml_file import read_model, write_model

DATA = Path(__file__).parents[1] / "data" / "recorded_run"
RUN_TOML = (DATA / "run.toml").read_bytes()
EVENTS = (DATA / "events.jsonl").read_bytes().splitlines()[:40]
PRESET = (PRESET_FOLDER / "lora.toml").read_bytes()
META = (DATA / "checkpoints" / "step-000010" / "meta.json").read_bytes()

# The camera was held upright.
_TURNED = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"

Property = Callable[[Path, bytes], None]
Result = TypeVar("Result")


def events(folder: Path, raw: bytes) -> None:
    """Read at once or as it grows, it is the same history, and one that can be shown."""
    path = folder / "events.jsonl"
    path.write_bytes(raw)
    at_once = read_events(path)
    path.write_bytes(b"")
    follower, grown = EventFollower(path), []
    third = len(raw) // 3 + 1
    for start in range(0, len(raw), third):
        with path.open("ab") as file:
            file.write(raw[start : start + third])
        grown += follower.poll()
    assert [event.model_dump() for event in grown] == [event.model_dump() for event in at_once]
    history = fold(at_once)
    derive_state(history, locked=True, now=1.0)
    for sample in history.samples.values():
        assert (folder / sample.path).is_relative_to(folder)
        assert ".." not in Path(sample.path).parts
    for event in at_once:
        if not isinstance(event, UnknownEvent):
            event.model_dump_json()


def run_config(folder: Path, raw: bytes) -> None:
    run = RunFolder(folder)
    run.config.write_bytes(raw)
    _or_told(lambda: read_run_config(run))
    _or_told(lambda: read_newer_outline(run))
    _or_told(lambda: read_model(run.config, Concept))
    _or_told(lambda: read_model(run.config, ImageList))


def preset(folder: Path, raw: bytes) -> None:
    path = folder / "preset.toml"
    path.write_bytes(raw)

    def use() -> None:
        settings = load_preset(str(path)).settings_for("sd1")
        facts = read_run_config(RunFolder(DATA)).model_dump(include={"concept", "images"})
        resolve(settings, {"preset": "x", "base_model": "y", "family": "sd1"} | facts)

    _or_told(use)


def caption(folder: Path, raw: bytes) -> None:
    """What was read stays the same on its way through run.toml, where it can be held at all."""
    (folder / "a.txt").write_bytes(raw)
    words = _or_told(lambda: read_caption(folder / "a.png"))
    if words is None:
        return
    assert "\n" not in words and len(words) <= len(raw)
    config = read_run_config(RunFolder(DATA))
    config = config.changed(images=[config.images[0].changed(caption=words).model_dump()])
    write_model(folder / "run.toml", config)
    assert read_model(folder / "run.toml", RunConfig).images[0].caption == words


def tensors(folder: Path, raw: bytes, *, suffix: str = ".safetensors") -> None:
    path = folder / f"model{suffix}"
    path.write_bytes(raw)
    if (found := _or_told(lambda: read_tensor_file(path))) is not None:
        assert len(found.tensors) <= len(raw)
        assert all(fact.bytes < 2**200 for fact in found.facts)
    _or_told(lambda: inspect_path(path))


def pickled(folder: Path, raw: bytes) -> None:
    tensors(folder, raw, suffix=".ckpt")


def meta(folder: Path, raw: bytes) -> None:
    run = RunFolder(folder)
    run.checkpoint(10).mkdir(parents=True, exist_ok=True)
    (run.checkpoint(10) / "meta.json").write_bytes(raw)
    (run.checkpoint(10) / WEIGHTS_FILE).write_bytes(b"x")
    assert kept_steps(run) == [10]
    _or_told(lambda: check_file(run, 10, WEIGHTS_FILE))


def model_index(folder: Path, raw: bytes) -> None:
    (folder / "model_index.json").write_bytes(raw)
    for part in ("unet", "vae", "text_encoder", "tokenizer", "scheduler"):
        (folder / part).mkdir(exist_ok=True)
        for name in ("config.json", "tokenizer_config.json", "scheduler_config.json"):
            (folder / part / name).write_bytes(raw)
        (folder / part / "model.safetensors").write_bytes(header({}))
    _or_told(lambda: inspect_path(folder))


def picture(folder: Path, raw: bytes) -> None:
    (folder / "a.jpg").write_bytes(raw)
    _or_told(lambda: judge_picture(folder / "a.jpg", resolution=64))


def _or_told(read: Callable[[], Result]) -> Result | None:
    try:
        return read()
    except ManulError as error:
        assert error.report().advice, error.key + str(error)
        assert len(str(error)) < 5_000, error.key
        return None


def header(content: object) -> bytes:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return len(raw).to_bytes(8, "little") + raw


def zipped(data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("archive/data.pkl", data)
    return file.getvalue()


def _painted(kind: str) -> bytes:
    file = io.BytesIO()
    gradient = Image.linear_gradient("L").resize((40, 30)).convert("RGB")
    gradient.save(file, kind, exif=_TURNED)
    return file.getvalue()


_NASTY = (
    b"1e999", b"-1", b"9" * 30, b"9" * 5000, b"0x" + b"f" * 5000, b"nan", b"inf", b"null", b"true",
    b'"../../etc/passwd"', b'"/etc/passwd"', b'"a\\u0000b"', b'"\\ud800"', b"[" * 3000, b"{}",
    b"[]", b"2018-99-99", b"\x00", b"\xff\xfe", b"\n", b'"', b"'''", b"=", b"." * 80, b"a." * 5000,
    b"{a=" * 2000, b'{"a":' * 3000, b"1979-05-27T07:32:00Z", b"9223372036854775808",
)  # fmt: skip
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
    | st.sampled_from((-1, 10**12, 10**30, 1e308, "../x", "/x", "a\x00b", "C:\\x")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner,
                                                                max_size=3),
    max_leaves=6,
)  # fmt: skip
_FIELDS = (
    "type", "time", "step", "from_step", "attempt", "pid", "pid_created", "loss", "learning_rate",
    "seconds", "memory_bytes", "prompt_index", "prompt", "seed", "path", "note", "reason",
    "measures", "done", "total", "stage", "max_train_steps", "kind", "message", "advice", "key",
    "values", "text", "progress_at", "device", "precision", "threads", "id", "versions", "name",
)  # fmt: skip


@st.composite
def mended(draw: st.DrawFn, *originals: bytes) -> bytes:
    """A sound file in which some bytes were replaced by something nasty, or cut off."""
    raw = draw(st.sampled_from(originals))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 12)))
        raw = raw[:start] + draw(st.sampled_from(_NASTY) | st.binary(max_size=6)) + raw[end:]
    return raw[: draw(st.integers(0, len(raw)))] if draw(st.integers(0, 5)) == 0 else raw


@st.composite
def event_lines(draw: st.DrawFn) -> bytes:
    """Lines of a real run with other values in them, and rubbish in between."""
    lines = []
    for _ in range(draw(st.integers(1, 6))):
        content = json.loads(draw(st.sampled_from(EVENTS)))
        for name in draw(st.lists(st.sampled_from(_FIELDS), max_size=3)):
            content[name] = draw(_VALUES)
        lines.append(json.dumps(content).encode())
    lines.insert(draw(st.integers(0, len(lines))), draw(st.binary(max_size=20)))
    return draw(st.sampled_from((b"\n", b"\r\n", b"\n\n"))).join(lines) + b"\n"


_TENSOR = st.fixed_dictionaries(
    {"dtype": st.sampled_from(("F32", "F16", "I64", "F4", "X", 7)) | _VALUES,
     "shape": st.lists(st.integers(-1, 3) | _VALUES, max_size=4),
     "data_offsets": st.lists(st.integers(-1, 40) | _VALUES, min_size=1, max_size=3)}
)  # fmt: skip
_NAME = st.sampled_from(
    ("lora_unet_x.lora_down.weight", "v_pred", "emb_params", "model.diffusion_model.a", "a")
) | st.text(max_size=5)
_HEADER = st.dictionaries(_NAME | st.just("__metadata__"), _TENSOR | _VALUES, max_size=4)
_STATE = {"state_dict": {"a": 1, "b": [1.5, None]}, "name": "x", 768: ("k", "v")}

# name -> (property, hostile files)
READERS: dict[str, tuple[Property, st.SearchStrategy[bytes]]] = {
    "events": (events, event_lines() | mended(b"\n".join(EVENTS) + b"\n") | st.binary()),
    "run.toml": (run_config, mended(RUN_TOML) | st.binary()),
    "preset": (preset, mended(PRESET)),
    "caption": (caption, st.binary() | st.text().map(str.encode)),
    "safetensors": (tensors, _HEADER.map(header) | mended(header({"a": {}})) | st.binary()),
    "pickle": (
        pickled,
        mended(*(pickle.dumps(_STATE, protocol) for protocol in (0, 2, 4))).map(zipped)
        | mended(zipped(pickle.dumps(_STATE, 2))) | st.binary(),
    ),
    "meta.json": (meta, mended(META) | _VALUES.map(lambda value: json.dumps(value).encode())),
    "model_index.json": (
        model_index,
        st.dictionaries(st.sampled_from(("_class_name", "in_channels", "prediction_type")), _VALUES)
        .map(lambda value: json.dumps(value).encode())
        | mended(b'{"_class_name": "StableDiffusionPipeline"}'),
    ),
    "picture": (picture, mended(*map(_painted, ("JPEG", "PNG", "WEBP", "TIFF", "GIF")))),
}  # fmt: skip
