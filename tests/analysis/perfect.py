"""A coding that says exactly what gold says: what the scorer must call perfect."""

from __future__ import annotations

import msgspec

from verbale.analysis.gold import Located, bounds
from verbale.model import (
    Attribution,
    Coding,
    Dateline,
    Document,
    EventMention,
    Hop,
    Mention,
    MentionKind,
    Span,
    TimeExpression,
    When,
)


def when(value: str) -> When:
    first, last = bounds(value)
    return When(value, first, last, "gold")


class _Names:
    """Gives every name a mention; where gold labels none in the text, one that is no name of the text."""

    def __init__(self, anchor: Span) -> None:
        self.anchor = anchor
        self.mentions: dict[str, Mention] = {}

    def id(self, name: str | None) -> str | None:
        if name is None:
            return None
        key = f"m:{name}"
        self.mentions.setdefault(key, Mention(key, self.anchor, "person", "description", name, key))
        return key

    def add(self, span: Span, kind: MentionKind, name: str) -> None:
        key = f"m:{span.start}"
        self.mentions[key] = Mention(key, span, kind, "name", name, key)


def perfect(located: Located, document: Document) -> Coding:
    gold = located.gold
    said = [span for each in located.statements or () for span in each.content]
    names = _Names(said[0] if said else Span.of(document.text, 0, 1))
    for m in located.mentions or ():
        if not m.gold.optional:
            names.add(m.span, m.gold.kind, m.gold.actor or m.span.text)
    ids = {s.gold.id: f"a{n}" for n, s in enumerate(located.statements or ()) if s.gold.id is not None}
    attributions = tuple(
        Attribution(
            id=f"a{n}",
            mode=s.gold.mode,
            act=s.gold.act,
            speaker_id=names.id(s.gold.speaker),
            content=s.content,
            addressee_id=names.id(s.gold.addressee),
            medium=s.gold.medium,
            spoken=None if s.gold.spoken is None else when(s.gold.spoken),
            parent_id=None if s.gold.parent is None else ids[s.gold.parent],
            relay=tuple(Hop(None, hop.name, hop.medium) for hop in s.gold.relay),
        )
        for n, s in enumerate(located.statements or ())
        if not s.gold.optional
    )
    events = tuple(
        EventMention(
            id=f"e{n}",
            type=e.gold.type,
            mode=e.gold.mode,
            context=e.gold.context,
            status=e.gold.status,
            trigger=e.trigger,
            actors=tuple(str(names.id(name)) for name in e.gold.actors),
            recipients=tuple(str(names.id(name)) for name in e.gold.recipients),
            happened=None if e.gold.happened is None else when(e.gold.happened),
            place=None if e.gold.place is None else Span(0, len(e.gold.place), e.gold.place),
        )
        for n, e in enumerate(located.events or ())
        if not e.gold.optional
    )
    times = tuple(
        TimeExpression(f"t{n}", t.span, "date", t.gold.value, None, None, "DATE", t.gold.value, "", "gold")
        for n, t in enumerate(located.times or ())
        if not t.gold.optional
    )
    return Coding(
        document_id=document.id,
        coder="gold",
        dateline=Dateline(when(gold.dateline.value) if gold.dateline else None, "stamp"),
        segments=(),
        times=times,
        mentions=tuple(names.mentions.values()),
        attributions=attributions,
        events=events,
        skipped="gold says so" if gold.skipped else None,
    )


def empty(coding: Coding) -> Coding:
    nothing = Dateline(None, "none")
    return msgspec.structs.replace(
        coding, dateline=nothing, times=(), mentions=(), attributions=(), events=(), leanings=()
    )
