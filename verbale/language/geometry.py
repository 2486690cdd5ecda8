"""How far each word stands from a cue, in the buckets that the network was taught."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def distance_buckets(count: int, first: int, last: int) -> Ints:
    """Bucket each of `count` words by distance from the cue `[first, last)`: 8 is in it, 0 far before, 16 far after."""
    position = np.arange(count)
    away = np.where(position < first, position - first, np.where(position >= last, position - last + 1, 0))
    size = np.abs(away)
    level = np.searchsorted(np.array([1, 2, 3, 5, 9, 17, 33, 65]), size, side="right")
    return (8 + np.sign(away) * level).astype(np.int64)


def step_buckets(numbers: Ints, at: int, reach: int) -> Ints:
    """Bucket sentences or paragraphs by how many of them away from the cue's they are, up to `reach`."""
    buckets: Ints = (np.clip(numbers - numbers[at], -reach, reach) + reach).astype(np.int64)
    return buckets
