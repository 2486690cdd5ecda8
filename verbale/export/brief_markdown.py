"""A brief as Markdown with footnotes."""

from __future__ import annotations

import re

from verbale.analysis.brief import Brief
from verbale.export.brief_text import CLOSING, heading, pieces, place, shown, source

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~!])")
_URL = re.compile(r"https?://[^\s<>()\[\]]+")


def escaped(text: str) -> str:
    """Return text that Markdown shows as it stands."""
    return _SPECIAL.sub(r"\\\1", shown(text))


def markdown(brief: Brief) -> str:
    """Return a brief as Markdown."""
    lines = [f"# {escaped(brief.title)}", "", f"*{escaped(heading(brief))}*", ""]
    for section in brief.sections:
        lines += [f"{'#' * section.level} {escaped(section.heading)}", ""]
        for sentence in section.sentences:
            words = " ".join(escaped(text) for text, _ in pieces(sentence))
            lines.append(f"- {words}{''.join(f'[^{n}]' for n in sentence.notes)}")
        lines.append("")
    lines += ["---", "", CLOSING, ""]
    for note in brief.notes:
        url = f" <{note.url}>" if note.url and _URL.fullmatch(note.url) else ""
        words = f": {escaped(note.quote.text)}{' …' if note.quote.more else ''} `{place(note)}`" if note.quote else ""
        lines.append(f"[^{note.number}]: {escaped(source(note))}{words}{url}")
    return "\n".join(lines) + "\n"
