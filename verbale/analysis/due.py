"""Words of an article that set a day for what is to come: what they say, what stands around them, and when that is."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from verbale.analysis.facts import Facts
from verbale.analysis.sentences import sentence_at
from verbale.coding.times import resolve
from verbale.lexicon import load_words
from verbale.model import When
from verbale.store import Store

_WITHIN = re.compile(r"\b(?:within|in)\s+(?:the\s+next\s+)?$", re.I)
_BOUND = re.compile(r"\b(?:by|before|until|till|no later than|deadline(?: of| for)?|end of)\s+(?:the\s+)?$", re.I)
_COMING = re.compile(r"^(?:(?:the )?(?:next|coming|following)|tomorrow)\b", re.I)
_LATER = re.compile(r"^(?:later|the end|end|the close)\b", re.I)
_HERE = re.compile(r"^(?:today|tonight|now|this (?:morning|afternoon|evening))$", re.I)
_UNSURE = re.compile(r"\b(?:could|might|may|would have|had been|had planned|was to have|were to have)\b", re.I)
_PASSED = re.compile(r"\b(?:past|last|previous|recent|preceding|ago|since|earlier)\b", re.I)
_IN_PLACE_OF = re.compile(r"\b(?:instead of|rather than|not until|as opposed to)\s+(?:in |on )?$", re.I)
_SUPPOSED = re.compile(r"\b(?:if|unless|whether|in case|suppose|supposing)\b[^,;:]*$", re.I)
_ON_WAKING = re.compile(r"\W*(?:when|once|after|as)\b[^,]*$", re.I)
_NOTHING = re.compile(
    r"\b(?:no|not|never|neither|nor|without)\b[^,;:.]{0,60}\b(?:expected|scheduled|planned|due|set)\b", re.I
)
_AFTER_WORD = re.compile(
    r"\b(?:against|on|in|of|from|with|to|for|by|at|near|over|about|between|into|via|among|toward|towards)\s+(?:the\s+)?$",
    re.I,
)
_JOINS = re.compile(r"\s+(?:on|by|before|until|within|no later than)\s+(?:the\s+)?", re.I)
_BEHIND = 18
_HEAD = 24
"""So many characters from a content's beginning its subject may stand."""
_CAME = re.compile(r"\b(?:went|came|took|has gone|had gone|gone) (?:in ?to |on )?(?:effect|force)\b[^,;:]{0,20}$", re.I)
_COUNTED = re.compile(
    r"\b(?:days?|weeks?|months?|hours?|years?|moments?|period|time)\s+(?:right |just |immediately )?$", re.I
)
_AFTER_IT = re.compile(r"(?:following|after|since)\b", re.I)
_OF_A_NOUN = re.compile(
    r"\b(?:elections?|votes?|polls?|referendum|ballot|summit|meetings?|talks|conference|ceremony|anniversary|deadline|hearing|"
    r"signing|parade|trial)\s+(?:(?:scheduled|planned|set|due) )?(?:on|in|for|of)\s+(?:the\s+)?$",
    re.I,
)
_TELLS_THAT = re.compile(r"\s+that\b")
_OWNED = re.compile(r"['’]s\b")
_TOMORROW = re.compile(r"tomorrow\b", re.I)
YEARS = re.compile(r"[0-9]{3}[0-9X]~?|[0-9]{2}XX")
_DAYS = {"H": 1 / 24, "D": 1.0, "W": 7.0, "M": 31.0, "Y": 366.0}
_AWAITED = re.compile(r"\b(?:expects?|awaits?|waits? for|waiting for|awaiting|wants?|demands?|insists?)\b", re.I)
_DURATION = re.compile(r"^P(?:T?(\d{1,4}))([HDWMY])$")


@cache
def ahead() -> re.Pattern[str]:
    """Return the words that place a thing ahead."""
    return re.compile(rf"\b(?:{'|'.join(re.escape(w) for w in load_words('ahead.txt'))})\b", re.I)


class Dated(Struct, frozen=True):
    """A time expression in its sentence."""

    document_id: str
    start: int
    end: int
    words: str
    kind: str
    value: str
    earliest: str | None
    latest: str | None
    sentence: str
    at: int
    """Where the sentence begins in the article."""
    form: str = ""
    """How the words are read when the day of writing is better known."""

    @property
    def before(self) -> str:
        """The words of the sentence before it."""
        return self.sentence[: self.start - self.at]

    @property
    def awaited(self) -> bool:
        """Whether a word of waiting stands before it."""
        return _AWAITED.search(self.before[-_AWAITED_BY:]) is not None


class Reader:
    """The time expressions that may set a day, and what stands around them."""

    def __init__(self, store: Store, facts: Facts) -> None:
        self._store, self._facts = store, facts
        narrowed = store.datelines()
        self.expressions: list[Dated] = []
        rows = store.connection.execute(
            'SELECT d.id, t.start, t."end", t.kind, t.value, t.earliest, t.latest, t.form, '
            'substr(d.text, max(t.start - 400, 0) + 1, (t."end" - max(t.start - 400, 0)) + 400), max(t.start - 400, 0) '
            "FROM time_expression t JOIN document d ON d.n = t.document_n "
            "LEFT JOIN dateline l ON l.document_n = t.document_n "
            "WHERE t.kind = 'duration' OR t.latest IS NULL OR l.earliest IS NULL OR t.latest >= l.earliest "
            "OR (t.form LIKE 'date:XXXX-%' AND t.form LIKE '%:past') OR "
            "EXISTS (SELECT 1 FROM narrowed_dateline n WHERE n.document_id = d.id) ORDER BY d.id, t.start"
        )
        for document, start, end, kind, value, earliest, latest, form, around, offset in rows:
            better = narrowed.get(document)
            if better is not None:
                # the days as they read under the dateline that neighbours narrowed
                again = resolve(form, When(better.value, better.earliest, better.latest, better.basis))
                if again.value:
                    value, earliest, latest = again.value, again.earliest, again.latest
            at, last = sentence_at(around, start - offset, end - offset)
            words = around[start - offset : end - offset]
            self.expressions.append(
                Dated(document, start, end, words, kind, value, earliest, latest, around[at:last], offset + at, form)
            )
        self.documents = sorted({e.document_id for e in self.expressions})
        self._contents: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for document, row, start, end in store.connection.execute(
            'SELECT d.id, e.row_id, e.start, e."end" FROM evidence e JOIN attribution a ON a.id = e.row_id '
            "JOIN document d ON d.n = e.document_n WHERE e.field = 'content' AND e.extra = 0 ORDER BY d.id, e.start, e.row_id"
        ):
            self._contents[document].append((start, end, row))
        of_mention = {m: a.id for a in facts.actors.values() for m in a.mention_ids}
        self._named: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for document, start, mention in store.connection.execute(
            "SELECT d.id, m.start, m.id FROM mention m JOIN document d ON d.n = m.document_n "
            "WHERE m.kind IN ('polity', 'organisation', 'person', 'office') ORDER BY d.id, m.start"
        ):
            actor = of_mention.get(mention)
            if actor is not None and (facts.actors[actor].country is not None or facts.actors[actor].lexicon_key):
                self._named[document].append((start, facts.parties[actor]))

    def within(self, one: Dated) -> list[tuple[str, int, int]]:
        """Return the attributions in whose contents an expression stands, the innermost first."""
        contents = self._contents[one.document_id]
        found = [(e - s, r, s, e) for s, e, r in contents if s <= one.start and one.end <= e]
        if not found:
            # "promised to free the crews" by Friday: the day stands right behind what is promised
            ends = [(e - s, r, s, e) for s, e, r in contents if e < one.start <= e + _BEHIND]
            found = [row for row in ends if _JOINS.fullmatch(self._facts.text(one.document_id, row[3], one.start))]
        return [(r, s, e) for _, r, s, e in sorted(found)]

    def parties(self, document_id: str, start: int, end: int, *, free: bool = False) -> list[str]:
        """Return the parties named between two places, in text order, each once; `free`: not behind a word like "against"."""
        found = [(at, p) for at, p in self._named[document_id] if start <= at < end]
        if free:
            found = [(at, p) for at, p in found if not self._governed(document_id, at)]
        return list(dict.fromkeys(p for _, p in found))

    def subject(self, document_id: str, start: int, end: int) -> str | None:
        """Return the party that opens a content: what it is said to do. None where none stands at its head."""
        found = [(at, p) for at, p in self._named[document_id] if start <= at < min(end, start + _HEAD)]
        return found[0][1] if found and not self._governed(document_id, found[0][0], start) else None

    def _governed(self, document_id: str, at: int, least: int = 0) -> bool:
        return _AFTER_WORD.search(self._facts.text(document_id, max(least, at - 16), at)) is not None


def to_come(one: Dated, facts: Facts) -> Dated:
    """Return an expression read of the time to come, where it stands beside a word of waiting and was read of the time before:
    "has said that it awaits an answer in January"."""
    written = facts.documents[one.document_id]
    if (
        not (one.form.startswith("date:XXXX") and one.form.endswith(":past"))
        or not one.awaited
        or written.value is None
    ):
        return one
    again = resolve(
        one.form.removesuffix(":past") + ":future", When(written.value, written.earliest, written.latest, "")
    )
    return replace(one, value=again.value, earliest=again.earliest, latest=again.latest) if again.value else one


def lies_ahead(one: Dated) -> bool:
    """Say whether words that place a thing ahead stand by an expression: before it, or after it where it opens the sentence."""
    before = one.before
    if _UNSURE.search(before[-_BY:]) or _NOTHING.search(before[-2 * _BY :]):
        return False
    if _SUPPOSED.search(before[-_BY:]) or _ON_WAKING.match(before):
        # "even if war breaks out tomorrow", "when they wake on Saturday": nothing is due then
        return False
    after = one.sentence[len(before) + len(one.words) :]
    reach = _BY if len(before) < _OPENS else _OPENS
    return ahead().search(before[-_BY:]) is not None or ahead().search(after[:reach]) is not None


def is_of_a_noun(one: Dated) -> bool:
    """Say whether a day is that of a thing named before it ("to disrupt the elections on 5 May"): it is due to nobody's doing."""
    return _OF_A_NOUN.search(one.before[-60:]) is not None


_BY = 90
_AWAITED_BY = 160
_OPENS = 25


def sets_no_day(one: Dated) -> bool:
    """Say whether words name no day to come at all: "today", "the past ten days", "instead of March", the day of a report
    ("said on Tuesday that"), or a person whose name is a month's ("May's plan")."""
    after = one.sentence[len(one.before) + len(one.words) :]
    if _HERE.match(one.words.strip()) or _PASSED.search(one.words) or _IN_PLACE_OF.search(one.before[-30:]):
        return True
    if _CAME.search(one.before[-40:]) or (_AFTER_IT.match(one.words) and _COUNTED.search(one.before[-30:])):
        # "in the weeks following Saturday's signing": counted from that day, not due then
        return True
    return _TELLS_THAT.match(after) is not None or (one.words.isalpha() and _OWNED.match(after) is not None)


def spoken_tomorrow(one: Dated, first: str | None, last: str | None) -> Dated:
    """Return "tomorrow" as the day after the day of speaking, where that is known: the paper may be of another day."""
    if _TOMORROW.match(one.words) is None or first is None or first != last:
        return one
    day = (dt.date.fromisoformat(first) + dt.timedelta(days=1)).isoformat()
    return replace(one, value=day, earliest=day, latest=day)


def due_of(one: Dated, spoken: str | None, *, given: bool = False) -> tuple[str, str | None, str | None] | None:
    """Return the day or range that an expression makes due, None where it does not lie after the day of speaking.

    `given`: its words give somebody that long to do a thing.
    """
    if spoken is None or sets_no_day(one):
        return None
    if one.kind == "duration" and (given or _WITHIN.search(one.before[-20:])):
        match = _DURATION.match(one.value)
        if match is None:
            return None
        if match[2] == "Y" and not one.before.rstrip().casefold().endswith("within"):
            # "could build one in a year" says how long a thing takes
            return None
        start = dt.date.fromisoformat(spoken)
        try:
            last = (start + dt.timedelta(days=max(1, round(int(match[1]) * _DAYS[match[2]])))).isoformat()
        except (OverflowError, ValueError):
            return None
        return f"{spoken}/{last}", spoken, last
    if one.kind not in {"date", "time", "range"} or not one.value or one.latest is None:
        return None
    bound = _BOUND.search(one.before[-30:]) is not None
    if YEARS.fullmatch(one.value) and not bound:
        # a year is a time to come, not a day to be held to
        return None
    if one.value.startswith("[") and (one.earliest or spoken) <= spoken and not _COMING.match(one.words):
        # "on Friday" may be this one
        return None
    if _COMING.match(one.words) and one.latest > spoken:
        # "next week" of a day that is not sure: by the end of the last that it may be
        return one.value, one.earliest, one.latest
    here = one.earliest is not None and one.earliest <= spoken and not bound and not _LATER.match(one.words)
    if one.latest <= spoken or (here and one.kind != "range"):
        # a range that reaches back only by its calendar ("this month") is ahead where its end is
        return None
    return one.value, one.earliest, one.latest
