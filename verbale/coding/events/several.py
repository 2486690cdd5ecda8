"""Who "the two leaders", "both sides", "the pair" are: the persons or states that the text has just named.

Only where the count comes out: so many distinct ones in the nearest sentence that names as many, or in those since. Of
leaders, those who met last come first.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence

from verbale.coding.draft import Draft
from verbale.coding.events.lexicon import word_class
from verbale.lexicon.actors import lexicon
from verbale.model import Mention

_COUNTS = {"two": 2, "both": 2, "pair": 2, "duo": 2, "three": 3, "four": 4}
_BACK = 4
"""Sentences before its own in which a company's members are looked for."""
_MET = 12
"""Sentences for which those who met last are remembered."""


def _rules(mention: Mention) -> bool:
    """False for persons whose posts are known and who never led a state."""
    person = lexicon().person_by_key(mention.actor) if mention.actor else None
    if person is None or not person.posts:
        return True
    titles = (post.title.casefold().split() for post in person.posts)
    return any(word_class("ruling") & set(title) and not {"vice", "deputy"} & set(title) for title in titles)


class Members:
    """The persons and states that a document names, sentence by sentence."""

    def __init__(self, draft: Draft) -> None:
        self._starts = [sentence.start for sentence in draft.sentences]
        self._text = draft.text
        self._named: dict[int, list[Mention]] = {}
        self._met: tuple[Mention, ...] = ()
        for mention in sorted(draft.mentions, key=lambda m: (m.span.start, -m.span.end)):
            known = mention.actor is not None or mention.form == "name"
            if known and mention.kind in ("person", "polity", "place") and mention.form != "pronoun":
                self._named.setdefault(self._sentence(mention.span.start), []).append(mention)

    def _sentence(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def remember(self, sides: Sequence[Mention]) -> None:
        """Keep two persons who met, called or spoke."""
        people = {m.actor or m.head_id: m for m in sides if m.kind == "person"}
        if len(people) == 2:
            self._met = tuple(people.values())

    def of(self, mention: Mention, words: Sequence[str]) -> tuple[Mention, ...]:
        """Return who a description stands for, in text order; nothing where the count does not come out."""
        last = words[-1]
        count = next((_COUNTS[low] for low in words if low in _COUNTS), 0)
        if not count:
            if words[0] != "the" or len(words) > 2 or last not in word_class("company-twosome"):
                return ()
            count = 2  # "the sides", "the presidents"
        states = last in word_class("company-states")
        here = self._sentence(mention.span.start)
        met = self._met if count == 2 and not states else ()
        if any(not 0 <= here - self._sentence(m.span.start) <= _MET for m in met):
            met = ()
        ruling = last in ("leaders", "presidents")
        if met and ruling:
            return met
        return self._nearest(mention, count, here, states=states, ruling=ruling) or met

    def follows(self, earlier: int, later: int) -> bool:
        """True where the second place stands in the sentence after the first one's."""
        return self._sentence(later) == self._sentence(earlier) + 1

    def _joined(self, mentions: Sequence[Mention]) -> bool:
        """True for "Chad and Niger", one right after the other."""
        return all(
            self._text[one.span.end : other.span.start].strip(" ,") in ("", "and", "with")
            for one, other in itertools.pairwise(mentions)
        )

    def _nearest(self, mention: Mention, count: int, here: int, *, states: bool, ruling: bool) -> tuple[Mention, ...]:
        kinds = ("polity",) if states else ("person",)
        since: dict[str, Mention] = {}
        for k in range(here, max(-1, here - _BACK - 1), -1):
            own: dict[str, Mention] = {}
            for other in self._named.get(k, ()):
                if ruling and not _rules(other):
                    continue
                if other.kind in kinds and other.span.end <= mention.span.start and (other.actor or not states):
                    own.setdefault(other.actor or other.head_id, other)
            if states and k == here and len(own) > 1 and not self._joined(tuple(own.values())):
                return ()
            if len(own) == count:
                return tuple(own.values())
            since = own | since
            if len(since) >= count:
                found = tuple(sorted(since.values(), key=lambda m: m.span))
                return found if len(found) == count else ()
        return ()
