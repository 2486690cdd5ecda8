"""What people say of a record: judgements and corrections, taken in, shown and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

from verbale.analysis import review
from verbale.collation.cluster import Conflict
from verbale.collation.corrections import Contradiction
from verbale.collation.judgements import is_person
from verbale.errors import UsageError
from verbale.export.rows import AccountRow, ReadingRow
from verbale.model import Correction, Judgement, Verdict
from verbale.record.opened import Opened


class Judging(Opened):
    """Takes the word of people."""

    def judge(self, left: str, right: str, verdict: str, *, by: str, reason: str = "") -> None:
        """Say of two rows that they are the same, different, or that it is unsure; `collate` then follows it.

        Rows are coded rows (attributions, event mentions, mentions) or statements, events, actors. Raises UsageError.
        """
        if verdict not in get_args(Verdict):
            raise UsageError(f"a verdict is one of {', '.join(get_args(Verdict))}, not {verdict!r}")
        if not is_person(by):
            raise UsageError(f"{by!r} is no person's name")
        rows = sorted((review.coded_row(self._store, left), review.coded_row(self._store, right)))
        self._store.put_judgements([Judgement(rows[0], rows[1], cast(Verdict, verdict), by, None, reason)])

    def retract(self, left: str, right: str, *, by: str) -> bool:
        """Take back what someone said of a pair; False where there is nothing to take back."""
        rows = (review.coded_row(self._store, left), review.coded_row(self._store, right))
        return self._store.retract_judgement(*rows, by)

    def open_pairs(self, limit: int | None = None) -> list[review.OpenPair]:
        """Return pairs that may be one statement and wait for a person, the likeliest first."""
        return review.open_pairs(self._store, limit)

    def history(self, row_id: str) -> list[tuple[Judgement, bool]]:
        """Return what was judged of a row, and whether it still stands."""
        return review.history(self._store, row_id)

    def conflicts(self) -> list[Conflict]:
        """Return the pairs on which people contradict each other, in so many words or by what follows from others."""
        told = (Conflict(c.left_id, c.right_id, c.by) for c in self._store.conflicts())
        return sorted({*review.conflicts(self._store), *told})

    def import_judgements(self, path: str | Path) -> tuple[int, int]:
        """Take in people's judgements and corrections from JSON lines; return how many are new, how many on unknown rows."""
        judgements, corrections = review.read_judgements(Path(path))
        rows = [(j.left, j.right) for j in judgements] + [(c.row,) for c in corrections]
        unknown = sum(1 for ids in rows if any(self._store.document_of(row) is None for row in ids))
        return self._store.put_judgements(judgements) + self._store.put_corrections(corrections), unknown

    def correct(self, row: str, field: str, value: str, *, by: str, reason: str = "", at: str = "") -> int:
        """Correct the `speaker`, `addressee`, `act` or `day` of a statement or reading, the `day` or `status` of an event.

        `value` is a name the record knows, an act, an EDTF day, a status; "" for "not known". `at` notes when. `collate`
        then follows it, also when the article is coded anew. Return how many readings that concerns. Raises UsageError.
        """
        return self._store.put_corrections(
            review.make_corrections(self._store, row, field, value, by=by, reason=reason, at=at)
        )

    def retract_correction(self, row: str, field: str, *, by: str, at: str = "") -> int:
        """Take back what someone corrected in a statement, event or reading; return in how many readings."""
        own = [c for c, stands in self.corrections_of(row) if stands and c.field == field and c.by == by]
        return sum(self._store.retract_correction(c.row, field, by, at) for c in own)

    def corrections_of(self, row: str) -> list[tuple[Correction, bool]]:
        """Return what people corrected in a statement, event or reading, and whether it still stands."""
        return review.corrections_of(self._store, row)

    def contradictions(self) -> list[Contradiction]:
        """Return the fields that people correct differently; they stay as coded."""
        return review.contradictions(self._store)

    def row(self, row_id: str) -> ReadingRow | AccountRow:
        """Return an attribution or an event mention with its words. Raises UsageError."""
        document_id = self._store.document_of(row_id)
        page = self.view.page(document_id) if document_id else None
        if document_id and page and row_id in page.attributions:
            return self.view.reading(document_id, row_id)
        if document_id and page and row_id in page.events:
            return self.view.account(document_id, row_id)
        raise UsageError(f"{self.path} holds no attribution or event mention {row_id!r}")
