"""Articles: the list, and the reader, which shows the text with all that was found in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from verbale.export.view import Page
from verbale.web.choosing import within
from verbale.web.index import Article, Numbers, day_number
from verbale.web.library import Desk
from verbale.web.marking import Bit, Mark, bits, paragraphs
from verbale.web.shown import Shown, format_of, missing, number, page_of
from verbale.web.wording import day, event_word

_PART = 40_000
"""Characters of an article on one page; longer ones are shown in parts."""
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")
_HIDDEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
"""Marks that turn the direction of writing: harmless in Arabic and Hebrew, a trick elsewhere."""


def listing(desk: Desk, request: Request) -> Shown:
    """Articles in order of writing."""
    asked = {k: v for k, v in request.query_params.items() if v}
    articles, first, last = desk.index.kept("articles", lambda: _ordered(desk))
    mask = within(first, last, asked.get("since"), asked.get("until"))
    if mask is not None:
        articles = [articles[n] for n in np.flatnonzero(mask)]
    if asked.get("outlet"):
        articles = [a for a in articles if a.outlet_id == asked["outlet"]]
    shown = page_of(request, articles)
    if format_of(request) == "html":
        said = _said(desk, [a.id for a in shown])
        outlets = sorted(desk.index.outlets.items(), key=lambda o: o[1].casefold())
        context = {"articles": shown, "said": said, "outlets": outlets}
        return Shown("documents.html", "Articles", rows=(), context=context, total=len(articles))
    rows = [desk.view.document(a.id) for a in shown]
    return Shown("documents.html", "Articles", rows=rows, total=len(articles))


def _ordered(desk: Desk) -> tuple[list[Article], Numbers, Numbers]:
    """Return the articles in order of writing, with their first and last days."""
    found = sorted(desk.index.articles.values(), key=lambda a: (a.earliest or a.latest or "9999", a.outlet, a.id))
    first = np.fromiter((day_number(a.earliest) for a in found), np.int32, len(found))
    last = np.fromiter((day_number(a.latest) for a in found), np.int32, len(found))
    return found, first, last


def _said(desk: Desk, ids: list[str]) -> dict[str, int]:
    marks = ", ".join("?" * len(ids))
    found = desk.store.connection.execute(
        f"SELECT d.id, count(*) FROM document d JOIN attribution a ON a.document_n = d.n WHERE d.id IN ({marks}) GROUP BY d.id",
        ids,
    )
    return {row[0]: int(row[1]) for row in found}


class Note(Struct, frozen=True):
    """What stands in the margin beside a paragraph."""

    kind: str
    link: str
    who: str
    what: str
    place: str
    """`start-end` of the words."""
    sure: float


class Part(Struct, frozen=True):
    """A paragraph as it is printed."""

    start: int

    role: str
    reason: str
    bits: tuple[Bit, ...]
    notes: tuple[Note, ...]


def _place(request: Request, length: int) -> tuple[int, int] | None:
    found = _PLACE.fullmatch(request.query_params.get("at", ""))
    if not found:
        return None
    start, end = int(found[1]), int(found[2])
    return (start, end) if 0 <= start < end <= length else None


def _marks(desk: Desk, page: Page) -> tuple[list[Mark], list[tuple[int, Note]]]:
    """Return the marks of an article, and the notes of its margin with the places to which they belong."""
    coding = page.coding
    if coding is None:
        return [], []
    connection = desk.store.connection
    (n,) = connection.execute("SELECT n FROM document WHERE id = ?", (page.document.id,)).fetchone()
    actor_of = dict(
        connection.execute("SELECT m.id, am.actor_id FROM mention m JOIN actor_mention am ON am.mention_id = m.id "
                           "WHERE m.document_n = ?", (n,))
    )  # fmt: skip
    statement_of = dict(
        connection.execute("SELECT a.id, sa.statement_id FROM attribution a JOIN statement_attribution sa "
                           "ON sa.attribution_id = a.id WHERE a.document_n = ?", (n,))
    )  # fmt: skip
    event_of = dict(
        connection.execute("SELECT e.id, x.event_id FROM event_mention e JOIN event_account x "
                           "ON x.event_mention_id = e.id WHERE e.document_n = ?", (n,))
    )  # fmt: skip
    marks: list[Mark] = []
    notes: list[tuple[int, Note]] = []
    for t in coding.times:
        tip = f"{day(t.value) if t.value and t.kind in ('date', 'range', 'time') else t.value or 'day unknown'}: {t.basis}"
        marks.append(Mark(t.span.start, t.span.end, "time", t.id, tip))
    for m in coding.mentions:
        actor = actor_of.get(m.id)
        name = desk.index.name(actor) or m.name
        tip = name if name != m.span.text else m.kind
        style = "m-pronoun" if m.form == "pronoun" else ""
        marks.append(Mark(m.span.start, m.span.end, "name", m.id, tip, f"/actors/{actor}" if actor else "", style))
    for a in coding.attributions:
        speaker = page.mentions.get(a.speaker_id or "")
        actor = actor_of.get(a.speaker_id or "")
        who = desk.index.name(actor) or (speaker.name if speaker else "") or (a.speaker.text if a.speaker else "?")
        marks += [Mark(s.start, s.end, "said", a.id, style=f"m-{a.mode}") for s in a.content]
        marks += [Mark(s.start, s.end, "cue", a.id) for s in a.cue]
        if a.speaker:
            marks.append(Mark(a.speaker.start, a.speaker.end, "speaker", a.id))
        statement = statement_of.get(a.id)
        link = f"/statements/{statement}" if statement else ""
        place = f"{a.content[0].start}-{a.content[-1].end}"
        notes.append((a.content[0].start, Note("statement", link, who, a.act, place, a.confidence)))
    cues = {(s.start, s.end) for a in coding.attributions for s in a.cue}
    for e in coding.events:
        event = event_of.get(e.id)
        link = f"/events/{event}" if event else ""
        marks.append(Mark(e.trigger.start, e.trigger.end, "trigger", e.id, event_word(e.type, e.mode), link))
        if any(start <= e.trigger.start < end for start, end in cues):
            continue  # the margin names the statement already
        what = event_word(e.type, e.mode) + ("" if e.status == "happened" else f", {e.status}")
        parties = " – ".join(
            ", ".join(page.mentions[i].name for i in side if i in page.mentions)
            for side in dict.fromkeys((e.actors, e.recipients))
            if side
        )
        notes.append(
            (e.trigger.start, Note("event", link, parties, what, f"{e.trigger.start}-{e.trigger.end}", e.confidence))
        )
    return marks, sorted(notes, key=lambda note: (note[0], note[1].kind))


def _chunks(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield places, cut where one is longer than a page: a headline of a megabyte is somebody's joke."""
    for start, end in places:
        for low in range(start, end, _PART):
            yield low, min(low + _PART, end)


def _parts(page: Page, marks: list[Mark], notes: list[tuple[int, Note]]) -> Iterator[tuple[int, Part]]:
    """Yield the paragraphs of an article with their places, whatever no segment holds included."""
    text = page.document.text
    segments = sorted(page.coding.segments if page.coding else ())
    pieces: list[tuple[int, int, str, str]] = []
    at = 0
    for s in segments:
        if s.start > at and text[at : s.start].strip():
            pieces.append((at, s.start, "body", ""))
        pieces.append((s.start, s.end, s.role, s.reason))
        at = max(at, s.end)
    if text[at:].strip():
        pieces.append((at, len(text), "body", ""))
    ordered = sorted(marks)
    coming = 0
    live: list[Mark] = []
    for begin, finish, role, reason in pieces:
        for start, end in _chunks(paragraphs(text, begin, finish)):
            while coming < len(ordered) and ordered[coming].start < end:
                live.append(ordered[coming])
                coming += 1
            live = [m for m in live if m.end > start]
            mine = tuple(note for place, note in notes if start <= place < end)
            yield start, Part(start, role, reason, tuple(bits(text, start, end, live)), mine)


def one(desk: Desk, request: Request) -> Shown | Response:
    """One article, readable, with its layers."""
    key = request.path_params["id"]
    try:
        page = desk.view.page(key)
    except KeyError:
        raise missing("article") from None
    row = desk.view.document(key)
    if format_of(request) == "json":
        data = {"document": row, "text": page.document.text, "segments": page.coding.segments if page.coding else (),
                "statements": [desk.view.statement(s) for s in desk.store.statements(document=key)],
                "events": [desk.view.event(e) for e in desk.store.events(document=key)]}  # fmt: skip
        return Shown("document.html", row.title, data=data)
    if format_of(request) == "csv":
        return Shown(
            "document.html", row.title, rows=[desk.view.statement(s) for s in desk.store.statements(document=key)]
        )
    marks, notes = _marks(desk, page)
    place = _place(request, len(page.document.text))
    if place:
        marks.append(Mark(*place, "at", f"{place[0]}-{place[1]}"))
    parts: list[list[Part]] = [[]]
    size, wanted = 0, max(0, (number(request, "part_number") or 1) - 1)
    for start, part in _parts(page, marks, notes):
        length = sum(len(b.text) for b in part.bits)
        if parts[-1] and size + length > _PART:
            parts.append([])
            size = 0
        parts[-1].append(part)
        size += length
        if place and start <= place[0] < start + length:
            wanted = len(parts) - 1
    wanted = min(wanted, len(parts) - 1)
    copies = [
        (link, True, desk.index.articles.get(link.right_id)) for link in desk.store.links(left=key, type="copies")
    ]
    copies += [
        (link, False, desk.index.articles.get(link.left_id)) for link in desk.store.links(right=key, type="copies")
    ]
    claims = page.document.date_claims
    own: Article | None = desk.index.articles.get(key)
    context = {
        "row": row,
        "countable": "\r" not in page.document.text,  # browsers make one sign of two there
        "outlet_id": own.outlet_id if own else "",
        "parts": parts[wanted],
        "part_number": wanted + 1,
        "part_count": len(parts),
        "place": place,
        "copies": [c for c in copies if c[2] is not None],
        "claims": claims,
        "hidden": sum(c in _HIDDEN for c in page.document.text),
        "numbers": {
            "statements": sum(n.kind == "statement" for _, n in notes),
            "events": len(page.coding.events) if page.coding else 0,
        },
    }
    return Shown("document.html", row.title, rows=(), context=context)
