"""How the small networks on the tagger's lower layers are begun and taught: batches of like length, a rate that rises and falls."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

from training.net import Net, load_base

LOWER = 3
"""The tagger's layers below; those of a small network begin as the base encoder's above them."""
E = TypeVar("E")
N = TypeVar("N", bound=nn.Module)


def half() -> torch.autocast:
    """Return the context of a forward pass: products in bfloat16 where the processor multiplies it (elsewhere that is slower)."""
    able = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=able)


def begin_layers(layers: Iterable[nn.Module], base: Path) -> None:
    """Fill layers from the base encoder's, which know more of meaning than nothing does."""
    encoder = Net()
    load_base(encoder, base)
    for number, layer in enumerate(layers):
        layer.load_state_dict(encoder.layers[LOWER + number].state_dict())


def packs(examples: list[E], length: Callable[[E], int], size: int, draw: random.Random) -> list[list[E]]:
    """Return examples in batches of like length, in changing order; the list given is shuffled."""
    draw.shuffle(examples)
    found: list[list[E]] = []
    for begin in range(0, len(examples), size * 16):
        part = sorted(examples[begin : begin + size * 16], key=length)
        found.extend(part[i : i + size] for i in range(0, len(part), size))
    draw.shuffle(found)
    return found


def teach(
    net: nn.Module,
    drawn: Callable[[random.Random], list[E]],
    loss: Callable[[list[E], random.Random], Tensor],
    length: Callable[[E], int],
    *,
    epochs: int,
    rate: float,
    seed: int,
    size: int = 24,
    faster: float = 5,
) -> None:
    """Fit a network: AdamW, a rate that rises for a tenth of the steps and falls from there.

    `drawn` gives what is learned from in an epoch, `loss` what a batch is wrong by; what is no layer learns `faster` times as fast.
    """
    draw = random.Random(seed)
    torch.manual_seed(seed)
    layers = [p for name, p in net.named_parameters() if name.startswith("layers")]
    others = [p for name, p in net.named_parameters() if not name.startswith("layers")]
    optimizer = torch.optim.AdamW([{"params": layers}, {"params": others}], weight_decay=0.02)
    total, step = epochs * len(drawn(draw)) / size, 0
    net.train()
    for epoch in range(epochs):
        losses = []
        for batch in packs(drawn(draw), length, size, draw):
            part = min(1.0, step / (0.1 * total)) * max(0.0, 1 - step / total)
            for group, factor in zip(optimizer.param_groups, (1, faster), strict=True):
                group["lr"] = rate * factor * part
            wrong = loss(batch, draw)
            optimizer.zero_grad()
            wrong.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            losses.append(wrong.item())
            step += 1
        print(f"seed {seed} epoch {epoch} loss {sum(losses) / len(losses):.3f}", flush=True)


def of_seeds(first: N, train: Callable[[N, int], None], seeds: int) -> N:
    """Train copies of a network, each from its seed, and return the one that has the mean of their weights."""
    nets = [copy.deepcopy(first) for _ in range(seeds)]
    for seed, net in enumerate(nets, start=1):
        train(net, seed)
    states = [net.state_dict() for net in nets]
    nets[0].load_state_dict({name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]})
    return nets[0]
