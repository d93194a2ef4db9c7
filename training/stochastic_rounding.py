"""Rounds float32 to bfloat16 up or down by chance, so that on average nothing is lost.

Rounding to nearest loses every step smaller than half the distance between two bfloat16 numbers;
by chance such a step arrives in full now and then (Zamirai et al., arXiv 2010.06192, section 3).
"""

import torch

# bfloat16 is the upper half of float32: the lower 16 bits are what rounding decides about.
_LOWER_BITS = 16
# Numbers at a time: few enough for the caches of newer cards. The same sizes draw the same noise.
_PORTION = 1 << 20


def copy_rounded(target: torch.Tensor, source: torch.Tensor, noise: torch.Generator) -> None:
    """Set bfloat16 `target` to float32 `source` of the same shape, each number to one of its two
    neighbours, with E[target] = source; exact numbers, zeros and infinities stay what they are. As
    with any rounding, numbers beyond the largest bfloat16 may become infinite. A NaN may become
    anything: whoever calls has looked. `noise` lives on the tensors' device; it is drawn in the
    order of the shape, whatever the layout."""
    plain = (
        target
        if target.is_contiguous()
        else torch.empty(target.shape, dtype=target.dtype, device=target.device)
    )
    portions = zip(plain.view(-1).split(_PORTION), source.reshape(-1).split(_PORTION), strict=True)
    for part, values in portions:
        part.copy_(_rounded(values, noise))
    if plain is not target:
        target.copy_(plain)


def _rounded(values: torch.Tensor, noise: torch.Generator) -> torch.Tensor:
    """bfloat16 numbers: the upper halves of what the noise has carried, or not, upwards."""
    bits = torch.randint(
        1 << _LOWER_BITS, values.shape, generator=noise, device=values.device, dtype=torch.int32
    )
    # The magnitude is the lower 31 bits, so this rounds away from zero as often as it should.
    bits.add_(values.view(torch.int32))
    # Every machine that torch runs on stores the upper half last.
    return bits.view(torch.bfloat16)[1::2]
