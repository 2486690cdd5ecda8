"""Verbs that print what follows from a record: issues, positions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rich_click as click

from verbale.cli.common import CONFIDENCE, RECORD, UNTIL, reading
from verbale.cli.output import output_options, show

ISSUES = click.option(
    "--issues",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own list of issues (TOML: `[[issue]]` with name, phrases, parent); it goes before what is found.",
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
                ("words", lambda i: ", ".join(i.words)),
            ),
        )


@click.command()
@RECORD
@click.option("--by", metavar="NAME", help="Only this party.")
@click.option("--issue", metavar="NAME", help="Only this issue, by name or id.")
@ISSUES
@UNTIL
@CONFIDENCE
@output_options
def positions(record: Path, output: str | None, **filters: Any) -> None:
    """List where each party stands on each issue: the last stance on record, since when, how often restated."""
    with reading(record) as opened:
        show(
            opened.positions(**filters),
            output,
            (
                ("party", lambda p: p.actor),
                ("issue", lambda p: p.issue),
                ("stance", lambda p: p.stance),
                ("since", lambda p: p.since or ""),
                ("restated", lambda p: str(p.restated)),
                ("condition", lambda p: p.condition or ""),
                ("last words", lambda p: f"{p.history[-1].speaker}: {p.history[-1].content}"),
            ),
        )


VERBS = (issues, positions)
