"""Names for rows and words that hold in any format: `urn:verbale:statement:ID`, `urn:verbale:document:ID#char=12,40`."""

from __future__ import annotations

import re

from verbale.export.rows import EvidenceRow

_NO_IRI = re.compile(r'[\x00-\x20\x7f<>"{}|\\^`]')


def urn(kind: str, row_id: str) -> str:
    """Return the name of a row."""
    return f"urn:verbale:{kind}:{row_id}"


def place(words: EvidenceRow) -> str:
    """Return the name of exact words: RFC 5147's fragment of a plain text, in code points."""
    return f"{urn('document', words.document_id)}#char={words.start},{words.end}"


def iri(address: str) -> str:
    """Return an address with what no IRI may hold percent-encoded."""
    return _NO_IRI.sub(lambda match: f"%{ord(match[0]):02X}", address)
