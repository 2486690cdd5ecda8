"""An instrument against a record: who speaks of each provision and how, what it hangs on, and what the checker finds.

Nothing is decided here about the parties: statements are linked by their words, each link shows phrase and score, and the
finding is the checker's, on claims that the record states.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable

from verbale.analysis.facts import Facts, Said
from verbale.analysis.positions import stance_of
from verbale.analysis.undertakings.articles import Told
from verbale.analysis.undertakings.boundaries import check_view
from verbale.analysis.undertakings.checker import check, covers
from verbale.analysis.undertakings.ground import Ground, party_key
from verbale.analysis.undertakings.hanging import hanging_of
from verbale.analysis.undertakings.model import Claim, Evidence, File, Policy, Provision
from verbale.analysis.undertakings.parties import binds, bodies, of_instrument
from verbale.analysis.undertakings.phrases import Index, found_in, made, phrases_of
from verbale.analysis.undertakings.records import Stated, claims_of
from verbale.analysis.undertakings.rows import Hanging, Row, Spoken, Undertaking
from verbale.analysis.undertakings.times import when
from verbale.store import Store

__all__ = ["Ground", "Hanging", "Row", "Spoken", "Undertaking", "party_key", "undertakings"]


_ANSWERS = frozenset({"accept", "refuse", "deny", "demand"})
"""Acts that say something of their own about words that they pass on."""
_WHOLE = 420
"""A sentence up to this long is shown whole; of a longer one the part that speaks of the rule."""
_PASSIVE = re.compile(
    r"\b(?:(will|would|may|might|can|could|cannot|to|shall|never|already|not yet|soon) )?(?:not )?"
    r"be(?: \w+ly)? \w+(?:ed|en|de)\b",
    re.I,
)
_WANTS = re.compile(
    r"\b(?:interested[”\"’']? in (?:obtaining|getting|receiving)|intent on (?:receiving|getting|obtaining))\b", re.I
)
_OUGHT = re.compile(r"\b(?:should|must)(?: not)? (?!have\b|be (?:worr|afraid|concern|surpris|aware|able))", re.I)


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


def _stances(rows: tuple[Spoken, ...], *stances: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.party or s.speaker for s in rows if s.stance in stances and (s.party or s.speaker)))


def undertakings(
    store: Store, facts: Facts, file: File, *, as_of: str | None = None, view: str | None = None,
    policy: Policy | None = None, claims: tuple[Claim, ...] = (), own: tuple[Stated, ...] = (), ground: Ground | None = None,
) -> Undertaking:  # fmt: skip
    """Hold an instrument against a record. `as_of`: an ISO day, without it the last on which an article was written.

    `claims` and `own` are the user's (from a file), beside what the record states. Raises UsageError.
    """
    check_view(view)
    ground = ground or Ground(store, facts, as_of)
    day = ground.day
    index = Index(phrases_of(file))
    parties = of_instrument(file.instrument, day or "9999-12-31") | bodies(file.instrument)
    linked: defaultdict[str, list[tuple[Said, float, str]]] = defaultdict(list)
    loose: list[tuple[str, Said, float, str, int]] = []
    begun = _begun(file)
    about = _documents_about(ground, index, parties)
    for said in facts.said:
        if day is not None and said.day > day and said.day != "9999-12-31":
            continue
        if said.reports and said.act not in _ANSWERS:
            continue  # it passes on words that are a statement of their own
        if begun is not None and (said.latest or "9999") < begun:
            continue  # nobody spoke of it yet
        for provision, (score, phrase, *_) in sorted(found_in(index, said.content).items()):
            near = 2 if not provision and phrase[:1].isupper() else _sides(facts, said, parties)
            if near >= 2:
                about |= set(said.document_ids)
            if near:
                loose.append((provision, said, score, phrase, near))
    # words that name two of the parties speak of what is between them; those of one alone do where their article does
    for provision, said, score, phrase, near in loose:
        if near >= 2 or about & set(said.document_ids):
            linked[provision].append((said, score, phrase))
    words = _evidence(store, {a for rows in linked.values() for s, *_ in rows for a in s.attribution_ids}, "content")
    spoken = {
        name: [_spoken(facts, said, score, phrase, words) for said, score, phrase in rows]
        for name, rows in linked.items()
    }
    for name, one in _narrated(ground, index, parties, spoken, about, begun):
        spoken.setdefault(name, []).append(one)
    settled = {name: tuple(_unwrapped(rows)) for name, rows in spoken.items()}
    stated = (*claims_of((*ground.stated, *own), file), *claims)
    hanging = hanging_of(ground, file, settled, _possible(file, stated, day))
    rows = tuple(
        _row(ground, file, p, settled.get(p.id, ()), hanging.get(p.id, ()), stated, view, policy)
        for p in file.provisions
    )
    i = file.instrument
    return Undertaking(i.id, i.title, i.binding, ground.as_of, view, rows, settled.get("", ()), hanging.get("", ()))


def _unwrapped(rows: list[Spoken]) -> list[Spoken]:
    """Leave out what only wraps words of the same party that are linked themselves ("the Kremlin noted that Moscow wants ...")."""
    kept = []
    for outer in rows:
        wraps = any(
            inner is not outer and inner.statement_id and outer.statement_id and inner.party == outer.party
            and outer.stance in {"states", inner.stance} and _within(inner, outer)
            for inner in rows
        )  # fmt: skip
        if not wraps:
            kept.append(outer)
    return kept


def _within(inner: Spoken, outer: Spoken) -> bool:
    """Say whether all words of one stand within those of the other, which has more."""
    return bool(inner.evidence) and all(
        any(
            o.document == i.document and o.start <= i.start and i.end <= o.end and o.end - o.start > i.end - i.start
            for o in outer.evidence
        )
        for i in inner.evidence
    )


def _possible(file: File, claims: Iterable[Claim], day: str | None) -> list[Claim]:
    """Return the claims that their rules' own tests do not exclude, whenever they are of."""
    return [
        c for c in claims
        if c.provision and c.bearer and covers(file, c.provision, c, bearer=c.bearer, day=day or "9999-12-31")[0] != "no"
    ]  # fmt: skip


def _narrated(
    ground: Ground,
    index: Index,
    parties: frozenset[str],
    spoken: dict[str, list[Spoken]],
    about: set[str],
    begun: str | None,
) -> Iterable[tuple[str, Spoken]]:
    """Yield the articles' own sentences that speak of a rule where no statement within them is linked to it already."""
    taken: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for name, rows in spoken.items():
        for s in rows:
            for e in s.evidence:
                taken[e.document, name].append((e.start, e.end))
    for told in ground.articles:
        if len(told.stems & index.stems) < 2:
            continue
        written = ground.facts.documents[told.document]
        if begun is not None and (written.latest or "9999") < begun:
            continue
        if ground.day is not None and (written.earliest or written.latest or "") > ground.day:
            continue
        for name, (score, phrase, start, end) in sorted(found_in(index, told.text).items()):
            if any(low < told.end and told.start < high for low, high in taken[told.document, name]):
                continue
            titled = not name and phrase[:1].isupper()
            # in an article on the instrument "the alliance" and "both sides" are its parties
            least = (0 if told.document in about else 2) if name else 2
            if not titled and parties and _named(told.text, parties) < least:
                continue
            yield name, _own(told, start, end, score, phrase, written.outlet or written.title, written.value)


def _own(told: Told, start: int, end: int, score: float, phrase: str, outlet: str, day: str | None) -> Spoken:
    if len(told.text) <= _WHOLE:
        start, end = 0, len(told.text)
    words = told.text[start:end]
    place = Evidence(told.document, told.start + start, told.start + end, words)
    return Spoken("", outlet, "", "", "mentions", None, day, words, phrase, score, (outlet,), 1, (place,))


def _named(text: str, parties: frozenset[str]) -> int:
    """Return how many of the parties a text names; a body counts for its members."""
    forms = made(text).forms
    return sum(f"@{key}" in forms for key in parties)


_EARLY = dt.timedelta(days=366)
"""So long before an instrument is handed over, what becomes of it may already be asked for."""


def _begun(file: File) -> str | None:
    """Return the day before which nobody can have spoken of an instrument; None where it gives no day."""
    first = min((when(step.date).first for step in file.instrument.lifecycle), default=None)
    return (first - _EARLY).date().isoformat() if first is not None and first.year > 1 else None


def _sides(facts: Facts, said: Said, parties: frozenset[str]) -> int:
    """Return how many of the parties speak or are named in a statement: other disputes have draft agreements too."""
    if not parties:
        return 2
    speaker = party_key(facts, said.speaker_id).split(".")[0]
    forms = made(said.content).forms
    sides = {key for key in parties if f"@{key}" in forms} | ({speaker} & parties)
    # who says nothing of who speaks may well be a party
    return len(sides) or int(not speaker)


def _documents_about(ground: Ground, index: Index, parties: frozenset[str]) -> set[str]:
    """Return the articles of which a sentence names the instrument, or two parties in words on it."""
    found: set[str] = set()
    for told in ground.articles:
        if told.document in found or len(told.stems & index.stems) < 2:
            continue
        if any(p.text in told.text for p in index.titles) or (
            (not parties or _named(told.text, parties) >= 2) and found_in(index, told.text)
        ):
            found.add(told.document)
    return found


def _spoken(facts: Facts, said: Said, score: float, phrase: str, words: dict[str, tuple[Evidence, ...]]) -> Spoken:
    stance, condition = stance_of(said)
    if stance == "states" and _asks(said):
        stance = "demands"
    return Spoken(
        said.id, facts.name(said.speaker_id) or "", party_key(facts, said.speaker_id), said.act, stance, condition,
        said.value, said.content, phrase, score, said.outlets, said.independent,
        tuple(dict.fromkeys(e for a in said.attribution_ids for e in words.get(a, ()))),
    )  # fmt: skip


def _asks(said: Said) -> bool:
    """Say whether plain words on a rule ask for something: "should be ruled out", "be denied membership", "intent on receiving"."""
    if said.act == "demand":
        return True  # somebody else's answer to it is what was read as a denial
    if said.act not in {"assert", "announce", "expect"} or said.denied:
        return False
    told = _PASSIVE.search(said.content)
    return bool(_WANTS.search(said.content) or _OUGHT.search(said.content) or (told and told[1] is None))


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
        hanging, tuple(findings), tuple(own),
    )  # fmt: skip


def _who(provision: Provision) -> str:
    if isinstance(provision.who, str):
        return provision.who
    if isinstance(provision.who, list):
        return ", ".join(provision.who)
    w = provision.who
    parts = [p if isinstance(p, str) else f"members of {p.member_of} on {p.date or 'the day'}" for p in w.any_of or ()]
    return ", ".join(parts) or (f"members of {w.member_of}" if w.member_of else "all but " + ", ".join(w.all_but or ()))
