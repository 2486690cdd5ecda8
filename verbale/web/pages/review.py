"""Review: pairs of accounts that may be one, for a person to judge; what was judged, and taking it back."""

from __future__ import annotations

from msgspec import Struct
from starlette.requests import Request

from verbale.analysis.review import OpenPair, open_pairs
from verbale.collation.judgements import is_person
from verbale.export.rows import AccountRow, ReadingRow
from verbale.model import Judgement
from verbale.web.library import Desk
from verbale.web.pages.statements import Piece, pieces
from verbale.web.shown import Shown, format_of, page_of

_AROUND = 160


class Sided(Struct, frozen=True):
    """One side of a pair: the words in their place."""

    id: str
    row: ReadingRow | AccountRow
    words: str
    before: str
    after: str
    start: int
    end: int
    pieces: tuple[Piece, ...]


class Paired(Struct, frozen=True):
    """Two accounts side by side."""

    pair: OpenPair
    left: Sided
    right: Sided


def _side(desk: Desk, key: str, base: str | None) -> Sided | None:
    document = desk.store.document_of(key)
    if document is None:
        return None
    page = desk.view.page(document)
    row: ReadingRow | AccountRow
    if key in page.attributions:
        row = desk.view.reading(document, key)
        words = row.content
        spans = [e for e in row.evidence if e.field == "content"]
    elif key in page.events:
        row = desk.view.account(document, key)
        words = row.trigger
        spans = [e for e in row.evidence if e.field == "trigger"]
    else:
        return None
    start, end = min(e.start for e in spans), max(e.end for e in spans)
    text = page.document.text
    return Sided(
        key, row, words, text[max(0, start - _AROUND) : start].rsplit("\n", 1)[-1],
        text[end : end + _AROUND].split("\n", 1)[0], start, end,
        pieces(base, words) if base is not None else (Piece(words, "same"),),
    )  # fmt: skip


def _paired(desk: Desk, pair: OpenPair) -> Paired | None:
    left = _side(desk, pair.left, None)
    right = _side(desk, pair.right, left.words if left else None)
    return Paired(pair, left, right) if left and right else None


def page(desk: Desk, request: Request) -> Shown:
    """The pairs that wait, one at a time, the likeliest first."""
    waiting = open_pairs(desk.store)
    if format_of(request) != "html":
        return Shown("review.html", "Review", rows=page_of(request, waiting), total=len(waiting))
    writer = request.app.state.writer
    held = writer.pending()
    waiting = [p for p in waiting if (min(p.left, p.right), max(p.left, p.right)) not in held]
    skip = request.query_params.get("skip", "0")
    at = min(int(skip), max(0, len(waiting) - 1)) if skip.isdecimal() and len(skip) < 7 else 0
    judged: list[tuple[Judgement, bool]] = [(j, True) for j in desk.store.judgements() if is_person(j.by)]
    judged += [(j, False) for j in desk.store.judgements(retracted=True) if is_person(j.by)]
    context = {
        "waiting": len(waiting),
        "at": at,
        "above": sum(p.score >= 0.9 for p in waiting),
        "paired": _paired(desk, waiting[at]) if waiting else None,
        "judged": [(j, stands, _told(desk, j.left), _told(desk, j.right)) for j, stands in judged[:60]],
        "judged_count": sum(stands for _, stands in judged),
        "collated": desk.store.is_collated() if len(desk.index.articles) < 2000 else True,
        "state": writer.state(),
        "held": len(held),
    }
    return Shown("review.html", "Review", rows=(), context=context)


def _told(desk: Desk, key: str) -> tuple[str, str]:
    """Return an address and words for a coded row."""
    connection = desk.store.connection
    found = connection.execute(
        "SELECT s.id, s.content FROM statement_attribution a JOIN statement s ON s.id = a.statement_id "
        "WHERE a.attribution_id = ?", (key,)
    ).fetchone()  # fmt: skip
    if found:
        return f"/statements/{found[0]}", str(found[1])
    found = connection.execute("SELECT event_id FROM event_account WHERE event_mention_id = ?", (key,)).fetchone()
    if found:
        return f"/events/{found[0]}", "an event"
    actor = connection.execute("SELECT actor_id FROM actor_mention WHERE mention_id = ?", (key,)).fetchone()
    return (f"/actors/{actor[0]}", desk.index.name(actor[0])) if actor else ("", key)
