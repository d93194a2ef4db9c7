"""Turns prompts into what the UNet is told, with one text encoder or with SDXL's two."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from transformers import CLIPTokenizer

from training.prompt_tokens import Placeholders, tokenize


@dataclass
class TextEncoder:
    """A tokenizer with its encoder, and the ids of new words' vectors above the known ones."""

    tokenizer: CLIPTokenizer
    module: Any
    placeholders: Placeholders = field(default_factory=dict)

    def ids(self, prompts: Sequence[str]) -> torch.Tensor:
        """(len(prompts), 77)."""
        rows = [tokenize(self.tokenizer, prompt, self.placeholders) for prompt in prompts]
        return torch.tensor(rows, device=self.module.device)


@dataclass(frozen=True)
class TextConditions:
    """`hidden_states` (prompts, 77, width); `pooled` (prompts, width of the second encoder) with
    SDXL, else None."""

    hidden_states: torch.Tensor
    pooled: torch.Tensor | None = None

    def to(self, device: torch.device) -> "TextConditions":
        pooled = None if self.pooled is None else self.pooled.to(device)
        return TextConditions(self.hidden_states.to(device), pooled)


def encode_prompts(encoders: Sequence[TextEncoder], prompts: Sequence[str]) -> TextConditions:
    """The last states of the only encoder (arXiv 2112.10752), or the last but one of both side by
    side and the pooled output of the second (SDXL, arXiv 2307.01952, section 2.1)."""
    if len(encoders) == 1:
        encoder = encoders[0]
        return TextConditions(encoder.module(encoder.ids(prompts)).last_hidden_state)
    states = []
    for encoder in encoders:
        ids = encoder.ids(prompts)
        inner = getattr(encoder.module, "text_model", encoder.module)
        said = inner(ids, output_hidden_states=True)
        states.append(said.hidden_states[-2])
    # The loop ends with the second encoder, whose summary stands at the end of the text. The
    # library looks for it at the highest id, which is a new word's where there is one.
    ends = (ids == encoder.tokenizer.eos_token_id).int().argmax(dim=-1)
    summary = said.last_hidden_state[torch.arange(len(ends), device=ends.device), ends]
    return TextConditions(torch.cat(states, dim=-1), encoder.module.text_projection(summary))


@torch.no_grad()
def encode_each(
    encoders: Sequence[TextEncoder], prompts: Sequence[str], *, device: torch.device
) -> dict[str, TextConditions]:
    """Every distinct prompt by itself, on `device`, wherever the encoders are."""
    return {
        prompt: encode_prompts(encoders, [prompt]).to(device) for prompt in dict.fromkeys(prompts)
    }


def join_conditions(parts: Sequence[TextConditions]) -> TextConditions:
    """Those of single prompts as those of a batch."""
    pooled = [part.pooled for part in parts if part.pooled is not None]
    return TextConditions(
        torch.cat([part.hidden_states for part in parts]), torch.cat(pooled) if pooled else None
    )
