"""Deployments, activities, measurements, notices, memberships: what event coding lacks and rules need.

They are filled from the articles' sentences (`stating`), each with who says so by the coding, and from CSV by hand. Every one
becomes a claim with its speaker: an outlet's own sentence is the outlet's claim.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import msgspec
from msgspec import Struct

from verbale.analysis.facts import Facts
from verbale.analysis.undertakings.articles import Articles, Told
from verbale.analysis.undertakings.model import Claim, Evidence, File, Provision, Value
from verbale.analysis.undertakings.parties import binds, is_party
from verbale.analysis.undertakings.phrases import Index, best, phrases_of
from verbale.analysis.undertakings.stating import Kind, Mode, Party, Statable, may_state, parties_in, stated_in
from verbale.analysis.undertakings.times import when
from verbale.errors import UsageError
from verbale.lexicon.actors import members
from verbale.model import row_id
from verbale.store import Store

ACTS: dict[str, frozenset[str]] = {
    "deployment": frozenset({"deployment", "military_presence", "military_activity"}),
    "activity": frozenset({"exercise", "military_activity", "exercise_without_notice", "exercise_without_observers"}),
    "test": frozenset({"flight_test"}),
    "measurement": frozenset({"stockpile", "enrichment", "operate_centrifuges"}),
    "notice": frozenset({"explanation", "written_answers", "notice", "withdrawal"}),
    "membership": frozenset({"enlargement"}),
}
_NEEDED = {
    "enrichment": frozenset({"enrichment", "facility"}), "stockpile": frozenset({"enriched_uranium", "heavy_water", "amount"}),
    "operate_centrifuges": frozenset({"centrifuges"}),
}  # fmt: skip
"""What a measurement must tell to bear on a rule of this act."""
_LOCATED = frozenset({"host", "place"})


class Stated(Struct, frozen=True):
    """One row of a record kind."""

    kind: Kind
    bearer: str
    speaker: str
    attrs: dict[str, Value]
    when: str | None
    said: str | None
    mode: Mode
    via: tuple[str, ...]
    origin: str
    evidence: tuple[Evidence, ...]
    to: str = ""
    sentence: str = ""
    """The sentence in which it stands."""


class _Reader:
    """What of a record's coding is asked for by place: names, who speaks, days, events."""

    def __init__(self, store: Store, facts: Facts) -> None:
        self._store, self._facts = store, facts
        self._of_mention = {m: a.id for a in facts.actors.values() for m in a.mention_ids}
        self._speakers = {a: s for s in facts.said for a in s.attribution_ids}
        self._numbers = dict(store.connection.execute("SELECT id, n FROM document"))
        self._document = ""
        self._names: list[Party] = []
        self._contents: list[tuple[int, int, str]] = []
        self._times: list[tuple[int, int, str | None, str | None]] = []

    def _open(self, document: str) -> None:
        if document == self._document:
            return
        self._document, n, ask = document, self._numbers[document], self._store.connection.execute
        self._names = [
            Party(start, end, key)
            for start, end, mention in ask(
                'SELECT start, "end", id FROM mention WHERE document_n = ? ORDER BY start', (n,)
            )
            if (key := self._key(self._of_mention.get(mention)))
        ]
        self._contents = list(
            ask(
                'SELECT e.start, e."end", e.row_id FROM evidence e JOIN attribution a ON a.id = e.row_id '
                "WHERE e.document_n = ? AND e.field = 'content' AND e.extra = 0 ORDER BY e.start, e.row_id",
                (n,),
            )
        )
        self._times = list(
            ask(
                'SELECT start, "end", earliest, latest FROM time_expression WHERE document_n = ? '
                "AND kind IN ('date', 'range') AND latest IS NOT NULL ORDER BY start",
                (n,),
            )
        )

    def _key(self, actor_id: str | None) -> str:
        actor = self._facts.actors.get(self._facts.parties.get(actor_id or "", actor_id or ""))
        return (actor.lexicon_key or actor.country or "").split(".")[0] if actor is not None else ""

    def parties(self, told: Told) -> list[Party]:
        """Return the parties named in a sentence, by the coding, and by their names where the coding has none."""
        self._open(told.document)
        own = [
            Party(p.start - told.start, p.end - told.start, p.key)
            for p in self._names
            if told.start <= p.start and p.end <= told.end
        ]
        more = [p for p in parties_in(told.text) if not any(q.start < p.end and p.start < q.end for q in own)]
        return sorted([*own, *more])

    def speaker(self, told: Told, at: int) -> tuple[str, str]:
        """Return who says what stands at a place of a sentence, and the statement; empty where the outlet says it itself."""
        self._open(told.document)
        place = told.start + at
        held = [
            (end - start, row) for start, end, row in self._contents if start <= place < end and row in self._speakers
        ]
        if not held:
            return "", ""
        said = self._speakers[min(held)[1]]
        actor = self._facts.actors.get(said.speaker_id or "")
        return self._key(said.speaker_id) or (actor.name if actor else ""), said.id

    def day(self, told: Told, low: int, high: int) -> str | None:
        """Return the day that a sentence gives for what stands at a place: of the nearest expression that names one."""
        self._open(told.document)
        near = [
            (min(abs(start - told.start - high), abs(end - told.start - low)), earliest, latest)
            for start, end, earliest, latest in self._times
            if told.start <= start < told.end
        ]
        if not near:
            return None
        _, earliest, latest = min(near, key=lambda x: x[0])
        return f"{earliest or '..'}/{latest or '..'}"


def from_record(store: Store, facts: Facts, articles: Articles | None = None) -> tuple[Stated, ...]:
    """Return what the articles state, each account with who says so."""
    reader = _Reader(store, facts)
    found: list[Stated] = []
    for told in articles if articles is not None else Articles(store, facts):
        if not may_state(told.text):
            continue
        rows = stated_in(told.text, reader.parties(told))
        found += [_row(reader, facts, told, row) for row in rows]
    return tuple(found)


def _row(reader: _Reader, facts: Facts, told: Told, row: Statable) -> Stated:
    written = facts.documents[told.document]
    outlet = written.outlet or written.title
    speaker, statement = reader.speaker(told, row.start)
    # one sentence printed by several is of one origin, and so is one statement told by several
    origin = statement or row_id("sentence", " ".join(told.text.casefold().split()))
    day = reader.day(told, row.start, row.end)
    if day is None and written.earliest is not None and written.latest is not None:
        day = f"{written.earliest}/{written.latest}"  # what is told without a day is told of the day of writing
    start = told.start + row.start
    words = told.text[row.start : row.end]
    return Stated(
        row.kind, row.bearer, speaker or outlet, row.attrs, day, written.latest, row.mode,
        (outlet,), origin, (Evidence(told.document, start, start + len(words), words),), row.to, told.text,
    )  # fmt: skip


def of_weapons(provision: Provision) -> bool:
    """Say whether a rule is about a class of weapon."""
    return any(names & _WEAPONS for names in (set(provision.where), *map(set, provision.any_of)))


_WEAPONS = frozenset({"weapon", "nuclear", "heavy_bomber", "warship", "range_km"})


def _bears(row: Stated, provision: Provision) -> bool:
    """Say whether a row may bear on a rule: it is of its kind, and tells what the rule asks about."""
    kind = "test" if row.kind == "activity" and "test" in row.attrs else row.kind
    if provision.act not in ACTS[kind] or row.attrs.get("withdrawn") is True:
        return False
    names = set(row.attrs)
    if kind == "measurement":
        asked = {*provision.where, *(n for way in provision.any_of for n in way)}
        return bool(names & _NEEDED.get(provision.act, frozenset()) & asked)
    if kind == "deployment":
        # that forces moved, with no place, tests no rule on where they may be
        return bool(names & _LOCATED) and (not of_weapons(provision) or bool(names & _WEAPONS))
    if kind == "membership":
        return provision.through == row.attrs.get("body")
    return True


def _new_member(row: Stated, file: File) -> bool:
    """Say whether a membership began after the instrument did: that somebody is a member is no enlargement."""
    begun = min((when(step.date).first for step in file.instrument.lifecycle), default=None)
    since = row.attrs.get("since") or (row.when if not row.sentence else None)
    if begun is None or not isinstance(since, str) or row.attrs.get("member") is not True:
        return False
    day = begun.date().isoformat()
    return when(since).first >= begun.replace(month=1, day=1) and row.bearer not in members(
        str(row.attrs.get("body")), day
    )


def claims_of(stated: tuple[Stated, ...], file: File) -> tuple[Claim, ...]:
    """Return rows of record kinds as claims about the provisions that they may bear on.

    What has no day cannot be held against a rule that holds from one day to another: it is left out.
    """
    found: list[Claim] = []
    index = Index(phrases_of(file))
    for row in stated:
        if row.when is None or (row.kind == "membership" and not _new_member(row, file)):
            continue
        # notice of something else is no notice under this instrument
        spoken = best(index, row.sentence) if row.kind == "notice" and row.sentence else None
        for provision in file.provisions:
            if not _bears(row, provision) or (spoken is not None and not {provision.id, ""} & set(spoken)):
                continue
            member = row.kind == "membership"
            attrs = {**row.attrs, "host": row.bearer} if member else {"deployer": row.bearer, **row.attrs}
            bearer = None if member else row.bearer or None
            if bearer is not None and binds(provision.who, bearer, row.said or "9999-12-31", file.instrument) is False:
                continue
            if bearer is None and not member:
                continue
            speaker = row.speaker
            when_ = str(row.attrs["since"]) if member and "since" in row.attrs else row.when
            denied = row.mode == "actual" and row.attrs.get("notified") is False and provision.modal == "must"
            found.append(
                Claim(
                    speaker=speaker, says="no" if denied else "yes", role=None if is_party(speaker) else "outlet",
                    bearer=bearer, attrs=attrs, when=when_, said=row.said, mode=row.mode, via=list(row.via),
                    origin=row.origin, evidence=list(row.evidence), provision=provision.id,
                )
            )  # fmt: skip
    return tuple(found)


def summary(stated: tuple[Stated, ...]) -> dict[str, int]:
    """Return how many rows of each kind there are."""
    counts: defaultdict[str, int] = defaultdict(int)
    for row in stated:
        counts[row.kind] += 1
    return dict(sorted(counts.items()))


_COLUMNS = {"provision", "speaker", "bearer", "says", "about", "key", "role", "when", "said", "mode", "via", "origin",
            "first_hand", "anonymous", "words"}  # fmt: skip


def read_claims(path: str | Path) -> tuple[Claim, ...]:
    """Read claims by hand from CSV: a column for each field of a claim, every other column is an attribute.

    Raises UsageError with the line of what cannot be read.
    """
    return read_rows(path)[0]


def read_rows(path: str | Path) -> tuple[tuple[Claim, ...], tuple[Stated, ...]]:
    """Read claims by hand, and rows of record kinds: those that have something under `kind` and name no rule.

    Raises UsageError with the line of what cannot be read.
    """
    found: list[Claim] = []
    stated: list[Stated] = []
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from None
    rows = csv.DictReader(text.splitlines())
    for line, row in enumerate(rows, start=2):
        given: dict[str, object] = {}
        attrs: dict[str, object] = {}
        for name, cell in row.items():
            if name is None or cell is None:
                raise UsageError(f"{path}, line {line}: the number of cells differs from the header's")
            value = cell.strip()
            if not value:
                continue
            if name == "via":
                given[name] = [v.strip() for v in value.split(";") if v.strip()]
            elif name in {"first_hand", "anonymous"}:
                given[name] = value.casefold() in {"yes", "true", "1"}
            elif name in _COLUMNS or name in {"kind", "to"}:
                given[name] = value
            else:
                attrs[name] = {"yes": True, "true": True, "no": False, "false": False}.get(value.casefold(), value)
        kind, to = given.pop("kind", None), given.pop("to", "")
        try:
            if kind is not None and "provision" not in given:
                stated.append(_by_hand(str(kind), str(to), given, attrs, line))
                continue
            claim = msgspec.convert({**given, "attrs": attrs}, Claim, strict=True)
            for day in (claim.when, claim.said):
                if day is not None:
                    when(day)
        except (msgspec.ValidationError, UsageError) as error:
            raise UsageError(f"{path}, line {line}: {error}") from None
        found.append(claim)
    return tuple(found), tuple(stated)


def _by_hand(kind: str, to: str, given: dict[str, object], attrs: dict[str, object], line: int) -> Stated:
    for name in ("when", "said"):
        if name in given:
            when(str(given[name]))
    row = {
        "kind": kind, "bearer": "", "when": None, "said": None, "mode": "actual", "via": [], "evidence": [],
        "origin": f"line {line}", **{k: v for k, v in given.items() if k in Stated.__struct_fields__}, "attrs": attrs, "to": to,
    }  # fmt: skip
    return msgspec.convert(row, Stated, strict=True)
