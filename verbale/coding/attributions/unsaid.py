"""Reporting words that report nothing: denied ones ("would not confirm that …") and deeds ("called the meeting")."""

from __future__ import annotations

from functools import cache

from verbale.coding.attributions.found import Found, Page
from verbale.coding.attributions.margins import ADJUNCTS, at_offset
from verbale.lexicon import load_table, load_words
from verbale.lexicon.verbs import forms

_PREPOSITIONS = ADJUNCTS | frozenset("of for to on with by from against between and or that as until".split())


@cache
def _withheld() -> frozenset[str]:
    found = set()
    for lemma in load_words("cues_withheld.txt"):
        inflected = forms(lemma)
        found.update({inflected.base, inflected.participle, inflected.gerund})
    return frozenset(found)


_SHY = frozenset("reluctant careful refrained refrains refrain avoided avoids".split())
_REFUSES = frozenset("refuse refused refuses refusing decline declined declines declining".split())


def is_withheld(page: Page, item: Found) -> bool:
    """Say whether the reporting words are denied ("would not confirm that …"): then nothing was said.

    A refusal ("declined to say whether …") is a statement of its own: what is refused begins with its "to".
    """
    if item.mode == "direct" or not item.cue or not item.content:
        return False
    line = page.lines[item.sentence]
    tokens = line.tokens
    first, last = at_offset(tokens, item.cue[0][0]), at_offset(tokens, item.cue[0][1] - 1)
    if last >= len(tokens):
        return False
    if any(tokens[i].low in _SHY for i in range(first, last + 1)) or "short of" in page.text(item.cue[0]).casefold():
        return True
    verb = next((i for i in range(last, first - 1, -1) if tokens[i].low in _withheld()), None)
    if verb is None:
        return False
    if verb >= 2 and tokens[verb - 1].low == "to" and tokens[verb - 2].low in _REFUSES:
        start = tokens[verb - 1].start
        if item.content[0][0] > start and not any(line.quoted[verb - 2 : verb + 1]):
            item.content[0] = (start, item.content[0][1])
            item.cue = [line.place(verb - 2, verb - 2)]
            item.act = "refuse"
            item.frame = [(line.sentence.start, start)]
        return False
    before = [tokens[i].low for i in range(max(verb - 3, 0), verb)]
    return (
        any(low in {"not", "never", "neither", "nor"} or low.endswith("n't") for low in before) and "only" not in before
    )


@cache
def _deeds() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in load_table("cue_deeds.tsv"):
        inflected = forms(row["lemma"])
        for form in (inflected.base, inflected.third, inflected.past, inflected.participle, inflected.gerund):
            found[form] = frozenset(row["objects"].split(","))
    return found


def is_deed(page: Page, item: Found) -> bool:
    """Say whether the object makes a deed of the reporting word: "called the meeting", "recalled its envoy"."""
    if item.mode != "indirect" or not item.cue or len(item.content) != 1:
        return False
    line = page.lines[item.sentence]
    tokens = line.tokens
    last, first = at_offset(tokens, item.cue[0][1] - 1), at_offset(tokens, item.content[0][0])
    if last >= len(tokens) or first <= last:
        return False
    objects = _deeds().get(tokens[last].low)
    if objects is None:
        return False
    if "*" in objects or ("to" in objects and tokens[first].low == "to"):
        return True
    stop = at_offset(tokens, item.content[0][1] - 1)
    head = first
    while head < min(stop, len(tokens) - 1) and tokens[head + 1].word and tokens[head + 1].low not in _PREPOSITIONS:
        head += 1
    return head < len(tokens) and head - first < 6 and tokens[head].low in objects
