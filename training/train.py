"""Train the attribution tagger. One run, seeded, resumable; see README.md beside this file.

The learning rate warms up, stays, and falls to zero over the last part of the run (`--steps`, `--fall`), so that a run
can be lengthened before its fall begins without losing what was done.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.net import PARAGRAPHS, RANK, SENTENCES, TAGS, Linear, Net, crf_loss, load_base
from training.polnear import Example, epoch, read
from verbale.language.geometry import distance_buckets, step_buckets
from verbale.language.words import Vocabulary

MASK = 103
"""[MASK]: the base encoder learned to read around it."""


def collate(batch: list[Example]) -> dict[str, Tensor]:
    n = max(len(e.feed.ids) for e in batch)
    w = max(len(e.feed.heads) for e in batch)
    b = len(batch)
    out = {name: torch.zeros(b, n, dtype=torch.long) for name in ("ids", "shapes", "places", "quotes")}
    out["mask"] = torch.zeros(b, n, dtype=torch.bool)
    out["heads"] = torch.zeros(b, w, dtype=torch.long)
    out["words"] = torch.zeros(b, w)
    out["unary"] = torch.zeros(b, 3, w, dtype=torch.long)
    rows, spans, pairs, near, sourced = [], [], [], [], []
    for i, e in enumerate(batch):
        for name in ("ids", "shapes", "places", "quotes"):
            out[name][i, : len(e.feed.ids)] = torch.from_numpy(getattr(e.feed, name))
        out["mask"][i, : len(e.feed.ids)] = True
        k = len(e.feed.heads)
        out["heads"][i, :k] = torch.from_numpy(e.feed.heads)
        out["words"][i, :k] = torch.from_numpy(e.taught)
        out["unary"][i, :, :k] = torch.from_numpy(e.unary)
        for (first, last), pair, known in zip(e.cues, e.pairs, e.sourced, strict=True):
            rows.append(i)
            spans.append((first, last))
            wide = np.zeros((2, w), dtype=np.int64)
            wide[:, :k] = pair
            pairs.append(wide)
            sourced.append(known)
            buckets = np.zeros((3, w), dtype=np.int64)
            buckets[0, :k] = distance_buckets(k, first, last)
            buckets[1, :k] = step_buckets(e.sentences, first, SENTENCES // 2)
            buckets[2, :k] = step_buckets(e.paragraphs, first, PARAGRAPHS // 2)
            near.append(buckets)
    out["rows"] = torch.tensor(rows, dtype=torch.long)
    out["spans"] = torch.tensor(spans, dtype=torch.long).reshape(-1, 2)
    out["pairs"] = torch.from_numpy(np.stack(pairs)) if pairs else torch.zeros(0, 2, w, dtype=torch.long)
    out["sourced"] = torch.tensor(sourced, dtype=torch.float)
    out["near"] = torch.from_numpy(np.stack(near)) if near else torch.zeros(0, 3, w, dtype=torch.long)
    return out


def loss_of(net: Net, data: dict[str, Tensor], half: bool) -> tuple[Tensor, Tensor]:
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        x = net.encode(data["ids"], data["shapes"], data["places"], data["quotes"], data["mask"])
        x = torch.gather(x, 1, data["heads"][:, :, None].expand(-1, -1, x.shape[2]))
        tag, ask, answer = net.tag(x), net.ask(x), net.answer(x)
    return losses(net, data, tag, ask, answer)


def losses(net: nn.Module, data: dict[str, Tensor], tag: Tensor, ask: Tensor, answer: Tensor) -> tuple[Tensor, Tensor]:
    """Return the loss of the word layers and of what is seen from the cues, given what the heads say."""
    tag, ask, answer = tag.float(), ask.float(), answer.float()
    b, w, _ = tag.shape
    tag = tag.view(b, w, 3, TAGS)
    scores = [tag.permute(0, 2, 1, 3).reshape(b * 3, w, TAGS)]
    tags = [data["unary"].reshape(b * 3, w)]
    masks = [data["words"][:, None].expand(b, 3, w).reshape(b * 3, w)]
    kinds = [torch.arange(3).repeat(b)]
    rows = data["rows"]
    c = len(rows)
    if c:
        position = torch.arange(w)[None]
        at = ((position >= data["spans"][:, :1]) & (position < data["spans"][:, 1:])).float()
        question = (at[:, None] @ ask[rows]).squeeze(1) / at.sum(1, keepdim=True)
        match = (question.view(c, 1, 2 * TAGS, RANK) * answer[rows].view(c, w, 2 * TAGS, RANK)).sum(3)
        near = data["near"]
        bias = net.distance[near[:, 0]] + net.sentence[near[:, 1]] + net.paragraph[near[:, 2]]
        pair = tag[rows][:, :, 1:].reshape(c, w, 2 * TAGS) + match / math.sqrt(RANK) + bias
        scores.append(pair.view(c, w, 2, TAGS).permute(0, 2, 1, 3).reshape(c * 2, w, TAGS))
        tags.append(data["pairs"].reshape(c * 2, w))
        masks.append(data["words"][rows][:, None].expand(c, 2, w).reshape(c * 2, w))
        kinds.append((3 + torch.arange(2)).repeat(c))
    kind = torch.cat(kinds)
    found = crf_loss(torch.cat(scores), torch.cat(tags), torch.cat(masks), net.transitions[kind], net.first[kind])
    words = data["words"].sum()
    known = torch.stack([data["sourced"], torch.ones(c)], 1).reshape(-1)
    return found[: b * 3].sum() / words, (found[b * 3 :] * known).sum() / words


def groups(net: Net, rate: float, head_rate: float, decay: float, frozen: int = 0) -> list[dict]:
    net.words.weight.requires_grad_(False)
    if frozen:
        for part in (net.positions, net.shapes, net.places, net.quotes, net.norm, *net.layers[:frozen]):
            part.requires_grad_(False)
        net.kind.requires_grad_(False)
    found: list[dict] = []
    depth = len(net.layers)
    for name, p in net.named_parameters():
        if not p.requires_grad:
            continue
        if name.startswith("layers."):
            r = rate * decay ** (depth - 1 - int(name.split(".")[1]))
        elif name.startswith(("positions", "kind", "norm")):
            r = rate * decay**depth
        else:
            r = head_rate
        w = (
            0.0
            if p.ndim < 2 or name.startswith(("distance", "sentence", "paragraph", "transitions", "first"))
            else 0.01
        )
        found.append({"params": [p], "lr": r, "base": r, "weight_decay": w})
    return found


def average(nets: list[Path]) -> dict[str, Tensor]:
    """Return the mean of networks' weights."""
    states = [found.get("net", found) for found in map(torch.load, nets)]
    return {name: sum(state[name] for state in states) / len(states) for name in states[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with PolNeAR's train.jsonl.gz")
    parser.add_argument("--base", type=Path, required=True, help="folder with all-MiniLM-L6-v2's model.safetensors")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=2600)
    parser.add_argument("--fall", type=int, default=1300, help="the last steps, over which the rate falls to zero")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1.8e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--extra", type=Path, help="articles labelled by an earlier tagger (pseudo.py)")
    parser.add_argument(
        "--extra-share", type=float, default=0.4, help="of those to one of the gold articles, each epoch"
    )
    parser.add_argument("--rounded", action="store_true", help="train with weights rounded as they will be shipped")
    parser.add_argument(
        "--start", type=Path, nargs="+", help="weights of earlier runs to go on from, averaged (net.pt)"
    )
    parser.add_argument(
        "--frozen", type=int, default=0, help="lower layers that stay as they are: others stand on them"
    )
    parser.add_argument("--mask", type=float, default=0.0, help="share of wordpieces hidden from the network")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--start-seed", type=int, default=1, help="of the heads' first weights; alike for runs to be averaged"
    )
    parser.add_argument("--save-every", type=float, default=600.0, help="seconds")
    parser.add_argument("--half", action="store_true", help="matrix products in bfloat16")
    parser.add_argument("--limit", type=int, help="articles, for a trial")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.manual_seed(args.start_seed)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    vocabulary = Vocabulary.read(args.base / "vocab.txt")
    articles = read(args.data / "train.jsonl.gz", vocabulary, args.limit)
    net = Net()
    load_base(net, args.base)
    if args.start:
        net.load_state_dict(average(args.start))
    for layer in net.modules():
        if isinstance(layer, Linear):
            layer.rounded = args.rounded
    torch.manual_seed(args.seed)
    extra = read(args.extra, vocabulary) if args.extra else []
    random.Random(args.seed).shuffle(extra)
    optimizer = torch.optim.AdamW(
        groups(net, args.rate, args.head_rate, args.layer_decay, args.frozen), betas=(0.9, 0.98)
    )
    step = number = skip = 0
    saved = args.out / "checkpoint.pt"
    if saved.exists():
        state = torch.load(saved)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["rng"])
        step, number, skip = state["step"], state["epoch"], state["batch"]
        print(f"resumed at step {step}", flush=True)

    def save(batch: int) -> None:
        state = {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "rng": torch.get_rng_state()}
        torch.save(state | {"step": step, "epoch": number, "batch": batch}, saved.with_suffix(".part"))
        saved.with_suffix(".part").replace(saved)

    print(vars(args), flush=True)
    clock = last_save = time.monotonic()
    sums = np.zeros(3)
    net.train()
    while step < args.steps:
        mixed = list(articles)
        if extra:
            share = min(len(extra), int(args.extra_share * len(articles)))
            first = number * share % len(extra)
            mixed += (extra + extra)[first : first + share]
        for position, batch in enumerate(epoch(mixed, vocabulary, args.batch, args.seed * 1000 + number)):
            if position < skip:
                continue
            # a file named "steps" beside the checkpoint changes the run's length before its fall begins
            wanted = args.out / "steps"
            if wanted.exists():
                args.steps, args.fall = map(int, wanted.read_text().split())
            warm = min(1.0, (step + 1) / 150)
            fall = min(1.0, (args.steps - step) / args.fall)
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * warm * fall
            data = collate(batch)
            if args.mask:
                hidden = torch.rand(data["ids"].shape) < args.mask
                data["ids"] = torch.where(hidden & (data["ids"] > MASK), MASK, data["ids"])
            unary, pair = loss_of(net, data, args.half)
            optimizer.zero_grad(set_to_none=True)
            (unary + pair).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step += 1
            sums += (float(unary.detach()), float(pair.detach()), float(data["mask"].sum()))
            if step % 25 == 0:
                now = time.monotonic()
                line = f"epoch {number} step {step}/{args.steps} rate {warm * fall:.3f} words {sums[0] / 25:.4f}"
                print(f"{line} cues {sums[1] / 25:.4f} pieces/s {sums[2] / (now - clock):.0f}", flush=True)
                clock, sums = now, np.zeros(3)
            if time.monotonic() - last_save > args.save_every:
                save(position + 1)
                last_save = time.monotonic()
            if step >= args.steps:
                break
        else:
            number += 1
            skip = 0
            continue
        break
    save(0)
    torch.save(net.state_dict(), args.out / "net.pt")
    print("done", flush=True)


if __name__ == "__main__":
    main()
