"""REFI-QDA project (.qdpx): the articles as text sources, coded, for NVivo, ATLAS.ti, MAXQDA, QualCoder and others.

Codes: acts of speech, speakers, PLOVER types and issues. Positions are code points, end exclusive. Line ends of the stored
texts are kept, so that positions hold; a source whose text XML or the exchange cannot carry is none, for texts lie in files.
"""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

from verbale.export.files import writing
from verbale.export.markup import HEADER, attributes, element
from verbale.export.rows import EvidenceRow
from verbale.export.urns import urn
from verbale.export.view import View
from verbale.export.worked import Worked

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:verbale")
_FAMILIES = ("Acts", "Speakers", "Events", "Issues")
_Marked = tuple[str, EvidenceRow, tuple[tuple[str, str], ...]]
"""Row id, words, and the codes (family, name) that they bear."""


def guid(*parts: str) -> str:
    """Return a GUID that is the same for the same thing."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))


def write(view: View, path: Path) -> None:
    """Write the project: `project.qde` and a text file for each article."""
    marked = sorted((*_said(view, Worked(view)), *_done(view)), key=lambda m: (m[1].start, m[1].end, m[0]))
    by_document: dict[str, list[_Marked]] = {}
    for one in marked:
        by_document.setdefault(one[1].document_id, []).append(one)
    with writing(path) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "project.qde", "".join(_project(view, by_document)).encode("utf-8", "replace"))
        for document in view.store.documents():
            _put(archive, f"sources/{guid('document', document.id)}.txt", document.text.encode("utf-8", "replace"))


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    # A fixed time: the same record gives the same bytes
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def _said(view: View, worked: Worked) -> Iterator[_Marked]:
    names = {issue.id: issue.name for issue in worked.issues}
    issue_of = {p.statement_id: names[p.issue_id] for p in worked.placed}
    for statement in view.store.statements():
        row = view.statement(statement)
        codes = [("Acts", row.act)]
        if row.speaker:
            codes.append(("Speakers", row.speaker))
        if row.id in issue_of:
            codes.append(("Issues", issue_of[row.id]))
        for reading in row.readings:
            for words in reading.evidence:
                if words.field == "content":
                    yield reading.attribution_id, words, tuple(codes)


def _done(view: View) -> Iterator[_Marked]:
    for event in view.store.events():
        for account in view.event(event).accounts:
            for words in account.evidence:
                if words.field == "trigger":
                    yield account.event_mention_id, words, (("Events", event.type),)


def _project(view: View, marked: dict[str, list[_Marked]]) -> Iterator[str]:
    user = guid("user")
    project = attributes(name="verbale record", origin="verbale", creatingUserGUID=user)
    yield f'{HEADER}<Project xmlns="urn:QDA-XML:project:1.0"{project}>\n'
    yield f"<Users>{element('User', guid=user, name='verbale')}</Users>\n"
    yield from _codebook(code for rows in marked.values() for _, _, codes in rows for code in codes)
    documents = list(view.store.document_ids())
    if documents:  # the schema has no empty list of sources
        yield "<Sources>\n"
    for document_id in documents:
        page = view.page(document_id)
        source = guid("document", document_id)
        named = attributes(guid=source, name=page.title, plainTextPath=f"internal://{source}.txt", creatingUser=user)
        yield f"<TextSource{named}>{element('Description', urn('document', document_id))}\n"
        for row_id, words, codes in marked.get(document_id, ()):
            yield _selection(row_id, words, codes, user)
        yield "</TextSource>\n"
    yield "</Sources>\n</Project>\n" if documents else "</Project>\n"


def _codebook(codes: Iterator[tuple[str, str]]) -> Iterator[str]:
    known = sorted(set(codes))
    yield "<CodeBook>\n<Codes>\n"
    for family in _FAMILIES:
        yield f"<Code{attributes(guid=guid('code', family), name=family, isCodable='false')}>\n"
        for of, name in known:
            if of == family:
                yield element("Code", guid=guid("code", family, name), name=name, isCodable="true") + "\n"
        yield "</Code>\n"
    yield "</Codes>\n</CodeBook>\n"


def _selection(row_id: str, words: EvidenceRow, codes: tuple[tuple[str, str], ...], user: str) -> str:
    own = guid("selection", row_id, str(words.start))
    named = attributes(
        guid=own, name=words.text[:60], startPosition=words.start, endPosition=words.end, creatingUser=user
    )
    coded = "".join(
        f"<Coding{attributes(guid=guid('coding', own, *code), creatingUser=user)}>"
        f"{element('CodeRef', targetGUID=guid('code', *code))}</Coding>"
        for code in codes
    )
    described = element("Description", f"{urn('row', row_id)} {words.text}")
    return f"<PlainTextSelection{named}>{described}{coded}</PlainTextSelection>\n"
