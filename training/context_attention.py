"""Hangs a hypernetwork into a UNet through its attention processors, and takes it out again."""

from collections.abc import Iterator
from typing import Any

import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention_processor import Attention

from training.context_networks import ContextNetwork, Hypernetwork


class ContextProcessor:
    """Lets the processor that was there compute, with keys and values of a changed context. The
    networks are held by reference: they are no part of the UNet, of its weights or its mode."""

    def __init__(self, inner: Any, hypernetwork: Hypernetwork, width: int) -> None:
        self.inner = inner
        self.hypernetwork = hypernetwork
        self._pair = hypernetwork.pairs[width]

    def __call__(
        self, attn: Any, hidden_states: torch.Tensor,
        encoder_hidden_states: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None, temb: torch.Tensor | None = None,
    ) -> torch.Tensor:  # fmt: skip
        """The attention layer's output, (batch, length, width of the block)."""
        multiplier = self.hypernetwork.multiplier
        changed = _Changed(attn, self._pair, multiplier) if multiplier else attn
        return self.inner(changed, hidden_states, encoder_hidden_states, attention_mask, temb)


class _Changed:
    """An attention layer as it is, but for its to_k and to_v."""

    def __init__(
        self, attention: Any, pair: tuple[ContextNetwork, ContextNetwork], multiplier: float
    ) -> None:
        self._attention = attention
        self._pair = pair
        self._multiplier = multiplier

    def __getattr__(self, name: str) -> Any:
        return getattr(self._attention, name)

    def to_k(self, context: torch.Tensor) -> torch.Tensor:
        return self._attention.to_k(self._read(context, self._pair[0]))

    def to_v(self, context: torch.Tensor) -> torch.Tensor:
        return self._attention.to_v(self._read(context, self._pair[1]))

    def _read(self, context: torch.Tensor, network: ContextNetwork) -> torch.Tensor:
        """The context (batch, length, width) after the network, which computes in float32."""
        # Dropout is for learning; the UNet's own mode says what is being done.
        if network.training != self._attention.training:
            network.train(self._attention.training)
        with torch.autocast(context.device.type, enabled=False):
            read = network(context.float(), multiplier=self._multiplier)
        return read.to(context.dtype)


def context_widths(unet: UNet2DConditionModel) -> list[int]:
    """The widths of what attention reads, the text's and those of the blocks, in order."""
    return sorted({attention.to_k.in_features for attention in _attention_layers(unet)})


def hang(hypernetwork: Hypernetwork, unet: UNet2DConditionModel) -> None:
    """Into self- and cross-attention of its widths. Several work one after the other, the first
    one hung first."""
    for attention in _attention_layers(unet):
        width = attention.to_k.in_features
        if width in hypernetwork.pairs:
            processor = ContextProcessor(attention.processor, hypernetwork, width)
            attention.set_processor(processor)


def take_out(hypernetwork: Hypernetwork, unet: UNet2DConditionModel) -> None:
    """The processors are what they were before, but for what was hung in the meantime."""
    for attention in _attention_layers(unet):
        attention.set_processor(_without(attention.processor, hypernetwork))


def _without(processor: Any, hypernetwork: Hypernetwork) -> Any:
    if not isinstance(processor, ContextProcessor):
        return processor
    if processor.hypernetwork is hypernetwork:
        return processor.inner
    processor.inner = _without(processor.inner, hypernetwork)
    return processor


def _attention_layers(unet: UNet2DConditionModel) -> Iterator[Any]:
    """Self- and cross-attention of each transformer block, as diffusers names them."""
    for name, module in unet.named_modules():
        if isinstance(module, Attention) and name.endswith(("attn1", "attn2")):
            yield module
