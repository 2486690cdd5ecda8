"""The network: a six-layer MiniLM encoder that also sees case, place and quotation, and three kinds of head.

Per word: a begin/in/out layer for cues, one for sources, one for contents (three separate layers, so that a cue may
stand inside a content). Per cue: source and content again, as seen from that cue (bilinear, plus how far away a word
stands), which links the parts and lets contents nest. All layers are trained as linear-chain CRFs.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from verbale.language.words import PLACES, QUOTES, SHAPES

TAGS = 3  # out, begin, in
RANK = 32
DISTANCES = 17
SENTENCES = 7
PARAGRAPHS = 5


class Linear(nn.Linear):
    """A linear layer that can be trained as it will be shipped: with seven-bit weights, one scale an output."""

    rounded = False

    def forward(self, x: Tensor) -> Tensor:
        weight = self.weight
        if self.rounded:
            scale = weight.detach().abs().amax(1, keepdim=True).clamp_min(1e-8) / 64
            weight = weight + (torch.round(weight.detach() / scale) * scale - weight.detach())
        return functional.linear(x, weight, self.bias)


class Layer(nn.Module):
    def __init__(self, size: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = Linear(size, size), Linear(size, size), Linear(size, size)
        self.out = Linear(size, size)
        self.norm1 = nn.LayerNorm(size, eps=1e-12)
        self.up, self.down = Linear(size, inner), Linear(inner, size)
        self.norm2 = nn.LayerNorm(size, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.p = dropout

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, n, d = x.shape
        q, k, v = (
            f(x).view(b, n, self.heads, d // self.heads).transpose(1, 2) for f in (self.query, self.key, self.value)
        )
        if mask is None:  # the exported graph: plain matrix products
            a = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(d // self.heads), dim=-1) @ v
        else:
            a = functional.scaled_dot_product_attention(
                q, k, v, attn_mask=mask, dropout_p=self.p if self.training else 0.0
            )
        x = self.norm1(x + self.dropout(self.out(a.transpose(1, 2).reshape(b, n, d))))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Net(nn.Module):
    def __init__(self, vocabulary: int = 30522, size: int = 384, layers: int = 6, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, size)
        self.positions = nn.Embedding(512, size)
        self.kind = nn.Parameter(torch.zeros(size))
        self.shapes = nn.Embedding(SHAPES, size)
        self.places = nn.Embedding(PLACES, size)
        self.quotes = nn.Embedding(QUOTES, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(size, 12, size * 4, dropout) for _ in range(layers))
        self.tag = nn.Sequential(Linear(size, size), nn.GELU(), nn.Dropout(dropout), Linear(size, 3 * TAGS))
        self.ask = nn.Sequential(Linear(size, size), nn.GELU(), nn.Dropout(dropout), Linear(size, 2 * TAGS * RANK))
        self.answer = nn.Sequential(Linear(size, size), nn.GELU(), nn.Dropout(dropout), Linear(size, 2 * TAGS * RANK))
        self.distance = nn.Parameter(torch.zeros(DISTANCES, 2 * TAGS))
        self.sentence = nn.Parameter(torch.zeros(SENTENCES, 2 * TAGS))
        self.paragraph = nn.Parameter(torch.zeros(PARAGRAPHS, 2 * TAGS))
        # rows: three layers per word, two per cue
        self.transitions = nn.Parameter(torch.zeros(5, TAGS, TAGS))
        self.first = nn.Parameter(torch.zeros(5, TAGS))
        for table in (self.shapes, self.places, self.quotes):
            nn.init.normal_(table.weight, std=0.02)
        for head in (self.tag, self.ask, self.answer):
            nn.init.xavier_uniform_(head[0].weight)
        nn.init.normal_(self.ask[3].weight, std=0.05)
        nn.init.normal_(self.answer[3].weight, std=0.05)

    def encode(self, ids: Tensor, shapes: Tensor, places: Tensor, quotes: Tensor, mask: Tensor | None) -> Tensor:
        n = ids.shape[1]
        x = self.words(ids) + self.positions.weight[:n] + self.kind
        x = x + self.shapes(shapes) + self.places(places) + self.quotes(quotes)
        x = self.dropout(self.norm(x))
        attend = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, attend)
        return x

    def forward(
        self, ids: Tensor, shapes: Tensor, places: Tensor, quotes: Tensor, heads: Tensor, mask: Tensor | None = None
    ):
        x = self.encode(ids, shapes, places, quotes, mask)
        x = torch.gather(x, 1, heads[:, :, None].expand(-1, -1, x.shape[2]))
        return self.tag(x), self.ask(x), self.answer(x)


def mean_of(x: Tensor, chosen: Tensor) -> Tensor:
    """Return the mean of the chosen words: (batch, words, size) and (batch, words) to (batch, size); nought where none are."""
    share = chosen.float()
    return (x * share[:, :, None]).sum(1) / share.sum(1, keepdim=True).clamp_min(1.0)


def load_base(net: Net, folder: Path) -> None:
    """Fill the encoder from the published weights."""
    found = {k.removeprefix("bert."): v.float() for k, v in load_file(folder / "model.safetensors").items()}
    config = json.loads((folder / "config.json").read_text())
    assert config["num_hidden_layers"] == len(net.layers)
    assert config["hidden_act"] == "gelu"

    def put(target: nn.Module, name: str) -> None:
        target.weight.data.copy_(found[name + ".weight"])
        if getattr(target, "bias", None) is not None:
            target.bias.data.copy_(found[name + ".bias"])

    put(net.words, "embeddings.word_embeddings")
    put(net.positions, "embeddings.position_embeddings")
    net.kind.data.copy_(found["embeddings.token_type_embeddings.weight"][0])
    put(net.norm, "embeddings.LayerNorm")
    for number, layer in enumerate(net.layers):
        base = f"encoder.layer.{number}."
        put(layer.query, base + "attention.self.query")
        put(layer.key, base + "attention.self.key")
        put(layer.value, base + "attention.self.value")
        put(layer.out, base + "attention.output.dense")
        put(layer.norm1, base + "attention.output.LayerNorm")
        put(layer.up, base + "intermediate.dense")
        put(layer.down, base + "output.dense")
        put(layer.norm2, base + "output.LayerNorm")


def crf_loss(scores: Tensor, tags: Tensor, mask: Tensor, transitions: Tensor, first: Tensor) -> Tensor:
    """Return the negative log-likelihood of each sequence: scores (n, t, 3), mask (n, t)."""
    n, t, _ = scores.shape
    rows = torch.arange(n)
    gold = torch.gather(scores, 2, tags[:, :, None]).squeeze(2)
    step = transitions[rows[:, None], tags[:, :-1], tags[:, 1:]]
    gold_score = (gold * mask).sum(1) + (step * mask[:, 1:]).sum(1) + first[rows, tags[:, 0]]
    alpha = scores[:, 0] + first
    columns = scores.unbind(1)
    masks = mask[:, :, None].bool().unbind(1)
    for i in range(1, t):
        alpha = torch.where(masks[i], torch.logsumexp(alpha[:, :, None] + transitions, dim=1) + columns[i], alpha)
    return torch.logsumexp(alpha, dim=1) - gold_score
