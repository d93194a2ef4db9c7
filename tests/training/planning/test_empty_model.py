"""A model without values is built in silence."""

import logging

import pytest
import torch

from training.planning.empty_model import NOWHERE, FullSize, empty_model


class Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_nothing_is_warned_of_where_there_are_no_values(dtype: torch.dtype) -> None:
    """diffusers warns of casting layers of its models, and keeps its lines from pytest."""
    heard, log = Heard(), logging.getLogger("diffusers")
    log.addHandler(heard)
    try:
        model = empty_model(FullSize("sd1"), dtype)
    finally:
        log.removeHandler(heard)
    assert heard.lines == []
    assert {value.dtype for value in model.unet.parameters()} == {dtype}
    assert {value.device for value in model.unet.parameters()} == {NOWHERE}
    assert not any(value.requires_grad for value in model.vae.parameters())
