"""Two names in one word: "the Modi-Xi summit", where the document names both elsewhere.

The reader of names takes such a word for one person, or for none. Both halves become parties of the meeting that follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verbale.coding.events.lexicon import noun_rules
from verbale.coding.events.words import Words
from verbale.model import Mention, Span, row_id

_JOINS = frozenset("-–—‑/")
_REACH = 4
"""Words within which the meeting follows."""


class Surnames:
    """The persons and states that a document names, by their last word and their first."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._known: dict[str, Mention | None] = {}
        for mention in mentions:
            if mention.kind not in ("person", "polity") or mention.form != "name":
                continue
            words = mention.name.casefold().split()
            if not words or any(join in words[-1] for join in _JOINS):
                continue
            for name in dict.fromkeys((words[-1], words[0])):  # "Xi Jinping": the surname may come first
                before = self._known.setdefault(name, mention)
                if before is not None and _who(before) != _who(mention):
                    self._known[name] = None  # two of one name

    def of(self, name: str) -> Mention | None:
        """Return a naming mention of the only one with a surname."""
        return self._known.get(name.casefold())


def _who(mention: Mention) -> str:
    return mention.actor or mention.head_id


def pairs_of(document_id: str, text: str, words: Words, names: Surnames) -> Iterator[Mention]:
    """Yield both halves of each pair of names that stands before a meeting, in text order."""
    for i in range(1, words.n - 3):
        if words.lows[i] not in _JOINS or not (words.upper[i - 1] and words.upper[i + 1]):
            continue
        if words.ends[i - 1] != words.starts[i] or words.ends[i] != words.starts[i + 1]:
            continue
        following = words.lows[i + 2 : i + 2 + _REACH]
        if not any(rule.type == "CONSULT" for low in following for rule in noun_rules().get(low, ())):
            continue
        halves = [(j, names.of(words.lows[j])) for j in (i - 1, i + 1)]
        known = [(j, mention) for j, mention in halves if mention is not None]
        if len(known) == 2 and _who(known[0][1]) != _who(known[1][1]):
            for j, mention in known:
                span = Span.of(text, words.starts[j], words.ends[j])
                own = row_id("mention", document_id, span.start, span.end, "half of a pair")
                yield Mention(
                    own, span, mention.kind, "name", mention.name, mention.head_id, mention.actor, confidence=0.7
                )
