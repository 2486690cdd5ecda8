"""Days that the rest of the record does not believe: a page date years after every article on the same story.

Scraped pages print the day on which they were fetched. Where an article's own prose cannot refute that, its neighbours can:
if all articles that name the same people were written within a season, and this one says a day far after them, then its
page is held to say no more than that it was not written later. The day is not guessed: the range stays open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from verbale.collation.days import number
from verbale.collation.names import fold
from verbale.model import Coding, When

_PEOPLE = 3
"""People that two articles must both name to be on one story ..."""
_SHARE = 0.4
"""... and what part of the one that names fewer."""
_NEIGHBOURS = 3
_SEASON = 120
"""Days within which all neighbours must have been written."""
_FAR = 365
"""Days after the last neighbour from which a page's own day is doubted: disputes are taken up again after months."""
_SHARP = 40
_DOUBTED = frozenset({"source", "stamp", "inferred"})
"""What a page prints of itself; an agency's line above the text is not doubted."""


class Dated(Struct, frozen=True):
    """An article with the people it names and its day."""

    document_id: str
    people: frozenset[str]
    when: When | None
    kind: str


def dated(document_id: str, coding: Coding, when: When | None) -> Dated:
    """Return an article as this module sees it; `when` its day as far as it is known by now."""
    people = frozenset(
        m.actor or fold(m.name) for m in coding.mentions if m.kind == "person" and m.form == "name" and " " in m.name
    )
    return Dated(document_id, people, when or coding.dateline.when, coding.dateline.kind)


def doubt(articles: Sequence[Dated]) -> Mapping[str, When]:
    """Return what is left of the days that neighbours refute, by document. The order of articles does not matter."""
    by_person: defaultdict[str, set[int]] = defaultdict(set)
    for index, article in enumerate(articles):
        for person in article.people:
            by_person[person].add(index)
    found: dict[str, When] = {}
    for index, article in enumerate(articles):
        when = article.when
        if article.kind not in _DOUBTED or when is None or not when.earliest or not when.latest:
            continue
        own = number(when.earliest)
        if number(when.latest) - own > _SHARP or len(article.people) < _PEOPLE:
            continue
        shared: defaultdict[int, int] = defaultdict(int)
        for person in article.people:
            for other in by_person[person]:
                shared[other] += other != index
        near = sorted(
            articles[other].document_id + "\x1f" + str(other)
            for other, count in shared.items()
            if count >= _PEOPLE and count >= _SHARE * min(len(article.people), len(articles[other].people))
        )
        days = [
            (number(w.earliest), number(w.latest), w.earliest, w.latest)
            for key in near
            if (w := articles[int(key.split("\x1f")[1])].when) is not None and w.earliest and w.latest
        ]
        before = [d for d in days if d[1] < own - _FAR]
        if len(before) < _NEIGHBOURS or len(before) < len(days):
            continue
        first, last = min(before), max(before, key=lambda d: d[1])
        if last[1] - first[0] > _SEASON:
            continue
        basis = (
            f"the page says {when.value}, but all {len(before)} articles that name the same people were written "
            f"{first[2]} to {last[3]}; held only: not after the page's day"
        )
        found[article.document_id] = When(f"../{when.latest}", None, when.latest, basis)
    return found
