"""Verbs for archives: what they hold, coding them shard by shard on one machine or many, and merging into a record."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import rich_click as click
from rich.table import Table

from verbale.cli.common import RECORD, SINCE, SOURCES, UNTIL, role_mapping
from verbale.cli.output import clean, console
from verbale.cli.progress import progress
from verbale.errors import UsageError
from verbale.record import Record

MAP = click.option(
    "--map", "mapping", multiple=True, metavar="ROLE=FIELD", help="Name a field of your JSON, CSV or Parquet."
)
_SHOWN = 15
"""Rows of each table of counts that are printed; `--json` has all."""
_COUNTS = (
    ("given", "things given"),
    ("articles", "distinct articles"),
    ("duplicates", "met again (same text, same outlet)"),
    ("not_articles", "no article"),
    ("english", "in English, or too short to say"),
    ("other_languages", "in other languages: kept, not coded"),
    ("known_outlets", "from an outlet that the lexicon knows"),
    ("dated", "whose source says a day"),
    ("characters", "characters"),
)


@click.command("ingest-stats")
@SOURCES
@MAP
@click.option("--json", "as_json", is_flag=True, help="All counts as JSON.")
@click.option("--quiet", is_flag=True, help="No progress.")
def ingest_stats(sources: tuple[str, ...], mapping: tuple[str, ...], as_json: bool, quiet: bool) -> None:
    """Count what an archive holds before it is coded: articles, copies, languages, outlets, and what is none and why.

    SOURCES as for `build` (WARC, JSONL, Parquet, folders ...), read through once, one article in memory; or the folder that
    `code-shards` wrote, of which nothing is read again.
    """
    from verbale import shards

    if len(sources) == 1 and shards.is_tables(Path(sources[0])):
        stats = shards.stats_of_tables(sources[0])
    else:
        with progress(quiet or as_json) as told:
            stats = shards.ingest_stats(
                sources, mapping=role_mapping(mapping), progress=lambda given: told("read", given, "")
            )
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(stats), indent=1).decode() + "\n")
        return
    screen = console()
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, words in _COUNTS:
        table.add_row(f"{getattr(stats, name):,}", words)
    if stats.first_day:
        table.add_row("", f"days from {clean(stats.first_day)} to {clean(stats.last_day or '')}")
    screen.print(table)
    for title, counts in (
        ("languages", stats.languages),
        ("outlets", stats.outlets),
        ("no article, because", stats.skipped),
        ("not coded, because", stats.set_aside),
    ):
        if counts:
            screen.print(
                f"\n[bold]{title}[/bold]"
                + (f" (the first {_SHOWN} of {len(counts):,})" if len(counts) > _SHOWN else "")
            )
            table = Table(show_header=False, box=None, pad_edge=False)
            for key, count in list(counts.items())[:_SHOWN]:
                table.add_row(f"{count:,}", clean(key, 90))
            screen.print(table)


@click.command("code-shards")
@SOURCES
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="Who does it.")
@click.option("--address", help="A running Ray cluster (`auto`, `ray://head:10001`); without it, a local one.")
@click.option("--workers", type=click.IntRange(1), help="Processes. Else one here, or all that the cluster has.")
@click.option("--fast", is_flag=True, help="A small tagger instead of the large one, as with `build`.")
@MAP
@click.option("--json", "as_json", is_flag=True, help="The counts as JSON.")
@click.option("--quiet", is_flag=True, help="No progress.")
def code_shards(
    sources: tuple[str, ...],
    out: Path,
    engine: str,
    address: str | None,
    workers: int | None,
    fast: bool,
    mapping: tuple[str, ...],
    as_json: bool,
    quiet: bool,
) -> int:
    """Code an archive shard by shard into Parquet tables, on this machine or a Ray cluster; then `verbale merge`.

    SOURCES as for `build`: each large file is a shard, small ones go together. OUT is a folder that all machines see. The
    tables are the same bytes wherever they are made. Run it again after an interruption: what is done is not done twice.
    Ends with 1 where a shard could not be coded (it is named).
    """
    from verbale import shards
    from verbale.engine.cache import default_path
    from verbale.engine.ray import run_on_ray
    from verbale.engine.tasks import Failed, run_here

    if address and engine != "ray":
        raise UsageError("--address is for --engine ray")
    plan = shards.plan_shards(
        sources, out, fast=fast, mapping=role_mapping(mapping), cache=default_path() if engine == "local" else None
    )
    screen = console(stderr=True)
    if not quiet:
        screen.print(f"{len(plan.shards):,} shards, {len(plan.done):,} done already")
    results: Any = (
        run_on_ray(shards.code_shard, plan.to_do, workers, address)
        if engine == "ray"
        else run_here(shards.code_shard, plan.to_do, workers or 1)
    )
    total, failed = plan.counts, 0
    began, fresh = time.monotonic(), 0
    for number, (shard, result) in enumerate(results, 1):
        if isinstance(result, Failed):
            failed += 1
            screen.print(f"{shard.name}: {clean(result.reason)}", style="red", markup=False)
            continue
        total.add(result)
        fresh += result.documents
        if not quiet:
            spent = max(time.monotonic() - began, 1e-6)
            left = spent / number * (len(plan.to_do) - number)
            screen.print(
                f"{len(plan.done) + number:,} of {len(plan.shards):,}  {clean(shard.name, 50)}: {result.documents:,} articles, "
                f"{fresh / spent:.1f}/s, {left:.0f} s left",
                markup=False,
            )
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(total), indent=1).decode() + "\n")
    elif not quiet:
        aside = "".join(f"; {count:,} not ({clean(why, 60)})" for why, count in sorted(total.set_aside.items()))
        screen.print(f"{total.coded:,} of {total.documents:,} articles coded{aside}", markup=False)
    return 1 if failed else 0


@click.command()
@RECORD
@SOURCES
@click.option(
    "--about",
    multiple=True,
    metavar="NAME",
    help="Only articles that mention it (a name or lexicon key); repeat: all of them.",
)
@SINCE
@UNTIL
@click.option("--no-collate", is_flag=True, help="Leave collation to a later `verbale collate`.")
@click.option("--json", "as_json", is_flag=True, help="What was added, as JSON.")
@click.option("--quiet", is_flag=True, help="No progress, no report.")
def merge(
    record: Path,
    sources: tuple[str, ...],
    about: tuple[str, ...],
    since: str | None,
    until: str | None,
    no_collate: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Merge other records, and tables that `code-shards` wrote, into a record; then collate it.

    Rows are named by hashes of their content, so this is union: merging again changes nothing. People's judgements and
    corrections come along, and so does what they took back. With `--about`, `--since`, `--until` a dispute's record is taken
    out of an archive. Ends with 1 where two sides do not hold the same of a row; each such row is told.
    """
    missing = [name for name in sources if not Path(name).exists()]
    if missing:
        raise UsageError(f"{missing[0]}: there is no such record or folder")
    with Record.open(record, command="verbale merge") as opened, progress(quiet or as_json) as told:
        merged = opened.merge(sources, about=about, since=since, until=until)
        if not no_collate and not opened.store.is_collated():
            opened.collate(progress=told)
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(merged), indent=1).decode() + "\n")
    elif not quiet:
        screen = console(stderr=True)
        screen.print(
            f"{merged.documents:,} new articles, {merged.known:,} known already; {merged.codings:,} codings, "
            f"{merged.judgements:,} judgements, {merged.corrections:,} corrections taken in"
        )
        for conflict in merged.conflicts:
            screen.print(f"{conflict.kind} {conflict.row}: {clean(conflict.what)}", style="yellow", markup=False)
    return 1 if merged.conflicts else 0


VERBS = (code_shards, merge, ingest_stats)
