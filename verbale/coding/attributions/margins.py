"""Where what is said begins and ends: addressee, day, place and the next report are not part of it.

The tagger's corpus draws these limits otherwise ("urged | both sides to return"), so the frame of the reporting word is
read again over whatever was found.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from verbale.coding.attributions.clauses import end_of_clause
from verbale.coding.attributions.cues import ADVERBS, AUXILIARIES, DETERMINERS, Cue, find_cues
from verbale.coding.attributions.found import Found, Line, Page
from verbale.coding.attributions.indirect import comma_at, has_verb, tail_only
from verbale.coding.attributions.quotes import Quote
from verbale.coding.attributions.speakers import is_speaker_like, subject_after, subject_before
from verbale.coding.tokens import Token
from verbale.lexicon import load_table, load_words
from verbale.lexicon.verbs import forms

_KEPT = frozenset({"to", "not", "whether", "if"})
_PASSED = ADVERBS - frozenset("not never even only just".split()) | {"here", "unanimously"}
ADJUNCTS = frozenset("in on at during after by over within from with under before".split())
_OPENS = frozenset({"that", "to", "not"})
_SUBJECTS = frozenset("he she they it we i there".split())
_FEELING = frozenset(load_words("sentiments.txt"))
_FEELING_OPENS = frozenset("that at over about for of".split())
_MEANWHILE = frozenset("as after amid while despite ahead".split())
_FINITE = frozenset("will would can could may might must shall should is are was were has had have".split())
_EXPRESS = frozenset(
    "express expressed expresses expressing voice voiced voices voicing convey conveyed conveys".split()
)
_LONGEST = 12
"""Words that may stand between a reporting word and the preposition of its frame."""
_OCCASIONS = frozenset(
    "call conversation meeting speech letter interview statement message tweet broadcast address".split()
)
_CLAUSE = frozenset("that which who how why what when where because while if".split())
_THEM = frozenset("him her them us me you it both all".split())
_FUTURE = frozenset(
    form
    for lemma in "want expect demand propose seek call request offer promise plan agree pledge vow schedule hope order set".split()
    for form in (lemma, forms(lemma).third, forms(lemma).past, forms(lemma).gerund)
)
"""After these a day at the end is the day of what is said, not of saying it."""


class _Frame:
    """What a reporting word lets stand between itself and the content."""

    __slots__ = ("hears", "opens")

    def __init__(self, opens: frozenset[str], hears: bool) -> None:
        self.opens = opens
        self.hears = hears


@cache
def _frames() -> dict[str, tuple[tuple[tuple[str, ...], _Frame], ...]]:
    """Return the frames by the first word of each form, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], _Frame]]] = {}
    for row in load_table("cue_frames.tsv"):
        frame = _Frame(frozenset(row["opens"].split(",")), row["hears"] == "yes")
        for words in set(forms(row["lemma"]).all):
            split = tuple(words.split())
            found.setdefault(split[0], []).append((split, frame))
    return {first: tuple(sorted(items, key=lambda item: (-len(item[0]), item[0]))) for first, items in found.items()}


def _frame_of(tokens: Sequence[Token], first: int, last: int) -> _Frame | None:
    """Return the frame of the reporting words at tokens `first..last`: that of the last verb among them."""
    for index in range(last, first - 1, -1):
        for words, frame in _frames().get(tokens[index].low, ()):
            if all(index + k < len(tokens) and tokens[index + k].low == word for k, word in enumerate(words)):
                return frame
    return None


def at_offset(tokens: Sequence[Token], offset: int) -> int:
    """Return the index of the first token that ends after an offset."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    return low


def whole_quotation(page: Page, item: Found) -> None:
    """Let a content that breaks off inside a quotation go on to its end: said it was “late. They wait.”"""
    start, end = item.content[-1]
    index = bisect_left(page.quotes, end, key=_start_of)
    for quote in page.quotes[max(index - 2, 0) : index]:
        last = quote.inner_end
        while last > end and page.draft.text[last - 1].isspace():
            last -= 1  # old wires close behind a blank: ``It is bad. ''
        if quote.depth or not quote.start < end < last or last - end > _RUNS_ON:
            continue
        breaks = not _ENDS.isdisjoint(page.draft.text[end - 1 : end + 1])
        if breaks and (start <= quote.inner_start or abs(start - quote.inner_start) <= 1):
            item.content[-1] = (start, last if item.mode == "direct" else quote.end)
            item.frame = [(a, b) for a, b in item.frame if b <= start or a >= quote.end]


_DATELINE = re.compile(
    r"\s{0,9}[A-Z][A-Z'’-]{2,20}(?: [A-Z][A-Z'’-]{1,20}){0,2}(?:, [A-Z][\w.'’-]{1,20}(?: [A-Z][\w.'’-]{1,20}){0,2})?"
    r"(?: \([^()\n]{2,20}\))? ?(?:--?|—|–) (?=[A-Z“\"])"
)
_RUNS_ON = 400
_ENDS = frozenset(".!?")


def settle(page: Page, item: Found) -> None:
    """Cut from a report's content what belongs to its frame, at either end; a quotation's words stay as they are."""
    if item.mode == "direct" or not item.cue:
        return
    line = page.lines[item.sentence]
    tokens = line.tokens
    start, end = item.content[0]
    if len(item.content) == 1 and (mark := _mark_before(page, start, end)) is not None:
        start = mark
        item.content = [(start, end)]
    place = _DATELINE.match(page.draft.text, line.sentence.start, line.sentence.end)
    if place is not None and start < place.end() < end:
        start = place.end()  # "ROME - The cabinet may fall, sources said": an item of a summary has a place of its own
        item.content[0] = (start, item.content[0][1])
    if not tokens or start < tokens[0].start or end > line.sentence.end or len(item.content) != 1:
        return
    first, last = at_offset(tokens, start), at_offset(tokens, end - 1)
    cue_first, cue_last = at_offset(tokens, item.cue[0][0]), at_offset(tokens, item.cue[0][1] - 1)
    if last >= len(tokens) or first > last or cue_last >= len(tokens):
        return
    before = (first, last)
    if first > 0 and tokens[first].low == "to" and tokens[first - 1].low in {"not", "never"} and cue_last < first:
        first -= 1
        cue_last = min(cue_last, first - 1)
    first = _with_subject(line, item, cue_last, first)
    if cue_first < first <= cue_last < last and (tokens[first].low != "to" or tokens[cue_last].low == "know"):
        first = cue_last + 1  # "wanted to know | whether", "expressed concern about | the waivers"
    first = _past_title(line, cue_last, first, last)
    if cue_last < first and _is_clear(line, item, cue_last + 1, first):
        first = _begin(page, line, item, (cue_first, cue_last), first, last)
    last = end_of_clause(line, item, (cue_first, cue_last), first, _end(line, item, cue_first, first, last))
    if (first, last) == before or first > last:
        return
    new_start = tokens[first].start if first != before[0] else start
    new_end = tokens[last].end if last != before[1] else end
    if new_end - new_start < 3:
        return
    item.content = [(new_start, new_end)]
    if not any(line.quoted[first : last + 1]):
        item.mode = "indirect"
    item.frame = [
        place for place in ((line.sentence.start, new_start), (new_end, line.sentence.end)) if place[0] < place[1]
    ]


def _mark_before(page: Page, start: int, end: int) -> int | None:
    """Return where the quotation mark stands that belongs to the one at a content's end, if the content lacks it."""
    index = bisect_left(page.quotes, start, key=_start_of)
    for quote in page.quotes[max(index - 3, 0) : index]:
        if quote.start < start <= quote.inner_start + 1 and abs(quote.end - end) <= 1:
            return quote.start
    return None


def _start_of(quote: Quote) -> int:
    return quote.start


def _past_title(line: Line, cue_last: int, first: int, last: int) -> int:
    """Skip where it was said and the "that" behind: said on “The Evening Hour” | that …"""
    tokens = line.tokens
    if not line.quoted[first] or not 0 < first - cue_last - 1 <= 6 or tokens[cue_last + 1].low not in ADJUNCTS:
        return first
    close = first
    while close < last and line.quoted[close + 1]:
        close += 1
    return close + 2 if close + 1 < last and close - first < 9 and tokens[close + 1].low == "that" else first


def _is_clear(line: Line, item: Found, first: int, stop: int) -> bool:
    """Say whether only day, adverbs or the addressee stand between the reporting word and the content."""
    low, high = item.addressee or (0, 0)
    return all(
        line.timed[i]
        or line.tokens[i].low in _PASSED
        or not line.tokens[i].word
        or low <= line.tokens[i].start < high
        or (line.tokens[i].low in {"on", "in", "at"} and i + 1 < stop and line.timed[i + 1])
        for i in range(first, stop)
    )


def _with_subject(line: Line, item: Found, cue_last: int, first: int) -> int:
    """Take in the subject that was read as an addressee: "warned | the lane may close" is about the lane."""
    tokens = line.tokens
    if tokens[first].low not in _FINITE or line.quoted[first] or not 0 < first - cue_last - 1 <= 8:
        return first
    start = cue_last + 1
    if tokens[start].low in {"that", ":"}:
        start += 1
    if start >= first or any(
        line.quoted[i] or not tokens[i].word or line.timed[i] or tokens[i].low == "that" for i in range(start, first)
    ):
        return first
    item.addressee = None
    return start


def _begin(page: Page, line: Line, item: Found, cue: tuple[int, int], first: int, last: int) -> int:
    tokens = line.tokens
    index = _past_adjuncts(line, first, last)
    if index <= last and tokens[index].low == "that" and index > first and not line.quoted[index]:
        index += 1
    frame = _frame_of(tokens, *cue)
    if frame is not None and index <= last and not line.quoted[index]:
        named = tokens[index].low in DETERMINERS or line.named[index]
        if tokens[cue[1]].low not in frame.opens or (tokens[cue[1]].low == "to" and named and frame.hears):
            index = _past_addressee(line, item, frame, index, last)
        elif tokens[index].low in frame.opens - _KEPT:
            index += 1
    elif any(tokens[i].low in _EXPRESS for i in range(cue[0], cue[1] + 1)):
        index = _past_feeling(line, index, last)
    return index if index <= last else first


def _past_adjuncts(line: Line, first: int, last: int) -> int:
    """Skip the day, place or occasion of the report ("on Monday an offer", "in an interview, to sit down")."""
    tokens = line.tokens
    index = first
    while index <= last and not line.quoted[index] and (line.timed[index] or tokens[index].low in _PASSED):
        if tokens[index].low.endswith(("'s", "’s")):
            return first  # "said Tuesday's attack was …": the day is the attack's
        index += 1
    bare = index > first
    if index < last and tokens[index].low in ADJUNCTS and line.timed[index + 1] and not line.quoted[index]:
        index += 1
        while index <= last and line.timed[index] and not line.quoted[index]:
            index += 1
        bare = True
    if bare:
        if index > last:
            return first
        if tokens[index].low == "," and index < last:
            return index + 1
        return index if line.quoted[index] or tokens[index].low in _OPENS | DETERMINERS | _SUBJECTS | {"for"} else first
    if tokens[first].low not in ADJUNCTS:
        return first
    for index in range(first + 1, min(last - 1, first + 12)):
        if line.quoted[index] or tokens[index].low in AUXILIARIES:
            return first
        if tokens[index].low == ",":
            return index + 1 if tokens[index + 1].low in _OPENS | DETERMINERS or line.quoted[index + 1] else first
        if tokens[index].low == "that" and tokens[index - 1].low not in ADJUNCTS:
            return index
        if tokens[index].low == "to" and index - first <= 4 and tokens[first].low in {"on", "in", "at"}:
            return index if not tokens[index + 1].upper else first
        if (
            tokens[index].low == "to"
            and tokens[first + 1].low in DETERMINERS
            and any(tokens[first + n].low in _OCCASIONS for n in (2, 3))
        ):
            return index if not tokens[index + 1].upper and tokens[index + 1].low not in DETERMINERS else first
    return first


def _past_addressee(line: Line, item: Found, frame: _Frame, first: int, last: int) -> int:
    """Skip whom the report is to or about, and the preposition behind ("accused Cairo of | delay")."""
    tokens = line.tokens
    if tokens[first].low in frame.opens:
        return first if tokens[first].low in _KEPT else first + 1
    if item.addressee is not None and item.cue[0][1] <= item.addressee[0] < tokens[first].start:
        return first  # "told reporters | the decision to leave was final"
    if tokens[first].low in _SUBJECTS:
        return first  # "told us | he heard the blast at about noon"
    index = first
    while index < last and tokens[index].low not in frame.opens:
        low = tokens[index].low
        if line.quoted[index] or low in AUXILIARIES or index - first > _LONGEST or low in _CLAUSE:
            return first
        if not tokens[index].word and low not in {".", "-", "'", ","}:
            return first
        index += 1
    if index >= last or index == first or line.quoted[index]:
        return first
    if tokens[index].low == "of" and not tokens[index + 1].low.endswith("ing"):
        # "accused the head of the mission of delay"
        later = next((i for i in range(index + 1, min(index + 7, last)) if tokens[i].low == "of"), None)
        if later is not None and tokens[later + 1].low.endswith("ing"):
            index = later
    end = first
    while (
        end + 1 < index
        and tokens[end + 1].low not in ADJUNCTS
        and not line.timed[end + 1]
        and tokens[end + 1].low != ","
    ):
        end += 1
    if not _can_hear(line, first, end, tokens[index].low):
        return first
    if tokens[index].low == "that" and first != end and not line.named[end] and tokens[first].low not in DETERMINERS:
        return first  # "asked for guarantees that …"
    if frame.hears and item.addressee is None:
        item.addressee = line.place(first, end)
    return index if tokens[index].low in _KEPT else index + 1


def _can_hear(line: Line, first: int, last: int, opener: str) -> bool:
    """Say whether a phrase can be one spoken to or about: somebody named or described, or before "to" any short phrase."""
    tokens = line.tokens
    if any(tokens[i].low in _THEM for i in range(first, last + 1)):
        return True
    if is_speaker_like(tokens, first, last, line.named):
        return True
    if tokens[first].low in {"a", "an", "no", "any", "more", "further"}:
        return False  # "urged a return to the table"
    return last - first < (6 if opener in {"to", "not"} else 3) and not has_verb(line, first, last)


def _past_feeling(line: Line, first: int, last: int) -> int:
    """Skip "satisfaction at", "the hope that": what is said is what they are about."""
    tokens = line.tokens
    for index in range(first, min(first + 4, last - 1)):
        if line.quoted[index]:
            return first
        if tokens[index].low in _FEELING:
            return index + 2 if tokens[index + 1].low in _FEELING_OPENS and not line.quoted[index + 1] else first
    return first


def _end(line: Line, item: Found, cue_first: int, first: int, last: int) -> int:
    tokens = line.tokens
    if first > last:
        return last
    if first + 2 <= last and tokens[first].low == "to" and tokens[first + 2].low in _FINITE and not line.quoted[first]:
        return first + 1  # "the group he vowed to destroy is …"
    if line.sentence.role == "headline" and cue_first < first:
        # "Biden warns Putin of sanctions as call ends": what goes on meanwhile is the headline's
        for index in range(first + 1, last):
            following = tokens[index + 1]
            if following.low in _deeds() and not line.quoted[index + 1] and comma_at(line, index):
                return index if line.quoted[index] else index - 1  # "Lund slams Oslo, slaps duties on fish"
            if line.quoted[index]:
                continue
            if tokens[index].low in _MEANWHILE:
                return index - 1
            if tokens[index].low == "(" and following.low in {"+", "video", "photos", "pictures"}:
                return index - 1
    if cue_first < first and (opened := _parenthesis(line, first, last)) is not None:
        last = opened
    comma = next(
        (i for i in range(last - 1, max(first + 1, last - 12), -1) if tokens[i].low == "," and not line.quoted[i]), None
    )
    if comma is not None and not line.quoted[last] and _is_report(line, comma + 1, last, cue_first):
        return comma - 1
    if (
        cue_first < first
        and tokens[cue_first].low not in _FUTURE
        and tokens[first].low not in {"to", "not"}
        and not line.quoted[last]
        and not has_verb(line, first, last)
    ):
        # "rejected the plan on Monday": the day is the report's
        index = last
        while index > first and line.timed[index]:
            index -= 1
        if first < index < last and tokens[index].low == "on":
            return index - 1
    return last


def _parenthesis(line: Line, first: int, last: int) -> int | None:
    """Return the last token before a report in brackets: "called on all to march (the daily described it as a dare)"."""
    tokens = line.tokens
    opened = next((i for i in range(last, first + 2, -1) if tokens[i].low == "(" and not line.quoted[i]), None)
    if opened is None or last - opened < 4 or any(tokens[i].low == ")" for i in range(opened, last)):
        return None
    cues = find_cues(tokens[opened + 1 : last + 1], line.quoted[opened + 1 : last + 1])
    return opened - 1 if any(c.first >= 1 and c.form in {"past", "third"} for c in cues) else None


@cache
def _deeds() -> frozenset[str]:
    """Return the present forms of verbs in headlines, of speech and of deeds."""
    lemmas = {row["lemma"] for row in load_table("cues.tsv")} | set(load_words("headline_deeds.txt"))
    return frozenset(forms(lemma).third for lemma in sorted(lemmas) if " " not in lemma)


def _is_report(line: Line, first: int, last: int, own: int) -> bool:
    """Say whether tokens are nothing but another report's frame: "an aide recounted", "said the minister on Friday"."""
    tokens = line.tokens
    if any(line.quoted[first : last + 1]) or first > last or first <= own <= last:
        return False
    for cue in find_cues(tokens[first : last + 1], line.quoted[first : last + 1]):
        if cue.frame not in {"that", "tell"} or cue.passive or cue.form not in {"past", "third"}:
            continue
        at = Cue(cue.first + first, cue.last + first, cue.lemma, cue.act, cue.frame, cue.strong, cue.form, cue.passive)
        before = subject_before(tokens, at.first, first, line.quoted, line.timed, line.named)
        if before is not None and before.first <= first + 1 and tail_only(line, at, last):
            return True
        if at.first == first:
            after = subject_after(tokens, at.last + 1, last + 1, line.quoted, line.timed, line.named)
            return after is not None and after.first == at.last + 1 and last - after.last <= 4
    return False
