"""The minutes of a dispute, taken from the press.

import verbale
record = verbale.open("dispute.db")
record.build("articles/")
for s in record.statements(by="Sergei Ryabkov", act="demand"):
    print(s.when, s.content, s.evidence("content")[0].text)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from verbale.model import Coding
    from verbale.record import Record

__version__ = "0.1.0"
__all__ = ["__version__", "code", "open"]


def open(path: str | Path, *, write: bool = True) -> Record:
    """Open a record, making it where there is none. Raises errors.RecordError and its kin."""
    from verbale.record import Record  # here, so that `import verbale` costs nothing

    return Record.open(path, write=write, command="verbale.open")


def code(text: str, *, language: str = "en") -> Coding:
    """Code a bare text: `verbale.code("“We are ready,” Peskov told TASS.").attributions[0].speaker.text`."""
    from verbale.coding.coder import coder
    from verbale.model import Document, row_id

    return coder().code(Document(id=row_id("document", "", text), text=text, language=language))
