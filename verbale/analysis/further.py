"""Issues beside the heaviest: what the remaining statements that take a stance are about, shared or each by itself.

A demand about a thing of which nobody else speaks is a position too, and a matrix without it would hide it. Its issue is named
after the thing that it names; statements that name the same thing share one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence

from msgspec import Struct

from verbale.analysis.akin import AKIN, akin
from verbale.analysis.facts import Facts, Said
from verbale.analysis.matters import own_things, things_of
from verbale.analysis.results import Issue, Placed
from verbale.analysis.things import Thing, names_in, things_in, verb_phrase
from verbale.model import row_id

MOST_FURTHER = 64
"""So many issues are found beside the heaviest at most, those of several statements first."""
_WHERE = frozenset({"in", "at", "from", "to"})
"""Behind these a name may only say where: "to meet in Rivertown"."""
_THINGS = 2
"""Things of a statement that are looked at: what it is about stands first."""
_LATER = 0.7
"""What a thing counts beside the one named before it."""
_SHARED = 0.6
"""The part of an issue's statements that must call it by two words for both to be its name."""


class Further(Struct, frozen=True):
    """One more issue with the statements that lie under it."""

    issue: Issue
    words: tuple[str, ...]
    """By which more statements are found."""
    placed: tuple[Placed, ...]


def further_issues(said: Sequence[Said], facts: Facts) -> list[Further]:
    """Return the issues of statements, those of most statements and parties first. Deterministic."""
    named = {s.id: things_of(s)[:_THINGS] for s in said}
    matters = {thing.head for s in said if s.matters for thing in named[s.id] if not thing.head.startswith("@")}
    things = {s.id: _with_others(s, named[s.id], matters) or _names(s, facts) for s in said}
    heads = {thing.head for found in things.values() for thing in found}
    same = _joined(heads)
    left = {s.id: s for s in sorted(said, key=lambda s: s.id) if things[s.id]}
    found: list[Further] = []
    while left and len(found) < MOST_FURTHER:
        held: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for key in left:
            worth = 1.0
            for thing in things[key]:
                for word in (thing.head, thing.kind):
                    # "membership prospects" beside "membership"; not "NATO expansion" beside NATO
                    if word in heads and (word == thing.head or not word.startswith("@")):
                        held[same[word]].setdefault(key, worth)
                worth *= _LATER
        head = max(sorted(held), key=lambda h: _worth(held[h], left, facts))
        if len(held[head]) < 2:
            break
        found.append(_issue(head, [left.pop(key) for key in sorted(held[head])], things, same))
    for key in sorted(left, key=lambda k: (left[k].day, k)):
        if len(found) >= MOST_FURTHER:
            break
        found.append(_issue(same[things[key][0].head], [left[key]], things, same))
    return _once(found)


def _with_others(said: Said, own: tuple[Thing, ...], matters: Container[str]) -> tuple[Thing, ...]:
    """Return the things of a statement; where it has none of its own, or a mere name, those first that others are about.

    "An end to NATO expansion" is of the expansion; "we will respond to sanctions" of sanctions.
    """
    if not said.matters or (own_things(said) and not own[0].head.startswith("@")):
        return own
    known = {thing.head for thing in own}
    more = tuple(t for t in things_in(said.content) if t.head in matters and t.head not in known)[:_THINGS]
    return (*more, *own)


def _names(said: Said, facts: Facts) -> tuple[Thing, ...]:
    """Return the name that words which name no thing speak of: not the speaker's own, nor where something takes place."""
    names = names_in(said.content)
    if not names:
        return ()
    speaker = said.speaker_id or ""
    actors = [facts.actors[key] for key in (speaker, facts.parties.get(speaker, speaker)) if key in facts.actors]
    own = {word.casefold() for actor in actors for name in (actor.name, *actor.aliases) for word in name.split()}
    for before, name in names:
        called = name.head.removeprefix("@")
        if own.isdisjoint(called.split()) and (before not in _WHERE or called in _states(facts)):
            return (name,)
    return ()


def _states(facts: Facts) -> frozenset[str]:
    """Return the names of the states and bodies that the record knows."""
    key = ("issues", "states")
    found = facts.memo.get(key)
    if not isinstance(found, frozenset):
        rows = (actor for actor in facts.actors.values() if actor.kind == "polity" and actor.lexicon_key is not None)
        found = facts.memo[key] = frozenset(n.casefold() for actor in rows for n in (actor.name, *actor.aliases))
    return found


def _worth(held: dict[str, float], left: dict[str, Said], facts: Facts) -> float:
    parties = {facts.parties.get(left[key].speaker_id or "", "") for key in held}
    return sum(held.values()) * (1.0 + 0.25 * min(len(parties) - 1, 3))


def _joined(heads: Iterable[str]) -> dict[str, str]:
    """Return one head for those of one matter: "talks", "negotiations"."""
    found: dict[str, str] = {}
    for head in sorted(heads):
        found[head] = next((found[w] for w, s in sorted(akin(head).items()) if s >= AKIN and w in found), head)
    return found


def _issue(head: str, members: Sequence[Said], things: dict[str, tuple[Thing, ...]], same: dict[str, str]) -> Further:
    own = {s.id: next(t for t in things[s.id] if head in (same[t.head], same.get(t.kind))) for s in members}
    full = Counter(t.name for t in own.values())
    alone = Counter(t.alone for t in own.values() if same[t.head] == head)
    nouns = {t.alone.lower() for s in members for t in things_in(s.content)}

    def verb(called: str) -> bool:
        # "to meet", where another says "a meeting"
        return " " not in called and called.lower() not in nouns

    (name, most), *_ = sorted(full.items(), key=lambda item: (verb(item[0]), -item[1], -item[0].count(" "), item[0]))
    if most < _SHARED * len(members):
        name = min(alone, key=lambda a: (verb(a), -alone[a], a))
    if verb(name) and name.islower():
        # "leave" is no heading, "leave Norland" is
        phrases = Counter(verb_phrase(name, s.content) for s in members)
        name = min(phrases, key=lambda phrase: (-phrases[phrase], " " not in phrase, phrase))
    issue_id = row_id("issue", head)
    words = tuple(dict.fromkeys(t.alone.lower() for t in own.values() if same[t.head] == head))
    placed = tuple(Placed(s.id, issue_id, 0.8, f"names “{own[s.id].name}”") for s in members)
    return Further(Issue(issue_id, name, tuple(dict.fromkeys((name, *words)))[:6], len(members)), (head,), placed)


def _once(found: Sequence[Further]) -> list[Further]:
    """Return issues with those of one id as one."""
    kept: dict[str, Further] = {}
    for one in found:
        if one.issue.id not in kept:
            kept[one.issue.id] = one
    return list(kept.values())
