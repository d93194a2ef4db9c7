"""What the set-up of the engine says, by key, in English: a part of `messages`."""

SETUP: dict[str, str] = {
    # which PyTorch, and why ------------------------------------------------------------------
    "torch.cuda": "{card} with driver {driver}: PyTorch for CUDA {cuda}.",
    "torch.older_driver": "{card} with driver {driver}: PyTorch for CUDA {cuda}. From driver "
    "{newer} on, a newer one could be used.",
    "torch.no_card": "No NVIDIA card was found: PyTorch for the processor, which is enough for "
    "the demo.",
    "torch.processor": "PyTorch for the processor, which is enough for the demo.",
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
    # why the engine could not be set up ------------------------------------------------------
    "error.engine_setup.busy": "Another window of Manul is setting the engine up.",
    "error.engine_setup.busy.advice": "Wait until it is done, or close it.",
    "error.engine_setup.no_network": "{address} cannot be reached.",
    "error.engine_setup.no_network.advice": "Connect to the internet and continue: what has come "
    "so far is kept. A proxy or a mirror of your own is named in the settings, under Network.",
    "error.engine_setup.untrusted": "The connection to {address} is not trusted: its certificate "
    "is not accepted.",
    "error.engine_setup.untrusted.advice": "Check this computer's date and time, and whether a "
    "virus scanner or a company's proxy looks into connections; then continue. A mirror of your "
    "own is named in the settings, under Network.",
    "error.engine_setup.refused": "{address} refused to answer ({detail}).",
    "error.engine_setup.refused.advice": "Continue to try again: what has come so far is kept. If "
    "it stays so, look at the proxy and the mirrors in the settings, under Network.",
    "error.engine_setup.cut": "The download was cut off.",
    "error.engine_setup.cut.advice": "Continue: what came whole is kept.",
    "error.engine_setup.damaged": "A package arrived damaged: {detail}.",
    "error.engine_setup.damaged.advice": "Continue: what is damaged is downloaded again; if it "
    "was left over from an earlier try, everything is.",
    "error.engine_setup.not_found": "A package that the engine needs was not found: {detail}.",
    "error.engine_setup.not_found.advice": "Check the mirror in the settings, or the folder that "
    "you chose, and continue.",
    "error.engine_setup.locked": "{path} is in use by another program, or may not be written.",
    "error.engine_setup.locked.advice": "Let trainings end, close programs that look into that "
    "folder (a virus scanner may need a moment), and continue.",
    "error.engine_setup.incomplete": "A part of Manul is missing: {path}.",
    "error.engine_setup.incomplete.advice": "Install Manul again; your concepts and engines stay.",
    "error.engine_setup.empty_pack": "There is no engine pack in {path}.",
    "error.engine_setup.empty_pack.advice": "Choose the folder that holds the .whl files.",
    "error.engine_setup.check": "The new engine does not work: {detail}.",
    "error.engine_setup.check.advice": "Your former engine, if there is one, is still used. "
    "Continue to try again, or choose the processor.",
    "error.engine_setup.card_silent": "The new engine ({build}) does not find the card.",
    "error.engine_setup.card_silent.advice": "Get the newest driver from nvidia.com/drivers, "
    "install it, restart the computer and continue; or choose the processor. Your former engine, "
    "if there is one, is still used.",
    "error.engine_setup.processor_pack": "The folder {path} holds PyTorch for the processor, and "
    "this computer has a card.",
    "error.engine_setup.processor_pack.advice": "Choose a folder that holds PyTorch for the card, "
    "or set the engine up for the processor only. Your former engine, if there is one, is still "
    "used.",
    "error.engine_setup.other_contract": "The new engine is of another Manul (its files are of "
    "version {version}, these of {known}).",
    "error.engine_setup.other_contract.advice": "Install Manul again; your concepts stay.",
    "error.engine_setup.no_previous": "There is no former engine to go back to.",
    "error.engine_setup.no_previous.advice": "Set the engine up again.",
    "error.engine_setup.failed": "The engine could not be set up: {detail}.",
    "error.engine_setup.failed.advice": "Continue to try again. Your former engine, if there is "
    "one, is still used.",
    "error.disk_full.engine": "The engine needs {needed} GB in {path}, and that drive has {free} "
    "GB left.",
    "error.disk_full.engine.advice": "Free some space and continue.",
    "error.disk_full.engine_now": "The drive is full: the engine goes to {path}, and {free} GB are "
    "left.",
    "error.disk_full.engine_now.advice": "Free some space and continue: what has come so far is "
    "kept.",
}
