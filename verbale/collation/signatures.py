"""What is kept of a document to tell whether another is its copy: a few kilobytes, made from that document alone."""

from __future__ import annotations

import re
from functools import cache
from zlib import crc32

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from verbale.collation.credits import find_credits
from verbale.collation.shingles import FULL, Flags, Numbers, digest, fold_words, numbers_of, runs, sketch
from verbale.lexicon import load_table
from verbale.model import CODED_ROLES, Coding, Document, Segment

VERSION = "signature-1"
QUOTED = 6
"""Words that a quotation must have to be told from a phrase that anybody may quote."""
_QUOTES = re.compile(r"[“„](?P<curly>[^“”„\n]{20,1500})[”“]|\"(?P<straight>[^\"\n]{20,1500})\"")
_SPOKEN = re.compile(r"[“„][^“”„\n]{20,3000}(?:[”“]|(?=\n)|$)|\"[^\"\n]{20,3000}\"")
"""A quotation for the purpose of telling prose from it: one that goes on in the next paragraph is not closed."""
_FIGURES = re.compile(r"(?<!\w)[0-9]+(?:[.,:][0-9]+)*")
_MOST_QUOTES, _MOST_FIGURES = 200, 256


class Signature(Struct, frozen=True):
    """One document as collation of copies sees it. A pure function of the document and its coding."""

    document_id: str
    sketch: bytes
    """Its runs of five words as sorted numbers of four bytes, the lowest only where the text is long."""
    limit: int
    """Below this none of the numbers was left out."""
    within: bytes
    """A bit for each of these numbers: 1 where the run stands in quotations alone."""
    words: int
    whole: bytes
    """A digest of its words, in order."""
    body: bytes
    """A digest of its body's words: two outlets print one text under two headlines."""
    quotes: bytes
    """Digests of its quotations, eight bytes each, sorted."""
    figures: bytes
    """Digests of the numbers that it tells, four bytes each, sorted, the lowest only where there are many."""
    outlet: str | None = None
    earliest: str | None = None
    latest: str | None = None
    """The days between which it was written."""
    agency: str | None = None
    """The outlet whose text it says it carries."""
    agency_words: str = ""
    helpers: tuple[str, ...] = ()
    """Those who, it says, contributed a part."""

    @property
    def numbers(self) -> Numbers:
        """The runs of words as numbers."""
        return numbers_of(self.sketch)

    @property
    def spoken(self) -> Flags:
        """Which of the runs stand in quotations alone."""
        bits = np.unpackbits(np.frombuffer(self.within, dtype=np.uint8), count=len(self.sketch) // 4)
        return bits.astype(np.bool_)

    @property
    def quoted(self) -> NDArray[np.uint64]:
        """The quotations as numbers."""
        return np.frombuffer(self.quotes, dtype="<u8")

    @property
    def counted(self) -> tuple[Numbers, int]:
        """The numbers that the text tells, as digests, and the limit below which none was left out."""
        figures = numbers_of(self.figures)
        return figures, FULL if len(figures) < _MOST_FIGURES else int(figures[-1])


def sign(document: Document, coding: Coding) -> Signature:
    """Sign a coded document: the words of its prose, furniture and captions left out."""
    when = coding.dateline.when
    return sign_text(
        document.id,
        document.text,
        coding.segments,
        outlet=document.outlet.id if document.outlet else None,
        byline=document.byline,
        earliest=when.earliest if when else None,
        latest=when.latest if when else None,
    )


def sign_text(
    document_id: str,
    text: str,
    segments: tuple[Segment, ...] = (),
    *,
    outlet: str | None = None,
    byline: str | None = None,
    earliest: str | None = None,
    latest: str | None = None,
) -> Signature:
    """Sign a text: all of it where it is not cut into segments (a text that was not coded)."""
    prose = [s for s in segments if s.role in CODED_ROLES]
    if prose:
        body = " ".join(text[s.start : s.end] for s in prose if s.role == "body")
        rest = " ".join(text[s.start : s.end] for s in prose if s.role != "body")
    else:
        body, rest = text, ""
    rest_words = fold_words(rest)
    body_words, quoted = _quoted_words(body)
    words = rest_words + b" " + body_words if rest_words else body_words
    if rest_words:
        quoted = np.concatenate((np.zeros(rest_words.count(b" ") + 1, dtype=np.bool_), quoted))
    numbers, spoken = runs(words, quoted)
    sketched, limit = sketch(numbers)
    credits = find_credits(text, segments, byline=byline, outlet=outlet)
    carried = next((credit for credit in credits if credit.whole), None)
    body_digest = digest(body_words)
    return Signature(
        document_id=document_id,
        sketch=sketched,
        limit=limit,
        within=np.packbits(spoken[: len(sketched) // 4]).tobytes(),
        words=words.count(b" ") + 1 if words else 0,
        whole=digest(words) if rest_words else body_digest,
        body=body_digest,
        quotes=_quotations(body),
        figures=_figures(body, body_words),
        outlet=outlet,
        earliest=earliest,
        latest=latest,
        agency=carried.agency if carried else None,
        agency_words=carried.words if carried else "",
        helpers=tuple(sorted(credit.agency for credit in credits if not credit.whole)),
    )


def _quoted_words(text: str) -> tuple[bytes, Flags]:
    """Return the words of a text, folded, and which of them stand between quotation marks."""
    pieces: list[bytes] = []
    at = 0
    for match in _SPOKEN.finditer(text):
        pieces += [fold_words(text[at : match.start()]), fold_words(match.group())]
        at = match.end()
    pieces.append(fold_words(text[at:]))
    counts = [piece.count(b" ") + 1 if piece else 0 for piece in pieces]
    flags = np.repeat(np.arange(len(pieces)) % 2 == 1, counts)
    return b" ".join(piece for piece in pieces if piece), flags


def _quotations(text: str) -> bytes:
    """Return the digests of a text's quotations of some length, as they were cut; marks and case do not matter."""
    found = set()
    for match in _QUOTES.finditer(text):
        words = fold_words(match["curly"] or match["straight"])
        if words.count(b" ") + 1 >= QUOTED:
            found.add(int.from_bytes(digest(words), "little"))
            if len(found) == _MOST_QUOTES:
                break
    return np.array(sorted(found), dtype="<u8").tobytes()


@cache
def _figure_words() -> frozenset[bytes]:
    """Return numbers and days of the week in words; "one" is a pronoun too."""
    rows = [row for row in load_table("times_words.tsv") if row["class"] in ("NUMW", "WEEKDAY")]
    return frozenset(row["word"].encode() for row in rows) - {b"one"}


def _figures(text: str, words: bytes) -> bytes:
    """Return digests of a text's numbers and days: a report in the form of another tells other ones."""
    told = set(_FIGURES.findall(text))
    told.update(word.decode() for word in _figure_words() & set(words.split()))
    found = sorted(crc32(figure.encode()) for figure in told)[:_MOST_FIGURES]
    return np.array(found, dtype="<u4").tobytes()


def encode(signature: Signature) -> bytes:
    """Return a signature as bytes, to be stored beside its document."""
    return msgspec.msgpack.encode(signature)


def decode(stored: bytes) -> Signature:
    """Return the signature that was stored."""
    return msgspec.msgpack.decode(stored, type=Signature)
