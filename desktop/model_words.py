"""Base models in the user's words: family, size, where they come from, what is wrong with them."""

from PySide6.QtCore import QCoreApplication

from desktop import words
from desktop.facts import BaseModelChoice, Report
from training.contract.base_models import DEMO
from training.contract.hub_cache import is_hub_id
from training.contract.messages import Message

translate = QCoreApplication.translate


def family_title(family: str) -> str:
    return {
        "demo": translate("words", "Tiny demo model"),
        "sd1": "Stable Diffusion 1.x",
        "sd2": "Stable Diffusion 2.x",
        "sdxl": "SDXL",
    }.get(family, "")


def model_title(choice: BaseModelChoice) -> str:
    """A file's name without its ending, a folder's name, the last part of a hub name."""
    if choice.name == DEMO:
        return translate("words", "Manul's demo model")
    if choice.found is not None:
        return choice.found.title
    name = folder_name(choice.name)
    stem, _, ending = name.rpartition(".")
    return stem if stem and ending.lower() in ("safetensors", "ckpt") else name


def model_detail(choice: BaseModelChoice) -> str:
    """Family and size; instead of them why it cannot be taught."""
    if choice.is_loading:
        return _download(choice)
    if choice.can_be_loaded and choice.size:
        return translate("words", "Not downloaded yet: {size} are here").format(
            size=words.size(choice.size)
        )
    if not choice.is_usable:
        found = choice.found.problem if choice.found else None
        return model_problem(choice.problem or found)
    family, size = "", choice.size
    if choice.found is not None:
        family, size = choice.found.family, choice.found.size
    if choice.info is not None:
        family = choice.info.family
    if choice.name == DEMO:
        return family_title(DEMO)
    if not family:
        return translate("words", "Manul is looking into it …")
    return " · ".join(filter(None, (family_title(family), words.size(size) if size else "")))


def _download(choice: BaseModelChoice) -> str:
    """How much of it has come, how fast, and how long the rest takes."""
    if not choice.total:
        return translate("words", "Asking the hub …")
    so_far = translate("words", "{size} of {total}").format(
        size=words.size(choice.size), total=words.size(choice.total)
    )
    if choice.rate < 1:
        return so_far
    rate = translate("words", "{size} a second").format(size=words.size(round(choice.rate)))
    left = translate("words", "{time} left").format(
        time=words.duration((choice.total - choice.size) / choice.rate)
    )
    return " · ".join((so_far, rate, left))


def model_origin(choice: BaseModelChoice) -> str:
    """The web UI that has it; else the folder in which it lies."""
    if choice.name == DEMO:
        return translate("words", "Built in")
    if choice.found is not None:
        return choice.found.origin
    if is_hub_id(choice.name):
        return "Hugging Face"
    return folder_name(choice.name.replace("\\", "/").rstrip("/").rpartition("/")[0])


def model_problem(problem: Report | None) -> str:
    """In one short sentence: the path stands beside it anyway."""
    if problem is None:
        return translate("words", "Cannot be taught")
    what, reason = problem.values.get("what"), problem.values.get("reason")
    if isinstance(what, Message):
        return translate("words", "Cannot be taught: {what}").format(what=words.message(what))
    if isinstance(reason, Message):
        return translate("words", "Cannot be read: {reason}").format(reason=words.message(reason))
    if problem.key == "error.model_missing.hub":
        return translate("words", "Not downloaded yet")
    if problem.key == "error.model_missing":
        return translate("words", "It is not there any more. Is its drive unplugged?")
    return words.report(problem)[0]


def folder_name(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]
