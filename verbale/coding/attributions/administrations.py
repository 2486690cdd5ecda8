"""Whose "the administration" and "a senior administration official" are: of a president's state, which such words do not name."""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache

from msgspec.structs import replace

from verbale.coding.attributions.naming import described_name
from verbale.coding.draft import Draft
from verbale.coding.mentions.index import MentionIndex
from verbale.lexicon import load_table
from verbale.lexicon.actors import fold, lexicon
from verbale.model import Mention

_WORD = re.compile(r"\badministration\b", re.I)
_OWNED = re.compile(
    r"\b(?P<owner>[A-Z][\w-]{1,30}|U\.S\.|city|county|state|university|local|regional|civil)(?:['’]s)? (?i:administration)\b"
)
_PLAIN = frozenset(
    "the this a an one two three four several some many multiple other another senior top high-ranking mid-level unnamed anonymous "
    "new current administration official officials source sources aide aides both and".split()
)
_HEADS = frozenset({"President", "Prime Minister", "Premier", "President of the United States"})
_WHITE_HOUSE = "USA.PRESIDENCY"
_HOME, _AT_HOME = "USA", "US"
"""Where a government is called "the administration" and no more: the state's key, and its outlets' country."""


class Administrations:
    """Those of one document; what its text tells of them is looked for once, when it is asked for."""

    def __init__(self, draft: Draft, names: MentionIndex) -> None:
        self._draft = draft
        self._names = names

    def with_state(self, mention: Mention, phrase: str) -> Mention:
        """Return a speaker's mention with the state whose administration it is of; as it is where nothing tells that."""
        told = _WORD.search(phrase)
        if told is None or mention.actor is not None or mention.form != "description":
            return mention
        before = phrase[: told.start()].split()
        owner = before[-1] if before and before[-1][0].isupper() and before[-1].casefold() not in _PLAIN else ""
        if owner and not phrase[told.end() :].split():
            return mention  # "the Obama administration" has a name of its own
        state = self._state_of(owner) if owner else ""
        if not owner and all(word.casefold() in _PLAIN for word in phrase.split()):
            state = self._here
        if not state:
            return mention
        one = mention.kind == "person"
        name = mention.name if _WORD.search(mention.name) else described_name(phrase)
        return replace(mention, kind="person" if one else "group", name=name, head_id=mention.id, actor=state)

    @cached_property
    def _here(self) -> str:
        """The state whose administration the text is about, where it calls it that and no more.

        Told by whose administration is named elsewhere, else by the White House, or by a president in a paper at home.
        """
        owners = {m["owner"] for m in _OWNED.finditer(self._draft.text) if m["owner"].casefold() not in _PLAIN}
        if owners:
            states = {self._state_of(owner) for owner in owners}
            return states.pop() if len(states) == 1 else ""
        outlet = self._draft.document.outlet
        at_home = outlet is not None and outlet.country == _AT_HOME
        keys = {m.actor for m in self._names.mentions if m.actor}
        return _HOME if _WHITE_HOUSE in keys or (at_home and any(_HOME in _headed(key) for key in keys)) else ""

    @cached_property
    def _persons(self) -> dict[str, set[str]]:
        """The keys of the persons whom the text names, by the last word of their names."""
        found: dict[str, set[str]] = {}
        for m in self._names.mentions:
            if m.kind == "person" and m.actor:
                found.setdefault(fold(m.name.split()[-1]), set()).add(m.actor)
        return found

    def _state_of(self, owner: str) -> str:
        """Return the state of whoever an administration is called by: "Obama", "U.S."; '' where that is not one state."""
        last = fold(owner.removesuffix("’s").removesuffix("'s"))
        if (state := _called().get(last)) is not None:
            return state
        found = {state for key in self._persons.get(last, ()) for state in _headed(key)}
        if not found:
            found = {entry.key for entry in lexicon().phrases.get(fold(owner), ()) if entry.kind == "polity"}
        return found.pop() if len(found) == 1 else ""


@lru_cache(1 << 12)
def _headed(key: str) -> frozenset[str]:
    """Return the states that a person of the lexicon has headed."""
    person = lexicon().person_by_key(key)
    posts = person.posts if person is not None else ()
    return frozenset(post.of.partition(".")[0] for post in posts if post.title in _HEADS and post.of is not None)


@cache
def _called() -> dict[str, str]:
    return {row["name"]: row["state"] for row in load_table("administrations.tsv")}
