"""Each page: it answers, in three forms that say the same, and its marked words are the stored ones."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import html
from starlette.testclient import TestClient

from tests.web.conftest import BASE
from verbale.export import csv as wire
from verbale.record import Record
from verbale.web.app import make_app

LISTS = (
    "/", "/statements", "/documents", "/events", "/contacts", "/actors", "/timeline", "/positions", "/deadlines", "/deployments",
    "/map", "/timeline?lanes=issues", "/review?show=doubtful", "/review?show=history", "/disagreements", "/outlets", "/search",
    "/search?q=talks", "/review", "/add", "/-/about",
)  # fmt: skip


def addresses(record: Record) -> list[str]:
    found = list(LISTS)
    found += [f"/statements/{s.id}" for s in record.statements()]
    found += [f"/events/{e.id}" for e in record.events()]
    found += [f"/documents/{d.id}" for d in record.documents()]
    found += [f"/actors/{a.id}" for a in record.actors()]
    found += [f"/outlets/{o.id}" for o in record.store.outlets()]
    return found


def plain(rows: object) -> Any:
    return msgspec.json.decode(msgspec.json.encode(rows))


def test_every_page_is_one_page_with_one_heading_and_loads_nothing_from_elsewhere(
    client: TestClient, record: Record
) -> None:
    for address in addresses(record):
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = html.fromstring(answer.text)
        assert len(page.xpath("//h1")) == 1, address
        assert len(page.xpath("//main")) == 1
        assert page.xpath("string(//title)").strip()
        for loaded in page.xpath("//script/@src | //link/@href | //img/@src"):
            assert loaded.startswith("/static/"), (address, loaded)
        assert not page.xpath("//script[not(@src)] | //style | //*[@style] | //iframe | //object")
        assert not page.xpath("//@*[starts-with(name(), 'on')]"), address
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), address
        for link in page.xpath("//a/@href"):
            assert link.startswith(("/", "#", "https://", "http://")), (address, link)
        for field in page.xpath("//input[not(@type='hidden')] | //select"):
            assert field.xpath("ancestor::label") or page.xpath(f"//label[@for='{field.get('id')}']"), address


def test_links_within_lead_somewhere(client: TestClient) -> None:
    seen: set[str] = set()
    for start in ("/", "/statements", "/events", "/timeline", "/contacts", "/positions", "/outlets", "/search?q=talks"):
        for link in html.fromstring(client.get(start).text).xpath("//main//a/@href"):
            if link.startswith("/"):
                seen.add(link.split("#")[0])
    assert len(seen) > 100
    for link in sorted(seen):
        assert client.get(link).status_code == 200, link


def test_json_twins_are_the_rows_of_the_record(client: TestClient, record: Record) -> None:
    def rows(address: str) -> list[Any]:
        found: list[Any] = []
        number = 1
        while True:
            answer = client.get(f"{address}.json", params={"page": number})
            page = answer.json()
            found += page
            if len(found) >= int(answer.headers["X-Total-Count"]) or not page:
                return found
            assert 'rel="next"' in answer.headers["Link"]
            number += 1

    assert rows("/statements") == plain(record.statements())
    assert rows("/events") == plain(record.events())
    assert rows("/actors") == plain(record.actors())
    assert rows("/disagreements") == plain(record.disagreements())
    assert sorted(d["id"] for d in rows("/documents")) == sorted(d.id for d in record.documents())
    assert rows("/timeline") == plain(record.timeline())
    assert rows("/positions") == plain(record.positions())
    assert rows("/review") == plain(record.open_pairs())
    assert client.get("/search.json?q=talks").json() == plain(record.search("talks"))


def test_one_row_has_its_twins(client: TestClient, record: Record) -> None:
    statement = record.statements()[0]
    assert client.get(f"/statements/{statement.id}.json").json() == plain(statement)
    table = client.get(f"/statements/{statement.id}.csv")
    assert table.text == "".join(wire.lines([statement]))
    event = record.events()[0]
    assert client.get(f"/events/{event.id}.json").json() == plain(event)
    actor = record.actors()[0]
    assert client.get(f"/actors/{actor.id}.json").json() == plain(actor)
    document = record.documents()[0]
    given = client.get(f"/documents/{document.id}.json").json()
    assert given["document"] == plain(document)
    assert given["text"] == record.view.page(document.id).document.text


def test_csv_twins_are_tables(client: TestClient, record: Record) -> None:
    for address in (a for a in LISTS if a != "/add"):  # a form has no rows
        path, _, question = address.partition("?")
        name = "/index" if path == "/" else path
        answer = client.get(f"{name}.csv?{question}")
        assert answer.status_code == 200, address
        assert answer.headers["content-type"].startswith("text/csv"), address
        csv.field_size_limit(4_000_000)  # the hostile title
        lengths = {len(row) for row in csv.reader(io.StringIO(answer.text))}
        assert len(lengths) <= 1, address
    assert client.get("/statements.csv").text == "".join(wire.lines(record.statements()[:50]))


def test_facets_leave_what_the_record_leaves(client: TestClient, record: Record) -> None:
    speaker = next(s for s in record.statements() if s.speaker == "Vladimir Putin")
    for question, rows in (
        ({"act": "deny"}, record.statements(act="deny")),
        ({"mode": "direct"}, record.statements(mode="direct")),
        ({"by": speaker.speaker_id}, record.statements(by="Vladimir Putin")),
        ({"since": "2022-01", "until": "2022-01"}, record.statements(since="2022-01", until="2022-01")),
        ({"outlet": "kestrelpost.example"}, record.statements(outlet="kestrelpost.example")),
        ({"containing": "NATO"}, record.statements(containing="NATO")),
        ({"containing": "e"}, record.statements(containing="e")),
        ({"act": "deny", "since": "2022"}, record.statements(act="deny", since="2022")),
    ):
        assert rows, question
        answer = client.get("/statements.json", params=question)
        assert [r["id"] for r in answer.json()] == [r.id for r in rows][:50], question
        assert int(answer.headers["X-Total-Count"]) == len(rows)
    page = html.fromstring(client.get("/statements").text)
    for link in page.xpath("//aside//a[span[@class='n']]"):
        told = int(link.xpath("string(span[@class='n'])").replace(",", ""))
        found = client.get("/statements.json?" + link.get("href").split("?")[1])
        assert int(found.headers["X-Total-Count"]) == told, link.get("href")


def test_addresses_outlive_a_new_collation(client: TestClient, record: Record) -> None:
    statement = next(s for s in record.statements() if len(s.readings) > 1)
    for reading in statement.readings:
        answer = client.get(f"/statements/{reading.attribution_id}", follow_redirects=False)
        assert answer.status_code == 302
        assert answer.headers["location"] == f"/statements/{statement.id}"
    event = record.events()[0]
    answer = client.get(f"/events/{event.accounts[0].event_mention_id}.json", follow_redirects=False)
    assert answer.headers["location"] == f"/events/{event.id}.json"


def test_the_reader_prints_the_text_and_marks_the_stored_words(client: TestClient, record: Record) -> None:
    for row in record.documents():
        page = record.view.page(row.id)
        text = page.document.text
        assert page.coding is not None
        paragraphs = []
        for part in range(1, 2 + len(text) // 30_000):
            shown = html.fromstring(client.get(f"/documents/{row.id}?part_number={part}").text)
            if f"part {part} of" in shown.text_content() or part == 1:
                paragraphs += shown.xpath("//div[contains(@class, 'para')]")
        for paragraph in paragraphs:
            start = int(paragraph.get("data-start"))
            words = paragraph.text_content()
            assert text[start : start + len(words)] == words, row.id
        printed = "".join(p.text_content() for p in paragraphs)
        assert "".join(printed.split()) == "".join(text.split())
        for statement in record.store.statements(document=row.id)[:5]:
            reading = next(r for r in record.store.readings(statement.id) if r.document_id == row.id)
            for span in reading.content:
                at = f"{span.start}-{span.end}"
                place = html.fromstring(client.get(f"/documents/{row.id}?at={at}").text)
                assert len(place.xpath(f"//*[@id='{at}']")) == 1
                marked = "".join(place.xpath("//*[contains(@class, 'm-at')]/text()"))
                assert "".join(marked.split()) == "".join(span.text.split())


def test_the_reader_says_why_and_greys_what_is_not_the_article(client: TestClient, record: Record) -> None:
    row = next(d for d in record.documents() if d.rejected)
    shown = html.fromstring(client.get(f"/documents/{row.id}").text)
    why = shown.xpath("string(//details[contains(@class, 'why-day')])")
    assert row.basis in why
    assert row.rejected[0] in why
    assert shown.xpath("//div[contains(@class, 'role-furniture') or contains(@class, 'role-caption')]") or row.outlet


def test_readings_stand_side_by_side_and_are_the_readings(client: TestClient, record: Record) -> None:
    for statement in (s for s in record.statements() if len(s.readings) > 1):
        shown = html.fromstring(client.get(f"/statements/{statement.id}").text)
        quotes = shown.xpath("//section[contains(@class, 'reading')]//a[@class='words']")
        assert len(quotes) == len(statement.readings)
        for quote, reading in zip(quotes, statement.readings, strict=True):
            for left_out in quote.xpath(".//del"):
                left_out.text = ""
            assert "".join(quote.text_content().split()) == "".join(reading.content.split())
        assert shown.xpath("//ol[@class='chain']/li")
        assert f"{statement.independent} independent" in shown.text_content() or len(statement.outlets) == 1


def test_a_statement_says_what_its_words_lean_to(client: TestClient, record: Record) -> None:
    statement = next(s for s in record.statements(act="refuse"))
    shares = dict(
        record.store.connection.execute(
            "SELECT stance, share FROM leaning WHERE attribution_id = ?", (statement.readings[0].attribution_id,)
        ).fetchall()
    )
    text = html.fromstring(client.get(f"/statements/{statement.id}").text).text_content()
    assert "the trained reader takes the words for" in text
    assert f"refusing {shares['refuses']} %" in text


def test_what_is_not_there_is_said(client: TestClient) -> None:
    for address in (
        "/statements/ffffffffffffffff",
        "/documents/x",
        "/actors/x",
        "/outlets/x",
        "/positions/a/b",
        "/nothing",
    ):
        assert client.get(address).status_code == 404
        assert "error" in client.get(f"{address}.json").json() or address == "/nothing"
    refused = client.get("/statements?since=yesterday")
    assert refused.status_code == 400
    assert "is not a day" in refused.text
    assert client.get("/statements?page=99999999999").status_code == 200
    assert client.get("/statements?page=-1&by=nobody&act=%00").status_code == 200


def test_an_empty_record_says_how_to_fill_it(tmp_path: Path) -> None:
    import verbale

    verbale.open(tmp_path / "empty.db").close()
    with TestClient(make_app(tmp_path / "empty.db"), base_url=BASE) as opened:
        assert "verbale build empty.db" in opened.get("/").text
        for address in LISTS:
            assert opened.get(address).status_code == 200, address


def test_the_first_view_is_light(client: TestClient) -> None:
    size = len(client.get("/").content)
    for name in ("verbale.css", "verbale.js", "mark.svg"):
        size += len(client.get(f"/static/{name}").content)
    assert size < 120_000


@pytest.mark.parametrize("question", ["", "kind=events", "kind=statements", "since=2022-01-01"])
def test_the_timeline_draws_what_it_lists(client: TestClient, question: str) -> None:
    page = html.fromstring(client.get(f"/timeline?{question}").text)
    drawn = set(page.xpath("//figure//a/@href"))
    kinds = {link.split("/")[1] for link in drawn}
    if question.startswith("kind="):
        assert kinds == {question.removeprefix("kind=")}
    else:
        assert kinds == {"statements", "events"}
