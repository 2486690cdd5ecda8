"""What `Record.undertakings` and the command line call: instruments by file or name against a record's rows."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path

from verbale.analysis.facts import Facts
from verbale.analysis.undertakings.linking import Ground, Hanging, Spoken, Undertaking, undertakings
from verbale.analysis.undertakings.loader import find, read_shipped, shipped
from verbale.analysis.undertakings.model import Policy
from verbale.analysis.undertakings.records import read_claims
from verbale.store import Store


def of_record(
    store: Store, facts: Facts, file: str | Path | None = None, *, as_of: str | None = None, view: str | None = None,
    claims: str | Path | None = None, k: int | None = None,
) -> list[Undertaking]:  # fmt: skip
    """Hold an instrument against a record: a file, a shipped one by name, or all shipped ones that the record speaks of.

    Raises UsageError.
    """
    own = read_claims(claims) if claims is not None else ()
    policy = Policy(k=k) if k is not None else None
    files = [find(file)] if file is not None else [read_shipped(name) for name in shipped()]
    ground = Ground(store, facts, as_of)
    found = [undertakings(store, facts, f, view=view, policy=policy, claims=own, ground=ground) for f in files]
    if file is not None:
        return found
    spoken = [u for u in found if u.spoken or any(row.spoken for row in u.rows)]
    return sorted(spoken, key=lambda u: (-sum(len(row.spoken) for row in u.rows), u.instrument))


def page(found: Iterable[Undertaking]) -> str:
    """Return one HTML page to print: each provision with who demands and refuses it, replies, findings and the words."""
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>Undertakings</title>",
        "<style>body{font:15px/1.45 Georgia,serif;max-width:60em;margin:2em auto;padding:0 1em}"
        "table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:.3em .5em;vertical-align:top;"
        "text-align:left}blockquote{margin:.3em 1em}small{color:#555}</style>",
    ]
    for u in found:
        view = u.view or "none chosen: both general views are asked"
        parts.append(
            f"<h1>{_e(u.title)}</h1><p>{_e(u.binding)}; as of {_e(u.as_of or 'no day')}; boundary view: {_e(view)}</p>"
        )
        parts.append("<table><tr><th>provision<th>binds<th>demanded by<th>refused by<th>replies<th>finding</tr>")
        for row in u.rows:
            replies = "<br>".join(f"{_e(r.by)}, {_e(r.date)}: {_e(r.stance)}: {_e(r.words)}" for r in row.replies)
            told = "<br>".join(_e(f"{f.bearer}: {f.display}") for f in row.findings)
            parts.append(
                f"<tr><td><a href='#{_e(row.provision)}'>{_e(row.provision)}</a> {_e(row.title)}<td>{_e(row.who)}"
                f"<td>{_e(', '.join(row.demanded_by))}<td>{_e(', '.join(row.refused_by))}<td>{replies}<td>{told}</tr>"
            )
        parts.append("</table>")
        for row in u.rows:
            source = f"wording seen: {row.seen}" + (f"; source: {row.source}" if row.source else "")
            parts.append(
                f"<h2 id='{_e(row.provision)}'>{_e(row.provision)}: {_e(row.title)}</h2><p><small>{_e(source)}</small>"
            )
            parts += [_said(s) for s in row.spoken]
            parts += [_hangs(h) for h in row.hanging]
            parts += [f"<p>{_e(f.why)} <small>{_e(' · '.join((f.policy, *f.notes)))}</small>" for f in row.findings]
    return "\n".join(parts) + "\n"


def _e(text: str) -> str:
    return html.escape("".join(c if c.isprintable() or c in "\n\t" else "·" for c in text))


def _said(s: Spoken) -> str:
    words = "".join(
        f"<blockquote>{_e(e.text)} <small>{_e(e.document)}#{e.start}-{e.end}</small></blockquote>" for e in s.evidence
    )
    head = f"{s.when or 'no day'}, {s.speaker or 'nobody named'}: {s.stance} (“{s.phrase}”, {s.score:.2f})"
    return f"<p>{_e(head)}{words}"


def _hangs(h: Hanging) -> str:
    return f"<p>{_e(h.kind)}, {_e(h.when or 'no day')}: {_e(h.what)} ({_e(h.state)})"


def lines(u: Undertaking) -> Iterable[tuple[int, str]]:
    """Yield the lines (depth, text) by which a terminal shows an instrument: what, who asks and refuses, why, at which words."""
    for row in u.rows:
        if not (row.spoken or row.hanging or row.replies or any(f.voices for f in row.findings)):
            yield 1, f"{row.provision}  {row.title}: nothing on record"
            continue
        yield 1, f"{row.provision}  {row.title} [{row.who} {row.modal.replace('_', ' ')}; wording seen: {row.seen}]"
        heads = (
            ("demanded or offered by", row.demanded_by),
            ("refused by", row.refused_by),
            ("accepted by", row.accepted_by),
            ("red line of", row.red_line_of),
        )
        for head, names in heads:
            if names:
                yield 2, f"{head} {', '.join(names)}"
        for r in row.replies:
            conditions = f" (if: {'; '.join(r.conditions)})" if r.conditions else ""
            yield 2, f"reply of {r.by}, {r.date}: {r.stance}: {r.words}{conditions} [{r.seen}]"
        for s in row.spoken:
            at = f"{s.evidence[0].document}#{s.evidence[0].start}-{s.evidence[0].end}" if s.evidence else s.statement_id
            yield 2, f"{s.when or 'no day'}  {s.speaker or 'nobody named'} {s.stance}  {at}  “{s.content}”"
        for h in row.hanging:
            yield 2, f"{h.kind}  {h.when or 'no day'}  {h.what} ({h.state})"
        for f in row.findings:
            if f.voices or f.display not in {"no contrary conduct on record", "not used"}:
                yield 2, f.why
                for note in f.notes:
                    yield 3, note
    if u.spoken or u.hanging:
        yield 1, "the instrument as a whole"
        for s in u.spoken:
            yield 2, f"{s.when or 'no day'}  {s.speaker or 'nobody named'} {s.stance}  “{s.content}”"
        for h in u.hanging:
            yield 2, f"{h.kind}  {h.when or 'no day'}  {h.what} ({h.state})"
