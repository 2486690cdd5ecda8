"""Formats known by their first bytes that are no articles: refused by name, with advice (`binaries.tsv`)."""

from __future__ import annotations

from functools import cache

from verbale.intake.given import Refused
from verbale.intake.tables import table


@cache
def _magics() -> tuple[tuple[int, bytes, str, str], ...]:
    return tuple((int(at), bytes.fromhex(magic), what, advice) for at, magic, what, advice in table("binaries.tsv"))


def known_binary(head: bytes) -> Refused | None:
    """Return the refusal of a known binary format, None for everything else."""
    for at, magic, what, advice in _magics():
        if head.startswith(magic, at):
            return Refused(f"this is {what}, not an article", advice)
    return None
