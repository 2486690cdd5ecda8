"""Formats that carry texts. Readers: json (Citron's form), lxml (TEI, REFI-QDA), Python's zipfile."""

from __future__ import annotations

import json
import re
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.export.conftest import TITLE, text_of
from verbale.export.markup import attributes, carried, text
from verbale.record import Record

TEI = "{http://www.tei-c.org/ns/1.0}"
QDA = "{urn:QDA-XML:project:1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def test_quotes_have_citrons_form(record: Record, tmp_path: Path) -> None:
    """Citron's readers (citron/data.py) ask for: text, quotes[cue, sources, contents], spans of start, end, text."""
    record.export(tmp_path / "q.jsonl", format="quotes")
    documents = [json.loads(line) for line in (tmp_path / "q.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
    assert [d["text"] for d in documents] == [text_of(record, d.id) for d in record.documents()]
    quotes = 0
    for document in documents:
        for quote in document["quotes"]:
            quotes += 1
            assert set(quote["cue"]) == {"start", "end", "text"}
            assert quote["sources"]
            for span in (quote["cue"], *quote["sources"], *quote["contents"], *quote["coreferences"]):
                assert document["text"][span["start"] : span["end"]] == span["text"]
        assert all("cue" not in q or not q["sources"] for q in document["incomplete"])
    assert quotes >= 4


def test_apparatus_is_tei_with_lemma_and_readings(record: Record, tmp_path: Path) -> None:
    etree: Any = pytest.importorskip("lxml.etree")
    record.export(tmp_path / "a.tei")
    root = etree.parse(tmp_path / "a.tei", etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    assert root.tag == f"{TEI}TEI"
    assert [child.tag for child in root] == [f"{TEI}teiHeader", f"{TEI}text"]
    (description,) = root.findall(f"{TEI}teiHeader/{TEI}fileDesc")
    assert [c.tag.removeprefix(TEI) for c in description] == ["titleStmt", "publicationStmt", "sourceDesc"]
    ids = [e.get(ID) for e in root.iter() if e.get(ID)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[dsa][0-9a-f]{16}", i) for i in ids)
    titles = [w.findtext(f"{TEI}bibl/{TEI}title") for w in root.iter(f"{TEI}witness")]
    assert titles == [TITLE, "Plain"]
    apparatus = list(root.iter(f"{TEI}app"))
    assert len(apparatus) == len(record.statements())
    for app in apparatus:
        assert app[0].tag == f"{TEI}lem"
        assert all(c.get("wit").removeprefix("#") in ids for c in app)
    two = next(app for app in apparatus if len(app) == 2)
    assert two[1].tag == f"{TEI}rdg"
    for segment in root.iter(f"{TEI}seg"):
        document, _, fragment = segment.get("source").removeprefix("urn:verbale:document:").partition("#char=")
        start, end = map(int, fragment.split(","))
        assert segment.text == carried(text_of(record, document)[start:end])


def test_qda_project_holds_texts_codes_and_selections(record: Record, tmp_path: Path) -> None:
    etree: Any = pytest.importorskip("lxml.etree")
    record.export(tmp_path / "p.qdpx")
    with zipfile.ZipFile(tmp_path / "p.qdpx") as archive:
        assert archive.testzip() is None
        root = etree.fromstring(archive.read("project.qde"))
        assert root.tag == f"{QDA}Project"
        assert [child.tag.removeprefix(QDA) for child in root] == ["Users", "CodeBook", "Sources"]
        codes = {code.get("guid"): code.get("name") for code in root.iter(f"{QDA}Code")}
        assert {"demand", "Ada Berg", "ASSAULT"} <= set(codes.values())
        guids = [e.get("guid") for e in root.iter() if e.get("guid")]
        assert len(guids) == len(set(guids))
        assert all(str(uuid.UUID(g)) == g for g in guids)
        assert {ref.get("targetGUID") for ref in root.iter(f"{QDA}CodeRef")} <= set(codes)
        for source, expected in zip(root.iter(f"{QDA}TextSource"), record.documents(), strict=True):
            name = source.get("plainTextPath").removeprefix("internal://")
            stored = archive.read(f"sources/{name}").decode("utf-8")
            assert stored == text_of(record, expected.id)
            selections = source.findall(f"{QDA}PlainTextSelection")
            assert selections
            for selection in selections:
                start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
                assert selection.get("name") == carried(stored[start:end][:60])
                assert selection.findtext(f"{QDA}Description").endswith(carried(stored[start:end]))


def test_markup_survives_anything() -> None:
    etree: Any = pytest.importorskip("lxml.etree")
    hostile = "".join(map(chr, (*range(0x20), 0x7F, 0x85, 0x202E, 0xFFFE, 0xFFFF, 0x1F600))) + "<&>\"']]>--"
    root = etree.fromstring(f"<a{attributes(b=hostile)}>{text(hostile)}</a>".encode())
    assert root.text == carried(hostile)
    assert root.get("b") == carried(hostile)
    assert len(carried(hostile)) == len(hostile)
