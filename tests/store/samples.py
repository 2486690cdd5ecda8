"""Documents, codings and collations made up by rule: nothing random, nothing from a real article."""

from __future__ import annotations

import hashlib

from verbale.model import (
    Attribution,
    Coding,
    DateClaim,
    Dateline,
    Document,
    EventMention,
    Evidence,
    Hop,
    Leaning,
    Mention,
    Outlet,
    Receipt,
    Segment,
    Span,
    Stance,
    TimeExpression,
    When,
    row_id,
)
from verbale.store import Actor, Event, Link, Statement, Store

CODER = "sample-1"
_SENTENCE = (
    "Foreign Minister Ana Ruiz told the Harbour Times on {day} May that “the islands, all {count} of them, will stay "
    "ours” and that talks with Norland would begin next week, café or no café 🇳🇴. "
)


def document(number: int, sentences: int = 3) -> Document:
    text = f"Talks on the islands, part {number}\n\n" + "".join(
        _SENTENCE.format(day=1 + index % 28, count=number + index) for index in range(sentences)
    )
    outlet = Outlet(f"outlet{number % 5}.example", f"Outlet {number % 5}", f"outlet{number % 5}.example", "NO")
    return Document(
        id=hashlib.sha256(text.encode()).hexdigest()[:16],
        text=text,
        language="en",
        outlet=None if number % 7 == 6 else outlet,
        url=f"https://outlet{number % 5}.example/{number}",
        title=f"Islands {number}",
        byline="By A. Writer" if number % 2 else None,
        date_claims=(DateClaim("2031-05-02", "meta:date", "published"), DateClaim("2031-06-01", "url")),
        segments=(Segment(0, 10, "headline", "h1"),) if number % 3 == 0 else (),
    )


def receipt(given: Document, number: int) -> Receipt:
    raw = hashlib.sha256(b"raw" + given.text.encode()).hexdigest()
    return Receipt(given.id, f"articles/{number:04}.txt", raw, len(given.text), "text", notes=("decoded as utf-8",))


def _find(text: str, words: str, start: int) -> Span:
    at = text.index(words, start)
    return Span(at, at + len(words), words)


LEANINGS: tuple[tuple[Stance, int], ...] = (("demands", 61), ("refuses", 12))


def coding(given: Document, coder: str = CODER) -> Coding:
    """Code each sentence of a sample document: two mentions, an attribution, an event, two times each."""
    text = given.text
    mentions: list[Mention] = []
    attributions: list[Attribution] = []
    events: list[EventMention] = []
    times: list[TimeExpression] = []
    position = text.index("Foreign Minister")
    while position >= 0:
        name = _find(text, "Ana Ruiz", position)
        paper = _find(text, "Harbour Times", position)
        first, second = (row_id("mention", given.id, span.start) for span in (name, paper))
        head = mentions[0].id if mentions else first
        mentions.append(Mention(first, name, "person", "name", "Ana Ruiz", head, None, 0.9))
        mentions.append(Mention(second, paper, "organisation", "name", "Harbour Times", second, "Q1", 1.0))
        day = text[paper.end + 4 : text.index(" that", paper.end)]
        stamp = _find(text, day, paper.end)
        week = _find(text, "next week", position)
        spoken = When("2031-05", "2031-05-01", "2031-05-31", f"'{day}'", (stamp,))
        times += [
            TimeExpression(
                *(row_id("time", given.id, span.start), span, "date", "2031-05", "2031-05-01", None),
                *("DATE", "2031-05", "M05", "said"),
            )
            for span in (stamp, week)
        ]
        direct = text.index("“", position) + 1
        content = Span.of(text, direct, text.index("”", direct))
        rest = _find(text, "talks with Norland would begin", position)
        said = row_id("attribution", given.id, content.start)
        attributions.append(
            Attribution(
                id=said,
                mode="mixed",
                act="assert",
                speaker_id=first,
                content=(content, rest),
                cue=(_find(text, "told", position),),
                speaker=_find(text, "Foreign Minister Ana Ruiz", position),
                addressee_id=second,
                medium="interview",
                spoken=spoken,
                parent_id=attributions[0].id if attributions else None,
                relay=(Hop(second, "Harbour Times", "outlet", paper), Hop(None, "the page", None)),
                confidence=0.75,
                evidence=(Evidence("content", paper), Evidence("who", name), Evidence("content", name)),
                rule="sample",
            )
        )
        talks = _find(text, "talks", position)
        events.append(
            EventMention(
                id=row_id("event", given.id, talks.start),
                type="CONSULT",
                mode="meeting",
                context=None,
                status="scheduled",
                trigger=talks,
                actors=(first,),
                recipients=(second, first),
                happened=When("", None, None, "next week", (week,)),
                place=_find(text, "islands", position),
                attribution_id=said,
                confidence=0.5,
                evidence=(Evidence("who", name),),
                rule="sample",
            )
        )
        position = text.find("Foreign Minister", position + 1)
    line = Dateline(spoken, "stamp", "Port Haven", Span.of(text, 0, 5), ("2031-06-01 (url): later than the text",))
    segments = (Segment(0, 20, "headline", "first line"), Segment(22, len(text), "body"))
    return Coding(
        given.id,
        coder,
        line,
        segments,
        tuple(times),
        tuple(mentions),
        tuple(attributions),
        tuple(events),
        None,
        tuple(Leaning(said.id, stance, share) for said in attributions for stance, share in LEANINGS),
    )


def fill(store: Store, count: int, sentences: int = 3) -> list[Coding]:
    """Add and code `count` documents; return their codings."""
    codings = []
    for number in range(count):
        given = document(number, sentences)
        store.add_document(given, receipt(given, number))
        codings.append(coding(given))
        store.put_coding(codings[-1])
    return codings


def collate(store: Store, codings: list[Coding]) -> None:
    """A collation in which every first attribution (and event) of a document is one and the same."""
    ruiz = Actor("a1", "Ana Ruiz", "person", "NOR", "government", "Q77", ("A. Ruiz", "the minister"))
    paper = Actor("a2", "Harbour Times", "organisation", mention_ids=tuple(c.mentions[1].id for c in codings))
    said = tuple(c.attributions[0].id for c in codings)
    told = tuple(c.events[0].id for c in codings)
    statement = Statement("s1", "a1", "a2", "assert", "all of them will stay ours", "direct", said[-1], said)
    dated = Statement(
        *("s2", "a1", None, "demand", "talks", "indirect", codings[0].attributions[1].id),
        (codings[0].attributions[1].id,),
        *("2031-05-02", "2031-05-02", "2031-05-02", "printed", "Port Haven"),
    )
    event = Event("e1", "CONSULT", "meeting", None, "scheduled", told, ("a1",), ("a2",), "2031-W19", "2031-05-05", None)
    store.replace_collation((ruiz, paper), (statement, dated), (event,), (Link("s1", "repeats", "s2", "content", 0.5),))
