-- Schema 5: what the trained network takes the words of reports for. Part of a coding, written and replaced with it.

CREATE TABLE leaning(
  document_n INTEGER NOT NULL REFERENCES document,
  attribution_id TEXT NOT NULL, n INTEGER NOT NULL,
  stance TEXT NOT NULL, share INTEGER NOT NULL CHECK(share BETWEEN 1 AND 100),   -- percent
  PRIMARY KEY(document_n, attribution_id, n),
  FOREIGN KEY(document_n, attribution_id) REFERENCES attribution(document_n, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
