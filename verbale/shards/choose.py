"""Which articles of an archive belong to a dispute: those that name its parties, written in its days.

What is chosen by stands in a small table of its own (`Keys`, a row an article), so that an archive is gone through
without unpacking what nobody asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from verbale.collation.names import fold
from verbale.errors import UsageError
from verbale.export.days import bounds
from verbale.model import Coding, Document


class Keys(Struct, frozen=True):
    """What an article may be chosen by."""

    document_id: str
    names: tuple[str, ...] = ()
    """Lexicon keys of whom it mentions, with those above them, and all names folded; sorted."""
    earliest: str | None = None
    latest: str | None = None


Wanted = Callable[[Keys], bool]


def keys_of(document: Document, coding: Coding | None) -> Keys:
    """Return what an article may be chosen by."""
    names: set[str] = set()
    for one in coding.mentions if coding is not None else ():
        names.add(fold(one.name))
        parts = one.actor.split(".") if one.actor is not None else []
        names.update(".".join(parts[:count]) for count in range(1, len(parts) + 1))
    return Keys(document.id, tuple(sorted(names - {""})), *_days(document, coding))


def _days(document: Document, coding: Coding | None) -> tuple[str | None, str | None]:
    when = coding.dateline.when if coding is not None else None
    if when is not None and (when.earliest or when.latest):
        return when.earliest or when.latest, when.latest or when.earliest
    days = sorted(claim.value[:10] for claim in document.date_claims if claim.kind != "crawled")
    return (days[0], days[-1]) if days else (None, None)


def chooser(about: Iterable[str] = (), since: str | None = None, until: str | None = None) -> Wanted | None:
    """Return what tells whether an article is wanted; None where all are.

    `about` are names or lexicon keys (`Iran`, `IRN`, `IAEA`), each of which the article must mention; a key stands for
    those below it (`IRN` for `IRN.PRESIDENCY`). An article of which no day is known counts as inside. Raises UsageError.
    """
    first, last = bounds(since, until)
    given = list(about)
    if not all(any(map(str.isalnum, name)) for name in given):
        raise UsageError("a name to choose by must have a letter in it")
    if not given and first is None and last is None:
        return None
    asked = [{name, fold(name)} for name in given]

    def wanted(keys: Keys) -> bool:
        return (
            (first is None or keys.latest is None or keys.latest >= first)
            and (last is None or keys.earliest is None or keys.earliest <= last)
            and all(not one.isdisjoint(keys.names) for one in asked)
        )

    return wanted
