"""Train the reader of events on the shipped tagger's lower layers, write it out, score it.

    python -m training.events --base <all-MiniLM-L6-v2> --data DATA --out verbale/language/weights

First on what the rules make of open articles, then on labelled places of articles (`--record`, events_data.py) and sentences
marked by hand; the seeds' weights are averaged. `--folds N` trains N networks, each without its part, for
`python -m benchmarks.events_open --folds`.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.events_data import Example, examples
from training.graphs import export, open_session
from training.loop import begin_layers, half, of_seeds, teach
from training.net import Layer, mean_of
from verbale.language.event_read import OUTPUTS, STATUSES, TYPES
from verbale.language.events import ACTOR, MODEL, RECIPIENT, TRIGGER
from verbale.language.session import packed

SIZE = 384
ALSO = 0.35
"""What a type that is as defensible weighs beside the first choice."""
STATUS, SIDES = 0.5, 0.5
"""What the losses of status and of right parties weigh beside that of the type."""
T, S = len(TYPES), len(STATUSES)
FOLDS = 5
"""Parts of the marked sentences, and half as many of the labelled articles; the first is left out, to set what is shipped by."""


class EventNet(nn.Module):
    """Two layers on top of the tagger's lower ones; they begin as the base encoder's."""

    def __init__(self, layers: int = 2, dropout: float = 0.1) -> None:
        super().__init__()
        self.roles = nn.Embedding(5, SIZE)
        self.cls = nn.Parameter(torch.zeros(SIZE))
        self.layers = nn.ModuleList(Layer(SIZE, 12, SIZE * 4, dropout) for _ in range(layers))
        self.drop = nn.Dropout(2 * dropout)
        self.out = nn.Linear(SIZE * 4, OUTPUTS)
        for value in (self.roles.weight, self.cls):
            nn.init.normal_(value, std=0.1)
        nn.init.normal_(self.out.weight, std=0.02)

    def forward(self, states: Tensor, roles: Tensor, mask: Tensor | None = None) -> Tensor:
        first = (self.cls + self.roles.weight[4]).expand(states.shape[0], 1, -1)
        x = torch.cat([first, states + self.roles(roles)], 1)
        attend = None if mask is None else torch.cat([mask[:, :1] | True, mask], 1)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, attend)
        pooled = [x[:, 0]]
        for role in (ACTOR, TRIGGER, RECIPIENT):
            chosen = (roles == role) if mask is None else (roles == role) & mask
            pooled.append(mean_of(x[:, 1:], chosen))
        return self.out(self.drop(torch.cat(pooled, 1)))


def collate(batch: Sequence[Example], draw: random.Random) -> dict[str, Tensor]:
    """Pad a batch; leave out words now and then, and the verb of what only rules have read."""
    n, b = max(len(e.roles) for e in batch), len(batch)
    states, roles = torch.zeros(b, n, SIZE), torch.zeros(b, n, dtype=torch.long)
    mask, target, weight = torch.zeros(b, n, dtype=torch.bool), torch.zeros(b, T), torch.zeros(b)
    for i, e in enumerate(batch):
        k = len(e.roles)
        states[i, :k] = torch.from_numpy(e.states.astype(np.float32))
        roles[i, :k] = torch.from_numpy(e.roles)
        blind = e.source == "silver" and e.types != ("NONE",) and draw.random() < 0.25
        mask[i, :k] = torch.tensor([draw.random() > 0.08 and not (blind and r == TRIGGER) for r in e.roles.tolist()])
        for place, kind in enumerate(e.types):
            target[i, TYPES.index(kind)] = ALSO if place and e.source == "label" else 1.0
        weight[i] = e.weight
    return {
        "states": states, "roles": roles, "mask": mask, "types": target, "weight": weight,
        "status": torch.tensor([e.status for e in batch]), "sides": torch.tensor([e.sides for e in batch]),
    }  # fmt: skip


def loss_of(scores: Tensor, data: dict[str, Tensor]) -> Tensor:
    """Return the loss of a batch: each part over those that are labelled for it."""
    target, weight = data["types"], data["weight"]
    logs = torch.log_softmax(scores[:, :T], -1) + torch.log(target.clamp_min(1e-9))
    total = -(torch.logsumexp(logs.masked_fill(target == 0, -1e4), -1) * weight).sum() / weight.sum()
    told = data["status"] >= 0
    if told.any():
        total = total + STATUS * nn.functional.cross_entropy(scores[told, T : T + S], data["status"][told])
    known = data["sides"] >= 0
    if known.any():
        right = data["sides"][known].float()
        total = total + SIDES * nn.functional.binary_cross_entropy_with_logits(scores[:, T + S :][known], right)
    return total


def train(net: EventNet, found: Sequence[Example], epochs: int, rate: float, seed: int) -> None:
    """Fit a network; where a place may be of several types, any of them is right."""

    def loss(batch: list[Example], draw: random.Random) -> Tensor:
        data = collate(batch, draw)
        with half():
            scores = net(data["states"], data["roles"], data["mask"])
        return loss_of(scores.float(), data)

    teach(net, lambda _: list(found), loss, lambda e: len(e.roles), epochs=epochs, rate=rate, seed=seed)


def learn(found: Sequence[Example], base: Path, epochs: int, rate: float, seeds: int) -> EventNet:
    """Return the average of networks that were trained from each seed."""
    torch.manual_seed(0)
    first = EventNet()
    begin_layers(first.layers, base)
    silver = [e for e in found if e.source == "silver"]
    train(first, silver[::2], 1, rate, 0)
    marked = [e for e in found if e.source != "silver"]
    return of_seeds(first, lambda net, seed: train(net, marked, epochs, rate, seed), seeds)


def write(net: EventNet, path: Path, int8: bool = True) -> None:
    """Write a network."""
    n = 9
    sample = (torch.zeros(1, n, SIZE), torch.full((1, n), TRIGGER, dtype=torch.long))
    axes = {"states": {1: "words"}, "roles": {1: "words"}}
    export(net, sample, ["states", "roles"], ["told"], axes, path, int8=int8)


def score(path: Path, found: Sequence[Example]) -> str:
    """Return how often the type is right on places with a verb, and from which probability on."""
    session = open_session(path)
    rows = []
    for e in found:
        logits = session.run(None, {"states": e.states.astype(np.float32)[None], "roles": e.roles[None]})[0][0]
        shares = np.exp(logits[:T] - logits[:T].max())
        best = int(shares.argmax())
        rows.append((e.source, TYPES[best] in e.types, TYPES[best], float(shares[best] / shares.sum())))
    lines = []
    for source in sorted({row[0] for row in rows}):
        own = [row for row in rows if row[0] == source]
        line = f"{source} {len(own)}: {sum(row[1] for row in own) / len(own):.3f}"
        for least in (0.6, 0.7, 0.8, 0.9):
            sure = [row for row in own if row[3] >= least and row[2] != "NONE"]
            line += f"  >={least}: {len(sure) / len(own):.2f} of them {sum(r[1] for r in sure) / max(len(sure), 1):.3f}"
        lines.append(line)
    return "\n".join(lines)


def main() -> None:
    """Train and write, for good or for a cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder of the open corpora")
    parser.add_argument("--record", type=Path, help="record of the labelled articles (events_data.py)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--folds", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(1)
    found = examples(args.data, args.folds or FOLDS, args.record)
    print({s: sum(e.source == s for e in found) for s in sorted({e.source for e in found})}, flush=True)
    args.out.mkdir(parents=True, exist_ok=True)
    if not args.folds:
        net = learn([e for e in found if e.fold], args.base, args.epochs, args.rate, args.seeds)
        write(net, packed(args.out, MODEL))
        print(score(packed(args.out, MODEL), [e for e in found if not e.fold]), flush=True)
        return
    for fold in range(args.folds):
        folder = args.out / str(fold)
        folder.mkdir(exist_ok=True)
        net = learn([e for e in found if e.fold != fold], args.base, args.epochs, args.rate, 1)
        write(net, packed(folder, MODEL))
        print(f"fold {fold}\n" + score(packed(folder, MODEL), [e for e in found if e.fold == fold]), flush=True)


if __name__ == "__main__":
    main()
