"""Where the speaker of a report stands: in its own frame, or in that of the one that it goes on from."""

from __future__ import annotations

import re

from verbale.coding.attributions.agents import agent_of
from verbale.coding.attributions.callings import is_title
from verbale.coding.attributions.controls import controller
from verbale.coding.attributions.cues import BE, DETERMINERS, find_cues, lexicon
from verbale.coding.attributions.dossiers import is_person
from verbale.coding.attributions.found import Found, Line, Page, Place, line_at
from verbale.coding.attributions.listeners import noun_phrase
from verbale.coding.attributions.naming import nouns
from verbale.coding.attributions.speakers import head_nouns, subject_after, subject_before
from verbale.model import Mention

_MEANT = re.compile(r"\b(?:an?|the|his|her|its|their) [\w-]{1,30}(?= ?,? ?$)", re.I)
_RELATIVE = frozenset({"which", "that", "who"})
_BARE = re.compile(r"(?<!and)(?<!or)(?<!,)\s(?P<who>it|he|she|they|we)\Z")
_OBJECTS = frozenset({"him", "her", "them", "me", "us"})
_RESTRICTIVE = re.compile(
    r"\s+(?:briefed|familiar|close|involved|with (?:direct )?knowledge|acquainted)\s+(?:on|with|to|in|of)\s+"
)


def speaker_place(page: Page, item: Found) -> Place | None:
    """Return where the speaker of an attribution is named; None where the document does not say."""
    origin: Found | None = item
    seen: set[int] = set()
    while origin is not None and id(origin) not in seen:
        if origin.speaker is not None:
            return _mended(page, origin, origin.speaker)
        seen.add(id(origin))
        origin = origin.same_speaker_as
    return _inverted(page, item) or _fronted(page, item)


def _fronted(page: Page, item: Found) -> Place | None:
    """Return the subject behind a participle in front: "Insisting that all was well, Berg said …"."""
    if not item.cue or not item.content or not page.lines:
        return None
    line = page.lines[item.sentence]
    if item.cue[0][0] - line.sentence.start > 2 or not page.text(item.cue[0]).casefold().split()[-1].endswith("ing"):
        return None
    floor = next((i for i, t in enumerate(line.tokens) if t.start >= item.content[-1][1]), len(line.tokens))
    for cue in find_cues(line.tokens, line.quoted):
        if cue.first > floor:
            subject = subject_before(line.tokens, cue.first, floor, line.quoted, line.timed, line.named)
            return line.place(subject.first, subject.last) if subject else None
    return None


def _inverted(page: Page, item: Found) -> Place | None:
    """Return who stands right after the reporting words, where nobody stands before ("…, warns An Phoblacht")."""
    if not item.cue or not page.lines or any(a >= item.cue[0][0] for a, _ in item.content):
        return None
    line = page.lines[line_at(page.lines, item.cue[0][0])]
    index = next((i for i, t in enumerate(line.tokens) if t.start >= item.cue[0][1]), len(line.tokens))
    words = page.text(item.cue[0]).casefold().split()
    if not words or words[-1] not in lexicon() or words[0] in BE:
        return None
    subject = subject_after(line.tokens, index, len(line.tokens), line.quoted, line.timed, line.named)
    return line.place(subject.first, subject.last) if subject else None


def _mended(page: Page, item: Found, place: Place) -> Place | None:
    text = page.draft.text
    words = text[place[0] : place[1]]
    if words.endswith((" Jr", " Sr")) and text[place[1] : place[1] + 1] == ".":
        return place[0], place[1] + 1
    low = words.casefold()
    if (bare := _BARE.search(words)) is not None:
        place, low = (place[0] + bare.start("who"), place[1]), bare["who"].casefold()  # "the carrots it" promised
    if low in _RELATIVE:
        meant = _antecedent(page, place)
        return None if meant == place and low == "who" else meant  # "those who", "did not say who": nobody's name
    if not page.lines:
        return place
    line = page.lines[line_at(page.lines, place[0])]
    if item.cue and (agent := agent_of(page, line, item, place)) is not None:
        return agent[0]
    if (controlled := controller(line, item, place)) is not None:
        return controlled
    if (outside := _outside_content(page, item, place)) is not None:
        return outside
    if item.cue and (text[item.cue[0][0] : item.cue[0][1]] == ":" and item.content and _opens(page, place)):
        # "KABUL: A local official said …": the place is a dateline, whoever speaks comes after it
        return _after_dateline(line, place[1], item.content[0][0]) or place
    quoted = low in _OBJECTS and item.cue and text[item.cue[0][0] : item.cue[0][0] + 3] == "as "
    if (low in _OBJECTS and not quoted) or low in {"had", "has", "was"}:
        index = next((i for i, t in enumerate(line.tokens) if t.start >= place[0]), 0)
        while index > 0 and line.tokens[index].low not in lexicon():
            index -= 1
        subject = subject_before(line.tokens, index, 0, line.quoted, line.timed, line.named) if index else None
        return line.place(subject.first, subject.last) if subject else place
    if (nearer := _subordinate(line, item, place)) is not None:
        return nearer
    if (named := _named_before(page, line, place)) is not None:
        return named
    return _stretched(page, line, place)


def _named_before(page: Page, line: Line, place: Place) -> Place | None:
    """Take in the name that a description stands behind: "Berg, a leader of the band, as it calls itself, said".

    "Sen. Ann Berg (R., S.C.), a member of …, said", "said Ann Berg, head of the party.", "Rep. Ann Berg, R-Iowa, who said".
    """
    text = page.draft.text
    before = _BEHIND_NAME.search(text, max(place[0] - 30, 0), place[0])
    if before is None or _DESCRIBES.match(text, place[0], place[1]) is None:
        return None
    closed = text[place[1] : place[1] + 1] == "," or ", " in text[place[0] : place[1]]
    if not closed and (text[place[1] : place[1] + 1] != "." or _ARTICLE.match(text, place[0]) is not None):
        return None
    mention = _name_that_ends(page, before.start())
    if mention is None:
        return None
    quoted = next((i for i, t in enumerate(line.tokens) if t.start >= mention.span.start), 0)
    start = max((t.end for t, q in zip(line.tokens[:quoted], line.quoted, strict=False) if q), default=0)
    lead = text[max(line.sentence.start, start) : mention.span.start]
    if any(mark in lead for mark in ",;:") and not start:
        lead = lead.rpartition(",")[2]
    words = [word for word in lead.split() if word.strip(' "“‘”’,.').casefold() not in _LEADS]
    named = all(word[:1].isupper() or not word[:1].isalpha() or is_title(word.strip(",.")) for word in words)
    return (mention.span.start, place[1]) if named else None


def _name_that_ends(page: Page, end: int) -> Mention | None:
    """Return the person's name that ends at an offset."""
    ending = (m for m in page.draft.mentions if m.span.end == end)
    return next((m for m in ending if m.kind == "person" and m.form == "name"), None)


_BEHIND_NAME = re.compile(r"(?: \([^()\n]{1,16}\))?, \Z")
_DESCRIBES = re.compile(
    r"(?:an?|the) |[RD]-[A-Z]|(?:the )?(?:head|chief|chairman|chairwoman|leader|director|president|spokes\w+|editor) of "
)
_ARTICLE = re.compile(r"(?:an?|the) ")
_LEADS = frozenset("but and yet said says according to added warned mr mrs ms".split()) | {""}


def _subordinate(line: Line, item: Found, place: Place) -> Place | None:
    """Return the subject of a clause of its own between a speaker and the verb: "asked [the envoy] why Berg had said"."""
    if not item.cue or item.cue[0][0] <= place[1]:
        return None
    between = [i for i, t in enumerate(line.tokens) if place[1] <= t.start < item.cue[0][0]]
    opener = next((i for i in reversed(between) if line.tokens[i].low in _CLAUSES and not line.quoted[i]), None)
    if opener is None:
        return None
    cue = next((i for i, t in enumerate(line.tokens) if t.start >= item.cue[0][0]), 0)
    subject = subject_before(line.tokens, cue, opener + 1, line.quoted, line.timed, line.named)
    if subject is None or not line.named[subject.last]:
        return None
    return line.place(subject.first, subject.last)


_CLAUSES = frozenset("why that how whether because".split())


def _outside_content(page: Page, item: Found, place: Place) -> Place | None:
    """Return the subject of the reporting words, where the speaker found is only spoken of ("Peru had agreed, Quito said")."""
    if not item.cue or not any(a <= place[0] and place[1] <= b for a, b in item.content):
        return None
    cue = item.cue[0]
    if any(a <= cue[0] and cue[1] <= b for a, b in item.content):
        return None
    line = page.lines[line_at(page.lines, cue[0])]
    index = next((i for i, t in enumerate(line.tokens) if t.start >= cue[0]), 0)
    floor = next(
        (
            i
            for i, t in enumerate(line.tokens)
            if t.start >= max((b for _, b in item.content if b <= cue[0]), default=0)
        ),
        0,
    )
    subject = subject_before(line.tokens, index, floor, line.quoted, line.timed, line.named)
    if subject is None:
        after = next((i for i, t in enumerate(line.tokens) if t.start >= cue[1]), len(line.tokens))
        subject = subject_after(line.tokens, after, len(line.tokens), line.quoted, line.timed, line.named)
    return line.place(subject.first, subject.last) if subject else None


def _opens(page: Page, place: Place) -> bool:
    """Say whether a place opens its paragraph and is a town or the capitals of one."""
    starts = any(start <= place[0] <= start + 2 for start, _ in page.paragraphs)
    return starts and page.draft.text[place[1] : place[1] + 1] == ":"


def _after_dateline(line: Line, start: int, stop: int) -> Place | None:
    first = next((i for i, t in enumerate(line.tokens) if t.start > start), None)
    if first is None:
        return None
    entries = lexicon()
    for index in range(first + 1, len(line.tokens)):
        token = line.tokens[index]
        if token.start > stop + 200 or line.quoted[index]:
            break
        if token.low in entries:
            subject = subject_before(line.tokens, index, first, line.quoted, line.timed, line.named)
            if subject is not None:
                return line.place(subject.first, subject.last)
    return None


def _antecedent(page: Page, place: Place) -> Place:
    """Return the words that a relative pronoun stands for: the name or noun phrase right before it."""
    text = page.draft.text
    floor = max(place[0] - 50, 0)
    if (meant := _MEANT.search(text[floor : place[0]])) is not None:
        return floor + meant.start(), floor + meant.end()
    line = page.lines[line_at(page.lines, place[0])] if page.lines else None
    if line is None:
        return place
    index = next((i for i, t in enumerate(line.tokens) if t.start >= place[0]), 0) - 1
    if index >= 0 and line.tokens[index].low == ",":
        index -= 1
    who = page.text(place).casefold() == "who"
    if who:
        index = _past_asides(line, index)
    last = index
    if who and (whole := _with_place(page, line, last)) is not None:
        return whole
    while index >= 0 and (
        line.named[index]
        or line.tokens[index].low in head_nouns() | {"of", "the", "a", "an", "for"}
        or line.tokens[index].upper
    ):
        index -= 1
    first = index + 1
    while first < last and line.tokens[first].low in {"of", "for"}:
        first += 1
    if first <= last:
        return line.place(first, last)
    return (_described_before(page, line, last) if who else None) or place


def _past_asides(line: Line, index: int) -> int:
    """Return the last word before what only parts a name from its "who": "Berg, however, who", "Berg (D-Ohio), who"."""
    tokens = line.tokens
    while index > 0 and tokens[index].low in _ASIDES:
        index -= 1
    if index > 0 and tokens[index].low == ")":
        opening = next((at for at in range(index, max(index - 8, -1), -1) if tokens[at].low == "("), index)
        return opening - 1 if opening < index else index
    return index


def _described_before(page: Page, line: Line, last: int) -> Place | None:
    """Return the phrase before "who" that describes people and has no name: "one prominent cleric", "by conservative scholars"."""
    tokens = line.tokens
    if last < 0 or not tokens[last].word or not _of_people(tokens[last].low):
        return None
    first = last
    while first > 0 and last - first < _PHRASE and tokens[first].low not in _OPENS:
        before = tokens[first - 1]
        if not before.word or before.low in _BEFORE or before.low.endswith("ly") or line.quoted[first - 1]:
            break
        first -= 1
    opened = tokens[first].low in _OPENS or (first > 0 and tokens[first - 1].low in _BEFORE)
    if not opened:
        return None
    place = line.place(first, last)
    behind = _BEHIND_NAME.search(page.draft.text, max(place[0] - 30, 0), place[0])
    named = _name_that_ends(page, behind.start()) if behind is not None else None
    return named.span.start if named is not None else place[0], place[1]


def _of_people(noun: str) -> bool:
    """Say whether a noun is of people: a calling, an office, a crowd."""
    one = noun.removesuffix("s")
    return any(word in nouns() or word in head_nouns() or is_person(word) for word in (noun, one))


_ASIDES = frozenset("however though too meanwhile themselves himself herself , - – — (".split())
_OPENS = DETERMINERS | frozenset("one two three four five some many several most other another few".split())
_BEFORE = frozenset("by of to from with for between among against on about over and or like as including".split())
_PHRASE = 3


def _with_place(page: Page, line: Line, last: int) -> Place | None:
    """Return the phrase "an envoy from Denmark" that ends at a token; no country or town is a "who"."""
    tokens = line.tokens
    if last < 3 or not any(
        m.kind in {"polity", "place"} and m.span.start <= tokens[last].start < m.span.end for m in page.draft.mentions
    ):
        return None
    at = last
    while at > 0 and (tokens[at].upper or tokens[at].low in _PARTS):
        at -= 1
    if tokens[at].low not in _WHERE:
        return None
    for first in range(at - 1, max(at - 7, -1), -1):
        if tokens[first].low in DETERMINERS:
            return line.place(first, last)
        if not tokens[first].word or tokens[first].low in _WHERE:
            return None
    return None


_WHERE = frozenset({"from", "in", "at", "to", "of"})
_PARTS = frozenset("the northern southern eastern western central".split())


def _stretched(page: Page, line: Line, place: Place) -> Place:
    """Give back what a phrase was cut short of: its noun ("a hard-line Tehran daily"), what tells which one is meant."""
    text = page.draft.text
    words = text[place[0] : place[1]].split()
    index = next((i for i, t in enumerate(line.tokens) if t.start >= place[1]), len(line.tokens))
    heads = head_nouns()
    if (
        words
        and words[0].casefold() in {"a", "an", "the"}
        and index < len(line.tokens)
        and (line.tokens[index].low in heads or line.tokens[index].low in nouns())
        and line.tokens[index].low not in lexicon()
        and text[place[1] : line.tokens[index].start].isspace()
        and not any(word.casefold().strip(",") in heads for word in words)
    ):
        return place[0], line.tokens[index].end
    if (match := _RESTRICTIVE.match(text, place[1], line.sentence.end)) is not None:
        first = next((i for i, t in enumerate(line.tokens) if t.start >= match.end()), None)
        if first is not None and (last := noun_phrase(line, first, len(line.tokens))) >= first:
            return place[0], line.tokens[last].end
    return place
