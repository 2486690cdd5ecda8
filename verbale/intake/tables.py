"""The room's own knowledge as data: small tables beside the modules that read them."""

from __future__ import annotations

from importlib import resources


def table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of one of this room's own tables, without comments and header."""
    lines = resources.files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))[1:]
