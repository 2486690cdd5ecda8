"""Teach the shipped tagger more: its upper layers and heads, on what its lower layers, which others stand on, make of articles.

    python -m training.again --data DATA/polnear/open/train.jsonl.gz mended.jsonl.gz --weights verbale/language/weights --out FOLDER

The lower layers stay as they are shipped, rounding and all. A run that was stopped goes on from its last checkpoint.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import torch
from torch import Tensor, nn

from training.export import LOWER, tables_of
from training.fast import PIECES, lower_part
from training.net import Linear, Net
from training.polnear import Example, examples, read
from training.shipped import fill, put
from training.train import collate, groups, losses
from verbale.language.tagger import MODEL
from verbale.language.windows import BUDGET
from verbale.language.words import Vocabulary

FROZEN = 3
"""Lower layers that stay as they are."""
BATCH = 8
States = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A window, and what the lower layers make of its pieces."""

    example: Example
    states: States


def lessons(session: onnxruntime.InferenceSession, path: Path, vocabulary: Vocabulary, seed: int) -> list[Lesson]:
    """Return the windows of a file's articles."""
    draw = random.Random(seed)
    found = []
    for article in read(path, vocabulary):
        for e in examples(article, vocabulary, draw.choice((BUDGET, BUDGET, draw.randint(128, BUDGET)))):
            given = {name: getattr(e.feed, name)[None] for name in PIECES}
            found.append(Lesson(e, session.run([LOWER], given)[0][0].astype(np.float16)))
    return found


def shipped(weights: Path) -> Net:
    """Return the shipped tagger as a network to be taught."""
    net = Net(vocabulary=1)  # words are read by the lower layers
    net.positions = nn.Embedding(BUDGET, net.kind.shape[0])
    fill(net, weights / f"{MODEL}.onnx")
    for name, value in json.loads((weights / f"{MODEL}.json").read_text()).items():
        if name in {"distance", "sentence", "paragraph", "transitions", "first"}:
            getattr(net, name).data.copy_(torch.tensor(value))
    for layer in net.modules():
        if isinstance(layer, Linear):
            layer.rounded = True
    return net


def upper(net: Net, states: Tensor, mask: Tensor, heads: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return what the heads say of words, given what the lower layers made of the pieces."""
    x = states
    for layer in net.layers[FROZEN:]:
        x = layer(x, mask[:, None, None, :])
    x = torch.gather(x, 1, heads[:, :, None].expand(-1, -1, x.shape[2]))
    return net.tag(x), net.ask(x), net.answer(x)


def batches(pool: list[Lesson], seed: int) -> list[list[Lesson]]:
    """Return the windows of one pass, those of like length together."""
    draw = random.Random(seed)
    order = sorted(pool, key=lambda one: (len(one.states) // 16, draw.random()))
    found = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    draw.shuffle(found)
    return found


def teach(net: Net, pool: list[Lesson], args: argparse.Namespace) -> None:
    """Run the passes; the rate rises, stays, and falls to nought over the last three fifths of them."""
    torch.manual_seed(args.seed)
    optimizer = torch.optim.AdamW(groups(net, args.rate, args.head_rate, 0.9, FROZEN), betas=(0.9, 0.98))
    saved, step = args.out / "checkpoint.pt", 0
    if saved.exists():
        state = torch.load(saved)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["rng"])
        step = state["step"]
        print(f"resumed at step {step}", flush=True)
    a_pass = len(batches(pool, args.seed))
    steps = round(a_pass * args.passes)
    print(f"{len(pool)} windows, {steps} steps", flush=True)
    order: list[list[Lesson]] = []
    clock = last_save = time.monotonic()
    sums = np.zeros(3)
    net.train()
    while step < steps:
        if not order or step % a_pass == 0:
            order = batches(pool, args.seed * 1000 + step // a_pass)
        batch = order[step % a_pass]
        share = min(1.0, (step + 1) / 150) * min(1.0, (steps - step) / (0.6 * steps))
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * share
        data = collate([one.example for one in batch])
        states = torch.zeros(*data["ids"].shape, batch[0].states.shape[1])
        for row, one in enumerate(batch):
            states[row, : len(one.states)] = torch.from_numpy(one.states.astype(np.float32))
        unary, pair = losses(net, data, *upper(net, states, data["mask"], data["heads"]))
        optimizer.zero_grad(set_to_none=True)
        (unary + pair).backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        step += 1
        sums += (float(unary.detach()), float(pair.detach()), float(data["mask"].sum()))
        now = time.monotonic()
        if step % 50 == 0:
            line = f"step {step}/{steps} rate {share:.3f} words {sums[0] / 50:.4f} cues {sums[1] / 50:.4f}"
            print(f"{line} pieces/s {sums[2] / (now - clock):.0f}", flush=True)
            clock, sums = now, np.zeros(3)
        if now - last_save > args.save_every:
            state = {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "rng": torch.get_rng_state()}
            torch.save(state | {"step": step}, saved.with_suffix(".part"))
            saved.with_suffix(".part").replace(saved)
            last_save = now


def write(net: Net, weights: Path, out: Path) -> None:
    """Write the shipped tagger with the taught layers in place of its own."""
    net.eval()
    taught = (*(f"layers.{n}." for n in range(FROZEN, len(net.layers))), "tag.", "ask.", "answer.")
    put(net, weights / f"{MODEL}.onnx", out / f"{MODEL}.onnx", only=taught)
    tables = json.loads((weights / f"{MODEL}.json").read_text())
    (out / f"{MODEL}.json").write_text(json.dumps(tables | tables_of(net)) + "\n")
    for name in ("vocab.txt", "reporting.txt"):
        if not (out / name).exists():
            shutil.copy(weights / name, out / name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=float, default=3.0)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=4e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save-every", type=float, default=300.0, help="seconds")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    vocabulary = Vocabulary.read(args.weights / "vocab.txt")
    session = onnxruntime.InferenceSession(lower_part(args.weights).SerializeToString())
    net = shipped(args.weights)
    teach(net, [one for path in args.data for one in lessons(session, path, vocabulary, args.seed)], args)
    torch.save(net.state_dict(), args.out / "net.pt")
    write(net, args.weights, args.out)


if __name__ == "__main__":
    main()
