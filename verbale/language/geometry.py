"""How far each word stands from a cue, in the buckets that the network was taught."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@cache
def _buckets(most: int) -> tuple[Ints, Ints]:
    """Return the buckets of `most` words before a cue and of as many behind it."""
    level = np.searchsorted(np.array([1, 2, 3, 5, 9, 17, 33, 65]), np.arange(1, most + 1), side="right")
    return (8 - level[::-1]).astype(np.int64), (8 + level).astype(np.int64)


def distance_buckets(count: int, first: int, last: int) -> Ints:
    """Bucket each of `count` words by distance from the cue `[first, last)`: 8 is in it, 0 far before, 16 far after."""
    before, after = _buckets(max(count, 1024))
    return np.concatenate([before[len(before) - first :], np.full(last - first, 8), after[: count - last]])


def step_buckets(numbers: Ints, at: int, reach: int) -> Ints:
    """Bucket sentences or paragraphs by how many of them away from the cue's they are, up to `reach`."""
    buckets: Ints = numbers - (numbers[at] - reach)
    np.maximum(buckets, 0, out=buckets)
    np.minimum(buckets, 2 * reach, out=buckets)
    return buckets
