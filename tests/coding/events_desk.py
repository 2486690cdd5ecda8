"""A desk for event tests: text with its mentions marked in place becomes a draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from verbale.coding.draft import Draft, Sentence
from verbale.coding.events import find_events
from verbale.model import Dateline, Document, EventMention, Mention, MentionKind, Span

_MARKED = re.compile(r"\[([^|\]]+)\|(\w+)\]")


def desk(marked: str) -> Draft:
    """Return a draft of one sentence with the mentions that the text marks."""
    text, mentions, last = "", [], 0
    places: list[tuple[int, int, str]] = []
    for match in _MARKED.finditer(marked):
        text += marked[last : match.start()]
        places.append((len(text), len(text) + len(match.group(1)), match.group(2)))
        text += match.group(1)
        last = match.end()
    text += marked[last:]
    for start, end, kind in places:
        span = Span.of(text, start, end)
        number = f"m{start}"
        mentions.append(Mention(number, span, cast(MentionKind, kind), "name", span.text, number))
    document = Document(id="d", text=text, language="en")
    draft = Draft(document=document, dateline=Dateline(when=None, kind="none"), mentions=tuple(mentions))
    draft.sentences = [Sentence(0, len(text), 0, "body")]
    return draft


def code(marked: str) -> tuple[tuple[EventMention, ...], Draft]:
    """Return the events of a marked text, and its draft."""
    draft = desk(marked)
    return find_events(draft), draft


def only(marked: str) -> tuple[EventMention, Callable[[tuple[str, ...]], list[str]]]:
    """Return the one event of a marked text, and a function from mention ids to words."""
    events, draft = code(marked)
    assert len(events) == 1, [(event.type, event.trigger.text) for event in events]
    words = {mention.id: mention.span.text for mention in draft.mentions}
    return events[0], lambda ids: [words[i] for i in ids]
