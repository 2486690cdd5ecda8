"""The things that a content names, in order: the noun phrases of its head, each as two words at most.

Told from small words, endings and lists alone: "to halt construction on the islands" names construction and islands,
"to collaborate" names none. It would rather find no name than a verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from verbale.analysis.terms import empty, head_of, is_name, no_things, not_before, opens_aside, piece, vague
from verbale.lexicon import load_words
from verbale.lexicon.wording import canonical, hollow, known

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d[A-Z]\b|[^\W\d_]+\d{0,3}(?:['’-][^\W_]+)*|[^\w\s]|\d[\d,.]*")
OPENS_A_NAME = frozenset({"New", "Great", "United", "North", "South", "Saudi"})
"""Words that tell nothing elsewhere and belong to the name behind them."""
ABBREVIATION = 3
"""Letters of a word in capitals that is no name and yet is left so: "AID"."""
_OBJECT = 3
"""Words that are taken behind a verb at most."""
_READ = 400
"""So many characters of a content are read."""
_NO_HEAD = (
    "ed", "ly", "ern", "ous", "ful", "able", "ible", "less", "tic", "bic", "nomic", "ific", "onal",
    "ical", "egal", "eral", "ural", "oral", "ntal", "tial", "'s", "’s",
)  # fmt: skip
_NOUNS = (
    "ion", "ions", "ment", "ments", "ity", "ities", "ness", "ance", "ence", "ances", "ship", "ships", "ism", "sis", "ures",
    "dom", "hood", "age", "ages", "ists", "ers", "ors", "als", "cy", "cies",
)  # fmt: skip
_STATES = frozenset({"States", "Nations", "Emirates", "Netherlands"})
_OF_COUNTRIES = ("an", "sh", "ese", "ch", "i", "ean", "ek", "s")
"""Ends of the words for what is a country's."""
_AUXILIARIES = frozenset(
    "will would can could cannot should must may might shall has have had is are was were be does do did never not to".split()
)
_CLOSERS = frozenset({'"', "'", "”", "’", "“", "‘", "(", ")", "[", "]"})
_QUOTES = frozenset('"“”‘()[]')
_SURE_NOUNS = ("ssion", "ation", "ition", "ity", "ism", "ance", "ence")
_DONE_TO = frozenset(
    "the a an its their his her our my your any no all this that them him us itself themselves".split()
)
"""Words behind a verb that begin what it is done to."""
_MODALS = frozenset("to will would could can cannot should must may might shall not never let".split())
"""Behind these a verb stands first: "to halt construction"."""
_SUBJECTS = frozenset("we they he she it i you who which that have has had be been".split())
_ADVERBS = frozenset({"further", "also", "even", "just", "soon", "again"})
_JOINS = frozenset({"and", "or"})
_DETERMINERS = frozenset("a an the its their his her our my your this that these those any no".split())


class Thing(Struct, frozen=True, order=True):
    """A thing that a content names."""

    head: str
    """Its last word, canonical; both words where the last says nothing by itself."""
    name: str
    """As it stands: "surveillance patrols"; the head alone where nothing telling stands before it."""
    alone: str
    """The last word as it stands; the name where that says nothing by itself."""
    kind: str = ""
    """The word before it, canonical."""

    @property
    def word(self) -> str:
        """The last word of its name, canonical."""
        return self.head.rpartition(" ")[2]


@cache
def _before() -> frozenset[str]:
    return frozenset(load_words("before_things.txt"))


@cache
def _light() -> frozenset[str]:
    return frozenset(load_words("issue_vague.txt"))


@cache
def _past() -> frozenset[str]:
    return frozenset(load_words("past_forms.txt"))


@lru_cache(100_000)
def _inside(token: str) -> bool:
    """Say whether a token may stand inside a noun phrase."""
    low = token.casefold()
    if token[0].isdigit():
        return low.endswith("g")
    return token[0].isalpha() and ("." in token or not (low in hollow() or opens_aside(low)))


def _runs(tokens: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of words that no small word or mark parts."""
    start = -1
    for at, token in enumerate(tokens):
        if _inside(token):
            start = at if start < 0 else start
        elif start >= 0:
            yield start, at
            start = -1
    if start >= 0:
        yield start, len(tokens)


def _shown(word: str) -> str:
    key = piece(word)[0]
    # "NAFTA", but "SITES" of a headline
    keeps = (word.isupper() and (len(word) <= ABBREVIATION or not key)) or (is_name(word) and key.startswith("@"))
    return word if keeps else word.lower()


def _verb_first(before: str) -> bool:
    """Say whether the first word of a stretch is the verb that a small word before it calls for."""
    return before in _MODALS or (before in _SUBJECTS and before not in _before())


@lru_cache(50_000)
def is_gerund(word: str) -> bool:
    """Say whether a word is a verb's -ing: "lifting"; not "peacekeeping"."""
    stem = word.removesuffix("ing")
    doubled = stem[:-1] if stem[-1:] == stem[-2:-1] else stem
    return stem != word and any(known(form) for form in (stem, f"{stem}e", doubled))


def _heads(tokens: list[str], start: int, end: int) -> tuple[int, int] | None:
    """Return where the noun phrase in a stretch begins and what its head is."""
    back = start - 1
    while back >= 0 and tokens[back] in _CLOSERS:
        back -= 1
    before = tokens[back].casefold() if back >= 0 and not _inside(tokens[back]) else ""
    if back >= 0 and tokens[back].endswith("ly"):
        # "would “openly and actively” respond"
        return None
    noun = tokens[end - 1].casefold().endswith(_NOUNS)
    # "to collaborate", but "give in to aggression"
    verb = _verb_first(before) and not (before == "to" and end - start == 1 and tokens[start].endswith(_SURE_NOUNS))
    if verb and start < end - 1 and tokens[start].endswith("ly"):
        start += 1
    first = start + 1 if verb or canonical(tokens[start].casefold()) in not_before() else start
    beyond = end
    while beyond < len(tokens) and tokens[beyond] in _CLOSERS:
        beyond += 1
    after = tokens[beyond].casefold() if beyond < len(tokens) else "."
    if start == 0 and end == 1 and after == ",":
        # "firm, binding guarantees"
        return None
    owner = next((at for at in range(end - 2, start - 1, -1) if tokens[at].endswith(("'s", "’s"))), None)
    if owner is not None:
        # "Norland's consulate"
        first, before = owner + 1, "the"
    head = end - 1
    # "a vote expected on Monday", "challenges ranging from theft to arson"
    while head > first and (
        tokens[head].casefold().endswith(("ed", "ly"))
        or (
            tokens[head].endswith("ing")
            and (tokens[head - 1].endswith("s") or (beyond > end and is_gerund(tokens[head])))
        )
        or (tokens[head][0].isupper() and tokens[head - 1].islower())  # "an agreement Norland reached"
    ):
        head -= 1
    if head < first:
        return None
    listed = noun or (end - start > 1 and tokens[head].endswith("s")) or before == "-"
    if first == start and before and before not in _before() and not listed:
        return None
    last = tokens[head].casefold()
    if head == end - 1 and after in _DONE_TO and (after != "that" or verb or before == "to"):
        # a verb with what it is done to; "a ban its allies want" is rarer
        head -= 1
        if head < first:
            return None
        last = tokens[head].casefold()
    if head > first and last.endswith("s") and _acts(tokens[head - 1], after):
        return None
    if head == first and is_gerund(last) and owner is None and not _determined(tokens, start):
        return None
    return None if last.endswith(_NO_HEAD) or last in _past() else (first, head)


def _acts(before: str, after: str) -> bool:
    """Say whether a word in -s behind this one is a verb: "Norland rejects", "naturally cares", "the States intends to"."""
    if before.endswith("ly") or (after == "to" and before in _STATES):
        return True
    return before[0].isupper() and "@" in piece(before)[0] and not before.endswith(_OF_COUNTRIES)


def _thing(tokens: list[str], first: int, head: int, within: bool) -> Thing | None:
    word = tokens[head]
    if not word[0].isalnum() or "." in word:
        return None
    folded = word.casefold()
    key, _ = piece(word)
    # "unilateral steps": a word of every dispute, but a thing beside one that tells
    bare = not key and folded not in hollow() and (folded.endswith("s") or folded in _light()) and folded in empty()
    if key.startswith("@") or not (key or bare) or folded in no_things():
        return None
    left = _left(tokens, first, head, within)
    name = f"{_shown(left)} {_shown(word)}" if left else _shown(word)
    if left and head > 1 and tokens[head - 2] in OPENS_A_NAME and piece(left)[0].startswith("@"):
        name = f"{tokens[head - 2]} {name}"
    if not left and key in vague() and head and is_name(tokens[head - 1]) and tokens[head - 1].endswith(("'s", "’s")):
        # "Norland's demands": whose they are tells them from others
        left = tokens[head - 1]
        name = f"{left} {_shown(word)}"
    if bare or key in vague():
        return Thing(f"{piece(left)[0] or left.casefold()} {key or folded}", name, name) if left else None
    return Thing(key, name, _shown(word), piece(left)[0] if left else "")


def _left(tokens: list[str], first: int, head: int, within: bool) -> str:
    """Return the telling word before a head, "" where none does."""
    left = tokens[head - 1] if head > first else ""
    low = left.casefold()
    if not left or "." in left or not _inside(left) or low.endswith(("ly", "'s", "’s")):
        return ""
    if low in empty() or canonical(low) in not_before():
        return ""
    return "" if is_gerund(low) and head - 1 == first and not within else left


@lru_cache(20_000)
def names_in(content: str) -> tuple[tuple[str, Thing], ...]:
    """Return the names in a content's head that stand behind a small word ("out of Norland"), with it, or are all of it."""
    tokens = head_of(_TOKEN.findall(content[:_READ]))
    found = []
    for start, end in _runs(tokens):
        before = tokens[start - 1].casefold() if start else ""
        if before not in _before() and end - start != len(tokens):
            continue
        beyond = end
        while beyond < len(tokens) and tokens[beyond] in _CLOSERS:
            beyond += 1
        if beyond < len(tokens) and tokens[beyond].casefold() in _AUXILIARIES:
            # "the Norlanders have to leave": who is to do something is not what it is about
            continue
        first = end
        while first > start and piece(tokens[first - 1])[0].startswith("@"):
            first -= 1
        if first < end:
            first -= first > start and tokens[first - 1] in OPENS_A_NAME  # "New Norland"
            called = " ".join(tokens[first:end]).removesuffix("'s").removesuffix("’s")
            found.append((before, Thing(f"@{called.casefold()}", called, called)))
    return tuple(found)


def _as_shown(words: str, places: Sequence[re.Match[str]]) -> str:
    """Return words from the first of the given tokens to the last, small letters where they are no names, without marks."""
    found, at = "", places[0].start()
    before: re.Match[str] | None = None
    for match, behind in zip(places, [*places[1:], None], strict=True):
        beside = [one for one in (before, behind) if one is not None]
        named = is_name(match[0]) and any(piece(one[0])[0].startswith("@") for one in beside)  # "Camp David"
        found += words[at : match.start()] + (match[0] if named else _shown(match[0]))
        before = match
        at = match.end()
    return "".join(letter for letter in found if letter not in _QUOTES)


def _tells_nothing(tokens: Sequence[str], told: Sequence[tuple[int, str]]) -> bool:
    """Say whether words name nothing by themselves: "the allegations", "responsible"; "regime change" does."""
    if len(tokens) == 1 and tokens[0].islower() and tokens[0].endswith(_NO_HEAD):
        return True
    if len(told) > 1 or told[0][1] not in vague():
        return False
    others = [t.casefold() for at, t in enumerate(tokens) if at != told[0][0]]
    return not any(other.endswith(_NOUNS) or known(other) for other in others if other not in hollow() | _before())


@lru_cache(20_000)
def thing_named(words: str) -> Thing | None:
    """Return the thing that a few words name as a whole: "oil embargo", "withdrawal of troops"; None where they name none."""
    places = [m for m in _TOKEN.finditer(words) if m[0][0].isalnum() and "." not in m[0]]
    while places and (places[0][0].casefold() in _DETERMINERS or places[0][0].casefold() in hollow()):
        del places[0]
    tokens = [m[0] for m in places]
    # "arms control and trade" names two: the first is the one
    joined = next((at for at, token in enumerate(tokens) if at and token.casefold() in _JOINS), len(tokens))
    while joined > 1 and tokens[joined - 1].endswith("ly") and known(tokens[joined - 1][:-2]):
        joined -= 1  # "engage Norland economically"
    places, tokens = places[:joined], tokens[:joined]
    told = [
        (at, key) for at, token in enumerate(tokens) if (key := piece(token)[0]) and token.casefold() not in no_things()
    ]
    if not told or _tells_nothing(tokens, told):
        return None  # "the allegations", "responsible": of any dispute
    parted = next((at for at, token in enumerate(tokens) if token.casefold() in _before()), len(tokens))
    at, key = ([one for one in told if one[0] < parted] or told)[-1]
    others = [other for place, other in told if place < at] or [other for place, other in told if place > at]
    name = _as_shown(words, places)
    last = tokens[parted - 1].casefold()
    if at != parted - 1 and at < parted and last not in hollow():
        # "red line": a word that tells nothing, but beside another
        return Thing(f"{key} {last}", name, name)
    if key in vague() and others:
        return Thing(f"{others[-1]} {key}", name, name)
    return Thing(key, name, name if key.startswith("@") else _shown(tokens[at]), others[-1] if others else "")


def _called_for(low: Sequence[str], at: int) -> bool:
    """Say whether a verb stands at a place because a word before calls for one: "to leave", "to further isolate"."""
    before = at - 1
    if before > 0 and (low[before].endswith("ly") or low[before] in _ADVERBS):
        before -= 1
    return before >= 0 and _verb_first(low[before])


def verb_phrase(verb: str, content: str) -> str:
    """Return a verb that names a matter with what it is done to, as a content has it: "leave" as "leave Norland"."""
    tokens = _TOKEN.findall(content[:_READ])
    low = [token.casefold() for token in tokens]
    places = (at for at, token in enumerate(low) if token == verb.casefold())
    at = next((at for at in places if _called_for(low, at)), len(tokens)) + 1
    at += at < len(tokens) and tokens[at].casefold() in _DETERMINERS
    end = at
    while end < min(at + _OBJECT, len(tokens)) and _inside(tokens[end]) and not tokens[end].endswith("ly"):
        end += 1
    named = any(piece(token)[0] for token in tokens[at:end])
    return " ".join((verb, *map(_shown, tokens[at:end]))) if named else verb


def _determined(tokens: list[str], start: int) -> bool:
    """Say whether an article or the like stands before a stretch: "a negotiating table"."""
    return start > 0 and tokens[start - 1].casefold() in _DETERMINERS


@lru_cache(20_000)
def things_in(content: str) -> tuple[Thing, ...]:
    """Return the things that a content's head names, in order, each head once."""
    tokens = head_of(_TOKEN.findall(content[:_READ]))
    found: dict[str, Thing] = {}
    for start, end in _runs(tokens):
        place = _heads(tokens, start, end)
        thing = _thing(tokens, *place, _determined(tokens, start)) if place else None
        if thing is not None:
            found.setdefault(thing.head, thing)
    return tuple(found.values())
