"""The typed rows: the only vocabulary that the rooms share.

All offsets are Unicode code points into `Document.text`, end exclusive. All rows are frozen; a row that is stored has
an id that is a hash of its content (`row_id`), so coding the same document twice gives the same ids.

Dates. A value that may be uncertain is an EDTF string (`2021-12-24`, `2021-12`, `2021-W51`, `2021-12-17~`,
`2021-12-16/2021-12-21`, `[2021-12-23,2021-12-30]` for "one of") together with `earliest` and `latest`: ISO 8601 days
(`YYYY-MM-DD`, both inclusive) for sorting, or None where that side is open or unknown.
"""

from __future__ import annotations

import hashlib
from typing import Literal

from msgspec import Struct

Role = Literal[
    "headline", "standfirst", "byline", "dateline", "crosshead", "body", "caption", "credit", "tag", "furniture"
]
CODED_ROLES: frozenset[str] = frozenset({"headline", "standfirst", "crosshead", "body"})
"""Roles whose text is the article's own prose and is coded; the rest is kept and marked, never coded."""

Mode = Literal["direct", "mixed", "indirect"]
Act = Literal[
    "assert", "demand", "propose", "accept", "refuse", "deny", "accuse", "threaten", "warn", "promise", "request",
    "praise", "announce", "expect",
]  # fmt: skip
Medium = Literal[
    "call", "video call", "meeting", "news conference", "briefing", "interview", "speech", "statement", "letter",
    "document", "social media", "broadcast", "agency", "outlet", "written answer", "parliament",
]  # fmt: skip
MentionKind = Literal["person", "polity", "organisation", "office", "place", "group", "document"]
MentionForm = Literal["name", "title", "description", "pronoun"]
TimeKind = Literal["date", "time", "duration", "set", "range"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["happened", "scheduled", "hypothetical", "denied"]


def row_id(kind: str, *parts: object) -> str:
    """Return the id of a row: 16 hex digits of the SHA-256 of its kind and the parts that make it what it is."""
    joined = "\x1f".join([kind, *("" if part is None else str(part) for part in parts)])
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Span(Struct, frozen=True, order=True, gc=False):
    """Exact words of one document: `document.text[start:end] == text`, never empty."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Cut the span `[start, end)` out of a document's text."""
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span {start}-{end} is outside a text of {len(text)} characters")
        return cls(start, end, text[start:end])


class Evidence(Struct, frozen=True, order=True):
    """The words behind one field of one row ("who", "what" and "when" each have their own)."""

    field: str
    span: Span


class Segment(Struct, frozen=True, order=True):
    """A part of a document. The segments of a document do not overlap; together they cover all that is not blank."""

    start: int
    end: int
    role: Role
    reason: str = ""
    """Which mark, rule or source said so, in words."""


# -- sources -----------------------------------------------------------------------------------------------------------


class Outlet(Struct, frozen=True):
    """Who published a document. `id` is the registered domain where one is known, else a slug of the name."""

    id: str
    name: str
    domain: str | None = None
    country: str | None = None


class DateClaim(Struct, frozen=True, order=True):
    """What a source says of its own day, before anybody believed it."""

    value: str
    """ISO 8601 day or instant, as far as the source gives it."""
    source: str
    """Where it stood: `meta:article:published_time`, `jsonld:datePublished`, `url`, `jsonl:date_publish` ..."""
    kind: Literal["published", "modified", "crawled", "unknown"] = "unknown"


class Document(Struct, frozen=True):
    """One article as it was given. `text` is stored character for character (a BOM and NULs aside)."""

    id: str
    text: str
    language: str
    """ISO 639-1 code, or `und` where it could not be told."""
    outlet: Outlet | None = None
    url: str | None = None
    title: str | None = None
    """The title that the source's metadata gives; the headline in the text is a segment."""
    byline: str | None = None
    date_claims: tuple[DateClaim, ...] = ()
    segments: tuple[Segment, ...] = ()
    """Roles that the source itself shows (HTML, structured files); empty for plain text, where coding finds them."""


class Receipt(Struct, frozen=True):
    """One delivery of a document: the same article given twice is one document with two receipts."""

    document_id: str
    locator: str
    """Where it came from: `articles/a.txt`, `dump.zip!/b.html`, `news.jsonl:12`, `crawl.warc.gz:4711`, `-` (stdin)."""
    raw_sha256: str
    raw_bytes: int
    format: str
    url: str | None = None
    notes: tuple[str, ...] = ()
    """What was odd but not fatal: "decoded as windows-1251", "3 NULs removed", "cut at 8 MB" ..."""


class Skip(Struct, frozen=True):
    """Something given that could not be read, and why: recorded and shown, never silently dropped."""

    locator: str
    reason: str
    """One sentence that says what is wrong."""
    advice: str = ""
    """One sentence that says what the user can do."""
    raw_sha256: str | None = None


# -- coding ------------------------------------------------------------------------------------------------------------


class When(Struct, frozen=True):
    """A day, or what is known of one, with why it is held."""

    value: str
    earliest: str | None
    latest: str | None
    basis: str
    evidence: tuple[Span, ...] = ()


class Dateline(Struct, frozen=True):
    """The day (and place) a document was written, by what the document alone says."""

    when: When | None
    """None where nothing supports even a range."""
    kind: Literal["stamp", "agency", "source", "inferred", "none"]
    """`stamp`/`agency`: printed in the text; `source`: the page's own claim, not contradicted; `inferred`: reasoned."""
    place: str | None = None
    place_evidence: Span | None = None
    rejected: tuple[str, ...] = ()
    """Claims that were not believed, each with the reason, in words."""


class TimeExpression(Struct, frozen=True, gc=False):
    """Words that place something in time, normalised against the document's dateline and the sentence's tense."""

    id: str
    span: Span
    kind: TimeKind
    value: str
    """EDTF, or ISO 8601 duration/set (`P7Y`, `R/P1D`); '' where it stays unknown."""
    earliest: str | None
    latest: str | None
    timex_type: Literal["DATE", "TIME", "DURATION", "SET"]
    timex_value: str
    """TIMEX3 value (`1998-W02`, `PAST_REF`, `P2D`, `2021-12-16TEV`) for comparison with annotated corpora."""
    form: str
    """The anchor-free form of the expression, resolved again when the dateline becomes better known."""
    basis: str
    """In words: "'next month', dateline 2021-12-24"."""


class Mention(Struct, frozen=True, gc=False):
    """A person, polity, organisation, office, place, group or document named or described in a document."""

    id: str
    span: Span
    kind: MentionKind
    form: MentionForm
    name: str
    """The fullest name by which this document calls the same one ("Sergei Ryabkov" for "he", "the deputy minister")."""
    head_id: str
    """The id of the first naming mention of the same one in this document; its own id where it is that one."""
    actor: str | None = None
    """Key into the actor lexicon (`RUS`, `RUS.PRESIDENCY`, `NATO`, `Q7747`) where the lexicon knows it."""
    confidence: float = 1.0


class Hop(Struct, frozen=True):
    """One step by which words reached the page: X told *agency Y* (call), *outlet Z* reports."""

    mention_id: str | None
    name: str
    medium: Medium | None
    span: Span | None = None


class Attribution(Struct, frozen=True):
    """Who says what, by which words, in one document."""

    id: str
    mode: Mode
    act: Act
    speaker_id: str | None
    """Mention; None where the document does not say or it was not found."""
    content: tuple[Span, ...]
    """The words said, in text order; several where the reporting words stand in the middle. Quotation marks are outside
    the span of a direct quotation; a mixed content is the whole clause with its marks."""
    cue: tuple[Span, ...] = ()
    speaker: Span | None = None
    """The speaker's full phrase ("Russian Deputy Foreign Minister Sergei Ryabkov"); the mention may be shorter."""
    addressee_id: str | None = None
    medium: Medium | None = None
    spoken: When | None = None
    place: Span | None = None
    parent_id: str | None = None
    """The attribution inside whose content this one stands."""
    relay: tuple[Hop, ...] = ()
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    rule: str = ""
    """Which rule or model made it."""


Stance = Literal[
    "demands", "offers", "accepts", "accepts if", "refuses", "denies", "red line", "threatens", "undecided", "states",
]  # fmt: skip
"""How a party stands on an issue by what it says; `states`: it takes none."""


class Leaning(Struct, frozen=True, gc=False):
    """How far the trained network takes the words of a report for a stance; what they are settled as, analysis says."""

    attribution_id: str
    stance: Stance
    share: int
    """Percent; what is less likely than one in twenty is left out. A report that was not read for its stance has none."""


class EventMention(Struct, frozen=True):
    """One document's account of an event, in PLOVER's terms."""

    id: str
    type: EventType
    mode: str | None
    context: str | None
    status: Status
    trigger: Span
    actors: tuple[str, ...]
    """Mention ids."""
    recipients: tuple[str, ...]
    happened: When | None = None
    place: Span | None = None
    attribution_id: str | None = None
    """Set where the event is only claimed by someone."""
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    rule: str = ""


class Coding(Struct, frozen=True):
    """All that one document says. A pure function of the document and the coder's version."""

    document_id: str
    coder: str
    """Name and version of the coder, e.g. `rules-1`."""
    dateline: Dateline
    segments: tuple[Segment, ...]
    times: tuple[TimeExpression, ...]
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    events: tuple[EventMention, ...]
    skipped: str | None = None
    """Why nothing was coded ("language: de"), else None."""
    leanings: tuple[Leaning, ...] = ()
    """Of attributions, in their order, the likeliest first. The last field: `store.codings.digest_of` counts on it."""


# -- collation ---------------------------------------------------------------------------------------------------------


Verdict = Literal["same", "different", "unsure"]


class Judgement(Struct, frozen=True):
    """Same or different, said by a rule, a model or a person; may be retracted, is never edited."""

    left: str
    right: str
    verdict: Verdict
    by: str
    score: float | None = None
    reason: str = ""


CorrectedField = Literal["speaker", "addressee", "act", "day", "status", "kept"]


class Correction(Struct, frozen=True):
    """What a person holds a field of a coded row to be, whatever was coded; may be retracted, is never edited.

    It names the row by its id and by its place, so that it still finds the row when the article was coded anew.
    """

    row: str
    """An attribution, or an event mention (`day`, `status` and `kept` only)."""
    field: CorrectedField
    value: str
    """An actor's name or lexicon key, an act, an EDTF day, a status; '' for "not known".

    Of `kept`: `yes` where a person read the row and found it right, `no` where it is none and is left out."""
    by: str
    document_id: str
    start: int
    end: int
    reason: str = ""
    made_at: str = ""
    """When it was made, as the surface that took it says; decides nothing."""
