"""Textual inversion: a new word whose vectors are all that is trained (arXiv 2208.01618)."""

import torch

from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.exports.embedding_file import read_embedding
from training.methods import Batch, diffusion_loss
from training.model import BaseModel
from training.optimizers import Tensors


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
    """The rows of the placeholder token, (num_vectors, width), float32."""

    def __init__(self, config: RunConfig, run: RunFolder, model: BaseModel) -> None:
        self._model = model
        table = model.text_encoder.get_input_embeddings()
        start = _start_vectors(config, run, model, table)
        self.vectors = torch.nn.Parameter(start.to(model.device, torch.float32))
        first = table.num_embeddings
        ids = list(range(first, first + len(self.vectors)))
        model.placeholders[config.concept.name] = ids
        model.text_encoder.set_input_embeddings(JoinedEmbedding(table, self.vectors))

    def parameters(self) -> list[torch.nn.Parameter]:
        return [self.vectors]

    def loss(self, batch: Batch) -> torch.Tensor:
        return diffusion_loss(self._model, batch)

    def weights(self) -> Tensors:
        return {"vectors": self.vectors.detach().cpu()}

    def load_weights(self, weights: Tensors) -> None:
        with torch.no_grad():
            self.vectors.copy_(weights["vectors"])


def _start_vectors(
    config: RunConfig, run: RunFolder, model: BaseModel, table: torch.nn.Embedding
) -> torch.Tensor:
    """The embedding to go on from, or the initializer token's row for every vector."""
    if config.method.init_from:
        vectors = read_embedding(run.path / config.method.init_from)
        if vectors.shape[1] != table.embedding_dim:
            raise ManulError(
                "invalid_setting.width",
                file=config.method.init_from,
                width=vectors.shape[1],
                wanted=table.embedding_dim,
            )
        return vectors
    token = model.tokenizer.convert_tokens_to_ids(f"{config.concept.initializer_token}</w>")
    row = table.weight[token].detach().float()
    return row.repeat(config.method.num_vectors, 1)
