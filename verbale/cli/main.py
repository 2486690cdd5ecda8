"""Verbs. Each is a thin shell over one method of Record; what it prints is made elsewhere."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import rich_click as click

from verbale import __version__
from verbale.cli import analysed, archive, collated, reviewing, serving, undertaking
from verbale.cli.common import (
    CONFIDENCE,
    LIMIT,
    OUTLET,
    RECORD,
    SINCE,
    SOURCES,
    UNTIL,
    must_exist,
    reading,
    role_mapping,
)
from verbale.cli.output import clean, console, output_options, show
from verbale.cli.progress import progress
from verbale.errors import SourceError, VerbaleError
from verbale.model import Act, EventType, Mode, Status
from verbale.record import Added, Record

click.rich_click.TEXT_MARKUP = "markdown"
click.rich_click.MAX_WIDTH = 110
click.rich_click.COMMAND_GROUPS = {
    "verbale": [
        {"name": "Make a record", "commands": ["build", "add", "code", "collate", "watch"]},
        {
            "name": "Read it",
            "commands": ["serve", "statements", "events", "actors", "timeline", "documents", "show", "search"],
        },
        {
            "name": "What follows",
            "commands": "brief positions issues deadlines contacts deployments framing diff undertakings".split(),
        },
        {"name": "Archives", "commands": ["ingest-stats", "code-shards", "merge"]},
        {"name": "Judge", "commands": ["disagreements", "review", "correct", "import"]},
        {"name": "Check and take away", "commands": ["verify", "evaluate", "export", "stages", "doctor"]},
    ]
}


def main() -> None:
    """Run the command line; end with 0, 1 (differences or problems found) or 2 (usage, or a thing that cannot be done)."""
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        serving_only = "serve" in sys.argv[1:2]
        told = "" if serving_only else "; what was done so far is kept, the same command goes on from there"
        console(stderr=True).print(f"stopped{told}")
        sys.exit(130)
    except VerbaleError as error:
        console(stderr=True).print(f"verbale: {clean(str(error))}", style="red", markup=False)
        sys.exit(2)
    except BrokenPipeError:
        _drop_output()
        sys.exit(0)
    except OSError as error:
        # what the record's file brings about is told by the store; this is the place that the rows are written to
        console(stderr=True).print(f"verbale: {clean(str(error))}", style="red", markup=False)
        _drop_output()
        sys.exit(2)
    except Exception as error:
        if os.environ.get("VERBALE_DEBUG"):
            raise
        told = f"verbale: a fault in verbale itself: {type(error).__name__}: {clean(str(error), 200)}"
        console(stderr=True).print(told, style="red", markup=False)
        console(stderr=True).print(
            "What was done so far is kept. With VERBALE_DEBUG=1 the same command prints where it is."
        )
        sys.exit(2)


def _drop_output() -> None:
    """Forget what is still to be written, so that leaving does not try again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="verbale")
def cli() -> None:
    """**verbale**: the minutes of a dispute, taken from the press.

    Press articles in; one record out (a SQLite file), in which every row leads to the exact words it rests on.
    Nothing leaves this machine.

        verbale build dispute.db articles/        read, code and collate a folder of articles

        verbale statements dispute.db --act demand --by "Sergei Ryabkov"

        verbale show dispute.db ID                 one row at its words

    Exit codes: 0 done, 1 problems or differences found, 2 wrong usage or not possible.
    """


def _added(record: Record, sources: tuple[str, ...], mapping: dict[str, str] | None, told: Any) -> Added:
    stdin = sys.stdin.buffer if "-" in sources else None
    added = record.add(sources, stdin=stdin, mapping=mapping, progress=told)
    if added.new + added.known == 0:
        reasons = [
            f"{clean(s.locator, 80)}: {clean(s.reason).rstrip('.')}. {clean(s.advice)}".strip()
            for s in record.store.skips()[-3:]
        ]
        raise SourceError(
            "no article was found in " + ", ".join(clean(s, 60) for s in sources) + ". " + " ".join(reasons)
        )
    return added


# -- make a record -----------------------------------------------------------------------------------------------------


@cli.command()
@RECORD
@SOURCES
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes for coding.")
@click.option(
    "--fast",
    is_flag=True,
    help="A small tagger instead of the large one; names, acts and events by rules: about twice as fast, a little less found.",
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="ROLE=FIELD",
    help="Name a field of your JSON or CSV: `--map text=body`. Roles: text, title, url, outlet, byline, published.",
)
@click.option("--force", is_flag=True, help="Begin anew: put a fresh record in place of the one that is there.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
@click.option("--quiet", is_flag=True, help="No progress, no report.")
def build(
    record: Path,
    sources: tuple[str, ...],
    workers: int,
    fast: bool,
    mapping: tuple[str, ...],
    force: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Read articles, code and collate them, and report.

    SOURCES are files, folders, globs, zip archives, or `-` for standard input: plain text, HTML, JSON, JSONL, CSV, WARC,
    RSS/Atom. Run it again with further articles, or after an interruption: what is there is kept and not done twice.
    """
    from verbale.cli.report import build_report, print_report

    roles = role_mapping(mapping)
    with _no_empty(record), _anew(record, force) as settled, Record.open(record, command="verbale build") as opened:
        with progress(quiet or as_json, lambda: _to_do(opened, fast)) as told:
            added = _added(opened, sources, roles, told)
            settled()
            opened.build([], workers=workers, fast=fast, progress=told)
        if not quiet:
            report = build_report(opened, added)
            if as_json:
                sys.stdout.write(msgspec.json.format(msgspec.json.encode(report), indent=1).decode() + "\n")
            else:
                print_report(report, console())


@contextlib.contextmanager
def _no_empty(path: Path) -> Iterator[None]:
    """Leave no empty record behind where a first build found nothing to read."""
    fresh = not path.exists()
    try:
        yield
    except SourceError:
        if fresh:
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
        raise


def _to_do(record: Record, fast: bool) -> int:
    """Return how many documents wait for coding."""
    from verbale.coding.coder import Coder

    return sum(1 for _ in record.store.uncoded(Coder(fast).version))


@contextlib.contextmanager
def _anew(path: Path, force: bool) -> Iterator[Callable[[], None]]:
    """Give back what stood at `path` where nothing could be read: a mistyped folder must not cost a record.

    Yields what to call once the record at `path` holds an article.
    """
    aside = path.with_name(f".{path.name}.before")
    known = path.exists()
    if known and force:
        with Record.open(path, write=True, command="verbale build --force"):
            pass  # not a record, or in use: this raises and names the trouble
        _move(path, aside)
    done = False

    def settled() -> None:
        nonlocal done
        done = True
        if known and force:
            _unlink(aside)

    try:
        yield settled
    except BaseException:
        if not done and known and force:
            _unlink(path)
            _move(aside, path)
        raise


_FILES = ("", "-wal", "-shm")


def _move(path: Path, target: Path) -> None:
    for suffix in _FILES:
        source = path.with_name(path.name + suffix)
        if source.exists():
            source.replace(target.with_name(target.name + suffix))


def _unlink(path: Path) -> None:
    for suffix in _FILES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


_TOLD = 10
"""So many of the files that were not read are named; `verbale export RECORD skips.csv --what skips` has all."""


@cli.command()
@RECORD
@SOURCES
@click.option("--map", "mapping", multiple=True, metavar="ROLE=FIELD", help="Name a field of your JSON or CSV.")
@click.option("--quiet", is_flag=True, help="No progress.")
def add(record: Path, sources: tuple[str, ...], mapping: tuple[str, ...], quiet: bool) -> None:
    """Read articles into a record; `code` and `collate` come after. The same article twice is one, with two receipts."""
    with Record.open(record, command="verbale add") as opened, progress(quiet) as told:
        known = {(s.locator, s.reason) for s in opened.store.skips()}
        added = _added(opened, sources, role_mapping(mapping), told)
        skips = [s for s in opened.store.skips() if (s.locator, s.reason) not in known]
    click.echo(f"{added.new} new, {added.known} known already, {added.skipped} not read", err=True)
    for skip in skips[:_TOLD]:
        click.echo(f"  not read: {clean(skip.locator)}: {clean(skip.reason)}", err=True)


@cli.command()
@RECORD
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@click.option(
    "--fast",
    is_flag=True,
    help="A small tagger instead of the large one; names, acts and events by rules: about twice as fast, a little less found.",
)
@click.option("--quiet", is_flag=True, help="No progress.")
def code(record: Path, workers: int, fast: bool, quiet: bool) -> None:
    """Code the articles that are not coded yet: who says what, what happened, when. Stop it at any time and go on later."""
    must_exist(record)
    with Record.open(record, command="verbale code") as opened, progress(quiet, lambda: _to_do(opened, fast)) as told:
        done = opened.code(workers=workers, fast=fast, progress=told)
    click.echo(f"{done} coded", err=True)


@cli.command()
@RECORD
@click.option("--quiet", is_flag=True, help="No progress.")
def collate(record: Path, quiet: bool) -> None:
    """Decide across articles who is who, which reports are one statement, which accounts one event."""
    must_exist(record)
    with Record.open(record, command="verbale collate") as opened, progress(quiet) as told:
        opened.collate(progress=told)


# -- read it -----------------------------------------------------------------------------------------------------------


@cli.command()
@RECORD
@click.option("--by", metavar="NAME", help="Who spoke, in any spelling the record knows.")
@click.option("--to", metavar="NAME", help="Who was spoken to.")
@click.option("--act", type=click.Choice(get_args(Act), case_sensitive=False), help="What the words do.")
@click.option("--mode", type=click.Choice(get_args(Mode)), help="How they are quoted.")
@click.option("--containing", metavar="WORDS", help="Words in the content.")
@SINCE
@UNTIL
@OUTLET
@CONFIDENCE
@LIMIT
@output_options
def statements(record: Path, output: str | None, **filters: Any) -> None:
    """List who said what, in order of time."""
    with reading(record) as opened:
        show(
            opened.statements(**filters),
            output,
            (
                ("id", lambda s: s.id),
                ("when", lambda s: s.when or ""),
                ("speaker", lambda s: s.speaker or "?"),
                ("act", lambda s: s.act),
                ("mode", lambda s: s.mode),
                ("words", lambda s: f"“{s.content}”" if s.mode == "direct" else s.content),
            ),
        )


@cli.command()
@RECORD
@click.option("--actor", metavar="NAME", help="Who took part, on either side.")
@click.option(
    "--type", type=click.Choice(get_args(EventType), case_sensitive=False), help="What kind of event it is (PLOVER)."
)
@click.option(
    "--status",
    type=click.Choice(get_args(Status), case_sensitive=False),
    help="Whether it happened, is to come, is denied.",
)
@SINCE
@UNTIL
@OUTLET
@CONFIDENCE
@LIMIT
@output_options
def events(record: Path, output: str | None, **filters: Any) -> None:
    """List what happened, is planned or is denied: meetings, calls, deployments, sanctions and more."""
    with reading(record) as opened:
        show(
            opened.events(**filters),
            output,
            (
                ("id", lambda e: e.id),
                ("when", lambda e: e.when or ""),
                ("type", lambda e: f"{e.type} {e.mode}" if e.mode else e.type),
                ("status", lambda e: e.status),
                ("actors", lambda e: ", ".join(e.actors)),
                ("recipients", lambda e: ", ".join(e.recipients)),
                ("place", lambda e: e.place or ""),
                ("words", lambda e: e.accounts[0].trigger if e.accounts else ""),
            ),
        )


@cli.command()
@RECORD
@LIMIT
@output_options
def actors(record: Path, output: str | None, limit: int | None) -> None:
    """List who is in the record, those most often named first."""
    with reading(record) as opened:
        show(
            opened.actors()[:limit],
            output,
            (
                ("id", lambda a: a.id),
                ("kind", lambda a: a.kind),
                ("mentions", lambda a: str(a.mentions)),
                ("articles", lambda a: str(a.documents)),
                ("statements", lambda a: str(a.statements)),
                ("name", lambda a: a.name + (f" (also: {', '.join(a.aliases)})" if a.aliases else "")),
            ),
        )


@cli.command()
@RECORD
@SINCE
@UNTIL
@CONFIDENCE
@output_options
def timeline(record: Path, output: str | None, **filters: Any) -> None:
    """List statements and events in order of time; what has no day comes last."""
    with reading(record) as opened:
        show(
            opened.timeline(**filters),
            output,
            (
                ("when", lambda t: t.when or ""),
                ("who", lambda t: t.who),
                ("what", lambda t: t.what),
                ("id", lambda t: t.id),
                ("words", lambda t: clean(t.words, 300)),
            ),
        )


@cli.command()
@RECORD
@output_options
def documents(record: Path, output: str | None) -> None:
    """List the articles: outlet, day of writing and why that day is held."""
    with reading(record) as opened:
        show(
            opened.documents(),
            output,
            (
                ("id", lambda d: d.id),
                ("when", lambda d: d.dateline or ""),
                ("outlet", lambda d: d.outlet),
                ("title", lambda d: d.title),
                ("because", lambda d: d.skipped or d.basis),
            ),
        )


@cli.command("show")
@RECORD
@click.argument("id")
def show_(record: Path, id: str) -> None:
    """Show one row at its words: a statement, event, actor, article, or a place `DOCUMENT#START-END`."""
    from verbale.cli.words import show_words

    with reading(record) as opened:
        show_words(opened, id, console())


# -- check and take away -----------------------------------------------------------------------------------------------


@cli.command()
@RECORD
@click.option("--json", "as_json", is_flag=True, help="The problems as JSON.")
def verify(record: Path, as_json: bool) -> int:
    """Re-read every span of a record against its article, and everything else that can be re-computed."""
    must_exist(record)
    from verbale.store import verify_file

    problems = verify_file(record)
    if as_json:
        sys.stdout.write(msgspec.json.encode(problems).decode() + "\n")
        return 1 if problems else 0
    for problem in problems:
        click.echo(clean(f"{problem.kind}: {problem.where}: {problem.what}"))
    if problems:
        click.echo(f"{record}: {len(problems)} problem{'s' if len(problems) > 1 else ''}", err=True)
        return 1
    with reading(record) as opened:
        counts = opened.counts()
    click.echo(
        f"{record}: sound. {counts['document']} articles, {counts['span']} spans re-read, each the article's exact words."
    )
    return 0


@cli.command()
@RECORD
@click.argument("gold", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--faults", is_flag=True, help="List each miss and each error.")
@click.option("--json", "as_json", is_flag=True, help="The scores as JSON.")
def evaluate(record: Path, gold: Path, faults: bool, as_json: bool) -> None:
    """Score a record against hand-labelled truth (format: docs/reference/gold.md)."""
    from rich.table import Table

    with reading(record) as opened:
        report = opened.evaluate(gold)
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(report), indent=1).decode() + "\n")
        return
    header, *rows = report.rows()
    table = Table(*header, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*row)
    console().print(table)
    if report.missing:
        click.echo(f"not in the record: {', '.join(report.missing)}", err=True)
    if faults:
        for fault in report.faults:
            click.echo(clean(str(fault)))


@cli.command()
@RECORD
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--what",
    help="Kinds of row, comma-separated, for json, jsonl, csv and parquet: statements, events, actors, documents, timeline, "
    "disagreements, issues, positions, stands, placed, deadlines, contacts, deployments, links, posts, mentions, times, "
    "skips, judgements, corrections.",
)
@click.option(
    "--format",
    "format_",
    help="Where the ending of TARGET does not say it. Tables: json, jsonl, csv, parquet. The record: sqlite. Events: plover, "
    "gdelt, acled, geojson, timelinejs, icalendar. Networks: graphml, gexf. References: csl-json, bibtex, ris. Words: "
    "annotations, quotes, tei, refi-qda. Linked data: followthemoney, prov, schema.org.",
)
def export(record: Path, target: Path, what: str | None, format_: str | None) -> None:
    """Take a record into another program, each row with the place of its words (formats: docs/reference/formats.md).

    TARGET's ending says the format: .json .jsonl .csv .parquet .db .ics .geojson .graphml .gexf .bib .ris .tei .qdpx; a folder
    holds every table as CSV; `-` is standard output, with --format. A file is written whole or not at all.
    """
    with reading(record) as opened:
        opened.export(target, what=what, format=format_)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def stages(as_json: bool) -> None:
    """Print the stages of coding: what each reads and writes, and its version."""
    from rich.table import Table

    from verbale.coding.stages import stages as all_stages

    if as_json:
        sys.stdout.write(msgspec.json.encode([s.row() for s in all_stages()]).decode() + "\n")
        return
    table = Table("stage", "reads", "writes", "what it does", box=None, pad_edge=False, header_style="bold")
    for stage in all_stages():
        table.add_row(stage.name, ", ".join(stage.reads), ", ".join(stage.writes), stage.what)
    console().print(table)


@cli.command()
@click.argument("record", type=click.Path(dir_okay=False, path_type=Path), required=False)
def doctor(record: Path | None) -> int:
    """Check that everything this program needs is here and works, and a record if one is named."""
    from verbale.cli.doctor import examine

    good = True
    for name, well, told in examine(record):
        click.echo(f"{'ok ' if well else 'BAD'}  {name}: {clean(told)}")
        good = good and well
    return 0 if good else 1


for _verb in (
    *archive.VERBS,
    *collated.VERBS,
    *analysed.VERBS,
    *undertaking.VERBS,
    *reviewing.VERBS,
    *serving.VERBS,
):
    cli.add_command(_verb)
