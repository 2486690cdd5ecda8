"""Best tag sequences for many sequences at once: tags are 0 out, 1 begin, 2 in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
TAGS = 3


def viterbi(scores: Floats, lengths: Ints, transitions: Floats, first: Floats) -> Ints:
    """Return the best tags, shape (n, t). scores (n, t, 3), transitions (n, from, to), first (n, 3)."""
    count, width, _ = scores.shape
    tags = np.zeros((count, width), dtype=np.int64)
    if not count or not width:
        return tags
    back = np.empty((width, count, TAGS), dtype=np.int8)
    into = np.ascontiguousarray(transitions.transpose(0, 2, 1))  # (n, to, from): the last axis is reduced
    alpha = scores[:, 0] + first
    ended = np.empty((count, TAGS), dtype=np.float32)
    ended[lengths == 1] = alpha[lengths == 1]
    by_step = np.ascontiguousarray(scores.transpose(1, 0, 2))
    ends_at = [np.flatnonzero(lengths == step + 1) for step in range(width)]
    rows = np.arange(count)[:, None]
    columns = np.arange(TAGS)[None]
    for step in range(1, width):
        paths = alpha[:, None, :] + into
        best = paths.argmax(axis=2)
        back[step] = best
        alpha = paths[rows, columns, best] + by_step[step]
        if len(ends_at[step]):
            ended[ends_at[step]] = alpha[ends_at[step]]
    every = np.arange(count)
    state = ended.argmax(axis=1)
    for step in range(width - 1, -1, -1):
        inside = step < lengths
        tags[inside, step] = state[inside]
        if step:
            state = np.where(inside, back[step, every, state], state)
    return tags


def spans(tags: Ints) -> list[tuple[int, int]]:
    """Return the tagged stretches `[first, last)` of one sequence."""
    found: list[tuple[int, int]] = []
    begin = -1
    for position, tag in enumerate(tags.tolist()):
        if tag == 2 and begin >= 0:
            continue
        if begin >= 0:
            found.append((begin, position))
            begin = -1
        if tag:
            begin = position
    if begin >= 0:
        found.append((begin, len(tags)))
    return found


def odds(scores: Floats) -> Floats:
    """Return, for each word, the log odds of standing in a span rather than out of it. scores (..., 3)."""
    inside: Floats = np.logaddexp(scores[..., 1], scores[..., 2])
    return inside - scores[..., 0]
