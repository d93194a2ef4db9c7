"""Advice that the engine gives for its command line, as the window's buttons have it."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def button_advice(key: str) -> str:
    """The sentence instead of the one under `key`, with the same values; empty where that one
    will do."""
    again = translate("words", "Press “Download it” again: what has come is kept.")
    missing, place = "error.model_missing", "error.place_invalid"
    set_up = translate("words", "Set it up: in the settings, under Engine and card.")
    return {
        "error.engine_missing.advice": set_up,
        "error.engine_missing.python.advice": set_up,
        "error.engine_missing.broken.advice": set_up,
        "error.card_unusable.processor_build.advice": translate(
            "words",
            "Set the engine up again, in the settings under Engine and card: it then gets the "
            "PyTorch that fits this card. The demo model can be taught meanwhile.",
        ),
        "error.card_busy.advice": translate(
            "words", "Wait until it is free, or let the processor paint, which takes much longer."
        ),
        f"{missing}.hub.advice": translate(
            "words", "Choose it as the base model on the page Concept, and press “Download it”."
        ),
        f"{missing}.cut.advice": again,
        f"{missing}.damaged.advice": again,
        f"{missing}.unavailable.advice": again,
        f"{missing}.forbidden.advice": translate(
            "words",
            "Accept its licence on the model's page, log in with `hf auth login`, and press "
            "“Download it” again.",
        ),
        "error.name_taken.advice": translate(
            "words", "Choose another name, or open the existing one in the library."
        ),
        "error.invalid_setting.class_prompt.advice": translate(
            "words", "Say what it is in general, such as “a photo of a cat”."
        ),
        f"{place}.no_folder.advice": translate("words", "Choose its folder instead."),
        f"{place}.elsewhere.advice": translate(
            "words",
            "Choose a folder that both machines share; or export into any folder and copy the "
            "file over.",
        ),
        "refresh.stranger": translate(
            "words",
            "{tool} was not told: another program answers at {address}. If {tool} is running, it "
            "finds the file when it starts again; or export to its address.",
        ),
    }.get(key, "")
