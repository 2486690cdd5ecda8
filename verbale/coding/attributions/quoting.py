"""Papers that quote: "the agency quoted officials as saying …" is the officials' word; whom a report cites adds no second one."""

from __future__ import annotations

import re

from verbale.coding.attributions.cues import find_cues
from verbale.coding.attributions.found import Found, Page, Place, line_at, overlap
from verbale.coding.attributions.media import outlet_medium
from verbale.coding.attributions.naming import head_words
from verbale.coding.attributions.speakers import head_nouns, subject_before

_QUOTES = frozenset("quote quotes quoted quoting cite cites cited citing".split())
_AS_SAYING = re.compile(
    r"\s+(?P<who>(?!by\b)\S[^\"“”;:\n]{1,120}?)\s+"
    r"(?P<verb>as (?:saying|telling|stating|declaring|warning|claiming|adding|insisting))\b"
    r"(?:\s+that\b)?\s*",
)


def handed_over(page: Page, found: list[Found]) -> list[Found]:
    """Give quoted words to whom they are quoted from, the quoting paper being how they came; leave out bare citations."""
    gone: set[int] = set()
    for item in found:
        _between_commas(page, item)
        _in_front(page, item)
        if _was_quoted(page, item):
            continue
        verb = _quoting(page, item)
        if verb is None:
            continue
        match = (
            _AS_SAYING.match(page.draft.text, verb[1], page.lines[item.sentence].sentence.end) if page.lines else None
        )
        if match is not None:
            if not _hand_over(item, match, found):
                gone.add(id(item))
        elif _is_hop(page, item, found):
            gone.add(id(item))
    return [item for item in found if id(item) not in gone]


def _between_commas(page: Page, item: Found) -> None:
    """Give words their speaker whose source stands between commas: "Berg said, according to the agency, that …"."""
    if not item.cue or item.speaker is None or not page.text(item.cue[0]).casefold().startswith("according"):
        return
    line = page.lines[item.sentence]
    index = next((i for i, t in enumerate(line.tokens) if t.start >= item.cue[0][0]), 0)
    if index < 2 or line.tokens[index - 1].low != "," or item.content[0][0] < item.speaker[1]:
        return
    for cue in find_cues(line.tokens[:index], line.quoted[:index]):
        if cue.last == index - 2 and cue.form in {"past", "third"} and not cue.passive:
            subject = subject_before(line.tokens, cue.first, 0, line.quoted, line.timed, line.named)
            if subject is not None:
                item.through = item.through or item.speaker
                item.speaker, item.cue = line.place(subject.first, subject.last), [line.place(cue.first, cue.last)]


_WAS_QUOTED = re.compile(
    r"\b(?:was|were|is|are|been)\s+(?:[a-z]+ly\s+|also\s+|later\s+)?"
    r"(?P<verb>(?:quoted|cited)(?:\s+as\s+(?:saying|telling|stating|warning))?)"
    r"(?:\s+(?!by\b)[^\s,.;:]+){0,4}\s+(?P<by>by)\s"
)


def _was_quoted(page: Page, item: Found) -> bool:
    """Give words to whom a paper quotes in the passive: "“…,” Berg was quoted as saying by the agency"."""
    if not item.cue or item.speaker is None or not page.lines:
        return False
    text = page.draft.text
    line = page.lines[line_at(page.lines, item.cue[0][0])]
    for match in _WAS_QUOTED.finditer(text, line.sentence.start, line.sentence.end):
        behind = text[match.start("by") : item.speaker[1]]
        paper = (match.end(), item.speaker[1])
        if not match.start("by") <= item.speaker[0] <= match.end() + 12 or len(behind) > 90 or paper[0] >= paper[1]:
            continue
        verb = next((i for i, t in enumerate(line.tokens) if t.start == match.start("verb")), 0)
        subject = subject_before(line.tokens, verb, 0, line.quoted, line.timed, line.named) if verb else None
        if subject is not None:
            item.through = item.through or paper
            item.speaker, item.cue = line.place(subject.first, subject.last), [match.span("verb")]
            return True
    return False


_FRONT = re.compile(r"(?:Citing|Quoting)\s+([^,.;:\"“”]{3,60}),\s")


def _in_front(page: Page, item: Found) -> None:
    """Note the agency that a sentence cites before it reports: "Citing the agency, the daily reported that …"."""
    if item.through is not None or not item.cue or not page.lines:
        return
    match = _FRONT.match(page.draft.text, page.lines[item.sentence].sentence.start)
    if match is not None and match.end() <= item.cue[0][0] and outlet_medium(match.group(1)) is not None:
        item.through = match.span(1)


def _quoting(page: Page, item: Found) -> Place | None:
    """Return where the verb of quoting stands that is a report's reporting word."""
    if not item.cue:
        return None
    start, end = item.cue[0]
    words = page.text((start, end)).casefold().split()
    return (start, end) if words and words[-1] in _QUOTES else None


def _hand_over(item: Found, match: re.Match[str], found: list[Found]) -> bool:
    """Make the one quoted the speaker; False where another finding has his words already."""
    who, verb = match.span("who"), match.span("verb")
    inner = next((o for o in found if o is not item and any(overlap([cue], [verb]) for cue in o.cue)), None)
    if inner is not None:
        inner.through = inner.through or item.speaker
        return False
    paper, item.speaker, item.cue = item.speaker, who, [verb]
    item.through = item.through or paper
    start, end = item.content[0]
    if start <= who[0] < end:
        if match.end() >= end:
            return False
        item.content = [(match.end(), end), *item.content[1:]]
        item.frame = [(a, b) for a, b in item.frame if b <= who[0]]
    return True


def _is_hop(page: Page, item: Found, found: list[Found]) -> bool:
    """Say whether a citation only names whom a report beside it rests on ("the daily, citing two aides, reported")."""
    text = page.draft.text
    if item.mode == "direct" and item.content[0][0] < item.cue[0][0]:
        return False
    beside = [o for o in found if o is not item and o.sentence == item.sentence and o.cue and o.cue != item.cue]
    if item.content[0][0] < item.cue[0][0]:
        return any(_tail(o, item) for o in beside)
    if not beside:
        return False
    cited = " ".join(text[item.content[0][0] : item.content[0][1]].split(",")[0].split())
    words = head_words(cited)
    if outlet_medium(cited) is not None:
        # "Citing the state agency, the daily reports that …": by the agency it came to the daily
        for other in beside:
            if other.cue[0][0] > item.content[0][1] and other.through is None:
                other.through = item.content[0]
        return True
    return bool(words) and words[-1].casefold() in head_nouns()


def _tail(other: Found, item: Found) -> bool:
    """Say whether another report already has the words before a citation ("…, the daily reported, citing an aide")."""
    return overlap(other.content, item.content) > 0 and not overlap(other.cue, item.content)
