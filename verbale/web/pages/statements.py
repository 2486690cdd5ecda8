"""Statements: the list with its facets, and one statement with its readings side by side."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from verbale.analysis.review import history
from verbale.collation.wording import Change, differences
from verbale.export.rows import ReadingRow, StatementRow
from verbale.model import Judgement
from verbale.web.choosing import latest, statements_asked
from verbale.web.library import Desk
from verbale.web.lines import Line, lines
from verbale.web.pages.correcting import maybe_same, of_statement
from verbale.web.shown import Shown, answer, format_of, go, missing, page_of
from verbale.web.sides import differing
from verbale.web.wording import citation, many, short

_AROUND = 180
_ALIKE = 0.5
"""A reading that shares less of the base wording is a paraphrase: what is shared is marked, not what differs."""
_TELLING = 4
"""Shorter runs of shared letters tell nothing: "to", "the"."""
_LONG = 4000
"""Contents longer than this are not compared word by word on a page."""


def listing(desk: Desk, request: Request) -> Shown:
    """Statements in order of time, by what is asked for."""
    asked = {k: v for k, v in request.query_params.items() if v}
    chosen, facets = statements_asked(desk.index, asked)
    numbers = np.flatnonzero(chosen)
    if asked.get("order") == "latest":
        numbers = latest(desk.index.first, desk.index.last, numbers)
    ids = [desk.index.ids[n] for n in page_of(request, numbers)]
    if format_of(request) == "html":
        context = {"lines": lines(desk, ids), "facets": facets, "named": desk.index.name}
        return Shown("statements.html", "Statements", rows=(), context=context, total=len(numbers))
    rows = [desk.view.statement(s) for i in ids if (s := desk.store.statement(i)) is not None]
    return Shown("statements.html", "Statements", rows=rows, total=len(numbers))


class Piece(Struct, frozen=True):
    """A run of words in a reading, and how it stands to the base wording."""

    text: str
    sort: str
    """`same`; what kind of difference it is; or `shared`, in a paraphrase."""
    missing: str = ""
    """The base wording's words that stand here."""


class Hop(Struct, frozen=True):
    """One step of the way from the speaker's mouth to the page."""

    name: str
    medium: str


class Compared(Struct, frozen=True):
    """A reading beside the base wording."""

    row: ReadingRow
    before: str
    pieces: tuple[Piece, ...]
    after: str
    start: int
    end: int
    chain: tuple[Hop, ...]
    cite: str
    copied: str
    """Of which article this one is a copy, in words; empty where it is none."""


def pieces(base: str, other: str) -> tuple[Piece, ...]:
    """Return a reading cut where it differs from the base wording, or, of a paraphrase, where it agrees.

    The pieces' texts together are the reading.
    """
    if base == other or max(len(base), len(other)) > _LONG:
        return (Piece(other, "same"),)
    changes = differences(base, other)
    shared = sum(c.base_end - c.base_start for c in changes if c.kind == "equal")
    if shared < _ALIKE * len(base):
        return _shared(changes, other)
    found: list[Piece] = []
    at = 0
    for change in changes:
        if change.kind == "equal":
            continue
        if change.other_start > at:
            found.append(Piece(other[at : change.other_start], "same"))
        found.append(_piece(change))
        at = max(at, change.other_end)
    if at < len(other):
        found.append(Piece(other[at:], "same"))
    return tuple(found)


def _shared(changes: tuple[Change, ...], other: str) -> tuple[Piece, ...]:
    """Return a paraphrase cut where it shares words with the base wording: what it has otherwise is nearly all."""
    found: list[Piece] = []
    at = 0
    for change in changes:
        if change.kind == "equal" and change.other_end - change.other_start >= _TELLING:
            found.append(Piece(other[at : change.other_start], "same"))
            found.append(Piece(other[change.other_start : change.other_end], "shared"))
            at = change.other_end
    found.append(Piece(other[at:], "same"))
    return tuple(piece for piece in found if piece.text)


def _piece(change: Change) -> Piece:
    return Piece(change.other, change.sort, change.base)


def _compared(desk: Desk, reading: ReadingRow, base: str) -> Compared:
    own = [e for e in reading.evidence if e.field == "content"]
    # evidence rows are in order: the content's own spans come first
    start, end = min(e.start for e in own), max(e.end for e in own)
    text = desk.view.page(reading.document_id).document.text
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    attribution = desk.view.page(reading.document_id).attributions[reading.attribution_id]
    chain = [Hop(reading.speaker or "somebody unnamed", "" if attribution.relay else reading.medium or "")]
    chain += [Hop(h.name, h.medium or "") for h in attribution.relay]
    if not chain[-1].name or chain[-1].name != reading.outlet:
        chain.append(Hop(reading.outlet or "an article of no known outlet", ""))
    origin = desk.store.links(left=reading.document_id, type="copies")
    copied = ""
    if origin:
        article = desk.index.articles.get(origin[0].right_id)
        copied = (
            f"copies {article.outlet + ': ' if article.outlet else ''}“{short(article.title, 80)}”" if article else ""
        )
    return Compared(
        row=reading,
        before=_cut(text[low:start], at_end=False),
        pieces=pieces(base, reading.content),
        after=_cut(text[end:high], at_end=True),
        start=start,
        end=end,
        chain=tuple(chain),
        cite=citation(
            reading.content, reading.speaker, reading.outlet, reading.title, reading.dateline, reading.url,
            f"{reading.document_id}#{start}-{end}",
        ),
        copied=copied,
    )  # fmt: skip


def _cut(text: str, *, at_end: bool) -> str:
    """Cut the text around words at its line, and at a word."""
    if at_end:
        line = text.split("\n", 1)[0]
        return line if len(line) < _AROUND or " " not in line else line.rsplit(" ", 1)[0] + " …"
    line = text.rsplit("\n", 1)[-1]
    return line if len(line) < _AROUND or " " not in line else "… " + line.split(" ", 1)[1]


class Tie(Struct, frozen=True):
    """A statement that this one stands to in some way."""

    how: str
    line: Line
    score: float | None


_SAID = {
    ("answers", True): "answers", ("answers", False): "is answered by", ("denies", True): "denies",
    ("denies", False): "is denied by", ("repeats", True): "repeats", ("repeats", False): "is repeated by",
    ("contradicts", True): "contradicts", ("contradicts", False): "is contradicted by",
    ("omits", True): "leaves out words of", ("omits", False): "is shortened in",
}  # fmt: skip


def _ties(desk: Desk, statement_id: str) -> list[Tie]:
    found = [(link.type, True, link.right_id, link.score) for link in desk.store.links(left=statement_id)]
    found += [(link.type, False, link.left_id, link.score) for link in desk.store.links(right=statement_id)]
    shown = {line.id: line for line in lines(desk, [f[2] for f in found])}
    return [
        Tie(_SAID.get((how, mine), how), shown[other], score) for how, mine, other, score in found if other in shown
    ]


def _leans(desk: Desk, row: StatementRow) -> str | None:
    """Say what the trained network takes the words of the first reading for; None where it was not asked."""
    found = desk.store.connection.execute(
        "SELECT l.stance, l.share FROM attribution a JOIN leaning l ON l.document_n = a.document_n AND l.attribution_id = a.id "
        "WHERE a.id = ? ORDER BY l.n",
        (row.readings[0].attribution_id,),
    ).fetchall()
    if not found:
        return None
    named = {"states": "no stance", "accepts": "accepting", "refuses": "refusing", "demands": "a demand", "offers": "an offer",
             "denies": "a denial", "threatens": "a threat", "red line": "a red line", "undecided": "being undecided"}  # fmt: skip
    told = ", ".join(f"{named.get(stance, stance)} {share} %" for stance, share in found)
    return f"the trained reader takes the words for: {told}. What a position is made of it, the words and the speaker decide too."


def why(
    row: StatementRow, judged: list[tuple[Judgement, bool]], copies: int, leans: str | None = None
) -> list[tuple[str, str]]:
    """Say in sentences what the row rests on."""
    first = row.readings[0]
    told = [("Day", f"{row.basis or 'nothing in the article tells the day'}.")]
    sure = f"{first.confidence:.0%} sure that these words are said by this speaker"
    if any(c.field == "speaker" for c in row.corrected):
        sure = "whose they are a person corrected, see below"
    told.append(("Words", f"found by {first.rule or 'a rule'} in {first.outlet or 'the article'}; {sure}."))
    if leans is not None:
        told.append(("Stance", leans))
    if len(row.readings) > 1:
        reasons = sorted(
            {f"{j.reason or j.verdict} ({j.by})" for j, stands in judged if stands and j.verdict == "same"}
        )
        told.append(
            (
                "One statement",
                f"{many(len(row.readings), 'reading')} held to be one: {'; '.join(reasons) or 'same words'}.",
            )
        )
        told.append(
            ("Sources", f"{many(row.independent, 'independent source')} among {many(len(row.outlets), 'outlet')}"
             + (f"; {many(copies, 'article is a copy', 'articles are copies')} of another." if copies else "."))
        )  # fmt: skip
    return told


def one(desk: Desk, request: Request) -> Shown | Response:
    """One statement. An attribution's id leads to its statement, so that addresses outlive a new collation."""
    key = request.path_params["id"]
    statement = desk.store.statement(key)
    if statement is None:
        found = desk.store.connection.execute(
            "SELECT statement_id FROM statement_attribution WHERE attribution_id = ?", (key,)
        ).fetchone()
        if found is None:
            raise missing("statement")
        form = format_of(request)
        return go(f"/statements/{found[0]}" + ("" if form == "html" else f".{form}"), 302)
    row = desk.view.statement(statement)
    title = f"{row.speaker or 'Unnamed speaker'}: {short(row.content, 60)}"
    if format_of(request) != "html":
        return (
            Shown("statement.html", title, rows=[row], data=row)
            if format_of(request) == "csv"
            else Shown("statement.html", title, data=row)
        )
    compared = [_compared(desk, reading, row.readings[0].content) for reading in row.readings]
    judged = history(desk.store, row.id) if len(row.readings) > 1 else []
    context = {
        "row": row,
        "correcting": of_statement(desk, row),
        "maybe": [] if request.app.state.read_only else maybe_same(desk, statement.attribution_ids),
        "state": request.app.state.writer.state(),
        "speaker_id": statement.speaker_id,
        "addressee_id": statement.addressee_id,
        "readings": compared,
        "paraphrased": any(p.sort == "shared" for c in compared for p in c.pieces),
        "ties": _ties(desk, row.id),
        "differs": differing(desk, desk.index.differs.get(row.id, ())),
        "why": why(row, judged, sum(bool(c.copied) for c in compared), _leans(desk, row)),
        "judged": [(j, stands) for j, stands in judged if not j.by.startswith(("rule:", "model:"))],
    }
    return Shown("statement.html", title, rows=[row], context=context)


__all__ = ["answer", "listing", "one", "pieces"]
