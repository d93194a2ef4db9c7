"""The table of PyTorch builds against cards that people have, and against torch's own."""

import ast
import importlib.util
import tomllib
from pathlib import Path

import pytest

import resources
from training.contract.adapters import graphics_adapters, vendor_of
from training.contract.torch_builds import (
    Adapter,
    NvidiaCard,
    System,
    choose_torch,
    torch_builds,
)

pytestmark = pytest.mark.quick

# (name, compute capability): NVIDIA, "CUDA GPU Compute Capability".
GTX_970, GTX_1070, GTX_1080_TI = ("GTX 970", "5.2"), ("GTX 1070", "6.1"), ("GTX 1080 Ti", "6.1")
GTX_1650, RTX_2060, RTX_2070 = ("GTX 1650", "7.5"), ("RTX 2060", "7.5"), ("RTX 2070", "7.5")
RTX_3050, RTX_3060, RTX_3090 = ("RTX 3050", "8.6"), ("RTX 3060", "8.6"), ("RTX 3090", "8.6")
RTX_4060, RTX_4070, RTX_4090 = ("RTX 4060", "8.9"), ("RTX 4070", "8.9"), ("RTX 4090", "8.9")
RTX_5060, RTX_5090 = ("RTX 5060", "12.0"), ("RTX 5090", "12.0")
V100, A100, H100 = ("V100", "7.0"), ("A100", "8.0"), ("H100", "9.0")
GTX_780 = ("GTX 780", "3.5")
AFTER_CUDA_13 = (RTX_2060, RTX_2070, GTX_1650, RTX_3050, RTX_3060, RTX_3090, RTX_4060, RTX_4070,
                 RTX_4090, A100, H100)  # fmt: skip
ONLY_CUDA_12 = (GTX_970, GTX_1070, GTX_1080_TI, V100)


def chosen(card: tuple[str, str], driver: str, system: System = "linux") -> tuple[str, str]:
    """The build's name, and the key of the problem."""
    choice = choose_torch(NvidiaCard(card[0], driver, card[1]), system=system)
    return choice.build.name, choice.problem.key if choice.problem else ""


@pytest.mark.parametrize("system", ["linux", "windows"])
@pytest.mark.parametrize("card", ONLY_CUDA_12, ids=lambda card: card[0])
def test_pascal_lives_only_in_cuda_12_6(card: tuple[str, str], system: System) -> None:
    for driver in ("528.33", "566.36", "580.65.06", "610.10"):
        assert chosen(card, driver, system) == ("cu126", "")


@pytest.mark.parametrize("system", ["linux", "windows"])
@pytest.mark.parametrize("card", AFTER_CUDA_13, ids=lambda card: card[0])
def test_turing_to_hopper_take_what_the_driver_allows(
    card: tuple[str, str], system: System
) -> None:
    assert chosen(card, "580.65.06", system) == ("cu130", "")
    assert chosen(card, "579.99", system) == ("cu126", "")
    assert chosen(card, "528.33", system) == ("cu126", "")


@pytest.mark.parametrize("card", [RTX_5060, RTX_5090], ids=lambda card: card[0])
def test_blackwell_needs_a_build_that_knows_it(card: tuple[str, str]) -> None:
    assert chosen(card, "580.65.06") == ("cu130", "")
    assert chosen(card, "572.16") == ("cu129", "")
    assert chosen(card, "581.15", "windows") == ("cu130", "")
    # 12.9 is not published for Windows, and 12.6 would compute nothing there.
    too_old = ("cpu", "error.card_unusable.old_driver")
    assert chosen(card, "572.16", "windows") == too_old


@pytest.mark.parametrize(
    ("system", "driver", "needed"),
    [("linux", "470.256.02", "525"), ("windows", "522.25", "528"), ("linux", "", "525")],
)
def test_a_driver_that_is_too_old(system: System, driver: str, needed: str) -> None:
    choice = choose_torch(NvidiaCard("RTX 3060", driver, "8.6"), system=system)
    assert choice.build.name == "cpu"
    assert choice.problem is not None
    assert choice.problem.key == "error.card_unusable.old_driver"
    assert choice.problem.values["needed"] == needed


def test_cards_out_of_reach() -> None:
    assert chosen(GTX_780, "470.256.02") == ("cpu", "error.card_unusable.too_old")
    assert chosen(("RTX 9090", "15.0"), "999.10") == ("cpu", "error.card_unusable.too_new")


def test_no_card_another_makers_and_no_driver() -> None:
    nothing = choose_torch(None)
    assert (nothing.build.name, nothing.problem) == ("cpu", None)
    integrated = choose_torch(None, (Adapter("intel"),))
    assert (integrated.build.name, integrated.problem) == ("cpu", None)
    radeon = choose_torch(None, (Adapter("intel"), Adapter("amd", "AMD Radeon RX 7900 XT")))
    assert radeon.build.name == "cpu"
    assert radeon.problem is not None
    assert "AMD Radeon RX 7900 XT" in radeon.problem.message
    silent = choose_torch(None, (Adapter("amd"), Adapter("nvidia")))
    assert silent.problem is not None
    assert silent.problem.key == "error.card_unusable.no_driver"


def test_the_processor_can_be_asked_for() -> None:
    choice = choose_torch(NvidiaCard("RTX 3060", "580.1", "8.6"), processor_only=True)
    assert (choice.build.name, choice.reason.key, choice.problem) == ("cpu", "torch.asked", None)


def test_a_newer_driver_is_mentioned_where_it_would_help() -> None:
    older = choose_torch(NvidiaCard("RTX 3060", "550.54", "8.6"), system="linux")
    assert older.reason.key == "torch.older_driver"
    assert older.reason.values["newer"] == "580"
    pascal = choose_torch(NvidiaCard("GTX 1070", "550.54", "6.1"), system="linux")
    assert pascal.reason.key == "torch.cuda"


def test_the_table_is_of_the_torch_that_is_pinned() -> None:
    pins = (resources.ROOT.parent / "constraints.txt").read_text(encoding="utf-8")
    assert f"\ntorch=={torch_builds().torch}\n" in pins
    for system in ("linux", "windows"):
        builds = torch_builds().of(system)
        assert builds[-1].name == "cpu"
        for build in builds[:-1]:
            assert system in build.drivers
            assert build.index.endswith(f"/{build.name}")
            assert build.name == "cu" + build.cuda.replace(".", "")


def test_torch_was_built_for_what_the_table_says() -> None:
    """torch's own list: what runs on 7.5 runs on all of 7.x from there on, and nowhere else."""
    found = importlib.util.find_spec("torch")
    assert found is not None
    assert found.origin is not None
    source = Path(found.origin).parent / "cuda" / "__init__.py"
    tree = ast.parse(source.read_text(encoding="utf-8"))
    tables = {
        ast.unparse(node.target): node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign)
    }
    table = tables["PYTORCH_RELEASES_CODE_CC"]
    assert table is not None
    made = {cuda: by["x86_64"] for cuda, by in ast.literal_eval(table).items()}
    cards = (*ONLY_CUDA_12, *AFTER_CUDA_13, RTX_5060, RTX_5090, GTX_780)
    for build in torch_builds().builds[:-1]:
        for name, capability in cards:
            major, minor = map(int, capability.split("."))
            runs = any(code // 10 == major and code % 10 <= minor for code in made[build.cuda])
            # 12.9 is offered to Blackwell alone: others have builds for both systems.
            if build.name != "cu129" or major >= 10:
                assert build.knows(capability) == runs, (build.name, name)


def test_adapters_of_linux(tmp_path: Path) -> None:
    for name, vendor in (("card0", "0x1002\n"), ("card1", "0x10de\n"), ("card2", "none\n")):
        (tmp_path / name / "device").mkdir(parents=True)
        (tmp_path / name / "device" / "vendor").write_text(vendor, encoding="ascii")
    (tmp_path / "card0-DP-1" / "device").mkdir(parents=True)
    assert [adapter.vendor for adapter in graphics_adapters(tmp_path)] == ["amd", "nvidia"]
    assert graphics_adapters(tmp_path / "no such folder") == ()


@pytest.mark.parametrize(
    ("name", "vendor"),
    [
        ("NVIDIA GeForce RTX 3060", "nvidia"),
        ("AMD Radeon(TM) Graphics", "amd"),
        ("Intel(R) UHD Graphics 630", "intel"),
        ("Microsoft Basic Display Adapter", "other"),
    ],
)
def test_makers_by_their_names(name: str, vendor: str) -> None:
    assert vendor_of(name) == vendor


def test_the_table_is_toml_as_anybody_reads_it() -> None:
    text = (resources.ROOT / "torch_builds.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["torch"] == torch_builds().torch
