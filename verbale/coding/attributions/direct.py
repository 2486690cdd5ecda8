"""Direct quotations: which words stand between the marks, and who the document says spoke them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from verbale.coding.attributions.cues import ADVERBS, Cue, find_cues, is_title_case, lexicon
from verbale.coding.attributions.found import Found, Line, Page, Place, line_at
from verbale.coding.attributions.indirect import addressee_after, first_subject
from verbale.coding.attributions.quotes import Quote
from verbale.coding.attributions.signed import signature
from verbale.coding.attributions.speakers import Phrase, is_speaker_like, subject_after, subject_before
from verbale.coding.tokens import Token
from verbale.model import Act

_MIN_WORDS = 4
"""Fewer words in marks are a term, a label or a scare quote unless a reporting word governs them."""

_FRAME_TAIL = frozenset("in on at during after before to while when as from via through by following adding of".split())
_STOP = re.compile(r"[.!?]\s+[A-Z]")


@dataclass(slots=True)
class _Frame:
    cue: Place
    act: Act
    speaker: Place | None
    addressee: Place | None
    rule: str
    confidence: float
    line: Line
    last: int
    """Last token of the frame that was used."""


def _words(text: str) -> int:
    return len(text.split())


def is_full(text: str, quote: Quote) -> bool:
    """Say whether a quotation is a whole utterance rather than a few words inside the narrator's clause."""
    inner = text[quote.inner_start : quote.inner_end].strip()
    if not inner:
        return False
    first = next((c for c in inner if c.isalnum() or c == "["), "")
    closing = inner.rstrip("'’\"”»")
    ends = closing[-1:] in {".", "!", "?", ",", "…"} or text[quote.end : quote.end + 1] in {",", "."}
    lead = text[: quote.start].rstrip()[-1:]
    if _is_title(text, quote):
        return False
    # "…" after a colon or comma, or at the start of a paragraph, with a capital
    return (first.isupper() or first == "[" or first.isdigit()) and (ends or lead in {":", ","}) and _words(inner) >= 2


def _is_title(text: str, quote: Quote) -> bool:
    """Say whether marks hold a title or a name inside the narrator's clause: on “The Evening Hour,” she said …"""
    before = text[max(quote.start - 24, 0) : quote.start].rstrip()
    words = text[quote.inner_start : quote.inner_end].split()
    work = before.endswith(_WORKS)
    if not before or not (work or before[-1].isalnum() or before[-1] in "'’") or not 0 < len(words) <= _TITLE:
        return False
    if before.split()[-1].casefold().rstrip("'’") in _saying():
        return False
    return all(word[0].isupper() or word[0].isdigit() or word.casefold() in _SMALL for word in words)


_TITLE = 6
_WORKS = ("book,", "memoir,", "novel,", "chapter,", "film,", "series,", "documentary,", "song,", "album,", "essay,")
_SMALL = frozenset("a an the of in on at to for and or with from by".split())


@cache
def _saying() -> frozenset[str]:
    return frozenset(words[0] for split in lexicon().values() for words, _ in split if len(words) == 1)


def _index_from(tokens: Sequence[Token], offset: int) -> int:
    """Return the index of the first token at or after an offset."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].start < offset:
            low = middle + 1
        else:
            high = middle
    return low


def _frame_after(line: Line, start: int) -> _Frame | None:
    """Read the reporting words right behind a quotation: `, Ryabkov stated.` or `, said the minister on Friday.`"""
    tokens = line.tokens
    while start < len(tokens) and (
        tokens[start].low in {",", ".", "”", '"', "–", "—", "-", "’", "'", "“"} and not tokens[start].word
    ):
        start += 1
    stop = start
    while stop < len(tokens) and not line.quoted[stop]:
        stop += 1
    if start >= stop:
        return None
    low = tokens[start].low
    if low == "according" and start + 2 < stop and tokens[start + 1].low == "to":
        end = start + 2
        while end < stop and tokens[end].low not in {",", ".", ";"}:
            end += 1
        speaker = Phrase(start + 2, end - 1)
        while speaker.last > speaker.first and (
            line.timed[speaker.last] or tokens[speaker.last].low in ADVERBS | {"on", "in"}
        ):
            speaker = Phrase(speaker.first, speaker.last - 1)
        if not is_speaker_like(tokens, speaker.first, speaker.last, line.named):
            return None
        return _Frame(
            line.place(start, start + 1),
            "assert",
            line.place(speaker.first, speaker.last),
            None,
            "quote:according",
            0.9,
            line,
            end - 1,
        )
    cues = [c for c in find_cues(tokens[start:stop], line.quoted[start:stop]) if not c.passive]
    cues = [_shift(c, start) for c in cues]
    cues = [
        c
        for c in cues
        if (c.first - start <= 24 and c.frame in {"that", "tell"})
        or c.lemma in {"ask", "demand", "cite", "quote", "joke"}
    ]
    if not cues:
        return None
    cue = cues[0]
    if cue.first == start or all(tokens[i].low in ADVERBS for i in range(start, cue.first)):
        phrase = subject_after(tokens, cue.last + 1, stop, line.quoted, line.timed, line.named)
        if phrase is None:
            return None
        return _Frame(
            line.place(cue.first, cue.last),
            cue.act,
            line.place(phrase.first, phrase.last),
            None,
            f"quote:inverted:{cue.lemma}",
            0.95,
            line,
            phrase.last,
        )
    phrase = subject_before(tokens, cue.first, start, line.quoted, line.timed, line.named)
    if phrase is None or phrase.first - start > 3:
        return None
    # "“….” Peskov said that the talks …" is the next report, not this quotation's frame
    after = cue.last + 1
    addressee: Place | None = None
    if cue.frame == "tell":
        end = addressee_after(line, after, stop - 1) + 1
        if end > after:
            addressee = line.place(after, end - 1)
        after = end
    return _Frame(
        line.place(cue.first, cue.last),
        cue.act,
        line.place(phrase.first, phrase.last),
        addressee,
        f"quote:after:{cue.lemma}",
        0.95,
        line,
        after - 1,
    )


def _shift(cue: Cue, by: int) -> Cue:
    return Cue(cue.first + by, cue.last + by, cue.lemma, cue.act, cue.frame, cue.strong, cue.form, cue.passive)


def _is_tail(frame: _Frame) -> bool:
    """Say whether a frame behind a quotation ends there, rather than opening a report of its own."""
    line, index = frame.line, frame.last + 1
    tokens = line.tokens
    while index < len(tokens) and (tokens[index].low in ADVERBS or line.timed[index]):
        index += 1
    if index >= len(tokens) or line.quoted[index]:
        return True
    token = tokens[index]
    if not token.word:
        return token.low not in {":"}
    if token.low in _FRAME_TAIL:
        return True
    return token.low.endswith("ly") and index + 1 < len(tokens) and not tokens[index + 1].word


def _frame_before(line: Line, quote_token: int) -> _Frame | None:
    """Read the reporting words before a quotation: `Psaki added: “…`, `told Sputnik that “…`."""
    tokens = line.tokens
    if quote_token and tokens[quote_token - 1].low in {".", "!", "?"}:
        return None
    floor = quote_token
    while floor > 0 and not line.quoted[floor - 1]:
        floor -= 1
    cues = [_shift(c, floor) for c in find_cues(tokens[floor:quote_token], line.quoted[floor:quote_token])]
    cues = [c for c in cues if not c.passive]
    if not cues:
        lead = quote_token - 1
        if lead >= 1 and tokens[lead].low == ":":
            # "The minister was blunt: “…"
            phrase = _opening(line, floor, lead)
            if phrase:
                return _Frame(
                    line.place(lead, lead),
                    "assert",
                    line.place(phrase.first, phrase.last),
                    None,
                    "quote:colon",
                    0.7,
                    line,
                    lead,
                )
        if floor < quote_token and tokens[floor].low == "according" and tokens[lead].low == ",":
            end = lead - 1
            if floor + 2 <= end and is_speaker_like(tokens, floor + 2, end, line.named):
                return _Frame(
                    line.place(floor, floor + 1),
                    "assert",
                    line.place(floor + 2, end),
                    None,
                    "quote:according",
                    0.85,
                    line,
                    lead,
                )
        return None
    cue = cues[-1]
    phrase = subject_before(tokens, cue.first, 0 if floor == 0 else floor, line.quoted, line.timed, line.named)
    if (phrase is None and cue.form == "gerund") or (
        phrase is None and cue.first > 0 and tokens[cue.first - 1].low in {"and", ",", "but", "to"} | ADVERBS
    ):
        for other in reversed(cues[:-1]):
            phrase = subject_before(tokens, other.first, floor, line.quoted, line.timed, line.named)
            if phrase:
                break
        phrase = phrase or _opening(line, floor, cue.first)
    addressee: Place | None = None
    if cue.frame in {"tell", "np-to"}:
        end = cue.last + 1
        while (
            end < quote_token
            and tokens[end].low not in {",", "that", ":", "in", "on", "at", "during", "to", "of"}
            and not line.timed[end]
        ):
            end += 1
        if end > cue.last + 1:
            addressee = line.place(cue.last + 1, end - 1)
    return _Frame(
        line.place(cue.first, cue.last),
        cue.act,
        line.place(phrase.first, phrase.last) if phrase else None,
        addressee,
        f"quote:before:{cue.lemma}",
        0.9,
        line,
        quote_token - 1,
    )


def _opening(line: Line, first: int, limit: int) -> Phrase | None:
    part = Line(
        line.number,
        line.sentence,
        line.tokens[first:limit],
        line.quoted[first:limit],
        line.timed[first:limit],
        line.named[first:limit],
    )
    phrase = first_subject(part, limit - first)
    return Phrase(phrase.first + first, phrase.last + first) if phrase else None


def find_direct(page: Page) -> list[Found]:
    """Return the quotations that are whole utterances, with their speakers where the document names them."""
    text = page.draft.text
    lines = page.lines
    if not lines:
        return []
    found: list[Found] = []
    previous: Found | None = None
    previous_quote: Quote | None = None
    for quote in page.quotes:
        if quote.depth:
            continue
        goes_on = (
            previous is not None
            and previous_quote is not None
            and previous_quote.paragraph == quote.paragraph
            and (
                previous.rule.startswith(("quote:after", "quote:inverted"))
                # who said it, in words that no rule reads: the tagger may
                or (previous.rule == "quote:lost-frame" and _breaks_off(text, previous_quote))
            )
            and quote.start - previous_quote.end < 160
            and text[previous_quote.end : quote.start].rstrip().endswith((",", "—", "–", " -", "--"))
            and (
                _STOP.search(text, previous_quote.end, quote.start) is None
                # “…,” Mrs. Meir told the Knesset, “…”: the stop ends an abbreviation, not the sentence
                or line_at(lines, previous_quote.end - 1) == line_at(lines, quote.start)
            )
        )
        full = is_full(text, quote)
        if not full and (not goes_on or _is_title(text, quote) or _words(text[quote.start : quote.end]) < 2):
            continue
        if goes_on and previous is not None and (rest := _inner(text, quote)) is not None:
            # “…,” Ryabkov said, “…”
            previous.content.append(rest)
            previous_quote = quote
            continue
        inner = _inner(text, quote)
        if inner is None:
            continue
        end_line = lines[line_at(lines, max(quote.inner_end - 1, quote.start))]
        start_line = lines[line_at(lines, quote.start)]
        if quote.continues and previous is not None:
            previous.content.append(inner)
            frame = _after(lines, quote, end_line)
            if frame is not None and previous.rule.startswith("quote:lost"):
                _set(previous, frame)
            previous_quote = quote
            continue
        between = text[previous_quote.end : quote.start] if previous_quote else None
        same_paragraph = previous_quote is not None and previous_quote.paragraph == quote.paragraph
        ended = text[quote.inner_start : quote.inner_end].rstrip()[-1:]
        frame = _after(lines, quote, end_line)
        before = (
            _frame_before(start_line, _index_from(start_line.tokens, quote.start))
            if start_line.sentence.start < quote.start
            else None
        )
        if before is not None and (frame is None or (ended == "." and text[quote.end : quote.end + 1] != ",")):
            frame = before
        elif previous is not None and same_paragraph and between is not None and frame is None:
            # “…,” Ryabkov said. “…” – the same speaker goes on
            gap = between.strip()
            if (
                len(gap) < 220
                and not _told_between(lines, previous, start_line)
                and previous.rule.startswith("quote:")
                and previous.rule != "quote:lost-frame"
            ):
                if gap and previous.cue and previous.rule != "quote:according" and len(previous.content) < 8:
                    previous.content.append(inner)  # “A,” she said. “B.” is one turn of speech
                    previous_quote = quote
                    continue
                made = Found(
                    "direct", "assert", [inner], [], None, "quote:goes-on", 0.9, end_line.number,
                    same_speaker_as=previous, frame=list(previous.frame),
                )  # fmt: skip
                found.append(made)
                previous, previous_quote = made, quote
                continue
        made = Found("direct", "assert", [inner], [], None, "quote:lost-frame", 0.55, end_line.number)
        if (frame is None or frame is before) and (signed := signature(text, quote)) is not None:
            made.speaker, made.rule, made.confidence = signed, "quote:signed", 0.9
            if previous is not None and same_paragraph and previous.rule.startswith("quote:lost"):
                previous.speaker, previous.rule, previous.same_speaker_as = signed, "quote:signed", None
        elif frame is not None:
            _set(made, frame)
        elif start_line.sentence.role == "headline" and (opener := _headliner(start_line, quote)) is not None:
            # Putin Accuses …: 'Not Us Who Threaten Anyone'
            made.speaker, made.rule, made.confidence = opener, "quote:headline", 0.7
        elif (introduced := _introduction(lines, start_line, quote)) is not None:
            _set(made, introduced)
        elif previous is not None and previous_quote is not None and quote.paragraph - previous_quote.paragraph <= 1:
            made.same_speaker_as = previous
        if made.speaker is None and made.same_speaker_as is None:
            made.confidence = 0.4
        found.append(made)
        previous, previous_quote = made, quote
    return found


def _told_between(lines: Sequence[Line], previous: Found, line: Line) -> bool:
    """Say whether a sentence between two quotations reports something of its own: then the second is not the first's turn."""
    return any(
        cue.strong and cue.form in {"past", "third"} and not cue.passive
        for between in lines[previous.sentence + 1 : line.number]
        for cue in find_cues(between.tokens, between.quoted)
    )


def _breaks_off(text: str, quote: Quote) -> bool:
    """Say whether a quotation ends with the comma that leads to its reporting words."""
    return text[quote.inner_start : quote.inner_end].rstrip()[-1:] == "," or text[quote.end : quote.end + 1] == ","


def _headliner(line: Line, quote: Quote) -> Place | None:
    """Return the name that opens a headline before a quotation."""
    last = -1
    cues = find_cues(line.tokens, line.quoted, is_title_case(line.tokens))
    limit = min((cue.first for cue in cues), default=len(line.tokens))
    for index, token in enumerate(line.tokens[:limit]):
        if token.start >= quote.start or line.quoted[index] or not line.named[index]:
            break
        last = index
    return line.place(0, last) if last >= 0 else None


def _introduction(lines: Sequence[Line], line: Line, quote: Quote) -> _Frame | None:
    """Read a sentence that ends with a colon right before a paragraph that opens with a quotation."""
    if line.number == 0 or line.sentence.start != quote.start:
        return None
    before = lines[line.number - 1]
    if not before.tokens or before.tokens[-1].low != ":" or before.sentence.role != line.sentence.role:
        return None
    return _frame_before(before, len(before.tokens))


def _inner(text: str, quote: Quote) -> Place | None:
    start, end = quote.inner_start, quote.inner_end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _after(lines: Sequence[Line], quote: Quote, line: Line) -> _Frame | None:
    """Look behind a quotation, in its own sentence and, if that ends with it, in the next."""
    index = _index_from(line.tokens, quote.end)
    candidates = [(line, index)]
    if line.number + 1 < len(lines) and lines[line.number + 1].sentence.paragraph == line.sentence.paragraph:
        candidates.append((lines[line.number + 1], 0))
    for candidate, start in candidates:
        if start >= len(candidate.tokens):
            continue
        frame = _frame_after(candidate, start)
        if frame is not None and _is_tail(frame):
            return frame
        if any(t.word for t in candidate.tokens[start:]):
            return None
    return None


def _set(made: Found, frame: _Frame) -> None:
    made.speaker, made.addressee, made.act = frame.speaker, frame.addressee, frame.act
    made.cue, made.rule, made.confidence = [frame.cue], frame.rule, frame.confidence if frame.speaker else 0.5
    made.sentence = frame.line.number
    made.frame = [(frame.line.sentence.start, frame.line.sentence.end)]
