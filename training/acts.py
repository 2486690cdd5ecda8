"""Train the network of acts on the shipped tagger's lower layers, write it out, score it.

    python -m training.acts --base <all-MiniLM-L6-v2> --articles extra.jsonl.gz train.jsonl.gz --reports reports.db \
        --out verbale/language/weights

First on reports in articles whose verb names the act, then, from each seed anew, on our labelled passages without the disputes
kept apart and on the labelled reports of the articles that the record `--reports` holds (`training/reports.py`), which teach
stances, what is no report and which words name the matter, besides acts; the seeds' weights are averaged. Without `--reports` the
network tells acts alone.
`--folds N` holds out every N-th training dispute and scores that.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.acts_data import Example, distant, labelled
from training.export import Rows
from training.graphs import export, open_session
from training.labels.check import DEV
from training.loop import begin_layers, half, of_seeds, teach
from training.net import Layer, mean_of
from training.reports import KEPT_APART, examples
from verbale.language.act_words import BUCKETS
from verbale.language.acts import ACTS, CONTENT, CUE, OTHER, SOURCE, STANCES
from verbale.language.session import packed
from verbale.language.tagger import ACT_MODEL

SIZE = 384
ACCEPTED = 0.35
"""What an accepted act weighs beside the first."""
WORDS = 0.3
"""The vote of the table of words; the network has the rest."""
NOTHING = 0.5
"""What the loss of "nothing was said" weighs beside those of acts and stances."""
MATTER = 0.7
"""What that of the words that name the matter weighs."""
A, S = len(ACTS), len(STANCES)


class ActNet(nn.Module):
    """Layers on top of the tagger's lower ones; they begin as the base encoder's, which knows more of meaning.

    Gives the logits of acts, of stances and of "nothing was said", side by side; and of each word (the first stands for none)
    whether it begins and whether it ends the words that name the matter.
    """

    def __init__(self, layers: int = 3, dropout: float = 0.1) -> None:
        super().__init__()
        self.roles = nn.Embedding(5, SIZE)
        self.flags = nn.Linear(2 * len(ACTS), SIZE, bias=False)
        self.cls = nn.Parameter(torch.zeros(SIZE))
        self.layers = nn.ModuleList(Layer(SIZE, 12, SIZE * 4, dropout) for _ in range(layers))
        self.drop = nn.Dropout(2 * dropout)
        self.out = nn.Linear(SIZE * 3, A + S + 1)
        self.matter = nn.Linear(SIZE, 2)
        for value in (self.roles.weight, self.flags.weight, self.cls):
            nn.init.normal_(value, std=0.1)
        for value in (self.out.weight, self.matter.weight):
            nn.init.normal_(value, std=0.02)

    def forward(self, lower: Tensor, roles: Tensor, flags: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        first = (self.cls + self.roles.weight[4] + self.flags(flags))[:, None]
        x = torch.cat([first, lower + self.roles(roles)], 1)
        attend = None if mask is None else torch.cat([mask[:, :1] | True, mask], 1)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, attend)
        pooled = [x[:, 0]]
        for role in (CUE, CONTENT):
            chosen = (roles == role) if mask is None else (roles == role) & mask
            pooled.append(mean_of(x[:, 1:], chosen))
        return self.out(self.drop(torch.cat(pooled, 1))), self.matter(self.drop(x))


class Both(nn.Module):
    """What is shipped: the network and the table of words, each with its vote, as logarithms of probabilities."""

    def __init__(self, net: ActNet, table: Tensor, stances: bool) -> None:
        super().__init__()
        self.net = net
        self.table = Rows(table)
        self.outputs = ["acts", "stances", "nothing", "matter"] if stances else ["acts"]

    def forward(self, lower: Tensor, roles: Tensor, flags: Tensor, keys: Tensor) -> tuple[Tensor, ...]:
        words = torch.log_softmax(self.table(keys).sum(1), -1)
        read, matter = self.net(lower, roles, flags)
        acts = (1 - WORDS) * torch.log_softmax(read[:, :A], -1) + WORDS * words
        return (acts, read[:, A : A + S], read[:, A + S :], matter)[: len(self.outputs)]


def table_of(examples: Sequence[Example]) -> Tensor:
    """Fit the table of words: logistic regression on the gold views and reports, with a prior as wide as one."""
    gold = [e for e in examples if e.view in {"gold", "report"} and e.act]
    target = torch.zeros(len(gold), len(ACTS))
    for row, e in enumerate(gold):
        target[row, ACTS.index(e.act)] = 1.0
    keys = torch.cat([torch.from_numpy(e.keys) for e in gold])
    starts = torch.tensor([0, *(len(e.keys) for e in gold)]).cumsum(0)[:-1]
    table = torch.zeros(BUCKETS, len(ACTS), requires_grad=True)
    optimizer = torch.optim.LBFGS([table], max_iter=60, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        scores = nn.functional.embedding_bag(keys, table, starts, mode="sum")
        loss = -(target * torch.log_softmax(scores, -1)).sum() + 0.5 * table.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return table.detach()


def collate(batch: Sequence[Example], draw: random.Random | None) -> dict[str, Tensor]:
    """Pad a batch; with `draw`, leave out words, whole roles and what the lexicon says, now and then."""
    n, b = max(len(e.roles) for e in batch), len(batch)
    lower, roles = torch.zeros(b, n, SIZE), torch.zeros(b, n, dtype=torch.long)
    mask, flags = torch.zeros(b, n, dtype=torch.bool), torch.zeros(b, 2 * len(ACTS))
    acts, stances = torch.zeros(b, A), torch.zeros(b, S)
    nothing = torch.full((b,), -1.0)  # not labelled for it
    matter = torch.zeros(b, n + 1, 2)
    for i, e in enumerate(batch):
        k = len(e.roles)
        lower[i, :k] = torch.from_numpy(e.states.astype(np.float32))
        roles[i, :k] = torch.from_numpy(e.roles)
        flags[i] = torch.from_numpy(e.flags)
        kept = [True] * k
        if draw is not None:
            gone = {role for role, share in ((CUE, 0.1), (SOURCE, 0.1), (OTHER, 0.2)) if draw.random() < share}
            kept = [role not in gone and draw.random() > 0.08 for role in e.roles.tolist()]
            if CUE in gone:
                flags[i, : len(ACTS)] = 0
            flags[i] *= torch.tensor([draw.random() > 0.3 for _ in range(2 * len(ACTS))])
        mask[i, :k] = torch.tensor(kept if any(kept) else [True] * k)
        if e.act:
            acts[i, ACTS.index(e.act)] = 1.0
            for act in e.accept:
                acts[i, ACTS.index(act)] += ACCEPTED
        for place, stance in enumerate(e.stances):
            stances[i, STANCES.index(stance)] += ACCEPTED if place else 1.0
            nothing[i] = float(e.nothing)
        if e.matters == ():
            matter[i, 0] = 1.0
        for place, (begin, end) in enumerate(e.matters or ()):
            matter[i, begin + 1, 0] += ACCEPTED if place else 1.0
            matter[i, end + 1, 1] += ACCEPTED if place else 1.0
    return {
        "lower": lower,
        "roles": roles,
        "flags": flags,
        "mask": mask,
        "acts": acts / acts.sum(1, keepdim=True).clamp_min(1e-6),
        "stances": stances / stances.sum(1, keepdim=True).clamp_min(1e-6),
        "nothing": nothing,
        "matter": matter / matter.sum(1, keepdim=True).clamp_min(1e-6),
    }


def loss_of(scores: Tensor, words: Tensor, data: dict[str, Tensor]) -> Tensor:
    """Return the loss of a batch: each part over those that are labelled for it."""
    total = torch.zeros(())
    for name, part in (("acts", scores[:, :A]), ("stances", scores[:, A : A + S])):
        told = (data[name].sum(1) > 0).sum().clamp_min(1)
        total = total - (data[name] * torch.log_softmax(part, -1)).sum() / told
    known = data["nothing"] >= 0
    if known.any():
        target = data["nothing"][known]
        total = total + NOTHING * nn.functional.binary_cross_entropy_with_logits(scores[known, A + S], target)
    seen = torch.cat([data["mask"][:, :1] | True, data["mask"]], 1)[:, :, None]
    wanted = data["matter"] * seen  # a word that was left out cannot be found
    told = (wanted.sum(1) > 0).sum().clamp_min(1)
    return total - MATTER * (wanted * torch.log_softmax(words.masked_fill(~seen, -1e4), 1)).sum() / told


def train(net: ActNet, examples: Callable[[], list[Example]], epochs: int, rate: float, seed: int) -> None:
    def loss(batch: list[Example], draw: random.Random) -> Tensor:
        data = collate(batch, draw)
        with half():
            scores, words = net(data["lower"], data["roles"], data["flags"], data["mask"])
        return loss_of(scores.float(), words.float(), data)

    teach(net, lambda _: examples(), loss, lambda e: len(e.roles), epochs=epochs, rate=rate, seed=seed)


def views(examples: Sequence[Example], seed: int) -> Callable[[], list[Example]]:
    """Every gold attribution and every labelled report each time, and for some of the former another view of it."""
    draw = random.Random(seed)
    others: dict[str, list[Example]] = {}
    for e in examples:
        if e.view not in {"gold", "report"}:
            others.setdefault(e.id, []).append(e)
    gold = [e for e in examples if e.view in {"gold", "report"}]

    def drawn() -> list[Example]:
        more = [draw.choice(others[e.id]) for e in gold if e.id in others and draw.random() < 0.6]
        return [*gold, *more]

    return drawn


def write(net: Both, path: Path, int8: bool = True) -> None:
    """Write a network."""
    n = 9
    sample = (torch.zeros(1, n, SIZE), torch.full((1, n), CONTENT, dtype=torch.long), torch.zeros(1, 2 * len(ACTS)))
    sample = (*sample, torch.zeros(1, n, dtype=torch.long))
    axes = {"lower": {1: "words"}, "roles": {1: "words"}, "keys": {1: "keys"}}
    export(net, sample, ["lower", "roles", "flags", "keys"], net.outputs, axes, path, int8=int8)


def score(path: Path, examples: Sequence[Example]) -> str:
    """Return strict and accepting accuracy and macro F1 of gold spans, and how stances fare where they are labelled."""
    session = open_session(path)
    first, either = [], []
    given = right = wanted = found = 0
    for e in examples:
        rows = {"lower": e.states.astype(np.float32), "roles": e.roles, "flags": e.flags, "keys": e.keys}
        acts, *rest = session.run(None, {k: v[None] for k, v in rows.items()})
        if e.act:
            act = ACTS[int(acts.argmax())]
            first.append((e.act, act))
            either.append((e.act, e.act if act in e.accept else act))
        if e.stances and rest:
            stance = STANCES[int(rest[0].argmax())]
            given += stance != "states"
            right += stance != "states" and stance in e.stances
            wanted += e.stances[0] != "states"
            found += e.stances[0] != "states" != stance and stance in e.stances
    told = f"  stances P {right / max(given, 1):.3f} R {found / wanted:.3f}" if wanted else ""
    return (
        "  ".join(
            f"{name} {sum(a == b for a, b in pairs) / len(pairs):.3f} macro {macro_f1(pairs):.3f}"
            for name, pairs in (("strict", first), ("accepting", either))
        )
        + told
    )


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    scores = []
    for act in sorted({wanted for wanted, _ in pairs}):
        both = sum(wanted == given == act for wanted, given in pairs)
        scores.append(2 * both / sum((wanted == act) + (given == act) for wanted, given in pairs))
    return sum(scores) / len(scores)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument(
        "--articles", type=Path, nargs="+", required=True, help="with attributions, in PolNeAR's layout"
    )
    parser.add_argument("--reports", type=Path, help="record of the articles of training/labels/reports")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--folds", type=int, default=0)
    args = parser.parse_args()
    found = list(labelled())
    known = [e for e in found if e.dispute not in DEV]
    checked = [e for e in found if e.dispute in DEV and e.view == "gold"]
    if args.folds:
        left_out = set(sorted({e.dispute for e in known})[:: args.folds])
        checked = [e for e in known if e.dispute in left_out and e.view == "gold"]
        known = [e for e in known if e.dispute not in left_out]
    if args.reports:
        known += examples(args.reports)
    torch.manual_seed(0)
    first = ActNet()
    begin_layers(first.layers, args.base)
    far = distant(args.articles)
    train(first, lambda: list(far), 1, args.rate, 0)

    def learn(net: ActNet, seed: int) -> None:
        train(net, views(known, seed), args.epochs, args.rate, seed)

    both = Both(of_seeds(first, learn, args.seeds), table_of(known), bool(args.reports))
    args.out.mkdir(parents=True, exist_ok=True)
    path = packed(args.out, ACT_MODEL)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        write(both, plain, int8=False)
        print("float32:", score(plain, checked))
    write(both, path)
    print("int8:   ", score(path, checked))
    if args.reports:
        print("reports in articles kept apart:", score(path, list(examples(args.reports, KEPT_APART))))


if __name__ == "__main__":
    main()
