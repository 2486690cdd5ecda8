-- Schema 3: what people corrected. Kept with the judgements: never edited, retracted at most, not derived from anything.

CREATE TABLE correction(
  n INTEGER PRIMARY KEY, id TEXT NOT NULL,
  row_id TEXT NOT NULL, document_id TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,   -- the row, and where
  field TEXT NOT NULL CHECK(field IN('speaker', 'addressee', 'act', 'day', 'status', 'kept')), value TEXT NOT NULL,
  "by" TEXT NOT NULL, reason TEXT NOT NULL, made_at TEXT NOT NULL,
  retracted_at TEXT                    -- NULL while it stands; '' where nobody noted the time
) STRICT;
CREATE UNIQUE INDEX correction_live ON correction(row_id, field, "by") WHERE retracted_at IS NULL;
CREATE INDEX correction_document ON correction(document_id);

CREATE TRIGGER correction_is_fixed
BEFORE UPDATE OF n, id, row_id, document_id, start, "end", field, value, "by", reason, made_at ON correction
BEGIN SELECT RAISE(ABORT, 'a correction is retracted, never edited'); END;
