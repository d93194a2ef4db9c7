"""Every random draw is a function of (seed, stream, indices), never of what was drawn before."""

import hashlib

import torch


def stream_seed(seed: int, stream: str, *indices: int) -> int:
    """63 bits from the run's seed, the name of the stream and its indices."""
    text = ":".join((str(seed), stream, *map(str, indices)))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) >> 1


def generator(seed: int, stream: str, *indices: int) -> torch.Generator:
    """A fresh CPU generator for one draw; the same arguments give the same numbers."""
    return torch.Generator().manual_seed(stream_seed(seed, stream, *indices))


def normal(shape: tuple[int, ...], seed: int, stream: str, *indices: int) -> torch.Tensor:
    """Standard normal float32 numbers of `shape`, on the CPU."""
    return torch.randn(shape, generator=generator(seed, stream, *indices))


def uniform(seed: int, stream: str, *indices: int) -> float:
    """One number in [0, 1)."""
    return float(torch.rand((), generator=generator(seed, stream, *indices)))


def permutation(count: int, seed: int, stream: str, *indices: int) -> list[int]:
    """0 .. count-1 in random order."""
    return torch.randperm(count, generator=generator(seed, stream, *indices)).tolist()


def seed_module_dropout(seed: int, step: int, micro_batch: int) -> None:
    """Dropout modules take no generator: give the global one its place in the run."""
    torch.manual_seed(stream_seed(seed, "dropout", step, micro_batch))
