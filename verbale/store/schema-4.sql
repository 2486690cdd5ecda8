-- Schema 4: a collation is written by differences. Mentions of an actor stand in the order of their ids, so that one more
-- moves no other; contradictions that follow from people's judgements together are kept; what was worked out is remembered.

CREATE TABLE mention_of(
  actor_id TEXT NOT NULL REFERENCES actor, mention_id TEXT NOT NULL UNIQUE REFERENCES mention(id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY(actor_id, mention_id)
) STRICT, WITHOUT ROWID;
INSERT INTO mention_of SELECT actor_id, mention_id FROM actor_mention;
DROP TABLE actor_mention;
ALTER TABLE mention_of RENAME TO actor_mention;

CREATE TABLE conflict(                 -- rows that judgements call the same, by a chain of them, and different: kept apart
  left_id TEXT NOT NULL, right_id TEXT NOT NULL, kind TEXT NOT NULL, "by" TEXT NOT NULL,
  PRIMARY KEY(left_id, right_id, kind, "by")
) STRICT, WITHOUT ROWID;

CREATE TABLE memo(                     -- what collation worked out, to be spared it the next time; may be emptied at any time
  stage TEXT NOT NULL, key TEXT NOT NULL, tag TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY(stage, key)
) STRICT;
