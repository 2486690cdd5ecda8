"""Show rows at their words: the sentence around a span, the span set off."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from verbale.cli.output import clean, pairs
from verbale.errors import UsageError
from verbale.export.rows import EventRow, EvidenceRow, StatementRow
from verbale.record import Record

_STYLES = {
    "content": "bold yellow", "speaker": "bold cyan", "cue": "bold magenta", "spoken": "bold green", "happened": "bold green",
    "trigger": "bold magenta", "actor": "bold cyan", "recipient": "cyan", "addressee": "cyan", "place": "green", "medium": "blue",
    "relay": "blue",
}  # fmt: skip
_AROUND = 160


def show_words(record: Record, key: str, console: Console) -> None:
    """Print one row of the record with the words behind each field. Raises UsageError where there is none."""
    identity, _, place = key.partition("#")
    store = record.store
    if place or store.document(identity) is not None:
        _document(record, identity, place, console)
        return
    if (statement := store.statement(identity)) is not None:
        _statement(record.view.statement(statement), record, console)
    elif (event := store.event(identity)) is not None:
        _event(record.view.event(event), record, console)
    elif store.actor(identity) is not None:
        row = next(a for a in record.actors() if a.id == identity)
        _fields(pairs(row), console)
        for said in record.statements(by=identity):
            console.print(Text(f"  {said.when or 'undated'}  {said.act}: {clean(said.content, 160)}  [{said.id}]"))
    elif (document_id := store.document_of(identity)) is not None:
        for one in store.statements(document=document_id):
            if identity in one.attribution_ids:
                _statement(record.view.statement(one), record, console)
                return
        for other in store.events(document=document_id):
            if identity in other.event_mention_ids:
                _event(record.view.event(other), record, console)
                return
        _document(record, document_id, "", console)
    else:
        raise UsageError(
            f"{record.path} holds no row {identity!r}. Ids stand in the first column of `verbale statements`."
        )


def _fields(shown: list[tuple[str, str]], console: Console) -> None:
    width = max((len(name) for name, _ in shown), default=0)
    for name, value in shown:
        console.print(Text.assemble((name.ljust(width), "dim"), "  ", clean(value)))


def _statement(row: StatementRow, record: Record, console: Console) -> None:
    _fields(pairs(row), console)
    for reading in row.readings:
        console.print()
        console.print(
            Text(
                f"{reading.outlet or 'outlet not known'}, {reading.dateline or 'day not known'}: {clean(reading.title, 90)}",
                style="bold",
            )
        )
        console.print(
            Text(f"{reading.document_id}  rule {reading.rule}, confidence {reading.confidence:.2f}", style="dim")
        )
        _context(record, reading.evidence, console)


def _event(row: EventRow, record: Record, console: Console) -> None:
    _fields(pairs(row), console)
    for account in row.accounts:
        console.print()
        claimed = f", claimed by {account.claimed_by or 'somebody unnamed'}" if account.claimed_by is not None else ""
        console.print(Text(f"{account.outlet or 'outlet not known'}: {account.status}{claimed}", style="bold"))
        console.print(
            Text(f"{account.document_id}  rule {account.rule}, confidence {account.confidence:.2f}", style="dim")
        )
        _context(record, account.evidence, console)


def _context(record: Record, evidence: tuple[EvidenceRow, ...], console: Console) -> None:
    """Print the text around all spans of one row, each in the colour of its field."""
    if not evidence:
        return
    text = record.view.page(evidence[0].document_id).document.text
    low = max(0, min(e.start for e in evidence) - _AROUND)
    high = min(len(text), max(e.end for e in evidence) + _AROUND)
    if high - low > 4000:
        low, high = max(0, evidence[0].start - _AROUND), min(len(text), evidence[0].end + _AROUND)
    shown = Text(_visible(text[low:high]))
    for e in evidence:
        shown.stylize(_STYLES.get(e.field, "bold"), e.start - low, e.end - low)
    console.print(shown)
    for e in evidence:
        console.print(
            Text.assemble(
                (f"  {e.field:<10}", "dim"), f"{e.start}-{e.end}  ", (clean(e.text, 200), _STYLES.get(e.field, "bold"))
            )
        )


def _visible(text: str) -> str:
    """Keep a terminal from obeying what an article contains; one character stays one character."""
    return "".join(
        c if c.isprintable() or c in "\n " else "·" if c not in "\t\u00a0\u2009\u202f" else " " for c in text
    )


def _document(record: Record, document_id: str, place: str, console: Console) -> None:
    try:
        page = record.view.page(document_id)
    except KeyError:
        raise UsageError(f"{record.path} holds no document {document_id!r}. `verbale documents` lists them.") from None
    text = page.document.text
    if place:
        start_text, _, end_text = place.partition("-")
        if not (start_text.isdecimal() and end_text.isdecimal() and int(start_text) < int(end_text) <= len(text)):
            raise UsageError(f"#{place}: not a place in this document; write #START-END with END up to {len(text)}")
        _context(
            record,
            (EvidenceRow("words", document_id, int(start_text), int(end_text), text[int(start_text) : int(end_text)]),),
            console,
        )
        return
    _fields(pairs(record.view.document(document_id)), console)
    for segment in page.coding.segments if page.coding else ():
        style = (
            "dim"
            if segment.role in {"furniture", "credit", "tag"}
            else "bold"
            if segment.role in {"headline", "crosshead"}
            else ""
        )
        console.print(
            Text.assemble(
                (f"{segment.start:>6} {segment.role:<10} ", "dim"), (clean(text[segment.start : segment.end]), style)
            )
        )
