"""Teach a network to read two reports together, on the shipped tagger's lower layers, and score what it adds to the words.

    python -m training.pairs --base <all-MiniLM-L6-v2> --record articles.db --fold 0

`--record` holds the articles of `labels/statements`, coded. It learns from the labelled pairs: all that are one statement, all
others that the words leave open, and of those that they do not, other ones each time. `--fold N` leaves out the periods of part N
(of five), weighs what it tells with what the words tell, and says what both reach there. Not shipped: what it adds is told in
docs/explanation/collation.md.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.loop import begin_layers, half, teach
from training.net import Layer, mean_of
from training.pairs_data import CONTENT, FIGURES, Example, Side, labelled
from training.same_statement import fit, recall_at
from verbale.record import Record

SIZE = 384
ROLES = 6
GIVEN = len(FIGURES) + 1
BATCH = 32
OPEN = 0.03
"""From here up, by the words alone, a pair that is not one statement is always learned from."""
EASY = 0.15
"""The share of the rest that is, each time; it weighs double."""
Floats = npt.NDArray[np.float64]


class PairNet(nn.Module):
    """Layers on top of the tagger's lower ones; they begin as the base encoder's, which knows more of meaning.

    Each word is told which side it is of, what it is there, and how near the other side comes to it: in what the lower layers make
    of both, and letter for letter.
    """

    def __init__(self, layers: int = 2, dropout: float = 0.1) -> None:
        super().__init__()
        self.roles = nn.Embedding(ROLES, SIZE)
        self.side = nn.Embedding(3, SIZE)
        self.cls = nn.Parameter(torch.zeros(SIZE))
        self.match = nn.Linear(6, SIZE)
        self.fig_in = nn.Linear(GIVEN, SIZE, bias=False)
        self.layers = nn.ModuleList(Layer(SIZE, 12, SIZE * 4, dropout) for _ in range(layers))
        self.drop = nn.Dropout(2 * dropout)
        self.mid = nn.Linear(SIZE * 5, 128)
        self.out = nn.Linear(128 + GIVEN, 1)
        for value in (self.roles.weight, self.side.weight, self.cls, self.fig_in.weight, self.match.weight):
            nn.init.normal_(value, std=0.05)
        nn.init.zeros_(self.match.bias)
        nn.init.normal_(self.out.weight, std=0.02)

    def forward(
        self, a: Tensor, a_roles: Tensor, a_pieces: Tensor, b: Tensor, b_roles: Tensor, b_pieces: Tensor, figures: Tensor,
        a_mask: Tensor | None = None, b_mask: Tensor | None = None,
    ) -> Tensor:  # fmt: skip
        near = functional.normalize(a, dim=-1) @ functional.normalize(b, dim=-1).transpose(1, 2)
        same = a_pieces[:, :, None] == b_pieces[:, None, :]
        attend = None
        if a_mask is not None and b_mask is not None:
            both = a_mask[:, :, None] & b_mask[:, None, :]
            near, same = near.masked_fill(~both, -1.0), same & both
            attend = torch.cat([a_mask[:, :1] | True, a_mask, b_mask], 1)[:, None, None, :]
        a_said, b_said = a_roles == CONTENT, b_roles == CONTENT
        first = (self.cls + self.side.weight[2] + self.fig_in(figures))[:, None]
        x = torch.cat([
            first,
            a + self.roles(a_roles) + self.side.weight[0] + self.match(_met(near, same, a_said, b_said[:, None, :], 2)),
            b + self.roles(b_roles) + self.side.weight[1] + self.match(_met(near, same, b_said, a_said[:, :, None], 1)),
        ], 1)  # fmt: skip
        for layer in self.layers:
            x = layer(x, attend)
        n = a.shape[1]
        one = mean_of(x[:, 1 : 1 + n], a_said if a_mask is None else a_said & a_mask)
        other = mean_of(x[:, 1 + n :], b_said if b_mask is None else b_said & b_mask)
        pooled = torch.cat([x[:, 0], one, other, (one - other).abs(), one * other], 1)
        return self.out(torch.cat([functional.gelu(self.mid(self.drop(pooled))), figures], 1)).squeeze(1)


def _met(near: Tensor, same: Tensor, said: Tensor, theirs: Tensor, axis: int) -> Tensor:
    """Return of each word how near the other side comes to it: all of that side, and what is said there."""
    to_said = near.masked_fill(~theirs, -1.0).amax(axis)
    kept = (same & theirs).any(axis).float(), same.any(axis).float()
    return torch.stack([near.amax(axis), to_said, *kept, to_said**3, said.float()], 2)


def collate(batch: Sequence[Example], draw: random.Random | None) -> list[Tensor]:
    """Pad a batch; with `draw`, leave out words, what stands around what is said, and all figures, now and then."""
    rows: list[Tensor] = []
    masks: list[Tensor] = []
    for number in (0, 1):
        sides: list[Side] = [(e.left, e.right)[number] for e in batch]
        n = max(len(side.roles) for side in sides)
        states = torch.zeros(len(sides), n, SIZE)
        roles = torch.zeros(len(sides), n, dtype=torch.long)
        pieces = torch.full((len(sides), n), -1 - number)
        mask = torch.zeros(len(sides), n, dtype=torch.bool)
        for i, side in enumerate(sides):
            k = len(side.roles)
            states[i, :k] = torch.from_numpy(side.states.astype(np.float32))
            roles[i, :k], pieces[i, :k] = torch.from_numpy(side.roles), torch.from_numpy(side.pieces)
            kept = np.ones(k, dtype=bool)
            if draw is not None:
                kept = np.array([draw.random() > 0.06 for _ in range(k)])
                if draw.random() < 0.15:
                    kept &= side.roles == CONTENT
            mask[i, :k] = torch.from_numpy(kept if kept.any() else ~kept)
        rows += [states, roles, pieces]
        masks.append(mask)
    figures = torch.tensor([e.figures for e in batch])
    if draw is not None:
        figures = figures * torch.tensor([[float(draw.random() > 0.2)] for _ in batch])
    return [*rows, figures, *masks]


def drawn(examples: Sequence[Example], draw: random.Random) -> list[tuple[Example, float]]:
    """Return what is learned from this time, with what each weighs."""
    return [
        (e, 1.0 if always else 2.0) for e in examples if (always := e.same or e.told >= OPEN) or draw.random() < EASY
    ]


def train(net: PairNet, examples: Sequence[Example], epochs: int, rate: float, seed: int) -> None:
    def loss(batch: list[tuple[Example, float]], draw: random.Random) -> Tensor:
        with half():
            scores = net(*collate([e for e, _ in batch], draw))
        target = torch.tensor([0.97 * e.same + 0.01 for e, _ in batch])
        weight = torch.tensor([w for _, w in batch])
        return functional.binary_cross_entropy_with_logits(scores.float(), target, weight)

    teach(
        net, lambda draw: drawn(examples, draw), loss, lambda one: _size(one[0]),
        size=BATCH, epochs=epochs, rate=rate, faster=4, seed=seed,
    )  # fmt: skip


def _size(e: Example) -> int:
    return len(e.left.roles) + len(e.right.roles)


@torch.no_grad()
def read(net: PairNet, examples: Sequence[Example]) -> Floats:
    """Return the network's logits."""
    net.eval()
    order = sorted(range(len(examples)), key=lambda i: _size(examples[i]))
    found = np.zeros(len(examples))
    for begin in range(0, len(order), 2 * BATCH):
        chosen = order[begin : begin + 2 * BATCH]
        found[chosen] = net(*collate([examples[i] for i in chosen], None)).float().numpy()
    return found


def score(net: PairNet, examples: Sequence[Example]) -> None:
    """Print what the words reach on their own and with the network, the two weighed as is best."""
    same = np.array([float(e.same) for e in examples])
    told = np.array([5 * e.figures[-1] for e in examples])
    x = np.stack([np.ones(len(same)), read(net, examples), told], 1)
    weigh = fit(x, same, np.zeros(3))
    print(f"{len(same)} pairs left out, {int(same.sum())} of one statement; weighed {weigh.round(3).tolist()}")
    for name, found in (("words", told), ("words and sense", x @ weigh)):
        reached = "  ".join(f"R {recall_at(p, found, same)[0]:.3f} at P {p:.2f}" for p in (0.97, 0.95, 0.93, 0.9, 0.8))
        ranked = same[np.argsort(-found, kind="stable")]
        precision = (np.cumsum(ranked) / np.arange(1, len(ranked) + 1) * ranked).sum() / ranked.sum()
        print(f"{name}: average precision {precision:.3f}  {reached}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--record", type=Path, required=True, help="the labelled articles, coded")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--fold", type=int, default=0, help="leave out the periods of this part (0 to 4) and score them"
    )
    parser.add_argument("--out", type=Path, help="where to put the network's weights")
    given = parser.parse_args()
    torch.set_num_threads(1)
    with Record.open(given.record) as record:
        found = list(labelled(record))
    torch.manual_seed(given.seed)
    net = PairNet()
    begin_layers(net.layers, given.base)
    train(net, [e for e in found if e.part not in {given.fold, -1}], given.epochs, given.rate, given.seed)
    score(net, [e for e in found if e.part == given.fold])
    if given.out is not None:
        torch.save(net.state_dict(), given.out)


if __name__ == "__main__":
    main()
