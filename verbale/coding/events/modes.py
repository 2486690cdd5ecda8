"""PLOVER modes and contexts that the words around a trigger decide."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from verbale.coding.events.lexicon import Rule, word_class

_ORDER: dict[str, tuple[tuple[str, str], ...]] = {
    "REQUEST": (("meet", "meet"), ("yield", "yield"), ("assist", "assist"), ("change", "change")),
    "REJECT": (("meet", "meet"), ("yield", "yield"), ("assist", "assist"), ("change", "change")),
    "THREATEN": (
        ("territory-t", "territory"),
        ("expel-t", "expel"),
        ("arrest-t", "arrest"),
        ("restrict-t", "restrict"),
        ("violence", "violence"),
        ("relations", "relations"),
    ),
}
_CONTEXTS = (
    ("election-c", "election"),
    ("humanitarian-c", "humanitarian"),
    ("military-c", "military"),
    ("economic-c", "economic"),
    ("legal-c", "legal"),
)


def complement_mode(rule: Rule, lows: Sequence[str], verb: int, end: int) -> str | None:
    """Return the mode that what is asked, refused or threatened gives, the earliest word deciding."""
    if "alleges" in rule.flags:
        return "allege" if any(low in word_class("alleges") for low in lows[verb + 1 : end]) else None
    classes = _ORDER.get(rule.type)
    if classes is None:
        return None
    for low in lows[verb + 1 : end]:
        for name, mode in classes:
            if low in word_class(name):
                return mode
    return None


def context_of(rule: Rule, lows: Sequence[str], start: int, end: int) -> str | None:
    """Return the context of an event: the rule's own, else what the words nearest to the trigger speak of."""
    if rule.context:
        return rule.context
    window = lows[max(0, start - 4) : min(len(lows), end + 10)]
    for name, context in _CONTEXTS:
        if any(low in word_class(name) for low in window):
            return context
    return None


def consult_mode(mode: str | None, lows: Sequence[str], start: int, end: int) -> str | None:
    """Return the mode of a consultation: by telephone or video link, mediated, many-sided, or as the rule says."""
    if mode is not None:
        return mode
    window = lows[max(0, start - 4) : min(len(lows), end + 12)]
    near = lows[max(0, start - 3) : end + 1]
    if any(
        low in ("phone", "telephone", "video", "video-link", "virtual", "videoconference", "telephonic") for low in near
    ):
        return "phone"
    for left, right in itertools.pairwise(window):
        if left in ("by", "via", "over") and right in ("phone", "telephone", "video", "videoconference", "video-link"):
            return "phone"
        if left == "the" and right in ("phone", "telephone") and "on" in window:
            return "phone"
        if left in ("the", "a", "secure") and right in ("phone", "video-link", "videolink") and "via" in window:
            return "phone"
    if any(low in ("mediated", "mediation", "brokered", "mediator", "mediators", "intermediaries") for low in window):
        return "third-party"
    return None
