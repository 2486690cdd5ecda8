"""How likely two accounts of events tell of one: by the parties on each side, the days, the words, and what is known of the place.

Only what two accounts say themselves is compared, so that other articles never change the answer.
"""

from __future__ import annotations

from functools import cache

from verbale.collation.accounts import EventAccount
from verbale.collation.event_told import HEAD, LEAD, Party, Teller, Told, known
from verbale.collation.voices import Voices
from verbale.lexicon.actors import fold_phrase, lexicon
from verbale.lexicon.event_families import kinship, objects_apart, objects_shared

TWO_SIDED = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types whose parties may stand on either side."""
SPOKEN = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "CONCEDE", "PROTEST"})
"""Types made of words: one party does them again and again, so that only the day tells them apart."""
DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "SANCTION", "AID"})
"""Types of deeds that many fear, and that are done again and again."""
_REPEATED = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
"""Types of deeds that the same states do again within days."""
ONCE = frozenset({"kill", "charge", "convict", "sentence"})
"""Families of what is done to a person once, whatever the days."""
_LAG = 10
"""Days between articles that tell, without a day, of one thing done."""
_TALKED = 21
"""Days for which what has no day is talked of, before it or after."""
PLANNED = 45
"""Days that a plan may lie before the thing."""

_FEW_OF_MANY = 0.65
"""Under this the parties of two talks are those of one among many of the other."""
_POSSIBLE = 0.5
"""What accounts reach at most that may be one, but share too little to be joined for it."""
_AGES = 200
"""Days before an article from which on even a far word of time parts two accounts."""
_LEADERS = frozenset({"leader", "president", "premier", "prime minister", "minister", "foreign minister", "envoy"})
"""Groups and nobodies that a named person may be one of, more likely than of "officials"."""


class Likeness:
    """Compares accounts."""

    def __init__(self, voices: Voices) -> None:
        self._voices = voices
        self.told = Teller(voices).told

    def _same(self, one: Party, other: Party) -> float | None:
        """Return how likely two parties are one side of the same event; None where they are two people of one state."""
        if one.key == other.key:
            return 1.0
        if one.block != other.block:
            return 0.0
        kinds = {one.kind, other.kind}
        if kinds == {"person"}:
            return None
        if "group" in kinds:
            led = any(p.key.rpartition(":")[2].rstrip("s") in _LEADERS for p in (one, other) if p.kind == "group")
            return 0.8 if led else 0.3 if "person" in kinds else 0.6
        if "state" in kinds:
            return 0.85
        return 0.8 if self._voices.same(one.key, other.key) else 0.3

    def _side(self, left: tuple[Party, ...], right: tuple[Party, ...]) -> float | None:
        """Return how well two lists of known parties agree (0 to 1); None where another person acts for one of the states."""
        if len(left) == len(right):
            one, other = self._covered(left, right), self._covered(right, left)
            return None if one is None or other is None else min(one, other)
        return self._covered(*((left, right) if len(left) < len(right) else (right, left)))

    def _covered(self, short: tuple[Party, ...], long: tuple[Party, ...]) -> float | None:
        """Return how well each party of a list finds itself in another."""
        total = 0.0
        for one in short:
            best, clash = 0.0, False
            for other in long:
                found = self._same(one, other)
                clash |= found is None
                best = max(best, found or 0.0)
            if clash and best < 1.0:
                return None
            total += best
        return total / len(short)

    def parties(self, left: Told, right: Told) -> float | None:
        """Return how well the parties agree; None where they are others."""
        if two_sided(left) and two_sided(right):
            return self._pools(left, right)
        one, other = known(left.actors), known(right.actors)
        to, upon = known(left.recipients), known(right.recipients)
        by = self._side(one, other) if one and other else None
        if one and other and not by:
            return None
        on = self._side(to, upon) if to and upon else None
        if to and upon and not on:
            return None
        if by is None and on is None:
            return None
        if by is None or on is None:
            # "the killing of X", by nobody named, is as sure as X is one person
            alone = by if by is not None else on
            assert alone is not None
            return alone * (0.8 if on is None or all(p.kind == "person" for p in (*to, *upon)) else 0.6)
        return (by + on) / 2

    def _pools(self, left: Told, right: Told) -> float | None:
        if not left.pool or not right.pool:
            return None
        agreed = self._side(left.pool, right.pool)
        if agreed is None or agreed < 0.6:
            return None
        shared = {p.block for p in left.pool} & {p.block for p in right.pool}
        fewest = min(len({p.block for p in each.pool}) for each in (left, right))
        if fewest >= 2:
            if len(shared) < 2:
                return None
            more = max(len({p.block for p in each.pool}) for each in (left, right))
            return agreed * (1.0 if more - fewest <= 1 else 0.6)
        # "Biden and Putin" and "Biden, with somebody": one of two parties is half a match
        return 0.65 if agreed == 1.0 else None

    def _blocks(self, left: Told, right: Told) -> float | None:
        """Return how well a headline's parties agree with the lead's: whoever it names, they are of the same states."""
        for one, other in ((left.actors, right.actors), (left.recipients, right.recipients)):
            first, second = ({p.block for p in known(side)} for side in (one, other))
            if first and second and not first & second:
                return None
        return 0.8

    def days(self, left: Told, right: Told) -> float | None:
        """Return how well the days agree; None where they are others."""
        if left.first is not None and right.first is not None and left.last is not None and right.last is not None:
            apart = max(left.first, right.first) - min(left.last, right.last)
            sharp = left.first == left.last and right.first == right.last
            if left.firm and right.firm:
                if apart <= 0:
                    return 1.0 if sharp else 0.75 if max(left.last - left.first, right.last - right.first) <= 7 else 0.6
                if apart == 1 and max(left.last - left.first, right.last - right.first) <= 2:
                    # a day by another clock; two months next to each other are not
                    return 0.35
                if 6 <= apart <= 8 and (left.weekday or right.weekday):
                    # "on Thursday" read as the next one, or the last
                    return 0.35
                return None
            if apart <= 0 and (left.firm or right.firm):
                return 0.75 if sharp else 0.6
        if _years_apart(left, right) or _years_apart(right, left):
            return None
        if left.choice or right.choice:
            one, two = (
                t.choice or frozenset(range(t.first, t.last + 1) if t.firm and t.first and t.last else ())
                for t in (left, right)
            )
            if one and two:
                return 0.9 if one & two else None
        if not (left.dated and right.dated):
            return self._undated(left, right)
        known, other = (left, right) if left.firm else (right, left)
        if known.firm and known.first is not None and known.last is not None:
            assert other.written is not None
            ahead, behind = known.first - other.written, other.written - known.last
            if ahead > 1 and not (known.weekday and ahead <= 7):
                return 0.45 if other.open and ahead <= _ahead(other) else None
            if ahead > 0:
                return 0.35
            if behind > 1 and other.account.mention.status == "scheduled" and not other.noun:
                return None
            return _faded(max(behind, 0), _TALKED if other.open else _LAG)
        assert left.written is not None
        assert right.written is not None
        both = left.open and right.open
        return _faded(abs(left.written - right.written), min(_ahead(left), _ahead(right)) if both else _LAG)

    def _undated(self, left: Told, right: Told) -> float | None:
        """Return what little it says that of one article, or both, nobody knows when it was written."""
        if left.account.document_id == right.account.document_id:
            return 0.6
        for one, other in ((left, right), (right, left)):
            if one.since is not None and other.written is not None and one.since - other.written > PLANNED:
                return None
        return 0.3

    def score(self, left: EventAccount, right: EventAccount, *, across_denial: bool = False) -> float | None:
        """Return how likely two accounts tell of one event (0 to 1), None where they cannot.

        What one denies and the other tells as done is never one, unless `across_denial` asks which denial is of what.
        """
        one, other = left.mention, right.mention
        if one.type != other.type or one.id == other.id or not (across_denial or _status(left, right)):
            return None
        first, second = self.told(left), self.told(right)
        if _modes(first, second):
            return None
        here = left.document_id == right.document_id
        words = kinship(one.type, one.trigger.text, other.trigger.text)
        if one.rule == other.rule and one.rule[1:2] == "-":
            # one pattern of one verb or noun; a trained reader is no pattern
            words = max(words, 0.8 if first.noun or first.family == second.family else 0.65)
        if one.mode == other.mode == "phone":
            words = max(words, 0.85)
        if words < 0.3 or objects_apart(one.type, one.trigger.text, other.trigger.text):
            return None
        once = first.family == second.family and first.family in ONCE and _one_victim(first, second)
        days = self.days(first, second)
        if once and not (first.firm and second.firm):
            days = max(days or 0.0, 0.6)
        if one.type in DEEDS and {one.status, other.status} == {"happened", "hypothetical"} and days is not None:
            # what may be done is not what was, unless on the day of which it was said
            days = days if days >= 0.75 else None
        if None not in (first.round, second.round) and first.round != second.round:
            return None
        said = spoken(first) or spoken(second)
        if days is None or (said and not once and not _one_act(first, second, words, days, here)):
            return None
        parties = 0.9 if once else self.parties(first, second)
        if here and words >= 0.8 and _retold(left, right) and (parties is None or parties < 0.8):
            parties = self._blocks(first, second)
        if said and not here and parties is not None and parties < 0.75:
            return None
        if parties is None or (first.numbers and second.numbers and first.numbers != second.numbers):
            return None
        place = _places(first, second)
        if place < 0 and days == 1.0 and (here or not two_sided(first)):
            # two places on one day: two events, unless two articles dispute where two parties met
            return None
        if one.mode and other.mode and one.mode != other.mode:
            place -= 0.05
        value = 0.45 * parties + 0.3 * days + 0.25 * words + place + (0.05 if here else 0.0)
        if not (once or said or _sure(first, second, parties, words, days, here)):
            value = min(value, _POSSIBLE)
        return round(min(1.0, max(0.0, value)), 3)


def _signing(told: Told) -> bool:
    """Say whether a treaty is signed: a type made of words, but a deed of several, done once."""
    return told.account.mention.type == "SUPPORT" and told.family == "sign"


def two_sided(told: Told) -> bool:
    """Say whether the parties may stand on either side."""
    return told.account.mention.type in TWO_SIDED or _signing(told)


def spoken(told: Told) -> bool:
    """Say whether it is made of words that one party says again and again."""
    return told.account.mention.type in SPOKEN and not _signing(told)


def _years_apart(left: Told, right: Told) -> bool:
    """Say whether one, though its day is not surely its own, stands in words of another year than the other's article."""
    if left.last is None or left.firm or left.choice or not right.dated:
        return False
    since = right.first if right.firm and right.first is not None else right.since
    year = left.first is not None and left.last - left.first >= 300
    return since is not None and since - left.last > (0 if year else _AGES)


def _ahead(told: Told) -> int:
    """Return how many days ahead an account may look: summits are planned for weeks, calls for days."""
    if told.account.mention.mode == "phone":
        return _LAG
    return PLANNED if told.family != "talks" else _TALKED


def _faded(days: int, most: int) -> float | None:
    """Return what it says for one event that its accounts, or an account and its day, lie so many days apart."""
    if days <= 3:
        return 0.6
    if days <= _LAG:
        return 0.45
    return 0.25 if days <= most else None


def _retold(left: EventAccount, right: EventAccount) -> bool:
    """Say whether one stands in the headline and the other in the lead."""
    first, last = sorted(each.mention.trigger.start for each in (left, right))
    return first < HEAD and last < LEAD


def _status(left: EventAccount, right: EventAccount) -> bool:
    """Say whether the statuses can be one event's history: what is denied is not what is told as done.

    A noun alone ("the summit of the two") tells of what is planned as well, and so of what was called off.
    """
    both = {left.mention.status, right.mention.status}
    if "denied" not in both or "happened" not in both:
        return True
    done, denied = (left, right) if left.mention.status == "happened" else (right, left)
    named = left.mention.rule.startswith("N-") and right.mention.rule.startswith("N-")
    return named and _called_off(denied) and not _surely_held(done)


def _called_off(account: EventAccount) -> bool:
    """True where words say that it was cancelled, and do not only deny it."""
    return any(evidence.field == "status" for evidence in account.mention.evidence)


def _surely_held(account: EventAccount) -> bool:
    """True where the account gives the day on which it was."""
    when = account.happened
    return when is not None and bool(when.evidence) and when.earliest is not None and when.earliest == when.latest


def _modes(left: Told, right: Told) -> bool:
    """Say whether the ways in which it was done are two."""
    one, other = left.account.mention.mode, right.account.mention.mode
    if one is None or other is None or one == other or spoken(left):
        return False
    return left.account.mention.type != "CONSULT" or {one, other} == {"phone", "visit"}


@cache
def _country(place: str) -> bool:
    return any(entry.kind == "polity" for entry in lexicon().phrases.get(fold_phrase(place), ()))


def _places(left: Told, right: Told) -> float:
    """Return what the places say: above 0 for the same, below 0 for two; a country may be where a city is."""
    one, other = left.account.mention.place, right.account.mention.place
    if one is None or other is None:
        return 0.0
    here, there = one.text.casefold(), other.text.casefold()
    if here == there:
        return 0.05
    return 0.0 if here in there or there in here or _country(one.text) or _country(other.text) else -0.1


def _one_victim(left: Told, right: Told) -> bool:
    one, other = ({p.key for p in each.recipients if p.kind == "person"} for each in (left, right))
    return bool(one & other)


def _one_act(left: Told, right: Told, words: float, days: float, here: bool) -> bool:
    """Say whether two accounts of words ("demanded", "accused") can be of one act of speech."""
    if here:
        start = min(each.account.mention.trigger.start for each in (left, right))
        return start < LEAD and days >= 0.6 and words >= 0.8
    return days == 1.0 and words >= 0.5


def _sure(left: Told, right: Told, parties: float, words: float, days: float, here: bool) -> bool:
    """Say whether what two accounts share is enough for what they leave open."""
    kind = left.account.mention.type
    if days >= 0.75:
        return True
    done = "happened" in (left.account.mention.status, right.account.mention.status)
    named = known(left.recipients) and known(right.recipients)
    if kind in DEEDS and here and not (known(left.recipients) or known(right.recipients) or _one_doer(left, right)):
        return False  # "the US imposed tariffs", "the president imposed levies": on whom, neither says
    if kind in {"ASSAULT", "COERCE"} and done and not here and not named:
        # "killed", of nobody who is named, on no known day
        return False
    lasting = left.family == right.family == "buildup"
    if kind in _REPEATED and done and not (here or lasting) and days < 0.6 and not _objects(left, right):
        # states do such things to each other again and again
        return False
    if two_sided(left) and min(len(left.pool), len(right.pool)) < 2:
        return here and words >= 0.85
    if two_sided(left) and parties < _FEW_OF_MANY:
        return False  # two who talk, and four of whom two are they, on no known day
    if not here and not (left.dated and right.dated):
        # of no known time: only the same deed of the same two
        return words >= 0.8 and (parties >= 0.9 or _one_victim(left, right))
    if words < 0.7:
        # "met" and "travelled to", of no known day: two things, unless one article tells both, or of one person
        return parties >= 0.8 and ((here and kind not in _REPEATED) or _one_guest(left, right))
    # "the summit of the two states" may be any of their officials' who "met"
    same = words >= 0.8 and (not two_sided(left) or (left.noun and right.noun) or _signing(left))
    return same or words == 1.0 or parties >= 0.9 or here


def _one_doer(left: Told, right: Told) -> bool:
    """Say whether the same actor is named in both."""
    return bool({p.key for p in left.actors} & {p.key for p in right.actors})


def _objects(left: Told, right: Told) -> bool:
    """Say whether both triggers name the same sort of thing, or both accounts the same person upon whom it is done."""
    kind = left.account.mention.type
    return _one_victim(left, right) or objects_shared(
        kind, left.account.mention.trigger.text, right.account.mention.trigger.text
    )


def _one_guest(left: Told, right: Told) -> bool:
    """Say whether one told of a person's visit, and the other of that person's meeting."""
    if {left.family, right.family} != {"visit", "meeting"}:
        return False
    return any(p.kind == "person" and p in right.actors for p in left.actors)
