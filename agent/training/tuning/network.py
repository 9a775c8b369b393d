"""The network that is trained: the encoder, and an output for each task over a turn and its context."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from agent.appraisal.encoder import WIDTH

SPREAD = WIDTH**0.5
"""What unit vectors are multiplied by before an output, so that its inputs are about 1."""
HIDDEN = 96
MOST_TOKENS = 96
MOST_IN_BATCH = 1024
"""Word pieces computed in one call, padding included."""
FROZEN_LAYERS = 1
"""Layers from below that stay as they were, beside the word embeddings: what words mean is known already."""


class Network(nn.Module):  # type: ignore[misc]
    """all-MiniLM-L6-v2 with an output for each task."""

    def __init__(self, folder: Path, outputs: Mapping[str, tuple[tuple[str, ...], int]]) -> None:
        """`folder` holds the published model; `outputs` name for each task its blocks and its classes."""
        from transformers import BertModel

        super().__init__()
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MOST_TOKENS)
        self.body: Any = BertModel.from_pretrained(str(folder), add_pooling_layer=False)
        for frozen in (self.body.embeddings, *self.body.encoder.layer[:FROZEN_LAYERS]):
            frozen.requires_grad_(False)
        self.blocks = {name: blocks for name, (blocks, _) in outputs.items()}
        self.outputs = nn.ModuleDict(
            {name: _output(len(blocks), classes) for name, (blocks, classes) in outputs.items()}
        )

    def vectors(self, texts: Sequence[str]) -> Tensor:
        """[n, WIDTH] unit vectors, in order. Texts of like length go together."""
        pieces = [item.ids for item in self.tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(pieces)), key=lambda index: len(pieces[index]))
        found: list[Tensor] = []
        start = 0
        while start < len(order):
            end = start + 1
            while end < len(order) and (end + 1 - start) * len(pieces[order[end]]) <= MOST_IN_BATCH:
                end += 1
            found.append(self._run([pieces[index] for index in order[start:end]]))
            start = end
        return torch.cat(found)[torch.argsort(torch.tensor(order))]

    def _run(self, pieces: Sequence[Sequence[int]]) -> Tensor:
        longest = max(map(len, pieces))
        ids = torch.zeros(len(pieces), longest, dtype=torch.long)
        mask = torch.zeros(len(pieces), longest, dtype=torch.long)
        for row, item in enumerate(pieces):
            ids[row, : len(item)] = torch.tensor(item)
            mask[row, : len(item)] = 1
        hidden = self.body(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        shown = mask[:, :, None].float()
        return nn.functional.normalize((hidden * shown).sum(1) / shown.sum(1), dim=1)

    def judge(self, task: str, blocks: Mapping[str, Tensor]) -> Tensor:
        """[n, classes] raw sums of a task from its blocks [n, WIDTH]."""
        joined = torch.cat([blocks[name] for name in self.blocks[task]], dim=1)
        found: Tensor = self.outputs[task](joined * SPREAD)
        return found


def _output(blocks: int, classes: int) -> nn.Sequential:
    if blocks == 1:
        return nn.Sequential(nn.Dropout(0.2), nn.Linear(WIDTH, classes))
    return nn.Sequential(
        nn.Dropout(0.2),
        nn.Linear(WIDTH * blocks, HIDDEN),
        nn.ReLU(),
        nn.Dropout(0.2),
        nn.Linear(HIDDEN, classes),
    )
