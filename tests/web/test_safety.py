"""Who is let in, what may be changed, and what articles cannot do to a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from tests.web.conftest import BASE, SCRIPT
from tests.web.test_pages import addresses
from verbale.errors import RecordError, UsageError
from verbale.record import Record
from verbale.web.app import make_app
from verbale.web.guard import LARGEST_BODY, is_local
from verbale.web.run import token_for


def test_a_strict_policy_stands_on_every_answer(client: TestClient) -> None:
    for address in ("/", "/statements.json", "/nothing", "/static/verbale.js", "/-/health"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_articles_cannot_speak_to_the_browser(client: TestClient, record: Record) -> None:
    hostile = [d for d in record.documents() if "hostile" in d.received[0]]
    assert len(hostile) == 2
    seen = 0
    for address in [*addresses(record), f"/search?q={SCRIPT}", "/search?q=%22%3E%3Cimg%20src%3Dx%3E"]:
        answer = client.get(address)
        assert "<script>alert" not in answer.text, address
        page = html.fromstring(answer.text)
        assert not page.xpath("//img | //main//script | //b[@onmouseover]"), address
        assert not [link for link in page.xpath("//@href") if link.lower().startswith(("javascript:", "data:"))]
        seen += "alert(&#39;owned&#39;)" in answer.text
        assert len(answer.content) < 400_000, address
    assert seen > 2  # it is shown, as text


def test_hidden_direction_marks_are_told(client: TestClient, record: Record) -> None:
    document = next(d for d in record.documents() if SCRIPT in d.title)
    assert "2 invisible marks" in client.get(f"/documents/{document.id}").text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example", "[::2]", "["])
def test_another_name_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8722", "127.0.0.1", "[::1]:8722", "LOCALHOST"])
def test_our_own_names_are_taken(client: TestClient, host: str) -> None:
    assert client.get("/-/health", headers={"host": host}).status_code == 200


def form(opened: TestClient) -> dict[str, str]:
    """Return what judging a pair sends: the one that waits, or two statements where none does."""
    page = html.fromstring(opened.get("/review").text)
    if not page.xpath("//form[@data-judge]"):
        page = html.fromstring(opened.get("/review?show=doubtful").text)
    found = {field.get("name"): field.get("value") or "" for field in page.xpath("//form[@data-judge]//input")}
    if "left" not in found:
        one, other = (s["readings"][0]["attribution_id"] for s in opened.get("/statements.json").json()[:2])
        found |= {"left": one, "right": other}
    return found


def test_a_change_needs_the_token_of_its_form(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened, TestClient(make_app(own), base_url=BASE) as other:
        given = {**form(opened), "verdict": "same", "name": "Ada"}
        for wrong in (
            {**given, "form_token": ""},
            {**given, "form_token": "0" * 64},
            {k: v for k, v in given.items() if k != "form_token"},
        ):
            assert opened.post("/review/judge", data=wrong).status_code == 403
        assert other.post("/review/judge", data=given).status_code == 403
        assert opened.post("/review/judge", data=given, headers={"origin": "https://evil.example"}).status_code == 403
        assert opened.post("/review/judge", data=given, headers={"origin": "null"}).status_code == 403
        assert opened.post("/review/judge", data=given, headers={"sec-fetch-site": "cross-site"}).status_code == 403
        assert opened.get("/review/judge", params=given).status_code == 405
        assert opened.post("/review/judge", data={**given, "reason": "x" * LARGEST_BODY}).status_code == 413
        assert opened.app.state.writer.settle()  # type: ignore[attr-defined]
    with Record.open(own, write=False) as record:
        assert not [j for j in record.store.judgements() if j.by.startswith("person:")]


def test_read_only_takes_nothing(own: Path) -> None:
    with TestClient(make_app(own, read_only=True), base_url=BASE) as opened:
        page = html.fromstring(opened.get("/review").text)
        assert not page.xpath("//form[@method='post']")
        assert opened.post("/review/judge", data={"left": "a"}).status_code == 404


def test_other_machines_need_a_token(own: Path) -> None:
    with pytest.raises(UsageError, match="--token new"):
        token_for("0.0.0.0", None)
    with pytest.raises(UsageError, match="12 characters"):
        token_for("0.0.0.0", "short")
    assert token_for("127.0.0.1", None) is None
    made = token_for("0.0.0.0", "new")
    assert made is not None
    assert len(made) > 20
    assert is_local("::1")
    assert is_local("localhost")
    assert not is_local("192.168.1.4")
    assert not is_local("localhost.example")
    app = make_app(own, hosts=frozenset({"desk.example"}), token="a good long token")
    with TestClient(app, base_url="http://desk.example") as opened:
        assert opened.get("/statements.json").status_code == 401
        assert opened.get("/-/health").json() == {"status": "ok"}
        assert (
            opened.get("/", headers={"accept": "text/html"}, follow_redirects=False).headers["location"] == "/-/login"
        )
        bearer = {"authorization": "Bearer a good long token"}
        assert opened.get("/statements.json", headers=bearer).status_code == 200
        assert opened.get("/statements.json", headers={"authorization": "Bearer wrong"}).status_code == 401
        page = html.fromstring(opened.get("/-/login").text)
        token = page.xpath("//input[@name='form_token']/@value")[0]
        assert opened.post("/-/login", data={"token": "wrong", "form_token": token}).status_code == 403
        assert opened.post("/-/login", data={"token": "a good long token", "form_token": "x"}).status_code == 403
        entered = opened.post("/-/login", data={"token": "a good long token", "form_token": token})
        assert entered.status_code == 200
        assert opened.get("/statements").status_code == 200


def test_a_record_that_goes_away_is_told_and_one_that_comes_back_is_shown(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        assert opened.get("/statements").status_code == 200
        own.rename(own.with_name("away.db"))
        gone = opened.get("/statements")
        assert gone.status_code == 503
        assert "there is no record here" in gone.text
        assert opened.get("/-/health").status_code == 503
        own.with_name("away.db").rename(own)
        assert opened.get("/statements").status_code == 200


def test_serving_what_is_no_record_fails_at_once(tmp_path: Path) -> None:
    from verbale.web.run import serve

    (tmp_path / "text.db").write_text("no record at all", encoding="utf-8")
    with pytest.raises(RecordError, match="not a verbale record"):
        serve(tmp_path / "text.db", host="127.0.0.1", port=0, token=None, names=(), read_only=False, tell=print)
