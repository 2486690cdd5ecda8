"""Places where an event may be told though no rule speaks: a verb with a party on either side.

The trained reader of events (`verbale.language.events`) says which type such a place tells, between whom, and how it
stands; or that it tells none. So where no grammar of ours finds a verb's parties the nearest ones are asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from verbale.coding.events import words as w
from verbale.coding.events.grammar import Grammar
from verbale.coding.events.groups import Group, opens_group, verb_group
from verbale.coding.events.lexicon import BASE, GERUND, PARTICIPLE, PAST, THIRD, inflect, noun_rules, verb_rules
from verbale.coding.events.parties import coordinated
from verbale.coding.events.status import control, status_of
from verbale.lexicon import load_words

_CIRCUMSTANCE = frozenset(
    "after before during since amid until despite than like because as without by through per off".split()
)
_MOST = 16
"""Candidates of one sentence that are looked at."""
_FAR = 14
"""Words between a verb and the party before it, at most, where no grammar finds its subject."""
_AFTER = 12
"""Words after a verb within which the other party begins then."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A verb and its parties, as places of words and numbers of parties."""

    group: Group
    actors: tuple[int, ...]
    recipients: tuple[int, ...]
    zone_end: int
    nearest: bool = False
    """True where no grammar found the parties, which are the nearest ones."""


@cache
def candidate_verbs() -> dict[str, frozenset[int]]:
    """Return the forms of the verbs that may tell an event, and which inflections they may be."""
    table: dict[str, set[int]] = {}
    for verb in load_words("events_candidates.txt"):
        for forms in inflect(verb):
            for kind, form in enumerate(forms):
                table.setdefault(form, set()).add(kind)
    for form, rows in verb_rules().items():
        for rule, kinds in rows:
            if "adjective" not in rule.flags:
                table.setdefault(form, set()).update(kinds)
    return {form: frozenset(kinds) for form, kinds in table.items()}


def candidates(grammar: Grammar) -> Iterator[Candidate]:
    """Yield the verbs of a sentence that have parties on both sides, in text order."""
    if len(grammar.parties) < 2:
        return
    words = grammar.words
    verbs = candidate_verbs()
    count = 0
    for i, low in enumerate(words.lows):
        kinds = verbs.get(low)
        if kinds is None or words.mention[i] >= 0 or words.time[i] != -1 or low in w.PREPOSITIONS:
            continue
        group = verb_group(words, i, kinds)
        if group is None or not _surely(grammar, group, kinds):
            continue
        found = _sides(grammar, group) or _nearest(grammar, group)
        if found is None:
            continue
        yield found
        count += 1
        if count == _MOST:
            return


def _surely(grammar: Grammar, group: Group, kinds: frozenset[int]) -> bool:
    """True where a form that may be a noun as well stands as a verb: between its subject and another noun group."""
    words, i = grammar.words, group.verb
    if group.start < i or group.passive or group.progressive or group.infinitive:
        return True
    after = words.lows[i + 1] if i + 1 < words.n else "."
    if PARTICIPLE in kinds and (after in ("by", "to") or (after == "in" and words.mention[i - 1] >= 0)):
        return False  # "sanctions imposed by", "protesters opposed to", "soldiers killed in": no finite verb
    if group.gerund:
        named = i > 0 and (words.lows[i - 1][0].isdigit() or words.mention[i - 1] >= 0)
        return kinds <= {GERUND} and words.lows[i] not in noun_rules() and not named  # "the G20 gathering"
    if BASE in kinds and kinds <= {BASE} and i > 0 and not words.lows[i - 1].endswith("s"):
        return False  # "US combat troops", "the tariff fight": who does this now are several
    if kinds & {BASE, THIRD} and PAST not in kinds:
        return i > 0 and words.mention[i - 1] >= 0 and opens_group(words, i + 1)
    return True


def _sides(grammar: Grammar, group: Group) -> Candidate | None:
    words, parties = grammar.words, grammar.parties
    if group.infinitive:
        subject = control(grammar, group.start)[0]
    elif group.gerund:
        subject = grammar.clause_subject(group.start)
    else:
        subject = grammar.subject(group.start)
    if subject is None:
        return None
    left = tuple(coordinated(words, parties, subject, back=True))
    end = grammar.zone_end(group.verb + 1)
    right: tuple[int, ...] = ()
    agent: tuple[int, ...] = ()
    for number, party in enumerate(parties):
        if party.start <= group.verb or party.start >= end or number in left or number in right:
            continue
        if party.governor == "by":
            agent = agent or tuple(coordinated(words, parties, number, back=False))
        elif party.governor in _CIRCUMSTANCE or party.owning:
            continue
        elif not right:
            right = tuple(n for n in coordinated(words, parties, number, back=False) if n not in left)
    if group.passive:
        if not agent:
            return None
        left, right = agent, left
    if not left or not right:
        return None
    return None if status_of(grammar, group) is None else Candidate(group, left, right, end)


def _nearest(grammar: Grammar, group: Group) -> Candidate | None:
    """Return a verb with the party before it and the party after it, whatever stands between."""
    verb, parties = group.verb, grammar.parties
    end = grammar.zone_end(verb + 1)
    left = next((n for n in reversed(range(len(parties))) if parties[n].end <= verb), None)
    right = next((n for n, party in enumerate(parties) if party.start > verb), None)
    if left is None or right is None or verb - parties[left].end >= _FAR:
        return None
    if parties[right].start >= max(end, verb + _AFTER):
        return None
    if group.passive:
        if parties[right].governor != "by":
            return None
        left, right = right, left
    return Candidate(group, (left,), (right,), end, nearest=True)
