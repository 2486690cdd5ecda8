"""Disagreements as pages show them, with the words of each side, read in two queries and not article by article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from verbale.export.rows import EvidenceRow
from verbale.store import Disagreement
from verbale.web.library import Desk

_ATTRIBUTIONS = (
    'SELECT a.id, d.id, coalesce(o.name, d.outlet_id, d.id), e.start, e."end", s.text FROM attribution a '
    "JOIN document d ON d.n = a.document_n LEFT JOIN outlet o ON o.id = d.outlet_id "
    "JOIN evidence e ON e.document_n = a.document_n AND e.row_id = a.id AND e.field = 'content' AND e.extra = 0 "
    'JOIN span s ON s.document_n = e.document_n AND s.start = e.start AND s."end" = e."end" '
    "WHERE a.id IN ({}) ORDER BY a.id, e.n"
)
_EVENTS = (
    'SELECT m.id, d.id, coalesce(o.name, d.outlet_id, d.id), m.start, m."end", s.text FROM event_mention m '
    "JOIN document d ON d.n = m.document_n LEFT JOIN outlet o ON o.id = d.outlet_id "
    'JOIN span s ON s.document_n = m.document_n AND s.start = m.start AND s."end" = m."end" '
    "WHERE m.id IN ({}) ORDER BY m.id"
)
_OF_OUTLET = (
    "SELECT DISTINCT x.disagreement_id FROM disagreement_side x JOIN attribution a ON a.id = x.row_id "
    "JOIN document d ON d.n = a.document_n WHERE d.outlet_id = ?1 UNION "
    "SELECT DISTINCT x.disagreement_id FROM disagreement_side x JOIN event_mention m ON m.id = x.row_id "
    "JOIN document d ON d.n = m.document_n WHERE d.outlet_id = ?1"
)


class Side(Struct, frozen=True):
    """What some accounts give, with their words."""

    value: str
    outlets: tuple[str, ...]
    independent: int
    evidence: tuple[EvidenceRow, ...]


class Differ(Struct, frozen=True):
    """Accounts that cannot all be right."""

    id: str
    kind: str
    about: str
    subject_id: str
    sides: tuple[Side, ...]


def differing(desk: Desk, given: Sequence[Disagreement]) -> list[Differ]:
    """Return disagreements with their words, in the order given."""
    ids = sorted({row for d in given for side in d.sides for row in side.row_ids})
    marks = ", ".join("?" * len(ids))
    words: defaultdict[str, list[EvidenceRow]] = defaultdict(list)
    outlet: dict[str, str] = {}
    for field, query in (("content", _ATTRIBUTIONS), ("trigger", _EVENTS)):
        for row, document, name, start, end, text in desk.store.connection.execute(query.format(marks), ids):
            words[row].append(EvidenceRow(field, document, start, end, text))
            outlet[row] = name
    return [
        Differ(
            d.id, d.kind, d.about, d.subject_id,
            tuple(
                Side(
                    side.value, tuple(sorted({outlet[r] for r in side.row_ids if r in outlet})), side.independent,
                    tuple(e for r in side.row_ids for e in words[r]),
                )
                for side in d.sides
            ),
        )
        for d in given
    ]  # fmt: skip


def of_outlet(desk: Desk, outlet_id: str, most: int) -> list[Differ]:
    """Return disagreements in which an outlet takes a side, what matters most first."""
    mine = {row[0] for row in desk.store.connection.execute(_OF_OUTLET, (outlet_id,))}
    return differing(desk, [d for d in desk.index.disagreements if d.id in mine][:most])
