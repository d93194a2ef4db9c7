import locale
import os
from pathlib import Path

import pytest

from training.contract.captions import read_caption, write_caption
from training.contract.errors import ManulError

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom"]
)
def test_captions_in_unicode(tmp_path: Path, encoding: str) -> None:
    text = "  фото  {} \r\n on the moon 😀\n"
    raw = {
        "utf-16-le-bom": b"\xff\xfe" + text.encode("utf-16-le"),
        "utf-16-be-bom": b"\xfe\xff" + text.encode("utf-16-be"),
    }.get(encoding) or text.encode(encoding)
    (tmp_path / "a.txt").write_bytes(raw)
    assert read_caption(tmp_path / "a.jpg") == "фото {} on the moon 😀"


def test_captions_in_an_old_code_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes("фото манула".encode("cp1251"))
    monkeypatch.setattr(locale, "getencoding", lambda: "cp1251")
    assert read_caption(tmp_path / "a.jpg") == "фото манула"
    monkeypatch.setattr(locale, "getencoding", lambda: "utf-8")
    (tmp_path / "a.txt").write_bytes("café".encode("latin-1"))
    assert read_caption(tmp_path / "a.jpg") == "café"


@pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b" \n ", b"\xff\xfea"])
def test_nearly_nothing_is_no_crash(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(raw)
    assert len(read_caption(tmp_path / "a.jpg")) <= 1


def test_no_caption(tmp_path: Path) -> None:
    assert read_caption(tmp_path / "a.jpg") == ""
    (tmp_path / "a.txt").mkdir()
    assert read_caption(tmp_path / "a.jpg") == ""


def test_a_picture_is_not_its_own_caption(tmp_path: Path) -> None:
    (tmp_path / "photo.txt").write_bytes(b"\xff\xd8\xff\xe0 a JPEG")
    assert read_caption(tmp_path / "photo.txt") == ""


def test_a_caption_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    loop = tmp_path / "a.txt"
    try:
        os.symlink("/proc/self/mem", loop)
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(ManulError, match="cannot be read"):
        read_caption(tmp_path / "a.jpg")


def test_writing_and_removing(tmp_path: Path) -> None:
    picture = tmp_path / "0001-кот.jpg"
    write_caption(picture, "  a photo of {}\n")
    assert (tmp_path / "0001-кот.txt").read_text(encoding="utf-8") == "a photo of {}\n"
    write_caption(picture, "   ")
    write_caption(picture, "")
    assert list(tmp_path.iterdir()) == []
