"""The articles as references. Readers: bibtexparser, rispy, citeproc-py."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.export.conftest import TITLE
from verbale.export.bibliography import Article
from verbale.export.bibtex import entry
from verbale.export.csl import item
from verbale.export.ris import reference
from verbale.record import Record

UNSURE = Article(
    "0123456789abcdef",
    "paper-01234567",
    "On a day",
    "Paper",
    None,
    None,
    None,
    None,
    "2021-12-16",
    "2022-01-03",
    "told by",
)


def test_bibtexparser_reads_every_article(record: Record, tmp_path: Path) -> None:
    bibtexparser: Any = pytest.importorskip("bibtexparser", reason="bibtexparser is not installed")
    record.export(tmp_path / "a.bib")
    library = bibtexparser.parse_string((tmp_path / "a.bib").read_text(encoding="utf-8"))
    assert library.failed_blocks == []
    entries = {e.key: {f.key: f.value for f in e.fields} for e in library.entries}
    assert len(entries) == 2
    hostile = next(fields for key, fields in entries.items() if key.startswith("meridian-sons-2019-"))
    assert hostile["date"] == "2019-03-04"
    assert hostile["note"] == f"urn:verbale:document:{record.documents()[0].id}"
    assert hostile["title"].count("{") == hostile["title"].count("}")
    assert r"100\% \& <b>bold</b>; \$5\_a\#" in hostile["title"]
    assert hostile["url"] == "https://meridian.example/a?b=%7Bc%7D&d=%22e%22"
    # comes with bibtexparser; does not know the names of braces, and makes ^ a circumflex
    latex: Any = pytest.importorskip("pylatexenc.latex2text")
    known = hostile["title"].replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    assert latex.LatexNodes2Text().latex_to_text(known.strip("{}")).replace("ˆ", "^") == TITLE


def test_rispy_reads_every_article(record: Record, tmp_path: Path) -> None:
    rispy: Any = pytest.importorskip("rispy", reason="rispy is not installed")
    record.export(tmp_path / "a.ris")
    rows = rispy.loads((tmp_path / "a.ris").read_text(encoding="utf-8"))
    assert [row["title"] for row in rows] == [TITLE, "Plain"]
    assert rows[0]["type_of_reference"] == "NEWS"
    assert rows[0]["date"] == "2019/03/04/"
    assert rows[0]["year"] == "2019"
    assert rows[0]["authors"] == ["Lee {Ann} O’Dell"]
    assert [row["accession_number"] for row in rows] == [f"urn:verbale:document:{d.id}" for d in record.documents()]


def test_citeproc_reads_every_article(record: Record, tmp_path: Path) -> None:
    pytest.importorskip("citeproc", reason="citeproc-py is not installed")
    from citeproc.source.json import CiteProcJSON

    record.export(tmp_path / "a.json", format="csl-json")
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    source = CiteProcJSON(data)
    assert set(source) == {row["id"] for row in data}
    first = source[data[0]["id"]]
    assert first["type"] == "article-newspaper"
    assert (first["issued"]["year"], first["issued"]["month"], first["issued"]["day"]) == (2019, 3, 4)
    assert data[0]["title"] == TITLE


def test_a_day_that_is_not_sure_is_no_day() -> None:
    assert item(UNSURE)["issued"] == {"date-parts": [[2021, 12, 16], [2022, 1, 3]], "circa": True}
    assert "date = {2021-12-16/2022-01-03}" in entry(UNSURE)
    assert "year =" not in entry(UNSURE)
    assert "DA  -" not in reference(UNSURE)
    assert "PY  -" not in reference(UNSURE)
