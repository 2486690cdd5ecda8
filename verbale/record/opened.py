"""A record that is open: its file, its rows as they stand, and whom a name means."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from rapidfuzz import process

from verbale.analysis.facts import Facts
from verbale.collation.names import fold
from verbale.errors import UsageError
from verbale.export.view import View
from verbale.store import Store


def between(earliest: str | None, latest: str | None, since: str | None, until: str | None) -> bool:
    """Say whether a day may lie between two; where bounds are given, what has no day lies outside."""
    if earliest is None and latest is None:
        return since is None and until is None
    return (since is None or (latest or "9999") >= since) and (until is None or (earliest or "0000") <= until)


class Opened:
    """What every part of a record builds on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._view: View | None = None
        self._facts: Facts | None = None

    @classmethod
    def open(cls, path: str | Path, *, write: bool = True, command: str = "") -> Self:
        """Open a record, making it where there is none (unless `write` is False).

        Raises RecordLocked while another process writes, RecordTooNew, RecordDamaged, or RecordError.
        """
        return cls(Store.open(path, write=write, command=command))

    def close(self) -> None:
        """Close the record."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> str:
        """The record's file."""
        return self._store.path

    @property
    def view(self) -> View:
        """The record's rows as they stand."""
        if self._view is None:
            self._view = View(self._store)
        return self._view

    @property
    def facts(self) -> Facts:
        """The collated rows as analysis reads them."""
        if self._facts is None:
            self._facts = Facts(self._store)
        return self._facts

    @property
    def store(self) -> Store:
        """The store beneath."""
        return self._store

    def _actors_named(self, name: str) -> list[str]:
        """Return the ids of the actors that a name may mean: by full name, alias, or a part of it."""
        wanted = fold(name)
        actors = list(self.view.actors_by_id.values())
        exact = [
            a.id
            for a in actors
            if wanted in {fold(n) for n in (a.name, *a.aliases)} or a.id == name or a.lexicon_key == name
        ]
        if exact:
            return sorted(exact)
        parts = set(wanted.split())
        partly = [a.id for a in actors if parts and any(parts <= set(fold(n).split()) for n in (a.name, *a.aliases))]
        if partly:
            return sorted(partly)
        close = [
            n
            for n, _, _ in process.extract(
                name, [a.name for a in actors if a.kind != "group"], limit=3, score_cutoff=60
            )
        ]
        hint = f" Perhaps: {', '.join(dict.fromkeys(close))}?" if close else " `verbale actors` lists who there is."
        raise UsageError(f"nobody in {self.path} is called {name!r}.{hint}")

    def _outlet_named(self, name: str) -> str:
        outlets = self._store.outlets()
        for outlet in outlets:
            if name.casefold() in {outlet.id.casefold(), outlet.name.casefold(), (outlet.domain or "").casefold()}:
                return outlet.id
        known = ", ".join(sorted(o.name for o in outlets)) or "none is known"
        raise UsageError(f"no outlet {name!r} in {self.path}. Outlets: {known}.")
