"""What the set-up of the engine says, by key, in English: a part of `messages`."""

SETUP: dict[str, str] = {
    # which PyTorch, and why ------------------------------------------------------------------
    "torch.cuda": "{card} with driver {driver}: PyTorch for CUDA {cuda}.",
    "torch.older_driver": "{card} with driver {driver}: PyTorch for CUDA {cuda}. From driver "
    "{newer} on, a newer one could be used.",
    "torch.no_card": "No NVIDIA card was found: PyTorch for the processor, which is enough for "
    "the demo.",
    "torch.asked": "You chose the processor: enough for the demo, very slow for anything else.",
    # why the card cannot be used -------------------------------------------------------------
    "error.card_unusable.amd": "The {card} cannot be used: Manul computes on NVIDIA cards only.",
    "error.card_unusable.amd.advice": "The engine is set up for the processor, which is enough "
    "for the demo. Pictures, captions and runs made elsewhere can be worked with as usual.",
    "error.card_unusable.no_driver": "There is an NVIDIA card here, but its driver does not "
    "answer.",
    "error.card_unusable.no_driver.advice": "Install the newest driver from nvidia.com/drivers, "
    "restart the computer and look again; or go on with the processor.",
    "error.card_unusable.old_driver": "The {card} needs a newer driver: this one is version "
    "{driver}, and PyTorch needs {needed} or newer.",
    "error.card_unusable.old_driver.advice": "Get the newest driver from nvidia.com/drivers, "
    "install it, restart the computer and look again; or go on with the processor.",
    "error.card_unusable.too_old": "The {card} is too old for today's PyTorch (compute capability "
    "{capability}, at least {needed} is needed).",
    "error.card_unusable.too_old.advice": "The engine is set up for the processor, which is "
    "enough for the demo. Cards from the GTX 900 series on can be used.",
    "error.card_unusable.too_new": "The {card} is newer than this Manul (compute capability "
    "{capability}).",
    "error.card_unusable.too_new.advice": "See whether there is a newer Manul; until then the "
    "engine is set up for the processor.",
}
