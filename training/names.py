"""Train the reader of names on the frozen lower layers of the shipped tagger, and write it out.

    python -m training.names --data DATA --weights verbale/language/weights --nets run1/net.pt run2/net.pt ...

The upper layers begin as the tagger's own. It learns in parts, each as long as the clock says: first from
some sets only, so that its scores on the others are those of sets that it has never seen; then from two thirds of those too.
Scores on what was left out are printed after each.
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training import graphs
from training.loop import half
from training.names_data import POOLS, SOURCES, Example, examples, held_out, lower, training_documents
from training.net import Layer, Linear
from verbale.language.names import MARKS, MODEL, TYPES, decode
from verbale.language.session import packed
from verbale.language.words import SHAPES, Vocabulary

LOWER = 3
SMOOTH = 0.995
"""Of the weights' running mean, which is what is kept at the end."""
HABITS = SOURCES.index("wikigold")
"""Whose habits of marking the shipped network follows: hand-made, with the usual four types."""
TAGS = 1 + 2 * len(TYPES)
INPUTS = ("states", "shapes", "marks")
HELD_OUT = ("gmb", "ieer", "wikigold", "crossner", "uner", "re3d", "gum")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the run: which sets it does without, what share of GMB it takes, how long and how fast it learns."""

    seed: int
    without: tuple[str, ...]
    share: float
    minutes: float
    rate: float


PARTS = (
    Part(1, ("crossner_dev", "uner", "re3d", "meantime", "geovirus"), 0.667, 14.0, 1.5e-4),
    Part(2, (), 0.5, 20.0, 1.4e-4),
    Part(3, (), 0.5, 5.5, 6e-5),
)


class NameNet(nn.Module):
    """Layers of its own over the tagger's lower ones; a small vector says whose habits of marking to follow."""

    def __init__(self, size: int = 384, layers: int = 3, dropout: float = 0.1) -> None:
        super().__init__()
        self.shapes = nn.Embedding(SHAPES, size)
        self.marks = nn.Linear(MARKS, size, bias=False)
        self.source = nn.Embedding(len(SOURCES), size)
        self.layers = nn.ModuleList(Layer(size, 12, size * 4, dropout) for _ in range(layers))
        self.direct = nn.Linear(MARKS, TAGS, bias=False)
        self.tag = nn.Sequential(Linear(size, size), nn.GELU(), nn.Dropout(dropout), Linear(size, TAGS))
        for table in (self.shapes, self.marks, self.source):
            nn.init.normal_(table.weight, std=0.05)
        nn.init.zeros_(self.direct.weight)

    def forward(
        self, states: Tensor, shapes: Tensor, marks: Tensor, source: Tensor | None = None,
        mask: Tensor | None = None,
    ) -> Tensor:  # fmt: skip
        habits = self.source.weight[HABITS] if source is None else self.source(source)[:, None]
        x = states + self.shapes(shapes) + self.marks(marks) + habits
        for layer in self.layers:
            x = layer(x, None if mask is None else mask[:, None, None, :])
        return self.tag(x) + self.direct(marks)


def start(net: NameNet, nets: list[Path]) -> None:
    """Begin with the tagger's upper layers, averaged as they were shipped."""
    states = [found.get("net", found) for found in map(torch.load, nets)]
    for number, layer in enumerate(net.layers):
        prefix = f"layers.{LOWER + number}."
        layer.load_state_dict(
            {k.removeprefix(prefix): sum(s[k] for s in states) / len(states) for k in states[0] if k.startswith(prefix)}
        )


def collate(batch: list[Example], draw: random.Random | None) -> dict[str, Tensor]:
    n = max(len(e.tags) for e in batch)
    b = len(batch)
    states = torch.zeros(b, n, batch[0].states.shape[1])
    shapes = torch.zeros(b, n, dtype=torch.long)
    marks = torch.zeros(b, n, MARKS)
    tags = torch.full((b, n), -1, dtype=torch.long)
    mask = torch.zeros(b, n, dtype=torch.bool)
    for i, e in enumerate(batch):
        k = len(e.tags)
        states[i, :k] = torch.from_numpy(e.states.astype(np.float32))
        shapes[i, :k] = torch.from_numpy(e.shapes.astype(np.int64))
        marks[i, :k] = torch.from_numpy(e.marks.astype(np.float32))
        tags[i, :k] = torch.from_numpy(e.tags.astype(np.int64))
        mask[i, :k] = True
        if draw is not None:
            # lexicon and rules know less of what nobody has written about yet
            if draw.random() < 0.15:
                marks[i] = 0.0
            else:
                marks[i] *= (torch.rand(n, 1) > 0.1).float() * (torch.rand(n, MARKS) > 0.05).float()
    return {
        "states": states, "shapes": shapes, "marks": marks, "tags": tags, "mask": mask,
        "source": torch.tensor([e.source for e in batch]),
    }  # fmt: skip


def batches(pool: list[Example], size: int, draw: random.Random) -> list[list[Example]]:
    """Put windows of like length together: `size` words at most a batch, about."""
    order = sorted(pool, key=lambda e: (len(e.tags) // 12, draw.random()))
    out: list[list[Example]] = []
    batch: list[Example] = []
    for e in order:
        if batch and (len(batch) + 1) * len(e.tags) > size:
            out.append(batch)
            batch = []
        batch.append(e)
    out.append(batch)
    draw.shuffle(out)
    return out


def spans_of(tags: np.ndarray) -> set[tuple[int, int, int]]:
    out = set()
    count = len(TYPES)
    at = 0
    while at < len(tags):
        tag = int(tags[at])
        if not 1 <= tag <= count:
            at += 1
            continue
        end = at + 1
        while end < len(tags) and tags[end] == tag + count:
            end += 1
        out.add((at, end, tag - 1))
        at = end
    return out


@torch.no_grad()
def score(net: NameNet, pool: list[Example], source: int = 0) -> str:
    net.eval()
    sums = np.zeros((len(TYPES), 3))
    for e in pool:
        data = collate([e], None)
        scores = net(data["states"], data["shapes"], data["marks"], torch.tensor([source]))[0].numpy()
        found = {(a, b, kind) for a, b, kind, _ in decode(scores)[0]}
        gold = spans_of(e.tags)
        for row, spans in enumerate((found & gold, found, gold)):
            for _, _, kind in spans:
                sums[kind, row] += 1
    f = 2 * sums[:, 0] / np.maximum(sums[:, 1] + sums[:, 2], 1)
    return " ".join(f"{name} {value:.3f}" for name, value in zip(TYPES[:3], f[:3], strict=True))


def export(net: NameNet, path: Path) -> None:
    net.eval()
    for layer in net.modules():
        if isinstance(layer, Linear):
            layer.rounded = False  # the export rounds for itself
    w = 9
    sample = (
        torch.zeros(1, w, 384), torch.zeros(1, w, dtype=torch.long),
        torch.zeros(1, w, MARKS),
    )  # fmt: skip
    axes = {name: {1: "words"} for name in (*INPUTS, "scores")}
    graphs.export(net, sample, list(INPUTS), ["scores"], axes, path, kinds=("MatMul", "Gemm"))
    print(path, path.stat().st_size)


def laid_out(args: argparse.Namespace, name: str, make: Callable[[], list[Example]]) -> list[Example]:
    """Lay a part out, or take what an earlier run laid out."""
    path = args.cache / f"{name}.pkl" if args.cache else None
    if path and path.exists():
        with path.open("rb") as handle:
            return list(pickle.load(handle))
    made = make()
    if path:
        args.cache.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as handle:
            pickle.dump(made, handle, protocol=5)
    return made


def read(args: argparse.Namespace) -> tuple[dict[str, list[Example]], dict[str, list[Example]]]:
    """Lay out what is learned from and what is only measured on."""
    session = lower(args.weights)
    vocabulary = Vocabulary.read(args.weights / "vocab.txt")

    def make(name: str, seeds: tuple[int | None, ...]) -> list[Example]:
        made = []
        for seed in seeds:
            made += examples(name, training_documents(name, args.data), session, vocabulary, seed)
        return made

    pools = {name: laid_out(args, name, partial(make, name, seeds)) for name, seeds in POOLS.items()}
    dev = {
        name: laid_out(args, f"dev-{name}", partial(examples, name, held_out(name, args.data), session, vocabulary))
        for name in HELD_OUT
    }
    return pools, dev


def teach(
    net: NameNet, pool: list[Example], dev: dict[str, list[Example]], part: Part, args: argparse.Namespace
) -> None:
    """Learn from windows until the time is up; what is kept is the running mean of the weights."""
    draw = random.Random(part.seed)
    smooth = {name: value.detach().clone() for name, value in net.named_parameters()}
    own = [p for name, p in net.named_parameters() if name.startswith("layers.")]
    new = [p for name, p in net.named_parameters() if not name.startswith("layers.")]
    optimizer = torch.optim.AdamW(
        [{"params": own, "base": part.rate}, {"params": new, "base": part.rate * 6}],
        betas=(0.9, 0.98),
        weight_decay=0.01,
        fused=True,
    )
    total = part.minutes * 60 * args.pace
    began = shown = time.monotonic()
    print(len(pool), "windows", sum(len(e.tags) for e in pool), "words", flush=True)
    step, epoch, sums = 0, 0, 0.0
    while (passed := time.monotonic() - began) < total:
        for batch in batches(pool, args.words, draw):
            net.train()
            passed = (time.monotonic() - began) / total
            if passed >= 1:
                break
            rate = min(1.0, (step + 1) / 100) * min(1.0, (1 - passed) / 0.7)
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * rate
            data = collate(batch, draw)
            with half():
                scores = net(data["states"], data["shapes"], data["marks"], data["source"], data["mask"])
            loss = functional.cross_entropy(scores.float().flatten(0, 1), data["tags"].flatten(), ignore_index=-1)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step += 1
            keep = min(SMOOTH, (step + 1) / (step + 10))
            with torch.no_grad():
                torch._foreach_lerp_(list(smooth.values()), list(net.parameters()), 1 - keep)
            sums += float(loss.detach())
            if step % 25 == 0:
                print(f"epoch {epoch} step {step} rate {rate:.2f} loss {sums / 25:.4f} {passed:.2f}", flush=True)
                sums = 0.0
            if time.monotonic() - shown > 240:
                shown = time.monotonic()
                print("  gmb", score(net, dev["gmb"][:60]), " ieer", score(net, dev["ieer"][:60]), flush=True)
        epoch += 1
    net.load_state_dict(smooth, strict=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder that holds gmb_ner, wikigold, gum and the others"
    )
    parser.add_argument("--weights", type=Path, required=True, help="the tagger's; the reader of names goes beside it")
    parser.add_argument(
        "--nets", type=Path, nargs="+", required=True, help="the runs that the tagger is the average of"
    )
    parser.add_argument("--cache", type=Path, help="folder for what is laid out")
    parser.add_argument("--save", type=Path, help="folder for the network after each part")
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--words", type=int, default=1600, help="in a batch")
    parser.add_argument("--pace", type=float, default=1.0, help="how much more time than the log's machine took")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(args.threads)
    pools, dev = read(args)
    net = NameNet(layers=args.layers)
    start(net, args.nets)
    for layer in net.modules():
        if isinstance(layer, Linear):
            layer.rounded = True
    for part in PARTS:
        draw = random.Random(part.seed)
        learned = [each for name in POOLS if name not in part.without for each in pools[name]]
        pool = [each for each in learned if each.source or draw.random() < part.share]  # the first source is GMB
        teach(net, pool, dev, part, args)
        if args.save:
            args.save.mkdir(parents=True, exist_ok=True)
            torch.save(net.state_dict(), args.save / f"names{part.seed}.pt")
        for name, held in dev.items():
            for number, habits in enumerate(SOURCES):
                if habits in ("gmb", "wikigold", name):
                    print(f"part {part.seed}", name, habits, score(net, held, number), flush=True)
    export(net, packed(args.weights, MODEL))


if __name__ == "__main__":
    main()
