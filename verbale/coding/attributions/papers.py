"""Who speaks by a paper: "Bangkok's reply", "a White House statement", "the letter" that a ministry sent two sentences before."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from verbale.coding.attributions.callings import country_of
from verbale.coding.attributions.found import Line, Place
from verbale.coding.attributions.media import issuing
from verbale.coding.attributions.naming import head_words, nouns
from verbale.coding.attributions.possessors import Possessors
from verbale.lexicon import load_words
from verbale.model import Mention

_BY = (" by the ", " by ", " from the ", " from ", " attributed to ")
_SPEAKS = frozenset({"polity", "organisation", "person", "office"})
_BODIES = frozenset({"polity", "organisation"})
_LEADS = frozenset({"on", "in", "last", ",", "the", "but", "and"})
_OWN = frozenset({"its", "their", "his", "her"})
_ANY = frozenset({"text", "document", "paper"})
_PLANS = frozenset({"draft", "report", "plan", "treaty", "proposal"})
"""Papers that several write, or that are told of more than they tell."""
_FROM = frozenset({"by", "from", "issued", "attributed", "signed"})
_LEAD, _LONG = 4, 60
_BACK = 12
"""How many sentences back a paper that is called again may have come in."""


class Papers(Possessors):
    """Those who have spoken, as the issuers of papers."""

    def _issuer(self, place: Place, words: list[str]) -> Mention | None:
        """Return who speaks by a paper; None where the text does not say."""
        core = head_words(" ".join(words))
        noun = core[-1].casefold()
        if nouns().get(noun, ("",))[0] != "paper":
            return None
        low = words[0].casefold()
        definite = low in {"the", "that"} and len(words) == 2
        if noun in _ANY:
            return self._answer(place) if definite else None
        if noun in _PLANS:
            return None
        if low in {"its", "their"} and len(core) <= 3:
            return self._owner(low, place)
        told = self._named_issuer(place, place[0] + sum(len(word) + 1 for word in core[:-1]))
        if told is not None or not definite or noun not in _issued():
            return told
        return self._brought(place, noun)

    def _named_issuer(self, place: Place, noun: int) -> Mention | None:
        """Return whom a paper's own phrase names as its issuer; `noun`: where about its noun begins."""
        inside = [m for m in self._names.within(*place) if m.kind in _SPEAKS]
        if inside and self._possesses(inside[0]) and inside[0].span.start <= place[0] + 4:
            return self._names.head_of(inside[0])
        text = self._page.draft.text
        for mention in inside:
            if text[place[0] : mention.span.start].endswith(_BY):
                return self._names.head_of(mention)
        own = (m for m in reversed(self._names.within(*place)) if m.span.start > place[0] or m.span.end < place[1])
        last = next((m for m in own if noun - 2 <= m.span.end <= noun and (m.kind in _BODIES or m.actor)), None)
        if last is not None and last.kind != "person":
            return self._names.head_of(last)
        return self._state(text[place[0] : noun].split())

    def _state(self, words: list[str]) -> Mention | None:
        """Return the state of the adjective that words end in, where the text names it: "an official North Korean" statement."""
        state = next((key for size in (2, 1) if (key := country_of(" ".join(words[-size:])))), "")
        if not state:
            return None
        named = (m for m in self._names.mentions if m.actor == state and m.form == "name")
        return next((self._names.head_of(m) for m in named), None)

    def _brought(self, place: Place, noun: str) -> Mention | None:
        """Return who issued the paper that is called again: "Oslo said in a statement …. The statement added"."""
        for line, index in self._before_called(place, frozenset({noun})):
            token, after = line.tokens[index], line.tokens[index + 1 : index + 3]
            start = line.tokens[index - 1].start
            spoken = [r.mention for r in self._noted(start, start + 1)]
            if spoken and spoken[0].kind != "document":
                return spoken[0]  # "the statement" was told before whose it is
            if line.tokens[index - 1].low in {"the", "that"} and (index < 2 or line.tokens[index - 2].low != "in"):
                continue
            if after and after[0].low in _FROM:
                return self._author(token.end, line.sentence.end)
            owner = next((m for m in self._names.within(start, token.start) if self._possesses(m)), None)
            if owner is not None and owner.kind in _SPEAKS:
                return self._names.head_of(owner)
            if not any(t.low == "in" or t.low in issuing() for t in line.tokens[max(index - _LEAD, 0) : index]):
                return None  # "objected to a statement": it is another's
            return self._writer(line, token.start)
        return None

    def _author(self, start: int, end: int) -> Mention | None:
        """Return whom the words behind a paper's noun name: "from the ministry", "issued by a top official"."""
        named = [m for m in self._names.within(start, end) if m.span.start - start < _LONG and m.form != "pronoun"]
        if not named or not self._page.draft.text[start : named[0].span.start].endswith((*_BY, " by a ", " from a ")):
            return None
        return self._names.head_of(named[0]) if named[0].kind in _SPEAKS else None

    def _answer(self, place: Place) -> Mention | None:
        """Return who wrote "the text" or "the paper": who right before handed over an answer of its own."""
        for line, index in self._before_called(place, _answers()):
            if self._told[self._sentence(place[0])[0]] - self._told[line.number] > 1:
                break
            if line.tokens[index - 1].low in _OWN:
                return self._subject(line)
        return None

    def _subject(self, line: Line) -> Mention | None:
        """Return the one whose name a sentence begins with, or begins with after its day: "On Thursday Norway handed …"."""
        first = next(
            (at for at, timed in enumerate(line.timed) if not timed and line.tokens[at].low not in _LEADS), None
        )
        if first is None:
            return None
        named = self._names.within(line.tokens[first].start, line.tokens[min(first + 3, len(line.tokens) - 1)].end)
        head = self._names.head_of(named[0]) if named and named[0].span.start == line.tokens[first].start else None
        return head if head is not None and head.kind in _SPEAKS and not self._possesses(named[0]) else None

    def _writer(self, line: Line, stop: int) -> Mention | None:
        """Return the one who speaks, or acts, in the sentence that a paper comes in with."""
        noted = self._noted(line.sentence.start, line.sentence.end)
        spoke = {r.mention.id: r.mention for r in noted if r.spoke}
        if spoke:
            meant = next(iter(spoke.values()))
            return meant if len(spoke) == 1 and meant.kind in _SPEAKS else None
        opening = [
            m
            for m in self._names.within(line.sentence.start, stop)
            if m.kind in _SPEAKS and m.form in {"name", "description"} and not self._possesses(m)
            and not self._quoted(line, m.span.start)
        ]  # fmt: skip
        heads = {self._names.head_of(m).id: m for m in opening}
        return self._names.head_of(opening[0]) if len(heads) == 1 else None

    def _before_called(self, place: Place, wanted: frozenset[str]) -> Iterator[tuple[Line, int]]:
        """Yield where the narrator named a paper by one of these nouns before, the nearest first, with its sentence."""
        number, _ = self._sentence(place[0])
        for line in reversed(self._page.lines[max(number - _BACK, 0) : number + 1]):
            for index in range(len(line.tokens) - 1, 0, -1):
                token = line.tokens[index]
                if token.low in wanted and token.start < place[0] and not line.quoted[index]:
                    yield line, index


@cache
def _issued() -> frozenset[str]:
    """Return the nouns of papers that one party issues as its own word."""
    return frozenset(load_words("papers_issued.txt"))


@cache
def _answers() -> frozenset[str]:
    """Return the nouns by which a paper comes in that is called "the text" afterwards."""
    return _issued() | {"answer", "response", "draft", "proposal", "proposals"}
