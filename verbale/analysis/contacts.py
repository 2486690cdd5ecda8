"""Who met or called whom, and who moved, massed or exercised forces: events read as contacts and deployments."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from verbale.analysis.facts import Facts, Happened
from verbale.analysis.results import Contact, Deployment
from verbale.analysis.sentences import sentence_at
from verbale.lexicon import load_table
from verbale.store import Store

_MANNERS = {"phone": "call", "meet": "meeting", "visit": "visit", "third-party": "mediation", "multilateral": "talks"}
_FORCES = frozenset({"MOBILIZE", "RETREAT"})
_ASKED = re.compile(
    r"\bat (?:the )?(?:request|initiative|invitation) of (?:the )?([A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3})"
    r"|\bat ([A-Z][\w’'-]*?)(?:’s|'s) (?:request|initiative|invitation)"
    r"|(?<![\w’'-])([A-Z][\w’'-]*+) (?:had )?(?:requested|initiated|asked for) the (?:call|conversation|meeting|talks|visit)\b"
    r"|\b(?:requested|initiated) by (?:the )?([A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3})"
)
_LASTED = re.compile(
    r"\b(?:lasted|lasting|for)\s+(?:(?:about|around|some|more than|nearly|almost|over)\s+)?"
    r"((?:\d+|an?|one|two|three|four|five|six|half an|several)(?:-|\s)(?:and a half )?(?:hours?|minutes?|days?))\b",
    re.I,
)
_WISHED = re.compile(
    r"\b(?:ideas?|proposals?|prospects?|possibility|offers?|offered|requests?|requested|invitations?|demands?|demanded|need|ready|"
    r"readiness|willing|willingness|prepared|open|hopes?|hoped|wants?|wanted|wish(?:es)?|in favou?r|refus\w+|reject\w*|ruled? out)"
    r"\b(?:\W+\w+){0,6}\W*$|\b(?:would|could|might|may|if|unless|should|cannot|not|never|no)\b(?:\W+\w+){0,2}\W*$",
    re.I,
)


@cache
def _counted() -> dict[str, list[str]]:
    return {row["kind"]: row["words"].split() for row in load_table("forces_counted.tsv")}


@cache
def _small() -> dict[str, int]:
    return {word: int(number) for word, _, number in (pair.partition(":") for pair in _counted()["number"])}


@cache
def _number() -> re.Pattern[str]:
    """Return the pattern of a number of forces: its hedge, the figure or word, few words, the noun."""
    return re.compile(
        r"\b(?:(some|about|around|nearly|almost|more than|over|at least|up to|as many as|roughly|estimated)\s+)?"
        rf"(\d{{1,3}}(?:[,. ]\d{{3}}){{1,5}}|\d{{1,12}}|{'|'.join(_small())})\s+(?:(?!of\b)[\w-]+ ){{0,3}}?"
        rf"(?:{'|'.join(dict.fromkeys(_counted()['force']))})\b",
        re.I,
    )


def _moved(told: list[tuple[str, int, int]]) -> re.Match[str] | None:
    """Return the number that stands nearest to the words for the move in the first sentence that gives one.

    "After three soldiers were killed Chad sent 800 troops": the first number in a sentence may be of something else.
    """
    for text, start, end in told:
        found = list(_number().finditer(text))
        if found:
            return min(found, key=lambda m: max(start - m.end(), m.start() - end, 0))
    return None


class Surroundings:
    """The sentences about the accounts of events."""

    def __init__(self, store: Store) -> None:
        self._found: defaultdict[str, list[tuple[str, int, int, str, str]]] = defaultdict(list)
        self._before: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self._told: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
        rows = store.connection.execute(
            "SELECT x.event_id, d.id, e.status, max(e.start - 300, 0), substr(d.text, max(e.start - 300, 0) + 1, "
            '(e.start - max(e.start - 300, 0)) + (e."end" - e.start) + 300), min(e.start, 300), e."end" - e.start '
            "FROM event_account x JOIN event_mention e ON e.id = x.event_mention_id "
            "JOIN document d ON d.n = e.document_n WHERE e.type IN ('CONSULT', 'MOBILIZE', 'RETREAT') OR e.status = 'scheduled' "
            "ORDER BY x.event_id, x.n"
        )
        for event, document, status, offset, text, before, length in rows:
            start, end = sentence_at(text, before, before + length)
            self._found[event].append((document, offset + start, offset + end, text[start:end], status))
            self._before[event].append((text[start:before], status))
            self._told[event].append((text[start:end], before - start, before + length - start))

    def only_wished(self, event_id: str) -> bool:
        """Say whether all that tell of it as held tell of an idea, an offer, a condition: "ready to fly to Rome for talks"."""
        told = [before for before, status in self._before.get(event_id, ()) if status == "happened"]
        return bool(told) and all(_WISHED.search(before) for before in told)

    def texts(self, event_id: str, of_status: str | None = None) -> list[str]:
        """Return the sentences."""
        return [row[3] for row in self._found.get(event_id, ()) if of_status is None or row[4] == of_status]

    def told(self, event_id: str) -> list[tuple[str, int, int]]:
        """Return the sentences, each with where in it the words for the event stand."""
        return self._told.get(event_id, [])

    def of(self, event_id: str, of_status: str | None = None) -> list[tuple[str, int, int]]:
        """Return the sentences' places: document, start, end; one for each article."""
        found: dict[str, tuple[str, int, int]] = {}
        rows = zip(self._found.get(event_id, ()), self._before.get(event_id, ()), strict=True)
        # what tells of the thing itself goes before what only wishes for it
        for (document, start, end, _, status), _ in sorted(rows, key=lambda row: _WISHED.search(row[1][0]) is not None):
            if of_status is None or status == of_status:
                found.setdefault(document, (document, start, end))
        return list(found.values())


def _first(pattern: re.Pattern[str], texts: list[str]) -> str | None:
    for text in texts:
        match = pattern.search(text)
        if match:
            return next(g for g in match.groups() if g)
    return None


def _history(event: Happened, facts: Facts) -> tuple[tuple[str, str], ...]:
    """Return how it was told over time: (day of writing, status), a status once until it changes."""
    told = sorted(
        (facts.documents[d].latest or "9999", status)
        for d, status in zip(event.document_ids, event.statuses, strict=False)
        if d in facts.documents
    )
    found: list[tuple[str, str]] = []
    for day, status in told:
        if not found or found[-1][1] != status:
            found.append((day, status))
    return tuple(found)


def _names(facts: Facts, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for i in ids if (name := facts.name(i)))


def _sides(facts: Facts, event: Happened, speakers: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who met whom; of those that stand on both sides, the first met the others.

    Who only tells of it is no side where its own state is one: "Putin welcomed talks between Russia and the United States".
    """
    both = (*event.actor_ids, *event.recipient_ids)
    tellers = {speakers[c] for c in event.claims if c in speakers}
    aside = (
        {i for i in tellers if facts.parties.get(i, i) != i and facts.parties[i] in both}
        if all(event.claims)
        else set()
    )
    who = _names(facts, tuple(i for i in event.actor_ids if i not in aside))
    whom = _names(facts, tuple(i for i in event.recipient_ids if i not in aside))
    if set(who) == set(whom):
        return who[:1], who[1:]
    return who, tuple(name for name in whom if name not in who)


def _speakers(store: Store, facts: Facts, types: str) -> dict[str, str]:
    """Return the actor that speaks in each attribution in which an event of some types is told."""
    of_mention = {m: a.id for a in facts.actors.values() for m in a.mention_ids}
    rows = store.connection.execute(
        "SELECT a.id, a.speaker_id FROM event_mention e JOIN attribution a ON a.id = e.attribution_id "
        f"WHERE e.type IN ({types}) AND a.speaker_id IS NOT NULL"
    )
    return {row: of_mention[mention] for row, mention in rows if mention in of_mention}


def _when(facts: Facts, event: Happened) -> tuple[str | None, str | None, str | None]:
    """Return the day of an event. What was held by the time of writing is not of a week to come ("after talks, it will answer
    next week"): of it only the last day is known."""
    written = [facts.documents[d] for d in event.document_ids if d in facts.documents]
    first, last = [w.earliest for w in written], [w.latest for w in written]
    if event.status != "happened" or event.earliest is None or not all(first) or not all(last):
        return event.value, event.earliest, event.latest
    if event.earliest <= max(day for day in first if day):
        return event.value, event.earliest, event.latest
    by = min(day for day in last if day)
    return f"../{by}", None, by


def find_contacts(store: Store, facts: Facts, around: Surroundings | None = None) -> list[Contact]:
    """Return calls, meetings, visits and talks in order of time."""
    around = around or Surroundings(store)
    speakers = _speakers(store, facts, "'CONSULT'")
    return [
        Contact(
            e.id, *_when(facts, e), *_sides(facts, e, speakers),
            _MANNERS.get(e.mode or "", e.mode or "contact"), e.place, e.status, _history(e, facts),
            _first(_ASKED, around.texts(e.id)), _first(_LASTED, around.texts(e.id)), e.outlets, e.independent,
        )
        for e in facts.happened
        if e.type == "CONSULT" and e.status != "hypothetical" and not (e.status == "happened" and around.only_wished(e.id))
    ]  # fmt: skip


def find_deployments(store: Store, facts: Facts) -> list[Deployment]:
    """Return forces moved, exercised, massed or withdrawn, in order of time, with numbers and who claims them."""
    around = Surroundings(store)
    of_mention = {m: a.name for a in facts.actors.values() for m in a.mention_ids}
    speakers = {
        row: of_mention.get(mention, name)
        for row, mention, name in store.connection.execute(
            "SELECT a.id, m.id, m.name FROM event_mention e JOIN attribution a ON a.id = e.attribution_id "
            "JOIN mention m ON m.id = a.speaker_id WHERE e.type IN ('MOBILIZE', 'RETREAT')"
        )
    }
    found = []
    for e in facts.happened:
        if e.type not in _FORCES:
            continue
        match = _moved(around.told(e.id))
        least, most = _limits(match) if match else (None, None)
        claimed = tuple(sorted({speakers[c] for c in e.claims if c in speakers})) if all(e.claims) else ()
        found.append(
            Deployment(
                e.id, e.value, e.earliest, e.latest, _names(facts, e.actor_ids),
                f"{e.type.lower()} {e.mode}" if e.mode else e.type.lower(),
                match[0] if match else None, least, most, e.place, e.status, claimed, e.outlets, e.independent,
            )
        )  # fmt: skip
    return found


def _limits(match: re.Match[str]) -> tuple[int | None, int | None]:
    """Return what a number admits: "more than 100,000" has no upper limit."""
    number = _small().get(match[2].lower()) or int(re.sub(r"\D", "", match[2]))
    hedge = (match[1] or "").lower()
    if hedge in {"more than", "over", "at least"}:
        return number, None
    if hedge in {"up to", "as many as"}:
        return None, number
    if hedge:
        return round(number * 0.9), round(number * 1.1)
    return number, number
