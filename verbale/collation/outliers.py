"""Days that the rest of the record does not believe: a page date years after every article on the same story.

Scraped pages print the day on which they were fetched. Where an article's own prose cannot refute that, its neighbours can:
if all articles that name the same people were written within a season, and this one says a day far after them, then its
page is held to say no more than that it was not written later. The day is not guessed: the range stays open.

Fewer people in common are enough where the article itself does not fit its page: what it has "next month" it has in a month
that does not follow the page's, and the neighbours were written in the month before that one.
"""

from __future__ import annotations

import re
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
_FEWER = 2
"""People in common that are enough where "next month" and the name of a month do not fit the page."""
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
    surnames: frozenset[str] = frozenset()
    month: int | None = None
    """The month in which its own words have it written, where these contradict its page."""


_NEXT = re.compile(r"^(?:the )?(?:next|coming) month$", re.I)
_MONTH = re.compile(r"^date:XXXX-(\d\d)(?:$|:)")


def _own_month(coding: Coding, when: When | None) -> int | None:
    """Return the month before the only one that an article names, where "next month" by its page is another."""
    if when is None or not when.earliest or not any(_NEXT.match(t.span.text) for t in coding.times):
        return None
    named = {int(m[1]) for t in coding.times if (m := _MONTH.match(t.form))}
    first, last = int(when.earliest[5:7]), int((when.latest or when.earliest)[5:7])
    if len(named) != 1 or len([t for t in coding.times if _MONTH.match(t.form)]) < _TWICE:
        return None
    (month,) = named
    before = (month - 2) % 12 + 1
    return None if before in {first, last} else before


_TWICE = 2
"""How often the month must be named: an election in November is no "next month"."""


def dated(document_id: str, coding: Coding, when: When | None) -> Dated:
    """Return an article as this module sees it; `when` its day as far as it is known by now."""
    people = frozenset(
        m.actor or fold(m.name) for m in coding.mentions if m.kind == "person" and m.form == "name" and " " in m.name
    )
    own = when or coding.dateline.when
    surnames = frozenset(
        fold(m.name).split()[-1] for m in coding.mentions if m.kind == "person" and m.form == "name" and " " in m.name
    )
    return Dated(document_id, people, own, coding.dateline.kind, surnames, _own_month(coding, own))


def doubt(articles: Sequence[Dated]) -> Mapping[str, When]:
    """Return what is left of the days that neighbours refute, by document. The order of articles does not matter."""
    by_person: defaultdict[str, set[int]] = defaultdict(set)
    by_surname: defaultdict[str, set[int]] = defaultdict(set)
    for index, article in enumerate(articles):
        for person in article.people:
            by_person[person].add(index)
        for surname in article.surnames:
            by_surname[surname].add(index)
    found: dict[str, When] = {}
    for index, article in enumerate(articles):
        when = article.when
        if article.kind not in _DOUBTED or when is None or not when.earliest or not when.latest:
            continue
        own = number(when.earliest)
        if number(when.latest) - own > _SHARP:
            continue
        before = None
        if len(article.people) >= _PEOPLE:
            before = _all_before(own, _near(index, article.people, by_person, _PEOPLE, _SHARE, articles), articles)
        why = "all {} articles that name the same people were written {} to {}"
        if before is None and article.month is not None and len(article.surnames) >= _FEWER:
            before = _all_before(own, _near(index, article.surnames, by_surname, _FEWER, 0.0, articles), articles)
            fits = before is not None and any(article.month in {int(d[2][5:7]), int(d[3][5:7])} for d in before)
            before = before if fits else None
            why = "its own “next month” is another, and all {} articles that name the same people were written {} to {}"
        if before is None:
            continue
        first, last = min(before), max(before, key=lambda d: d[1])
        told = why.format(len(before), first[2], last[3])
        basis = f"the page says {when.value}, but {told}; held only: not after the page's day"
        found[article.document_id] = When(f"../{when.latest}", None, when.latest, basis)
    return found


def _near(
    index: int,
    people: frozenset[str],
    by_person: Mapping[str, set[int]],
    least: int,
    share: float,
    articles: Sequence[Dated],
) -> list[int]:
    """Return the articles that name so many of the same people."""
    shared: defaultdict[int, int] = defaultdict(int)
    for person in people:
        for other in by_person.get(person, ()):
            shared[other] += other != index
    return sorted(o for o, n in shared.items() if n >= least and n >= share * min(len(people), len(articles[o].people)))


def _all_before(own: int, near: Sequence[int], articles: Sequence[Dated]) -> list[tuple[int, int, str, str]] | None:
    """Return the days of neighbours where all were written in one season long before a day; None where one was not."""
    days = [
        (number(w.earliest), number(w.latest), w.earliest, w.latest)
        for other in near
        if (w := articles[other].when) is not None and w.earliest and w.latest
    ]
    before = [d for d in days if d[1] < own - _FAR]
    if len(before) < _NEIGHBOURS or len(before) < len(days):
        return None
    first, last = min(before), max(before, key=lambda d: d[1])
    return None if last[1] - first[0] > _SEASON else before
