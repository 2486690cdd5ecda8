"""Cut the coded segments of a document into paragraphs and sentences.

A regular expression with a list of abbreviations does as well as the libraries on edited news prose (GUM news: F1 .956
against .954 to .904) at twenty times their speed, and it gives offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from verbale.coding.draft import Sentence
from verbale.lexicon import load_words
from verbale.model import CODED_ROLES, Segment

_CLOSERS = "\"'”’»)]"
_END = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*(?:\[\d+\])?)(?=\s+)")
_NEXT = re.compile(r"\s+[\"'“‘«„(\[–—-]*\s*(\S)")
_WORD_BEFORE = re.compile(r"([^\s\"'“‘«„(\[]+)$")
_BLANK = re.compile(r"\n\s*\n")


def _abbreviations() -> frozenset[str]:
    return frozenset(word.casefold() for word in load_words("abbreviations.txt"))


def _is_end(text: str, match: re.Match[str], start: int, abbreviations: frozenset[str]) -> bool:
    following = _NEXT.match(text, match.end())
    if following is None:
        return True
    first = following.group(1)
    before = _WORD_BEFORE.search(text, start, match.start())
    word = before.group(1) if before else ""
    stop = text[match.start()]
    closed = text[match.end() - 1] in _CLOSERS
    if first.islower():
        # "…" and a stop inside a quotation often go on: “Why?” he asked.
        return False
    if stop == "." and match.end() - match.start() == 1:
        if len(word) == 1 and word.isalpha() and word != "I":
            return False  # an initial: "George W. Bush"
        if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
            # "U.S. President" goes on, "in the U.S. The talks" does not: only a function word after it ends it
            rest = text[following.start(1) : following.start(1) + 12]
            return (
                re.match(r"(?:The|A|An|It|He|She|They|We|In|On|At|But|And|This|That|There|His|Her)\b", rest) is not None
            )
        if word.casefold() in abbreviations:
            return False
        if word.casefold() in {"no", "nos", "art"} and first.isdigit():
            return False
    return first.isupper() or first.isdigit() or closed or not first.isalpha()


def _cut(text: str, start: int, end: int, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _END.finditer(text, start, end):
        if match.start() < begin:
            continue
        if _is_end(text, match, begin, abbreviations):
            yield begin, match.end()
            begin = match.end()
    yield begin, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def split_sentences(text: str, segments: Iterable[Segment]) -> list[Sentence]:
    """Return the sentences of the coded segments in text order; a line break ends a sentence, furniture has none."""
    abbreviations = _abbreviations()
    sentences: list[Sentence] = []
    paragraph = -1
    for segment in sorted(segments):
        if segment.role not in CODED_ROLES:
            continue
        position = segment.start
        for line in text[segment.start : segment.end].splitlines(keepends=True):
            start, end = _trim(text, position, position + len(line))
            position += len(line)
            if start == end:
                continue
            paragraph += 1
            for first, last in _cut(text, start, end, abbreviations):
                first, last = _trim(text, first, last)
                if first < last:
                    sentences.append(Sentence(first, last, paragraph, segment.role))
    return sentences
