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
    into = np.ascontiguousarray(transitions.transpose(0, 2, 1))  # (n, to, from): the last axis is reduced
    by_step = np.ascontiguousarray(scores.transpose(1, 0, 2))
    alphas = np.empty((width, count, TAGS), dtype=np.float32)
    alphas[0] = by_step[0] + first
    paths = np.empty((count, TAGS, TAGS), dtype=np.float32)
    for step in range(1, width):
        np.add(alphas[step - 1][:, None, :], into, out=paths)
        np.add(paths.max(axis=2), by_step[step], out=alphas[step])
    # where each state came from, for all steps at once; behind a sequence's end a state comes from itself
    back = (alphas[:-1, :, None, :] + into).argmax(axis=3)
    back[np.arange(1, width)[:, None] >= lengths[None, :]] = np.arange(TAGS)
    every = np.arange(count)
    state = alphas[lengths - 1, every].argmax(axis=1)
    places = every * TAGS
    for step in range(width - 1, -1, -1):
        tags[:, step] = state
        if step:
            state = back[step - 1].ravel()[places + state]
    tags[np.arange(width)[None, :] >= lengths[:, None]] = 0
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
