"""An instrument's sheet as a Word document. Needs python-docx (`pip install "verbale[word]"`)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from verbale.analysis.undertakings.sheet import CLOSING, Item, Sheet
from verbale.errors import UsageError
from verbale.export.brief_docx import legal, timeless

if TYPE_CHECKING:
    from docx.document import Document as Made


def docx(sheets: Iterable[Sheet]) -> bytes:
    """Return sheets as a .docx file. Raises UsageError where python-docx is not installed."""
    try:
        from docx import Document
    except ImportError:
        raise UsageError('A Word sheet needs python-docx: pip install "verbale[word]"') from None
    import datetime as dt

    made = Document()
    made.core_properties.title = "Undertakings"
    made.core_properties.author = "verbale"
    made.core_properties.comments = ""
    # two runs of one record give one file
    made.core_properties.created = made.core_properties.modified = dt.datetime(2000, 1, 1)
    for one in sheets:
        _sheet(made, one)
    made.add_paragraph(CLOSING)
    out = io.BytesIO()
    made.save(out)
    return timeless(out.getvalue())


def _sheet(made: Made, one: Sheet) -> None:
    made.add_heading(legal(one.title), level=0)
    made.add_paragraph().add_run(legal(one.head)).italic = True
    for line in one.status:
        made.add_paragraph(legal(line), style="List Bullet")
    table = made.add_table(rows=1, cols=4)
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, ("Rule", "Stands", "Replies", "Finding"), strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for rule in one.rules:
        cells = table.add_row().cells
        cells[0].text = legal(f"{rule.id} {rule.title}")
        cells[1].text = "\n".join(legal(f"{head} {names}") for head, names in rule.stands)
        cells[2].text = "\n".join(legal(i.text) for i in rule.replies)
        cells[3].text = "\n".join(legal(i.text) for i in rule.findings)
    for rule in one.rules:
        made.add_heading(legal(f"{rule.id}: {rule.title}"), level=1)
        facts = made.add_table(rows=0, cols=2)
        for head, value in (*rule.facts, *rule.stands):
            cells = facts.add_row().cells
            cells[0].paragraphs[0].add_run(legal(head)).bold = True
            cells[1].text = legal(value)
        _items(made, "Replies", rule.replies)
        _items(made, "Findings", rule.findings)
        _items(made, "Said of it", rule.said)
        _items(made, "What it hangs on", rule.hanging)
    _items(made, "Said of the instrument as a whole", one.said, level=1)
    _items(made, "Meetings and deadlines", one.hanging, level=1)


def _items(made: Made, heading: str, items: tuple[Item, ...], level: int = 2) -> None:
    if not items:
        return
    made.add_heading(heading, level=level)
    for item in items:
        paragraph = made.add_paragraph(legal(item.text), style="List Bullet")
        for note in item.notes:
            paragraph.add_run(legal(f" · {note}"))
        for words in item.words:
            quote = made.add_paragraph(style="Quote")
            quote.add_run(legal(f"“{words.text}”"))
            quote.add_run(legal(f" [{words.place}]")).italic = False
