"""Say of every word what the lexicon and the rules hold of it, one bit each: what the trained reader of names is told.

The last bits are the document's: what the same word is told to be where else it stands ("Starr" after "Kenneth Starr").
"""

from __future__ import annotations

from verbale.coding.mentions.found import Found
from verbale.coding.mentions.reader import Reader, Scan

_KINDS = {"person": 0, "polity": 1, "place": 2, "organisation": 3, "office": 4, "group": 5}
(_FIRST, _KEYED, _ADJECTIVE, _DEMONYM, _TITLE, _SEAT, _UNSURE, _PENDING) = range(6, 14)
(_GIVEN, _COMMON, _ORG, _PLACE, _HONORIFIC, _NEVER, _PARTICLE, _LOCATIVE, _LOOSE, _FAMOUS) = range(14, 24)
(_IN_PERSON, _TITLED, _REACHED, _IN_BODY, _SMALL, _MID, _DEFINED, _OFTEN) = range(24, 32)
_OFTEN_IS = 3


def marks_of(reader: Reader, scans: list[Scan]) -> list[tuple[int, int, int]]:
    """Return (start, end, bits) of every word that there is something to say of, in text order."""
    lists = (
        (reader.given, _GIVEN), (reader.common, _COMMON), (reader.org, _ORG), (reader.place, _PLACE),
        (reader.honorific, _HONORIFIC), (reader.never, _NEVER), (reader.particle, _PARTICLE),
        (reader.locative, _LOCATIVE),
    )  # fmt: skip
    surnames = reader.lex.surnames
    told: dict[str, int] = {}
    document = _document_marks(reader, scans)
    out: list[tuple[int, int, int]] = []
    for scan in scans:
        waiting = {at for first, last, _ in scan.pending for at in range(first, last)}
        for at, token in enumerate(scan.tokens):
            fold = token.fold
            bits = told.get(fold)
            if bits is None:
                bits = sum(1 << bit for words, bit in lists if fold in words)
                if fold in surnames:
                    bits |= 1 << _FAMOUS
                told[fold] = bits
            if token.cap:
                bits |= document.get(fold, 0)
            if scan.loose:
                bits |= 1 << _LOOSE
            if at in waiting:
                bits |= 1 << _PENDING
            label = scan.labels[at]
            if label is not None:
                bits |= _labelled(label)
                if label.first == at:
                    bits |= 1 << _FIRST
            if bits:
                out.append((token.start, token.end, bits))
    return out


def _document_marks(reader: Reader, scans: list[Scan]) -> dict[str, int]:
    """Return what the document as a whole says of each word that it writes with a capital."""
    marks: dict[str, int] = {}
    count: dict[str, int] = {}
    small: set[str] = set()
    for scan in scans:
        if scan.loose:
            continue
        tokens, labels = scan.tokens, scan.labels
        for at, token in enumerate(tokens):
            if not token.word:
                continue
            fold = token.fold
            if not token.cap:
                small.add(fold)
                continue
            count[fold] = count.get(fold, 0) + 1
            bits = 0
            label = labels[at]
            if label is not None and label.form == "name" and label.last - label.first > 1:
                if label.kind == "person":
                    bits |= 1 << _IN_PERSON
                elif label.kind == "organisation":
                    bits |= 1 << _IN_BODY
            if at:
                before = tokens[at - 1]
                above = labels[at - 1]
                if before.word:
                    bits |= 1 << _MID
                if before.fold in reader.honorific or (above is not None and above.form == "title"):
                    bits |= 1 << _TITLED
                elif not before.cap and before.fold in reader.locative:
                    bits |= 1 << _REACHED
                elif before.text == "(" and token.upper:
                    bits |= 1 << _DEFINED
            if bits:
                marks[fold] = marks.get(fold, 0) | bits
    for fold, times in count.items():
        bits = (1 << _OFTEN if times >= _OFTEN_IS else 0) | (1 << _SMALL if fold in small else 0)
        if bits:
            marks[fold] = marks.get(fold, 0) | bits
    return marks


def _labelled(label: Found) -> int:
    bits = 1 << _KINDS.get(label.kind, 5)
    if label.key:
        bits |= 1 << _KEYED
    if label.use in ("adjective", "part"):
        bits |= 1 << _ADJECTIVE
    elif label.use == "demonym":
        bits |= 1 << _DEMONYM
    elif label.use == "seat":
        bits |= 1 << _SEAT
    if label.form == "title":
        bits |= 1 << _TITLE
    if label.confidence < 0.95:
        bits |= 1 << _UNSURE
    return bits
