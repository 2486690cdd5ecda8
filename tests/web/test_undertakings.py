"""The pages of undertakings: rules by party, evidence one click from the article, the map and both distances, what to take away."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import BASE, SCRIPT
from verbale.record import Record
from verbale.web.app import make_app

DRAFT = "/undertakings/russia-nato-2021"
PAGES = (
    "/undertakings", DRAFT, f"{DRAFT}?view=un", f"{DRAFT}?view=UKR", "/undertakings/jcpoa-2015/j.300", f"{DRAFT}/map",
    f"{DRAFT}/russia-nato-2021.6", "/undertakings/map", "/undertakings/stated",
    "/undertakings/map?place=Deveselu&range_km=700&to=RUS",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_html_json_and_csv(client: TestClient, page: str) -> None:
    path, _, asked = page.partition("?")
    for form, kind in (("", "text/html"), (".json", "application/json"), (".csv", "text/csv")):
        got = client.get(f"{path}{form}{'?' + asked if asked else ''}")
        assert got.status_code == 200
        assert got.headers["content-type"].startswith(kind)
        assert "default-src 'none'" in got.headers["content-security-policy"]
        assert SCRIPT not in got.text or form
        if not form:
            assert "<script>alert" not in got.text
            assert " style=" not in got.text


def test_each_word_is_one_click_from_its_article(client: TestClient, record: Record) -> None:
    found = 0
    for u in record.undertakings():
        for row in u.rows[:6]:
            page = client.get(f"/undertakings/{u.instrument}/{row.provision}")
            assert page.status_code == 200
            for document, start, end in re.findall(r"/documents/([0-9a-f]+)\?at=(\d+)-(\d+)#", page.text):
                text = record.view.page(document).document.text
                assert 0 <= int(start) < int(end) <= len(text)
                found += 1
            for s in row.spoken:
                for e in s.evidence:
                    assert record.view.page(e.document).document.text[e.start : e.end] == e.text
    assert found > 20


def test_the_map_tells_both_distances_where_the_answer_depends_on_the_view(client: TestClient) -> None:
    rows = client.get("/undertakings/map.json?place=Deveselu&range_km=700&to=RUS").json()
    assert {r["view"]: r["reaches"] for r in rows} == {"de_facto": "yes", "un": "no"}
    assert all(r["depends_on_view"] for r in rows)
    page = client.get("/undertakings/map?place=Deveselu&range_km=700&to=RUS").text
    assert "depends on the view of borders" in page
    assert "u-range" in page
    assert "655 km" in page
    assert "972 km" in page
    chosen = client.get("/undertakings/map.json?place=Deveselu&range_km=700&to=RUS&view=un").json()
    assert [r["view"] for r in chosen] == ["un"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("place=Nowhereville", "is known here"),
        ("place=Deveselu&range_km=long", "is no range"),
        ("place=Deveselu&to=QQQ", "no territory"),
        ("place=91,200", "is known here"),
        (f"place={SCRIPT}", "is known here"),
        ("place=Deveselu&day=soon", "is no date"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_words(client: TestClient, asked: str, says: str) -> None:
    page = client.get(f"/undertakings/map?{asked}")
    assert page.status_code == 200
    assert says in page.text
    assert "<script>alert" not in page.text


def test_what_does_not_exist_is_not_found(client: TestClient) -> None:
    for page in (
        "/undertakings/nothing",
        f"{DRAFT}/nothing",
        "/undertakings/nothing/map",
        "/undertakings/..%2f..%2fetc",
    ):
        assert client.get(page).status_code == 404
    assert client.get(f"{DRAFT}?view=moon").status_code == 400
    assert client.get(f"{DRAFT}?as_of=soon").status_code == 400


def test_an_earlier_day_knows_less(client: TestClient) -> None:
    early = client.get(f"{DRAFT}.json?as_of=1999-01-01").json()
    assert not [s for row in early["rows"] for s in row["spoken"]]


def test_sheets_and_calendar_to_take_away(client: TestClient) -> None:
    word = client.get(f"{DRAFT}/sheet.docx")
    assert word.headers["content-disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(word.content)) as packed:
        body = packed.read("word/document.xml").decode()
    assert "No further enlargement of NATO" in body
    printed = client.get(f"{DRAFT}/sheet.html")
    assert "attachment" in printed.headers["content-disposition"]
    assert "<script>alert" not in printed.text
    assert client.get(f"{DRAFT}/clocks.ics").text.startswith("BEGIN:VCALENDAR\r\n")


def test_a_line_of_the_table_names_words_by_place(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(f"{DRAFT}.csv").text)))
    assert {r["seen"] for r in rows} <= {"text", "report", "memory"}
    named = next(r for r in rows if r["provision"] == "russia-nato-2021.6")
    assert named["words"] == "" or re.fullmatch(r"[0-9a-f]+#\d+-\d+(; [0-9a-f]+#\d+-\d+)*", named["words"])


def test_the_users_own_file_beside_the_record(own: Path) -> None:
    folder = own.with_suffix(".undertakings")
    folder.mkdir()
    (folder / "river.yaml").write_text(
        "instrument: {id: river, title: A river accord, binding: legal, parties: [EGY, ETH],\n"
        "  lifecycle: [{date: 2011-01-01, party: '*', status: in force}]}\n"
        "provisions:\n  - {id: flow, who: ETH, to: EGY, modal: must_not, act: filling, phrases: [fill the dam]}\n",
        encoding="utf-8",
    )
    with TestClient(make_app(own), base_url=BASE) as client:
        assert "A river accord" in client.get("/undertakings").text
        assert client.get("/undertakings/river/flow").status_code == 200
        (folder / "river.yaml").write_text("instrument: {id: river}\n", encoding="utf-8")
        broken = client.get("/undertakings/river")
        assert broken.status_code == 400
        assert "river.yaml, line 1" in broken.text
