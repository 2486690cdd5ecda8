"""Review: pairs of accounts that may be one, statements that are doubtful, and what people said of them so far."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from starlette.requests import Request

from verbale.analysis.review import OpenPair, contradictions, open_pairs
from verbale.collation.judgements import fold_judgements
from verbale.export.rows import AccountRow, ReadingRow, StatementRow
from verbale.model import Correction, Judgement
from verbale.store.held import Order
from verbale.web.guard import NAME_COOKIE
from verbale.web.library import Desk
from verbale.web.pages.correcting import Correcting, of_statement
from verbale.web.pages.statements import Piece, pieces
from verbale.web.shown import Shown, format_of, number, page_of
from verbale.web.writer import Writer

_AROUND = 160
_DOUBTFUL = 70
_HISTORY = 60
_KEPT = {"yes": "right as it stands", "no": "no statement or event"}
_JUDGED = (
    'SELECT left_id, right_id, verdict, "by", score, reason, retracted FROM judgement '
    "WHERE \"by\" NOT LIKE 'rule:%' AND \"by\" NOT LIKE 'model:%' ORDER BY n DESC"
)
_CORRECTED = (
    'SELECT row_id, field, value, "by", document_id, start, "end", reason, made_at, retracted_at FROM correction '
    "ORDER BY n DESC"
)


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


class Past(Struct, frozen=True):
    """What somebody said once, of a pair or of a field."""

    by: str
    said: str
    reason: str
    at: str
    stands: bool
    waits: bool
    about: tuple[tuple[str, str], ...]
    """(address, words)"""
    back: dict[str, str]
    """What the form sends that takes it back."""


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


# -- what was said -----------------------------------------------------------------------------------------------------


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
    if actor:
        return f"/actors/{actor[0]}", desk.index.name(actor[0])
    words = connection.execute("SELECT text FROM words WHERE row_id = ? AND field = 'content'", (key,)).fetchone()
    return f"/rows/{key}", str(words[0]) if words else key


def _judged(desk: Desk, j: Judgement, *, stands: bool, waits: bool = False) -> Past:
    back = {"left": j.left, "right": j.right, "by": j.by}
    about = (_told(desk, j.left), _told(desk, j.right))
    return Past(j.by, j.verdict, j.reason, "", stands, waits, about, back)


def _corrected(desk: Desk, c: Correction, *, stands: bool, waits: bool = False) -> Past:
    back = {"row": c.row, "field": c.field, "by": c.by}
    said = _KEPT.get(c.value, c.field) if c.field == "kept" else f"{c.field}: {c.value or 'not known'}"
    return Past(c.by, said, c.reason, c.made_at, stands, waits, (_told(desk, c.row),), back)


def _waiting(desk: Desk, orders: list[Order]) -> list[Past]:
    """Return what is taken and not yet written, the newest first."""
    found = []
    for order in reversed(orders[-_HISTORY:]):
        past = None
        if order.judgement is not None:
            past = _judged(desk, order.judgement, stands=not order.retract, waits=True)
        elif order.correction is not None:
            past = _corrected(desk, order.correction, stands=not order.retract, waits=True)
        if past is not None:
            found.append(replace(past, said="taken back") if order.retract else past)
    return found


def history(desk: Desk, orders: list[Order], who: str = "") -> tuple[list[Past], list[Past], list[Past]]:
    """Return what waits to be written, what was judged of pairs, and what was corrected; each the newest first."""
    connection = desk.store.connection
    judged = [
        _judged(desk, Judgement(*row[:6]), stands=not row[6])
        for row in connection.execute(f"{_JUDGED} LIMIT ?", (_HISTORY * 4 if who else _HISTORY,))
        if who in ("", row[3])
    ]
    corrected = [
        _corrected(desk, Correction(*row[:9]), stands=row[9] is None)
        for row in connection.execute(f"{_CORRECTED} LIMIT ?", (_HISTORY * 4 if who else _HISTORY,))
        if who in ("", row[3])
    ]
    return [p for p in _waiting(desk, orders) if who in ("", p.by)], judged, corrected


class Clash(Struct, frozen=True):
    """Where people contradict each other: it decides nothing until one of them takes their word back."""

    what: str
    by: str
    about: tuple[tuple[str, str], ...]


def clashes(desk: Desk) -> list[Clash]:
    """Return the pairs and fields on which people contradict each other."""
    judged = [Judgement(*row[:6]) for row in desk.store.connection.execute(_JUDGED) if not row[6]]
    found = [
        Clash("same / different", c.by.replace("person:", ""), (_told(desk, c.left), _told(desk, c.right)))
        for c in fold_judgements(judged)[1]
    ]
    found += [
        Clash(
            f"{c.field}: {' / '.join(value or 'not known' for value in c.values)}",
            " / ".join(by.removeprefix("person:") for by in c.by),
            (_told(desk, c.row),),
        )
        for c in contradictions(desk.store)
    ]
    return found[:_HISTORY]


def _last(desk: Desk, orders: list[Order], reviewer: str, *, pairs: bool) -> Past | None:
    """Return what the reviewer said last, so that one key takes it back."""
    by = f"person:{reviewer}"
    mine = [
        o for o in orders
        if (told := o.judgement if pairs else o.correction) is not None and told.by == by
    ]  # fmt: skip
    if mine:
        order = mine[-1]
        if order.retract:
            return None
        return _waiting(desk, [order])[0]
    connection = desk.store.connection
    if pairs:
        row = connection.execute(
            f'SELECT * FROM ({_JUDGED}) WHERE "by" = ? AND retracted = 0 LIMIT 1', (by,)
        ).fetchone()
        return _judged(desk, Judgement(*row[:6]), stands=True) if row else None
    row = connection.execute(
        f'SELECT * FROM ({_CORRECTED}) WHERE "by" = ? AND retracted_at IS NULL LIMIT 1', (by,)
    ).fetchone()
    return _corrected(desk, Correction(*row[:9]), stands=True) if row else None


def _people(desk: Desk) -> list[str]:
    found = desk.store.connection.execute(
        'SELECT DISTINCT "by" FROM judgement WHERE "by" LIKE \'person:%\' UNION SELECT "by" FROM correction ORDER BY 1'
    )
    return [str(row[0]) for row in found]


# -- the pages ---------------------------------------------------------------------------------------------------------


def page(desk: Desk, request: Request) -> Shown:
    """What waits, one at a time: pairs, the likeliest first; statements, the most doubtful first; or what was said."""
    waiting = open_pairs(desk.store)
    if format_of(request) != "html":
        return Shown("review.html", "Review", rows=page_of(request, waiting), total=len(waiting))
    writer: Writer = request.app.state.writer
    orders = [] if request.app.state.read_only else desk.waiting
    held = {(j.left, j.right) for o in orders if (j := o.judgement) is not None and not o.retract}
    waiting = [p for p in waiting if (p.left, p.right) not in held and (p.right, p.left) not in held]
    show = request.query_params.get("show", "pairs")
    skip = number(request, "skip") or 0
    reviewer = request.cookies.get(NAME_COOKIE, "")
    below = min(100, number(request, "below") or _DOUBTFUL)
    doubtful = _doubtful(desk, below, orders)
    context = {
        "show": show if show in ("pairs", "doubtful", "history") else "pairs",
        "waiting": len(waiting),
        "doubtful": len(doubtful),
        "below": below,
        "at": 0,
        "above": sum(p.score >= 0.9 for p in waiting),
        "paired": None,
        "checking": None,
        "last": None,
        "past": ((), (), ()),
        "people": [],
        "clashes": [],
        "collated": desk.store.is_collated() if len(desk.index.articles) < 2000 else True,
        "state": writer.state(),
        "held": len(orders),
    }
    if context["show"] == "history":
        context["past"] = history(desk, orders, request.query_params.get("who", ""))
        context["people"] = _people(desk)
        context["clashes"] = clashes(desk)
    elif context["show"] == "doubtful":
        context["at"] = at = min(skip, max(0, len(doubtful) - 1))
        context["checking"] = _checking(desk, doubtful[at]) if doubtful else None
        context["last"] = _last(desk, orders, reviewer, pairs=False)
    else:
        context["at"] = at = min(skip, max(0, len(waiting) - 1))
        context["paired"] = _paired(desk, waiting[at]) if waiting else None
        context["last"] = _last(desk, orders, reviewer, pairs=True)
    return Shown("review.html", "Review", rows=(), context=context)


class Checking(Struct, frozen=True):
    """A statement to be read by a person."""

    row: StatementRow
    side: Sided
    form: Correcting


def _doubtful(desk: Desk, below: int, orders: list[Order]) -> list[str]:
    """Return the statements of little confidence that nobody has read yet, the most doubtful first."""
    index = desk.index

    def ordered() -> list[int]:
        rows = np.flatnonzero(index.confidence < below / 100)
        return [int(n) for n in rows[np.argsort(index.confidence[rows], kind="stable")]]

    rows = index.kept(f"doubtful {below}", ordered)
    seen = {row[0] for row in desk.store.connection.execute(
        "SELECT DISTINCT sa.statement_id FROM correction c JOIN statement_attribution sa ON sa.attribution_id = c.row_id "
        "WHERE c.retracted_at IS NULL"
    )}  # fmt: skip
    told = [o.correction.row for o in orders if o.correction is not None and not o.retract]
    marks = ", ".join("?" * len(told))
    seen |= {row[0] for row in desk.store.connection.execute(
        f"SELECT statement_id FROM statement_attribution WHERE attribution_id IN ({marks})", told
    )}  # fmt: skip
    return [index.ids[n] for n in rows if index.ids[n] not in seen]


def _checking(desk: Desk, statement_id: str) -> Checking | None:
    statement = desk.store.statement(statement_id)
    side = _side(desk, statement.lemma_id, None) if statement else None
    if statement is None or side is None:
        return None
    row = desk.view.statement(statement)
    return Checking(row, side, of_statement(desk, row))
