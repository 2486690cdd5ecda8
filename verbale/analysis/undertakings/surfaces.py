"""What `Record.undertakings` and the command line call: instruments by file or name against a record's rows."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from verbale.analysis.facts import Facts
from verbale.analysis.undertakings.linking import Ground, undertakings
from verbale.analysis.undertakings.loader import find, read_file, read_shipped, shipped
from verbale.analysis.undertakings.model import File, Policy
from verbale.analysis.undertakings.records import Stated, from_record, read_rows
from verbale.analysis.undertakings.rows import Undertaking
from verbale.analysis.undertakings.sheet import CLOSING, Item, condensed, sheet
from verbale.errors import UsageError
from verbale.store import Store


def beside(store: Store) -> dict[str, Path]:
    """Return the user's own files that lie beside a record (`dispute.undertakings/*.yaml` beside `dispute.db`), by name."""
    place = next((row[2] for row in store.connection.execute("PRAGMA database_list") if row[1] == "main"), "")
    folder = Path(place).with_suffix(".undertakings") if place else None
    return {p.stem: p for p in sorted(folder.glob("*.yaml"))} if folder is not None and folder.is_dir() else {}


def file_of(name: str, store: Store | None = None) -> File:
    """Return the file of an instrument by its id or its file's name: the user's own beside the record first, then a shipped one.

    Raises UsageError.
    """
    own = beside(store) if store is not None else {}
    if name in own:
        return read_file(own[name])
    if name in shipped():
        return read_shipped(name)
    for path in own.values():
        file = read_file(path)
        if file.instrument.id == name:
            return file
    raise UsageError(f"no instrument {name!r} is known here")


def all_files(store: Store) -> list[File]:
    """Return all instruments that are known: shipped ones, and the user's beside the record."""
    own = [read_file(path) for path in beside(store).values()]
    taken = {f.instrument.id for f in own}
    return [*own, *(read_shipped(name) for name in shipped() if name not in taken)]


def of_record(
    store: Store, facts: Facts, file: str | Path | None = None, *, as_of: str | None = None, view: str | None = None,
    claims: str | Path | None = None, k: int | None = None,
) -> list[Undertaking]:  # fmt: skip
    """Hold an instrument against a record: a file, one by name, or all known ones that the record speaks of.

    Raises UsageError.
    """
    own, rows = read_rows(claims) if claims is not None else ((), ())
    policy = Policy(k=k) if k is not None else None
    if file is None:
        files = all_files(store)
    elif str(file) in beside(store) and not Path(file).exists():
        files = [file_of(str(file), store)]
    else:
        files = [find(file)]
    ground = Ground(store, facts, as_of)
    found = [
        undertakings(store, facts, f, view=view, policy=policy, claims=own, own=rows, ground=ground) for f in files
    ]
    if file is not None:
        return found
    spoken = [u for u in found if u.spoken or any(row.spoken for row in u.rows)]
    return sorted(spoken, key=lambda u: (-sum(len(row.spoken) for row in u.rows), u.instrument))


class StatedRow(Struct, frozen=True):
    """What an article states, as a line of a table."""

    kind: str
    bearer: str
    speaker: str
    mode: str
    attrs: tuple[str, ...]
    when: str | None
    said: str | None
    to: str
    via: tuple[str, ...]
    document: str
    start: int
    end: int
    words: str


def stated(store: Store, facts: Facts) -> tuple[Stated, ...]:
    """Return the deployments, activities, measurements, notices and memberships that a record's articles state."""
    return from_record(store, facts)


def flat(rows: Iterable[Stated]) -> list[StatedRow]:
    """Return rows for a table, one for each place of words."""
    return [
        StatedRow(
            r.kind, r.bearer, r.speaker, r.mode, tuple(f"{k}={_value(v)}" for k, v in r.attrs.items()), r.when, r.said,
            r.to, r.via, e.document, e.start, e.end, e.text,
        )
        for r in rows
        for e in r.evidence
    ]  # fmt: skip


def _value(value: object) -> str:
    return f"{value[0]:g} to {value[1]:g}" if isinstance(value, list) and len(value) == 2 else str(value)


def page(found: Iterable[Undertaking], given: Mapping[str, File] | None = None) -> str:
    """Return one HTML page to print: each rule with who demands and refuses it, replies, findings and the words.

    `given`: files that do not come with the program, by the instrument's id.
    """
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>Undertakings</title>",
        "<style>body{font:15px/1.45 Georgia,serif;max-width:60em;margin:2em auto;padding:0 1em}"
        "table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:.3em .5em;vertical-align:top;"
        "text-align:left}blockquote{margin:.3em 1em}small{color:#555}h2{break-after:avoid;border-top:2px solid}"
        "dl{display:grid;grid-template-columns:9em 1fr;gap:.1em 1em}dt{color:#555}dd{margin:0}</style>",
    ]
    for u in found:
        made = sheet((given or {}).get(u.instrument) or file_of(u.instrument), u)
        parts.append(f"<h1>{_e(made.title)}</h1><p>{_e(made.head)}</p><p>{'<br>'.join(map(_e, made.status))}</p>")
        parts.append("<table><tr><th>rule<th>binds<th>stands<th>replies<th>finding</tr>")
        for r in made.rules:
            stands = "<br>".join(_e(f"{head} {names}") for head, names in r.stands)
            parts.append(
                f"<tr><td><a href='#{_e(r.id)}'>{_e(r.id)}</a> {_e(r.title)}<td>{_e(r.facts[0][1])}<td>{stands}"
                f"<td>{'<br>'.join(_e(i.text) for i in r.replies)}<td>{'<br>'.join(_e(i.text) for i in r.findings)}</tr>"
            )
        parts.append("</table>")
        for r in made.rules:
            parts.append(f"<h2 id='{_e(r.id)}'>{_e(r.id)}: {_e(r.title)}</h2><dl>")
            parts += [f"<dt>{_e(head)}<dd>{_e(value)}" for head, value in (*r.facts, *r.stands)]
            parts.append("</dl>")
            for head, items in (
                ("Replies", r.replies),
                ("Findings", r.findings),
                ("Said", r.said),
                ("Hangs on", r.hanging),
            ):
                parts += [f"<h3>{head}</h3>", *map(_item, items)] if items else []
        for head, items in (("Of the whole", made.said), ("Meetings and deadlines", made.hanging)):
            parts += [f"<h2>{head}</h2>", *map(_item, items)] if items else []
    parts.append(f"<p><small>{_e(CLOSING)}</small>")
    return "\n".join(parts) + "\n"


def _e(text: str) -> str:
    return html.escape("".join(c if c.isprintable() or c in "\n\t" else "·" for c in text))


def _item(item: Item) -> str:
    words = "".join(f"<blockquote>{_e(w.text)} <small>{_e(w.place)}</small></blockquote>" for w in item.words)
    notes = f" <small>{_e(' · '.join(item.notes))}</small>" if item.notes else ""
    return f"<p>{_e(item.text)}{notes}{words}"


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
        for item in condensed(row.findings):
            if item.text.startswith(("no contrary conduct on record:", "not used:", "pending: ", "pending (")):
                continue
            yield 2, item.text
            for note in item.notes:
                yield 3, note
    if u.spoken or u.hanging:
        yield 1, "the instrument as a whole"
        for s in u.spoken:
            yield 2, f"{s.when or 'no day'}  {s.speaker or 'nobody named'} {s.stance}  “{s.content}”"
        for h in u.hanging:
            yield 2, f"{h.kind}  {h.when or 'no day'}  {h.what} ({h.state})"
