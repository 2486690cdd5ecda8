"""Which articles of an archive belong to a dispute: those that name its parties, written in its days."""

from __future__ import annotations

from collections.abc import Iterable

from verbale.collation.names import fold
from verbale.errors import UsageError
from verbale.export.days import bounds
from verbale.model import Coding, Document
from verbale.shards.tables import Wanted


def chooser(about: Iterable[str] = (), since: str | None = None, until: str | None = None) -> Wanted | None:
    """Return what tells whether an article is wanted; None where all are.

    `about` are names or lexicon keys (`Iran`, `IRN`, `IAEA`), each of which the article must mention; a key stands for
    those below it (`IRN` for `IRN.PRESIDENCY`). An article of which no day is known counts as inside. Raises UsageError.
    """
    first, last = bounds(since, until)
    names = [(name, fold(name)) for name in about]
    if not all(any(map(str.isalnum, folded)) for _, folded in names):
        raise UsageError("a name to choose by must have a letter in it")
    if not names and first is None and last is None:
        return None

    def wanted(document: Document, coding: Coding | None) -> bool:
        return _in_time(document, coding, first, last) and all(_named(coding, *name) for name in names)

    return wanted


def _named(coding: Coding | None, key: str, folded: str) -> bool:
    return coding is not None and any(
        (one.actor is not None and (one.actor == key or one.actor.startswith(key + "."))) or fold(one.name) == folded
        for one in coding.mentions
    )


def _in_time(document: Document, coding: Coding | None, first: str | None, last: str | None) -> bool:
    if first is None and last is None:
        return True
    when = coding.dateline.when if coding is not None else None
    if when is not None and (when.earliest or when.latest):
        earliest, latest = when.earliest or when.latest, when.latest or when.earliest
    else:
        days = sorted(claim.value[:10] for claim in document.date_claims if claim.kind != "crawled")
        earliest, latest = (days[0], days[-1]) if days else (None, None)
    return (first is None or latest is None or latest >= first) and (
        last is None or earliest is None or earliest <= last
    )
