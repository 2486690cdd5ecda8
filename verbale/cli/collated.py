"""Verbs that read what was decided across articles."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import rich_click as click

from verbale.cli.common import LIMIT, RECORD, reading
from verbale.cli.output import output_options, show
from verbale.store import DisagreementKind


@click.command()
@RECORD
@click.option("--kind", type=click.Choice(get_args(DisagreementKind)), help="What is in question.")
@click.option("--about", metavar="ID", help="Only of this statement or event.")
@LIMIT
@output_options
def disagreements(
    record: Path, kind: DisagreementKind | None, about: str | None, limit: int | None, output: str | None
) -> None:
    """List where accounts differ: day, place, number, wording, speaker, a condition left out; what is surest first."""
    with reading(record) as opened:
        show(
            opened.disagreements(kind=kind, about=about, limit=limit),
            output,
            (
                ("id", lambda d: d.id),
                ("kind", lambda d: d.kind),
                ("in question", lambda d: d.about),
                ("sides", lambda d: " — ".join(f"{s.value} ({', '.join(s.outlets)})" for s in d.sides)),
            ),
        )


VERBS = (disagreements,)
