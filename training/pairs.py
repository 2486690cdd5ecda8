"""Train the reader of reports: whether two reports are of one thing said (`verbale.language.reports`).

    python -m training.pairs --base <all-MiniLM-L6-v2> --record articles.db --fold 0
    python -m training.pairs --base <all-MiniLM-L6-v2> --record articles.db --fold 0 --out verbale/language/weights

`--record` holds the articles of `labels/statements`, coded. `--fold N` leaves out the periods of part N (of five), scores what is
learned from the rest on them, and fits on them how sure a score is; with `--out` the network is written out. Learned from are all
pairs that are one statement, all others that the words leave open, and of those that they do not, other ones each time.
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

from training.graphs import export
from training.loop import begin_layers
from training.net import Layer
from training.pairs_data import Example, Side, labelled
from training.same_statement import fit, recall_at
from verbale.collation.sense import FIGURES
from verbale.language.reports import BOTH as BOTH_MODEL
from verbale.language.reports import CONTENT
from verbale.language.reports import SIDE as SIDE_MODEL
from verbale.language.session import packed
from verbale.record import Record

SIZE, WIDTH, HIDDEN = 384, 128, 128
"""Numbers of a word's row: below, to find its like and to compare it by, and of what comes of the comparison."""
ROLES = 6
GIVEN = len(FIGURES) + 1
BLOCKS = 4
"""Blocks learned from at a time."""
OPEN = 0.03
"""From here up, by the words alone, a pair that is not one statement is always learned from."""
EASY = 0.35
"""The share of the rest that is, each time; it weighs as much more."""
FASTER = 8
"""How many times as fast as the layers what is no layer learns."""
_NONE = -1e4
_KINDS = ("MatMul", "Gemm")
Floats = npt.NDArray[np.float64]


class SideNet(nn.Module):
    """What is made of one report: a layer on top of the tagger's lower ones, begun as the base encoder's next."""

    def __init__(self, layers: int = 1, dropout: float = 0.1) -> None:
        super().__init__()
        self.roles = nn.Embedding(ROLES, SIZE)
        self.layers = nn.ModuleList(Layer(SIZE, 12, SIZE * 4, dropout) for _ in range(layers))
        self.drop = nn.Dropout(dropout)
        self.keys, self.values = nn.Linear(SIZE, WIDTH), nn.Linear(SIZE, WIDTH)
        self.weights = nn.Linear(SIZE, 1)
        nn.init.normal_(self.roles.weight, std=0.05)

    def forward(self, states: Tensor, roles: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """Return for each word (batch, words, ...) a row of length one, a row, and a number."""
        x = states + self.roles(roles)
        for layer in self.layers:
            x = layer(x, None if mask is None else mask[:, None, None, :])
        x = self.drop(x)
        return functional.normalize(self.keys(x), dim=-1), self.values(x), self.weights(x).squeeze(-1)


class BothNet(nn.Module):
    """What is made of two: each word of one is held against those of the other that are like it."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.sharp = nn.Parameter(torch.tensor(2.0))
        self.held = nn.Sequential(nn.Linear(4 * WIDTH + 4, HIDDEN), nn.GELU())
        self.drop = nn.Dropout(dropout)
        self.mid = nn.Linear(4 * HIDDEN + 4 + 2 * WIDTH + GIVEN, 128)
        self.out = nn.Linear(128 + GIVEN, 1)
        nn.init.normal_(self.out.weight, std=0.02)

    def forward(
        self, a_keys: Tensor, a_values: Tensor, a_weights: Tensor, a_said: Tensor,
        b_keys: Tensor, b_values: Tensor, b_weights: Tensor, b_said: Tensor, same: Tensor, figures: Tensor,
        a_mask: Tensor | None = None, b_mask: Tensor | None = None,
    ) -> Tensor:  # fmt: skip
        near = a_keys @ b_keys.transpose(1, 2)
        a_mean, a_most, a_found, a_sum = self._side(near, same, a_values, b_values, a_weights, a_said, b_said, b_mask)
        b_mean, b_most, b_found, b_sum = self._side(
            near.transpose(1, 2), same.transpose(1, 2), b_values, a_values, b_weights, b_said, a_said, a_mask
        )
        # neither of the two is first
        told = torch.cat([
            a_mean + b_mean, (a_mean - b_mean).abs(), torch.maximum(a_most, b_most), torch.minimum(a_most, b_most),
            torch.minimum(a_found, b_found), torch.maximum(a_found, b_found), (a_sum - b_sum).abs(), a_sum * b_sum, figures,
        ], -1)  # fmt: skip
        return self.out(torch.cat([functional.gelu(self.mid(self.drop(told))), figures], -1)).squeeze(-1)

    def _side(
        self, near: Tensor, same: Tensor, own: Tensor, theirs: Tensor, weights: Tensor, said: Tensor, other: Tensor,
        mask: Tensor | None,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:  # fmt: skip
        alike = near * self.sharp.exp()
        if mask is not None:
            alike, near = alike.masked_fill(~mask[:, None, :], _NONE), near.masked_fill(~mask[:, None, :], -1.0)
        like = alike.softmax(-1) @ theirs
        others = other[:, None, :].float()
        said_so = (near * others - (1 - others)).amax(-1)
        met = torch.stack([near.amax(-1), said_so, (same * others).amax(-1), same.amax(-1)], -1)
        held = self.held(torch.cat([own, like, own - like, own * like, met], -1))
        silent = (1 - said.float()) * _NONE
        share = (weights + silent).softmax(-1)[:, :, None]
        found = torch.cat([(met[:, :, 1:2] * share).sum(1), (met[:, :, 2:3] * share).sum(1)], -1)
        return (held * share).sum(1), (held + silent[:, :, None]).amax(1), found, (own * share).sum(1)


class PairNet(nn.Module):
    """Both parts."""

    def __init__(self) -> None:
        super().__init__()
        self.side, self.both = SideNet(), BothNet()

    def read(self, block: Sequence[Example], draw: random.Random | None) -> Tensor:
        """Return the logits of pairs; with `draw`, words, what stands around the content, or all figures are left out at times."""
        sides = list({id(side): side for e in block for side in (e.left, e.right)}.values())
        at = {id(side): n for n, side in enumerate(sides)}
        states, roles, pieces, mask = padded(sides, draw)
        keys, values, weights = self.side(states, roles, mask)
        said = (roles == CONTENT) & mask
        left = torch.tensor([at[id(e.left)] for e in block])
        right = torch.tensor([at[id(e.right)] for e in block])
        same = pieces[left][:, :, None] == pieces[right][:, None, :]
        same = (same & mask[left][:, :, None] & mask[right][:, None, :]).float()
        figures = torch.from_numpy(np.stack([e.figures for e in block]))
        if draw is not None:
            figures = figures * torch.tensor([[float(draw.random() > 0.2)] for _ in block])
        both = ((keys[n], values[n], weights[n], said[n]) for n in (left, right))
        return self.both(*next(both), *next(both), same, figures, mask[left], mask[right])


def padded(sides: Sequence[Side], draw: random.Random | None) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return states, roles, pieces and which words are there."""
    n = max(len(side.roles) for side in sides)
    states, roles = torch.zeros(len(sides), n, SIZE), torch.zeros(len(sides), n, dtype=torch.long)
    pieces, mask = torch.zeros(len(sides), n, dtype=torch.long), torch.zeros(len(sides), n, dtype=torch.bool)
    for i, side in enumerate(sides):
        k = len(side.roles)
        states[i, :k] = torch.from_numpy(side.states.astype(np.float32))
        roles[i, :k] = torch.from_numpy(side.roles.astype(np.int64))
        pieces[i, :k] = torch.from_numpy(side.pieces.astype(np.int64))
        kept = np.ones(k, dtype=bool)
        if draw is not None:
            kept = np.array([draw.random() > 0.06 for _ in range(k)])
            if draw.random() < 0.15:
                kept &= side.roles == CONTENT
        mask[i, :k] = torch.from_numpy(kept if (kept & (side.roles == CONTENT)).any() else np.ones(k, dtype=bool))
    return states, roles, pieces, mask


def train(net: PairNet, blocks: Sequence[list[Example]], epochs: int, rate: float, seed: int) -> None:
    """Fit a network: AdamW, a rate that rises for a tenth of the steps and falls from there."""
    draw = random.Random(seed)
    layers = list(net.side.layers.parameters())
    known = {id(p) for p in layers}
    others = [p for p in net.parameters() if id(p) not in known]
    optimizer = torch.optim.AdamW([{"params": layers}, {"params": others}], weight_decay=0.02)
    order, step, total = list(blocks), 0, epochs * len(blocks) / BLOCKS
    net.train()
    for epoch in range(epochs):
        draw.shuffle(order)
        losses = []
        for begin in range(0, len(order), BLOCKS):
            some = [
                e
                for block in order[begin : begin + BLOCKS]
                for e in block
                if e.same or e.told >= OPEN or draw.random() < EASY
            ]
            step += 1
            if not some:
                continue
            part = min(1.0, step / (0.1 * total)) * max(0.0, 1 - step / total)
            for group, factor in zip(optimizer.param_groups, (1, FASTER), strict=True):
                group["lr"] = rate * factor * part
            target = torch.tensor([0.97 * e.same + 0.01 for e in some])
            weight = torch.tensor([1.0 if e.same or e.told >= OPEN else 1 / EASY for e in some])
            wrong = functional.binary_cross_entropy_with_logits(net.read(some, draw), target, weight, reduction="sum")
            wrong = wrong / weight.sum()
            optimizer.zero_grad()
            wrong.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            losses.append(wrong.item())
        print(f"seed {seed} epoch {epoch} loss {sum(losses) / len(losses):.4f}", flush=True)


@torch.no_grad()
def read(net: PairNet, blocks: Sequence[list[Example]]) -> Floats:
    """Return the logits of all pairs, block by block."""
    net.eval()
    return np.concatenate([net.read(block, None).numpy() for block in blocks]).astype(np.float64)


def score(net: PairNet, blocks: Sequence[list[Example]]) -> Floats:
    """Print what the words reach on their own and with the network; return by what a logit is to be moved and stretched."""
    examples = [e for block in blocks for e in block]
    same = np.array([float(e.same) for e in examples])
    told, found = np.array([5 * e.figures[-1] for e in examples]), read(net, blocks)
    print(f"{len(same)} pairs left out, {int(same.sum())} of one statement")
    for name, by in (("words", told), ("words and sense", found)):
        reached = "  ".join(f"R {recall_at(p, by, same)[0]:.3f} at P {p:.2f}" for p in (0.97, 0.95, 0.93, 0.9, 0.8))
        ranked = same[np.argsort(-by, kind="stable")]
        precision = (np.cumsum(ranked) / np.arange(1, len(ranked) + 1) * ranked).sum() / ranked.sum()
        print(f"{name}: average precision {precision:.3f}  {reached}", flush=True)
    moved: Floats = fit(np.stack([np.ones(len(same)), found], 1), same, np.zeros(2))
    print(f"sure as told with {moved.round(3).tolist()}", flush=True)
    return moved


def write(net: PairNet, moved: Floats, folder: Path) -> None:
    """Write both parts as packed ONNX, matrices in int8 (seven bits used); `moved` goes into the last layer."""
    with torch.no_grad():
        net.both.out.weight *= float(moved[1])
        net.both.out.bias.copy_(net.both.out.bias * float(moved[1]) + float(moved[0]))
    n, m = 9, 7
    roles = torch.full((1, n), CONTENT, dtype=torch.long)
    words = {name: {1: "words"} for name in ("states", "roles", "keys", "values", "weights")}
    export(
        net.side, (torch.zeros(1, n, SIZE), roles), ["states", "roles"], ["keys", "values", "weights"], words,
        packed(folder, SIDE_MODEL), kinds=_KINDS,
    )  # fmt: skip

    def half(k: int) -> tuple[Tensor, ...]:
        return torch.zeros(1, k, WIDTH), torch.zeros(1, k, WIDTH), torch.zeros(1, k), torch.ones(1, k, dtype=torch.bool)

    names = [f"{side}_{part}" for side in "ab" for part in ("keys", "values", "weights", "said")]
    axes: dict[str, dict[int, str]] = {name: {1: name[0]} for name in names} | {"same": {1: "a", 2: "b"}}
    export(
        net.both, (*half(n), *half(m), torch.zeros(1, n, m), torch.zeros(1, GIVEN)), [*names, "same", "figures"], ["told"],
        axes, packed(folder, BOTH_MODEL), kinds=_KINDS,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--record", type=Path, required=True, help="the labelled articles, coded")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--fold", type=int, default=0, help="leave out the periods of this part (0 to 4) and score them"
    )
    parser.add_argument("--out", type=Path, help="the folder of weights to write the network to")
    given = parser.parse_args()
    torch.set_num_threads(1)
    with Record.open(given.record) as record:
        blocks = list(labelled(record))
    torch.manual_seed(given.seed)
    net = PairNet()
    begin_layers(net.side.layers, given.base)

    def of(wanted: bool) -> list[list[Example]]:
        parts = [[e for e in b if e.part != -1 and (e.part == given.fold) == wanted] for b in blocks]
        return [b for b in parts if b]

    train(net, of(False), given.epochs, given.rate, given.seed)
    moved = score(net, of(True))
    if given.out is not None:
        write(net, moved, given.out)


if __name__ == "__main__":
    main()
