"""How alike two accounts are in sense, where their words leave it open: what the reader of reports makes of both."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cache

from verbale.collation.accounts import Account
from verbale.language import reports
from verbale.language.reports import Mark, Reader, Report
from verbale.lexicon import load_table

FIGURES = (
    "both direct", "contraries", "covered", "covered and heavy", "days apart", "fragment", "head covered", "lead",
    "marked likeness", "marked run", "mutual", "near, both quoted", "near, both told", "near, one quoted", "next day", "one",
    "one document", "other numbers", "same act", "same addressee", "same day", "same speaker", "turned", "variant", "verbatim",
)  # fmt: skip
"""What the words tell, figure by figure (`statements.figures`), in the order in which the reader is given it."""
_KEPT = 4000
"""Accounts kept as they were read, each some twenty kilobytes."""


def passage_of(account: Account) -> tuple[str, list[Mark]] | None:
    """Return the sentence of an account with what each part of it is, later marks over earlier ones."""
    around, said = account.around, account.attribution
    if around is None:
        return None
    start, end = said.content[0].start, said.content[-1].end
    spans = [(end, around.end, reports.AFTER), (start, end, reports.BETWEEN)]
    if said.speaker is not None:
        spans.append((said.speaker.start, said.speaker.end, reports.SPEAKER))
    spans += [(span.start, span.end, reports.CUE) for span in said.cue]
    spans += [(span.start, span.end, reports.CONTENT) for span in said.content]
    return around.text, [(begin - around.start, stop - around.start, role) for begin, stop, role in spans]


def given(figures: Mapping[str, float], told: float) -> list[float]:
    """Return what the reader is given besides two accounts: the figures of their words, and what these tell together."""
    return [*(figures.get(name, 0.0) for name in FIGURES), odds(told) / 5]


def odds(share: float) -> float:
    """Return the log odds of a share, kept from running away."""
    return math.log((share + 0.001) / (1.001 - share))


@cache
def _weights() -> dict[str, float]:
    return {row["figure"]: float(row["weight"]) for row in load_table("sense.tsv")}


class Sense:
    """Reads accounts, each once while it is at hand."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._read: OrderedDict[str, Report | None] = OrderedDict()

    def probability(self, left: Account, right: Account, figures: Mapping[str, float], told: float) -> float | None:
        """Return how likely two accounts are one statement, `told` being what their words tell; None if one has no words."""
        found = self.read(left, right, given(figures, told))
        if found is None:
            return None
        weights = _weights()
        total = weights["one"] + weights["words"] * odds(told) + weights["sense"] * odds(found)
        return round(1 / (1 + math.exp(-total)), 3)

    def read(self, left: Account, right: Account, figures: Sequence[float]) -> float | None:
        """Return what the reader makes of two accounts; None if one has no words."""
        one, other = self._report(left), self._report(right)
        return None if one is None or other is None else self._reader.compare(one, other, figures)

    def _report(self, account: Account) -> Report | None:
        if account.id in self._read:
            self._read.move_to_end(account.id)
            return self._read[account.id]
        laid = passage_of(account)
        found = self._reader.read(*laid) if laid is not None else None
        self._read[account.id] = found
        if len(self._read) > _KEPT:
            self._read.popitem(last=False)
        return found


def load_sense() -> Sense | None:
    """Return what reads accounts; None where the weights lack it."""
    reader = reports.load_reports()
    return Sense(reader) if reader is not None else None
