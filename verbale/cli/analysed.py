"""Verbs that print what follows from a record: issues, positions, deadlines, contacts, the brief, changes, framing."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast, get_args, get_type_hints

import msgspec
import rich_click as click

from verbale.analysis.facts import Written
from verbale.analysis.results import Change, Position
from verbale.cli.common import CONFIDENCE, RECORD, SINCE, UNTIL, must_exist, reading
from verbale.cli.output import clean, console, output_options, show
from verbale.errors import UsageError, VerbaleError
from verbale.model import Act
from verbale.record import Record

ISSUES = click.option(
    "--issues",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own list of issues (TOML: `[[issue]]` with name, phrases, parent); it goes before what is found.",
)
AS_OF = click.option(
    "--as-of", metavar="DAY", help="As it stands on this day; else the last day an article was written."
)


@click.command()
@RECORD
@ISSUES
@output_options
def issues(record: Path, issues: Path | None, output: str | None) -> None:
    """List the matters in dispute, named by words that the statements themselves use."""
    with reading(record) as opened:
        show(
            opened.issues(issues),
            output,
            (
                ("id", lambda i: i.id),
                ("statements", lambda i: str(i.statements)),
                ("issue", lambda i: i.name),
                ("words", lambda i: ", ".join(_once(i.words))),
            ),
        )


def _once(words: Sequence[str]) -> list[str]:
    """Return words without those that differ from one before in capitals alone."""
    return list({word.casefold(): word for word in reversed(words)}.values())[::-1]


@click.command()
@RECORD
@click.option("--by", metavar="NAME", help="Only this party.")
@click.option("--issue", metavar="NAME", help="Only this issue, by name or id.")
@click.option("--matrix", is_flag=True, help="Issues down, parties across; – where no statement is on record.")
@ISSUES
@UNTIL
@CONFIDENCE
@output_options
def positions(record: Path, output: str | None, matrix: bool, **filters: Any) -> None:
    """List where each party stands on each issue: the last stance on record, since when, how often restated."""
    with reading(record) as opened:
        found = opened.positions(**filters)
        if matrix and output not in {"json", "jsonl", "csv"}:
            _matrix(found)
            return
        show(
            found,
            output,
            (
                ("party", lambda p: p.actor),
                ("issue", lambda p: p.issue),
                ("stance", lambda p: p.stance),
                ("since", lambda p: p.since or ""),
                ("restated", lambda p: str(p.restated)),
                ("condition", lambda p: p.condition or ""),
                ("in whose words", in_whose_words),
            ),
        )


def in_whose_words(position: Position) -> str:
    """Return who last said what shows the stance, and who tells it where that is another party."""
    last = position.holding[-1]
    return f"{last.speaker}{f' (as told by {last.told_by})' if last.told_by else ''}: {last.content}"


def _outlets(names: Sequence[str], articles: Mapping[str, Written]) -> str:
    """Return who carries something: an outlet, or where none is known the title of the article."""
    return ", ".join(clean(articles[name].title, 60) or name if name in articles else name for name in names)


_ACROSS = 7
"""Parties that a terminal has room for."""


def _matrix(positions: Sequence[Position]) -> None:
    """Print issues by parties: stance, day since when it is held, how often it was restated."""
    from rich.table import Table
    from rich.text import Text

    if not positions:
        console(stderr=True).print("nothing found", style="dim")
        return
    parties = list(dict.fromkeys(p.actor for p in positions))
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    table.add_column("issue")
    for party in parties[:_ACROSS]:
        table.add_column(Text(clean(party, 24)))
    cells = {(p.issue, p.actor): p for p in positions}
    for issue in dict.fromkeys(p.issue for p in positions):
        row = [Text(clean(issue, 30))]
        for party in parties[:_ACROSS]:
            p = cells.get((issue, party))
            again = f" ×{p.restated + 1}" if p is not None and p.restated else ""
            row.append(Text("–" if p is None else f"{p.stance}{again}\n{clean(p.since or '', 24)}"))
        table.add_row(*row)
    console().print(table)
    click.echo("– no statement on record. ×2: on record twice. The day: since when the stance is on record unchanged.")
    if len(parties) > _ACROSS:
        rest = parties[_ACROSS:]
        more = ", ".join(clean(p, 40) for p in rest[:12]) + (f" and {len(rest) - 12} more" if len(rest) > 12 else "")
        click.echo(f"Not shown for want of room: {more}. See them with --by, --csv or --json.")


@click.command()
@RECORD
@AS_OF
@click.option("--by", metavar="NAME", help="Only what this party owes.")
@output_options
def deadlines(record: Path, output: str | None, as_of: str | None, by: str | None) -> None:
    """List what is due and when, according to whom, and whether it is open, met, late or overdue on record."""
    with reading(record) as opened:
        titles = opened.facts.documents
        show(
            opened.deadlines(as_of, by=by),
            output,
            (
                ("due", lambda d: d.due),
                ("state", lambda d: d.state),
                ("owed by", lambda d: d.owed_by or "?"),
                ("owed to", lambda d: d.owed_to or ""),
                ("according to", lambda d: d.according_to or _outlets(d.outlets, titles)),
                ("id", lambda d: d.statement_id),
                ("met by", lambda d: d.met_by or ""),
                ("what", lambda d: clean(d.what, 240)),
            ),
        )


@click.command()
@RECORD
@SINCE
@UNTIL
@output_options
def contacts(record: Path, output: str | None, **filters: Any) -> None:
    """List who met, called or visited whom: how, where, at whose request, how long, held or planned."""
    with reading(record) as opened:
        show(
            opened.contacts(**filters),
            output,
            (
                ("id", lambda c: c.event_id),
                ("when", lambda c: c.when or ""),
                ("manner", lambda c: c.manner),
                ("status", lambda c: c.status),
                ("who", lambda c: ", ".join(c.who)),
                ("whom", lambda c: ", ".join(c.whom)),
                ("place", lambda c: c.place or ""),
                ("lasted", lambda c: c.lasted or ""),
                ("asked for by", lambda c: c.requested_by or ""),
            ),
        )


@click.command()
@RECORD
@SINCE
@UNTIL
@output_options
def deployments(record: Path, output: str | None, **filters: Any) -> None:
    """List forces moved, massed, exercised or withdrawn, with numbers and who claims them."""
    with reading(record) as opened:
        titles = opened.facts.documents
        show(
            opened.deployments(**filters),
            output,
            (
                ("id", lambda d: d.event_id),
                ("when", lambda d: d.when or ""),
                ("what", lambda d: d.what),
                ("status", lambda d: d.status),
                ("who", lambda d: ", ".join(d.who)),
                ("number", lambda d: d.number or ""),
                ("place", lambda d: d.place or ""),
                ("according to", lambda d: ", ".join(d.claimed_by) or _outlets(d.outlets, titles)),
            ),
        )


@click.command()
@RECORD
@click.argument("target", type=click.Path(path_type=Path), default=Path("-"), required=False)
@click.option("--title", default="", help="What stands at the top; else the record's name.")
@click.option("--since", metavar="DAY", help="Tell what is new from this day on.")
@AS_OF
@ISSUES
@CONFIDENCE
@click.option("--format", "format_", type=click.Choice(("markdown", "html", "word")), help="Else by TARGET's ending.")
def brief(record: Path, target: Path, title: str, format_: str | None, **asked: Any) -> None:
    """Write a brief: where the parties stand, what is new, contacts, what is due, where accounts differ.

    Each sentence is a quotation or a count with a note that names outlet, day and words. TARGET ends in `.md`, `.html` or
    `.docx` (Word; needs `verbale[word]`); without it Markdown goes to the terminal.
    """
    from verbale.export.files import writing

    endings = {
        ".md": "markdown",
        ".html": "html",
        ".htm": "html",
        ".docx": "word",
        "": "markdown",
        ".markdown": "markdown",
    }
    kind = format_ or endings.get(target.suffix.lower())
    if kind is None:
        raise UsageError(f"{target}: a brief is written as .md, .html or .docx")
    with reading(record) as opened:
        made = opened.brief(title=title or record.stem.replace("-", " ").replace("_", " "), **asked)
    if kind == "word":
        from verbale.export.brief_docx import docx

        content = docx(made)
    elif kind == "html":
        from verbale.export.brief_html import html

        content = html(made).encode()
    else:
        from verbale.export.brief_markdown import markdown

        content = markdown(made).encode()
    with writing(target) as out:
        out.write(content)


_CHANGES = (
    ("kind", lambda c: c.kind),
    ("when", lambda c: c.when or ""),
    ("id", lambda c: c.id),
    ("before", lambda c: c.before or ""),
    ("after", lambda c: c.after or ""),
    ("what", lambda c: clean(c.what, 240)),
)  # fmt: skip


@click.command()
@RECORD
@click.argument("other", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--since", metavar="DAY", help="Of one record: what the articles written from this day on change.")
@UNTIL
@ISSUES
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="KIND",
    help="Only this kind of change (`changed position`, `deadline met` ...; a wrong one lists them all); may be given again.",
)
@output_options
def diff(record: Path, other: Path | None, kinds: tuple[str, ...], output: str | None, **asked: Any) -> int:
    """List what changed from one record to another, or in one from a day on; end with 1 where something did.

    New, corrected and withdrawn articles; new statements and events; new and changed positions; deadlines set, met, missed.
    """
    known = get_args(get_type_hints(Change)["kind"])
    for kind in kinds:
        if kind not in known:
            raise UsageError(f"no change is called {kind!r}. There are: {', '.join(known)}.")
    with reading(record) as opened:
        if other is None:
            found = opened.diff(**asked)
        else:
            if asked["since"] is not None:
                raise UsageError("--since compares two days of one record; leave it out where two records are compared")
            with reading(other) as second:
                found = opened.diff(second, **asked)
    found = [c for c in found if not kinds or c.kind in kinds]
    show(found, output, _CHANGES)
    return 1 if found else 0


@click.command()
@RECORD
@click.argument("query")
@click.option("--meaning", is_flag=True, help="Statements that say the like in other words, the nearest first.")
@click.option("--by", metavar="NAME", help="Who spoke, in any spelling the record knows.")
@click.option("--act", type=click.Choice(get_args(Act)), help="What the words do.")
@SINCE
@UNTIL
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many rows.")
@output_options
def search(record: Path, query: str, output: str | None, **filters: Any) -> None:
    """Find articles that hold all words, and before them their statements that hold some, those that hold most first.

    `"a phrase"`, `begin*` and `-not` (no article that holds it) are understood.
    With `--meaning`, statements that say nearly that in any words. With a filter, statements alone.
    """
    with reading(record) as opened:
        show(
            opened.search(query, **filters),
            output,
            (
                ("id", lambda r: r.id),
                ("when", lambda r: r.when or ""),
                ("kind", lambda r: r.kind),
                ("who", lambda r: r.who or r.outlet),
                ("words", lambda r: r.words),
            ),
        )


@click.command()
@RECORD
@click.option("--about", metavar="NAME", help="Only how this actor is named.")
@click.option(
    "--what",
    type=click.Choice(("labels", "carried", "voices")),
    default="labels",
    show_default=True,
    help="Names by outlet; statements carried and left out; active and passive.",
)
@output_options
def framing(record: Path, about: str | None, what: str, output: str | None) -> None:
    """Count how each outlet tells it: its names for the same actor, what it carries or leaves out, active or passive."""
    with reading(record) as opened:
        found = opened.framing(about)
    if what == "labels":
        show(
            found.labels,
            output,
            (
                ("actor", lambda x: x.about),
                ("outlet", lambda x: clean(x.outlet, 40)),
                ("count", lambda x: str(x.count)),
                ("example", lambda x: f"{x.example_document_id}#{x.start}-{x.end}"),
                ("label", lambda x: x.label),
            ),
        )
    elif what == "carried":
        show(
            cast(Iterable[Any], found.carried),
            output,
            (
                ("outlet", lambda x: clean(x.outlet, 40)),
                ("told by several", lambda x: str(x.told)),
                ("carries", lambda x: str(x.carried)),
                ("alone", lambda x: str(x.alone)),
                ("shortens", lambda x: ", ".join(x.shortened)),
                ("leaves out", lambda x: ", ".join(x.left_out)),
            ),
        )
    else:
        show(
            cast(Iterable[Any], found.voices),
            output,
            (
                ("outlet", lambda x: clean(x.outlet, 40)),
                ("active", lambda x: str(x.active)),
                ("passive", lambda x: str(x.passive)),
                ("names no doer", lambda x: str(x.without_actor)),
                ("example", lambda x: f"“{x.words}” {x.document_id}#{x.start}-{x.end}" if x.words else ""),
            ),
        )


@click.command()
@RECORD
@click.argument("sources", nargs=-1, required=True)
@click.option("--every", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help="Seconds between looks.")
@click.option("--once", is_flag=True, help="Look once and end.")
@click.option("--fast", is_flag=True, help="A small tagger instead of the large one, as with `build`.")
def watch(record: Path, sources: tuple[str, ...], every: float, once: bool, fast: bool) -> int:
    """Read files, folders or saved feeds again and again; take in what is new; print what that changes as JSON lines.

    The record must be there (`verbale build` makes one). Only local files are read. An error is a line too
    (`{"kind": "error"}`), and the next look follows. Stop with Ctrl-C.
    """
    must_exist(record)
    good = True
    seen: set[str] = set()
    while True:
        good = _look(record, sources, fast, seen) and good
        if once:
            return 0 if good else 1
        time.sleep(every)


def _look(record: Path, sources: tuple[str, ...], fast: bool, seen: set[str]) -> bool:
    """Take in what is new and print what it changes; False where it failed. The record is free between looks."""
    encoder = msgspec.json.Encoder()
    try:
        with Record.open(record, command="watch") as opened:
            known = {(s.locator, s.reason) for s in opened.store.skips()}
            changes = opened.watch(sources, fast=fast)
            skips = [s for s in opened.store.skips() if (s.locator, s.reason) not in known]
    except Exception as error:  # whatever one look stumbles over, the next may find mended
        told = str(error) if isinstance(error, VerbaleError | OSError) else f"{type(error).__name__}: {error}"
        line = encoder.encode({"kind": "error", "what": clean(told)}).decode()
        if line not in seen:
            # what goes on failing is told once
            seen.add(line)
            click.echo(line)
        return False
    seen.clear()
    good = True
    for skip in skips:
        # what was asked for by name and is not there is no article that was passed over
        missing = skip.locator in sources and not Path(skip.locator).exists()
        kind, good = ("error", False) if missing else ("skipped", good)
        click.echo(encoder.encode({"kind": kind, "id": skip.locator, "what": skip.reason}).decode())
    for change in changes:
        click.echo(encoder.encode(change).decode())
    sys.stdout.flush()
    return good


VERBS = (issues, positions, deadlines, contacts, deployments, brief, diff, search, framing, watch)
