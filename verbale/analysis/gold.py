"""Hand-labelled truth for a set of articles: the file format, its strict reading, and its words found in the texts.

`docs/reference/gold.md` describes the format and the rules that annotators follow. Every category may be left out of a
document (null): what is not labelled is not scored. An empty list says "there is none".
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from verbale.errors import GoldError
from verbale.model import Act, EventType, Medium, MentionKind, Mode, Role, Span, Status


class Where(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where words stand: exact `text` with its `occurrence`, or `start` and `end` where words may not be given away.

    Occurrences are counted over whole words: "he" does not stand in "the".
    """

    text: str | None = None
    occurrence: int = 1
    start: int | None = None
    end: int | None = None


Words = str | tuple[int, int] | Where
"""Words of a document: `"exact words"` (their first occurrence), `[start, end]`, or an object."""


class GoldDateline(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day the article was written, and what else is close enough to be right."""

    value: str
    accept: tuple[str, ...] = ()


class GoldSegment(Where, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the text and its role."""

    role: Role
    optional: bool = False
    """May be absent: a reader of pages may leave it out of the stored text."""


class GoldHop(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step by which the words reached the page."""

    name: str
    medium: Medium | None = None


class GoldStatement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who says what, as a careful reader would write it down."""

    id: str | None = None
    speaker: str | None
    """The name as a reader would write it; null where the article does not say."""
    speaker_accept: tuple[str, ...] = ()
    speaker_text: Words | None = None
    act: Act
    act_accept: tuple[Act, ...] = ()
    mode: Mode
    mode_accept: tuple[Mode, ...] = ()
    content: tuple[Words, ...]
    cue: Words | None = None
    addressee: str | None = None
    medium: Medium | None = None
    spoken: str | None = None
    spoken_accept: tuple[str, ...] = ()
    relay: tuple[GoldHop, ...] = ()
    parent: str | None = None
    """The `id` of the statement in whose content this one stands."""
    optional: bool = False
    """Borderline: neither a miss when left out nor an error when coded."""


class GoldEvent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One account of an event in PLOVER's terms."""

    type: EventType
    mode: str | None = None
    context: str | None = None
    status: Status = "happened"
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    happened: str | None = None
    happened_accept: tuple[str, ...] = ()
    place: str | None = None
    trigger: Words
    optional: bool = False


class GoldMention(Where, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name in the text: its kind, and whose it is."""

    kind: MentionKind
    accept: tuple[MentionKind, ...] = ()
    actor: str | None = None
    optional: bool = False


class GoldTime(Where, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that place something in time, and the EDTF or ISO 8601 value they have in this article."""

    value: str
    accept: tuple[str, ...] = ()
    optional: bool = False


class GoldActor(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One party and the other names that mean it."""

    name: str
    aliases: tuple[str, ...] = ()


class GoldDocument(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is true of one article."""

    file: str | None = None
    """The last part of the article's locator: `a.txt`, `news.jsonl:2`."""
    sha256: str | None = None
    """Of the stored text in UTF-8."""
    counted_from: str | None = None
    """Occurrences are counted from the first place of these words on (for texts that a reader makes out of a page)."""
    skipped: bool = False
    """True where the right answer is to code nothing: another language, no article."""
    dateline: GoldDateline | None = None
    segments: tuple[GoldSegment, ...] | None = None
    statements: tuple[GoldStatement, ...] | None = None
    events: tuple[GoldEvent, ...] | None = None
    mentions: tuple[GoldMention, ...] | None = None
    times: tuple[GoldTime, ...] | None = None
    note: str = ""

    @property
    def name(self) -> str:
        """How messages and reports call it."""
        return self.file or (self.sha256 or "?")[:12]


class Gold(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The truth about a set of articles on one dispute."""

    name: str
    origin: str
    """Who wrote the texts and who labelled them."""
    licence: str
    actors: tuple[GoldActor, ...] = ()
    documents: tuple[GoldDocument, ...]
    note: str = ""


# -- the same with its words found -------------------------------------------------------------------------------------


class LocatedStatement(Struct, frozen=True):
    """A gold statement with the places of its words."""

    gold: GoldStatement
    content: tuple[Span, ...]
    speaker: Span | None
    cue: Span | None


class LocatedEvent(Struct, frozen=True):
    """A gold event with the place of its trigger."""

    gold: GoldEvent
    trigger: Span


class LocatedMention(Struct, frozen=True):
    """A gold mention with its place."""

    gold: GoldMention
    span: Span


class LocatedTime(Struct, frozen=True):
    """A gold time expression with its place."""

    gold: GoldTime
    span: Span


class LocatedSegment(Struct, frozen=True):
    """A gold segment with its place."""

    gold: GoldSegment
    span: Span


class Located(Struct, frozen=True):
    """A gold document whose words have all been found in its text; None where a category is not labelled."""

    gold: GoldDocument
    segments: tuple[LocatedSegment, ...] | None
    statements: tuple[LocatedStatement, ...] | None
    events: tuple[LocatedEvent, ...] | None
    mentions: tuple[LocatedMention, ...] | None
    times: tuple[LocatedTime, ...] | None


T = TypeVar("T")
G = TypeVar("G")
L = TypeVar("L")

_AT = re.compile(r"\$\.documents\[(\d+)\]")


def decode_gold(data: bytes, name: str) -> Gold:
    """Read a gold file strictly; `name` is how its errors call it."""
    try:
        gold = msgspec.json.decode(data, type=Gold)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:  # includes ValidationError
        raise GoldError(f"{name}: {_document_of(data, str(error))}{error}") from None
    for document in gold.documents:
        _check(document, name)
    names = [document.name for document in gold.documents]
    for twice in sorted({each for each in names if names.count(each) > 1}):
        raise GoldError(f"{name}: {twice} is labelled twice; keep one entry per document")
    return gold


def read_gold(path: str | Path) -> Gold:
    """Read a gold file from disk."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror}") from None
    return decode_gold(data, str(path))


def _document_of(data: bytes, message: str) -> str:
    """Turn the `$.documents[3]` of a decoder's message into the document's own name, where the file can say it."""
    found = _AT.search(message)
    if found is None:
        return ""
    try:
        document = msgspec.json.decode(data)["documents"][int(found.group(1))]
        return f"document {document.get('file') or document['sha256'][:12]}: "
    except (msgspec.DecodeError, UnicodeDecodeError, LookupError, AttributeError, TypeError):
        return ""


def _check(document: GoldDocument, name: str) -> None:
    if document.file is None and document.sha256 is None:
        raise GoldError(f"{name}: a document has neither `file` nor `sha256`; give one, so that it can be found")
    where = f"{name}: {document.name}"
    values: list[tuple[str, str]] = []
    if document.dateline is not None:
        values += [("dateline", value) for value in (document.dateline.value, *document.dateline.accept)]
    ids = set()
    for number, statement in enumerate(document.statements or (), 1):
        item = f"statement {number}"
        values += [(item, value) for value in (statement.spoken, *statement.spoken_accept) if value is not None]
        if not statement.content:
            raise GoldError(f"{where}: {item} has no content")
        if statement.id is not None and statement.id in ids:
            raise GoldError(f"{where}: {item}: the id {statement.id!r} is used twice")
        ids.add(statement.id)
    for number, statement in enumerate(document.statements or (), 1):
        if statement.parent is not None and (statement.parent not in ids or statement.parent == statement.id):
            raise GoldError(f"{where}: statement {number}: no other statement has the id {statement.parent!r}")
    for number, event in enumerate(document.events or (), 1):
        values += [(f"event {number}", v) for v in (event.happened, *event.happened_accept) if v is not None]
    for item, value in values:
        try:
            bounds(value)
        except ValueError:
            raise GoldError(f"{where}: {item}: {value!r} is not a date in EDTF, e.g. 2021-12-24 or 2021-12") from None


# -- finding words -----------------------------------------------------------------------------------------------------


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether `[start, end)` does not begin or end inside a word."""
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    return not cut_before and not (end < len(text) and text[end].isalnum() and text[end - 1].isalnum())


def _find(text: str, words: str, occurrence: int, start: int) -> Span:
    """Return the place of an occurrence, counted over whole words ("he" is not in "the") where there are any."""
    places: list[int] = []
    position = text.find(words, start)
    while position >= 0:
        places.append(position)
        position = text.find(words, position + 1)
    whole = [place for place in places if _whole(text, place, place + len(words))]
    places = whole or places
    if len(places) < occurrence:
        times = f"only {len(places)} times" if places else "not"
        raise ValueError(f"the words {words!r} stand {times} in the text")
    position = places[occurrence - 1]
    return Span(position, position + len(words), words)


def locate(text: str, words: Words, counted_from: int = 0) -> Span:
    """Return the place of the words in the text; raise ValueError with the reason where they are not there."""
    if isinstance(words, str):
        words = Where(text=words)
    elif isinstance(words, tuple):
        words = Where(start=words[0], end=words[1])
    if words.start is not None and words.end is not None:
        span = Span.of(text, words.start, words.end)
        if words.text is not None and words.text != span.text:
            raise ValueError(f"{words.start}-{words.end} is {span.text!r} in the text, not {words.text!r}")
        return span
    if not words.text:
        raise ValueError("neither `text` nor `start` and `end` are given")
    if words.occurrence < 1:
        raise ValueError("`occurrence` counts from 1")
    return _find(text, words.text, words.occurrence, counted_from)


class _Finder:
    """Finds the words of one document and says which item is at fault where it cannot."""

    def __init__(self, name: str, document: GoldDocument, text: str) -> None:
        self.where = f"{name}: {document.name}"
        self.text = text
        self.start = 0
        if document.counted_from is not None:
            self.start = self.find("counted_from", document.counted_from).start

    def find(self, item: str, words: Words) -> Span:
        try:
            return locate(self.text, words, self.start)
        except ValueError as error:
            raise GoldError(f"{self.where}: {item}: {error}") from None

    def maybe(self, item: str, words: Words | None) -> Span | None:
        return None if words is None else self.find(item, words)

    def statement(self, item: str, gold: GoldStatement) -> LocatedStatement:
        content = tuple(sorted(self.find(f"{item}, content", words) for words in gold.content))
        return LocatedStatement(
            gold,
            content,
            self.maybe(f"{item}, speaker_text", gold.speaker_text),
            self.maybe(f"{item}, cue", gold.cue),
        )


def place_gold(document: GoldDocument, text: str, name: str = "gold") -> Located:
    """Find all words of a gold document in its text; GoldError names the file, the document and the item."""
    if document.sha256 is not None and digest(text) != document.sha256:
        raise GoldError(f"{name}: {document.name}: the text's SHA-256 is {digest(text)}, not {document.sha256}")
    finder = _Finder(name, document, text)
    segments = document.segments
    if segments is not None:  # a reader of pages may leave furniture out
        segments = tuple(each for each in segments if not each.optional or each.text is None or each.text in text)

    def each(kind: str, items: tuple[G, ...] | None, make: Callable[[str, G], L]) -> tuple[L, ...] | None:
        return None if items is None else tuple(make(f"{kind} {number}", gold) for number, gold in enumerate(items, 1))

    return Located(
        document,
        each("segment", segments, lambda item, gold: LocatedSegment(gold, finder.find(item, gold))),
        each("statement", document.statements, finder.statement),
        each("event", document.events, lambda item, gold: LocatedEvent(gold, finder.find(item, gold.trigger))),
        each("mention", document.mentions, lambda item, gold: LocatedMention(gold, finder.find(item, gold))),
        each("time", document.times, lambda item, gold: LocatedTime(gold, finder.find(item, gold))),
    )


def digest(text: str) -> str:
    """Return the SHA-256 of a stored text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def find_document(document: GoldDocument, given: Mapping[str, T], digests: Mapping[str, str]) -> T | None:
    """Return what was given for a gold document: by the digest of its text, else by the last part of its locator.

    `given` is keyed by locator; `digests` maps the SHA-256 of a text to its locator.
    """
    if document.sha256 is not None and document.sha256 in digests:
        return given[digests[document.sha256]]
    for locator in sorted(given):
        if re.split(r"[/\\]", locator)[-1] == document.file:
            return given[locator]
    return None


# -- dates -------------------------------------------------------------------------------------------------------------

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")


def bounds(value: str) -> tuple[str | None, str | None]:
    """Return the first and last day of an EDTF value (the subset this record uses); None where a side is open."""
    value = value.strip().rstrip("~?%")
    if value.startswith("[") and value.endswith("]"):
        sides = [bounds(part) for part in re.split(r",|\.\.", value[1:-1])]
        return sides[0][0], sides[-1][1]
    if "/" in value:
        first, last = value.split("/", 1)
        start = None if first in {"", ".."} else bounds(first)[0]
        return start, None if last in {"", ".."} else bounds(last)[1]
    week = _WEEK.fullmatch(value)
    if week is not None:
        monday = dt.date.fromisocalendar(int(week.group(1)), int(week.group(2)), 1)
        return monday.isoformat(), (monday + dt.timedelta(days=6)).isoformat()
    day = _DAY.fullmatch(value)
    if day is None:
        raise ValueError(f"not EDTF: {value!r}")
    year, month, number = int(day.group(1)), day.group(2), day.group(3)
    if month is None:
        return f"{year:04d}-01-01", f"{year:04d}-12-31"
    if number is None:
        return f"{year:04d}-{month}-01", dt.date(year, int(month), calendar.monthrange(year, int(month))[1]).isoformat()
    exact = dt.date(year, int(month), int(number)).isoformat()
    return exact, exact
