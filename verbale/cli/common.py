"""What several modules of verbs share: arguments, options, opening a record to read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from verbale.errors import UsageError
from verbale.intake.fields import roles
from verbale.record import Record

RECORD = click.argument("record", type=click.Path(dir_okay=False, path_type=Path))
SOURCES = click.argument("sources", nargs=-1, required=True)
CONFIDENCE = click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Leave out what is less sure."
)
SINCE = click.option("--since", metavar="DAY", help="From this day on (2021-12-01).")
UNTIL = click.option("--until", metavar="DAY", help="Up to this day.")
LIMIT = click.option("--limit", type=click.IntRange(1), help="At most so many rows.")
OUTLET = click.option("--outlet", help="Only what this outlet carries.")


@contextlib.contextmanager
def reading(path: Path) -> Iterator[Record]:
    """Open a record to read; refuse with advice where there is none."""
    if not path.exists():
        raise UsageError(f"{path}: there is no such record. `verbale build {path} ARTICLES` makes one.")
    with Record.open(path, write=False) as record:
        if record.store.is_uncoded():
            click.echo(
                f"{path}: no article is coded yet: `verbale code {path}`, then `verbale collate {path}`.", err=True
            )
        yield record


def must_exist(path: Path) -> None:
    """Refuse with advice where there is no record."""
    if not path.exists():
        raise UsageError(f"{path}: there is no such record. `verbale build {path} ARTICLES` makes one.")


def role_mapping(items: tuple[str, ...]) -> dict[str, str] | None:
    """Return what `--map ROLE=FIELD` says, by role. Raises UsageError."""
    mapping = {}
    for item in items:
        role, separator, field = item.partition("=")
        if not separator or not role or not field:
            raise UsageError(f"--map {item}: write ROLE=FIELD, such as --map text=body")
        if role not in roles():
            raise UsageError(f"--map {item}: {role!r} is no role. There are: {', '.join(roles())}.")
        mapping[role] = field
    return mapping or None
