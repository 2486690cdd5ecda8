"""On what occasion one account has something said: the day, the way and the hearer that its own sentence gives.

What an article is about on the whole, or what was inferred, is not held against another article: only words that stand by the
reporting words count here, since a wrong guess on one side is no disagreement.
"""

from __future__ import annotations

import re

from msgspec import Struct

from verbale.collation.accounts import Account, EventAccount
from verbale.collation.days import number
from verbale.lexicon import load_words
from verbale.model import Span, When

_NEAR = 70
"""Characters between the reporting words (or an event's trigger) and the words of its day."""
_OWN = re.compile(r"^[“'\"‘]")
"""How the basis of a day begins that the sentence itself gives."""
_STOP = re.compile(r"[.!?;]\s|\n")


class Told(Struct, frozen=True):
    """One value and the words that give it."""

    value: str
    words: str


def firm_day(account: Account | EventAccount) -> int | None:
    """Return the day that an account's own sentence gives beside its reporting words or trigger; None where it gives none."""
    event = isinstance(account, EventAccount)
    when = account.happened if isinstance(account, EventAccount) else account.spoken
    if not _own(when):
        return None
    assert when is not None
    assert when.earliest is not None
    said = when.evidence[0]
    if isinstance(account, EventAccount):
        anchors = [account.mention.trigger]
    else:
        anchors = list(account.attribution.cue)
        if any(s.start <= said.start < s.end for s in account.attribution.content):
            return None  # the day of what is talked of
    near = [a for a in anchors if _between(account.around, a, said) is not None]
    if not near or (event and any(a.start <= said.start < a.end for a in near)):
        return None
    return number(when.earliest)


def _own(when: When | None) -> bool:
    if when is None or not when.evidence or when.earliest is None or when.earliest != when.latest:
        return False
    return "~" not in when.value and "T" not in when.value and _OWN.match(when.basis) is not None


def _between(around: Span | None, one: Span, other: Span) -> str | None:
    """Return what stands between two places of a sentence; None where they are far apart or a sentence ends between."""
    if around is None:
        return None
    start, end = min(one.end, other.end), max(one.start, other.start)
    if start > end:
        return ""
    if start < around.start or end > around.end or end - start > _NEAR:
        return None
    words = around.text[start - around.start : end - around.start]
    return None if _STOP.search(words) or _WHICH.search(words) else words


_WHICH = re.compile(r"\b(?:who|which|whose|when|after|before|since|until|as|that)\b", re.I)
"""What stands behind these words is told of something else."""


_PERSON = frozenset({"call", "video call", "letter", "interview", "news conference", "speech", "social media"})
"""Ways of saying that shut one another out: what was said in a letter was not said in an interview."""
_ALIKE = (frozenset({"speech", "news conference"}), frozenset({"call", "video call"}))


def occasion(account: Account) -> Told | None:
    """Return in what way something was said, where the words for it stand by the reporting words."""
    said = account.attribution
    way = str(said.medium)
    if way not in _PERSON or said.relay:
        return None
    words = next((e.span for e in said.evidence if e.field == "medium"), None)
    if words is None or any(s.start <= words.start < s.end for s in said.content):
        return None
    if not any(_between(account.around, cue, words) is not None for cue in said.cue):
        return None
    return Told(way, words.text)


def occasions_clash(one: str, other: str) -> bool:
    """Say whether two ways of saying shut each other out."""
    return one != other and {one, other} not in _ALIKE


def hearer(account: Account) -> str | None:
    """Return the key of whom something was said to, where the sentence names them; crowds of reporters are nobody."""
    key = account.addressee_key
    if key is None:
        return None
    words = next((e.span for e in account.attribution.evidence if e.field == "addressee"), None)
    if words is None or words.text.casefold().removeprefix("the ").rpartition(" ")[2] in _crowds():
        return None
    return key


def _crowds() -> frozenset[str]:
    return frozenset(load_words("crowds.txt"))
