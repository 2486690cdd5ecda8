"""An instrument against a record: who speaks of each provision and how, what it hangs on, and what the checker finds.

Nothing is decided here about the parties: statements are linked by their words, each link shows phrase and score, and the
finding is the checker's, on claims that the record states.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from msgspec import Struct

from verbale.analysis.deadlines import find_deadlines, last_day
from verbale.analysis.facts import Facts, Said
from verbale.analysis.positions import stance_of
from verbale.analysis.results import Deadline
from verbale.analysis.undertakings.boundaries import check_view
from verbale.analysis.undertakings.checker import check
from verbale.analysis.undertakings.findings import Finding
from verbale.analysis.undertakings.model import Claim, Evidence, File, Policy, Provision, Reply
from verbale.analysis.undertakings.parties import binds, of_instrument
from verbale.analysis.undertakings.phrases import Index, best, made, phrases_of
from verbale.analysis.undertakings.records import Stated, claims_of, from_record, of_weapons
from verbale.analysis.undertakings.times import when
from verbale.store import Store

_MEET = frozenset({"CONSULT"})
_FORCED = frozenset({"deployment", "military_activity", "exercise", "military_presence"})
_FORCES = frozenset({"MOBILIZE", "RETREAT"})


class Spoken(Struct, frozen=True):
    """A statement that speaks of a provision."""

    statement_id: str
    speaker: str
    party: str
    """Key of the party whose words it is, empty where it is nobody's."""
    act: str
    stance: str
    condition: str | None
    when: str | None
    content: str
    phrase: str
    score: float
    outlets: tuple[str, ...]
    independent: int
    evidence: tuple[Evidence, ...]


class Hanging(Struct, frozen=True):
    """A meeting, a move of forces or a deadline on which a provision hangs."""

    kind: str
    """meeting, forces, deadline"""
    id: str
    when: str | None
    what: str
    state: str
    outlets: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Row(Struct, frozen=True):
    """One provision against a record."""

    provision: str
    title: str
    modal: str
    who: str
    seen: str
    source: str | None
    spoken: tuple[Spoken, ...]
    demanded_by: tuple[str, ...]
    refused_by: tuple[str, ...]
    accepted_by: tuple[str, ...]
    red_line_of: tuple[str, ...]
    """Who draws a red line here; whether at the rule or at what it forbids, the words say."""
    replies: tuple[Reply, ...]
    hanging: tuple[Hanging, ...]
    findings: tuple[Finding, ...]


class Undertaking(Struct, frozen=True):
    """One instrument against a record."""

    instrument: str
    title: str
    binding: str
    as_of: str | None
    view: str | None
    rows: tuple[Row, ...]
    spoken: tuple[Spoken, ...]
    """Statements that speak of the instrument as a whole."""
    hanging: tuple[Hanging, ...]
    """Meetings and deadlines of its parties, and what hangs on the instrument as a whole."""


def _evidence(store: Store, rows: set[str], field: str) -> dict[str, tuple[Evidence, ...]]:
    found: defaultdict[str, list[Evidence]] = defaultdict(list)
    for row in sorted(rows):
        for document, start, end, text in store.connection.execute(
            'SELECT d.id, e.start, e."end", s.text FROM evidence e JOIN document d ON d.n = e.document_n '
            'JOIN span s ON s.document_n = e.document_n AND s.start = e.start AND s."end" = e."end" '
            "WHERE e.row_id = ? AND e.field = ? AND e.extra = 0 AND e.document_n IN ("
            "SELECT document_n FROM attribution WHERE id = ? UNION SELECT document_n FROM event_mention WHERE id = ?) "
            "ORDER BY e.n",
            (row, field, row, row),
        ):
            found[row].append(Evidence(document, start, end, text))
    return {row: tuple(items) for row, items in found.items()}


def _triggers(store: Store, rows: set[str]) -> dict[str, tuple[Evidence, ...]]:
    found: dict[str, tuple[Evidence, ...]] = {}
    for row in sorted(rows):
        found[row] = tuple(
            Evidence(*told)
            for told in store.connection.execute(
                'SELECT d.id, v.start, v."end", s.text FROM event_mention v JOIN document d ON d.n = v.document_n '
                'JOIN span s ON s.document_n = v.document_n AND s.start = v.start AND s."end" = v."end" WHERE v.id = ?',
                (row,),
            )
        )
    return found


def party_key(facts: Facts, actor_id: str | None) -> str:
    """Return the key of the party that an actor's words and deeds count for: `RUS` for Ryabkov."""
    actor = facts.actors.get(facts.parties.get(actor_id or "", actor_id or ""))
    if actor is None:
        return ""
    return actor.lexicon_key or actor.country or ""


def _stances(rows: tuple[Spoken, ...], *stances: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.party or s.speaker for s in rows if s.stance in stances and (s.party or s.speaker)))


class Ground:
    """What all instruments are held against, worked out once for a record and a day."""

    def __init__(self, store: Store, facts: Facts, as_of: str | None = None) -> None:
        self.store, self.facts = store, facts
        self.as_of = as_of or last_day(facts)
        self.day = when(self.as_of).last.date().isoformat() if self.as_of is not None else None
        """The ISO day for comparisons; None where the record has no day at all."""

    @cached_property
    def stated(self) -> tuple[Stated, ...]:
        """Deployments and activities that the articles state."""
        return from_record(self.store, self.facts)

    @cached_property
    def deadlines(self) -> list[Deadline]:
        """What statements and plans make due."""
        return find_deadlines(self.store, self.facts, as_of=self.day)

    @cached_property
    def present(self) -> frozenset[str]:
        """Keys of the parties that the record names."""
        return frozenset(party_key(self.facts, a) for a in self.facts.actors) - {""}

    @cached_property
    def marks(self) -> dict[str, tuple[Evidence, ...]]:
        """The words of meetings and moves of forces, by account."""
        own = {m for e in self.facts.happened if e.type in _MEET | _FORCES for m in e.event_mention_ids}
        return _triggers(self.store, own)


def undertakings(
    store: Store, facts: Facts, file: File, *, as_of: str | None = None, view: str | None = None,
    policy: Policy | None = None, claims: tuple[Claim, ...] = (), ground: Ground | None = None,
) -> Undertaking:  # fmt: skip
    """Hold an instrument against a record. `as_of`: an ISO day, without it the last on which an article was written.

    `claims` are the user's own (from a file), beside those that the record states. Raises UsageError.
    """
    check_view(view)
    ground = ground or Ground(store, facts, as_of)
    day = ground.day
    phrases = Index(phrases_of(file))
    parties = of_instrument(file.instrument, day or "9999-12-31")
    linked: defaultdict[str, list[tuple[Said, float, str]]] = defaultdict(list)
    for said in facts.said:
        if day is not None and said.day > day and said.day != "9999-12-31":
            continue
        for provision, (score, phrase) in sorted(best(phrases, said.content).items()):
            titled = not provision and phrase[:1].isupper()
            if not titled and not _concerns(facts, said, parties, whole=not provision):
                continue
            linked[provision].append((said, score, phrase))
    words = _evidence(store, {a for rows in linked.values() for s, *_ in rows for a in s.attribution_ids}, "content")
    spoken = {
        name: tuple(_spoken(facts, said, score, phrase, words) for said, score, phrase in rows)
        for name, rows in linked.items()
    }
    hanging = _hanging(ground, file, spoken)
    stated = (*claims_of(ground.stated, file), *claims)
    rows = tuple(
        _row(ground, file, p, spoken.get(p.id, ()), hanging.get(p.id, ()), stated, view, policy)
        for p in file.provisions
    )
    i = file.instrument
    return Undertaking(i.id, i.title, i.binding, ground.as_of, view, rows, spoken.get("", ()), hanging.get("", ()))


def _concerns(facts: Facts, said: Said, parties: frozenset[str], *, whole: bool) -> bool:
    """Say whether a statement is by a party of the instrument or names one: other disputes have draft agreements too."""
    if not parties:
        return True
    speaker = party_key(facts, said.speaker_id).split(".")[0]
    named = sum(f"@{key}" in made(said.content).forms for key in parties)
    if speaker in parties or named >= (2 if whole else 1):
        return True
    # who says nothing of who speaks may well be a party; a paper as a whole needs more than that
    return not speaker and not whole


def _spoken(facts: Facts, said: Said, score: float, phrase: str, words: dict[str, tuple[Evidence, ...]]) -> Spoken:
    stance, condition = stance_of(said)
    return Spoken(
        said.id, facts.name(said.speaker_id) or "", party_key(facts, said.speaker_id), said.act, stance, condition,
        said.value, said.content, phrase, score, said.outlets, said.independent,
        tuple(dict.fromkeys(e for a in said.attribution_ids for e in words.get(a, ()))),
    )  # fmt: skip


def _row(
    ground: Ground, file: File, provision: Provision, spoken: tuple[Spoken, ...], hanging: tuple[Hanging, ...],
    claims: tuple[Claim, ...], view: str | None, policy: Policy | None,
) -> Row:  # fmt: skip
    findings = []
    day = ground.day
    own = [c for c in claims if c.provision == provision.id]
    at = day or "9999-12-31"
    parties = of_instrument(file.instrument, at)
    for bearer in sorted(ground.present & parties | {c.bearer for c in own if c.bearer}):
        if binds(provision.who, bearer, at, file.instrument) is not True:
            continue
        findings.append(
            check(file, provision.id, own, as_of=ground.as_of or at, bearer=bearer, view=view, policy=policy)
        )
    return Row(
        provision.id, provision.title or provision.act, provision.modal, _who(provision), provision.seen,
        provision.source, spoken, _stances(spoken, "demands", "offers"),
        _stances(spoken, "refuses", "denies"), _stances(spoken, "accepts", "accepts if"),
        _stances(spoken, "red line"),
        tuple(r for r in file.replies if r.provision == provision.id and (day is None or r.date <= day)),
        hanging, tuple(findings),
    )  # fmt: skip


def _who(provision: Provision) -> str:
    if isinstance(provision.who, str):
        return provision.who
    if isinstance(provision.who, list):
        return ", ".join(provision.who)
    w = provision.who
    parts = [p if isinstance(p, str) else f"members of {p.member_of} on {p.date or 'the day'}" for p in w.any_of or ()]
    return ", ".join(parts) or (f"members of {w.member_of}" if w.member_of else "all but " + ", ".join(w.all_but or ()))


def _hanging(ground: Ground, file: File, spoken: dict[str, tuple[Spoken, ...]]) -> dict[str, tuple[Hanging, ...]]:
    """Return what provisions hang on: deadlines set in the statements that speak of them, meetings of the parties, forces."""
    facts, day = ground.facts, ground.day
    at = day or "9999-12-31"
    found: defaultdict[str, list[Hanging]] = defaultdict(list)
    of_statement = {s.statement_id: (name, s) for name, rows in sorted(spoken.items(), reverse=True) for s in rows}
    for due in ground.deadlines:
        set_by = next((i for i in (due.statement_id, *due.statement_ids) if i in of_statement), None)
        if set_by is not None:
            name, said = of_statement[set_by]
            what = f"“{due.words}”: {due.what}"
            found[name].append(Hanging("deadline", due.id, due.due, what, due.state, said.outlets, said.evidence))
    parties = of_instrument(file.instrument, at)
    for event in facts.happened:
        if day is not None and event.day > day and "scheduled" not in event.statuses:
            continue
        sides = [party_key(facts, a) for a in (*event.actor_ids, *event.recipient_ids)]
        names = [n for a in (*event.actor_ids, *event.recipient_ids) if (n := facts.name(a))]
        words = tuple(e for m in event.event_mention_ids for e in ground.marks.get(m, ()))
        what = f"{event.mode or event.type.lower()}: {', '.join(dict.fromkeys(names))}"
        what += f" in {event.place}" if event.place else ""
        if event.type in _MEET and len({s for s in sides if s in parties}) >= 2:
            found[""].append(Hanging("meeting", event.id, event.value, what, event.status, event.outlets, words))
        elif event.type in _FORCES:
            acting = {party_key(facts, a) for a in event.actor_ids}
            for provision in file.provisions:
                if provision.act not in _FORCED or of_weapons(provision):
                    continue
                if any(binds(provision.who, key, at, file.instrument) for key in sorted(acting) if key):
                    found[provision.id].append(
                        Hanging("forces", event.id, event.value, what, event.status, event.outlets, words)
                    )
    return {name: tuple(rows) for name, rows in found.items()}
