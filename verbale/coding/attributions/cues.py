"""Find reporting words ("said", "called on", "according to") among the tokens of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from verbale.coding.tokens import Token
from verbale.lexicon import load_table
from verbale.lexicon.verbs import forms
from verbale.model import Act

Form = Literal["base", "third", "past", "gerund"]

DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your any no some every such what which whose another other "
    "more further new latest initial several many few two three four five "
    "key main both all each either neither such same similar own joint unilateral unprecedented immediate legal".split()
)
BE = frozenset("is are was were be been being gets got".split())
MODALS = frozenset("will would can could may might shall should must".split())
DO = frozenset("do does did don't doesn't didn't".split())
AUXILIARIES = BE | MODALS | DO | frozenset("has have had having 'd 'll".split())
ADVERBS = frozenset(
    "also then later again repeatedly reportedly earlier meanwhile however further furthermore previously already now "
    "still just never not even too once often always recently initially publicly privately categorically strictly "
    "immediately finally subsequently angrily bluntly separately explicitly firmly strongly consistently reportedly only "
    "ever first instead likewise similarly moreover additionally today yesterday tonight thus therefore so simply "
    "afterwards afterward".split()
)


_GOVERNING = frozenset("by of with from for in on against over under about amid into between among".split())
"""Prepositions: a past form right behind one describes the noun that follows."""
_HAS = frozenset("he's she's it's who's that's there's what's".split())
_NOUNS = frozenset(
    "state claim report request demand offer promise order answer reply comment question pledge vow note signal hope call "
    "protest".split()
)
"""Verbs whose forms are nouns too."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word: tokens `first..last` of its sentence, and how it is used."""

    first: int
    last: int
    lemma: str
    act: Act
    frame: str
    strong: bool
    form: Form
    passive: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    lemma: str
    act: Act
    frame: str
    strong: bool
    form: Form


def _act(value: str) -> Act:
    for act in get_args(Act):
        if act == value:
            return act  # type: ignore[no-any-return]
    raise ValueError(f"cues.tsv: {value!r} is not an act")


@cache
def lexicon() -> dict[str, tuple[tuple[tuple[str, ...], _Entry], ...]]:
    """Return the cue forms by their first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], _Entry]]] = {}
    for row in load_table("cues.tsv"):
        inflected = forms(row["lemma"])
        variants: list[tuple[str, Form]] = [
            (inflected.base, "base"),
            (inflected.third, "third"),
            (inflected.past, "past"),
            (inflected.gerund, "gerund"),
        ]
        for words, form in variants:
            entry = _Entry(row["lemma"], _act(row["act"]), row["frame"], row["strong"] == "yes", form)
            split = tuple(words.split())
            found.setdefault(split[0], []).append((split, entry))
    return {first: tuple(sorted(items, key=lambda item: -len(item[0]))) for first, items in found.items()}


def before(tokens: Sequence[Token], index: int) -> int:
    """Return the index of the last token before `index` that is no adverb; -1 where there is none."""
    index -= 1
    while index >= 0 and tokens[index].low in ADVERBS:
        index -= 1
    return index


@cache
def _no_verbs() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    return {
        row["form"]: (frozenset(row["behind"].split(",")), frozenset(row["before"].split(",")))
        for row in load_table("cues_no_verbs.tsv")
    }


_OF_A_LAND = ("ian", "ish", "ese", "ean", "can", "ern", "wegian")
"""Endings of adjectives that tell whose a state is."""


def is_no_verb(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a form that may report is a noun by its neighbours: "the Gulf states", "fears that are shared"."""
    low = tokens[index].low
    previous = tokens[index - 1] if index else None
    following = [token.low for token in tokens[index + 1 : index + 3]]
    if len(following) == 2 and following[0] == "that" and following[1] in _FINITE and low.rstrip("s") in _NOUNS_TOO:
        return True  # "signals that would make it hard"
    behind, before = _no_verbs().get(low, (frozenset[str](), frozenset[str]()))
    if following[:1] and following[0] in before:
        return True
    if previous is None or not behind:
        return False
    if previous.low in behind:
        return True
    return low.startswith("state") and previous.upper and previous.low.endswith(_OF_A_LAND)


_FINITE = BE | MODALS | frozenset("has have had".split())
_NOUNS_TOO = frozenset(
    "claim report request demand offer promise answer comment question pledge vow signal hope call protest fear threat tweet "
    "complaint remark".split()
)


def _usable(tokens: Sequence[Token], index: int, entry: _Entry, title: bool) -> tuple[bool, bool]:
    """Say whether the word is a verb here, and whether it is passive."""
    if tokens[index].upper and index > 0 and tokens[index - 1].word and not title:
        return False, False  # "the United States", "Mr Says"
    if is_no_verb(tokens, index):
        return False, False
    previous = before(tokens, index)
    low = tokens[previous].low if previous >= 0 else ""
    following = tokens[index + 1].low if index + 1 < len(tokens) else ""
    if low in DETERMINERS and low not in {"that", "which"}:
        return False, False
    if low.endswith(("'s", "s'")) and entry.form in {"base", "third"}:
        return False, False
    if entry.form == "past":
        if following == "by" and low not in BE:
            return False, False  # "the guarantees demanded by Russia"
        if low in BE:
            return True, True
        owned = low.endswith("'s") and low not in _HAS
        return low not in _GOVERNING and not owned, False  # "sparked by proposed changes", "Oslo's proposed changes"
    if entry.form == "base":
        if following == "that" and entry.lemma in _NOUNS and not low.endswith("s") and tokens[previous].upper:
            return False, False  # "the Gulf state that hosts them"
        plural = low.endswith("s") or (previous >= 0 and tokens[previous].upper)
        return low in MODALS | DO | {"we", "they", "i", "you", "who", "and"} or plural, False
    if entry.form == "gerund":
        # ", saying that" and "by calling for" report; "agreements ruling out missiles" does not
        if index + 1 < len(tokens) and tokens[index + 1].low == "that":
            return low not in DETERMINERS, False
        leads = low in {",", "and", "by", "after", "while", "in", "–", "—"} | BE or (
            previous >= 0 and tokens[previous].upper
        )
        return leads and low not in DETERMINERS and (entry.frame != "np" or low in {",", "by"} | BE), False
    if low in {"that", "which"} and entry.frame == "np":
        return False, False  # "an agreement that rules out missiles"
    if following == ":" and entry.lemma == "protest":
        return False, False  # "Dam protests: roads are blocked"
    if following in {"from", "by"} and low in {"and", "or"} and entry.lemma in _NOUNS:
        return False, False  # "and calls from Lisbon for changes"
    return low not in {"to", "of", "for", "with", "by", "in", "on", "at"}, False


def is_title_case(tokens: Sequence[Token]) -> bool:
    """Say whether nearly all longer words begin with a capital, as in many headlines."""
    words = [t for t in tokens if t.word and len(t.low) > 3]
    return len(words) > 3 and sum(t.upper for t in words) >= 0.8 * len(words)


def find_cues(tokens: Sequence[Token], masked: Sequence[bool], title: bool = False) -> list[Cue]:
    """Return the reporting verbs in token order.

    `masked[i]` is True for words inside quotation marks; in a headline in title case (`title`) capitals say nothing.
    """
    cues: list[Cue] = []
    index = 0
    entries = lexicon()
    while index < len(tokens):
        token = tokens[index]
        if masked[index] or token.low not in entries:
            index += 1
            continue
        for words, entry in entries[token.low]:
            last = index + len(words) - 1
            if last >= len(tokens) or any(tokens[index + k].low != word for k, word in enumerate(words)):
                continue
            usable, passive = _usable(tokens, index, entry, title)
            if usable:
                cues.append(Cue(index, last, entry.lemma, entry.act, entry.frame, entry.strong, entry.form, passive))
                index = last
            break
        index += 1
    return cues
