"""Where each web UI reads, by its own folders and by those that its user chose."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from tests.web_ui_folders import install
from training.contract.web_ui_folders import ArtefactKind, Folders
from training.contract.web_uis import TOOLS, Tool, web_ui_at

pytestmark = pytest.mark.quick


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "мой веб" / "ui"


def folders(root: Path) -> Folders:
    web_ui = web_ui_at(root)
    assert web_ui is not None
    return web_ui.folders


def start_with(root: Path, arguments: str) -> None:
    (root / "webui-user.sh").write_text(f"export COMMANDLINE_ARGS='{arguments}'", encoding="utf-8")


@pytest.mark.parametrize(
    ("tool", "expected"),
    [
        ("a1111", ("embeddings", "models/hypernetworks", "models/Lora", "models/Stable-diffusion")),
        ("forge", ("embeddings", "models/hypernetworks", "models/Lora", "models/Stable-diffusion")),
        ("comfyui", ("models/embeddings", "models/hypernetworks", "models/loras",
                     "models/checkpoints")),
        ("invokeai", (None, None, None, "models")),
        ("sdnext", ("models/embeddings", None, "models/Lora", "models/Stable-diffusion")),
        ("swarmui", ("Models/Embeddings", None, "Models/Lora", "Models/Stable-Diffusion")),
    ],
)  # fmt: skip
def test_untouched(tool: Tool, expected: tuple[str | None, ...], root: Path) -> None:
    found = folders(install(tool, root))
    written = (found.embeddings, found.hypernetworks, found.loras, found.checkpoints[0])
    assert written == tuple(root / name if name else None for name in expected)
    assert tuple(found.of(kind) for kind in get_args(ArtefactKind)) == written


def test_a1111_options(root: Path, tmp_path: Path) -> None:
    install("a1111", root)
    start_with(root, f'--data-dir "{tmp_path}/my data" --embeddings-dir emb --xformers')
    found = folders(root)
    assert found.embeddings == root / "emb"
    assert found.loras == tmp_path / "my data" / "models" / "Lora"
    assert found.checkpoints == (tmp_path / "my data" / "models" / "Stable-diffusion",)

    start_with(root, "--ckpt-dir=/big/sd --hypernetwork-dir /h --lora-dir /l --models-dir /m")
    found = folders(root)
    assert found.checkpoints == (Path("/big/sd"), Path("/m/Stable-diffusion"))
    assert (found.hypernetworks, found.loras) == (Path("/h"), Path("/l"))
    assert found.embeddings == root / "embeddings"


def test_forge_borrows_from_an_a1111(root: Path, tmp_path: Path) -> None:
    install("forge", root)
    home = install("a1111", tmp_path / "a1111")
    start_with(root, f"--forge-ref-a1111-home {home} --embeddings-dir /own")
    found = folders(root)
    assert found.embeddings == Path("/own")
    assert found.checkpoints[0] == home / "models" / "Stable-diffusion"
    # The other one has no LoRA folder yet, so Forge keeps to its own.
    assert found.loras == root / "models" / "Lora"


def test_forge_neo_keeps_embeddings_among_its_models(root: Path) -> None:
    install("forge", root)
    (root / "embeddings").rmdir()
    assert folders(root).embeddings == root / "embeddings"
    (root / "models" / "embeddings").mkdir()
    assert folders(root).embeddings == root / "models" / "embeddings"
    start_with(root, "--ckpt-dirs /a --ckpt-dirs /b --model-ref /central")
    assert folders(root).checkpoints == (Path("/central/Stable-diffusion"), Path("/a"), Path("/b"))


COMFY_YAML = """
# kept beside another program
a111:
    base_path: {base}
    checkpoints: models/Stable-diffusion
    vae: models/VAE
    loras: |
        models/Lora
        models/LyCORIS
    embeddings: embeddings
empty:
relative:
    checkpoints: ../more models/
"""


def test_comfyui_extra_model_paths(root: Path, tmp_path: Path) -> None:
    install("comfyui", root)
    other = tmp_path / "stable diffusion"
    text = COMFY_YAML.format(base=other)
    (root / "extra_model_paths.yaml").write_text(text, encoding="utf-8")
    found = folders(root)
    assert found.embeddings == root / "models" / "embeddings"
    assert found.loras == root / "models" / "loras"
    assert found.checkpoints == (
        root / "models" / "checkpoints",
        other / "models" / "Stable-diffusion",
        root.parent / "more models",
        root / "models" / "diffusers",
    )
    text = text.replace("    vae:", "    is_default: true\n    vae:")
    (root / "extra_model_paths.yaml").write_text(text, encoding="utf-8")
    found = folders(root)
    assert found.embeddings == other / "embeddings"
    assert found.checkpoints[0] == other / "models" / "Stable-diffusion"
    assert found.hypernetworks == root / "models" / "hypernetworks"


def test_portable_comfyui_with_its_own_base_directory(tmp_path: Path) -> None:
    zip_folder = tmp_path / "ComfyUI_windows_portable"
    root = install("comfyui", zip_folder / "ComfyUI")
    (zip_folder / "python_embeded").mkdir()
    (zip_folder / "run_cpu.sh").write_text("python -s ComfyUI/main.py --cpu\n")
    (zip_folder / "run_gpu.sh").write_text(
        'python -s ComfyUI/main.py --base-directory "my data" --extra-model-paths-config x.yaml\n'
    )
    (zip_folder / "x.yaml").write_text("x:\n  is_default: true\n  loras: lo ras\n")
    found = folders(zip_folder)
    assert found.embeddings == zip_folder / "my data" / "models" / "embeddings"
    assert found.loras == zip_folder / "lo ras"
    (zip_folder / "run_gpu.sh").unlink()
    assert folders(root).embeddings == root / "models" / "embeddings"


def test_invokeai_settings(root: Path) -> None:
    install("invokeai", root)
    (root / "invokeai.yaml").write_text("schema_version: 4.0.2\nmodels_dir: /big/invoke\n")
    assert folders(root).checkpoints == (Path("/big/invoke"),)


def test_sdnext_settings(root: Path) -> None:
    install("sdnext", root)
    settings = {"models_dir": "all", "embeddings_dir": "all/emb", "lora_dir": "/l", "ckpt_dir": ""}
    (root / "config.json").write_text(json.dumps(settings), encoding="utf-8")
    found = folders(root)
    assert (found.embeddings, found.loras) == (root / "all" / "emb", Path("/l"))
    assert found.checkpoints == (root / "all" / "Stable-diffusion", root / "all" / "Diffusers")


SWARM_SETTINGS = """#Settings related to file paths.
Paths:
{i}#Root path for model files.
{i}ModelRoot: {roots}
{i}SDModelFolder: Stable-Diffusion;checkpoints
{i}SDLoraFolder: loras
{i}SDEmbeddingFolder:
{i}DataPath: Data
Network:
{i}SDLoraFolder: not this one
"""


@pytest.mark.parametrize("indent", ["\t", "    "])
def test_swarmui_settings(indent: str, root: Path) -> None:
    install("swarmui", root)
    (root / "Data").mkdir()
    text = SWARM_SETTINGS.format(i=indent, roots="Models; /mnt/more models")
    (root / "Data" / "Settings.fds").write_text(text, encoding="utf-8")
    found = folders(root)
    assert found.embeddings == root / "Models" / "Embeddings"
    assert found.loras == root / "Models" / "loras"
    assert found.checkpoints == (
        root / "Models" / "Stable-Diffusion",
        root / "Models" / "checkpoints",
        Path("/mnt/more models/Stable-Diffusion"),
        Path("/mnt/more models/checkpoints"),
    )


def test_swarmui_writes_backslashes_in_its_own_way(root: Path) -> None:
    install("swarmui", root)
    (root / "Data").mkdir()
    settings = root / "Data" / "Settings.fds"
    settings.write_text("Paths:\n    SDLoraFolder: a\\sb\\x\n", encoding="utf-8")
    loras = folders(root).loras
    assert loras is not None
    assert loras.name == "a\\b"


SETTINGS: list[tuple[Tool, str]] = [
    ("comfyui", "extra_model_paths.yaml"),
    ("invokeai", "invokeai.yaml"),
    ("sdnext", "config.json"),
    ("swarmui", "Data/Settings.fds"),
    ("a1111", "webui-user.sh"),
]
NONSENSE = [
    b"\xff\xfe\x00nonsense", b"[1, 2", b"- a\n- b\n", b"a: &a [*a]\nb: !!python/none x\n",
    b'{"models_dir": 3, "lora_dir": ["x"]}', b"Paths\nPaths:\n x\n", b"x: 3\ny:\n  loras: 7\n",
    b"[" * 50_000, b"",
]  # fmt: skip


@pytest.mark.parametrize("content", NONSENSE)
@pytest.mark.parametrize(("tool", "name"), SETTINGS)
def test_settings_that_make_no_sense_are_passed_over(
    tool: Tool, name: str, content: bytes, root: Path
) -> None:
    install(tool, root)
    before = folders(root)
    path = root / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    after = folders(root)
    # A number is a name as well, if an odd one.
    assert (after.embeddings, after.checkpoints[0]) == (before.embeddings, before.checkpoints[0])


def test_settings_that_may_not_be_read_are_passed_over(
    open_folder: Path, as_nobody: Callable[..., str]
) -> None:
    roots = []
    for tool, name in SETTINGS:
        root = install(tool, open_folder / tool)
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
        path.chmod(0)
        roots.append(root)
    code = "from training.contract.web_uis import web_ui_at as at; " \
        "print([at(Path(root)).tool for root in sys.argv[1:]])"  # fmt: skip
    assert as_nobody(code, *roots).strip() == str([tool for tool, _ in SETTINGS])


def test_every_web_ui_has_checkpoints(tmp_path: Path) -> None:
    assert all(folders(install(tool, tmp_path / tool)).checkpoints for tool in TOOLS)
