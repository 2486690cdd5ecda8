"""Undertakings: the instruments, one of them as a table of rules by party, one rule with its evidence, and what to take away."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from verbale.analysis.undertakings import clocks, surfaces
from verbale.analysis.undertakings.boundaries import check_view, views
from verbale.analysis.undertakings.checker import check
from verbale.analysis.undertakings.findings import Finding
from verbale.analysis.undertakings.model import File, Policy, Provision, Reply
from verbale.analysis.undertakings.parties import binds, of_instrument, status
from verbale.analysis.undertakings.rows import Row, Undertaking
from verbale.analysis.undertakings.sheet import sheet
from verbale.analysis.undertakings.testing import geodesic
from verbale.analysis.undertakings.times import when
from verbale.analysis.undertakings.wording import MODALS, SEEN, party, rule, who
from verbale.errors import UsageError
from verbale.export import undertakings_docx
from verbale.web.library import Desk
from verbale.web.shown import Shown, format_of, missing, page_of

_COLUMNS = 7
_MOST = 20_000
"""Statements up to which a record is worked through anew, for a day that is asked for, while the page waits."""
_QUIET = frozenset({"no contrary conduct on record", "not used", "not bound by this rule"})


class InstrumentRow(Struct, frozen=True):
    """An instrument in the list."""

    instrument: str
    title: str
    binding: str
    provisions: int
    spoken_of: int
    """Rules of which the record speaks."""
    words: int
    """Statements and sentences linked to it."""
    as_of: str | None


class RuleRow(Struct, frozen=True):
    """A rule as a line of a table."""

    instrument: str
    provision: str
    title: str
    binds: str
    modal: str
    seen: str
    source: str | None
    demanded_by: tuple[str, ...]
    refused_by: tuple[str, ...]
    accepted_by: tuple[str, ...]
    red_line_of: tuple[str, ...]
    replies: tuple[str, ...]
    findings: tuple[str, ...]
    words: tuple[str, ...]
    """Where the words stand: article#from-to."""
    hanging: tuple[str, ...]


class EvidenceRow(Struct, frozen=True):
    """One thing that bears on a rule, as a line of a table."""

    provision: str
    kind: str
    who: str
    stance: str
    when: str | None
    what: str
    document: str
    start: int | None
    end: int | None
    words: str
    why: str


class Cell(Struct, frozen=True):
    """What a party has to do with a rule."""

    bound: bool
    owed: bool
    stances: tuple[tuple[str, int], ...]
    replies: tuple[Reply, ...]
    finding: Finding | None


def _known(desk: Desk) -> list[Undertaking] | None:
    found: list[Undertaking] | None = desk.worked_out("undertakings")
    return found


def listing(desk: Desk, request: Request) -> Shown:
    """All instruments: those that the record speaks of first."""
    found = _known(desk)
    named = {u.instrument for u in found or ()}
    rows = [
        InstrumentRow(
            u.instrument, u.title, u.binding, len(u.rows), sum(1 for r in u.rows if r.spoken),
            len({e for r in u.rows for s in r.spoken for e in s.evidence} | {e for s in u.spoken for e in s.evidence}),
            u.as_of,
        )
        for u in found or ()
    ]  # fmt: skip
    files = desk.index.kept("instruments", lambda: surfaces.all_files(desk.store))
    rest = [f for f in files if f.instrument.id not in named]
    rows += [
        InstrumentRow(f.instrument.id, f.instrument.title, f.instrument.binding, len(f.provisions), 0, 0, None)
        for f in rest
    ]
    context = {"instruments": rows, "worked": found is not None, "party": party}
    return Shown("undertakings.html", "Undertakings", rows=rows, context=context, total=None)


def _asked(desk: Desk, request: Request) -> tuple[File, Undertaking | None, str | None]:
    """Return the instrument asked for, how it stands against the record (None while that is worked out), and the view."""
    name = request.path_params["instrument"]
    try:
        file = surfaces.file_of(name, desk.store)
    except UsageError as error:
        if "is known here" in str(error):
            raise missing("instrument") from None
        raise
    view = request.query_params.get("view") or None
    check_view(view)
    day = request.query_params.get("as_of") or None
    if day is not None:
        when(day)
        if desk.index.counts.get("statements", 0) > _MOST:
            raise UsageError(
                "This record is too large to be worked through anew for a page; ask on the command line: "
                f"verbale undertakings RECORD {name} --as-of {day}"
            )
        path = surfaces.beside(desk.store).get(name)
        return file, desk.record.undertakings(path or name, as_of=day, view=view)[0], view
    known = _known(desk)
    if known is None:
        return file, None, view
    found = next((u for u in known if u.instrument == file.instrument.id), None) or bare(file)
    return file, _seen_from(file, found, view), view


def bare(file: File) -> Undertaking:
    """Return an instrument of which a record says nothing."""
    rows = tuple(
        Row(p.id, p.title or p.act, p.modal, who(p.who), p.seen, p.source, (), (), (), (), (),
            tuple(r for r in file.replies if r.provision == p.id), (), ())
        for p in file.provisions
    )  # fmt: skip
    return Undertaking(file.instrument.id, file.instrument.title, file.instrument.binding, None, None, rows, (), ())


def _seen_from(file: File, found: Undertaking, view: str | None) -> Undertaking:
    """Return findings worked out anew on a view of borders; nothing else depends on it."""
    if view is None or found.as_of is None:
        return found
    day = found.as_of
    rows = tuple(
        replace(
            row,
            findings=tuple(
                check(file, row.provision, row.claims, as_of=day, bearer=f.bearer, view=view, policy=Policy())
                for f in row.findings
            ),
        )
        for row in found.rows
    )
    return replace(found, view=view, rows=rows)


def one(desk: Desk, request: Request) -> Shown:
    """An instrument: rules by party."""
    file, found, view = _asked(desk, request)
    if format_of(request) == "json":
        return Shown("undertakings_one.html", file.instrument.title, data=found)
    if format_of(request) == "csv":
        return Shown(
            "undertakings_one.html", file.instrument.title, rows=[_line(file, r) for r in found.rows] if found else []
        )
    rules = {p.id: p for p in file.provisions}
    parties = _columns(file, found) if found else []
    cells = {
        (r.provision, k): _cell(file, rules[r.provision], r, k, found.as_of if found else None)
        for r in (found.rows if found else ())
        for k in parties
    }
    context = {
        "file": file,
        "found": found,
        "parties": parties,
        "cells": cells,
        "rules": rules,
        "standing": _standing(file, found.as_of if found else None, parties),
        "dues": clocks.of_record(found) if found else (),
        "article": lambda d: _article(desk, d),
        **_words(view, found.as_of if found else None, geographic=any(geodesic(p) for p in file.provisions)),
    }
    return Shown("undertakings_one.html", file.instrument.title, rows=(), context=context)


def _words(view: str | None, day: str | None, *, geographic: bool) -> dict[str, object]:
    return {
        "party": party,
        "as_of": day,
        "who": who,
        "modals": MODALS,
        "seen": SEEN,
        "view": view,
        "views": views(),
        "geographic": geographic,
        "quiet": _QUIET,
    }


def _columns(file: File, found: Undertaking) -> list[str]:
    """Return the parties that have most to do with the rules: who replies, asks, refuses, and whom rules name."""
    weight: Counter[str] = Counter()
    for row in found.rows:
        weight.update({s.party.split(".")[0] for s in row.spoken if s.party})
        weight.update({r.by for r in row.replies})
        weight.update({f.bearer for f in row.findings if f.voices})
        if row.spoken or row.replies:
            weight.update({f.bearer for f in row.findings if len(row.findings) <= 3})
    given = [file.instrument.parties] if isinstance(file.instrument.parties, str) else file.instrument.parties
    order = {k: n for n, k in enumerate([p for p in given if p.isupper()])}
    for key in order:
        weight[key] += 1
    best = sorted(weight, key=lambda k: (k not in order, -weight[k], order.get(k, 99), k))[:_COLUMNS]
    return sorted(best, key=lambda k: (-weight[k], order.get(k, 99), k))


def _cell(file: File, p: Provision, row: Row, key: str, day: str | None) -> Cell:
    at = when(day).last.date().isoformat() if day else "9999-12-31"
    counts = Counter(s.stance for s in row.spoken if s.party.split(".")[0] == key)
    return Cell(
        binds(p.who, key, at, file.instrument) is True or (key == "NATO" and p.who == "nato_members"),
        binds(p.to, key, at, file.instrument) is True or (key == "NATO" and p.to == "nato_members"),
        tuple(sorted(counts.items(), key=lambda c: (c[0] in {"states", "mentions"}, -c[1], c[0]))),
        tuple(r for r in file.replies if r.provision == p.id and r.by == key),
        next((f for f in row.findings if f.bearer == key), None),
    )  # fmt: skip


def _standing(file: File, day: str | None, parties: list[str]) -> list[tuple[str, str]]:
    """Return what the instrument is for each party as of the day."""
    if day is None:
        return []
    at = when(day)
    known = of_instrument(file.instrument, at.last.date().isoformat())
    return [(key, status(file.instrument, key, at)) for key in parties if key in known or key == "NATO"]


def _line(file: File, row: Row) -> RuleRow:
    return RuleRow(
        file.instrument.id, row.provision, row.title, row.who, MODALS[row.modal], row.seen, row.source, row.demanded_by,
        row.refused_by, row.accepted_by, row.red_line_of,
        tuple(f"{r.by} {r.date} {r.stance}: {r.words}" for r in row.replies),
        tuple(f"{f.bearer}: {f.display}" for f in row.findings),
        tuple(f"{e.document}#{e.start}-{e.end}" for s in row.spoken for e in s.evidence),
        tuple(f"{h.kind} {h.when or 'no day'}: {h.what}" for h in row.hanging),
    )  # fmt: skip


def provision(desk: Desk, request: Request) -> Shown:
    """One rule with all that bears on it."""
    file, found, view = _asked(desk, request)
    name = request.path_params["provision"]
    p = next((p for p in file.provisions if p.id == name), None)
    if p is None:
        raise missing("rule")
    row = next((r for r in found.rows if r.provision == name), None) if found else None
    title = f"{p.title or p.act} ({p.id})"
    if format_of(request) == "json":
        return Shown("undertakings_rule.html", title, data=row)
    if format_of(request) == "csv":
        return Shown("undertakings_rule.html", title, rows=_evidence(row) if row else [])
    order = [q.id for q in file.provisions]
    at = order.index(name)
    context = {
        "file": file,
        "found": found,
        "p_": p,
        "row": row,
        "facts": rule(file, p),
        "replies": [r for r in file.replies if r.provision == name],
        "told": [s for s in row.spoken if s.statement_id] if row else [],
        "mentions": [s for s in row.spoken if not s.statement_id] if row else [],
        "loud": [f for f in row.findings if f.voices or f.due] if row else [],
        "silent": _silent(row) if row else [],
        "before": order[at - 1] if at else None,
        "after": order[at + 1] if at + 1 < len(order) else None,
        "article": lambda d: _article(desk, d),
        **_words(view, found.as_of if found else None, geographic=geodesic(p)),
    }
    return Shown("undertakings_rule.html", title, rows=(), context=context)


def _silent(row: Row) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for f in row.findings:
        if not f.voices and not f.due:
            found.setdefault(f.display, []).append(party(f.bearer))
    return list(found.items())


def _article(desk: Desk, document: str) -> str:
    article = desk.index.articles.get(document)
    return article.title if article else document


def _evidence(row: Row) -> list[EvidenceRow]:
    made = [
        EvidenceRow(row.provision, "reply", r.by, r.stance, r.date, r.words, "", None, None, "", r.seen)
        for r in row.replies
    ]
    for s in row.spoken:
        kind = "statement" if s.statement_id else "article"
        made += [
            EvidenceRow(
                row.provision,
                kind,
                s.speaker,
                s.stance,
                s.when,
                s.content,
                e.document,
                e.start,
                e.end,
                e.text,
                s.phrase,
            )
            for e in s.evidence
        ]
    for h in row.hanging:
        made += [
            EvidenceRow(row.provision, h.kind, "", h.state, h.when, h.what, e.document, e.start, e.end, e.text, h.why)
            for e in h.evidence
        ] or [EvidenceRow(row.provision, h.kind, "", h.state, h.when, h.what, "", None, None, "", h.why)]
    for f in row.findings:
        for v in f.voices:
            e = v.evidence[0] if v.evidence else None
            made.append(
                EvidenceRow(
                    row.provision, "claim", v.speaker, v.what, v.when or None, v.test, e.document if e else "",
                    e.start if e else None, e.end if e else None, e.text if e else v.words, f.display,
                )
            )  # fmt: skip
    return made


def stated(desk: Desk, request: Request) -> Shown:
    """What the articles state that rules test: deployments, activities, measurements, notices, memberships."""
    if desk.index.counts.get("statements", 0) > _MOST:
        raise UsageError(
            "This record is too large for this page; ask on the command line: verbale undertakings RECORD --stated"
        )
    rows = desk.index.kept("stated", lambda: surfaces.flat(surfaces.stated(desk.store, desk.record.facts)))
    kinds = Counter(r.kind for r in rows)
    kind = request.query_params.get("kind", "")
    chosen = [r for r in rows if not kind or r.kind == kind]
    shown = page_of(request, chosen)
    context = {"stated": shown, "kinds": sorted(kinds.items()), "party": party, "article": lambda d: _article(desk, d)}
    return Shown("undertakings_stated.html", "What articles state", rows=shown, context=context, total=len(chosen))


# -- to take away ------------------------------------------------------------------------------------------------------


def _away(data: bytes, kind: str, name: str) -> Response:
    safe = "".join(c for c in name if c.isalnum() or c in "-_.") or "sheet"
    return Response(data, headers={"Content-Disposition": f'attachment; filename="{safe}"'}, media_type=kind)


def word(desk: Desk, request: Request) -> Response:
    """The sheet as a Word file."""
    file, found, _ = _asked(desk, request)
    data = undertakings_docx.docx([sheet(file, found or bare(file))])
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return _away(data, kind, f"{file.instrument.id}.docx")


def printed(desk: Desk, request: Request) -> Response:
    """The sheet as one HTML file: given as a download, since it brings its own style."""
    file, found, _ = _asked(desk, request)
    text = surfaces.page([found or bare(file)], {file.instrument.id: file})
    return _away(text.encode("utf-8", "replace"), "text/html; charset=utf-8", f"{file.instrument.id}.html")


def calendar(desk: Desk, request: Request) -> Response:
    """The clocks as a calendar."""
    file, found, _ = _asked(desk, request)
    made = clocks.icalendar(
        clocks.of_record(found) if found else (), file.instrument.short or file.instrument.title,
        (found.as_of if found and found.as_of else "1970-01-01")[:10],
    )  # fmt: skip
    return _away(made.encode("utf-8", "replace"), "text/calendar; charset=utf-8", f"{file.instrument.id}.ics")
