"""What a new engine can do, as one line of JSON: the set-up asks it before it is used."""

import importlib.metadata
import json

PACKAGES = ("manul", "torch", "diffusers", "transformers", "accelerate", "peft", "bitsandbytes")
_SIZE = 256


def engine_answer() -> dict[str, object]:
    """Imports what trains, multiplies two matrices on the card if there is one; raises whatever a
    broken engine raises."""
    import diffusers  # noqa: F401
    import torch

    from training.bitsandbytes_check import why_not
    from training.contract.toml_file import CONTRACT_VERSION

    device = "cuda" if torch.cuda.is_available() else "cpu"
    ones = torch.ones(_SIZE, _SIZE, device=device)
    product = float((ones @ ones).sum())
    if product != float(_SIZE**3):
        raise RuntimeError(f"{_SIZE} x {_SIZE} ones multiply to {product} on {device}")
    return {
        "contract_version": CONTRACT_VERSION,
        "versions": {name: importlib.metadata.version(name) for name in PACKAGES},
        "device": torch.cuda.get_device_name(0) if device == "cuda" else "cpu",
        "bitsandbytes": why_not(device),
    }


if __name__ == "__main__":
    print(json.dumps(engine_answer()))
