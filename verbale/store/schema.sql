-- The record, schema 1. Names: `*_id` is a public id (a hash of content, the same in every record); `*_n` and `n` are
-- numbers inside this file only. Offsets count code points, end exclusive. Days are ISO 8601, uncertain ones EDTF.

-- 1. Sources: what was given. Documents are never edited or deleted.

CREATE TABLE run(
  id TEXT PRIMARY KEY, stage TEXT NOT NULL, version TEXT NOT NULL, settings TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outlet(
  id TEXT PRIMARY KEY, name TEXT NOT NULL, domain TEXT, country TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE document(
  n INTEGER PRIMARY KEY,               -- explicit, so that VACUUM keeps the full-text index in step
  id TEXT NOT NULL UNIQUE,
  outlet_id TEXT REFERENCES outlet,
  url TEXT, title TEXT, byline TEXT, language TEXT NOT NULL,
  digest TEXT NOT NULL,                -- of all fields as they were added; `verify` recomputes it
  text TEXT NOT NULL                   -- last: reading the other columns does not touch its pages
) STRICT;
CREATE INDEX document_outlet ON document(outlet_id);

CREATE TABLE date_claim(
  document_n INTEGER NOT NULL REFERENCES document, n INTEGER NOT NULL,
  value TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL,
  PRIMARY KEY(document_n, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt(
  document_n INTEGER NOT NULL REFERENCES document, locator TEXT NOT NULL, raw_sha256 TEXT NOT NULL,
  raw_bytes INTEGER NOT NULL, format TEXT NOT NULL, url TEXT, notes TEXT NOT NULL,   -- notes: JSON array
  PRIMARY KEY(document_n, locator, raw_sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_source ON receipt(locator, raw_sha256);

CREATE TABLE skip(
  locator TEXT NOT NULL, raw_sha256 TEXT NOT NULL,      -- '' where the bytes could not be had
  reason TEXT NOT NULL, advice TEXT NOT NULL,
  PRIMARY KEY(locator, raw_sha256)
) STRICT, WITHOUT ROWID;

-- 2. Coding: what one document says. All rows of a document are written and replaced together. References inside a
-- document carry its number: they cannot point into another, and SQLite finds the other end without a further index.

CREATE TABLE coding(
  document_n INTEGER PRIMARY KEY REFERENCES document,
  coder TEXT NOT NULL, skipped TEXT, digest TEXT NOT NULL
) STRICT;
CREATE INDEX coding_coder ON coding(coder);

CREATE TABLE segment(
  document_n INTEGER NOT NULL REFERENCES document,
  found_by TEXT NOT NULL CHECK(found_by IN('source', 'coding')),
  n INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, role TEXT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY(document_n, found_by, n), CHECK(start >= 0 AND "end" >= start)
) STRICT, WITHOUT ROWID;

CREATE TABLE span(
  document_n INTEGER NOT NULL REFERENCES document, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY(document_n, start, "end"), CHECK(start >= 0 AND "end" > start)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence(
  document_n INTEGER NOT NULL, row_id TEXT NOT NULL, n INTEGER NOT NULL,
  field TEXT NOT NULL,                 -- content, cue, speaker, spoken, place, happened, dateline ...
  extra INTEGER NOT NULL,              -- 0: the words of the field itself; 1: further words that support it
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY(document_n, row_id, n),
  FOREIGN KEY(document_n, start, "end") REFERENCES span DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE dateline(
  document_n INTEGER PRIMARY KEY REFERENCES document, kind TEXT NOT NULL,
  value TEXT, earliest TEXT, latest TEXT, basis TEXT, place TEXT, rejected TEXT NOT NULL   -- rejected: JSON array
) STRICT;

CREATE TABLE time_expression(
  document_n INTEGER NOT NULL REFERENCES document, n INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, earliest TEXT, latest TEXT,
  timex_type TEXT NOT NULL, timex_value TEXT NOT NULL, form TEXT NOT NULL, basis TEXT NOT NULL,
  PRIMARY KEY(document_n, id),
  FOREIGN KEY(document_n, start, "end") REFERENCES span DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE mention(
  document_n INTEGER NOT NULL REFERENCES document, n INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, kind TEXT NOT NULL, form TEXT NOT NULL, name TEXT NOT NULL,
  head_id TEXT NOT NULL,
  actor TEXT, confidence REAL NOT NULL,
  PRIMARY KEY(document_n, id),
  FOREIGN KEY(document_n, start, "end") REFERENCES span DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(document_n, head_id) REFERENCES mention(document_n, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE attribution(
  document_n INTEGER NOT NULL REFERENCES document, n INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,
  mode TEXT NOT NULL CHECK(mode IN('direct', 'mixed', 'indirect')), act TEXT NOT NULL,
  speaker_id TEXT,
  addressee_id TEXT,
  medium TEXT, spoken TEXT, earliest TEXT, latest TEXT, date_basis TEXT,
  parent_id TEXT,
  confidence REAL NOT NULL, rule TEXT NOT NULL,
  PRIMARY KEY(document_n, id),
  FOREIGN KEY(document_n, speaker_id) REFERENCES mention(document_n, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(document_n, addressee_id) REFERENCES mention(document_n, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(document_n, parent_id) REFERENCES attribution(document_n, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE relay(
  document_n INTEGER NOT NULL REFERENCES document,
  attribution_id TEXT NOT NULL, hop INTEGER NOT NULL,
  mention_id TEXT, name TEXT NOT NULL, medium TEXT,
  start INTEGER, "end" INTEGER,
  PRIMARY KEY(document_n, attribution_id, hop),
  FOREIGN KEY(document_n, start, "end") REFERENCES span DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(document_n, attribution_id) REFERENCES attribution(document_n, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(document_n, mention_id) REFERENCES mention(document_n, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE event_mention(
  document_n INTEGER NOT NULL REFERENCES document, n INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL, mode TEXT, context TEXT, status TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  happened TEXT, earliest TEXT, latest TEXT, date_basis TEXT,
  attribution_id TEXT,   -- set where only claimed by someone
  confidence REAL NOT NULL, rule TEXT NOT NULL,
  PRIMARY KEY(document_n, id),
  FOREIGN KEY(document_n, start, "end") REFERENCES span DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(document_n, attribution_id) REFERENCES attribution(document_n, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE participant(
  document_n INTEGER NOT NULL REFERENCES document,
  event_mention_id TEXT NOT NULL,
  role TEXT NOT NULL CHECK(role IN('actor', 'recipient')), n INTEGER NOT NULL,
  mention_id TEXT NOT NULL,
  PRIMARY KEY(document_n, event_mention_id, role, n),
  FOREIGN KEY(document_n, event_mention_id) REFERENCES event_mention(document_n, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY(document_n, mention_id) REFERENCES mention(document_n, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

-- 3. Collation: who and what they are across documents. Derived; rebuilt as a whole.

CREATE TABLE judgement(
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, left_id TEXT NOT NULL, right_id TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK(verdict IN('same', 'different', 'unsure')), "by" TEXT NOT NULL, score REAL,
  reason TEXT NOT NULL, retracted INTEGER NOT NULL DEFAULT 0, CHECK(left_id < right_id)
) STRICT;
CREATE UNIQUE INDEX judgement_live ON judgement(left_id, right_id, "by") WHERE retracted = 0;
CREATE INDEX judgement_right ON judgement(right_id);

CREATE TABLE actor(
  id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, sector TEXT, lexicon_key TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE actor_alias(
  actor_id TEXT NOT NULL REFERENCES actor, n INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY(actor_id, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE actor_mention(
  actor_id TEXT NOT NULL REFERENCES actor, n INTEGER NOT NULL,
  mention_id TEXT NOT NULL UNIQUE REFERENCES mention(id) DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY(actor_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement(
  id TEXT PRIMARY KEY, speaker_id TEXT REFERENCES actor, addressee_id TEXT REFERENCES actor, act TEXT NOT NULL,
  content TEXT NOT NULL, mode TEXT NOT NULL, value TEXT, earliest TEXT, latest TEXT, basis TEXT NOT NULL, place TEXT,
  lemma_id TEXT NOT NULL REFERENCES attribution(id) DEFERRABLE INITIALLY DEFERRED    -- whose wording is the base text
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_speaker ON statement(speaker_id);
CREATE INDEX statement_addressee ON statement(addressee_id);
CREATE INDEX statement_earliest ON statement(earliest);
CREATE INDEX statement_lemma ON statement(lemma_id);
CREATE TABLE statement_attribution(
  statement_id TEXT NOT NULL REFERENCES statement, n INTEGER NOT NULL,
  attribution_id TEXT NOT NULL UNIQUE REFERENCES attribution(id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY(statement_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE event(
  id TEXT PRIMARY KEY, type TEXT NOT NULL, mode TEXT, context TEXT, status TEXT NOT NULL,
  value TEXT, earliest TEXT, latest TEXT, basis TEXT NOT NULL, place TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX event_earliest ON event(earliest);
CREATE TABLE event_party(
  event_id TEXT NOT NULL REFERENCES event, role TEXT NOT NULL CHECK(role IN('actor', 'recipient')), n INTEGER NOT NULL,
  actor_id TEXT NOT NULL REFERENCES actor, PRIMARY KEY(event_id, role, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_party_actor ON event_party(actor_id);
CREATE TABLE event_account(
  event_id TEXT NOT NULL REFERENCES event, n INTEGER NOT NULL,
  event_mention_id TEXT NOT NULL UNIQUE REFERENCES event_mention(id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY(event_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE narrowed_dateline(        -- what neighbours on the same story add to a document's own dateline
  document_id TEXT PRIMARY KEY REFERENCES document(id), value TEXT NOT NULL, earliest TEXT, latest TEXT,
  basis TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE link(                     -- answers, denies, repeats, contradicts, omits, copies
  left_id TEXT NOT NULL, type TEXT NOT NULL, right_id TEXT NOT NULL, field TEXT NOT NULL, score REAL,
  PRIMARY KEY(left_id, type, right_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_right ON link(right_id, type);

CREATE TABLE seal(                     -- what a part that was written as a whole must add up to
  part TEXT PRIMARY KEY, digest TEXT NOT NULL, inputs TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- 4. What may not happen.

CREATE TRIGGER span_is_exact BEFORE INSERT ON span
WHEN length(NEW.text) IS NOT NEW."end" - NEW.start
  OR substr((SELECT text FROM document WHERE n = NEW.document_n), NEW.start + 1, NEW."end" - NEW.start) IS NOT NEW.text
BEGIN SELECT RAISE(ABORT, 'span text differs from document text'); END;

CREATE TRIGGER span_is_fixed BEFORE UPDATE ON span
BEGIN SELECT RAISE(ABORT, 'a span is never edited'); END;

CREATE TRIGGER document_is_fixed BEFORE UPDATE ON document
BEGIN SELECT RAISE(ABORT, 'a document is never edited'); END;

CREATE TRIGGER document_is_kept BEFORE DELETE ON document
BEGIN SELECT RAISE(ABORT, 'a document is never deleted'); END;

CREATE TRIGGER judgement_is_fixed BEFORE UPDATE OF n, id, left_id, right_id, verdict, "by", score, reason ON judgement
BEGIN SELECT RAISE(ABORT, 'a judgement is retracted, never edited'); END;

-- 5. Search. Filled by the store and not by a trigger: records come from strangers too, so they are opened with
-- `trusted_schema` off, which forbids triggers that write to virtual tables.

CREATE VIRTUAL TABLE document_fts USING fts5(
  title, text, content='document', content_rowid='n', tokenize='porter unicode61 remove_diacritics 2'
);

-- 6. In plain words.

CREATE VIEW article AS
SELECT d.id, coalesce(o.name, d.outlet_id) AS outlet, d.title, d.byline, d.language,
  coalesce(r.value, l.value) AS written, iif(r.value IS NULL, l.earliest, r.earliest) AS earliest,
  iif(r.value IS NULL, l.latest, r.latest) AS latest, l.kind AS dateline_kind,
  coalesce(r.basis, l.basis) AS dateline_basis, l.place AS written_in,
  c.coder, c.skipped, d.url
FROM document d LEFT JOIN outlet o ON o.id = d.outlet_id
LEFT JOIN dateline l ON l.document_n = d.n LEFT JOIN narrowed_dateline r ON r.document_id = d.id
LEFT JOIN coding c ON c.document_n = d.n;

CREATE VIEW words AS                   -- the words behind every field of every coded row
SELECT e.row_id, e.field, d.id AS document_id, e.start, e."end", s.text
  FROM evidence e JOIN document d ON d.n = e.document_n
  JOIN span s ON s.document_n = e.document_n AND s.start = e.start AND s."end" = e."end"
UNION ALL
SELECT m.id, 'name', d.id, m.start, m."end", s.text
  FROM mention m JOIN document d ON d.n = m.document_n
  JOIN span s ON s.document_n = m.document_n AND s.start = m.start AND s."end" = m."end"
UNION ALL
SELECT t.id, 'time', d.id, t.start, t."end", s.text
  FROM time_expression t JOIN document d ON d.n = t.document_n
  JOIN span s ON s.document_n = t.document_n AND s.start = t.start AND s."end" = t."end"
UNION ALL
SELECT v.id, 'trigger', d.id, v.start, v."end", s.text
  FROM event_mention v JOIN document d ON d.n = v.document_n
  JOIN span s ON s.document_n = v.document_n AND s.start = v.start AND s."end" = v."end";

CREATE VIEW reading AS                 -- a statement's wording in each document
SELECT sa.statement_id, a.id AS attribution_id, a.id = st.lemma_id AS is_lemma,
  coalesce(o.name, d.outlet_id) AS outlet, d.id AS document_id, m.name AS speaker, a.act, a.mode,
  (SELECT group_concat(text, ' … ') FROM (
    SELECT s.text FROM evidence e
    JOIN span s ON s.document_n = e.document_n AND s.start = e.start AND s."end" = e."end"
    WHERE e.document_n = a.document_n AND e.row_id = a.id AND e.field = 'content' AND e.extra = 0 ORDER BY e.n)) AS content,
  (SELECT min(start) FROM evidence e
    WHERE e.document_n = a.document_n AND e.row_id = a.id AND e.field = 'content' AND e.extra = 0) AS start,
  (SELECT max("end") FROM evidence e
    WHERE e.document_n = a.document_n AND e.row_id = a.id AND e.field = 'content' AND e.extra = 0) AS "end",
  a.spoken, a.medium, d.url
FROM statement_attribution sa JOIN statement st ON st.id = sa.statement_id
JOIN attribution a ON a.id = sa.attribution_id JOIN document d ON d.n = a.document_n
LEFT JOIN outlet o ON o.id = d.outlet_id LEFT JOIN mention m ON m.id = a.speaker_id;

CREATE VIEW contact AS                 -- calls, meetings, visits, talks
SELECT v.id, v.value AS "when", v.earliest, v.latest, v.mode AS manner, v.status,
  (SELECT group_concat(name, ', ') FROM (SELECT a.name FROM event_party p JOIN actor a ON a.id = p.actor_id
    WHERE p.event_id = v.id AND p.role = 'actor' ORDER BY p.n)) AS who,
  (SELECT group_concat(name, ', ') FROM (SELECT a.name FROM event_party p JOIN actor a ON a.id = p.actor_id
    WHERE p.event_id = v.id AND p.role = 'recipient' ORDER BY p.n)) AS with_whom,
  v.place, v.context,
  (SELECT count(*) FROM event_account x WHERE x.event_id = v.id) AS accounts,
  (SELECT count(DISTINCT coalesce(d.outlet_id, d.id)) FROM event_account x JOIN event_mention em ON em.id = x.event_mention_id
    JOIN document d ON d.n = em.document_n WHERE x.event_id = v.id) AS outlets
FROM event v WHERE v.type = 'CONSULT';

CREATE VIEW timeline AS                -- undated rows last
SELECT st.earliest, st.latest, st.value AS "when", 'statement' AS kind, st.id, a.name AS who, st.act AS what,
  st.content AS label, st.place
FROM statement st LEFT JOIN actor a ON a.id = st.speaker_id
UNION ALL
SELECT v.earliest, v.latest, v.value, 'event', v.id,
  (SELECT group_concat(name, ', ') FROM (SELECT a.name FROM event_party p JOIN actor a ON a.id = p.actor_id
    WHERE p.event_id = v.id AND p.role = 'actor' ORDER BY p.n)),
  v.type, v.type || coalesce(' ' || v.mode, '') || ' (' || v.status || ')'
    || coalesce(': ' || (SELECT group_concat(name, ', ') FROM (SELECT a.name FROM event_party p
      JOIN actor a ON a.id = p.actor_id WHERE p.event_id = v.id ORDER BY p.role, p.n)), ''),
  v.place
FROM event v
ORDER BY 1 NULLS LAST, 2 NULLS LAST, 4, 5;
