"""A brief as a Word document. Needs python-docx (`pip install "verbale[word]"`)."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from verbale.analysis.brief import Brief
from verbale.errors import UsageError
from verbale.export.brief_text import CLOSING, heading, pieces, place, shown, source

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph


def docx(brief: Brief) -> bytes:
    """Return a brief as a .docx file, with numbered notes at the end. Raises UsageError where python-docx is not installed."""
    try:
        from docx import Document
        from docx.shared import Pt
    except ImportError:
        raise UsageError('A Word brief needs python-docx: pip install "verbale[word]"') from None
    import datetime as dt

    document = Document()
    document.core_properties.title = legal(brief.title)
    document.core_properties.author = "verbale"
    document.core_properties.comments = ""
    # two runs of one record give one file
    document.core_properties.created = document.core_properties.modified = dt.datetime(2000, 1, 1)
    document.add_heading(legal(brief.title), level=0)
    document.add_paragraph().add_run(legal(heading(brief))).italic = True
    seen: set[int] = set()
    for section in brief.sections:
        document.add_heading(legal(section.heading), level=section.level - 1)
        for sentence in section.sentences:
            paragraph = document.add_paragraph(style="List Bullet")
            for index, (text, said) in enumerate(pieces(sentence)):
                run = paragraph.add_run(legal((" " if index else "") + text))
                run.italic = said
            for number in sentence.notes:
                _mark(paragraph, number, number not in seen)
                seen.add(number)
    document.add_heading("Notes", level=1)
    document.add_paragraph(CLOSING)
    for note in brief.notes:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(f"{note.number}. ").bold = True
        _bookmark(paragraph, f"note{note.number}", note.number)
        words = f": “{shown(note.quote.text)}{' …' if note.quote.more else ''}” [{place(note)}]" if note.quote else ""
        run = paragraph.add_run(legal(f"{source(note)}{words}{f' {note.url}' if note.url else ''}"))
        run.font.size = Pt(9)
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def timeless(data: bytes) -> bytes:
    """Return a zip file whose entries bear one fixed day, not that of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in given.infolist():
            made.writestr(
                zipfile.ZipInfo(entry.filename, (2000, 1, 1, 0, 0, 0)), given.read(entry), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def legal(text: str) -> str:
    """Return text that XML may hold."""
    return "".join(
        c for c in shown(text) if c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and c not in "\ufffe\uffff"
    ) + (" " if text.endswith(" ") else "")


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _mark(paragraph: Paragraph, number: int, first: bool) -> None:
    """Add a note's number, raised, leading to the note."""
    link = _element("w:hyperlink", anchor=f"note{number}")
    run = _element("w:r")
    properties = _element("w:rPr")
    properties.append(_element("w:vertAlign", val="superscript"))
    run.append(properties)
    text = _element("w:t")
    text.text = f"[{number}]"
    run.append(text)
    link.append(run)
    paragraph._p.append(link)


def _bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    start = _element("w:bookmarkStart", id=str(number), name=name)
    end = _element("w:bookmarkEnd", id=str(number))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)
