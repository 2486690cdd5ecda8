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
    if not count or not width:
        return np.zeros((count, width), dtype=np.int64)
    # the sequences are the last axis: each step is a few operations on long rows, not many on rows of three
    moves = np.ascontiguousarray(transitions.transpose(1, 2, 0))  # (from, to, n)
    by_step = np.ascontiguousarray(scores.transpose(1, 2, 0))  # (t, tag, n)
    alphas = np.empty((width, TAGS, count), dtype=np.float32)
    np.add(by_step[0], first.T, out=alphas[0])
    paths = np.empty((TAGS, TAGS, count), dtype=np.float32)
    out, begun, inside = paths
    add, larger = np.add, np.maximum
    for before, now, score in zip(alphas[:-1, :, None, :], alphas[1:], by_step[1:], strict=True):
        add(before, moves, out=paths)
        larger(out, begun, out=now)
        larger(now, inside, out=now)
        add(now, score, out=now)
    # where each state came from, for all steps at once, of equals the first; behind an end a state comes from itself
    out, begun, inside = (alphas[:-1, tag, None, :] + moves[tag] for tag in range(TAGS))
    back = (begun > out).astype(np.int64)
    back[inside > larger(out, begun)] = 2
    ended = (np.arange(1, width)[:, None] >= lengths[None, :])[:, None, :]
    back = np.where(ended, np.arange(TAGS)[:, None], back)
    # a state of a sequence is a place in a row of all, so that one look-up goes a step back in every sequence
    every = np.arange(count)
    back *= count
    back += every
    states = np.empty((width, count), dtype=np.int64)
    states[-1] = alphas[lengths - 1, :, every].argmax(axis=1) * count + every
    for step in range(width - 1, 0, -1):
        back[step - 1].take(states[step], out=states[step - 1], mode="clip")
    tags: Ints = np.ascontiguousarray((states // count).T)
    tags[np.arange(width)[None, :] >= lengths[:, None]] = 0
    return tags


def spans(tags: Ints) -> list[tuple[int, int]]:
    """Return the tagged stretches `[first, last)` of one sequence."""
    found: list[tuple[int, int]] = []
    begin = end = -1
    places = tags.nonzero()[0]
    for position, tag in zip(places.tolist(), tags[places].tolist(), strict=True):
        if tag == 2 and position == end:
            end += 1
            continue
        if begin >= 0:
            found.append((begin, end))
        begin, end = position, position + 1
    if begin >= 0:
        found.append((begin, end))
    return found


def odds(scores: Floats) -> Floats:
    """Return, for each word, the log odds of standing in a span rather than out of it. scores (..., 3)."""
    inside: Floats = np.logaddexp(scores[..., 1], scores[..., 2])
    return inside - scores[..., 0]
