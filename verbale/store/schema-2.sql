-- Schema 2: offices of actors, and where accounts differ. Derived with the rest of the collation.

CREATE TABLE post(                     -- an office held, as far as articles and the lexicon say so
  actor_id TEXT NOT NULL REFERENCES actor, n INTEGER NOT NULL,
  title TEXT NOT NULL, "of" TEXT, since TEXT, until TEXT, basis TEXT NOT NULL,
  PRIMARY KEY(actor_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE disagreement(             -- accounts of one statement or event that cannot all be right
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, subject_id TEXT NOT NULL, other_id TEXT, about TEXT NOT NULL, score REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX disagreement_subject ON disagreement(subject_id);

CREATE TABLE disagreement_side(        -- what each side gives, and the coded rows that give it
  disagreement_id TEXT NOT NULL REFERENCES disagreement, side INTEGER NOT NULL, n INTEGER NOT NULL,
  value TEXT NOT NULL, row_id TEXT NOT NULL, independent INTEGER NOT NULL,
  PRIMARY KEY(disagreement_id, side, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX disagreement_side_row ON disagreement_side(row_id);

ALTER TABLE statement ADD COLUMN independent INTEGER NOT NULL DEFAULT 1;   -- sources, after copies and relays are folded
ALTER TABLE event ADD COLUMN independent INTEGER NOT NULL DEFAULT 1;
