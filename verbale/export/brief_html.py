"""A brief as one HTML file: no script, nothing loaded, printable, every note one click away."""

from __future__ import annotations

from html import escape

from verbale.analysis.brief import Brief, Note
from verbale.export.brief_text import CLOSING, heading, pieces, place, shown, source

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 Georgia, 'Times New Roman', serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; margin-bottom: 0; } h2 { border-bottom: 1px solid; margin-top: 2rem; } h3 { margin-bottom: 0; }
.under { margin-top: .2rem; font-style: italic; }
ul { padding-left: 1.2rem; } li { margin: .35rem 0; } sup a { text-decoration: none; } sup a + a { margin-left: .2em; }
q { quotes: none; } ol.notes { font-size: .85rem; } ol.notes li { overflow-wrap: anywhere; }
.place { font-family: ui-monospace, monospace; font-size: .75rem; opacity: .7; }
:target { background: #ffe9a8; color: #000; }
@media print { body { max-width: none; margin: 0; font-size: 10.5pt; } a { color: inherit; text-decoration: none; }
  h2, h3 { break-after: avoid; } li { break-inside: avoid; } @page { margin: 20mm; } }
"""


def html(brief: Brief) -> str:
    """Return a brief as a page."""
    parts = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{escape(shown(brief.title))}</title><style>{_STYLE}</style></head><body><main>",
        f'<h1>{escape(shown(brief.title))}</h1><p class="under">{escape(heading(brief))}</p>',
    ]
    seen: set[int] = set()
    for section in brief.sections:
        level = min(max(section.level, 2), 4)
        parts.append(f"<h{level}>{escape(shown(section.heading))}</h{level}>")
        if not section.sentences:
            continue
        parts.append("<ul>")
        for sentence in section.sentences:
            words = " ".join(f"<q>{escape(t)}</q>" if said else escape(t) for t, said in pieces(sentence))
            marks = []
            for number in sentence.notes:
                back = "" if number in seen else f' id="from-{number}"'
                seen.add(number)
                marks.append(f'<a href="#note-{number}"{back} aria-label="Note {number}">[{number}]</a>')
            parts.append(f"<li>{words}<sup>{''.join(marks)}</sup></li>")
        parts.append("</ul>")
    parts.append(f'<h2>Notes</h2><p>{escape(CLOSING)}</p><ol class="notes">')
    parts += [_note(note) for note in brief.notes]
    parts.append("</ol></main></body></html>\n")
    return "\n".join(parts)


def _note(note: Note) -> str:
    told = escape(source(note))
    if note.url and note.url.startswith(("https://", "http://")):
        told = f'<a href="{escape(note.url)}" rel="noreferrer">{told}</a>'
    words = ""
    if note.quote is not None:
        more = " …" if note.quote.more else ""
        words = f': <q>{escape(shown(note.quote.text))}{more}</q> <span class="place">{escape(place(note))}</span>'
    return f'<li id="note-{note.number}">{told}{words} <a href="#from-{note.number}" aria-label="Back">↩</a></li>'
