"""What is due and when: days that statements, articles and plans set for the time after them, and what the record shows of them.

A day counts as due when the words that set it stand in what is demanded, expected, promised or announced, or beside words that
place a thing ahead ("will", "is due to"), and it lies after the day of speaking. What several voices say of one thing owed is
one deadline. Whether it is open, met, late or overdue *on record* is said for a day that the user gives; nothing looks at the
clock. That a deadline passed without an answer in these articles does not say that there was none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from verbale.analysis.akin import akin
from verbale.analysis.contacts import Surroundings
from verbale.analysis.due import (
    YEARS,
    Dated,
    Reader,
    ahead,
    due_of,
    is_of_a_noun,
    lies_ahead,
    sets_no_day,
    spoken_tomorrow,
    to_come,
)
from verbale.analysis.facts import Facts, Happened, Said
from verbale.analysis.fulfilment import Fulfilments
from verbale.analysis.given_time import Given, given_to, gives_time
from verbale.analysis.positions import Voices
from verbale.analysis.results import Deadline, DeadlineState
from verbale.analysis.terms import terms_of
from verbale.model import row_id
from verbale.store import Store

_ASKING = frozenset({"demand", "request", "expect", "warn", "threaten"})
"""What is only proposed binds nobody."""
_WORDS = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Events that are words: a day in them is told, not planned."""
_FORETELLING = frozenset({"expect", "warn", "threaten"})
_GIVING = frozenset({"promise", "announce", "accept"})
_NEXT = re.compile(
    r"\b(?:plans?|planning|next|upcoming|coming|tomorrow|later|ahead|agreed|takes? place|begins?|starts?)\b",
    re.I,
)
_ASKED = re.compile(r"\W*(?:whether|if (?!.*\bwill\b)|before \w+ing)\b", re.I)
_FULL_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TALKS = re.compile(
    r"\W*(?:that )?(?:the |a |an |new |next |further |indirect |direct )*"
    r"(?:talks|negotiations|consultations|meetings?|summit|dialogue|contacts|elections?|votes?|referendum|debate)\b",
    re.I,
)
_WE_WILL = re.compile(r"\W*(?:we|i)(?:'ll| will| would| shall| plan to| intend to)\b", re.I)
_INFINITIVE = re.compile(r"\W*(?:not )?to [a-z]+\b", re.I)
_SPEAKER = re.compile(
    r"\W*(?:that )?(?:we|i|it|he|she|they|the (?:president|prime minister|government|minister|ministry|cabinet|white house|"
    r"kremlin|administration|delegation|army|list))\b",
    re.I,
)
_ANSWER = re.compile(r"\b(?:answer|repl(?:y|ies)|respon[ds]|react|written)", re.I)
_WIDEST = 400
"""Days: what may be due on any of more is due on no day."""
_AWAITS = re.compile(r"\b(?:expect|await|wait|want|demand|urge|call|ask|insist)(?:s|ed|ing)?\b", re.I)
_ALIKE = 0.5
"""The part of the telling words that two deadlines must share to be one; one word is enough where the same party owes it
to the same."""
_LIKE = 0.55


def last_day(facts: Facts) -> str | None:
    """Return the last day on which an article of the record was written: what "now" is unless the user says otherwise."""
    return max((w.latest for w in facts.documents.values() if w.latest), default=None)


def find_deadlines(store: Store, facts: Facts, *, as_of: str | None = None) -> list[Deadline]:
    """Return what is due, in order of the day. `as_of`: an ISO day; without it the last day on which an article was written."""
    day = as_of or last_day(facts)
    reader = Reader(store, facts)
    used: set[tuple[str, int]] = set()
    found = [*_said(reader, facts, day, used), *_planned(store, facts, day, used), *_written(reader, facts, day, used)]
    rows = _merged(found, day)
    met = Fulfilments(store, facts, day).met(rows)
    rows = [
        replace(d, state=_state(d.latest, day, met[d.id].day), met_by=met[d.id].id) if d.id in met else d for d in rows
    ]
    return sorted(rows, key=lambda d: (d.latest or "9999", d.earliest or "", d.id))


def _said(reader: Reader, facts: Facts, as_of: str | None, used: set[tuple[str, int]]) -> Iterator[Deadline]:
    voices = Voices(facts)
    by_id = {s.id: s for s in facts.said}
    of_row = {a: s for s in facts.said for a in s.attribution_ids}
    answers: defaultdict[str, list[Said]] = defaultdict(list)
    for link in facts.links:
        if link.type == "answers" and link.left_id in by_id:
            answers[link.right_id].append(by_id[link.left_id])
    for expression in reader.expressions:
        read = to_come(expression, facts)
        if sets_no_day(read):
            continue
        for row, start, end in reader.within(read):
            said = of_row.get(row)
            one = read if said is None or said.mode != "direct" else spoken_tomorrow(read, said.earliest, said.latest)
            if said is not None and said.speaker_id is not None and not voices.stands(said.speaker_id):
                # what an analyst or a paper foresees binds nobody
                break
            if said is None or (as_of is not None and said.day != "9999-12-31" and said.day > as_of):
                continue
            if _ASKED.match(said.content):
                # whether a thing will be is asked, not owed
                break
            given = gives_time(one)
            if said.act not in _ASKING | _GIVING and not one.awaited and not lies_ahead(one) and not given:
                continue
            due = due_of(one, said.latest or said.earliest, given=given)
            if due is None and said.earliest is None and said.act in _ASKING | _GIVING and one.latest == said.latest:
                # said on or before the very day that it names
                due = (one.value, one.earliest, one.latest) if one.earliest == one.latest is not None else None
            if due is None:
                continue
            value, earliest, latest = due
            owed_by, owed_to = _sides(said, facts, reader, one.document_id, start, end, one.start)
            if given and (named := given_to(one, reader)) != Given(None, None):
                owed_by, owed_to = named.to, named.by
            used.add((one.document_id, one.start))
            met = next(
                (
                    s for s in sorted(answers.get(said.id, ()), key=lambda s: s.day)
                    if s.latest and (as_of is None or s.latest <= as_of) and _ANSWER.search(said.content)
                ),
                None,
            )  # fmt: skip
            speaker = facts.name(said.speaker_id)
            yield Deadline(
                row_id("deadline", said.id, value),
                said.content,
                facts.name(owed_by),
                facts.name(owed_to),
                speaker,
                value,
                earliest,
                latest,
                one.words,
                _state(latest, as_of, met.latest if met else None),
                as_of,
                said.id,
                met.id if met else None,
                f"“{one.words}”, said {said.value or 'on a day not known'}",
                (said.id,),
                said.outlets,
            )
            break


def _sides(
    said: Said, facts: Facts, reader: Reader, document_id: str, start: int, end: int, before: int
) -> tuple[str | None, str | None]:
    """Return who owes and to whom: of parties that can owe, never of the papers' people."""
    own = facts.parties.get(said.speaker_id or "")
    if own is not None and facts.actors[own].lexicon_key is None and facts.actors[own].country is None:
        own = None
    named = reader.parties(document_id, start, end)
    told = facts.actors.get(said.addressee_id or "")
    # what is told to reporters is not asked of them
    other = facts.parties[told.id] if told is not None and (told.country or told.lexicon_key) else None
    if other is None or other == own:
        other = next((p for p in named if p != own), None)
    subject = reader.subject(document_id, start, before)
    if said.act in _ASKING or _AWAITS.search(said.content):
        if subject is not None and subject != own:
            return subject, own
        if _AWAITS.search(said.content) is None and (subject == own is not None or _WE_WILL.match(said.content)):
            return own, None
        if said.act in _FORETELLING and not _AWAITS.search(said.content):
            # what is foreseen or threatened is nobody else's to do
            return (own, None) if said.act == "threaten" or _SPEAKER.match(said.content) else (None, None)
        return other, own
    if _INFINITIVE.match(said.content) or _SPEAKER.match(said.content):
        return own, other
    if _TALKS.match(said.content):
        # talks that will be held are owed by nobody alone
        return None, None
    first = subject or next(iter(reader.parties(document_id, start, before)), None)
    if first is not None and first != own:
        # of somebody else it is told what they will do
        return first, next((p for p in named if p != first), None)
    return own, other


def _planned(store: Store, facts: Facts, as_of: str | None, used: set[tuple[str, int]]) -> Iterator[Deadline]:
    """Yield meetings, talks and other things announced for a day."""
    days: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row, document, start in store.connection.execute(
        "SELECT e.row_id, d.id, e.start FROM evidence e JOIN document d ON d.n = e.document_n WHERE e.field = 'happened' "
        "ORDER BY e.row_id, d.id, e.start"
    ):
        days[row].append((document, start))
    around = Surroundings(store)
    own_days: dict[str, tuple[str | None, str]] = {
        mention: (earliest, latest)
        for mention, earliest, latest in store.connection.execute(
            "SELECT id, earliest, latest FROM event_mention WHERE status = 'happened' AND latest IS NOT NULL ORDER BY id"
        )
    }
    held = [e for e in facts.happened if "happened" in e.statuses and e.latest is not None and e.type == "CONSULT"]
    for event in facts.happened:
        if "scheduled" not in event.statuses or event.type in _WORDS or event.latest is None or event.value is None:
            continue
        told = [
            facts.documents[d].earliest
            for d, status in zip(event.document_ids, event.statuses, strict=False)
            if status == "scheduled" and d in facts.documents
        ]
        first = min((w for w in told if w), default=None)
        if YEARS.fullmatch(event.value) or _wide(event.earliest or first, event.latest):
            continue
        if not any(days[mention] for mention in event.event_mention_ids) or _own_day(event, facts):
            # no words set the day: it is the article's own
            continue
        if not any(ahead().search(t) or _NEXT.search(t) for t in around.texts(event.id, "scheduled")):
            # a day after the article's own, in the past tense: the day is wrong, not the deed planned
            continue
        if first is None or event.latest < first or (as_of is not None and first > as_of):
            continue
        used.update(place for mention in event.event_mention_ids for place in days[mention])
        met = _held(event, held, facts, as_of, own_days)
        owed_by, owed_to = _owing(event.actor_ids, facts), _owing(event.recipient_ids, facts)
        if set((owed_by or "").split(", ")) == set((owed_to or "").split(", ")):
            owed_to = None
        yield Deadline(
            row_id("deadline", event.id, event.value),
            next(iter(around.texts(event.id, "scheduled")), "") or _label(event, facts),
            owed_by,
            owed_to,
            None,
            event.value,
            event.earliest,
            event.latest,
            event.value,
            _state(event.latest, as_of, min(met.latest or "", event.latest) if met else None),
            as_of,
            event.id,
            met.id if met else None,
            "announced for this day",
            (event.id,),
            event.outlets,
        )


def _own_day(event: Happened, facts: Facts) -> bool:
    """Say whether an event has no more than the day of its article: "about" a full day, or all the days that it may be of."""
    assert event.value is not None
    if event.value.endswith("~"):
        return _FULL_DAY.match(event.value) is not None
    return "/" in event.value and any(
        facts.documents[d].value == event.value for d in event.document_ids if d in facts.documents
    )


def _wide(first: str | None, last: str) -> bool:
    return first is None or (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days > _WIDEST


def _held(
    event: Happened,
    held: Sequence[Happened],
    facts: Facts,
    as_of: str | None,
    own_days: dict[str, tuple[str | None, str]],
) -> Happened | None:
    """Return the meeting on record that was held as it was announced: on that day, by those parties."""
    if event.latest is not None and (as_of is None or event.latest <= as_of):
        for mention, status in zip(event.event_mention_ids, event.statuses, strict=True):
            first, last = own_days.get(mention, (event.earliest, event.latest))
            # an account of another day tells of another meeting, whatever is held to be one event
            if status == "happened" and last >= (event.earliest or last) and (first or last) <= event.latest:
                return event
    if event.type != "CONSULT":
        return None
    mine = {facts.parties[i] for i in (*event.actor_ids, *event.recipient_ids) if i in facts.parties}
    for other in held:
        if other.id == event.id or other.latest is None or (as_of is not None and other.latest > as_of):
            continue
        if event.earliest is None or event.latest is None or not event.earliest <= other.latest <= event.latest:
            continue
        theirs = {facts.parties[i] for i in (*other.actor_ids, *other.recipient_ids) if i in facts.parties}
        if len(mine & theirs) >= 2 or (mine and mine == theirs):
            return other
    return None


def _owing(ids: Iterable[str], facts: Facts) -> str | None:
    """Return the parties of actors by name."""
    names = dict.fromkeys(n for i in ids if (n := facts.name(facts.parties.get(i, i))))
    return ", ".join(names) or None


def _written(reader: Reader, facts: Facts, as_of: str | None, used: set[tuple[str, int]]) -> Iterator[Deadline]:
    """Yield what an article itself says will be on a day."""
    for one in reader.expressions:
        given = gives_time(one)
        if (one.document_id, one.start) in used or not (given or lies_ahead(one)):
            continue
        if one.sentence.endswith("?"):
            # whether a thing will be is asked, not owed
            continue
        article = facts.documents[one.document_id]
        if article.latest is None or (as_of is not None and (article.earliest or "") > as_of):
            continue
        if article.earliest is None:
            continue
        if one.kind == "duration":
            if not given:
                continue
        elif one.latest is None or one.latest <= article.latest:
            continue
        due = due_of(one, article.latest, given=given)
        if due is None or YEARS.fullmatch(one.value):
            continue
        value, earliest, latest = due
        sides = given_to(one, reader) if given else Given(_written_owing(one, reader), None)
        yield Deadline(
            row_id("deadline", one.document_id, one.start, value),
            one.sentence,
            facts.name(sides.to),
            facts.name(sides.by),
            None,
            value,
            earliest,
            latest,
            one.words,
            _state(latest, as_of, None),
            as_of,
            f"{one.document_id}#{one.at}-{one.at + len(one.sentence)}",
            None,
            f"“{one.words}”, written {article.value}",
            (),
            (article.outlet or article.title,),
        )


def _written_owing(one: Dated, reader: Reader) -> str | None:
    """Return the party that stands right before the words that place a thing ahead ("Norland is to answer by Friday"): of a
    party named elsewhere in the sentence nothing is said."""
    matches = list(ahead().finditer(one.before))
    if not matches:
        return None
    if is_of_a_noun(one) and not _HOLDS.search(one.before[matches[-1].start() :]):
        return None
    clause = one.before[: matches[-1].start()]
    begin = max(len(clause) - _SUBJECT, max((clause.rfind(mark) + 1 for mark in ",;:("), default=0))
    named = reader.parties(one.document_id, one.at + begin, one.at + len(clause), free=True)
    if not named and not clause[begin:].strip(" “\"‘'"):
        # "Norland, after talks with its allies, will answer": the aside lies between
        return reader.subject(one.document_id, one.at, one.at + begin)
    return None if re.search(r"\b(?:which|that|who|whose)\b", clause[begin:]) or not named else named[0]


_MEETING = re.compile(r"\b(?:meet|meets|meeting|talks|negotiations|summit|consultations)\b", re.I)
_PLACE = re.compile(r"\b(?:in|at) ([A-Z]\w+)")
_MONTHS = frozenset("January February March April May June July August September October November December".split())
_SUBJECT = 60
_HOLDS = re.compile(r"\b(?:hold|host|call|convene|organi[sz]e|stage|attend|join)\b", re.I)
"""Who is to hold elections on a day owes them then."""


def _telling(what: str) -> frozenset[str]:
    return frozenset(term.words[0] for term in terms_of(what) if len(term.words) == 1)


def _merged(found: Sequence[Deadline], as_of: str | None) -> list[Deadline]:
    """Make one of what several voices say of one thing owed on one day: the first keeps its words, the others are named."""
    kept: list[Deadline] = []
    near: defaultdict[str, list[int]] = defaultdict(list)
    words = {d.id: _telling(d.what) for d in found}
    for one in sorted(found, key=lambda d: (d.earliest or "", d.latest or "", d.according_to is None, d.id)):
        place = next((n for n in near[one.latest or one.due] if _one_thing(kept[n], one, words)), None)
        if place is None:
            near[one.latest or one.due].append(len(kept))
            kept.append(one)
            continue
        first = kept[place]
        voices = dict.fromkeys(v for d in (first, one) if d.according_to for v in d.according_to.split("; "))
        met_by = first.met_by or one.met_by
        kept[place] = replace(
            first,
            owed_by=first.owed_by or one.owed_by,
            owed_to=first.owed_to or one.owed_to,
            according_to="; ".join(voices) or None,
            state=first.state if first.met_by else one.state if one.met_by else first.state,
            met_by=met_by,
            statement_ids=tuple(dict.fromkeys((*first.statement_ids, *one.statement_ids))),
            outlets=tuple(sorted({*first.outlets, *one.outlets})),
        )
    return kept


def _one_thing(left: Deadline, right: Deadline, words: dict[str, frozenset[str]]) -> bool:
    if left.owed_by and right.owed_by and not set(left.owed_by.split(", ")) & set(right.owed_by.split(", ")):
        return False
    if left.id == right.id:
        return True
    if left.earliest == left.latest == right.earliest == right.latest and _places(left.what) & _places(right.what):
        return True
    one, other = words[left.id], words[right.id]
    if not one or not other:
        return False
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    shared = sum(w in many or any(x in many and score >= _LIKE for x, score in akin(w).items()) for w in few)
    alike = left.owed_by == right.owed_by or None in {left.owed_by, right.owed_by}
    return shared / len(few) >= _ALIKE or (shared > 0 and alike and left.owed_to == right.owed_to)


def _places(what: str) -> frozenset[str]:
    """Return the names in words that tell of a meeting: two that are to be held in Geneva on one day are one."""
    if _MEETING.search(what) is None:
        return frozenset()
    return frozenset(_PLACE.findall(what)) - _MONTHS


def _state(last: str | None, as_of: str | None, met_on: str | None) -> DeadlineState:
    if met_on is not None:
        return "late" if last is not None and met_on > last else "met"
    if last is None or as_of is None:
        return "unknown"
    return "open" if as_of <= last else "overdue on record"


def _label(event: Happened, facts: Facts) -> str:
    names = [n for i in (*event.actor_ids, *event.recipient_ids) if (n := facts.name(i))]
    what = f"{event.type.lower()} {event.mode}" if event.mode else event.type.lower()
    place = f" in {event.place}" if event.place else ""
    return f"{what}: {', '.join(dict.fromkeys(names))}{place}"
