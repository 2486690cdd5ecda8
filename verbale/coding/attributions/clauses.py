"""Where a clause ends that stands before or inside the main one: a report in it ends there too.

"When the envoys suggested that Oslo pay, | the premier was angry." – "Berg, who said on Monday that Oslo could pay, | told us".
"""

from __future__ import annotations

from functools import cache

from verbale.coding.attributions.cues import ADVERBS, AUXILIARIES, BE, DETERMINERS, lexicon
from verbale.coding.attributions.found import Found, Line
from verbale.coding.attributions.speakers import PRONOUNS
from verbale.lexicon import load_words

_RELATIVE = frozenset({"who", "which"})
_SUBORDINATE = frozenset("while when although though if because once unless whereas".split())
_LEADS = frozenset("but and even yet".split())
_NEVER = frozenset("and or but nor who which that as including".split())
_SUBJECT = 9
"""Words that the main clause's subject may have before its verb."""


@cache
def _past() -> frozenset[str]:
    return frozenset(load_words("past_forms.txt"))


def is_past(low: str) -> bool:
    """Say whether a word is, by its looks, a verb in the past."""
    return low in _past() or (low.endswith("ed") and len(low) > 4)


def finite(line: Line, index: int) -> bool:
    """Say whether a word is, by its looks, the finite verb of a clause."""
    token = line.tokens[index]
    low = token.low
    if token.upper or not token.word or line.quoted[index]:
        return False
    previous = line.tokens[index - 1].low if index else ""
    if previous in DETERMINERS | {"to", "of", "by", "with"} or previous in BE:
        return False
    if low in AUXILIARIES:
        return low not in {"be", "been", "being", "having"}
    if any(len(words) == 1 and entry.form in {"past", "third"} for words, entry in lexicon().get(low, ())):
        return True
    return is_past(low)


def _has_finite(line: Line, first: int, stop: int) -> bool:
    return any(finite(line, index) for index in range(first, stop))


def _main_follows(line: Line, comma: int, relative: bool, listed: bool) -> bool:
    """Say whether the main clause goes on after a comma: its verb at once, or its subject and verb.

    `listed` says that the subject may not be of several: what stands before the comma can be the first of them.
    """
    tokens = line.tokens
    index = comma + 1
    while index < len(tokens) and (tokens[index].low in ADVERBS or line.timed[index]):
        index += 1
    if index >= len(tokens) or line.quoted[index] or tokens[index].low in _NEVER:
        return False
    if relative:
        return finite(line, index) and not _listed(line, index)
    if not (
        line.named[index] or tokens[index].upper or tokens[index].low in DETERMINERS | PRONOUNS | {"it", "there"}
    ) or tokens[index].low in {"who", "which"}:
        return False
    for later in range(index + 1, min(index + _SUBJECT, len(tokens))):
        if tokens[later].low == "," or line.quoted[later] or (listed and tokens[later].low in {"and", "or"}):
            return False
        if finite(line, later):
            return True
    return False


def _listed(line: Line, verb: int) -> bool:
    """Say whether a verb after a comma is one of several of the same clause: "who came, saw and left"."""
    tokens = line.tokens
    for index in range(verb + 1, min(verb + 12, len(tokens) - 1)):
        if tokens[index].low == "," or line.quoted[index]:
            return tokens[index + 1].low == "and" and index + 2 < len(tokens) and finite(line, index + 2)
        if tokens[index].low == "and" and finite(line, index + 1):
            return True
    return False


def _opener(line: Line, cue: int) -> tuple[int, bool] | None:
    """Return the word that opens the clause in which a reporting word stands, and whether it is a relative one."""
    tokens = line.tokens
    for index in range(cue, -1, -1):
        low = tokens[index].low
        if line.quoted[index]:
            continue
        if low in _RELATIVE and index and tokens[index - 1].low == ",":
            return index, True
        if low in _SUBORDINATE and (index == 0 or tokens[index - 1].low in _LEADS or tokens[index - 1].low == ","):
            return index, False
        if low in {";", ":"} or (low == "," and not _inserted(line, index, cue)):
            return None
    return None


def _inserted(line: Line, comma: int, cue: int) -> bool:
    """Say whether a comma before a reporting word only parts an apposition from its noun ("Ada Berg, the envoy, said")."""
    tokens = line.tokens
    return any(tokens[index].low == "," for index in range(comma + 1, cue)) or any(
        tokens[index].low == "," and not _has_finite(line, index, comma) for index in range(max(comma - 8, 0), comma)
    )


def end_of_clause(line: Line, item: Found, cue: tuple[int, int], first: int, last: int) -> int:
    """Return the last token of a content that must not run on into the clause around its report."""
    if cue[1] >= first or item.mode == "direct":
        return last
    opener = _opener(line, cue[0])
    if opener is None:
        return last
    start, relative = opener
    tokens = line.tokens
    for index in range(first + 1, last):
        if tokens[index].low != "," or line.quoted[index]:
            continue
        if _has_finite(line, start + 1, index) and _main_follows(
            line, index, relative, not _has_finite(line, first, index)
        ):
            return index - 1
    return last
