"""A frozen linear layer whose weights take 8 bits: unpacked for each product, and never kept so."""

from typing import Any

import torch

# Of 8 bits with a sign, the same both ways.
_LARGEST = 127


class _Product(torch.autograd.Function):
    """Keeps the packed weights for the backward pass, and neither input nor unpacked weights."""

    @staticmethod
    def forward(
        context: Any, values: torch.Tensor, packed: torch.Tensor, scale: torch.Tensor,
        bias: torch.Tensor | None,
    ) -> torch.Tensor:  # fmt: skip
        context.save_for_backward(packed, scale)
        return torch.nn.functional.linear(values, packed * scale, bias)

    @staticmethod
    def backward(context: Any, *gradients: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        packed, scale = context.saved_tensors
        (gradient,) = gradients
        return gradient @ (packed * scale).to(gradient.dtype), None, None, None


class Int8Linear(torch.nn.Linear):
    """The weights (out, in) rounded to whole multiples of a 127th of each row's largest. Inputs
    and gradients are not rounded, unlike in LLM.int8() (arXiv 2208.07339)."""

    scale: torch.Tensor

    def __init__(self, layer: torch.nn.Linear, *, device: torch.device, dtype: torch.dtype) -> None:
        """Computes in `dtype`, on `device`."""
        has_bias = layer.bias is not None
        super().__init__(layer.in_features, layer.out_features, has_bias, device="meta")
        weight = layer.weight.data.to(device, torch.float32)
        # Rounded to what it is multiplied in before it divides, so that no row is off as a whole.
        tiny = torch.finfo(dtype).tiny
        scale = (weight.abs().amax(1, keepdim=True) / _LARGEST).to(dtype).clamp(min=tiny)
        packed = (weight / scale).round_().clamp_(-_LARGEST, _LARGEST).to(torch.int8)
        self.weight = torch.nn.Parameter(packed, requires_grad=False)
        self.register_buffer("scale", scale, persistent=False)
        if has_bias:
            bias = layer.bias.data.to(device, dtype, copy=True)
            self.bias = torch.nn.Parameter(bias, requires_grad=False)

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        result: torch.Tensor = _Product.apply(input, self.weight, self.scale, self.bias)
        return result
