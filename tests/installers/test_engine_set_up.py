"""Setting the engine up, with real uv and tiny packages: whatever happens, the old one works."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installers.engine_making import UV, Made, works
from tests.installers.fake_wheels import make_pack, make_parts
from training.contract.engine_process import engine_environment, engine_file, engine_python
from training.contract.engine_setup import build
from training.contract.engine_setup.engine_file import (
    can_go_back,
    go_back,
    read_engine_file,
    use_engine,
)
from training.contract.engine_setup.folders import EngineFolders, engine_folders
from training.contract.engine_setup.network import Network
from training.contract.engine_setup.parts import Parts, parts
from training.contract.engine_setup.uv_words import uv_problem
from training.contract.errors import ManulError
from training.contract.torch_builds import torch_builds
from training.contract.user_settings import UserSettings

# What uv wrote on this machine, made to fail on purpose; Windows' words are from its error codes.
COMPLAINTS = {
    "engine_setup.no_network": """error: Request failed after 3 retries in 12.0s
  cause: Failed to fetch: http://127.0.0.1:9/packages/tomlkit/
  cause: error sending request for url (http://127.0.0.1:9/packages/tomlkit/)
  cause: client error (Connect)
  cause: tcp connect error
  cause: Connection refused (os error 111)""",
    "engine_setup.untrusted": """error: Failed to fetch: https://localhost:8943/packages/tomlkit/
  cause: error sending request for url (https://localhost:8943/packages/tomlkit/)
  cause: client error (Connect)
  cause: invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))""",
    "engine_setup.refused": """error: Failed to fetch: http://127.0.0.1:9/files/tomlkit.whl
  cause: HTTP status client error (403 Forbidden) for url (http://127.0.0.1:9/files/tomlkit.whl)""",
    "engine_setup.not_found": """error: No solution found when resolving dependencies
  cause: Because torch was not found in the package registry and you require torch""",
    "disk_full.engine_now": """error: Failed to extract archive: torch-2.13.0.whl
  cause: failed to write to file `/home/a/.tmp1/x`: No space left on device (os error 28)""",
    "engine_setup.locked": """error: Failed to install: torch-2.13.0.whl
  cause: failed to remove file `C:\\Users\\a b\\torch\\c10.dll`: Access is denied. (os error 5)""",
    "engine_setup.cut": """error: Failed to download `torch==2.13.0`
  cause: Failed to fetch: `http://127.0.0.1:9/torch.whl`
  cause: error decoding response body""",
    "engine_setup.failed": "error: Something that nobody has seen before",
}


def test_an_engine_is_built_checked_and_used(made: Made) -> None:
    end = made.set_up().run()
    assert (end.stage, end.device, end.error) == ("done", "cpu", None)
    told = [news.stage for news in made.news]
    assert told == sorted(told, key=["preparing", "downloading", "unpacking", "checking"].index)
    assert told[-1] == "checking"
    assert end.python == str(made.folders.path / "0.1.0-cpu-1" / "bin" / "python")
    assert str(engine_python()) == end.python == read_engine_file().python
    assert works(end.python)
    # Nothing is left but the engine and the lock.
    assert sorted(os.listdir(made.folders.path)) == [".set-up.lock", "0.1.0-cpu-1"]


def test_a_new_engine_lies_beside_the_old_one_and_older_ones_go(made: Made) -> None:
    first, second = made.set_up().run().python, made.set_up().run().python
    assert first != second
    assert read_engine_file().previous == first
    go_back()
    assert str(engine_python()) == first
    assert works(first)
    go_back()
    third = made.set_up().run().python
    assert not Path(first).exists()
    assert (read_engine_file().python, read_engine_file().previous) == (third, second)


def test_there_may_be_nothing_to_go_back_to(made: Made) -> None:
    assert not can_go_back()
    with pytest.raises(ManulError, match="no former engine"):
        go_back()
    first = made.set_up().run().python
    made.set_up().run()
    assert can_go_back()
    shutil.rmtree(Path(first).parents[1])
    assert not can_go_back()


def test_an_engine_that_teaches_is_not_removed(made: Made) -> None:
    first = made.set_up().run().python
    code = "import time; print(1, flush=True); time.sleep(60)"
    with subprocess.Popen([first, "-c", code], stdout=subprocess.PIPE) as teaching:
        assert teaching.stdout is not None
        teaching.stdout.readline()
        made.set_up().run()
        made.set_up().run()
        assert Path(first).exists()
        teaching.kill()
    made.set_up().run()
    assert not Path(first).exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"torch": "raise OSError('libtorch.so: cannot open')"}, "libtorch.so: cannot open"),
        ({"diffusers": "import nowhere"}, "nowhere"),
    ],
)
def test_an_engine_that_does_not_work_is_not_used(
    made: Made, tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    former = made.set_up().run().python
    end = made.set_up(make_pack(tmp_path / "bad pack", changed=changed)).run()
    assert end.error is not None
    assert end.error.key == "error.engine_setup.check"
    assert said in end.error.message
    assert str(engine_python()) == former
    assert works(former)
    assert [one.name for one in made.folders.environments()] == ["0.1.0-cpu-1"]


def test_an_engine_of_another_manul_is_not_used(made: Made, tmp_path: Path) -> None:
    other = make_parts(tmp_path / "newer", uv=UV, contract_version=2)
    set_up = made.set_up(of=parts(other, Path(sys.executable)))
    assert made.problem(set_up) == "engine_setup.other_contract"


def test_a_repair_does_not_meet_the_damage_again(made: Made) -> None:
    broken = Path(made.set_up().run().python)
    package = next(broken.parents[1].glob("lib/*/site-packages/torch/__init__.py"))
    # In place: a hard link to the download cache would carry the damage there.
    with package.open("a", encoding="utf-8") as file:
        file.write("raise ImportError('damaged')")
    assert not works(str(broken))
    repaired = made.set_up().run().python
    assert works(repaired)


def test_folders_without_a_pack_and_parts_that_are_missing(made: Made, tmp_path: Path) -> None:
    assert made.problem(made.set_up(tmp_path)) == "engine_setup.empty_pack"
    only_one = tmp_path / "half a pack"
    only_one.mkdir()
    shutil.copy(next(made.pack.glob("torch-*")), only_one)
    assert made.problem(made.set_up(only_one)) == "engine_setup.not_found"
    (made.part_folder / "constraints.txt").unlink()
    with pytest.raises(ManulError, match=r"constraints\.txt"):
        parts(made.part_folder)


def test_a_full_disk_is_told_beforehand(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EngineFolders, "free_bytes", lambda self: 100_000_000)
    end = made.set_up().run()
    assert end.error is not None
    assert end.error.key == "error.disk_full.engine"
    assert end.error.values["free"] == 0.1


def test_a_disk_that_fills_up_is_told_in_words(made: Made, tmp_path: Path) -> None:
    full = tmp_path / "uv"
    full.write_text("#!/bin/sh\necho 'No space left on device (os error 28)' >&2\nexit 2\n")
    full.chmod(0o755)
    poor = Parts(made.parts.manul, made.parts.constraints, full, made.parts.python)
    assert made.problem(made.set_up(of=poor)) == "disk_full.engine_now"


LOCKS = r"""#!/bin/sh
echo x >> "$(dirname "$0")/tries"
if [ "$(wc -l < "$(dirname "$0")/tries")" -le 4 ]; then
    printf '%s\n' 'error: cannot remove `C:\a b\c10.dll`: Access is denied. (os error 5)' >&2
    exit 2
fi
exec "$REAL_UV" "$@"
"""


def locking_uv(made: Made, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Parts:
    """A uv that meets a locked file the first four times it is started."""
    folder.mkdir()
    uv = folder / "uv"
    uv.write_text(LOCKS)
    uv.chmod(0o755)
    monkeypatch.setenv("REAL_UV", str(UV))
    return Parts(made.parts.manul, made.parts.constraints, uv, made.parts.python)


def test_a_locked_file_is_tried_again_before_anybody_is_asked(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = locking_uv(made, tmp_path / "locked", monkeypatch)
    monkeypatch.setattr(build, "PAUSES_SECONDS", (0.01, 0.01, 0.01))
    end = made.set_up(of=parts).run()
    assert end.error is not None
    assert end.error.values == {"path": r"C:\a b\c10.dll"}
    assert len((tmp_path / "locked" / "tries").read_text().split()) == 4
    # It let go meanwhile: the next time all is well.
    assert made.set_up(of=parts).run().stage == "done"


def test_one_need_not_wait_for_a_locked_file(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "PAUSES_SECONDS", (60.0,))
    set_up = made.set_up(of=locking_uv(made, tmp_path / "locked", monkeypatch))
    threading.Timer(0.3, set_up.cancel).start()
    began = time.monotonic()
    assert set_up.run().stage == "cancelled"
    assert time.monotonic() - began < 10


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """For engines: with less than these wheels need."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("may not mount a small disk here")
    monkeypatch.setenv("MANUL_ENGINES", str(place))
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_disk_that_real_uv_fills_up(
    made: Made, small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if others had taken the room meanwhile; with more of it, it goes on."""
    monkeypatch.setattr(build, "lack_of_room", lambda *_: None)
    made.folders = engine_folders()
    large = make_pack(tmp_path / "large pack", padding=1_500_000)
    assert made.problem(made.set_up(large)) == "disk_full.engine_now"
    assert made.folders.environments() == []
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    assert made.set_up(large).run().stage == "done"


@pytest.mark.quick
@pytest.mark.parametrize("key", COMPLAINTS)
def test_what_uv_complains_about_has_a_sentence(key: str, tmp_path: Path) -> None:
    error = uv_problem(COMPLAINTS[key].splitlines(), EngineFolders(tmp_path))
    assert error.key == key
    if key == "engine_setup.no_network":
        assert error.values == {"address": "127.0.0.1:9"}
    if key == "engine_setup.refused":
        assert error.values == {"address": "127.0.0.1:9", "detail": "403 Forbidden"}
    if key == "engine_setup.locked":
        assert error.values == {"path": r"C:\Users\a b\torch\c10.dll"}


@pytest.mark.quick
@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Input/output error (os error 5)", "engine_setup.failed"),
        ("tcp connect error: Host is down (os error 112)", "engine_setup.no_network"),
        ("Permission denied (os error 13)", "engine_setup.locked"),
        ("There is not enough space on the disk. (os error 112)", "disk_full.engine_now"),
        ("used: is being used by another process. (os error 32)", "engine_setup.locked"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="numbers as Linux means them")
def test_numbers_of_other_systems_say_nothing(said: str, key: str, tmp_path: Path) -> None:
    assert uv_problem([f"  cause: {said}"], EngineFolders(tmp_path)).key == key


def test_packages_for_the_processor_where_there_is_a_card(made: Made, tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "processor pack", build="cpu")
    set_up = made.set_up(pack)
    set_up.build = torch_builds().named("cu130")
    assert made.problem(set_up) == "engine_setup.processor_pack"
    of_the_card = made.set_up(make_pack(tmp_path / "card pack", build="cu130"))
    of_the_card.build = set_up.build
    assert made.problem(of_the_card) == "engine_setup.card_silent"


def test_nothing_of_other_pythons_leaks_in(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """With each of these alone uv or Python would fail, or look elsewhere."""
    foreign = {
        "PYTHONHOME": "/nonexistent", "PYTHONPATH": "/nonexistent", "VIRTUAL_ENV": "/nonexistent",
        "CONDA_PREFIX": "/nonexistent", "UV_OFFLINE": "1", "UV_CACHE_DIR": "/proc/nonexistent",
        "UV_PYTHON": "2.7", "UV_CONSTRAINT": "/nonexistent", "PIP_TARGET": "/nonexistent",
    }  # fmt: skip
    for name, value in foreign.items():
        monkeypatch.setenv(name, value)
    end = made.set_up().run()
    assert end.stage == "done", end.error
    started_with = engine_environment()
    assert not foreign.keys() & started_with.keys()
    monkeypatch.setenv("MANUL_ENGINE_PYTHON", sys.executable)
    assert engine_environment()["PYTHONPATH"] == "/nonexistent"


@pytest.mark.quick
def test_mirrors_are_the_users_settings() -> None:
    mirror = "https://mirror.example/python"
    network = Network.of(UserSettings(packages=mirror, torch_packages=f"{mirror}/torch"))
    assert network.torch_index == f"{mirror}/torch"
    assert network.variables() == {"UV_DEFAULT_INDEX": mirror}
    assert Network.of(UserSettings()).variables() == {}


@pytest.mark.quick
def test_a_torn_engine_file_is_no_engine() -> None:
    use_engine(Path(sys.executable))
    assert read_engine_file().python == sys.executable
    engine_file().write_text("python = ", encoding="utf-8")
    assert read_engine_file().python == ""
