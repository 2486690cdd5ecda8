"""JSON and CSV under any tool's field names: title, blank line, body; one broken record costs one record."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.intake.helpers import STORY, check, delivered, only, only_skip, read_bytes, read_path, skips, words
from verbale import settings
from verbale.intake import structured
from verbale.intake.given import HEAD_BYTES

TITLE = "Border talks end without agreement"
RECORDS: dict[str, dict[str, Any]] = {
    "news-please": {
        "authors": ["Nino Beridze", "Aram Petrosyan"], "date_download": "2021-12-26 08:00:00", "date_modify": "None",
        "date_publish": "2021-12-24 10:00:00", "description": "They talked.", "language": "en", "maintext": STORY,
        "source_domain": "www.tass.com", "title": TITLE, "title_page": TITLE + " - TASS", "title_rss": None,
        "url": "https://tass.com/politics/1", "text": None,
    },
    "fundus": {
        "title": TITLE, "authors": ["Nino Beridze", "Aram Petrosyan"], "publishing_date": "2021-12-24 10:00:00+00:00",
        "body": {"summary": ["They talked."], "sections": [{"headline": ["The day"], "paragraphs": STORY.split("\n\n")}]},
        "topics": ["Border"], "free_access": True, "html": {"responded_url": "https://tass.com/politics/1"},
    },
    "newspaper4k": {
        "url": "https://tass.com/politics/1", "read_more_link": "", "language": "en", "title": TITLE, "text": STORY,
        "authors": ["Nino Beridze", "Aram Petrosyan"], "publish_date": "2021-12-24 10:00:00", "summary": "They talked.",
        "meta_site_name": "TASS", "canonical_link": "https://tass.com/politics/1", "images": [], "movies": [],
    },
    "trafilatura": {
        "title": TITLE, "author": "Nino Beridze, Aram Petrosyan", "hostname": "tass.com", "date": "2021-12-24",
        "fingerprint": "1c", "id": None, "license": None, "comments": "", "raw_text": STORY, "text": STORY,
        "language": None, "source": "https://tass.com/politics/1", "source-hostname": "TASS", "excerpt": "They talked.",
        "categories": "", "tags": "", "filedate": "2021-12-26",
    },
    "newsapi": {
        "source": {"id": None, "name": "TASS"}, "author": "Nino Beridze, Aram Petrosyan", "title": TITLE,
        "description": "They talked.", "url": "https://tass.com/politics/1", "publishedAt": "2021-12-24T10:00:00Z",
        "content": STORY,
    },
}  # fmt: skip


def lines(*records: Any) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


@pytest.mark.parametrize("tool", sorted(RECORDS))
def test_the_tools_own_field_names(tool: str) -> None:
    document = only(read_bytes(json.dumps(RECORDS[tool]).encode())).document
    assert document.text.startswith(TITLE + "\n\n")
    assert STORY.split("\n\n")[1] in document.text
    assert words(document, "headline") == [TITLE]
    assert document.outlet is not None
    assert document.outlet.id == "tass.com"
    assert document.url == "https://tass.com/politics/1"
    assert document.byline == "Nino Beridze, Aram Petrosyan"
    assert document.title == TITLE
    assert document.date_claims[0].value.startswith("2021-12-24")
    assert document.date_claims[0].kind == "published"
    if tool != "fundus":
        assert document.text == f"{TITLE}\n\n{STORY}"


def test_a_claim_names_its_field_and_none_is_no_date() -> None:
    document = only(read_bytes(json.dumps(RECORDS["news-please"]).encode())).document
    sources = {claim.source: claim.kind for claim in document.date_claims}
    assert sources == {"json:date_publish": "published", "json:date_download": "crawled"}


def test_a_broken_line_is_only_that_line() -> None:
    raw = lines(RECORDS["trafilatura"]) + b'{"title": "cut of\n' + b'["no", "object"]\n\n' + lines(RECORDS["newsapi"])
    given = read_bytes(raw)
    assert [type(item).__name__ for item in given] == ["Delivered", "Skip", "Skip", "Delivered"]
    assert [item.receipt.locator for item in delivered(given)] == ["-:1", "-:5"]
    assert [skip.locator for skip in skips(given)] == ["-:2", "-:3"]
    assert "not valid JSON" in skips(given)[0].reason


def test_arrays_and_wrapped_answers(tmp_path: Path) -> None:
    array = json.dumps([RECORDS["trafilatura"], {"k": 1}, RECORDS["newsapi"]], indent=1).encode()
    given = read_bytes(array)
    assert [type(item).__name__ for item in given] == ["Delivered", "Skip", "Delivered"]
    wrapped = json.dumps({"status": "ok", "totalResults": 1, "articles": [RECORDS["newsapi"]]}, indent=2).encode()
    assert only(read_bytes(wrapped)).document.title == TITLE
    (tmp_path / "one.json").write_text(json.dumps(RECORDS["newsapi"], indent=2))
    assert only(read_path(tmp_path / "one.json")).receipt.locator.endswith("one.json")


def test_an_array_larger_than_a_chunk_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structured, "_CHUNK", 1000)
    records = [{"title": f"Number {n}", "text": STORY + f" It was round {n}. " + "й" * n} for n in range(60)]
    given = read_bytes(json.dumps(records, ensure_ascii=False).encode())
    assert [item.document.title for item in delivered(given)] == [f"Number {n}" for n in range(60)]
    cut = json.dumps(records).encode()[:-5000]
    assert "not valid JSON" in skips(read_bytes(cut))[-1].reason


def test_settings_are_no_article() -> None:
    skip = only_skip(read_bytes(b'{"debug": true, "port": 8080, "paths": {"data": "/var"}}'))
    assert "no article" in skip.reason
    assert "field" in skip.advice


def test_users_own_names() -> None:
    raw = lines({"Schlagzeile": TITLE, "Inhalt": STORY, "Datum": "24.12.2021", "Blatt": "Elbe-Bote", "text": "no"})
    mapping = {"text": "Inhalt", "title": "Schlagzeile", "published": "Datum", "outlet": "Blatt"}
    document = only(read_bytes(raw, mapping)).document
    assert document.text == f"{TITLE}\n\n{STORY}"
    assert document.outlet is not None
    assert document.outlet.id == "elbe-bote"
    assert document.date_claims[0].value == "2021-12-24"


def test_html_in_a_field_is_read_as_html() -> None:
    body = "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))
    document = only(
        read_bytes(lines({"title": TITLE, "content": body + "<figure><figcaption>A post.</figcaption></figure>"}))
    ).document
    assert document.text == f"{TITLE}\n\n{STORY}\n\nA post."
    assert words(document, "caption") == ["A post."]
    more = body.replace("Tuesday", "Monday")
    page = f"<!doctype html><html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{body}{more}</body></html>"
    whole = only(read_bytes(lines({"url": "https://tass.com/1", "html": page}))).document
    assert words(whole, "headline") == [TITLE]
    assert whole.outlet is not None


def test_sql_and_markup_in_titles_stay_plain_text() -> None:
    title = "Robert'); DROP TABLE span;-- <script>alert(1)</script> \u202eabc"
    document = only(read_bytes(lines({"title": title, "text": STORY}))).document
    assert document.title == title
    assert document.text.startswith(title)


def test_a_title_that_the_text_begins_with_is_not_repeated() -> None:
    document = only(read_bytes(lines({"title": TITLE, "text": f"{TITLE}\n{STORY}"}))).document
    assert document.text.count(TITLE) == 1
    assert [s.role for s in document.segments] == ["headline", "body"]


def test_identity_is_outlet_and_text() -> None:
    same = [{"url": f"https://tass.com/{n}", "text": STORY} for n in (1, 2)]
    other = {"url": "https://apnews.com/1", "text": STORY}
    one, two, three = delivered(read_bytes(lines(*same, other)))
    assert one.document.id == two.document.id != three.document.id
    assert one.receipt.locator != two.receipt.locator


def table(rows: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_tables(delimiter: str) -> None:
    raw = table(
        [
            ["id", "title", "text", "date", "url"],
            ["1", TITLE, STORY, "2021-12-24", "https://tass.com/1"],
            [],
            ["2", "B", STORY + " So.", "", ""],
        ],
        delimiter,
    )
    first, second = delivered(read_bytes(raw))
    check(first.document)
    assert first.document.text == f"{TITLE}\n\n{STORY}"
    assert first.receipt.locator == "-:2"
    assert first.document.date_claims[0].source == "csv:date"
    assert second.document.title == "B"


def test_table_in_another_encoding_and_with_a_spreadsheets_first_line(tmp_path: Path) -> None:
    rows = (
        "sep=;\ntitle;text\nПереговоры;" + "Министр заявил в понедельник, что переговоры будут продолжены. " * 3 + "\n"
    )
    (tmp_path / "a.csv").write_bytes(rows.encode("cp1251"))
    found = only(read_path(tmp_path / "a.csv"))
    assert found.document.language == "ru"
    assert "decoded as windows-1251" in found.receipt.notes


def test_table_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("when,where\n2021,there\n")
    assert "no column" in only_skip(read_path(tmp_path / "a.csv")).reason
    (tmp_path / "b.csv").write_text(f'title,text\nA,"{STORY}"\nB,"{STORY}",more\nC,"never closed {STORY}')
    given = read_path(tmp_path / "b.csv")
    assert len(given) == 3
    assert any("3 cells" in note for item in delivered(given) for note in item.receipt.notes)
    monkeypatch.setattr(settings, "MAX_SOURCE_BYTES", 5000)
    (tmp_path / "c.csv").write_text(f'title,text\nA,"{"x" * 20_000}"\nB,"{STORY}"\n')
    given = read_path(tmp_path / "c.csv")
    assert "field larger than" in skips(given)[0].reason
    assert [item.document.title for item in delivered(given)] == ["B"]


def test_a_line_that_is_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_SOURCE_BYTES", 3000)
    given = read_bytes(lines({"text": "x " * 40_000}, {"title": "B", "text": STORY}))
    assert "too long" in skips(given)[0].reason
    assert delivered(given)[0].receipt.locator == "-:2"


def test_prose_with_commas_and_braces_is_text() -> None:
    prose = "title, text, and date are words, as everybody knows, in any language.\n" + STORY
    assert only(read_bytes(prose.encode())).receipt.format == "text"
    assert only(read_bytes(("{" + STORY + "}").encode())).receipt.format == "text"
    assert only(read_bytes(("[ad_1]\n" + STORY).encode())).receipt.format == "text"
    assert HEAD_BYTES > 4096
