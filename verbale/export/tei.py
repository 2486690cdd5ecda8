"""TEI P5: statements as entries of a critical apparatus: the base wording as lemma, the other outlets' as readings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from verbale.export.files import write_text
from verbale.export.markup import HEADER, attributes, element, text
from verbale.export.rows import ReadingRow, StatementRow
from verbale.export.urns import place, urn
from verbale.export.view import View


def write(view: View, path: Path) -> None:
    """Write one TEI document: the articles as witnesses, a division for each statement in order of time."""
    write_text(_pieces(view), path)


def _pieces(view: View) -> Iterator[str]:
    yield HEADER + '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n<teiHeader>\n<fileDesc>\n'
    yield "<titleStmt><title>Statements, with the wordings of each outlet</title></titleStmt>\n"
    yield "<publicationStmt><p>Made by verbale from a record; not published.</p></publicationStmt>\n"
    yield "<sourceDesc>\n" + "".join(_witnesses(view)) + "</sourceDesc>\n</fileDesc>\n"
    yield '<encodingDesc><variantEncoding method="parallel-segmentation" location="internal"/></encodingDesc>\n'
    yield "</teiHeader>\n<text>\n<body>\n"
    some = False
    for statement in view.store.statements():
        row = view.statement(statement)
        if row.readings:
            yield _division(row)
            some = True
    if not some:
        yield "<p>No statement is on record.</p>\n"
    yield "</body>\n</text>\n</TEI>\n"


def _witnesses(view: View) -> Iterator[str]:
    rows = list(view.documents())
    if not rows:
        yield "<p>No article is on record.</p>\n"
        return
    yield "<listWit>\n"
    for row in rows:
        title = element("title", row.title)
        outlet = element("publisher", row.outlet) if row.outlet else ""
        date = element("date", row.dateline, notBefore=row.earliest, notAfter=row.latest) if row.dateline else ""
        source = element("ptr", target=urn("document", row.id))
        page = element("ref", row.url) if row.url else ""
        yield f"<witness{attributes(xml_id=f'd{row.id}')}><bibl>{title}{outlet}{date}{source}{page}</bibl></witness>\n"
    yield "</listWit>\n"


def _division(row: StatementRow) -> str:
    lemma, *others = row.readings
    date = element("date", row.when, notBefore=row.earliest, notAfter=row.latest) if row.when else ""
    speaker = element("persName", row.speaker) if row.speaker else ""
    readings = "".join(_reading("rdg", reading) for reading in others)
    return (
        f"<div{attributes(xml_id=f's{row.id}', type='statement', subtype=row.act)}>\n"
        f"<p>{speaker} {date} <app>{_reading('lem', lemma)}{readings}</app></p>\n</div>\n"
    )


def _reading(name: str, reading: ReadingRow) -> str:
    words = [e for e in reading.evidence if e.field == "content"]
    segments = " … ".join(f"<seg{attributes(source=place(e))}>{text(e.text)}</seg>" for e in words)
    quoted = f"<q>{segments}</q>" if reading.mode == "direct" else segments
    return f"<{name}{attributes(wit=f'#d{reading.document_id}', xml_id=f'a{reading.attribution_id}')}>{quoted}</{name}>"
