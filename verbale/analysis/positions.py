"""Where they stand: each party's stance on each issue, with every statement that made or restated it.

A party is a state or body; who speaks for it is shown, never guessed: itself, its head, a spokesperson, one of its bodies, an
unnamed official. Silence is no stance: a cell without statements is empty.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Sequence
from functools import cache, cached_property
from typing import Literal

from msgspec import Struct

from verbale.analysis.facts import Facts, Said
from verbale.analysis.results import Issue, Placed, Position, Stand
from verbale.analysis.sides import is_movement, several_states
from verbale.analysis.stances import is_said, says_little
from verbale.analysis.stances import stance_of as stance_of
from verbale.analysis.standing import (
    begins_at_home,
    ends_at_home,
    is_of_state,
    is_over,
    on_own_account,
    others_in,
    titles_held,
)
from verbale.lexicon import load_table, load_words
from verbale.lexicon.actors import common_words
from verbale.lexicon.actors import members as members_of
from verbale.lexicon.wording import known
from verbale.model import Stance

_CAPITAL = re.compile(r"\b(?:[A-Z]\.){2,}|\b[A-Z][\w-]+")
_DIRECTIONS = frozenset({"West", "Western", "East", "Eastern", "North", "Northern", "South", "Southern"})
"""Words of names that name no party by themselves: a speaker of the West speaks of the West as its own."""
Voice = Literal["own", "principal", "spokesperson", "unnamed", "institution", "own account", "told by others"]


@cache
def _vague() -> frozenset[str]:
    return frozenset(load_words("parties_vague.txt"))


def _proper(name: str) -> bool:
    """Say whether a name is a name: "Hezbollah", "Arab League"; not "the ministry", "crowds of students", "Demonstrators"."""
    words = name.split()
    if words and words[0].casefold() in {"the", "a", "an"}:
        words = words[1:]
    if not words or words[0].casefold() in _vague() or len(words) > _LONGEST:
        return False
    if not all(word[:1].isupper() or word[:1].isdigit() or word.casefold() in _SMALL for word in words):
        return False
    return len(words) > 1 or not (known(words[0].casefold()) or words[0].casefold() in common_words())


_LONGEST = 8
_HEAD = 3
"""Words at a content's beginning among which whoever is ordered stands ("that the Norlanders leave")."""
_SMALL = frozenset(
    {"of", "the", "and", "for", "in", "on", "to", "de", "la", "del", "al", "el", "des", "du", "&", "against"}
)


@cache
def _papers() -> frozenset[str]:
    """Return the names of outlets that report: what a paper says is no party's word."""
    rows = [row for row in load_table("outlets.tsv") if row["kind"] in _REPORTING]
    return frozenset(n for row in rows for n in (row["name"], *row["names"].split(";")) if n)


_REPORTING = frozenset({"newspaper", "broadcaster", "agency", "digital", "magazine", "aggregator"})


_MINISTRIES = frozenset({"Ministry", "Department", "Cabinet", "Parliament", "Presidency", "Army", "Navy", "Embassy"})


_AND = re.compile(r",? and |, ")
_OFFICIALS = frozenset(
    "the officials official leaders leader government governments president presidents minister ministers ministry foreign prime "
    "defence defense secretary of state countries spokesman spokeswoman intelligence service services envoys envoy delegation "
    "delegations diplomats administration chancellor general chief".split()
)
"""Words that may stand with a party's name in a phrase of several speakers."""
_ORDERS = re.compile(r"\b(?:order|direct|instruct|command|task|authori[sz])(?:s|ed|ing|ered|es)?\b|\bto order\b", re.I)


_OFFICE_OF = re.compile(r", (?:an?|the|its|his|then) [^,]{0,80}\b(?:of|on|for|to|in|with|at)\b[^,]*$")
"""Somebody's office, told behind the name, that is not over yet: what follows "and" is of it."""


def _together(facts: Facts) -> list[tuple[str, str]]:
    """Return attributions whose speakers are several, with the phrase that names them."""
    return facts._connection.execute(
        "SELECT e.row_id, s.text FROM evidence e JOIN span s ON s.document_n = e.document_n AND s.start = e.start "
        "AND s.\"end\" = e.\"end\" WHERE e.field = 'speaker' AND e.extra = 0 AND s.text LIKE '% and %' "
        "ORDER BY e.document_n, e.row_id, e.n"
    ).fetchall()


_BESIDE = re.compile(r"\b[a-z]+ed (?:by|with|to|from)\b")


class Joint(Struct, frozen=True):
    """Words that several parties say together."""

    phrase: str
    parties: tuple[str, ...]
    """The others than the one that the statement counts as the speaker's."""


class Voices:
    """Who speaks for whom, as the record has it."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._speaks = {link.left_id for link in facts.links if link.type == "speaks_for"}
        stances = facts.memo.setdefault("stances", {})
        assert isinstance(stances, dict)
        self._stances: dict[str, tuple[Stance, str | None]] = stances
        self._stood: dict[str, bool] = {}

    @cached_property
    def _names(self) -> dict[str, str]:
        """Parties by their names, and by the words of their names where a word means one party alone."""
        found: dict[str, str] = {}
        double: set[str] = set()
        for actor in self._facts.actors.values():
            if actor.lexicon_key is None and actor.country is None:
                continue
            party = self._facts.parties.get(actor.id, actor.id)
            for name in (actor.name, *actor.aliases):
                words = _CAPITAL.findall(name)
                parts = [w for w in words if w not in _DIRECTIONS and w.casefold() not in _SMALL]
                for word in sorted({*parts, " ".join(words)} - {"", "West", "Western", "East"}):
                    if found.setdefault(word, party) != party:
                        double.add(word)
        return {word: party for word, party in found.items() if word not in double}

    def named(self, words: str) -> list[str]:
        """Return the parties that words name, the longest name counting."""
        found = []
        names = _CAPITAL.findall(words)
        at = 0
        while at < len(names):
            size = next(
                (n for n in (3, 2, 1) if " ".join(names[at : at + n]) in self._names and at + n <= len(names)), 0
            )
            if size:
                found.append(self._names[" ".join(names[at : at + size])])
            at += size or 1
        return found

    def stance(self, said: Said) -> tuple[Stance, str | None]:
        """Return a statement's stance and condition; what its words say of another party is that party's affair."""
        known = self._stances.get(said.id)
        if known is None:
            known = self._stances[said.id] = self._stance(said)
        return known

    def _stance(self, said: Said) -> tuple[Stance, str | None]:
        own = self.party(said.speaker_id) if said.speaker_id is not None else None

        def of_others(before: str) -> bool:
            parties = self.named(before)
            return bool(parties) and own not in parties and not any(self._includes(p, own) for p in parties)

        def of_own(before: str) -> bool:
            return own is not None and set(self.named(before)) == {own}

        stance, condition = stance_of(said, of_others, of_own)
        if own != said.speaker_id and is_over(self._facts.posts.get(said.speaker_id or "", ()), said.latest):
            return "states", condition
        if stance == "demands" and _ORDERS.search(said.cue) and not self._to_others(said, own):
            # what one orders one's own is demanded of nobody
            return "states", condition
        if stance == "demands" and not says_little(said.cue) and self._at_home(said, own):
            return "states", condition
        return stance, condition

    def _at_home(self, said: Said, own: str | None) -> bool:
        """Say whether what is asked for is asked of one's own: a parliament, the voters, an official of the same state."""
        head = self.named(" ".join(said.content.split()[:_HEAD]))
        if own is None or any(p != own for p in head):
            return False
        if begins_at_home(said.content):
            return True
        lead = said.lead.content if said.lead is not None and said.content.startswith("to ") else ""
        if ends_at_home(lead) and set(self.named(" ".join(lead.split()[-_HEAD:]))) <= {own}:
            return True
        told = said.addressee_id
        return told not in {None, own, said.speaker_id} and self.party(told or "") == own

    def _to_others(self, said: Said, own: str | None) -> bool:
        """Say whether words are said to another party, or begin with one that is to do something."""
        told = self.party(said.addressee_id) if said.addressee_id is not None else None
        if told is not None and told != own and self.stands(said.addressee_id or ""):
            return True
        head = next(iter(self.named(" ".join(said.content.split()[:_HEAD]))), None)
        return head not in {None, own}

    def _includes(self, group: str, party: str | None) -> bool:
        """Say whether a party is a member of another: what NATO will do is said by its members of themselves."""
        one, other = self._facts.actors[group].lexicon_key, self._facts.actors[party].lexicon_key if party else None
        return one is not None and other is not None and (other in members_of(one) or one in members_of(other))

    @cached_property
    def _bodies(self) -> dict[str, str]:
        """The states of ministries that no article gives one: "Sudan rejects that", says the Irrigation Ministry, of Sudan.

        What such a body says must open with one state's name, always the same.
        """
        known = self._facts.memo.get("bodies")
        if isinstance(known, dict):
            return known
        opens: defaultdict[str, set[str]] = defaultdict(set)
        for said in self._facts.said:
            actor = self._facts.actors.get(said.speaker_id or "")
            if actor is None or self._facts.parties[actor.id] != actor.id or actor.lexicon_key or actor.country:
                continue
            if actor.kind not in {"organisation", "office"} or actor.name.split()[-1] not in _MINISTRIES:
                continue
            words = said.content.lstrip("“\"'‘ ").removeprefix("The ").removeprefix("the ").split()
            heads = (" ".join(words[:size]).replace("’", "'").removesuffix("'s") for size in (3, 2, 1))
            party = next((self._names[h] for h in heads if h in self._names), None)
            if party is not None and self._facts.actors[party].kind == "polity":
                opens[actor.id].add(party)
        found = {actor: next(iter(parties)) for actor, parties in opens.items() if len(parties) == 1}
        self._facts.memo["bodies"] = found
        return found

    def party(self, actor_id: str) -> str:
        """Return the party that an actor's words count for."""
        party = self._facts.parties.get(actor_id, actor_id)
        return self._bodies.get(actor_id, actor_id) if party == actor_id else party

    def holder(self, said: Said) -> str:
        """Return whose position a statement's is: its party's, but of a legislator or a candidate his own."""
        assert said.speaker_id is not None
        own = self.voice(said.speaker_id, said.latest) == "own account"
        return said.speaker_id if own else self.party(said.speaker_id)

    def stands(self, actor_id: str) -> bool:
        """Say whether an actor's words count for a party that can hold a position: a paper or somebody of nowhere cannot."""
        if actor_id not in self._stood:
            self._stood[actor_id] = self._stands(actor_id)
        return self._stood[actor_id]

    def _stands(self, actor_id: str) -> bool:
        actor = self._facts.actors[actor_id]
        if actor.kind == "organisation" and actor.name in _papers():
            return False
        if self.party(actor_id) != actor_id:
            return is_of_state(actor, self._facts.posts.get(actor_id, ()))
        if actor.lexicon_key is not None or (is_movement(actor) and actor.country is not None):
            return True
        if actor.kind == "person":
            titles = titles_held(self._facts.posts.get(actor_id, ()))
            return any(post in titles for post in load_words("posts_of_parties.txt"))
        if actor.kind == "polity":
            return True
        # "Capitol Hill Democrats" are of a state's politics, whatever state it is
        return actor.kind in {"organisation", "group"} and _proper(actor.name) and not others_in(actor.name)

    @cached_property
    def joint(self) -> dict[str, Joint]:
        """The statements that several parties make together ("the G7 and the EU threaten"), by id."""
        known = self._facts.memo.get("joint")
        if not isinstance(known, dict):
            known = self._facts.memo["joint"] = self._joint()
        return known

    def _joint(self) -> dict[str, Joint]:
        of_row = {row: said for said in self._facts.said if said.speaker_id is not None for row in said.attribution_ids}
        found: dict[str, Joint] = {}
        for row, phrase in _together(self._facts):
            said = of_row.get(row)
            if said is None or said.speaker_id is None or said.id in found or not self.stands(said.speaker_id):
                continue
            name = self._facts.name(said.speaker_id) or ""
            if " and " in name and not several_states(name):
                # "the Relief and Works Agency" is one
                continue
            own = self.party(said.speaker_id)
            one = self._facts.actors[said.speaker_id].kind == "person" and _OFFICE_OF.search(
                phrase.partition(" and ")[0]
            )
            if one:
                # "Kari Vik, adviser on Norland and Ruritania" is one
                continue
            if _BESIDE.search(phrase):
                # "the president, backed by Norland and Sudeten"
                continue
            parties = [p for part in _AND.split(phrase) if (p := self._whole(part)) is not None and p != own]
            if parties:
                found[said.id] = Joint(phrase, tuple(dict.fromkeys(parties)))
        return found

    def _whole(self, part: str) -> str | None:
        """Return the party that a part of a phrase names and nothing else: its name, or its officials."""
        named = set(self.named(part))
        rest = set(re.findall(r"\b[a-z]+\b", part.replace("’s", "").replace("'s", "")))
        if len(named) != 1 or not rest <= _OFFICIALS:
            return None
        (party,) = named
        return party if self._facts.actors[party].lexicon_key is not None else None

    def told_by(self, said: Said) -> str | None:
        """Return the other party that alone tells a statement: "Egypt said that Ethiopia had agreed" is Egypt's account."""
        if said.teller_id is None or said.speaker_id is None:
            return None
        teller = self.party(said.teller_id)
        other = teller != self.party(said.speaker_id) and self.stands(said.teller_id)
        return self._facts.name(teller) if other else None

    def voice(self, actor_id: str, day: str | None = None) -> Voice:
        """Return how an actor stands to its party, on a day (ISO) if one is given."""
        actor = self._facts.actors[actor_id]
        if self.party(actor_id) == actor_id and actor.kind != "person":
            return "own"
        titles = titles_held(self._facts.posts.get(actor_id, ()))
        if actor_id in self._speaks or "spokes" in titles or "spokes" in actor.name.casefold():
            return "spokesperson"
        if self.party(actor_id) != actor_id and on_own_account(actor, self._facts.posts.get(actor_id, ()), day):
            return "own account"
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
        if not voices.stands(said.speaker_id) or not is_said(said, voices.stance(said)[0]):
            continue
        cells[voices.holder(said), place.issue_id].append(said)
        if said.id in voices.joint:
            for other in voices.joint[said.id].parties:
                cells[other, place.issue_id].append(said)
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
    party: str, issue_id: str, issue: str, members: Sequence[Said], facts: Facts, voices: Voices
) -> Position | None:
    history: list[Stand] = []
    stance: Stance = "states"
    held: str | None = None
    since: str | None = None
    condition: str | None = None
    restated = 0
    spoken = {s.id: voices.voice(s.speaker_id, s.latest) for s in members if s.speaker_id is not None}
    words: list[str] = []
    for said in members:
        own, when_so = voices.stance(said)
        assert said.speaker_id is not None
        voice = spoken[said.id]
        change: Literal["first", "restated", "changed"] = "first" if not history else "restated"
        if own != "states":
            if own != held:
                change = "changed" if held is not None else "first"
                stance, held, since, condition, restated, words = own, own, said.value, when_so, 0, []
            elif not any(said.content in w or w in said.content for w in words):
                # "said that it accepted the plan" and "accepted the plan" are one
                restated += 1
                condition = when_so or condition
            words.append(said.content)
        teller = voices.told_by(said)
        speaker = facts.name(said.speaker_id) or ""
        if voices.holder(said) != party:
            speaker, voice = voices.joint[said.id].phrase, "own"
        history.append(
            Stand(
                said.id, own, said.value, said.earliest, said.latest, said.content, when_so,
                speaker, "told by others" if teller else voice, change,
                said.outlets, said.independent, said.confidence, teller,
            )
        )  # fmt: skip
    if not history:
        return None
    first = next((s.value for s in history if s.value), None)
    return Position(
        party,
        facts.name(party) or "",
        issue_id,
        issue,
        stance,
        condition,
        since if held else first,
        restated,
        tuple(history),
    )
