"""Copies among a record's articles, and how many independent sources a set of accounts makes."""

from __future__ import annotations

from collections.abc import Sequence

from verbale.collation.accounts import Account, EventAccount
from verbale.collation.copies import find_copies, find_families
from verbale.collation.copies import find_links as shared_texts
from verbale.collation.independence import Reading, by_document, independent_sources, reading_of
from verbale.collation.signatures import Signature
from verbale.store.rows import Link


class Copies:
    """What the articles of a record copy from one another."""

    def __init__(self, signatures: Sequence[Signature]) -> None:
        shared = shared_texts(signatures)
        families = by_document(find_families(signatures, shared))
        self._readings: dict[str, Reading] = {s.document_id: reading_of(s, families) for s in signatures}
        self.links = tuple(
            Link(c.document_id, "copies", c.origin_id, f"{c.kind}: {c.reason}", round(c.containment, 3))
            for c in find_copies(signatures, shared)
        )

    def sources(self, accounts: Sequence[Account] | Sequence[EventAccount]) -> int:
        """Return how many independent sources accounts are."""
        if len({a.document_id for a in accounts}) < 2:
            return 1
        return max(1, independent_sources([self._reading(a) for a in accounts]).independent)

    def reading(self, document_id: str) -> Reading:
        """Return what tells where an article had its text from."""
        return self._readings[document_id]

    def _reading(self, account: Account | EventAccount) -> Reading:
        found = self._readings[account.document_id]
        relays = tuple(hop.name for hop in account.attribution.relay) if isinstance(account, Account) else ()
        return (
            found
            if not relays
            else Reading(found.document_id, found.family, found.outlet, found.day, found.agency, relays)
        )
