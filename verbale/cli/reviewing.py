"""Verbs by which people judge: review pairs, say same or different, take over another's judgements."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import rich_click as click
from rich.text import Text

from verbale.cli.common import RECORD, must_exist, reading
from verbale.cli.output import clean, console
from verbale.collation.corrections import FIELDS
from verbale.export.rows import AccountRow, ReadingRow
from verbale.record import Record

_KEYS = {"x": "same", "n": "different", "u": "unsure"}


def _who(by: str | None) -> str:
    return f"person:{by or getpass.getuser()}"


BY = click.option("--by", metavar="NAME", help="Who judges. Default: your user name.")


def _show(row: ReadingRow | AccountRow, title: str) -> None:
    if isinstance(row, ReadingRow):
        where = f"{row.outlet or row.document_id}, {row.dateline or 'undated'}"
        words = Text.assemble(
            (f"{title}  ", "dim"),
            (clean(row.speaker), "bold cyan"),
            f"  {row.act}, {row.spoken or 'no day'}  ",
            (where, "dim"),
        )
        console().print(words)
        console().print(Text(f"   {clean(row.content, 600)}"))
    else:
        console().print(Text.assemble((f"{title}  ", "dim"), f"{row.outlet}: {clean(row.trigger)} ({row.status})"))


def _history(record: Record, left: str, right: str) -> None:
    said = {(j, stands) for row in (left, right) for j, stands in record.history(row)}
    for judgement, stands in sorted(said, key=lambda item: (item[0].by, item[0].left, item[0].right)):
        score = "" if judgement.score is None else f" {judgement.score}"
        gone = "" if stands else "  (retracted)"
        console().print(f"   {judgement.verdict}{score} by {judgement.by}: {judgement.reason}{gone}", markup=False)


@click.command()
@RECORD
@BY
@click.option("--limit", type=click.IntRange(1), help="At most so many pairs.")
@click.option("--list", "only_list", is_flag=True, help="List the open pairs as JSON lines and ask nothing.")
@click.option(
    "--judge", nargs=3, metavar="LEFT RIGHT VERDICT", help="Judge one pair of ids: same, different or unsure."
)
@click.option("--reason", default="", help="Why, in words; kept with --judge.")
@click.option("--retract", nargs=2, metavar="LEFT RIGHT", help="Take back what you said of a pair.")
@click.option("--conflicts", is_flag=True, help="List pairs and fields on which people contradict each other.")
def review(
    record: Path,
    by: str | None,
    limit: int | None,
    only_list: bool,
    judge: tuple[str, str, str] | None,
    reason: str,
    retract: tuple[str, str] | None,
    conflicts: bool,
) -> int:
    """Go through pairs of accounts that may be one statement, and judge them.

    Keys: **x** same, **n** different, **u** unsure, **h** history, **s** skip, **q** stop. Each judgement is kept at once,
    signed with your name, outranks every rule, and survives coding anew. At the end the record is collated again.
    """
    if only_list or conflicts:
        with reading(record) as opened:
            rows = (*opened.conflicts(), *opened.contradictions()) if conflicts else opened.open_pairs(limit)
            for row in rows:
                sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
            return 1 if conflicts and rows else 0
    must_exist(record)
    who = _who(by)
    with Record.open(record, command="verbale review") as opened:
        if judge:
            opened.judge(judge[0], judge[1], judge[2], by=who, reason=reason)
        elif retract:
            if not opened.retract(*retract, by=who):
                click.echo(f"nothing stands that {who} said of this pair", err=True)
                return 1
        elif not _ask(opened, who, limit):
            return 0
        opened.collate()
    return 0


def _ask(record: Record, who: str, limit: int | None) -> int:
    """Ask about one pair after the other; return how many were judged."""
    done = 0
    pairs = record.open_pairs(limit)
    if not pairs:
        click.echo("no pair waits for a judgement", err=True)
    for number, pair in enumerate(pairs, start=1):
        sides = [record.row(pair.left), record.row(pair.right)]
        console().print(f"\n{number} of {len(pairs)}   likeness {pair.score}   {pair.left}  {pair.right}", markup=False)
        for title, side in zip(("A", "B"), sides, strict=True):
            _show(side, title)
        while True:
            key = _key()
            if key == "h":
                _history(record, pair.left, pair.right)
                continue
            break
        if key == "q":
            break
        if key in _KEYS:
            record.judge(pair.left, pair.right, _KEYS[key], by=who)
            done += 1
    click.echo(f"{done} judged", err=True)
    return done


def _key() -> str:
    while True:
        click.echo("x same  n different  u unsure  h history  s skip  q stop: ", nl=False, err=True)
        try:
            # without a terminal the keys come as text: `printf 'xnq' | verbale review RECORD`
            key = click.getchar() if sys.stdin.isatty() else sys.stdin.read(1)
        except (EOFError, KeyboardInterrupt):
            return "q"
        click.echo(key.strip(), err=True)
        if key in ("", "\x03", "\x04"):
            return "q"
        if key.lower() in {*_KEYS, "h", "s", "q"}:
            return key.lower()


@click.command()
@RECORD
@click.argument("row")
@click.argument("field", type=click.Choice(FIELDS), required=False)
@click.argument("value", required=False)
@BY
@click.option("--reason", default="", help="Why, in words.")
@click.option("--retract", is_flag=True, help="Take back what you corrected in this field.")
def correct(
    record: Path, row: str, field: str | None, value: str | None, by: str | None, reason: str, retract: bool
) -> int:
    """Correct the speaker, addressee, act or day of a statement, or the day or status of an event.

    ROW is the id of a statement, an event or one reading; VALUE a name that the record knows, an act, a day (`2021-12-17`,
    `2021-12`, `2021-12-16/2021-12-21`), a status, or "" for "not known"; `kept no` leaves a row out, `kept yes` says that it was
    read and is right. Without FIELD: what was corrected so far. A correction is
    signed with your name, outranks every rule, survives coding anew, and can be taken back.
    """
    if field is None:
        with reading(record) as opened:
            for c, stands in opened.corrections_of(row):
                sys.stdout.write(msgspec.json.encode({**msgspec.to_builtins(c), "stands": stands}).decode() + "\n")
        return 0
    if value is None and not retract:
        raise click.UsageError('name the right value; "" for "not known"')
    must_exist(record)
    who, now = _who(by), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with Record.open(record, command="verbale correct") as opened:
        if retract and not opened.retract_correction(row, field, by=who, at=now):
            click.echo(f"nothing stands that {who} corrected there", err=True)
            return 1
        if retract:
            click.echo("taken back", err=True)
        else:
            concerned = opened.correct(row, field, value or "", by=who, reason=reason, at=now)
            click.echo(f"{concerned} corrected", err=True)
        opened.collate()
    return 0


@click.command("import")
@RECORD
@click.argument("judgements", type=click.Path(dir_okay=False, path_type=Path))
def import_(record: Path, judgements: Path) -> None:
    """Take in another person's judgements and corrections.

    JSON lines, as `verbale export RECORD judgements.jsonl --what judgements` and `--what corrections` write them.
    """
    must_exist(record)
    with Record.open(record, command="verbale import") as opened:
        added, unknown = opened.import_judgements(judgements)
        opened.collate()
    click.echo(f"{added} new, {unknown} on rows that this record does not hold (kept)", err=True)


VERBS = (review, correct, import_)
