"""Search: statements that hold the words, with counts by who and what, and articles that match."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from starlette.requests import Request

from verbale.web.index import Article
from verbale.web.library import Desk
from verbale.web.lines import lines
from verbale.web.shown import Shown, format_of

_STATEMENTS = 20
_ARTICLES = 10
_AROUND = 110


class Snippet(Struct, frozen=True):
    """An article that matches, with the first words that do."""

    article: Article
    before: str
    words: str
    after: str
    start: int
    end: int


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
            document = desk.store.document(hit.document_id)
            if article is None or document is None:
                continue
            if hit.spans:
                span = hit.spans[0]
                before = document.text[max(0, span.start - _AROUND) : span.start].rsplit("\n", 1)[-1]
                after = document.text[span.end : span.end + _AROUND].split("\n", 1)[0]
                snippets.append(Snippet(article, before, span.text, after, span.start, span.end))
            else:
                snippets.append(Snippet(article, "", "", "", 0, 0))
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
