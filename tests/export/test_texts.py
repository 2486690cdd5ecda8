"""Formats that carry texts. Readers: json (Citron's form), TEI's own RELAX NG schema in libxml2, lxml (REFI-QDA), zipfile."""

from __future__ import annotations

import gzip
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


def test_apparatus_is_valid_by_the_schema_of_the_tei(record: Record, empty: Record, tmp_path: Path) -> None:
    """Reader: TEI P5's `tei_all` (RELAX NG, the TEI Consortium's) in libxml2."""
    etree: Any = pytest.importorskip("lxml.etree")
    schema = etree.RelaxNG(
        etree.fromstring(gzip.decompress(Path(__file__).with_name("schemas").joinpath("tei_all.rng.gz").read_bytes()))
    )
    for number, opened in enumerate((record, empty)):
        opened.export(tmp_path / f"{number}.tei")
        schema.assertValid(etree.parse(tmp_path / f"{number}.tei"))
    broken = (tmp_path / "0.tei").read_bytes().replace(b"<lem ", b"<lemma ").replace(b"</lem>", b"</lemma>")
    assert not schema.validate(etree.fromstring(broken))


GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ANY, WHOLE, TRUTH = re.compile(r"(?s).*"), re.compile(r"-?[0-9]+"), re.compile("true|false|0|1")
# Of REFI-QDA's Project.xsd the parts that are used: children in order with how many there may be, attributes required, and others
SCHEMA: dict[str, tuple[tuple[tuple[str, int, int], ...], dict[str, re.Pattern[str]], dict[str, re.Pattern[str]]]] = {
    "Project": (
        (("Users", 0, 1), ("CodeBook", 0, 1), ("Sources", 0, 1), ("Description", 0, 1)), {"name": ANY},
        {"origin": ANY, "creatingUserGUID": GUID},
    ),
    "Users": ((("User", 1, 9**9),), {}, {}),
    "User": ((), {"guid": GUID}, {"name": ANY, "id": ANY}),
    "CodeBook": ((("Codes", 1, 1),), {}, {}),
    "Codes": ((("Code", 1, 9**9),), {}, {}),
    "Code": ((("Description", 0, 1), ("Code", 0, 9**9)), {"guid": GUID, "name": ANY, "isCodable": TRUTH}, {}),
    "Sources": ((("TextSource", 1, 9**9),), {}, {}),
    "TextSource": (
        (("Description", 0, 1), ("PlainTextSelection", 0, 9**9), ("Coding", 0, 9**9)), {"guid": GUID},
        {"name": ANY, "plainTextPath": ANY, "creatingUser": GUID},
    ),
    "PlainTextSelection": (
        (("Description", 0, 1), ("Coding", 0, 9**9)), {"guid": GUID, "startPosition": WHOLE, "endPosition": WHOLE},
        {"name": ANY, "creatingUser": GUID},
    ),
    "Coding": ((("CodeRef", 1, 1),), {"guid": GUID}, {"creatingUser": GUID}),
    "CodeRef": ((), {"targetGUID": GUID}, {}),
    "Description": ((), {}, {}),
}  # fmt: skip


def test_qda_project_has_the_order_and_attributes_of_its_schema(record: Record, empty: Record, tmp_path: Path) -> None:
    etree: Any = pytest.importorskip("lxml.etree")
    for number, opened in enumerate((record, empty)):
        opened.export(tmp_path / f"{number}.qdpx")
        with zipfile.ZipFile(tmp_path / f"{number}.qdpx") as archive:
            root = etree.fromstring(archive.read("project.qde"))
        for element in root.iter():
            children, required, others = SCHEMA[element.tag.removeprefix(QDA)]
            names = [child.tag.removeprefix(QDA) for child in element]
            order = [name for name, _, _ in children]
            assert [order.index(n) for n in names] == sorted(order.index(n) for n in names)
            assert all(least <= names.count(name) <= most for name, least, most in children)
            assert set(required) <= set(element.attrib) <= {*required, *others}
            assert all({**required, **others}[key].fullmatch(value) for key, value in element.attrib.items())


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
