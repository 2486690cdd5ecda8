"""What belongs together: the pieces of one turn of speech, and "said he hoped", which is one report."""

from __future__ import annotations

from bisect import bisect_right

from verbale.coding.attributions.found import Found, Page, Place
from verbale.lexicon import load_words
from verbale.lexicon.verbs import forms

_OWN_WORDS = frozenset("he she they it we i".split())
_OWNERS = frozenset("his her its their our my".split())
_THINKS = frozenset(
    f
    for lemma in load_words("attitudes.txt")
    for f in (forms(lemma).base, forms(lemma).third, forms(lemma).past, forms(lemma).participle)
)


def without_echoes(page: Page, found: list[Found]) -> list[Found]:
    """Leave out the inner verb of the same speaker: "said he hoped …" is one report, of what is hoped."""
    return [item for item in found if not _echoes(page, item, found)]


def _echoes(page: Page, item: Found, others: list[Found]) -> bool:
    if item.mode == "direct" or not item.cue or item.speaker is None:
        return False
    who = page.text(item.speaker).casefold()
    if who not in _OWN_WORDS and who.split()[0] not in _OWNERS:
        return False
    if page.text(item.cue[0]).casefold().split()[-1] not in _THINKS:
        return False
    return any(
        other is not item
        and other.mode != "direct"
        and any(
            start <= item.speaker[0] <= start + 6 and item.cue[0][1] <= end and item.content[-1][1] <= end + 1
            for start, end in other.content
        )
        for other in others
    )


def join_turns(page: Page, found: list[Found]) -> list[Found]:
    """Make one of the pieces of a turn of speech that reporting words part: “A,” she told us as the bus left. “B.”"""
    quotations = sorted((f for f in found if f.mode == "direct" and f.content), key=lambda f: f.content[0])
    gone: set[int] = set()
    previous: Found | None = None
    for item in quotations:
        if previous is not None and _one_turn(page, previous, item):
            previous.content.extend(item.content)
            if previous.speaker is None and previous.same_speaker_as is None:
                previous.speaker, previous.cue, previous.act = item.speaker, item.cue or previous.cue, item.act
                previous.same_speaker_as = item.same_speaker_as if item.same_speaker_as is not previous else None
                previous.frame, previous.sentence = item.frame, item.sentence
                previous.rule = item.rule
            previous.addressee = previous.addressee or item.addressee
            previous.confidence = max(previous.confidence, item.confidence)
            gone.add(id(item))
            continue
        previous = item
    for item in found:
        origin = item.same_speaker_as
        if origin is not None and id(origin) in gone:
            item.same_speaker_as = next(
                (f for f in quotations if f is not item and id(f) not in gone and origin.content[0] in f.content), None
            )
    return [f for f in found if id(f) not in gone]


def follow_on(page: Page, found: list[Found]) -> None:
    """Let a quotation that is a paragraph of its own, without a frame, go on from who was told of right before it."""
    paragraphs = page.paragraphs
    for item in found:
        if item.mode != "direct" or item.speaker is not None or item.same_speaker_as is not None or item.cue:
            continue
        here = page.draft.sentences[item.sentence].paragraph
        number = bisect_right(paragraphs, (item.content[0][0], 1 << 60)) - 1
        if not 0 < number < len(paragraphs):
            continue
        low, high = paragraphs[number]
        if high - item.content[-1][1] > 3:
            continue
        if item.content[0][0] - low > 2:
            # “…” as the last sentence of the paragraph in which it was told of
            start = item.content[0][0]
            lines = [s for s in page.draft.sentences if s.paragraph == here and s.end <= start]
            if not lines or page.draft.text[lines[-1].end : start].strip(_MARKS + "\n"):
                continue
        else:
            lines = [s for s in page.draft.sentences if s.paragraph == here - 1]
        if not lines or lines[-1].role != "body":
            continue
        last = lines[-1]
        before = [
            f
            for f in found
            if f is not item and f.cue and last.start <= f.cue[0][0] < last.end and f.speaker is not None
        ]
        before = [f for f in before if not any(_inside(f.cue[0], other.content) for other in before)]
        speakers = {page.text(f.speaker) for f in before if f.speaker is not None}
        if len(speakers) == 1:
            item.same_speaker_as, item.confidence = before[-1], 0.5
            item.rule = f"{item.rule}+follows"


_MARKS = "\"'“”‘’«»„ \u00a0"
_LONGEST = 200
"""Characters of reporting words between two pieces of one turn."""
_PIECES = 8


def _one_turn(page: Page, first: Found, second: Found) -> bool:
    """Say whether a quotation goes on after reporting words that both pieces share."""
    text = page.draft.text
    low, high = first.content[-1][1], second.content[0][0]
    if not 0 < high - low <= _LONGEST or len(first.content) >= _PIECES:
        return False
    between = text[low:high]
    words = between.strip(_MARKS)
    if not words or any(mark in between.strip(_MARKS) for mark in '\n"“”«»:') or "\n" in between:
        return False
    if any("according" in page.text(cue).casefold() for cue in first.cue):
        return False
    breaks_off = text[low - 1] in ",?!—-" or between[0] == ","
    if not breaks_off and not words.endswith(","):
        return False
    if second.same_speaker_as is first:
        return True
    if any(not low <= start < high for start, _ in second.cue):
        return False
    if first.cue and second.cue and not _meet(first.cue[0], second.cue[0]):
        return False
    if second.speaker is None:
        return True
    if first.speaker is not None:
        return page.text(second.speaker) == page.text(first.speaker)
    return low <= second.speaker[0] < high


def _inside(place: Place, content: list[Place]) -> bool:
    return any(a <= place[0] and place[1] <= b for a, b in content)


def _meet(first: Place, second: Place) -> bool:
    return first[0] < second[1] and second[0] < first[1]
