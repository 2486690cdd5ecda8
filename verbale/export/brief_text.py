"""A brief's sentences in words: what Markdown, HTML and Word share."""

from __future__ import annotations

from verbale.analysis.brief import Brief, Note, Quote, Sentence


def shown(text: str) -> str:
    """Return text on one line, with control and direction marks made visible."""
    plain = " ".join(text.split())
    return "".join(c if c.isprintable() else "·" for c in plain)


def quoted(quote: Quote) -> str:
    """Return a quotation in marks; the article's own marks at its ends are not doubled."""
    text = shown(quote.text)
    if len(text) > 2 and text[0] in '“"„«' and text[-1] in '”"“»' and not quote.more:
        return text
    return f"“{text}{' …' if quote.more else ''}”"


def pieces(sentence: Sentence) -> list[tuple[str, bool]]:
    """Return a sentence in pieces: (text, is it a quotation)."""
    found: list[tuple[str, bool]] = []
    if sentence.lead:
        found.append((shown(sentence.lead), False))
    for number, quote in enumerate(sentence.quotes):
        if number:
            found.append(("…" if quote.document_id == sentence.quotes[number - 1].document_id else "—", False))
        found.append((quoted(quote), True))
    if sentence.tail:
        found.append((shown(sentence.tail), False))
    return found


def source(note: Note) -> str:
    """Return where a note's words stand: outlet, title, day."""
    if note.quote is None:
        return f"Count: {shown(note.counted)}"
    parts = [shown(note.source)]
    if note.title and note.title != note.source:
        parts.append(f"“{shown(note.title)}”")
    parts.append(note.day or "day not known")
    return ", ".join(parts)


def place(note: Note) -> str:
    """Return the place of a note's words: article and offsets."""
    return f"{note.quote.document_id}#{note.quote.start}-{note.quote.end}" if note.quote else ""


def heading(brief: Brief) -> str:
    """Return the line under the title."""
    parts = [f"As of {brief.as_of}" if brief.as_of else "", f"new since {brief.since}" if brief.since else ""]
    return "; ".join(p for p in parts if p)


CLOSING = (
    "Every sentence above is a quotation or a count. What is not here is not on record in these articles; "
    "it may be true all the same."
)
