"""The OWASP Top Ten (2021), each as what it would mean here. What the other tests of this room show is not shown again."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html
from starlette.testclient import TestClient

import verbale
from tests.web.conftest import BASE, SCRIPT
from tests.web.test_safety import form
from verbale.record import Record
from verbale.web.app import PAGES, make_app
from verbale.web.guard import LARGEST_BODY, LARGEST_UPLOAD
from verbale.web.pages.changes import ACTIONS
from verbale.web.schema import LISTED

TOKEN = "a good long token"
INJECTIONS = (
    "'", '"', "' OR '1'='1", "1; DROP TABLE document--", "') UNION SELECT text FROM document--", "x\x00y", "%00", "\ud800".encode(
    "utf-8", "surrogatepass").decode("latin-1"), '" NEAR/5 "', "title:x OR *", '"unclosed', "-", "AND", "(((((", "a" * 5000,
    "{{7*7}}", "${7*7}", "{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}", "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd", "\r\nSet-Cookie: owned=1", SCRIPT, "javascript:alert(1)", "file:///etc/passwd", "=1+1", "-1", "0",
    "99999999999999999999", "1e309", "NaN", "٣", "🕊️" * 50, "2021-13-45", "9999-12-31", "-0001-01-01",
)  # fmt: skip


@pytest.fixture(scope="module")
def locked(built: Path) -> Iterator[TestClient]:
    """The pages as other machines see them: behind a token."""
    app = make_app(built, hosts=frozenset({"desk.example"}), token=TOKEN)
    with TestClient(app, base_url="http://desk.example") as opened:
        yield opened


# -- A01: broken access control -------------------------------------------------------------------------------------------


def test_a01_without_the_token_no_page_and_no_deed(locked: TestClient) -> None:
    for path, _ in PAGES:
        for ending in ("", ".json", ".csv"):
            address = re.sub(r"\{\w+\}", "x", path) + ending
            assert locked.get(address).status_code == 401, address
    for name, _ in ACTIONS:
        assert locked.post(f"/review/{name}", data={"left": "a"}).status_code == 401
    assert locked.post("/add", data={"text": "x"}).status_code == 401
    assert locked.get("/-/openapi.json").status_code == 401
    for trick in ("//statements", "/static/../statements", "/-/login/../../statements", "/-/health/../statements", "/STATEMENTS",
                  "/-/login;/statements", "/static/%2e%2e/statements", "/-/healthz"):  # fmt: skip
        answer = locked.get(trick)
        assert answer.status_code in (401, 404), trick
        assert "Berg" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/%2e%2e/pyproject.toml", "/static//etc/passwd",
     "/static/....//app.py", "/static/verbale.js/..%2f..%2fapp.py", "/static/..\\app.py", "/documents/..%2f..%2fetc%2fpasswd"],
)  # fmt: skip
def test_a01_no_file_but_those_of_the_pages(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "import " not in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND"])
def test_a01_no_method_but_those_that_are_meant(client: TestClient, method: str) -> None:
    for path in ("/", "/statements.json", "/review/judge", "/-/health"):
        assert client.request(method, path, headers={"content-length": "0"}).status_code in (403, 405, 501), path


# -- A02: cryptographic failures --------------------------------------------------------------------------------------------


def test_a02_cookies_are_out_of_reach_and_say_nothing(locked: TestClient) -> None:
    page = locked.get("/-/login", headers={"accept": "text/html"})
    token = html.fromstring(page.text).xpath("//input[@name='form_token']/@value")[0]
    entered = locked.post("/-/login", data={"token": TOKEN, "form_token": token}, follow_redirects=False)
    given = [value for answer in (page, entered) for value in answer.headers.get_list("set-cookie")]
    assert given
    for cookie in given:
        assert "httponly" in cookie.lower()
        assert "samesite=strict" in cookie.lower()
        assert TOKEN not in cookie
    locked.cookies.clear()


def test_a02_what_one_server_signed_another_does_not_take(built: Path, locked: TestClient) -> None:
    page = html.fromstring(locked.get("/-/login", headers={"accept": "text/html"}).text)
    token = page.xpath("//input[@name='form_token']/@value")[0]
    locked.post("/-/login", data={"token": TOKEN, "form_token": token}, follow_redirects=False)
    assert locked.get("/statements.json").status_code == 200
    cookies = dict(locked.cookies)
    locked.cookies.clear()
    app = make_app(built, hosts=frozenset({"desk.example"}), token=TOKEN)
    with TestClient(app, base_url="http://desk.example", cookies=cookies) as other:
        assert other.get("/statements.json").status_code == 401


# -- A03: injection ---------------------------------------------------------------------------------------------------------


def test_a03_nothing_asked_is_run(client: TestClient, record: Record) -> None:
    before = record.store.counts()
    for listed in LISTED:
        for injection in INJECTIONS:
            path = re.sub(r"\{\w+\}", lambda _, given=injection: quote(given[:200], safe=""), listed.path)  # type: ignore[misc]
            names = listed.asked or ("page", "q")
            for name in names[:3] if "{" not in listed.path else ("page",):
                for ending in ("", ".json"):
                    answer = client.get(path + ending, params={name: injection}, follow_redirects=False)
                    assert answer.status_code in (200, 303, 307, 308, 400, 404, 405), (path, name, injection)
                    assert "set-cookie" not in answer.headers or "owned" not in answer.headers["set-cookie"]
                    assert "root:" not in answer.text
                    assert "<script>alert" not in answer.text or ending
                    assert "Traceback" not in answer.text
    assert record.store.counts() == before
    assert record.verify() == []


def test_a03_templates_are_not_run(client: TestClient) -> None:
    for trick in ("{{7*191}}", "${7*191}", "#{7*191}", "<%= 7*191 %>"):
        assert "1337" not in client.get("/search", params={"q": trick}).text


def test_a03_cells_are_not_formulas(tmp_path: Path) -> None:
    text = "5 March 2019\n\n“=HYPERLINK(1)” Jon Vale said on Tuesday. “+1+1 is two,” Foreign Minister Ada Berg told reporters.\n"
    (tmp_path / "a.txt").write_text(f"=cmd|' /C calc'!A0\n{text}", encoding="utf-8")
    with verbale.open(tmp_path / "r.db") as made:
        made.build(tmp_path / "a.txt")
    with TestClient(make_app(tmp_path / "r.db"), base_url=BASE) as opened:
        for path in ("/documents.csv", "/statements.csv"):
            cells = [cell.strip('"') for line in opened.get(path).text.splitlines()[1:] for cell in line.split(",")]
            assert cells
            assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))], path


# -- A04: insecure design ---------------------------------------------------------------------------------------------------


def test_a04_there_is_an_end_to_what_one_may_ask_and_send(client: TestClient) -> None:
    began = time.process_time()
    for query in (
        "?page=" + "9" * 300,
        "?all=1&page=99999",
        "?q=" + "a*+" * 3000,
        "?containing=" + "a+" * 3000,
        "?" + "x=1&" * 5000,
    ):
        for path in ("/statements.json", "/search.json", "/documents"):
            answer = client.get(path + query)
            assert answer.status_code in (200, 400, 404, 414)
            assert len(answer.content) < 20_000_000
    assert time.process_time() - began < 30
    for path, most in (("/review/judge", LARGEST_BODY), ("/add", LARGEST_UPLOAD), ("/-/login", LARGEST_BODY)):
        for length in (str(most + 1), "-1", "1e3", "", "9" * 40):
            assert client.post(path, content=b"x", headers={"content-length": length}).status_code == 413, (
                path,
                length,
            )


# -- A05: security misconfiguration -------------------------------------------------------------------------------------------


def test_a05_headers_stand_on_every_kind_of_answer(client: TestClient, locked: TestClient) -> None:
    answers = [client.get("/"), client.get("/nothing"), client.get("/statements.json?since=x"), client.post("/review/judge"),
               client.get("/", headers={"host": "evil.example"}), locked.get("/"), client.get("/static/nothing"),
               client.request("PUT", "/", headers={"content-length": "0"})]  # fmt: skip
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff", answer
        assert answer.headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers
    assert {answer.status_code for answer in answers} >= {200, 400, 401, 404, 421}


def test_a05_a_fault_tells_strangers_nothing(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import verbale.web.library

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail of the machine")

    with TestClient(make_app(built), base_url=BASE, raise_server_exceptions=False) as opened:
        assert opened.get("/statements").status_code == 200
        monkeypatch.setattr(verbale.web.library.Library, "lend", fail)
        for path in ("/statements", "/statements.json", "/statements.csv"):
            answer = opened.get(path)
            assert answer.status_code == 500
            assert "secret" not in answer.text
            assert "Traceback" not in answer.text
            assert "RuntimeError" not in answer.text


# -- A06: vulnerable and outdated components: tests/test_supply.py ---------------------------------------------------------

# -- A07: identification and authentication failures --------------------------------------------------------------------------


def test_a07_guessing_is_slow_and_nearly_right_is_wrong(locked: TestClient) -> None:
    page = html.fromstring(locked.get("/-/login", headers={"accept": "text/html"}).text)
    token = page.xpath("//input[@name='form_token']/@value")[0]
    for wrong in ("", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), " " + TOKEN, TOKEN + "\x00", "*"):
        began = time.monotonic()
        assert locked.post("/-/login", data={"token": wrong, "form_token": token}).status_code == 403, wrong
        assert time.monotonic() - began > 0.4
        if wrong.isascii() and wrong.isprintable():
            bearer = {"authorization": f"Bearer {wrong.strip()}" if wrong.strip() != TOKEN else "Basic x"}
            assert locked.get("/statements.json", headers=bearer).status_code == 401
    for cookie in ("", "0" * 64, TOKEN):
        assert locked.get("/statements.json", headers={"cookie": f"verbale_login={cookie}"}).status_code == 401
    locked.cookies.clear()


# -- A08: software and data integrity failures --------------------------------------------------------------------------------


def test_a08_pages_run_nothing_that_did_not_come_with_them(client: TestClient) -> None:
    script = client.get("/static/verbale.js").text
    assert not re.search(r"\beval\s*\(|new Function|document\.write|insertAdjacentHTML|import\s*\(", script)
    assert "http://" not in script.replace("http://www.w3.org", "")
    assert "https://" not in script


# -- A09: logging failures: what people did is in the record, signed and dated -------------------------------------------------


def test_a09_what_a_person_changed_is_on_record(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        fields = form(opened)
        opened.post("/review/judge", data={**fields, "verdict": "different", "name": "Ada"})
        assert opened.app.state.writer.settle()  # type: ignore[attr-defined]
    with Record.open(own, write=False) as record:
        made = [j for j in record.store.judgements() if j.by.startswith("person:")]
        assert [j.verdict for j in made] == ["different"]
        assert [j.by for j in made] == ["person:Ada"]


# -- A10: server-side request forgery ------------------------------------------------------------------------------------------


def test_a10_nothing_given_is_fetched(own: Path, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for address in ("http://127.0.0.1:1/x", "http://[::1]/", "file:///etc/passwd", "//evil.example/x", "gopher://x"):
        for path in ("/search", "/statements", "/documents"):
            answer = client.get(path, params={"q": address, "outlet": address, "url": address}, follow_redirects=False)
            assert answer.status_code in (200, 400, 404)
            assert "evil.example" not in answer.headers.get("location", "")
    page = (
        "<html><head><base href='http://127.0.0.1:1/'><link rel=stylesheet href='http://127.0.0.1:1/x.css'></head><body>"
        "<img src='http://127.0.0.1:1/x.png'>"
        + "<p>The envoys met in the capital on Tuesday and parted without a word.</p>"
        * 5
    )
    with verbale.open(own) as record:
        (own.parent / "page.html").write_text(page, encoding="utf-8")
        assert record.add(own.parent / "page.html").new == 1
