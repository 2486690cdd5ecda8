"""What one document says, as collation needs it: each attribution with who speaks, when, and its words made ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from verbale.collation.around import sentence_around
from verbale.collation.days import number
from verbale.collation.likeness import Wording, counts_of, wording
from verbale.model import Attribution, Coding, EventMention, Span, When


def content_of(attribution: Attribution) -> str:
    """Return a content as one string, its pieces joined by an ellipsis."""
    return " … ".join(span.text for span in attribution.content)


class Account(Struct, frozen=True):
    """One document's attribution with what collation needs of it."""

    document_id: str
    attribution: Attribution
    speaker_key: str | None
    addressee_key: str | None
    spoken: When | None
    written: When | None
    wording: Wording
    head: bool = False
    """Stands in a headline or standfirst, which tells what the body tells again."""
    corrected: tuple[str, ...] = ()
    """Fields that a person set."""
    around: Span | None = None
    """The sentence or sentences that it stands in, from the first of its words to the last."""

    @property
    def id(self) -> str:
        """The attribution's id."""
        return self.attribution.id

    @property
    def content(self) -> str:
        """The attribution's words as one string."""
        return content_of(self.attribution)


class EventAccount(Struct, frozen=True):
    """One document's event mention with what collation needs of it."""

    document_id: str
    mention: EventMention
    actor_keys: tuple[str, ...]
    recipient_keys: tuple[str, ...]
    happened: When | None
    written: When | None = None
    before: str = ""
    """The words just before its trigger: "the third round of"."""
    corrected: tuple[str, ...] = ()
    """Fields that a person set."""
    around: Span | None = None
    """The sentence that its trigger stands in."""

    @property
    def id(self) -> str:
        """The event mention's id."""
        return self.mention.id


def names_of(coding: Coding, of_mention: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Return the places of names in a document with the actor each means, in order, the longest where they nest."""
    found: list[tuple[int, int, str]] = []
    end = 0
    for m in sorted(coding.mentions, key=lambda m: (m.span.start, -m.span.end)):
        if m.form == "name" and m.kind not in {"document", "group"} and m.span.start >= end:
            end = m.span.end
            found.append((m.span.start, end, of_mention.get(m.id, m.name)))
    return found


def _days(coding: Coding, names: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the places of words that mean a known day, week or month, where no name stands."""
    taken = {at for start, end, _ in names for at in range(start, end)}
    found, end = [], 0
    for t in sorted(coding.times, key=lambda t: (t.span.start, -t.span.end)):
        first, last = (number(day) if day else None for day in (t.earliest, t.latest))
        sharp = first is not None and last is not None and last - first <= 31
        if t.kind in {"date", "time"} and sharp and t.span.start >= end and t.span.start not in taken:
            end = t.span.end
            found.append((t.span.start, end, f"#{t.earliest}/{t.latest}"))
    return found


def accounts_of(text: str, coding: Coding, of_mention: Mapping[str, str]) -> list[Account]:
    """Return a document's attributions as accounts."""
    if not coding.attributions:
        return []
    names = names_of(coding, of_mention)
    marked = sorted([*names, *_days(coding, names)])
    counts = counts_of(text, names)
    heads = [(s.start, s.end) for s in coding.segments if s.role in {"headline", "standfirst"}]
    sentences: dict[Span, Span] = {}  # one sentence may hold several
    return [
        Account(
            coding.document_id,
            a,
            of_mention.get(a.speaker_id or ""),
            of_mention.get(a.addressee_id or ""),
            a.spoken,
            coding.dateline.when,
            wording(a.content, marked, a.mode == "direct", counts),
            any(start <= a.content[0].start < end for start, end in heads),
            around=sentences.setdefault(near := _around(text, a), near),
        )
        for a in coding.attributions
    ]


def _around(text: str, said: Attribution) -> Span:
    """Return the sentences of a statement: content, reporting words and speaker, but no more than a page has room for."""
    spans = [*said.content[:1], *said.cue, *([said.speaker] if said.speaker else [])]
    near = [s for s in spans if abs(s.start - said.content[0].start) <= _FAR]
    start = min(s.start for s in near)
    return sentence_around(text, start, min(max(s.end for s in near), start + _LONG))


_FAR = 500
"""Characters from the content within which its reporting words are of its sentence."""
_LONG = 900


def event_accounts_of(text: str, coding: Coding, of_mention: Mapping[str, str]) -> list[EventAccount]:
    """Return a document's event mentions as accounts."""
    return [
        EventAccount(
            coding.document_id,
            e,
            tuple(dict.fromkeys(k for m in e.actors if (k := of_mention.get(m)))),
            tuple(dict.fromkeys(k for m in e.recipients if (k := of_mention.get(m)))),
            e.happened,
            coding.dateline.when,
            text[max(0, e.trigger.start - 40) : e.trigger.start],
            around=sentence_around(text, e.trigger.start, e.trigger.end),
        )
        for e in coding.events
    ]
