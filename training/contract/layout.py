"""Where things lie: the workspace, a concept folder, a run folder."""

import os
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

from platformdirs import RuntimeDirWarning, user_documents_path, user_runtime_path

from training.contract.errors import ManulError, cannot_read
from training.contract.user_settings import user_settings

CONCEPT_FILE = "concept.toml"
RUN_FILE = "run.toml"


def workspace_path(argument: Path | None = None) -> Path:
    """`--workspace`, else MANUL_WORKSPACE, else the one of the user's settings, else "Manul" in
    the documents folder."""
    if argument is not None:
        return full_path(argument)
    if configured := os.environ.get("MANUL_WORKSPACE"):
        return full_path(configured)
    if chosen := user_settings().workspace:
        return full_path(chosen)
    return usual_workspace()


def usual_workspace() -> Path:
    return user_documents_path() / "Manul"


def full_path(text: Path | str) -> Path:
    """Absolute, without `~` and `..` (a run finds its concept by going up)."""
    return Path(os.path.abspath(os.path.expanduser(text)))


def nearest_folder(path: Path) -> Path | None:
    """The folder itself, or the first one above it that is there; None on a drive that is not."""
    return next((folder for folder in (path, *path.parents) if folder.is_dir()), None)


def runtime_folder() -> Path:
    """Where locks live that concern this user on this machine, such as one for each card."""
    with warnings.catch_warnings():
        # Without XDG_RUNTIME_DIR (containers, ssh) a folder in /tmp serves as well.
        warnings.simplefilter("ignore", RuntimeDirWarning)
        return user_runtime_path("manul", appauthor=False, ensure_exists=True)


@dataclass(frozen=True)
class RunFolder:
    """The paths inside one run."""

    path: Path

    @property
    def number(self) -> int:
        """What its name begins with; 0 where that is no number of ours."""
        digits = re.match(r"[0-9]{1,9}(?![0-9])", self.path.name)
        return int(digits[0]) if digits else 0

    @property
    def concept(self) -> "ConceptFolder":
        return ConceptFolder(self.path.parent.parent)

    @property
    def config(self) -> Path:
        return self.path / RUN_FILE

    @property
    def events(self) -> Path:
        return self.path / "events.jsonl"

    @property
    def commands(self) -> Path:
        return self.path / "commands.jsonl"

    @property
    def lock(self) -> Path:
        return self.path / "run.lock"

    @property
    def commands_lock(self) -> Path:
        return self.path / "commands.lock"

    @property
    def log(self) -> Path:
        return self.path / "engine.log"

    @property
    def reserve(self) -> Path:
        return self.path / "last_words.reserve"

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints"

    @property
    def samples(self) -> Path:
        return self.path / "samples"

    @property
    def tensorboard(self) -> Path:
        return self.path / "tensorboard"

    @property
    def tries(self) -> Path:
        return self.path / "tries"

    @property
    def pins(self) -> Path:
        return self.path / "pins.toml"

    @property
    def contact_sheet(self) -> Path:
        return self.path / "contact_sheet.png"

    def checkpoint(self, step: int) -> Path:
        return self.checkpoints / f"step-{step:06d}"

    def sample(self, step: int, prompt_index: int) -> Path:
        return self.samples / f"step-{step:06d}-{prompt_index:02d}.png"

    def relative(self, path: Path) -> str:
        """`path` as events spell it: relative to the run, with forward slashes."""
        return path.relative_to(self.path).as_posix()


@dataclass(frozen=True)
class ConceptFolder:
    """The paths inside one concept."""

    path: Path

    @property
    def config(self) -> Path:
        return self.path / CONCEPT_FILE

    @property
    def images(self) -> Path:
        return self.path / "images"

    @property
    def image_list(self) -> Path:
        return self.images / "images.toml"

    @property
    def removed(self) -> Path:
        """Hidden, so that nobody takes what lies there for pictures of the concept."""
        return self.images / ".removed"

    @property
    def class_images(self) -> Path:
        return self.path / "class_images"

    @property
    def cache(self) -> Path:
        return self.path / "cache"

    @property
    def exports(self) -> Path:
        return self.path / "exports"

    @property
    def runs_folder(self) -> Path:
        return self.path / "runs"

    def runs(self) -> list[RunFolder]:
        """The concept's runs, oldest first."""
        found = _folders_with(RUN_FILE, self.runs_folder)
        return [RunFolder(path) for path in sorted(found, key=_number)]

    def new_run_number(self) -> int:
        """One more than any folder among the runs has, whole or not."""
        entries = self.runs_folder.iterdir() if self.runs_folder.is_dir() else []
        return max((_number(entry)[0] for entry in entries), default=0) + 1


def concepts(workspace: Path) -> list[ConceptFolder]:
    """Every concept of the workspace, by name; none where the workspace does not exist yet."""
    return [ConceptFolder(path) for path in sorted(_folders_with(CONCEPT_FILE, workspace))]


def find_run(text: str, workspace: Path) -> RunFolder:
    """A run folder, its run.toml, or the newest run of a concept; by path or inside workspace."""
    for path in (full_path(text), full_path(workspace / text)):
        try:
            if path.name == RUN_FILE and path.is_file():
                path = path.parent
            if (path / RUN_FILE).is_file():
                return RunFolder(path)
        except OSError as error:
            raise cannot_read(path, error) from error
        runs = ConceptFolder(path).runs()
        if runs:
            return runs[-1]
    raise ManulError("run_missing", path=text)


def _folders_with(file: str, parent: Path) -> list[Path]:
    """Sub-folders that hold `file`; those still being made (hidden) and those that may not be
    looked into do not count."""
    try:
        entries = [entry for entry in parent.iterdir() if not entry.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise cannot_read(parent, error) from error
    return [entry for entry in entries if os.path.isfile(entry / file)]


def _number(run: Path) -> tuple[int, str]:
    return RunFolder(run).number, run.name
