"""Families of words that name one kind of event: how likely two triggers tell of the same thing."""

from __future__ import annotations

from functools import cache

from verbale.lexicon import read_text
from verbale.lexicon.wording import contrary, like

SAME_FAMILY = 0.85


@cache
def _families() -> tuple[dict[tuple[str, str], str], dict[tuple[str, str, str], float]]:
    """Return the family of each word by type, and how near families are (type, family, family)."""
    of: dict[tuple[str, str], str] = {}
    kin: dict[tuple[str, str, str], float] = {}
    for line in read_text("event_families.tsv").splitlines():
        if not line or line.startswith(("#", "type\t")):
            continue
        kind, family, others, words = line.split("\t")
        for word in words.split():
            of.setdefault((kind, word), family)
        for pair in others.split():
            other, score = pair.split(":")
            kin[kind, family, other] = kin[kind, other, family] = int(score) / 100
    return of, kin


@cache
def words_of(trigger: str) -> tuple[str, ...]:
    """Return the words of a trigger, without case and marks."""
    return tuple(word for raw in trigger.casefold().split() if (word := raw.strip("“”\"'‘’.,;:()[]")))


@cache
def family(kind: str, trigger: str) -> str | None:
    """Return the family of the first word of a trigger that has one."""
    of, _ = _families()
    return next((of[kind, word] for word in words_of(trigger) if (kind, word) in of), None)


@cache
def kinship(kind: str, left: str, right: str) -> float:
    """Return how likely two triggers of one type of event name the same thing (0 to 1); 0 for contraries."""
    one, other = words_of(left), words_of(right)
    if not one or not other:
        return 0.0
    if any(contrary(a, b) for a in one[:2] for b in other[:2]):
        return 0.0
    if one == other or one[0] == other[0]:
        return 1.0
    _, kin = _families()
    first, second = family(kind, left), family(kind, right)
    if first is not None and first == second:
        return SAME_FAMILY
    if first is not None and second is not None:
        return kin.get((kind, first, second), 0.0)
    return max((like(a).get(b, 0.0) for a in one[:2] for b in other[:2]), default=0.0)


@cache
def _objects(kind: str, trigger: str) -> frozenset[str]:
    """Return what a trigger names beside its own word: "shot down a drone" a drone."""
    of, _ = _families()
    words = words_of(trigger)[1:]
    return frozenset(of["OBJECT", word] for word in words if ("OBJECT", word) in of and (kind, word) not in of)


@cache
def objects_apart(kind: str, left: str, right: str) -> bool:
    """Say whether two triggers name two sorts of things: "sent a destroyer", "sent troops"."""
    one, other = _objects(kind, left), _objects(kind, right)
    if not one or not other or one & other:
        return False
    _, kin = _families()
    return not any(("OBJECT", a, b) in kin for a in one for b in other)


@cache
def objects_shared(kind: str, left: str, right: str) -> bool:
    """Say whether two triggers name one sort of thing."""
    return bool(_objects(kind, left) & _objects(kind, right))
