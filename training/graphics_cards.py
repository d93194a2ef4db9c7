"""The graphics cards of this machine, as their driver tells of them. No torch."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pynvml
from pydantic import BaseModel, ConfigDict

from training.contract.events import CardState
from training.contract.outlook import CardHere

_CORE_SENSOR = pynvml.NVML_TEMPERATURE_GPU

# Values with which a user hides every card on purpose.
HIDDEN = ("", "-1")


class GraphicsCard(BaseModel):
    """None = the driver does not say (some integrated cards)."""

    model_config = ConfigDict(frozen=True)

    name: str
    driver: str
    uuid: str = ""
    memory_total_bytes: int | None = None
    memory_free_bytes: int | None = None
    compute_capability: str | None = None

    @property
    def as_planned_for(self) -> CardHere | None:
        """None where its memory is not known."""
        if self.memory_free_bytes is None or self.memory_total_bytes is None:
            return None
        return CardHere(
            self.name, self.memory_free_bytes, self.memory_total_bytes, self.compute_capability
        )


def graphics_cards(nvml: Any = pynvml) -> tuple[GraphicsCard, ...]:
    """NVIDIA's cards; none where there is no card or no driver. Tests pass their own `nvml`."""
    try:
        nvml.nvmlInit()
    except nvml.NVMLError:
        return ()
    try:
        handles = [nvml.nvmlDeviceGetHandleByIndex(at) for at in range(nvml.nvmlDeviceGetCount())]
        return tuple(_card(nvml, handle) for handle in handles)
    except nvml.NVMLError:
        # The driver is being updated, or a card has dropped off the bus.
        return ()
    finally:
        with suppress(nvml.NVMLError):
            nvml.nvmlShutdown()


def card_state(name: str, nvml: Any = pynvml) -> CardState | None:
    """How warm and how full the card `name` is (its UUID as torch spells it); None where the
    driver cannot be asked, or does not know it."""
    try:
        nvml.nvmlInit()
    except nvml.NVMLError:
        return None
    try:
        handle = nvml.nvmlDeviceGetHandleByUUID(f"GPU-{name}")
        memory = _if_supported(nvml, nvml.nvmlDeviceGetMemoryInfo, handle)
        return CardState(
            celsius=_if_supported(
                nvml, lambda it: nvml.nvmlDeviceGetTemperature(it, _CORE_SENSOR), handle
            ),
            used_bytes=int(memory.used) if memory else None,
            total_bytes=int(memory.total) if memory else None,
        )
    except nvml.NVMLError:
        return None
    finally:
        with suppress(nvml.NVMLError):
            nvml.nvmlShutdown()


def visible_cards(cards: Sequence[GraphicsCard]) -> tuple[GraphicsCard, ...]:
    """Those that CUDA may use. Numbers count cards by their speed, which the driver does not
    tell, so only UUIDs choose one."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    if visible is None:
        return tuple(cards)
    if visible in HIDDEN:
        return ()
    named = [name.strip() for name in visible.split(",")]
    chosen = sorted((c for c in cards if c.uuid in named), key=lambda card: named.index(card.uuid))
    return tuple(chosen or cards)


def _card(nvml: Any, handle: Any) -> GraphicsCard:
    memory = _if_supported(nvml, nvml.nvmlDeviceGetMemoryInfo, handle)
    capability = _if_supported(nvml, nvml.nvmlDeviceGetCudaComputeCapability, handle)
    return GraphicsCard(
        name=nvml.nvmlDeviceGetName(handle),
        driver=nvml.nvmlSystemGetDriverVersion(),
        uuid=nvml.nvmlDeviceGetUUID(handle),
        memory_total_bytes=int(memory.total) if memory else None,
        memory_free_bytes=int(memory.free) if memory else None,
        compute_capability=".".join(map(str, capability)) if capability else None,
    )


def _if_supported(nvml: Any, ask: Callable[[Any], Any], handle: Any) -> Any:
    try:
        return ask(handle)
    except nvml.NVMLError_NotSupported:
        return None
