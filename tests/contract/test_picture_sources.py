import os
from pathlib import Path

import pytest

from training.contract.errors import ManulError
from training.contract.picture_sources import find_pictures

pytestmark = pytest.mark.quick


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def test_folders_are_searched_in_natural_order(tmp_path: Path) -> None:
    touch(
        tmp_path, "10.jpg", "9.JPG", "кот/2.heic", "кот/１.webp", "a b/c.Png", "notes.txt",
        ".hidden.jpg", ".thumbnails/a.jpg", "__MACOSX/a.jpg", "x.jpg.part", "jpg",
    )  # fmt: skip
    found = [path.relative_to(tmp_path).as_posix() for path in find_pictures([tmp_path])]
    assert found == ["9.JPG", "10.jpg", "a b/c.Png", "кот/１.webp", "кот/2.heic"]


def test_files_are_taken_as_given_and_once(tmp_path: Path) -> None:
    touch(tmp_path, "b.dat", "a.jpg")
    sources = [tmp_path / "b.dat", tmp_path, tmp_path / "a.jpg", tmp_path / "." / "b.dat"]
    assert [path.name for path in find_pictures(sources)] == ["b.dat", "a.jpg"]


def test_links_are_followed_but_not_in_circles(tmp_path: Path) -> None:
    touch(tmp_path, "album/a.jpg", "elsewhere/b.jpg")
    try:
        os.symlink(tmp_path / "album", tmp_path / "album" / "loop")
        os.symlink(tmp_path, tmp_path / "elsewhere" / "up")
    except OSError:
        pytest.skip("no links here")
    os.symlink(tmp_path / "elsewhere", tmp_path / "album" / "more")
    os.symlink(tmp_path / "album" / "a.jpg", tmp_path / "album" / "same.jpg")
    found = find_pictures([tmp_path / "album"])
    assert sorted(os.path.basename(os.path.realpath(path)) for path in found) == ["a.jpg", "b.jpg"]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ManulError, match=r"nothing\.jpg” cannot be read: it does not exist"):
        find_pictures([tmp_path / "nothing.jpg"])


def test_nothing_is_nothing(tmp_path: Path) -> None:
    assert find_pictures([]) == []
    assert find_pictures([tmp_path]) == []
