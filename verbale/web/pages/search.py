"""Search: statements that hold the words, with counts by who and what, and articles that match."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from starlette.requests import Request

from verbale.model import Span
from verbale.web.index import Article
from verbale.web.library import Desk
from verbale.web.lines import lines
from verbale.web.shown import Shown, format_of

_STATEMENTS = 20
_ARTICLES = 8
_AROUND = 110


class Snippet(Struct, frozen=True):
    """An article that matches, with the first words that do."""

    article: Article
    before: str
    words: str
    after: str
    start: int
    end: int


def _around(desk: Desk, document_id: str, span: Span) -> tuple[str, str]:
    """Return what stands before and after words on their line, without reading the whole article."""
    low = max(0, span.start - _AROUND)
    found = desk.store.connection.execute(
        "SELECT substr(text, ?, ?), substr(text, ?, ?) FROM document WHERE id = ?",
        (low + 1, span.start - low, span.end + 1, _AROUND, document_id),
    ).fetchone()
    return (found[0].rsplit("\n", 1)[-1], found[1].split("\n", 1)[0]) if found else ("", "")


def page(desk: Desk, request: Request) -> Shown:
    """What holds all the words."""
    asked = request.query_params.get("q", "").strip()[:200]
    if format_of(request) != "html":
        return Shown("search.html", "Search", rows=desk.record.search(asked, limit=20) if asked else [])
    index = desk.index
    plain = [w.strip('"*') for w in asked.split() if not w.startswith("-") and w.strip('"*')][:20]
    snippets = []
    mask = np.zeros(len(index.ids), np.bool_)
    actors = []
    if plain:
        mask = index.holding(plain)
        low = asked.casefold()
        actors = [w for w in index.actors.values() if low in w.name.casefold()][:8]
        for hit in desk.store.search(asked, _ARTICLES):
            article = index.articles.get(hit.document_id)
            if article is None:
                continue
            span = hit.spans[0] if hit.spans else None
            before, after = _around(desk, hit.document_id, span) if span else ("", "")
            words, start, end = (span.text, span.start, span.end) if span else ("", 0, 0)
            snippets.append(Snippet(article, before, words, after, start, end))
    numbers = np.flatnonzero(mask)
    context = {
        "q": asked,
        "lines": lines(desk, [index.ids[n] for n in numbers[:_STATEMENTS]]),
        "found": len(numbers),
        "snippets": snippets,
        "actors": actors,
        "acts": index.act.counts(mask)[:8],
        "speakers": [(i, index.name(i), n) for i, n in index.speaker.counts(mask)[:8]],
    }
    return Shown("search.html", f"Search: {asked}" if asked else "Search", rows=(), context=context)
