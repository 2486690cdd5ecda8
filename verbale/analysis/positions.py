"""Where they stand: each party's stance on each issue, with every statement that made or restated it.

A party is a state or body; who speaks for it is shown, never guessed: itself, its head, a spokesperson, one of its bodies, an
unnamed official. Silence is no stance: a cell without statements is empty.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from functools import cache, cached_property, lru_cache
from typing import Literal, cast

from verbale.analysis.facts import Facts, Said
from verbale.analysis.results import Issue, Placed, Position, Stance, Stand
from verbale.collation.conditions import condition_of
from verbale.lexicon import load_table, load_words
from verbale.model import Act

_STANCES: dict[str, Stance] = {
    "demand": "demands", "request": "demands", "propose": "offers", "promise": "offers", "accept": "accepts",
    "refuse": "refuses", "deny": "denies", "threaten": "threatens", "warn": "threatens",
}  # fmt: skip
_CAPITAL = re.compile(r"\b[A-Z][\w-]+")
Voice = Literal["own", "principal", "spokesperson", "unnamed", "institution"]


@cache
def _marks() -> tuple[tuple[Stance, re.Pattern[str], bool], ...]:
    """Return the words that take a stance of their own, in the lexicon's order."""
    edges = {"begin": "^", "any": r"\b", "judged": r"\b"}
    return tuple(
        (
            cast(Stance, row["stance"]),
            re.compile(rf"{edges[row['where']]}(?:{row['pattern']})\b", re.I),
            row["where"] == "judged",
        )
        for row in load_table("stances.tsv")
    )


@cache
def _harm() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what harm is promised by: a verb to come and harm after it, or a few words that name it."""
    words = "|".join(re.escape(w) for w in load_words("harms.txt"))
    return (
        re.compile(rf"\b(?:will|would|shall|forced to|ready to|'ll)\b[^.;]{{0,60}}?\b(?:{words})", re.I),
        re.compile(rf"(?:of |with |the )?(?:[\w“\"-]+ ){{0,3}}(?:{words})\w*", re.I),
    )


def _harmful(content: str, condition: str | None) -> bool:
    """Say whether a content holds out harm: not in its condition, which is the other's deed."""
    ahead, named = _harm()
    plain = content.replace("’", "'")
    if condition is not None:
        before, _, after = plain.partition(condition.replace("’", "'"))
        return (
            ahead.search(before) is not None
            or ahead.search(after) is not None
            or named.fullmatch(before.strip()) is not None
        )
    return ahead.search(plain) is not None or (plain.count(" ") < _FEW and named.match(plain) is not None)


_FEW = 5


def _marked(content: str) -> tuple[Stance, str] | None:
    """Return the stance that a content's own words take, and what stands before them."""
    plain = content.replace("’", "'").replace("“", "").replace("”", "").replace('"', "").lstrip()[:600]
    for stance, pattern, judged in _marks():
        match = pattern.search(plain)
        if match:
            return stance, "" if judged else plain[: match.start()]
    return None


def stance_of(said: Said, of_others: Callable[[str], bool] | None = None) -> tuple[Stance, str | None]:
    """Return the stance that a statement takes, and its condition.

    The act says it; where the act says little ("said", "warned"), the words themselves may, unless what stands before them
    names somebody else (`of_others`): what others must or refuse is no stance of the speaker.
    """
    stance, condition, before = _taken(said.act, said.content)
    if before and of_others is not None and of_others(before):
        return _STANCES.get(said.act, "states") if said.act not in {"warn", "accuse"} else "states", condition
    return stance, condition


@lru_cache(200_000)
def _taken(act: Act, content: str) -> tuple[Stance, str | None, str | None]:
    """Return stance, condition, and what stands before the words that the stance is taken from, where it is from words."""
    condition = condition_of(content)
    stance = _STANCES.get(act, "states")
    found = _marked(content)
    own, before = found if found is not None else (None, None)
    if own == "states":
        return "states", condition, None
    if act == "warn" and not _harmful(content, condition):
        stance = "states"
    if condition and act in {"promise", "announce", "assert"} and _harmful(content, condition):
        stance = "threatens"
    if own in {"refuses", "red line"} and stance == "denies":
        return own, condition, before
    if act == "warn" and content.casefold().startswith("not to "):
        stance = "demands"
    if own == "red line" and stance in {"states", "refuses", "threatens"}:
        return own, condition, before
    if own is not None and stance == "states" and act not in _NOT_OWN:
        return own, condition, before
    if stance == "accepts" and condition:
        stance = "accepts if"
    return stance, condition, None


_NOT_OWN = frozenset({"praise", "expect"})
"""Acts that speak of others: what others must or offer is no stance of the speaker."""


@cache
def _vague() -> frozenset[str]:
    return frozenset(load_words("parties_vague.txt"))


def _proper(name: str) -> bool:
    """Say whether a name is a name: "Hezbollah", "Arab League"; not "the ministry", "many Republicans", "critics of the talks"."""
    words = name.split()
    if words and words[0].casefold() in {"the", "a", "an"}:
        words = words[1:]
    if not words or words[0].casefold() in _vague() or not words[0][:1].isupper():
        return False
    return name[:1].isupper() or len(words) > 1


class Voices:
    """Who speaks for whom, as the record has it."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._speaks = {link.left_id for link in facts.links if link.type == "speaks_for"}

    @cached_property
    def _names(self) -> dict[str, str]:
        """Parties by the words of their names, where a word means one party alone."""
        found: dict[str, str] = {}
        double: set[str] = set()
        for actor in self._facts.actors.values():
            if actor.lexicon_key is None and actor.country is None:
                continue
            party = self.party(actor.id)
            for name in (actor.name, *actor.aliases):
                for word in _CAPITAL.findall(name):
                    if found.setdefault(word, party) != party:
                        double.add(word)
        return {word: party for word, party in found.items() if word not in double}

    def stance(self, said: Said) -> tuple[Stance, str | None]:
        """Return a statement's stance and condition; what its words say of another party is that party's affair."""
        own = self.party(said.speaker_id) if said.speaker_id is not None else None

        def of_others(before: str) -> bool:
            parties = [self._names[w] for w in _CAPITAL.findall(before) if w in self._names]
            return bool(parties) and own not in parties

        return stance_of(said, of_others)

    def party(self, actor_id: str) -> str:
        """Return the party that an actor's words count for."""
        return self._facts.parties.get(actor_id, actor_id)

    def stands(self, actor_id: str) -> bool:
        """Say whether an actor's words count for a party that can hold a position: a paper or somebody of nowhere cannot."""
        actor = self._facts.actors[actor_id]
        if self.party(actor_id) != actor_id or actor.lexicon_key is not None:
            return True
        if actor.kind == "person":
            titles = " ".join(p.title.casefold() for p in self._facts.posts.get(actor_id, ()))
            return any(post in titles for post in load_words("posts_of_parties.txt"))
        return actor.kind == "polity" or (actor.kind in {"organisation", "group"} and _proper(actor.name))

    def voice(self, actor_id: str) -> Voice:
        """Return how an actor stands to its party."""
        actor = self._facts.actors[actor_id]
        if self.party(actor_id) == actor_id and actor.kind != "person":
            return "own"
        titles = " ".join(p.title.casefold() for p in self._facts.posts.get(actor_id, ()))
        if actor_id in self._speaks or "spokes" in titles or "spokes" in actor.name.casefold():
            return "spokesperson"
        if actor.kind != "person":
            return "institution"
        named = actor.lexicon_key is not None or any(word[:1].isupper() for word in actor.name.split()[1:])
        return "principal" if named else "unnamed"


def find_positions(
    facts: Facts,
    issues: Sequence[Issue],
    placed: dict[str, Placed],
    *,
    until: str | None = None,
    min_confidence: float = 0.0,
    among: Container[str] | None = None,
) -> list[Position]:
    """Return the positions that are on record, by party and issue.

    `until`, an ISO day: as it stood then; `among`: by these statements alone.
    """
    voices = Voices(facts)
    names = {issue.id: issue.name for issue in issues}
    cells: defaultdict[tuple[str, str], list[Said]] = defaultdict(list)
    for said in facts.said:
        place = placed.get(said.id)
        if place is None or said.speaker_id is None or said.confidence < min_confidence:
            continue
        if (until is not None and said.day > until) or (among is not None and said.id not in among):
            continue
        if not voices.stands(said.speaker_id):
            continue
        cells[voices.party(said.speaker_id), place.issue_id].append(said)
    order = {issue.id: number for number, issue in enumerate(issues)}
    weight: defaultdict[str, int] = defaultdict(int)
    for (party, _), members in cells.items():
        weight[party] += len(members)
    found = [
        position
        for (party, issue), members in cells.items()
        if (position := _position(party, issue, names[issue], members, facts, voices)) is not None
    ]
    return sorted(found, key=lambda p: (-weight[p.actor_id], p.actor, p.actor_id, order[p.issue_id]))


def _position(
    party: str, issue_id: str, issue: str, members: Iterable[Said], facts: Facts, voices: Voices
) -> Position | None:
    history: list[Stand] = []
    stance: Stance = "states"
    held: str | None = None
    since: str | None = None
    condition: str | None = None
    restated = 0
    for said in members:
        own, when_so = voices.stance(said)
        change: Literal["first", "restated", "changed"] = "first" if not history else "restated"
        if own != "states" and own != held:
            change = "changed" if held is not None else "first"
            stance, held, since, condition, restated = own, own, said.value, when_so, 0
        elif own == held and held is not None:
            restated += 1
            condition = when_so or condition
        assert said.speaker_id is not None
        history.append(
            Stand(
                said.id, own, said.value, said.earliest, said.latest, said.content, when_so,
                facts.name(said.speaker_id) or "", voices.voice(said.speaker_id), change, said.outlets, said.independent,
                said.confidence,
            )
        )  # fmt: skip
    if not history:
        return None
    first = next((s.value for s in history if s.value), None)
    return Position(
        party, facts.name(party) or "", issue_id, issue, stance, condition, since or first, restated, tuple(history)
    )
