"""A sentence read for what rules test: its figures, its parties, whose a figure is, where, and how sure it is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from verbale.analysis.undertakings.model import Value
from verbale.lexicon import load_table

Kind = Literal["deployment", "activity", "measurement", "notice", "membership"]
Mode = Literal["actual", "future", "hypothetical", "negation"]


class Party(Struct, frozen=True, order=True):
    """A party named in a sentence."""

    start: int
    end: int
    key: str


class Statable(Struct, frozen=True):
    """One thing that a sentence states."""

    kind: Kind
    bearer: str
    """Whose forces, stock, notice or membership; empty where the sentence does not say."""
    attrs: dict[str, Value]
    mode: Mode
    start: int
    end: int
    """The words in the sentence that state it."""
    to: str = ""


ONES = "one two three four five six seven eight nine ten eleven twelve".split()
WORDED = {
    **{w: n for n, w in enumerate(ONES, 1)},
    "a": 1,
    "an": 1,
    "another": 1,
    "a dozen": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "a hundred": 100,
    "a thousand": 1000,
}
HEDGE = (
    r"(?:(?:some|about|around|nearly|almost|roughly|approximately|circa|an estimated|estimated|close to|"
    r"just under|under|fewer than|"
    r"less than|below|up to|at most|as many as|as much as|no more than|more than|over|above|upwards of|"
    r"at least|no fewer than|"
    r"in excess of|just over|well over)\s+(?:an additional\s+|another\s+)?)?"
)
DIGITS = r"\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,4}|\d{1,9}(?:\.\d{1,4})?"
NUMBER = (
    rf"(?:between\s+)?(?:{DIGITS})(?:\s*(?:-|–|to|and)\s*(?:{DIGITS}))?(?:\s+(?:thousand|million|billion))?"
    r"|(?:tens|hundreds) of thousands|dozens|scores|hundreds|thousands"
)
FIGURE = re.compile(rf"(?<![\w.,$€£])({HEDGE})({NUMBER})(?![\w,.]\d)", re.I)
SMALL = re.compile(
    rf"\b({HEDGE})(another|an?(?: dozen| hundred| thousand)?|{'|'.join(ONES)}|fifteen|twenty|thirty|forty|fifty)\s+",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@cache
def _uses() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in load_table("instruments/stating.tsv"):
        for word in row["words"].split():
            found.setdefault(word, set()).add(row["use"])
    return {word: frozenset(uses) for word, uses in found.items()}


class Reading:
    """A sentence with its words by use and its parties."""

    def __init__(self, text: str, parties: Sequence[Party]) -> None:
        self.text = text
        self.parties = tuple(sorted(parties))
        uses = _uses()
        self.marks = [(m.start(), m.end(), uses[w]) for m in _WORD.finditer(text) if (w := m[0].casefold()) in uses]

    def near(self, at: int, use: str, reach: int = 110) -> tuple[int, int] | None:
        """Return the nearest word of a use, those before a place a little nearer than those after it."""
        best = min(
            (
                (abs(s - at) + (12 if s > at else 0), s, e)
                for s, e, uses in self.marks
                if use in uses and (self.text[s:e].casefold() not in WEAK or 0 <= at - e <= _NEXT)
            ),
            default=None,
        )
        return (best[1], best[2]) if best is not None and best[0] <= reach else None


WEAK = frozenset("have has had with there keep keeps kept hold holds held put puts".split())
"""Words that say where forces are only where the figure follows them: "has 1,500 troops", "there are about 28,500"."""
_NEXT = 24

# -- whose and where ---------------------------------------------------------------------------------------------------

_INTO = re.compile(
    r"\b(?:in|into|to|inside|within|onto|across|on the (?:territory|soil) of|at)\s+(?:(?:the|neighbou?ring|"
    r"nearby|its ally|eastern|"
    r"western|northern|southern|central|occupied|north-eastern|south-eastern)\s+){0,2}$",
    re.I,
)
_BORDER = re.compile(
    r"\b(?:near|along|around|border(?:s|ing)?|close to|off|frontier|opposite|against|towards?|facing|surround(?:s|ing)?)\b"
    r"(?:\s+\w+){0,3}\s*$",
    re.I,
)
_BY = re.compile(r"\bby\s+(?:the\s+)?$", re.I)
_FROM = re.compile(r"\b(?:from|out of)\s+(?:(?:the|neighbou?ring|northern|southern|eastern|western)\s+){0,2}$", re.I)
_WITH = re.compile(
    r"\b(?:with|against|by|for|told|of|than|between|under|despite|after|before|like)\s+(?:the\s+)?$", re.I
)
_THAT = re.compile(
    r"\b(?:said|says|told \w+|claims?|claimed|estimates?|estimated|reported|according to|accused?|accuses|"
    r"believes?|"
    r"warned|warns|alleges?|alleged|insists?|demands?|demanded|urged?|urges|asked|called on|"
    r"calls on|condemned)\b",
    re.I,
)


def _before(s: Reading, at: int, reach: int = 60) -> str:
    return s.text[max(0, at - reach) : at]


def owner(s: Reading, figure: tuple[int, int], verb: tuple[int, int] | None) -> str:
    """Return whose forces a figure counts."""
    start, end = figure
    for p in s.parties:  # "12,000 Russian troops", "Russia's 12,000 troops"
        if start <= p.start < end or (
            0 <= start - p.end <= 12 and re.match(r"(?:['’]s?)?\s*$|['’]s\s+\w+\s*$", s.text[p.end : start])
        ):
            return p.key
    after = s.text[end : end + 26]
    of = re.match(r"\s+(?:of|from)\s+(?:the\s+)?", after)
    for p in s.parties:
        if of and p.start == end + of.end() and not re.search(r"\bfrom\b", of[0]):
            return p.key
        if p.start > end and _BY.search(_before(s, p.start)) and p.start - end < 90:
            return p.key
    low = min(start, verb[0]) if verb else start
    subjects = [p for p in s.parties if p.end <= low]
    for p in reversed(subjects):
        head = _before(s, p.start, 40)
        if _INTO.search(head) or _BORDER.search(head) or _WITH.search(head) or _FROM.search(head):
            continue
        between = s.text[p.end : low]
        if _THAT.search(between) and any(q.start > p.end and q.end <= low for q in s.parties):
            continue  # who says so is not who does it, where another is named
        if re.match(r"\s*(?:border|territory|soil|frontier|coast)", s.text[p.end : p.end + 12], re.I):
            continue
        return _first_of(s, p).key
    return ""


def _first_of(s: Reading, p: Party) -> Party:
    """Return the first of several parties that are named in a row ("Egypt and Sudan held ...")."""
    for q in reversed([q for q in s.parties if q.end <= p.start]):
        if not re.fullmatch(r"(?:\s*,)?\s*(?:and\s+)?(?:the\s+)?", s.text[q.end : p.start]):
            break
        p = q
    return p


def where(s: Reading, counted: Sequence[tuple[int, int]], owner: str) -> dict[str, Value]:
    """Return on whose territory, or near whose border, what is counted stands."""
    found: dict[str, Value] = {}
    for p in s.parties:
        head = _before(s, p.start, 48)
        if any(low <= p.start < high for low, high in counted):
            continue
        if _FROM.search(head) and p.key != owner:
            found.setdefault("from", p.key)
        elif _BORDER.search(head) or re.match(
            r"(?:['’]s)?\s+(?:\w+\s+)?(?:border|frontier)", s.text[p.end : p.end + 24], re.I
        ):
            if p.key != owner:
                found.setdefault("near", p.key)
        elif _INTO.search(head):
            found.setdefault("host", p.key)
    return found


# -- how sure ----------------------------------------------------------------------------------------------------------

_FUTURE = re.compile(
    r"\b(?:will|shall|plans?(?: to)?|planned to|planning to|intends? to|intended to|(?:is|are|was|"
    r"were) (?:due |set |expected |scheduled |"
    r"about |ready |prepared |likely )?to|going to|to be|promis\w+ to|agreed to|vowed to|pledged to|prepar\w+ to|"
    r"approved|decided to|invited|next (?:week|month|year))\b",
    re.I,
)
_PERHAPS = re.compile(
    r"\b(?:if|could|(?-i:may)|might|would|should|must|consider\w*|contemplat\w*|possib\w+|potential\w*|"
    r"threaten\w* to|unless|whether|"
    r"demand\w*|urg(?:ed|es?|ing)|call(?:s|ed|ing)? (?:on|for)|ask(?:s|ed) .{0,30} to|option|propos\w+|"
    r"rul\w+ out|would have|suggest\w*|"
    r"speculat\w+|oppos\w+|reject\w*|warn\w* against|ready to|need to|needs to|let|(?:wants?|seeks?|hopes?|"
    r"aims?|applied) to)\b",
    re.I,
)
_NOT = re.compile(
    r"\b(?:not|never|denied|denies|deny|denying|n[o’']t|neither|nor|no|none of|refus\w+|fail\w+ to|without)\b"
    r"(?! (?:more|fewer|less|only|permanent|later|longer|yet been ruled|far|just))|n['’]t\b",
    re.I,
)


_AND = re.compile(r"(?:,\s+|\s)and\s+(?:then\s+|also\s+)?$", re.I)


def mode_of(s: Reading, low: int, high: int) -> Mode:
    """Return whether a thing is told as done: the words between its clause's beginning and its end decide."""
    text = s.text
    begin = max((text.rfind(mark, 0, low) for mark in (";", ":", "—", " – ", " while ", " and that ")), default=-1) + 1
    joined = _AND.search(text, max(begin, low - 30), low)
    if joined is not None and joined.end() >= low - 1:
        begin = joined.start()  # "pledged to defend it and left thousands there": the second verb has its own mode
    clause = text[max(begin, low - 130) : high]
    said = list(_THAT.finditer(clause))
    if said and said[-1].end() < low - max(begin, low - 130):
        last = said[-1]
        # "urged", "demanded" govern what comes after them; "said" does not
        if not re.match(r"(?:demand|urge|ask|call)", last[0], re.I):
            clause = clause[last.end() :]
            if re.match(r"(?:said|told|announc|promis)", last[0], re.I):
                clause = _SAID_WOULD.sub(r"\1 will ", clause)
    if _PERHAPS.search(clause):
        return "hypothetical"
    if _NOT.search(clause):
        return "negation"
    return "future" if _FUTURE.search(clause) else "actual"


_SAID_WOULD = re.compile(r"^([^.;]{1,70}?)\s+would\s(?!have\b)", re.I)
_TEMPORARY = re.compile(
    r"\b(?:not (?:be )?permanent(?:ly)?|temporar(?:y|ily)|rotational|on rotation|rotating|on a rotating basis)\b", re.I
)
_PERMANENT = re.compile(r"\bpermanent(?:ly)?\b", re.I)
SNAP = re.compile(
    r"\b(?:snap|surprise|unannounced|no-notice|without (?:prior |advance )?(?:notice|notification|warning))\b", re.I
)
_NUCLEAR = re.compile(
    r"\b(?:nuclear (?:weapons?|missiles?|warheads?|bombs?|bombers?)|nuclear-(?:armed|tipped))\b", re.I
)


def features(text: str) -> dict[str, Value]:
    """Return whether forces are there for good, and whether weapons are nuclear."""
    found: dict[str, Value] = {}
    if _TEMPORARY.search(text):
        found["permanent"] = False
    elif _PERMANENT.search(text):
        found["permanent"] = True
    if _NUCLEAR.search(text):
        found["nuclear"] = True
    return found
