"""Textual inversion: a new word whose vectors are all that is trained (arXiv 2208.01618)."""

import torch

from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.settings import TextualInversionSettings
from training.exports.embedding_file import read_embedding
from training.methods import Batch, ParameterGroup, diffusion_loss
from training.model import BaseModel
from training.optimizers import Tensors
from training.text_encoding import TextEncoder


class JoinedEmbedding(torch.nn.Module):
    """The model's frozen token table with a few trainable rows behind it."""

    def __init__(self, frozen: torch.nn.Embedding, vectors: torch.nn.Parameter) -> None:
        super().__init__()
        self.frozen = frozen
        self.vectors = vectors

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Embeddings of `ids` (batch, length) -> (batch, length, width)."""
        size = self.frozen.num_embeddings
        words = self.frozen(ids.clamp(max=size - 1))
        placeholders = torch.nn.functional.embedding((ids - size).clamp(min=0), self.vectors)
        return torch.where((ids >= size).unsqueeze(-1), placeholders.to(words.dtype), words)


class Method:
    """The rows of the placeholder token, (num_vectors, width), float32: `vectors` for the first
    text encoder, `vectors_2` for SDXL's second."""

    def __init__(self, config: RunConfig, run: RunFolder, model: BaseModel) -> None:
        self._model = model
        starts = _start_vectors(config, run, model)
        self._vectors = {
            f"vectors_{index + 1}" if index else "vectors": _add_word(
                encoder, config.concept.name, start.to(model.device, torch.float32)
            )
            for index, (encoder, start) in enumerate(zip(model.text_encoders, starts, strict=True))
        }

    def parameter_groups(self) -> list[ParameterGroup]:
        return [ParameterGroup(list(self._vectors.values()))]

    def loss(self, batch: Batch) -> torch.Tensor:
        return diffusion_loss(self._model, batch)

    def weights(self) -> Tensors:
        return {name: vectors.detach().cpu() for name, vectors in self._vectors.items()}

    def load_weights(self, weights: Tensors) -> None:
        with torch.no_grad():
            for name, vectors in self._vectors.items():
                vectors.copy_(weights[name])


def _add_word(encoder: TextEncoder, name: str, start: torch.Tensor) -> torch.nn.Parameter:
    """Rows for the word `name` behind the encoder's table; the table itself stays as it is."""
    vectors = torch.nn.Parameter(start)
    table = encoder.module.get_input_embeddings()
    first = table.num_embeddings
    encoder.placeholders[name] = list(range(first, first + len(vectors)))
    encoder.module.set_input_embeddings(JoinedEmbedding(table, vectors))
    return vectors


def _start_vectors(config: RunConfig, run: RunFolder, model: BaseModel) -> list[torch.Tensor]:
    """For each encoder the embedding to go on from, or the initializer token's row for every
    vector."""
    settings = config.method
    assert isinstance(settings, TextualInversionSettings)
    tables = [encoder.module.get_input_embeddings() for encoder in model.text_encoders]
    if settings.init_from:
        found = read_embedding(run.path / settings.init_from)
        wanted = [table.embedding_dim for table in tables]
        if [vectors.shape[1] for vectors in found] != wanted:
            raise ManulError(
                "invalid_setting.width",
                file=settings.init_from,
                width=" + ".join(str(vectors.shape[1]) for vectors in found),
                wanted=" + ".join(map(str, wanted)),
            )
        return found
    word = f"{config.concept.initializer_token}</w>"
    rows = [
        table.weight[encoder.tokenizer.convert_tokens_to_ids(word)].detach().float()
        for table, encoder in zip(tables, model.text_encoders, strict=True)
    ]
    return [row.repeat(settings.num_vectors, 1) for row in rows]
