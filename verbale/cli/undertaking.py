"""The verb `undertakings`: what was proposed or promised, held against a record; and checking such files."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import rich_click as click

from verbale.cli.common import reading
from verbale.cli.output import clean
from verbale.errors import UsageError


@click.command()
@click.argument("what", nargs=-1, required=True, metavar="RECORD [FILE] | check FILE... | list | schema")
@click.option("--as-of", metavar="DAY", help="As it stood on this day; else the day of the last article.")
@click.option(
    "--view", metavar="VIEW", help="Boundary view: de_facto, un, or a state's key. Without it both are asked."
)
@click.option(
    "--claims", type=click.Path(dir_okay=False, path_type=Path), help="Your own claims (CSV) beside the record's."
)
@click.option("--k", type=click.IntRange(1), help="So many independent first-hand origins establish a fact (3).")
@click.option("--provision", metavar="ID", help="Only this provision.")
@click.option("--stated", is_flag=True, help="List what the articles state (deployments, measurements ...), as CSV.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Also write a page to print.")
@click.option("--docx", type=click.Path(dir_okay=False, path_type=Path), help="Also write the sheet as a Word file.")
@click.option("--ics", type=click.Path(dir_okay=False, path_type=Path), help="Also write the clocks as a calendar.")
def undertakings(
    what: tuple[str, ...], as_of: str | None, view: str | None, claims: Path | None, k: int | None,
    provision: str | None, stated: bool, as_json: bool, page: Path | None, docx: Path | None, ics: Path | None,
) -> int:  # fmt: skip
    """Hold instruments (treaties, drafts, promises) against a record: who is bound, who asks, who refuses, what is due.

    FILE is your own (YAML, docs/reference/instruments.md) or the name of one that comes with verbale (`undertakings list`);
    without FILE, all shipped ones that the record speaks of. `undertakings check FILE` validates files and runs their cases.
    """
    if what[0] == "check":
        return _check(what[1:], as_json)
    if what == ("list",):
        return _list()
    if what == ("schema",):
        from verbale.analysis.undertakings.schema import text

        sys.stdout.write(text())
        return 0
    if len(what) > 2:
        raise UsageError("give a record and one file: `verbale undertakings RECORD FILE`")
    from verbale.analysis.undertakings import clocks, surfaces
    from verbale.analysis.undertakings.loader import find

    with reading(Path(what[0])) as opened:
        if stated:
            from verbale.export import csv

            rows = surfaces.stated(opened.store, opened.facts)
            if as_json:
                sys.stdout.write(msgspec.json.format(msgspec.json.encode(rows), indent=1).decode() + "\n")
            else:
                sys.stdout.write("".join(csv.lines(surfaces.flat(rows))))  # type: ignore[arg-type]
            return 0
        found = surfaces.of_record(
            opened.store, opened.facts, what[1] if len(what) > 1 else None, as_of=as_of, view=view, claims=claims, k=k
        )
        files = {f.instrument.id: f for f in surfaces.all_files(opened.store)}
        if len(what) > 1:
            given = (
                find(what[1])
                if what[1] not in surfaces.beside(opened.store)
                else surfaces.file_of(what[1], opened.store)
            )
            files[given.instrument.id] = given
    if provision is not None:
        found = [msgspec.structs.replace(u, rows=tuple(r for r in u.rows if r.provision == provision)) for u in found]
        if not any(u.rows for u in found):
            raise UsageError(f"there is no provision {provision!r} here")
    if page is not None:
        page.write_text(surfaces.page(found, files), encoding="utf-8")
    if docx is not None:
        from verbale.analysis.undertakings.sheet import sheet
        from verbale.export import undertakings_docx

        docx.write_bytes(undertakings_docx.docx(sheet(files[u.instrument], u) for u in found))
    if ics is not None:
        dues = [d for u in found for d in clocks.of_record(u)]
        day = max((u.as_of for u in found if u.as_of), default="1970-01-01")[:10]
        ics.write_text(clocks.icalendar(dues, "Undertakings", day), encoding="utf-8", newline="")
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(found), indent=1).decode() + "\n")
        return 0
    if not found:
        click.echo("the record speaks of none of the instruments that come with verbale; give a FILE", err=True)
    for u in found:
        click.echo(clean(f"{u.title}: {u.binding}, as of {u.as_of or 'no day'}"))
        for line in surfaces.lines(u):
            click.echo(line[0] * "  " + clean(line[1], 240))
    return 0


def _list() -> int:
    from verbale.analysis.undertakings.loader import read_shipped, shipped

    for name in shipped():
        file = read_shipped(name)
        click.echo(
            clean(f"{name}\t{file.instrument.binding}\t{len(file.provisions)} provisions\t{file.instrument.title}")
        )
    return 0


def _check(names: tuple[str, ...], as_json: bool) -> int:
    from verbale.analysis.undertakings.loader import cycles, find
    from verbale.analysis.undertakings.scenarios import run_all

    if not names:
        raise UsageError("say which file: `verbale undertakings check FILE`")
    bad = unread = 0
    for name in names:
        try:
            file = find(name)
        except UsageError as error:
            for line in str(error).splitlines():
                click.echo(clean(line, 600), err=True)
            unread += 1
            continue
        outcomes = run_all(file)
        if as_json:
            sys.stdout.write(msgspec.json.encode(outcomes).decode() + "\n")
        else:
            for ring in cycles(file):
                click.echo(clean(f"note  {name}: these wait for each other: {' → '.join((*ring, ring[0]))}"))
            for one in outcomes:
                click.echo(clean(f"{'ok   ' if one.good else 'FAULT'} {name}: {one.case}: {one.finding.why}"))
                for fault in one.faults:
                    click.echo(clean(f"      {fault}"))
            good = sum(1 for o in outcomes if o.good)
            click.echo(
                f"{name}: {len(file.provisions)} provisions, {good} of {len(outcomes)} cases come out as expected"
            )
        bad += any(not o.good for o in outcomes)
    return 2 if unread else 1 if bad else 0


VERBS = (undertakings,)
