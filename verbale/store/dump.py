"""A record as lines of text, the same for the same content in whatever order it came: for comparing builds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

_CODED = "JOIN document d ON d.n = t.document_n"

QUERIES: tuple[tuple[str, str], ...] = (
    ("run", "SELECT id, stage, version, settings FROM run ORDER BY 1"),
    ("outlet", "SELECT id, name, domain, country FROM outlet ORDER BY 1"),
    ("document", "SELECT id, outlet_id, url, title, byline, language, digest, text FROM document ORDER BY 1"),
    ("date_claim", f"SELECT d.id, t.n, t.value, t.source, t.kind FROM date_claim t {_CODED} ORDER BY 1, 2"),
    (
        "receipt",
        "SELECT d.id, t.locator, t.raw_sha256, t.raw_bytes, t.format, t.url, t.notes "
        f"FROM receipt t {_CODED} ORDER BY 1, 2, 3",
    ),
    ("skip", "SELECT locator, raw_sha256, reason, advice FROM skip ORDER BY 1, 2"),
    ("coding", f"SELECT d.id, t.coder, t.skipped, t.digest FROM coding t {_CODED} ORDER BY 1"),
    (
        "segment",
        f'SELECT d.id, t.found_by, t.n, t.start, t."end", t.role, t.reason FROM segment t {_CODED} ORDER BY 1, 2, 3',
    ),
    ("span", f'SELECT d.id, t.start, t."end", t.text FROM span t {_CODED} ORDER BY 1, 2, 3'),
    (
        "evidence",
        f'SELECT d.id, t.row_id, t.n, t.field, t.extra, t.start, t."end" FROM evidence t {_CODED} ORDER BY 1, 2, 3',
    ),
    (
        "dateline",
        f"SELECT d.id, t.kind, t.value, t.earliest, t.latest, t.basis, t.place, t.rejected FROM dateline t {_CODED} "
        "ORDER BY 1",
    ),
    (
        "time_expression",
        'SELECT d.id, t.n, t.id, t.start, t."end", t.kind, t.value, t.earliest, t.latest, t.timex_type, t.timex_value, '
        f"t.form, t.basis FROM time_expression t {_CODED} ORDER BY 1, 2",
    ),
    (
        "mention",
        'SELECT d.id, t.n, t.id, t.start, t."end", t.kind, t.form, t.name, t.head_id, t.actor, t.confidence '
        f"FROM mention t {_CODED} ORDER BY 1, 2",
    ),
    (
        "attribution",
        "SELECT d.id, t.n, t.id, t.mode, t.act, t.speaker_id, t.addressee_id, t.medium, t.spoken, t.earliest, "
        f"t.latest, t.date_basis, t.parent_id, t.confidence, t.rule FROM attribution t {_CODED} ORDER BY 1, 2",
    ),
    (
        "relay",
        'SELECT d.id, t.attribution_id, t.hop, t.mention_id, t.name, t.medium, t.start, t."end" '
        f"FROM relay t {_CODED} ORDER BY 1, 2, 3",
    ),
    (
        "leaning",
        f"SELECT d.id, t.attribution_id, t.n, t.stance, t.share FROM leaning t {_CODED} ORDER BY 1, 2, 3",
    ),
    (
        "event_mention",
        'SELECT d.id, t.n, t.id, t.type, t.mode, t.context, t.status, t.start, t."end", t.happened, t.earliest, '
        f"t.latest, t.date_basis, t.attribution_id, t.confidence, t.rule FROM event_mention t {_CODED} ORDER BY 1, 2",
    ),
    (
        "participant",
        f"SELECT d.id, t.event_mention_id, t.role, t.n, t.mention_id FROM participant t {_CODED} ORDER BY 1, 2, 3, 4",
    ),
    (
        "judgement",
        'SELECT left_id, right_id, "by", retracted, verdict, score, reason, id FROM judgement '
        "ORDER BY 1, 2, 3, 4, 5, 6, 7",
    ),
    (
        "correction",
        'SELECT row_id, field, "by", retracted_at, value, document_id, start, "end", reason, made_at, id FROM correction '
        "ORDER BY 1, 2, 3, 4, 5, 9, 10",
    ),
    ("actor", "SELECT id, name, kind, country, sector, lexicon_key FROM actor ORDER BY 1"),
    ("actor_alias", "SELECT actor_id, n, name FROM actor_alias ORDER BY 1, 2"),
    ("actor_mention", "SELECT actor_id, mention_id FROM actor_mention ORDER BY 1, 2"),
    (
        "statement",
        "SELECT id, speaker_id, addressee_id, act, content, mode, value, earliest, latest, basis, place, lemma_id, independent "
        "FROM statement ORDER BY 1",
    ),
    ("statement_attribution", "SELECT statement_id, n, attribution_id FROM statement_attribution ORDER BY 1, 2"),
    (
        "event",
        "SELECT id, type, mode, context, status, value, earliest, latest, basis, place, independent FROM event ORDER BY 1",
    ),
    ("event_party", "SELECT event_id, role, n, actor_id FROM event_party ORDER BY 1, 2, 3"),
    ("event_account", "SELECT event_id, n, event_mention_id FROM event_account ORDER BY 1, 2"),
    ("link", "SELECT left_id, type, right_id, field, score FROM link ORDER BY 1, 2, 3, 4"),
    ("post", 'SELECT actor_id, n, title, "of", since, until, basis FROM post ORDER BY 1, 2'),
    ("disagreement", "SELECT id, kind, subject_id, other_id, about, score FROM disagreement ORDER BY 1"),
    (
        "disagreement_side",
        "SELECT disagreement_id, side, n, value, row_id, independent FROM disagreement_side ORDER BY 1, 2, 3",
    ),
    ("narrowed_dateline", "SELECT document_id, value, earliest, latest, basis FROM narrowed_dateline ORDER BY 1"),
    ("conflict", 'SELECT left_id, right_id, kind, "by" FROM conflict ORDER BY 1, 2, 3, 4'),
    ("seal", "SELECT part, digest, inputs FROM seal ORDER BY 1"),
)
"""Every table but what is only remembered (`memo`), each with a query that names rows by their public ids, by content."""


def dump(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield one line for each row of each table: the table's name, a tab, the row as a JSON array."""
    for table, query in QUERIES:
        for row in connection.execute(query):
            yield f"{table}\t{json.dumps(row, ensure_ascii=False)}"
