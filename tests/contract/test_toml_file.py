from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field, ValidationError

from training.contract.errors import ManulError
from training.contract.toml_file import (
    CONTRACT_VERSION,
    FileName,
    StrictModel,
    read_model,
    read_toml,
    write_model,
)

pytestmark = pytest.mark.quick


class Nets(StrictModel):
    name: Literal["nets"] = "nets"
    layers: int = Field(1, ge=1, le=4)


class Words(StrictModel):
    name: Literal["words"] = "words"
    vectors: int = Field(1, multiple_of=2)


class Sheet(StrictModel):
    title: str = "манул 😀"
    steps: int = Field(1, ge=1)
    rate: float = Field(0.5, gt=0, lt=1)
    flip: bool = False
    note: str | None = None
    file: FileName = "a.png"
    method: Annotated[Nets | Words, Field(discriminator="name")] = Nets()
    pictures: tuple[Nets, ...] = ()


def refused(tmp_path: Path, text: str | bytes) -> ManulError:
    path = tmp_path / "run.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ManulError) as told:
        read_model(path, Sheet)
    assert str(path) in str(told.value)
    assert "\n" not in str(told.value)
    return told.value


def test_what_is_written_is_read(tmp_path: Path) -> None:
    sheet = Sheet(title='"""\n\\ \t \u0000 кот 😀', pictures=(Nets(layers=2), Nets(layers=3)))
    write_model(tmp_path / "run.toml", sheet)
    assert read_model(tmp_path / "run.toml", Sheet) == sheet
    content = read_toml(tmp_path / "run.toml")
    assert content["contract_version"] == CONTRACT_VERSION
    assert "note" not in content
    # What must be known first stands first.
    assert (tmp_path / "run.toml").read_text().startswith("contract_version")


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    (tmp_path / "run.toml").write_bytes("\ufefftitle = 'кот'\r\nsteps = 3\r\n".encode())
    assert read_model(tmp_path / "run.toml", Sheet) == Sheet(title="кот", steps=3)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("steps = 1\nrate = = 2\n", 2),
        ("steps = 1\n\ntitle = 'open\nrate = 1\n", 3),
        ("steps = 1\nsteps = 2\n", 2),
        ("[method]\nlayers = 1\n[method]\n", 3),
        ("steps = 1\npictures = [", 2),
        ("title = '\x00'", 1),
    ],
)
def test_what_is_not_toml_names_the_line(tmp_path: Path, text: str, line: int) -> None:
    error = refused(tmp_path, text)
    assert (error.key, error.values["line"]) == ("corrupt_config.syntax", line)
    assert f"line {line} " in str(error)


def test_deep_nesting_is_no_crash(tmp_path: Path) -> None:
    assert refused(tmp_path, "a = " + "[" * 5000).key == "corrupt_config.syntax"


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        ("steps = 0", "steps", "it must be at least 1"),
        ("rate = 1.0", "rate", "it must be less than 1.0"),
        ("rate = 0", "rate", "it must be more than 0.0"),
        ("rate = nan", "rate", "it must be a number"),
        ("rate = 'fast'", "rate", "it must be a number"),
        ("steps = 'many'", "steps", "it must be a whole number"),
        ("steps = 1.5", "steps", "it must be a whole number"),
        ("steps = true", "steps", "it must be a whole number"),
        ("flip = 'perhaps'", "flip", "it must be true or false"),
        ("title = 3", "title", "it must be text"),
        ("colour = 3", "colour", "there is no such entry"),
        ("pictures = 3", "pictures", "it must be a list"),
        ("pictures = [3]", "pictures.0", "it must be a table"),
        ("file = '../secret'", "file", "it must be the name of a file, without folders"),
        ("file = 'C:x'", "file", "it must be the name of a file, without folders"),
        ("[method]\nname = 'nets'\nlayers = 5", "method.layers", "it must be at most 4"),
        ("[method]\nname = 'words'\nvectors = 3", "method.vectors", "it must be a multiple of 2"),
        ("[method]\nname = 'nets'\nsize = 5", "method.size", "there is no such entry"),
        ("[method]\nname = 'magic'", "method", "it must be one of: nets, words"),
        ("[method]\nlayers = 3", "method", "it is missing"),
        ("[[pictures]]\nlayers = 1\n[[pictures]]\nlayers = 9", "pictures.1.layers",
         "it must be at most 4"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_named_by_its_dotted_path(
    tmp_path: Path, text: str, field: str, reason: str
) -> None:
    error = refused(tmp_path, text)
    assert error.key == "corrupt_config.field"
    assert error.values["field"] == field
    assert str(error).endswith(f"is not right at {field}: {reason}.")


def test_a_newer_file_is_called_newer_whatever_is_in_it(tmp_path: Path) -> None:
    error = refused(tmp_path, f"contract_version = {CONTRACT_VERSION + 1}\nunheard_of = 3")
    assert error.key == "newer_version"
    assert (error.values["version"], error.values["known"]) == (CONTRACT_VERSION + 1, 1)
    assert read_toml(tmp_path / "run.toml")["unheard_of"] == 3


@pytest.mark.parametrize("version", ["'new'", "true", "0", "1.5"])
def test_a_version_that_is_none_is_damage(tmp_path: Path, version: str) -> None:
    error = refused(tmp_path, f"contract_version = {version}")
    assert error.values["field"] == "contract_version"


def test_other_encodings_and_missing_files(tmp_path: Path) -> None:
    assert refused(tmp_path, "title = 'кот'".encode("cp1251")).key == "corrupt_config.encoding"
    with pytest.raises(ManulError, match="it does not exist"):
        read_toml(tmp_path / "nothing.toml")
    with pytest.raises(ManulError, match="cannot be read"):
        read_toml(tmp_path)


def test_models_change_only_by_validated_copies() -> None:
    sheet = Sheet()
    changed = sheet.changed(steps=5, method={"name": "words", "vectors": 4})
    assert (sheet.steps, changed.steps, changed.method) == (1, 5, Words(vectors=4))
    with pytest.raises(ValidationError):
        sheet.changed(steps=0)
    with pytest.raises(ValidationError):
        setattr(sheet, "steps", 2)  # noqa: B010
