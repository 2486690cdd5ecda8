"""Cut a line where two things were glued together: credit and caption, caption and credit, headline and first words.

Scrapers drop the tags between blocks and with them the line break ("... / JOHN DOEThis picture shows ...").
"""

from __future__ import annotations

import re

from verbale.coding.segments.agency import find_agency_line
from verbale.coding.segments.units import LINKING

Piece = tuple[int, int, str, str]
"""start, end, role ('' where still open), reason."""

_GLUE = re.compile(
    r"(?:(?<=[a-z]{3})|(?<=[A-Z]{3})|(?<=[a-z]{2}[\"”’?!])|(?<=[A-Z]\.)|(?<=\d{4}))"
    r"(?=[\"“‘]?[A-Z][a-z]+[\s,’']|(?<=[A-Z]{3})A [a-z])"
)
_PLACE = re.compile(r"(?:(?<=[a-z?!\"”’'])|(?<=\s))(?=[A-Z]{3,}[A-Z ./-]{0,30}[,(])")
"""Where the dateline of the first paragraph may begin behind a headline: "...settle nothingBRUSSELS, January 12 (…)"."""
_OWNER = re.compile(r"(?:©|\(c\)|Image copyright|Photo:|Image:|Credit:)\s?", re.IGNORECASE)
_CAPTION_WORDS = re.compile(r"\b(?:Image|Media) caption\s+")
_TAIL_CREDIT = re.compile(
    r"(?:\(?\b(?:Image|Photo|Picture|Photograph|Pic|Illustration|Video)s?\s?"
    r"(?:from|by|via|credits?:?|courtesy(?: of)?:?|copyright|source:?|:)\s"
    r"|\|\s?Photo(?: Credit)?:?\s|\bPhoto Credit:?\s|\b(?:Photo )?Credit:\s|\bSource:\s|\bImage Credit:?\s"
    r"|Credit\.\.\.\s?|\((?=[A-Z][\w .,'’-]{2,50}/[A-Z][\w .'’-]{2,40}\)\s*$)"
    r"|©\s?\S|\bREUTERS/|\(AP Photo|\(AFP Photo|\(Reuters photo|\[(?=[A-Z][\w .'-]{2,40}/)"
    r"|\((?=[A-Z][\w .'-]{2,40}/(?:AP|AFP|Reuters|REUTERS|EPA|Getty|TASS|Xinhua|Bloomberg|Pool|Sputnik|Anadolu)))"
)
_SLASHED = re.compile(
    r"\s?(?:/[A-Z][A-Za-z]{1,9}/|\((?:Reuters|AFP|AP|Xinhua|ANI|PTI|TASS|dpa|UPI|IANS|Agencies|BBC|CNN)\)"
    r"|\[(?:Reuters|AFP|AP|Xinhua|ANI|TASS|dpa)\]|-{1,2}\s?(?:AFP|AP|Reuters|REUTERS|TASS|Xinhua|ANI|PTI|IANS|Bernama))\.?$"
)
_SENTENCE = re.compile(r"[a-z][.!?][\"”’]?\s+[A-Z]")
_MC = ("Mc", "Mac", "De", "Di", "La", "Le", "Van", "Fitz", "O'", "El", "Al", "You", "Face", "Whats", "Lin")


def junction(text: str, start: int, end: int) -> int | None:
    """Return the first place in `[start, end)` where a new sentence is glued to the word before, or None."""
    for match in _GLUE.finditer(text, start, end):
        at = match.start()
        word = re.search(r"\S{0,30}$", text[max(start, at - 30) : at])
        left = word.group() if word else ""
        if left in _MC or len(left) < 3:
            continue
        return at
    return None


def split_credit(text: str, start: int, end: int) -> list[Piece] | None:
    """Cut a line that begins with a credit and goes on with a caption, or ends a caption with a credit."""
    limit = min(end, start + 700)
    words = _CAPTION_WORDS.search(text, start, limit)
    if words is not None:
        pieces: list[Piece] = []
        if words.start() > start:
            pieces.append((start, words.start(), "credit", "what stands before 'Image caption'"))
        pieces.append((words.start(), end, "caption", "mark: image caption"))
        return pieces
    owner = _OWNER.match(text, start, limit)
    if owner is not None:
        at = junction(text, owner.end(), min(limit, owner.end() + 90))
        if at is not None:
            return [
                (start, at, "credit", "a credit at the start of the line"),
                (at, end, "caption", "glued to a credit"),
            ]
        return None
    low = max(start, end - 130)
    for match in _TAIL_CREDIT.finditer(text, low, end):
        rest = text[match.start() : end]
        if match.start() == start or len(rest.split()) > 12 or re.search(r"[a-z]{3}\.\s+[A-Z]", rest):
            continue
        if 3 <= len(text[start : match.start()].split()) <= 90:
            return [
                (start, match.start(), "caption", "stands before a credit"),
                (match.start(), end, "credit", "a credit at the end of the line"),
            ]
    return None


def split_tail(text: str, start: int, end: int) -> int | None:
    """Return where a trailing agency mark such as `/DW/` begins, or None."""
    match = _SLASHED.search(text, max(start, end - 16), end)
    if match is None or match.start() <= start:
        return None
    return match.start() + (1 if text[match.start()].isspace() else 0)


def split_headline(text: str, start: int, end: int, title: str | None = None) -> int | None:
    """Return where the first paragraph begins behind a headline that was glued to it, or None.

    Three signs: the title that the source gives; a glued pair of words ("ProvocativeRussia said"); a run in title case
    that goes over into prose at a word that only begins a sentence.
    """
    if title and len(title) > 12 and text.startswith(title, start) and start + len(title) < end:
        at = start + len(title)
        return at + (len(text[at:end]) - len(text[at:end].lstrip()))
    window = min(end, start + 260)
    for match in _PLACE.finditer(text, start + 20, window):
        line = find_agency_line(text, match.start(), end)
        if line is not None and line.day is not None and len(text[start : match.start()].split()) >= 4:
            return match.start()
    for match in _GLUE.finditer(text, start, window):
        at = match.start()
        head, rest = text[start:at].split(), text[at : at + 160].split()
        if len(head) < 5 or len(rest) < 6 or _SENTENCE.search(text, start, at) or head[-1] in _MC:
            continue
        if sum(word[0].islower() for word in rest[:12]) >= 3 and _is_title(head) and not _is_word(text, at):
            return at
    return _title_case_end(text, start, window)


def _is_title(head: list[str]) -> bool:
    """Tell whether words are set in title case, none of the names twice ("Trump Donald John Trump" is a tag)."""
    told = [word for word in head if word.lower() not in LINKING]
    names = [word for word in told if word[0].isupper()]
    return len(told) >= 4 and len(names) >= 0.8 * len(told) and len(set(names)) == len(names)


def _is_word(text: str, at: int) -> bool:
    """Tell whether the glued pair is one word of this text ("ExxonMobil"), for it stands in it again."""
    left, right = at, at
    while left > 0 and text[left - 1].isalpha():
        left -= 1
    while right < len(text) and text[right].isalpha():
        right += 1
    return text.find(text[left:right], right) >= 0


_OPENING = re.compile(
    r"\s(?=(?:The|A|An|In|On|At|As|After|When|While|For|There|This|That|Two|Three|Several|More)\s"
    r"|[A-Z][a-z]+(?:ian|ish|ese|an|ch|i|ek)\s(?:[A-Z][a-z]+\s){0,3}"
    r"(?:President|Prime|Foreign|Defen[cs]e|Deputy|Minister|troops|forces|officials|authorities)\b)"
)


def _title_case_end(text: str, start: int, window: int) -> int | None:
    """Find where title case ends: before, every word is capitalised; after, most are not."""
    for match in _OPENING.finditer(text, start + 20, window):
        at = match.end()
        head, rest = text[start : match.start()].split(), text[at : at + 140].split()[:14]
        if len(head) < 5 or len(rest) < 8 or text[match.start() - 1] in ".,:;-–—" or not _is_title(head):
            continue
        if sum(word[0].islower() for word in head) > len(head) // 3:
            continue
        told = [word for word in rest[1:] if word.lower() not in LINKING]
        if (
            told
            and sum(word[0].islower() for word in told) >= 0.5 * len(told)
            and sum(map(str.islower, rest[1:6])) >= 3
        ):
            return at
    return None
