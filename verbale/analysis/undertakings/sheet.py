"""An instrument's sheet: everything that a page, a Word file or a print says of it, in one order, each word with its place."""

from __future__ import annotations

from msgspec import Struct

from verbale.analysis.undertakings.findings import Finding
from verbale.analysis.undertakings.model import File, Provision, Reply
from verbale.analysis.undertakings.rows import Hanging, Row, Spoken, Undertaking
from verbale.analysis.undertakings.wording import party, rule

CLOSING = (
    "This sheet describes what articles and claims say. It gives no verdict on any state: a breach is alleged by one and "
    "denied by another, on so many independent origins. Outlines are generalised; no view of borders is chosen unless named."
)


class Words(Struct, frozen=True):
    """Exact words and where they stand."""

    text: str
    place: str


class Item(Struct, frozen=True):
    """A line with the words that it rests on."""

    text: str
    words: tuple[Words, ...] = ()
    notes: tuple[str, ...] = ()


class RuleSheet(Struct, frozen=True):
    """One rule's part of a sheet."""

    id: str
    title: str
    facts: tuple[tuple[str, str], ...]
    stands: tuple[tuple[str, str], ...]
    """(head, names): demanded by, refused by ..."""
    replies: tuple[Item, ...]
    findings: tuple[Item, ...]
    said: tuple[Item, ...]
    hanging: tuple[Item, ...]


class Sheet(Struct, frozen=True):
    """One instrument's sheet."""

    title: str
    head: str
    status: tuple[str, ...]
    rules: tuple[RuleSheet, ...]
    said: tuple[Item, ...]
    hanging: tuple[Item, ...]


def sheet(file: File, found: Undertaking) -> Sheet:
    """Return the sheet of an instrument against a record."""
    i = file.instrument
    rules = {p.id: p for p in file.provisions}
    view = found.view or "none chosen: both general views are asked"
    return Sheet(
        found.title,
        f"{i.binding}; as of {found.as_of or 'no day'}; boundary view: {view}",
        tuple(f"{s.date}: {s.status} ({party(s.party) if s.party != '*' else 'all parties'}){f', {s.note}' if s.note else ''}"
              for s in i.lifecycle),
        tuple(_rule(file, rules[row.provision], row) for row in found.rows if row.provision in rules),
        tuple(said(s) for s in found.spoken),
        tuple(hangs(h) for h in found.hanging),
    )  # fmt: skip


def _rule(file: File, provision: Provision, row: Row) -> RuleSheet:
    heads = (
        ("demanded or offered by", row.demanded_by), ("refused by", row.refused_by), ("accepted by", row.accepted_by),
        ("red line of", row.red_line_of),
    )  # fmt: skip
    told = condensed(row.findings)
    return RuleSheet(
        row.provision, row.title, rule(file, provision),
        tuple((head, ", ".join(party(n) for n in names)) for head, names in heads if names),
        tuple(reply(r) for r in row.replies), told, tuple(said(s) for s in row.spoken),
        tuple(hangs(h) for h in row.hanging),
    )  # fmt: skip


def condensed(findings: tuple[Finding, ...]) -> tuple[Item, ...]:
    """Return findings as lines: those about which somebody says something one by one, the rest together by their word."""
    items: list[Item] = []
    quiet: dict[str, list[str]] = {}
    for f in findings:
        if f.voices or f.due:
            words = tuple(Words(e.text, f"{e.document}#{e.start}-{e.end}") for v in f.voices for e in v.evidence)
            items.append(Item(f.why, tuple(dict.fromkeys(words)), f.notes))
        else:
            quiet.setdefault(f.display, []).append(party(f.bearer))
    return (*items, *(Item(f"{word}: {', '.join(names)}") for word, names in quiet.items()))


def reply(r: Reply) -> Item:
    """Return a reply as a line."""
    conditions = f" (if: {'; '.join(r.conditions)})" if r.conditions else ""
    seen = {"text": "", "report": " [as reported]", "memory": " [from memory]"}[r.seen]
    return Item(f"{party(r.by)}, {r.date}: {r.stance}: {r.words}{conditions}{seen}")


def said(s: Spoken) -> Item:
    """Return a statement as a line with its words."""
    head = f"{s.when or 'no day'}, {s.speaker or 'nobody named'}: {s.stance}"
    carried = f"; {', '.join(s.outlets)}" if s.outlets and s.statement_id else ""
    return Item(
        f"{head} (“{s.phrase}”, {s.score:.2f}{carried})",
        tuple(Words(e.text, f"{e.document}#{e.start}-{e.end}") for e in s.evidence),
    )


def hangs(h: Hanging) -> Item:
    """Return what a rule hangs on as a line."""
    why = f"; {h.why}" if h.why else ""
    return Item(
        f"{h.kind}, {h.when or 'no day'}: {h.what} ({h.state}{why})",
        tuple(Words(e.text, f"{e.document}#{e.start}-{e.end}") for e in h.evidence),
    )
