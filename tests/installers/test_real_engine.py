"""A real engine, built from packages of the registry and for the processor: slow, and all true."""

import os
import shutil
import subprocess
import sys
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.installers.fake_wheels import make_pack, make_parts
from tests.installers.this_machine import network_of_this_machine
from training.contract.disk_use import folder_size
from training.contract.engine_setup.build import SetUp
from training.contract.engine_setup.folders import engine_folders
from training.contract.engine_setup.network import Network
from training.contract.engine_setup.news import SetUpNews
from training.contract.engine_setup.parts import parts
from training.contract.foreign_variables import without_foreign
from training.contract.torch_builds import this_system, torch_builds

pytestmark = pytest.mark.prove

UV = Path(sys.executable).with_name("uv")


def test_a_real_engine_teaches(
    wheel: Path, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MANUL_ENGINES", str(tmp_path / "engines"))
    place = tmp_path / "parts"
    place.mkdir()
    shutil.copy(wheel, place)
    shutil.copy(repository / "constraints.txt", place)
    (place / UV.name).symlink_to(UV)
    told: list[SetUpNews] = []
    build = torch_builds().named("cpu")
    set_up = SetUp(
        engine_folders(), parts(place, Path(sys.executable)), build, told.append,
        network=network_of_this_machine(),
    )  # fmt: skip
    began = time.monotonic()
    end = set_up.run()
    assert end.error is None
    print(f"built and checked in {time.monotonic() - began:.0f} s")

    shares = [news.share for news in told if news.stage == "downloading"]
    assert shares == sorted(shares)
    environment = Path(end.python).parents[1]
    size = folder_size(environment) / 1e9
    print(f"{size:.2f} GB on disk, the last share told was {shares[-1]:.2f}")
    # What people are told beforehand is about right.
    assert size == pytest.approx(build.installed_gb[this_system()], rel=0.15)

    demo = [end.python, "-I", "-m", "training.cli", "demo", "--steps", "3", "--json", "--out"]
    done = subprocess.run(
        [*demo, str(tmp_path / "out")], capture_output=True, text=True,
        env=without_foreign(os.environ), cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert '"exports"' in done.stdout


class _Torn(SimpleHTTPRequestHandler):
    """Serves a folder. While `is_torn` diffusers comes whole once, for who asks what it needs;
    then only its first half, when the others have arrived."""

    is_torn = True
    asked: ClassVar[list[str]] = []

    def log_message(self, format: str, *values: Any) -> None:
        return

    def copyfile(self, source: Any, outputfile: Any) -> None:
        content = source.read()
        if self.path.endswith(".whl"):
            self.asked.append(self.path.rpartition("/")[2].partition("-")[0])
        if self.is_torn and "diffusers-" in self.path and self.asked.count("diffusers") > 1:
            time.sleep(1.5)
            content = content[: len(content) // 2]
            self.close_connection = True
        outputfile.write(content)


def test_a_download_that_was_cut_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANUL_ENGINES", str(tmp_path / "engines"))
    place = parts(make_parts(tmp_path / "parts", uv=UV), Path(sys.executable))
    folder = tmp_path / "registry"
    for made in make_pack(tmp_path / "pack", padding=300_000, build="cpu").glob("*.whl"):
        project = folder / "packages" / made.name.partition("-")[0]
        project.mkdir(parents=True)
        shutil.copy(made, project)
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *values: _Torn(*values, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/packages"
    network = Network(index=address, torch_index=address)

    def set_up() -> SetUpNews:
        build = torch_builds().named("cpu")
        return SetUp(engine_folders(), place, build, lambda news: None, network=network).run()

    try:
        torn = set_up()
        assert torn.error is not None
        assert torn.error.key in ("error.engine_setup.cut", "error.engine_setup.damaged")
        assert "torch" in _Torn.asked
        _Torn.asked.clear()
        _Torn.is_torn = False
        whole = set_up()
        assert (whole.stage, whole.error) == ("done", None)
        assert "diffusers" in _Torn.asked
        assert "torch" not in _Torn.asked
    finally:
        server.shutdown()
        server.server_close()


def test_no_network_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANUL_ENGINES", str(tmp_path / "engines"))
    place = parts(make_parts(tmp_path / "parts", uv=UV), Path(sys.executable))
    network = Network(index="http://127.0.0.1:9/packages", torch_index="http://127.0.0.1:9/torch")
    build = torch_builds().named("cpu")
    end = SetUp(engine_folders(), place, build, lambda news: None, network=network).run()
    assert end.error is not None
    assert end.error.key == "error.engine_setup.no_network"
    assert "127.0.0.1:9" in end.error.message
