"""What gets lost or changed where a remark is told again in other words: half of a demand, an adjective, what a fragment is of.

Held against each other are two accounts of one statement, or a paraphrase and a quotation of one article that have one frame
("expects them to answer"). What a mere assertion leaves out is no disagreement; what a demand leaves out changes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from rapidfuzz import fuzz

from verbale.collation.accounts import Account
from verbale.collation.clashes import Clash
from verbale.collation.days import limits
from verbale.collation.likeness import Likeness, nearest
from verbale.collation.quoted_otherwise import pieces
from verbale.collation.voices import Voices
from verbale.collation.wording import Change, differences
from verbale.lexicon import load_words
from verbale.lexicon.wording import weight

_ASKED = {
    "demand": "what is demanded",
    "propose": "what is proposed",
    "request": "what is asked for",
    "promise": "what is promised",
    "threaten": "what is threatened",
    "accept": "what is accepted",
    "refuse": "what is refused",
    "expect": "what is expected",
}
"""Acts whose content has parts that are owed, and what a list calls it."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_HEAVY = 0.25
_LINK = re.compile(
    r"[,\s]\s?(?:and|as well as|for|that|which,?|including|on|until|unless)\s+(?=[\w“\"‘])",
    re.I,
)
_TAIL = 1.2
"""What the words that are left out must weigh."""
_LEAST = 3
_HEAD = 0.5
"""How much of the shorter account must stand in what comes before."""
_NEW = 0.1
"""How much of what is left out may stand in the shorter account."""
_NEAR = 0.5
"""From here up a word counts as told by another of like meaning."""
_SAME_WORDS = 6
_SHARED = 2
"""Words that tell something which the two accounts must have in common."""
_STRESSED = re.compile(r"(?:and|as well as)\s+(?:only|especially|above all|certainly|indeed)\b", re.I)
"""What says the same with more weight."""
_BOUND = re.compile(r"(?:which|if|unless|until|provided|on condition)\b", re.I)
_MOST = 700


def _text(account: Account) -> str:
    return account.content[:_MOST]


@lru_cache(20_000)
def _heavy(text: str) -> tuple[str, ...]:
    """Return the words that tell something, as they stand; names count as others do."""
    words = (w.replace("’", "'").casefold().removesuffix("'s") for w in _WORD.findall(text))
    return tuple(w for w in words if weight(w) >= _HEAVY)


def share_told(words: Sequence[str], forms: frozenset[str]) -> float:
    """Return how much of some words stands among others, by weight."""
    whole = sum(weight(w) for w in words)
    return sum(weight(w) for w in words if nearest(w, forms) >= _NEAR) / whole if whole else 0.0


def _plain(text: str) -> tuple[str, ...]:
    """Return the words in small letters: one state has several names."""
    return tuple(w.casefold() for w in _WORD.findall(text) if w.islower() and weight(w.casefold()) >= _HEAVY)


def _rest(carrier: str, silent: str, least: float) -> str | None:
    """Return the end of a content that the other lacks, from a linking word on; its beginning holds the other."""
    own, other = _plain(silent), frozenset(_heavy(silent))
    for link in _LINK.finditer(carrier):
        head, tail = carrier[: link.start()], carrier[link.start() :].strip(" ,")
        words = _heavy(tail)
        if len(set(words)) < _LEAST or sum(weight(w) for w in words) < _TAIL:
            return None
        if least and not _is_part(head, tail):
            continue
        begins = frozenset(_heavy(head))
        if least and len({w for w in own if nearest(w, begins) >= _NEAR}) < _SHARED:
            continue
        if share_told(own, begins) >= least and share_told(words, other) <= _NEW:
            return tail
    return None


_OTHER_CLAUSE = re.compile(r"(?:and\s+)?that\b", re.I)
_OWED = re.compile(r"\b(?:should|must|shall|will|would|be|not|never|no)\b", re.I)
_OWED_NEAR = 60
_FINITE = re.compile(r"\b(?:is|are|was|were)\b")
_ADJUNCT = re.compile(r"(?:for|on)\s", re.I)


def _is_part(head: str, tail: str) -> bool:
    """Say whether the end of a content is part of what is asked: not "and that I see no threat", "on his own people"."""
    if _OTHER_CLAUSE.match(tail) is not None:
        return _OWED.search(tail, 0, _OWED_NEAR) is not None
    if tail.casefold().startswith("which"):
        return _OWED.search(tail, 0, _OWED_NEAR) is not None
    if _ADJUNCT.match(tail) is None:
        return True
    if _FINITE.search(tail) is not None:
        return False
    last = _WORD.findall(head)[-1:]
    return any(w.casefold().startswith(_asked_for()) for w in last)


@cache
def _asked_for() -> tuple[str, ...]:
    return load_words("asked_for.txt")


# -- half of a demand ----------------------------------------------------------------------------------------------------


def half_left_out(carrier: Account, silent: Account, near: Sequence[Account], found: Likeness | None) -> Clash | None:
    """Return what one account of a demand, offer or threat goes on to, and another leaves out.

    `found`: how alike they are; an assertion is held against a demand only for a condition, and where it has the same words.
    `near`: what else the silent account's article has the same speaker say: what stands there is not left out. In one
    article only a paraphrase leaves out what the quotation has.
    """
    act = _ASKED.get(carrier.attribution.act)
    if act is None or silent.head:
        return None
    if silent.attribution.act not in _ASKED and (found is None or found.verbatim < _SAME_WORDS):
        return None
    if _looks_back(carrier) or _looks_back(silent) or {carrier.attribution.act, silent.attribution.act} in _UNLIKE:
        return None
    inside = carrier.document_id == silent.document_id
    if inside and (carrier.attribution.mode != "direct" or silent.attribution.mode != "indirect"):
        return None
    told = _text(silent)
    if len(_plain(told)) < _LEAST or (inside and found is not None and found.verbatim < _LEAST):
        return None
    rest = next((r for each in _sentences(carrier) if (r := _rest(each, told, _HEAD))), None)
    if (
        rest is None
        or _STRESSED.match(rest) is not None
        or (silent.attribution.act not in _ASKED and _BOUND.match(rest) is None)
    ):
        return None
    if not inside:
        around = [a.around.text for a in (silent, *near) if a.around is not None]
        beside = frozenset(w for text in (*around, *map(_text, near)) for w in _heavy(text))
        if share_told(_heavy(rest), beside) > 0.4:
            return None
    return Clash("omission", act, carrier, silent, (f"“{_cut(rest)}”", "left out"), 0.7)


_BACK = 7


def _looks_back(account: Account) -> bool:
    """Say whether an article recalls what was said a week before and more: it tells what it needs of it."""
    spoken, written = limits(account.spoken)[1], limits(account.written)[0]
    return spoken is not None and written is not None and written - spoken > _BACK


_UNLIKE = ({"demand", "promise"}, {"request", "promise"}, {"demand", "threaten"}, {"expect", "promise"})
"""Acts of which one is owed by the speaker and the other by the hearer: two things that were said."""
_BEGIN = re.compile(r"[.!?…]\s+")
_ASIDE = re.compile(r"(?:,\s(?:[a-z]+ing|who|which|a|an|as|but|after|while)|\sbut|\swhile\s[a-z]+ing)\s")
"""What begins an outlet's own remark: "will not be tried, drawing a rebuke from ..."."""


def _sentences(account: Account) -> list[str]:
    """Return the sentences of a content; of words that are no quotation, without what the outlet adds to them."""
    text = _text(account)
    if account.attribution.mode != "direct":
        aside = _ASIDE.search(text)
        text = text[: aside.start()] if aside else text
    return _BEGIN.split(text)


def _cut(words: str, most: int = 120) -> str:
    words = words.strip(" ,;:“”\"'’‘.")
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


# -- another adjective -----------------------------------------------------------------------------------------------------


def modified(one: Account, other: Account) -> Clash | None:
    """Return how a paraphrase and a quotation of one demand describe the same thing: "clear deals", "clear and binding deals"."""
    acts, modes = {one.attribution.act, other.attribution.act}, {one.attribution.mode, other.attribution.mode}
    if not acts <= _ASKED.keys() or len(modes) < 2 or "indirect" not in modes or one.head or other.head:
        return None
    changes = differences(_text(one), _text(other))
    for before, change, after in zip(changes, changes[1:], changes[2:], strict=False):
        if change.kind != "replace" or before.sort != "same" or after.sort != "same":
            continue
        if change.sort in {"same", "slight", "name", "date", "number"} or not _describes(change, after):
            continue
        cut = any(_joined(_text(a), at) for a, at in ((one, change.base_start), (other, change.other_start)))
        mine, theirs = (change.base_start, change.other_start)
        if cut:  # "clear-cut" beside "clear, binding"
            mine, theirs = before.base_end - len(_last(before.base)), before.other_end - len(_last(before.other))
        mine_told, their_told = _text(one)[mine : change.base_end], _text(other)[theirs : change.other_end]
        values = (f"{_cut(mine_told)} {_first(after)}", f"{_cut(their_told)} {_first(after)}")
        return Clash("wording", " / ".join(sorted(values)), one, other, values, 0.65)
    return None


def _first(after: Change) -> str:
    found = _WORD.search(after.base)
    return found[0] if found else ""


def _joined(text: str, at: int) -> bool:
    """Say whether a difference is the second half of a word with a hyphen."""
    return at > 0 and text[at - 1] == "-"


_LAST = re.compile(r"[\w’'-]+\W*$")


def _last(same: str) -> str:
    found = _LAST.search(same)
    return found[0] if found else ""


def _describes(change: Change, after: Change) -> bool:
    """Say whether words stand for others before one noun that both have, and tell more or else."""
    mine, theirs = _WORD.findall(change.base), _WORD.findall(change.other)
    kept = _WORD.findall(after.base)
    if len(kept) < _LEAST or not kept[0].islower() or weight(kept[0].casefold()) < 0.1:
        return False
    if max(len(mine), len(theirs)) > _LEAST or not all(w.islower() for w in (*mine, *theirs)):
        return False
    one, other = _heavy(change.base), _heavy(change.other)
    if not one or not other:
        return False
    more, less = (one, other) if len(one) >= len(other) else (other, one)
    return any(nearest(w, frozenset(less)) < _NEAR and not any(w[:4] == x[:4] for x in less) for w in more)


# -- paraphrase and quotation with one frame ---------------------------------------------------------------------------


_FRAME = re.compile(
    r"^(?:that\s+)?(?:we|I|it|he|she|they|the\s+[\w’'-]+|[A-Z][\w’'-]+)\s+(?P<v>[a-z]{4,})\s++(?P<whom>[^,.;]{3,50}?)\s++to\s",
    re.I,
)


def frame_clash(one: Account, other: Account, voices: Voices) -> Clash | None:
    """Return the aims that a quotation and a paraphrase of one article have otherwise, which ask one thing of one party."""
    said = one.attribution, other.attribution
    if said[0].act != said[1].act or said[0].act not in _ASKED or one.head or other.head:
        return None
    left, right = _text(one), _text(other)
    first, second = _FRAME.match(left), _FRAME.match(right)
    if first is None or second is None or first["v"].casefold()[:5] != second["v"].casefold()[:5]:
        return None
    if not _parties(one, voices) & _parties(other, voices) or first["v"].casefold()[:4] not in _EXPECTS:
        return None
    mine, theirs = _rest(left, right, 0.0), _rest(right, left, 0.0)
    mine, theirs = mine or _aim(left, right), theirs or _aim(right, left)
    if mine is None or theirs is None:
        return None
    return Clash("omission", "the aim", one, other, (f"“{_cut(mine)}”", f"“{_cut(theirs)}”"), 0.65)


_EXPECTS = frozenset({"expe", "want", "urge", "call", "dema", "requ", "asks", "aske", "hope", "need", "insi", "invi"})


def framed(account: Account) -> bool:
    """Say whether an account has such a frame: "expects the ministers to"."""
    found = _FRAME.match(account.attribution.content[0].text[:_MOST])
    return account.attribution.act in _ASKED and found is not None and found["v"].casefold()[:4] in _EXPECTS


def _parties(account: Account, voices: Voices) -> set[str]:
    own = voices.block(account.speaker_key or "")
    return {b for t in account.wording.tokens if t.form.startswith("@") and (b := voices.block(t.form[1:])) != own}


def _aim(carrier: str, silent: str) -> str | None:
    """Return a last infinitive that the other lacks: "to discuss the release"."""
    other = frozenset(_heavy(silent))
    links = list(re.finditer(r"\s(?:to|in order to)\s+(?=[a-z]{3,}\s)", carrier))
    tail = carrier[links[-1].start() :].strip(" ,.") if len(links) > 1 else ""
    words = _heavy(tail)
    return tail if words and share_told(words, other) <= 0.25 and sum(weight(w) for w in words) >= 0.6 else None


# -- what a fragment is of -------------------------------------------------------------------------------------------------

_FRAGMENT = 8
_THAT = re.compile(r"^(?:\w+\s+){0,2}that\s+")
"""What of the reporting words a content may begin with: "reporters that"."""
_QUOTED = re.compile(r"[“\"«„]")


def frame_of_fragment(one: Account, other: Account, found: Likeness) -> Iterator[Clash]:
    """Yield what a paraphrase sets before a marked fragment, where the whole quotation has another thing there.

    Asked only of a fragment that is itself worded otherwise: two translations of one remark.
    """
    for part, whole in ((one, other), (other, one)):
        if part.attribution.mode != "mixed" or whole.attribution.mode != "direct" or part.head or whole.head:
            continue
        text, full = _text(part), _text(whole)
        mark = _QUOTED.search(text)
        marked = pieces(part)
        if mark is None or len(marked) != 1 or len(_WORD.findall(marked[0])) > _FRAGMENT:
            continue
        frame = _THAT.sub("", text[: mark.start()].strip(" ,"))
        at = _place(marked[0], full)
        if at is None or not _heavy(frame):
            continue
        begin = max((m.end() for m in _BEGIN.finditer(full, 0, at)), default=0)
        begin = max(begin, at - 160)
        mine, theirs = _heavy(frame), _heavy(full[begin:at])
        lacks = [w for w in mine if nearest(w, frozenset(_heavy(full))) < _NEAR]
        other_lacks = [w for w in theirs if nearest(w, frozenset(_heavy(text))) < _NEAR]
        if lacks and other_lacks and found.marked >= 0.6:
            values = (_cut(frame), _cut(full[begin:at]))
            yield Clash("wording", " / ".join(sorted(values)), part, whole, values, 0.6)


def _place(fragment: str, full: str) -> int | None:
    """Return where a quotation has a fragment in other words; None where it has the same words, or too few of them."""
    words = fragment.strip(" .,;")
    found = fuzz.partial_ratio_alignment(words, full)
    if words in full or found is None or found.score < 60:
        return None
    start = found.dest_start
    while start > 0 and full[start - 1].isalnum():
        start -= 1
    return start
