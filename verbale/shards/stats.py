"""What an archive holds before anything is coded: articles, copies, languages, outlets, and what is no article and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from verbale.coding.coder import CODED_LANGUAGES
from verbale.intake import Delivered, read
from verbale.shards.tables import Counts, chunks, count, reason_of

_DAYS = ("published", "modified", "unknown", "crawled")


class IngestStats(Struct):
    """Counts of an archive; the parts of each add up to the whole before it."""

    given: int = 0
    articles: int = 0
    """Distinct ones: a text of an outlet counts once."""
    duplicates: int = 0
    not_articles: int = 0
    english: int = 0
    other_languages: int = 0
    characters: int = 0
    dated: int = 0
    """Articles whose source says a day."""
    first_day: str | None = None
    last_day: str | None = None
    languages: dict[str, int] = {}
    outlets: dict[str, int] = {}
    known_outlets: int = 0
    """Articles whose outlet the lexicon knows by its domain."""
    skipped: dict[str, int] = {}
    set_aside: dict[str, int] = {}
    """Of tables that are coded: why articles were not."""

    def sorted(self) -> IngestStats:
        """Return it with the largest counts first."""
        for name in ("languages", "outlets", "skipped", "set_aside"):
            counts: dict[str, int] = getattr(self, name)
            setattr(self, name, dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))))
        return self


def ingest_stats(
    sources: Iterable[str | Path],
    *,
    mapping: Mapping[str, str] | None = None,
    progress: Callable[[int], None] = lambda _given: None,
) -> IngestStats:
    """Read an archive through, streaming, and count; what is kept of an article is its id."""
    stats = IngestStats()
    seen: set[bytes] = set()
    for item in read(sources, mapping=mapping):
        stats.given += 1
        progress(stats.given)
        if not isinstance(item, Delivered):
            stats.not_articles += 1
            count(stats.skipped, reason_of(item))
            continue
        document = item.document
        key = bytes.fromhex(document.id)
        if key in seen:
            stats.duplicates += 1
            continue
        seen.add(key)
        stats.articles += 1
        stats.characters += len(document.text)
        count(stats.languages, document.language)
        count(stats.outlets, document.outlet.id if document.outlet else "?")
        stats.known_outlets += document.outlet is not None and document.outlet.country is not None
        if document.language in CODED_LANGUAGES:
            stats.english += 1
        else:
            stats.other_languages += 1
        days = [c.value[:10] for kind in _DAYS[:3] for c in document.date_claims if c.kind == kind]
        if days:
            stats.dated += 1
            stats.first_day = min(filter(None, (stats.first_day, days[0])))
            stats.last_day = max(filter(None, (stats.last_day, days[0])))
    return stats.sorted()


def stats_of_tables(out: str | Path) -> IngestStats:
    """Return what a folder of coded tables amounts to, from the lines beside them; nothing is read again."""
    total = Counts()
    for chunk in chunks(Path(out)):
        total.add(chunk.counts)
    english = sum(total.languages.get(code, 0) for code in CODED_LANGUAGES)
    return IngestStats(
        given=total.given,
        articles=total.documents,
        duplicates=total.duplicates,
        not_articles=sum(total.skipped.values()),
        english=english,
        other_languages=total.documents - english,
        characters=total.characters,
        languages=total.languages,
        outlets=total.outlets,
        skipped=total.skipped,
        set_aside=total.set_aside,
    ).sorted()
