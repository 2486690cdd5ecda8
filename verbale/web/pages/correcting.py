"""The form in which a person corrects a statement or event: what it holds now, what may stand there, what was said before."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from verbale.analysis.review import OpenPair
from verbale.collation.corrections import ACTS, STATUSES
from verbale.export.rows import CorrectedRow, EventRow, StatementRow
from verbale.web.library import Desk
from verbale.web.lines import Line, lines

_NAMES = 120
_MAYBE = 5


class Field(Struct, frozen=True):
    """One field of the form."""

    name: str
    label: str
    value: str
    choices: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    hint: str = ""


class Correcting(Struct, frozen=True):
    """The form."""

    row: str
    what: str
    fields: tuple[Field, ...]
    scopes: tuple[tuple[str, str], ...]
    """(row, in words): all readings, or one of them."""
    checked: tuple[str, ...]
    """Who read it and found it right."""


class Maybe(Struct, frozen=True):
    """A statement that may be the same one."""

    pair: OpenPair
    line: Line


def _names(desk: Desk, documents: Sequence[str]) -> tuple[str, ...]:
    """Return who is named in the articles, those who speak first: what a speaker's name is most likely to be."""
    marks = ", ".join("?" * len(documents))
    found = desk.store.connection.execute(
        "SELECT DISTINCT am.actor_id FROM mention m JOIN document d ON d.n = m.document_n "
        "JOIN actor_mention am ON am.mention_id = m.id WHERE m.kind IN ('person', 'polity', 'organisation', 'office', 'group') "
        f"AND d.id IN ({marks})",
        documents,
    )
    known = [who for (key,) in found if (who := desk.index.actors.get(key)) is not None]
    known.sort(key=lambda who: (-who.statements, -who.mentions, who.name))
    return tuple(dict.fromkeys(who.name for who in known[:_NAMES]))


def _checked(corrected: Sequence[CorrectedRow]) -> tuple[str, ...]:
    who = (c.by.removeprefix("person:") for c in corrected if c.field == "kept" and c.value == "yes")
    return tuple(dict.fromkeys(who))


def of_statement(desk: Desk, row: StatementRow) -> Correcting:
    """Return the form for a statement."""
    names = _names(desk, sorted({r.document_id for r in row.readings})[:20])
    scopes = [(row.id, "all readings")] if len(row.readings) > 1 else [(row.id, "this reading")]
    if len(row.readings) > 1:
        scopes += [
            (r.attribution_id, f"only the one in {r.outlet or r.title or r.document_id}"[:80])
            for r in row.readings[:20]
        ]
    fields = (
        Field("speaker", "Speaker", row.speaker or "", names=names, hint="a name of this record; empty: not named"),
        Field("addressee", "Spoken to", row.addressee or "", names=names, hint="empty: nobody named"),
        Field("act", "What the words do", row.act, choices=tuple(sorted(ACTS))),
        Field("day", "Day", row.when or "", hint="2021-12-17, 2021-12, 2021-12-16/2021-12-21; empty: not known"),
    )
    return Correcting(row.id, "statement", fields, tuple(scopes), _checked(row.corrected))


def of_event(row: EventRow) -> Correcting:
    """Return the form for an event."""
    scopes = [(row.id, "all accounts")] if len(row.accounts) > 1 else [(row.id, "this account")]
    if len(row.accounts) > 1:
        scopes += [(a.event_mention_id, f"only the one in {a.outlet or a.document_id}"[:80]) for a in row.accounts[:20]]
    fields = (
        Field("day", "Day", row.when or "", hint="2021-12-17, 2021-12, 2021-12-16/2021-12-21; empty: not known"),
        Field("status", "Status", row.status, choices=tuple(sorted(STATUSES))),
    )
    return Correcting(row.id, "event", fields, tuple(scopes), _checked(row.corrected))


def maybe_same(desk: Desk, attribution_ids: Sequence[str]) -> list[Maybe]:
    """Return statements of which a rule was not sure whether they are this one, the likeliest first."""
    mine = set(attribution_ids)
    marks = ", ".join("?" * len(mine))
    ordered = sorted(mine)
    found = desk.store.connection.execute(
        "SELECT left_id, right_id, max(score) FROM judgement j WHERE retracted = 0 AND verdict = 'unsure' "
        f"AND (left_id IN ({marks}) OR right_id IN ({marks})) "
        "AND NOT EXISTS (SELECT 1 FROM judgement p WHERE p.left_id = j.left_id AND p.right_id = j.right_id "
        "AND p.retracted = 0 AND p.\"by\" LIKE 'person:%') GROUP BY left_id, right_id ORDER BY 3 DESC, 1, 2 LIMIT 20",
        (*ordered, *ordered),
    ).fetchall()
    shown: dict[str, Maybe] = {}
    for left, right, score in found:
        other = right if left in mine else left
        held = desk.store.connection.execute(
            "SELECT statement_id FROM statement_attribution WHERE attribution_id = ?", (other,)
        ).fetchone()
        if held is None or other in mine or held[0] in shown:
            continue
        line = lines(desk, [held[0]])
        if line:
            shown[held[0]] = Maybe(OpenPair(left, right, score or 0.0, ""), line[0])
    return list(shown.values())[:_MAYBE]
