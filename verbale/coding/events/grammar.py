"""Just enough syntax: the subject to the left of a verb group, its objects to the right.

There is no parser here. A subject is looked for leftward from the verb group, across adverbs, times, bracketed phrases,
relative clauses and prepositional phrases; where anything else stands in the way there is no subject, and no event.
"""

from __future__ import annotations

from collections.abc import Sequence

from verbale.coding.events import words as w
from verbale.coding.events.groups import is_adverb
from verbale.coding.events.lexicon import PAST, known_verbs, verb_rules, word_class
from verbale.coding.events.parties import Party, coordinated, is_company
from verbale.coding.events.words import Words
from verbale.lexicon.actors import lexicon

_LIMIT = 60
_CONJUNCTIONS = frozenset({"after", "before", "since", "until"})
_BOUND = frozenset("loyal allied close linked aligned affiliated led backed supported".split())
_PARTS = frozenset("dozens hundreds thousands scores tens members supporters remnants units groups rest".split())
_TAKEN_UP = frozenset({"it", "they", "he", "she"})


class Grammar:
    """The parties of one sentence, by place, and the searches over them."""

    __slots__ = ("at_end", "at_start", "parties", "words")

    def __init__(self, words: Words, parties: Sequence[Party]) -> None:
        self.words = words
        self.parties = parties
        self.at_end = {party.end - 1: number for number, party in enumerate(parties)}
        self.at_start = {party.start: number for number, party in enumerate(parties)}

    def party_at(self, i: int) -> int | None:
        """Return the number of the party whose words include the place."""
        for number, party in enumerate(self.parties):
            if party.start <= i < party.end:
                return number
        return None

    def made_of(self, number: int) -> list[int]:
        """Return the parties that those of one company come from ("envoys OF CHAD AND NIGER")."""
        end = self.parties[number].end
        if self.words.lows[end : end + 1] not in (["of"], ["from"]):
            return []
        inner = next((n for n, p in enumerate(self.parties) if p.before == end and not p.possessive), None)
        return [] if inner is None else coordinated(self.words, self.parties, inner, back=False)

    def company(self, number: int) -> bool:
        """True for a party that can meet among itself ("the two presidents")."""
        return is_company(self.parties[number], self.words)

    def body(self, number: int) -> bool:
        """True for an organisation of states, whose summit is one of its members."""
        party = self.parties[number]
        known = lexicon().actors.get(party.mention.actor or "")
        return (
            party.head
            and not party.possessive
            and known is not None
            and known.kind in ("igo", "alliance", "council", "body")
        )

    def subject(self, start: int, depth: int = 0) -> int | None:
        """Return the number of the party that is the subject of the verb group that begins at `start`."""
        words, lows = self.words, self.words.lows
        agents = word_class("agents")
        i = start - 1
        steps = 0
        fallback: int | None = None
        while i >= 0 and steps < _LIMIT and depth < 4:
            steps += 1
            low = lows[i]
            number = self.at_end.get(i)
            if number is not None:
                party = self.parties[number]
                if party.possessive or not party.head:
                    return None
                if party.mention.kind == "place" and party.governor:
                    i = party.before - 1
                    continue
                if not party.governor or lows[party.before - 1 : party.before] in (["said"], ["says"], ["but"]):
                    return number
                before = lows[party.before - 1] if party.before > 0 else ""
                if party.governor in ("of", "from", "in", "at", "for") and before in agents and fallback is None:
                    own = self.party_at(party.before - 1)
                    if own is not None:
                        i = party.before - 1
                        continue
                    fallback = number
                    named = self._apposed(party.before - 1)
                    if named is not None:
                        i = named
                        continue
                    if party.governor == "of":
                        return number
                if party.governor in ("that", "than", "as"):
                    return number
                if party.governor in _CONJUNCTIONS and all(is_adverb(lows[k]) for k in range(party.end, start)):
                    return number  # "a day after the army said": a clause, no phrase
                if before in _BOUND and party.governor in ("to", "with", "by"):
                    i = party.before - 2  # "rebels LOYAL TO the general freed"
                    continue
                if before in _PARTS and party.governor == "of":
                    return number  # "dozens of Polish troops left"
                i = party.before - 1
                continue
            if words.time[i] != -1:
                while i >= 0 and words.time[i] != -1:
                    i -= 1
                if i >= 0 and lows[i] in ("on", "in", "at", "since", "during", "by", "late", "early", "of"):
                    i -= 1
                continue
            if is_adverb(low) or low in w.HAVE:
                i -= 1
                continue
            if low == "," and i > 0 and words.time[i - 1] != -1:
                opening = self._opening(i)
                related = opening is not None and lows[opening + 1] in w.RELATIVES
                i = opening - 1 if opening is not None and related else i - 1  # "on Wednesday, July 15, asked"
                continue
            if low in (",", "–", "—", "-", ")") or low in w.QUOTES:
                apposed = self._with_its_description(i) if low != "," else None
                if apposed is not None:
                    i = apposed  # a name with its description between dashes, taken for one
                    continue
                opening = self._opening(i)
                if opening is None:
                    first = self.at_end.get(i - 1)
                    if low == "," and first is not None and self.parties[first].start <= 1 and fallback is None:
                        i -= 1  # a name with its description, then the verb
                        continue
                    return fallback if low != "," else None
                i = opening - 1
                continue
            if low in w.RELATIVES:
                return self._antecedent(i - 1)
            if low in ("and", "or", "but", "then"):
                return self._coordinate(i, depth)
            if low in _TAKEN_UP and fallback is None:
                return self._speaker(i, depth)
            if low in agents and fallback is None:
                # a bare "government" or "troops" is nobody known
                return None
            if words.is_word(i) and fallback is None:
                jump = self._phrase(i)
                if jump is not None and lows[jump] == "than" and lows[jump - 1] in ("more", "fewer", "less"):
                    i = jump - 2  # "from MORE THAN 20 countries"
                    jump = self._phrase(i)
                if jump is None or lows[jump] in ("after", "before", "since", "until", "as", "because", "than"):
                    return fallback if jump is not None else None
                i = jump - 1
                continue
            return fallback
        return fallback

    def promised(self, start: int) -> bool:
        """True where a verb group tells what its subject says of itself ("Oslo said it WOULD RETURN the ship")."""
        words, lows = self.words, self.words.lows
        i = start - 1
        while i >= 0 and is_adverb(lows[i]):
            i -= 1
        if i < 0 or lows[i] not in _TAKEN_UP:
            return False
        j = self._before(i)
        return j >= 0 and lows[j] in w.REPORTING and words.mention[j] < 0

    def _before(self, i: int) -> int:
        """Return the place before a pronoun that is neither a time nor "that"."""
        words, lows = self.words, self.words.lows
        j = i - 1
        while j >= 0 and i - j < 8 and (words.time[j] != -1 or lows[j] in ("that", "on", "late") or is_adverb(lows[j])):
            j -= 1
        return j

    def _speaker(self, i: int, depth: int) -> int | None:
        """Return who says that "it", "they" did something ("Oslo said on Friday IT would return the ship")."""
        words, lows = self.words, self.words.lows
        j = self._before(i)
        if j < 0 or lows[j] not in w.REPORTING or words.mention[j] >= 0:
            return None
        while j > 0 and (is_adverb(lows[j - 1]) or lows[j - 1] in w.HAVE):
            j -= 1
        return self.subject(j, depth + 1)

    def _apposed(self, i: int) -> int | None:
        """Return the end of the name that a description ending at `i` explains ("Aliyev, the president of ...")."""
        lows = self.words.lows
        while i > 0 and (
            lows[i] in word_class("agents") or lows[i] in word_class("titles") or lows[i] in w.DETERMINERS
        ):
            i -= 1
        return i - 1 if lows[i] == "," and i - 1 in self.at_end else None

    def _with_its_description(self, i: int) -> int | None:
        """Return the end of a party that holds the mark which opens what the mark at `i` closes."""
        lows = self.words.lows
        j = i - 2 if i > 1 and lows[i - 1] == lows[i] else i - 1
        number = self.at_end.get(j)
        if number is None or lows[i] not in lows[self.parties[number].start : j]:
            return None
        return j

    def _opening(self, i: int) -> int | None:
        """Return the place of the mark that opens the bracketed phrase closed at `i`."""
        lows = self.words.lows
        close = lows[i]
        wanted = {",": (",",), ")": ("(",), "–": ("–",), "—": ("—",), "-": ("-",)}.get(close, ())
        j = i - 1
        if close == "-" and j > 1 and lows[j] == "-":
            j -= 1  # two hyphens are a dash
        while j >= 0 and i - j < 30:
            if lows[j] in wanted:
                before = self.at_end.get(j - 1)
                if before is not None or close != ",":
                    return j - 1 if close == lows[j - 1] == "-" else j
                # a list inside the phrase ("X, a, b and c, did"): go on to the mark that follows a party
            elif lows[j] in (";", ":") or (lows[j] in w.QUOTES and close == ","):
                return None
            j -= 1
        return None

    def _antecedent(self, i: int) -> int | None:
        lows = self.words.lows
        if i >= 0 and lows[i] == ",":
            i -= 1
        number = self.at_end.get(i)
        if number is None or not self.parties[number].head or self.parties[number].possessive:
            return None
        party = self.parties[number]
        if party.governor in ("between", "with") and lows[i + 1 : i + 3] and "which" in lows[i + 1 : i + 3]:
            return None  # "the accord between the two, WHICH called for"
        if party.governor in ("of", "from", "in"):
            # "Senator Rubio of Florida, who"
            return self.at_end.get(party.before - 1, number)
        return number

    def _coordinate(self, i: int, depth: int) -> int | None:
        """Return the subject of the verb before "and" ("X came and condemned Y")."""
        words, lows = self.words, self.words.lows
        past = any(PAST in kinds for low in lows[i + 1 : i + 2] for _rule, kinds in verb_rules().get(low, ()))
        verbs = known_verbs()
        j = i - 1
        while j >= 0 and i - j < 40:
            low = lows[j]
            if low in (";", ":"):
                return None
            if (
                low in w.MODALS
                or low in w.BE
                or low in w.HAVE
                or low in w.REPORTING
                or (low in verbs and words.mention[j] < 0)
                or (past and self._told(j))
            ):
                if low.endswith("ing") or lows[j - 1 : j] == ["to"]:
                    j -= 1
                    continue
                k = j
                while k > 0 and (
                    is_adverb(lows[k - 1]) or lows[k - 1] in w.MODALS or lows[k - 1] in w.BE or lows[k - 1] in w.HAVE
                ):
                    k -= 1
                found = self.subject(k, depth + 1)
                if found is None and depth < 3 and lows[k - 1 : k] == [","]:
                    j = k - 2  # "landed, DELIVERED a speech and met": the verb before has the subject
                    continue
                return found
            j -= 1
        return None

    def _told(self, j: int) -> bool:
        """True for "delivered" in "Ghali landed in Rome, DELIVERED a speech and met": right behind a subject or a comma."""
        low, before = self.words.lows[j], self.words.lows[j - 1] if j > 0 else ""
        if self.words.mention[j] >= 0 or not low.endswith("ed"):
            return False
        return before in w.SUBJECTS or (before != "," and j - 1 in self.at_end)

    def _phrase(self, i: int) -> int | None:
        """Return the place of the preposition of the phrase that ends at `i`, None where the phrase has none."""
        words, lows = self.words, self.words.lows
        j = i
        verbs = known_verbs()
        while j >= 0 and i - j < 8:
            low = lows[j]
            if low in w.PREPOSITIONS:
                return j
            if not words.is_word(j) or low in w.SUBORDINATORS or low in verbs or low in w.MODALS or low in w.BE:
                return None
            j -= 1
        return None

    def _first_after(self, j: int) -> int | None:
        number = next((self.at_start[k] for k in range(j + 1, min(j + 4, self.words.n)) if k in self.at_start), None)
        if number is None or not self.parties[number].head or self.parties[number].possessive:
            return None
        return number

    def clause_subject(self, i: int) -> int | None:
        """Return the subject of the clause in which a participle or a prepositional phrase at `i` stands.

        The nearest finite verb to the left with a subject wins; where the phrase opens the sentence, the first party
        after the next comma that is no prepositional object ("After meeting X, Y said").
        """
        words, lows = self.words, self.words.lows
        j = i - 1
        verbs = known_verbs()
        seen = False
        while j >= 0 and i - j < _LIMIT:
            low = lows[j]
            if low in (";", ":", "which", "who", "whether", "if") or (low == "that" and lows[j - 1 : j] != [","]):
                # a clause inside another: its own subject, or none
                return self._first_after(j)
            finite = (
                low in w.REPORTING
                or low in w.MODALS
                or low in w.HAVE
                or low in w.BE
                or (low in verbs and not low.endswith("ing"))
            )
            if (
                finite
                and words.mention[j] < 0
                and lows[j - 1 : j] != ["to"]
                and low not in ("according", "be", "been", "being")
            ):
                k = j
                while k > 0 and (
                    is_adverb(lows[k - 1]) or lows[k - 1] in w.MODALS or lows[k - 1] in w.BE or lows[k - 1] in w.HAVE
                ):
                    k -= 1
                found = self.subject(k)
                if found is not None:
                    return found
                seen = True
            j -= 1
        if seen:
            return None
        if any(p.end <= i and not p.governor and p.head and not p.possessive for p in self.parties):
            first = next(n for n, p in enumerate(self.parties) if not p.governor)
            party = self.parties[first]
            return first if party.end <= i and party.head and not party.possessive and party.start < 4 else None
        for number, party in enumerate(self.parties):
            if party.start <= i or party.governor or not party.head or party.possessive:
                continue
            if any(lows[k] == "," for k in range(i, party.start)):
                gap_start = max(k for k in range(i, party.start) if lows[k] == ",")
                gap = lows[gap_start + 1 : party.start]
                if all(
                    low in w.DETERMINERS or low in word_class("titles") or low in word_class("agents") for low in gap
                ):
                    return number
                return None
        return None

    def _verb_follows(self, i: int) -> bool:
        words, lows = self.words, self.words.lows
        while i < words.n and is_adverb(lows[i]):
            i += 1
        if i == words.n or words.mention[i] >= 0:
            return False
        low = lows[i]
        return low in w.HAVE or low in w.BE or low in w.MODALS or low in w.REPORTING or low in known_verbs()

    def _clause_follows(self, i: int, start: int, *, noun: bool) -> bool:
        """True where a new predicate begins behind "and": "URGED Chad to"; after a verb's objects also "CHAD will"."""
        words, lows = self.words, self.words.lows
        if i + 1 >= words.n:
            return False
        number = self.at_start.get(i) if lows[i] not in w.DETERMINERS else self.at_start.get(i + 1)
        if number is not None:
            party = self.parties[number]
            after = lows[party.end] if party.end < words.n else "."
            if noun or "between" in lows[start:i]:
                return False  # "talks between Chad AND NIGER WERE held"
            return not party.possessive and words.mention[min(party.end, words.n - 1)] < 0 and (
                after in w.HAVE or after in w.BE or after in w.MODALS or after in w.REPORTING
                or (after in ("plans", "wants", "plan", "want") and lows[party.end + 1 : party.end + 2] == ["to"])
            )  # fmt: skip
        low = lows[i]
        if words.mention[i] >= 0 or words.time[i] != -1:
            return False
        past = any(PAST in kinds for _rule, kinds in verb_rules().get(low, ()))
        again = start > 0 and low == lows[start - 1]  # "meet Chad's envoy and MEET the king"
        return again or low in w.REPORTING or low in w.MODALS or (past and low in known_verbs())

    def zone_end(self, i: int, *, noun: bool = False) -> int:
        """Return where the objects of a verb (or noun) at `i - 1` end: the next clause, or a mark that no list explains."""
        words, lows = self.words, self.words.lows
        j = i
        while j < words.n:
            low = lows[j]
            if low in w.BOUNDARY and not (low in ("since", "until") and words.time[j] != -1):
                return j
            if low in ("and", "but", "or") and j > i and self._clause_follows(j + 1, i, noun=noun):
                return j
            if low in (";", ":", "(", ")", "–", "—") or (low in w.QUOTES and j > i + 1 and low not in ("“", "«")):
                return j
            if low == "." and j == words.n - 1:
                return j
            if low == ",":
                here = self.at_end.get(j - 1)
                nxt = next((p for p in self.parties if p.start > j), None)
                if (
                    here is None
                    or nxt is None
                    or not all(low in w.DETERMINERS or low in ("and",) for low in lows[j + 1 : nxt.start])
                ):
                    return j
                if lows[j + 1] == "and" and self._verb_follows(nxt.end):
                    return j  # "spoke with X, and Y consulted Z": a clause of its own
                # "X, Y and Z" goes on; "X, Y said" does not
                if not any(low in ("and", "or") for low in lows[j : nxt.end + 6]):
                    return j
            if (
                j > i
                and words.mention[j] < 0
                and (low in w.MODALS or low in ("is", "are", "was", "were", "has", "have", "had"))
            ):
                return j
            j += 1
        return j
