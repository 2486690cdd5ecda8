"""Reports that nobody made: a war that "threatens", a duty to speak, silence that is told of, a title in marks.

What such words look like is knowledge of the lexicon; a rule stands here only where it is sure without reading on. What
takes reading is left to the tagger.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from verbale.coding.attributions.cues import ADVERBS, lexicon
from verbale.coding.attributions.found import Found, Page, Place
from verbale.coding.attributions.margins import at_offset
from verbale.coding.tokens import Token
from verbale.lexicon import load_table, load_words
from verbale.lexicon.verbs import forms

_HEAD_ENDS = frozenset(
    "of in on for by from with to at about over between among against that which who whose after before during "
    "including , ; -- – — (".split()
)


@cache
def _things() -> frozenset[str]:
    return frozenset(load_words("mute_things.txt"))


@cache
def _labels() -> frozenset[str]:
    return frozenset(load_words("labels_of_titles.txt"))


def is_mute(page: Page, item: Found) -> bool:
    """Say whether what is said to speak is no speaker, but what happens or is the case: "the crisis has revealed that"."""
    if item.speaker is None or not item.cue:
        return False
    if page.text(item.cue[0]) == ":" and page.text(item.speaker).casefold() in _labels():
        return True  # "Opinion: why the dam must wait"
    if item.mode == "direct":
        return False
    if page.text(item.cue[0]).casefold().rpartition(" ")[2] in _SAYS or _RELATIVE.search(
        page.text((item.speaker[1], item.cue[0][0]))
    ):
        return False  # "the crisis underlines flaws, Lund says"; "tensions over Vell, which has demanded relief"
    words = re.findall(r"[^\W\d_][\w’'.-]*|[,;(–—]|--", page.text(item.speaker)[:_LONGEST])
    head = ""
    for at, word in enumerate(words):
        if at and word.casefold() in _HEAD_ENDS:
            break
        head = word
    told = head.islower() or len(words) == 1  # "Tensions"; "Peter Rise" is a name
    return told and head.casefold() in _things()


_LONGEST = 120
_SAYS = frozenset("say says said saying".split())
_RELATIVE = re.compile(r"\b(?:which|who|that)\b", re.IGNORECASE)

_OUGHT = frozenset("should must".split())
_OUGHT_TO = frozenset("need needs ought has have".split())
_OWN = frozenset("i we".split())


def is_due(page: Page, item: Found) -> bool:
    """Say whether somebody is only told to speak: "the council must demand that", "Lund needs to make clear that".

    What a speaker says of himself ("we must warn") he does say.
    """
    if item.mode == "direct" or not item.cue:
        return False
    if item.speaker is None or page.text(item.speaker).casefold() in _OWN:
        return False
    tokens = page.lines[item.sentence].tokens
    first, last = at_offset(tokens, item.cue[0][0]), at_offset(tokens, item.cue[0][1] - 1)
    if last >= len(tokens):
        return False
    words = [token.low for token in tokens[_bound(tokens, first) : last + 1]]
    if words[0] in {"will", "would"}:
        words = words[1:]
    if words[0] in _OUGHT:
        return len(words) > 1
    if words[0] not in _OUGHT_TO or "to" not in words[1:3] or words[-1] == "to":
        return False
    return words[1] == "to" or words[1] in ADVERBS  # "has to just accept", not "has refused to answer"


def _bound(tokens: Sequence[Token], first: int) -> int:
    """Return where the auxiliaries of a reporting word begin: "| needs to make", "| should now say"."""
    at = _before(tokens, first)
    if at >= 0 and tokens[at].low == "to":
        at = _before(tokens, at)
        return at if at >= 0 and tokens[at].low in _OUGHT_TO else first
    return at if at >= 0 and tokens[at].low in _OUGHT else first


def _before(tokens: Sequence[Token], index: int) -> int:
    index -= 1
    while index >= 0 and (tokens[index].low in ADVERBS or tokens[index].low.endswith("ly")):
        index -= 1
    return index


_NONE = frozenset("no few little any".split())


@cache
def _silences() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in load_table("cues_silence.tsv"):
        for form in forms(row["lemma"]).all:
            found[form] = frozenset(row["things"].split(","))
    return found


def is_silence(page: Page, item: Found) -> bool:
    """Say whether the words tell of silence: "made no mention of the dam", "offered few details"."""
    if item.mode == "direct" or not item.cue or not item.content:
        return False
    tokens = page.lines[item.sentence].tokens
    first, last = at_offset(tokens, item.cue[0][0]), at_offset(tokens, item.cue[0][1] - 1)
    for at in range(first, min(last, len(tokens) - 1) + 1):
        things = _silences().get(tokens[at].low)
        if things is None:
            continue
        behind = [token.low for token in tokens[at + 1 : at + 6]]
        if behind[:1] == ["not"]:
            behind = behind[1:]
        if behind and behind[0] in _NONE and any(word in things for word in behind[1:4]):
            return True
    return False


@cache
def _titles() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in load_words("titles_before.txt"))
    return re.compile(rf"\b(?:{words})\b([^.;:“”\"\n]{{0,30}})[\s“\"‘',]*\Z", re.IGNORECASE)


_LOOKED_BACK = 70


def is_title(page: Page, place: Place) -> bool:
    """Say whether marked words are a title or a name: the author of “…”, the so-called “…”."""
    found = _titles().search(page.draft.text[max(place[0] - _LOOKED_BACK, 0) : place[0]])
    # of the book he *said*, “…”
    return found is not None and not any(word in lexicon() for word in re.findall(r"[a-z]+", found.group(1).casefold()))
