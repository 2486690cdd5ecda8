"""The build report: what was taken in, when each article was written and why, who speaks, what was left out and why."""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct
from rich.console import Console
from rich.table import Table
from rich.text import Text

from verbale.cli.output import clean
from verbale.record import Added, Record

_ID = re.compile(r"\b[0-9a-f]{16}\b")


class BuildReport(Struct, frozen=True):
    """The same report for programs (`--json`)."""

    record: str
    articles: int
    new: int
    known: int
    copies: int
    not_read: int
    not_coded: int
    statements: int
    quotations: int
    events: int
    actors: int
    acts: dict[str, int]
    event_types: dict[str, int]
    speakers: dict[str, int]
    datelines: tuple[dict[str, str | None], ...]
    skipped: tuple[dict[str, str], ...]


def build_report(record: Record, added: Added) -> BuildReport:
    """Gather the report's figures from a record."""
    statements = record.statements()
    events = record.events()
    documents = record.documents()
    skips = record.skips()
    coded = [d for d in documents if d.skipped is None]
    return BuildReport(
        record=record.path,
        articles=len(documents),
        new=added.new,
        known=added.known,
        copies=sum(max(0, len(d.received) - 1) for d in documents),
        not_read=sum(1 for _ in record.store.skips()),
        not_coded=len(documents) - len(coded),
        statements=len(statements),
        quotations=sum(1 for s in statements if s.mode == "direct"),
        events=len(events),
        actors=sum(1 for a in record.actors() if a.statements or a.events),
        acts=_counted(s.act for s in statements),
        event_types=_counted(f"{e.type} {e.mode}" if e.mode else e.type for e in events),
        speakers=_counted(s.speaker for s in statements if s.speaker),
        datelines=tuple(
            {
                "document": d.id, "outlet": d.outlet, "title": d.title, "dateline": d.dateline, "kind": d.dateline_kind,
                "basis": d.basis, "rejected": "; ".join(d.rejected),
            }
            for d in coded
        ),
        skipped=tuple({"what": s.what, "reason": s.reason, "advice": s.advice} for s in skips),
    )  # fmt: skip


def _counted(values: object) -> dict[str, int]:
    counts = Counter(values)  # type: ignore[call-overload]
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def print_report(report: BuildReport, console: Console) -> None:
    """Print the report for people."""
    told = f"{report.articles} articles"
    if report.known:
        told += f" ({report.new} new, {report.known} known already)"
    console.print(Text(report.record, style="bold"), Text(f"  {told}"))
    console.print(
        f"{report.statements} statements ({report.quotations} direct quotations), {report.events} events, "
        f"{report.actors} actors who speak or act"
    )
    console.print()
    table = Table(
        box=None,
        pad_edge=False,
        header_style="bold",
        padding=(0, 1),
        title="When each article was written, and why",
        title_justify="left",
        title_style="bold",
    )
    table.add_column("written", no_wrap=True)
    table.add_column("article", max_width=46, overflow="fold")
    table.add_column("because", ratio=1, overflow="fold")
    titles = {str(row["document"]): f"“{clean(row['title'] or '', 40)}”" for row in report.datelines}
    for row in report.datelines:
        because = row["basis"] or "nothing in it tells"
        if row["rejected"]:
            because += f". Not believed: {row['rejected']}"
        because = _ID.sub(lambda match: titles.get(match.group(), match.group()), because)
        name = f"{row['outlet']}: {row['title']}" if row["outlet"] else row["title"] or ""
        table.add_row(Text(row["dateline"] or "not known"), Text(clean(name, 90)), Text(clean(because)))
    console.print(table)
    console.print()
    _counts(console, "Who speaks", report.speakers, 12)
    _counts(console, "Statements by act", report.acts, 14)
    _counts(console, "Events by type", report.event_types, 12)
    if report.skipped:
        console.print(Text("Left out", style="bold"))
        for skip in report.skipped[:20]:
            advice = f" ({clean(skip['advice'])})" if skip["advice"] else ""
            console.print(Text(f"  {clean(skip['what'], 70)}: {clean(skip['reason'])}{advice}"))
        if len(report.skipped) > 20:
            console.print(
                Text(f"  and {len(report.skipped) - 20} more: verbale export {report.record} skips.csv --what skips")
            )
        console.print()


def _counts(console: Console, title: str, counts: dict[str, int], most: int) -> None:
    if not counts:
        return
    shown = ", ".join(f"{clean(name, 40)} {count}" for name, count in list(counts.items())[:most])
    more = f", {len(counts) - most} more" if len(counts) > most else ""
    console.print(Text.assemble((f"{title}: ", "bold"), shown + more))
    console.print()
