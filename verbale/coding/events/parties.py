"""The parties of a sentence: noun groups headed by a mention, what governs them, and who stands beside whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from verbale.coding.events import words as w
from verbale.coding.events.lexicon import known_verbs, word_class
from verbale.coding.events.words import Words
from verbale.lexicon.actors import fold_phrase, lexicon
from verbale.lexicon.institutions import polity_of
from verbale.model import Mention

ACTOR_KINDS = frozenset({"person", "polity", "organisation", "office", "group"})


_LINKS = frozenset({",", "and", "or", "&", "-", "–", "/"})
_SHORT = frozenset("mr mrs ms dr sen rep gov gen lt col maj adm prof st".split())
_COUNTING = frozenset({"than", "about", "around", "over", "under", "nearly"})
_NUMBERS = frozenset(
    "dozen dozens hundred hundreds thousand thousands two three four five six seven eight nine ten".split()
)
_OFFICE = frozenset(
    "office administration campaign government troops forces army military navy police regime militia rebels parliament "
    "fighters officials delegation leaders lawmakers supporters lawyers allies jets warplanes prosecutors diplomats "
    "negotiators soldiers coalition".split()
)
_BOUND_TO = frozenset(
    "backed led based allied funded controlled supported aligned brokered run owned made held".split()
)
_WHERE = frozenset({"in", "at", "near", "outside", "inside"})
_POSSESSIVE = frozenset({"his", "her", "its", "their", "our", "my"})
_FUNCTION = (
    frozenset({"and", "or", "but"})
    | w.PREPOSITIONS
    | w.DETERMINERS
    | w.SUBORDINATORS
    | w.MODALS
    | w.BE
    | w.HAVE
    | w.DO
    | w.REPORTING
    | w.PRONOUNS
)


@dataclass(slots=True)
class Party:
    """A noun group of the words `[start, end)` that stands for one mention."""

    start: int
    end: int
    mention: Mention
    head: bool
    """False where the mention only modifies another noun ("Russian sanctions")."""
    possessive: bool
    """True where 's follows."""
    governor: str = ""
    """The preposition before it, '' where none is."""
    before: int = -1
    """The place of that preposition."""

    @property
    def unnamed(self) -> bool:
        """True for "12 pilots", "refugees": somebody whom nothing tells from others."""
        return self.mention.form == "description" and self.mention.actor is None

    @property
    def owning(self) -> bool:
        """True for "his", "its", "their"."""
        return self.possessive and self.mention.form == "pronoun"


def _overlaps(mention: Mention, other: Mention) -> bool:
    return mention.span.start < other.span.end and other.span.start < mention.span.end


def outermost(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that may act, in text order, without those inside a longer one."""
    ordered = sorted((m for m in mentions if _may_act(m)), key=lambda m: (m.span.start, -m.span.end))
    kept: list[Mention] = []
    for place, mention in enumerate(ordered):
        if kept and _overlaps(kept[-1], mention):
            continue
        if mention.form == "description" and mention.actor is None and _holds_known(ordered, place):
            continue  # "the US and its allies": better the names in it than a phrase that nobody is known by
        kept.append(mention)
    return kept


def _may_act(mention: Mention) -> bool:
    """True for those who act, and for capitals and countries that stand for those who do ("called on Moscow")."""
    return mention.kind in ACTOR_KINDS or (mention.kind == "place" and mention.actor is not None)


def _holds_known(ordered: Sequence[Mention], place: int) -> bool:
    outer = ordered[place]
    for inner in ordered[place + 1 :]:
        if inner.span.start >= outer.span.end:
            return False
        if inner.actor is not None and inner.span.end <= outer.span.end:
            return True
    return False


def find_parties(words: Words, mentions: Sequence[Mention]) -> list[Party]:
    """Return the parties in text order; a title and its name, a people and its troops are one party."""
    agents, titles = word_class("agents"), word_class("titles")
    parties: list[Party] = []
    i = 0
    while i < words.n:
        number = words.mention[i]
        if number < 0:
            i += 1
            continue
        start = i
        while i < words.n and words.mention[i] == number:
            i += 1
        end, head, mention = i, True, mentions[number]
        if _names_a_thing(words, start, end, mention):
            continue
        possessive = end < words.n and words.lows[end] in ("'s", "'")
        if mention.form == "pronoun" and words.lows[start] in _POSSESSIVE:
            after = words.lows[end] if end < words.n else "."
            possessive = after[0].isalnum() and after not in w.PREPOSITIONS and after not in ("and", "or", "that")
        if possessive and _office(words, end + 1):
            end, possessive = end + 2, False  # "the president's office said"
        elif not possessive and mention.kind != "person" and mention.form != "pronoun":
            end, head = _extend(words, end, agents)
        if parties and parties[-1].owning and parties[-1].end == start and mention.kind != "person":
            start = parties.pop().start  # "his INDIAN COUNTERPART": one side, and not his own
        if parties and _joins(words, parties[-1], start, titles, person=mention.kind == "person"):
            last = parties.pop()
            # "Russian President Vladimir Putin": one party, the person; "US President" + "Congress" would be two names
            best = mention if mention.kind == "person" or last.mention.kind != "person" else last.mention
            parties.append(Party(last.start, end, best, head, possessive))
        else:
            parties.append(Party(start, end, mention, head, possessive))
        i = max(i, end)
    for party in parties:
        _govern(words, party)
    for left, right in pairwise(parties):
        gap = words.lows[left.end : right.start]
        shared = left.governor and not right.governor and not left.possessive
        if shared and gap[:1] in (["and"], ["or"]) and _listed(words, left.end, right.start):
            right.governor, right.before = left.governor, left.before  # "in the US and Europe"
    return parties


def _names_a_thing(words: Words, start: int, end: int, mention: Mention) -> bool:
    """True for what only names a treaty ("the Open Skies Treaty"), or whose men others are ("Iran-backed fighters")."""
    last = words.lows[end - 1]
    if last.rpartition("-")[2] in _BOUND_TO and "-" in last:
        return True
    following = words.lows[end : end + 2]
    if following[:1] == ["-"] and len(following) > 1 and following[1] in _BOUND_TO:
        return True
    if mention.kind not in ("organisation", "group", "document"):
        return False
    treaties = word_class("treaties")
    return (last in treaties and words.upper[end - 1]) or (
        bool(following) and following[0] in treaties and words.upper[end] and end - start > 1
    )


def _office(words: Words, i: int) -> bool:
    """True where what somebody has acts for them, and nothing more follows in its group."""
    return (
        i < words.n
        and words.lows[i - 1] == "'s"
        and words.lows[i] in _OFFICE
        and words.mention[i] < 0
        and (i + 1 == words.n or words.lows[i + 1] not in _OFFICE)
    )


def _extend(words: Words, end: int, agents: frozenset[str]) -> tuple[int, bool]:
    """Take in nouns for those who act for a polity ("Russian ground troops"); tell whether the group ends on a head."""
    i, reach = end, end
    verbs = known_verbs()
    while i < words.n and i < end + 4 and words.is_word(i) and words.mention[i] < 0 and words.time[i] == -1:
        low = words.lows[i]
        if low in agents:
            reach = i + 1
        elif (
            low in w.PREPOSITIONS
            or low in w.DETERMINERS
            or low in w.SUBORDINATORS
            or low in w.MODALS
            or low in w.BE
            or low in w.HAVE
            or low in w.DO
            or low in w.REPORTING
            or low in w.ADVERBS
            or low in ("and", "or", "to")
            or low in verbs
        ):
            break
        i += 1
    return reach, True


def _joins(words: Words, last: Party, start: int, titles: frozenset[str], *, person: bool) -> bool:
    """True where only titles stand between two mentions ("Putin's spokesman Dmitry Peskov")."""
    if start - last.end > 8:
        return False
    gap = range(last.end, start)
    if not gap:
        return True
    lows = words.lows
    if all(lows[j] in titles or lows[j] in ("'s", "'", ".", "-") for j in gap):
        return any(lows[j] in titles for j in gap)
    if last.possessive or not person or len(gap) > 3:
        return False
    # "the captured Indian pilot Abhinandan": a people, plain nouns, a name
    return all(
        lows[j].isalpha() and not words.upper[j] and lows[j] not in _FUNCTION and lows[j] not in known_verbs()
        for j in gap
    )


def _govern(words: Words, party: Party) -> None:
    """Find the preposition that governs a party: only the words of its own noun group may stand between."""
    i = party.start - 1
    steps = 0
    if party.end - party.start == 1 and words.lows[party.start] in w.SUBJECTS and words.lows[party.start] != "it":
        return  # "visits to properties HE owns": the subject of another clause
    while i >= 0 and steps < 6:
        low = words.lows[i]
        if words.time[i] != -1 and words.mention[i] < 0 and i > 0 and words.lows[i - 1] == "the":
            i -= 1  # "in the 1967 Sinai war"
            continue
        if words.mention[i] >= 0 or words.time[i] != -1:
            return
        if low in _COUNTING and (_number(words, i + 1) or low == "than"):
            i -= 2 if low == "than" else 1
            continue  # "more than 100 civilians", "about 20 soldiers"
        if low in w.PREPOSITIONS:
            party.governor, party.before = low, i
            return
        if low in w.DETERMINERS:
            if i > 0 and words.lows[i - 1] in w.PREPOSITIONS:
                party.governor, party.before = words.lows[i - 1], i - 1
            return
        if low == "." and i > 0 and words.lows[i - 1] in _SHORT:
            i -= 1
            continue  # "from Mrs. Broadwell"
        if not words.is_word(i) and low not in ('"', "“", "-"):
            return
        if low in ("and", "or") or low in w.MODALS or low in w.BE or low in w.SUBORDINATORS or low in known_verbs():
            return
        i -= 1
        steps += 1


def _number(words: Words, i: int) -> bool:
    return words.lows[i][0].isdigit() or words.lows[i] in _NUMBERS


def coordinated(words: Words, parties: Sequence[Party], index: int, *, back: bool) -> list[int]:
    """Return the places of the parties listed with this one ("Russia, Iran and Turkey"), its own too, in text order."""
    found = [index]
    step = -1 if back else 1
    while 0 <= index + step < len(parties):
        left, right = (index - 1, index) if back else (index, index + 1)
        if parties[left].possessive or not _listed(words, parties[left].end, parties[right].start):
            break
        index += step
        found.append(index)
    # "X, Y": two parties beside each other without "and" are an apposition, not a list; so are "X, and Y" no list of two
    places = sorted(found)
    if len(places) > 1:
        first, last = parties[places[0]], parties[places[-1]]
        gap = words.lows[first.end : last.start]
        if not any(low in _LINKS and low != "," for low in gap) or (len(places) == 2 and gap[:2] == [",", "and"]):
            return [found[0]]
        if back and first.governor in _WHERE and not last.governor:
            return [found[0]]  # "in Salisbury, England, and British police say": where, and then who
    return places


def _listed(words: Words, start: int, end: int) -> bool:
    if end - start > 4 or end <= start:
        return False
    gap = words.lows[start:end]
    if gap in (["-"], ["–"]) and words.ends[start - 1] != words.starts[start]:
        return False  # "US–Russia", but not "IOWA – Bush said"
    marks = [low for low in gap if low in _LINKS]
    rest = [low for low in gap if low not in _LINKS and low not in ("as", "well")]
    titles = word_class("titles")
    return bool(marks) and all(low in w.DETERMINERS or low in titles or _of_a_people(low) for low in rest)


@cache
def _of_a_people(low: str) -> bool:
    """True for "british", in "and BRITISH premier Ann Perks"."""
    return any(entry.use == "adjective" for entry in lexicon().phrases.get(fold_phrase(low), ()))


@cache
def polities_of(key: str) -> frozenset[str]:
    """Return the state that an actor is or acts for, or of which a person has held most posts."""
    person = lexicon().person_by_key(key)
    owners = [key] if person is None else [post.of for post in person.posts]
    states = Counter(state for owner in owners if (state := polity_of(owner)) is not None)
    most = max(states.values(), default=0)
    first = [state for state, count in states.items() if count == most]
    return frozenset(first) if len(first) == 1 else frozenset()


def is_company(party: Party, words: Words) -> bool:
    """True for those who can meet among themselves: "the two presidents", "EU leaders", "the pair".

    "Russian diplomats" are of one side, and so are "America's leaders".
    """
    mention = party.mention
    if party.possessive or not party.head or mention.form == "pronoun" or mention.kind == "person":
        return False
    if mention.actor is not None:
        body = lexicon().actors.get(mention.actor)
        if body is None or body.kind not in ("igo", "alliance"):
            return False
    before = words.lows[party.start - 1] if party.start > 0 else ""
    if before in ("'s", "'") or before in _POSSESSIVE or words.lows[party.start] in _POSSESSIVE:
        return False
    last = words.lows[party.end - 1]
    return (
        last in word_class("company-people") or last in word_class("company-states") or last in ("two", "pair", "duo")
    )
