"""Articles given in the browser: read beside the pages, named safely, refused where they should be."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from tests.articles import NORTH, SOUTH
from tests.web.conftest import BASE
from verbale.record import Record
from verbale.web.app import make_app
from verbale.web.pages.adding import file_name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\b.html", "b.html"),
        (".hidden", "hidden"),
        ("..", "article-3.txt"),
        ("x\x00y\n<b>.txt", "x_y_b_.txt"),
        ("é 王.txt", "é 王.txt"),
        ("", "article-3.txt"),
    ],
)
def test_names_of_files_are_names(given: str, safe: str) -> None:
    assert file_name(given, 3) == safe


def test_pasted_and_dropped_articles_are_read(tmp_path: Path) -> None:
    Record.open(tmp_path / "r.db").close()
    with TestClient(make_app(tmp_path / "r.db"), base_url=BASE) as opened:
        page = html.fromstring(opened.get("/add").text)
        token = page.xpath("//input[@name='form_token']/@value")[0]
        assert opened.post("/add", data={"text": NORTH, "form_token": "x"}).status_code == 403
        assert opened.post("/add", data={"text": " ", "form_token": token}).status_code == 400
        files = [("files", ("../south.txt", SOUTH.encode())), ("files", ("south.txt", b"\x00\x01\x02"))]
        sent = opened.post("/add", data={"text": NORTH, "form_token": token}, files=files)
        assert sent.status_code == 200
        assert opened.app.state.adder.settle()  # type: ignore[attr-defined]
        told = opened.get("/add.json").json()
        assert told["outcome"].startswith("2 new, 0 known already")
        documents = opened.get("/documents.json").json()
        assert sorted(name for d in documents for name in d["received"])[1] == "south.txt"
        assert all("/" not in name for d in documents for name in d["received"])
        assert "We will not give up the bank" in opened.get("/statements").text


def test_a_batch_is_refused_while_another_program_writes_and_in_read_only_mode(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        token = html.fromstring(opened.get("/add").text).xpath("//input[@name='form_token']/@value")[0]
        with Record.open(own, command="verbale watch"):
            opened.post("/add", data={"text": NORTH, "form_token": token})
            assert opened.app.state.adder.settle()  # type: ignore[attr-defined]
        assert "verbale watch" in opened.get("/add").text
    with TestClient(make_app(own, read_only=True), base_url=BASE) as opened:
        assert "reading only" in opened.get("/add").text
        assert opened.post("/add", data={"text": NORTH}).status_code == 405
