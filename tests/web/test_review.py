"""Judging in the browser: signed, worked into the record, taken back; beside another program that writes."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from lxml import html
from starlette.testclient import TestClient

from tests.web.conftest import BASE
from tests.web.test_safety import form
from verbale.export.rows import StatementRow
from verbale.model import Correction
from verbale.record import Record
from verbale.store import held
from verbale.store.held import Order
from verbale.web.app import make_app
from verbale.web.index import Index
from verbale.web.library import Library


def settle(opened: TestClient) -> None:
    assert opened.app.state.writer.settle()  # type: ignore[attr-defined]


def _waiting(opened: TestClient) -> set[tuple[str, str]]:
    return {(pair["left"], pair["right"]) for pair in opened.get("/review.json").json()}


def test_a_pair_is_judged_followed_and_taken_back(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        given = {**form(opened), "verdict": "same", "name": "Ada Berg", "reason": "one briefing"}
        before = {len(s.readings) for s in Record.open(own, write=False).statements()}
        assert (given["left"], given["right"]) in _waiting(opened)
        answer = opened.post("/review/judge", data=given, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/review?skip=0")
        settle(opened)
        left, right = (opened.get(f"/statements/{given[side]}", follow_redirects=False) for side in ("left", "right"))
        assert left.headers["location"] == right.headers["location"]
        page = opened.get(left.headers["location"]).text
        assert "by <bdi>Ada Berg</bdi>" in page
        assert "one briefing" in page
        review = html.fromstring(opened.get("/review").text)
        assert (given["left"], given["right"]) not in _waiting(opened)
        back = {f.get("name"): f.get("value") for f in review.xpath("//form[@action='/review/retract']//input")}
        assert back["by"] == "person:Ada Berg"
        (shown,) = html.fromstring(opened.get("/review?show=doubtful").text).xpath("//form[@data-judge]")
        assert shown.xpath(".//input[@name='name']/@value") == ["Ada Berg"]  # the browser remembers who judges
        opened.post("/review/retract", data=back)
        settle(opened)
        left, right = (opened.get(f"/statements/{given[side]}", follow_redirects=False) for side in ("left", "right"))
        assert left.headers["location"] != right.headers["location"]
        assert "taken back" in opened.get("/review?show=history").text
    with Record.open(own, write=False) as record:
        assert record.store.is_collated()
        assert {len(s.readings) for s in record.statements()} == before
        assert record.verify() == []


def test_a_reading_is_split_off(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        statement = next(s for s in opened.get("/statements.json").json() if len(s["readings"]) > 1)
        page = html.fromstring(opened.get(f"/statements/{statement['id']}").text)
        split = page.xpath("//form[@action='/review/split']")[1]
        given = {f.get("name"): f.get("value") or "" for f in split.xpath(".//input")}
        assert opened.post("/review/split", data={**given, "name": "Ada", "row": "ffff"}).status_code == 400
        assert opened.post("/review/split", data={**given, "name": "Ada"}).status_code == 200
        settle(opened)
        first, second = (
            opened.get(f"/statements/{r['attribution_id']}", follow_redirects=False).headers["location"]
            for r in statement["readings"][:2]
        )
        assert first != second


def test_a_judgement_is_signed_by_a_person_about_rows_that_are_there(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        given = {**form(opened), "verdict": "same", "name": "Ada"}
        for wrong in ({"name": "  "}, {"verdict": "perhaps"}, {"left": "nothing"}, {"right": given["left"]}):
            assert opened.post("/review/judge", data={**given, **wrong}).status_code == 400, wrong
        away = opened.post("/review/judge", data={**given, "back": "//evil.example/"}, follow_redirects=False)
        assert away.headers["location"] == "/review"
        rule = {**given, "by": "rule:collation-2"}
        assert opened.post("/review/retract", data=rule).status_code == 400
        settle(opened)


def test_judgements_wait_while_another_program_writes(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        given = {**form(opened), "verdict": "different", "name": "Ada"}
        with Record.open(own, command="verbale watch"):
            opened.post("/review/judge", data=given)
            for _ in range(50):
                page = opened.get("/review").text
                if "verbale watch" in page:
                    break
                time.sleep(0.1)
            assert "Waiting" in page
            assert "waits to be written" in opened.get("/review?show=history").text
            asked = html.fromstring(page).xpath("//form[@data-judge]//input[@name='left' or @name='right']/@value")
            assert asked != [given["left"], given["right"]]
        settle(opened)
        with Record.open(own, write=False) as record:
            assert [j.verdict for j in record.store.judgements(by="person:Ada")] == ["different"]


def test_pages_follow_a_writer(own: Path, tmp_path: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        before = opened.get("/-/health").json()
        (tmp_path / "more.txt").write_text(
            "Envoy speaks\n\n7 March 2022\n\n“It is enough,” Foreign Minister Sergei Lavrov told reporters on Monday.\n",
            encoding="utf-8",
        )
        with Record.open(own) as record:
            record.add(tmp_path / "more.txt")
            assert opened.get("/-/health").json()["articles"] == before["articles"] + 1
            record.code()
            record.collate()
        assert opened.get("/-/health").json()["statements"] > before["statements"]
        assert "It is enough" in opened.get("/statements?order=latest").text


def test_many_are_accepted_at_once_and_each_is_signed(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        token = form(opened)["form_token"]
        waiting = opened.get("/review.json").json()
        least = int(100 * waiting[0]["score"])
        likely = [p for p in waiting if 100 * p["score"] >= least]
        assert likely
        for wrong in ("", "0", "101", "-1", "x"):
            given = {"form_token": token, "least": wrong, "name": "Ada"}
            assert opened.post("/review/bulk", data=given).status_code == 400
        opened.post("/review/bulk", data={"form_token": token, "least": str(least), "name": "Ada"})
        settle(opened)
        with Record.open(own, write=False) as record:
            judged = {(j.left, j.right) for j in record.store.judgements(by="person:Ada")}
        assert judged == {(p["left"], p["right"]) for p in likely}


def test_two_actors_are_held_to_be_one(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        token = form(opened)["form_token"]
        actors = {a["name"]: a["id"] for a in opened.get("/actors.json?kind=organisation").json()}
        left, right = list(actors.values())[:2]
        given = {"form_token": token, "left": left, "right": right, "verdict": "same", "name": "Ada"}
        assert opened.post("/review/judge", data=given).status_code == 200
        settle(opened)
        after = {a["id"] for a in opened.get("/actors.json?kind=organisation").json()}
        assert len({left, right} & after) <= 1


def fields(page: str, within: str = "details[@data-edit]/form[1]") -> dict[str, str]:
    """Return what a form would send as it stands."""
    (shown,) = html.fromstring(page).xpath(f"//{within}")
    found = {f.get("name"): f.get("value") or "" for f in shown.xpath(".//input")}
    for choice in shown.xpath(".//select"):
        options = choice.xpath("./option[@selected]") or choice.xpath("./option")
        found[choice.get("name")] = options[0].get("value") or options[0].text
    return found


def statement_of(own: Path, attribution: str) -> StatementRow:
    with Record.open(own, write=False) as record:
        return next(s for s in record.statements() if attribution in {r.attribution_id for r in s.readings})


def test_fields_are_corrected_shown_and_taken_back(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        before = next(s for s in opened.get("/statements.json").json() if s["speaker"])
        row = before["readings"][0]["attribution_id"]
        given = fields(opened.get(f"/statements/{before['id']}").text)
        assert (given["speaker"], given["act"], given["day"]) == (
            before["speaker"],
            before["act"],
            before["when"] or "",
        )
        assert opened.post("/review/correct", data={**given, "name": "Ada"}).status_code == 400  # nothing changed
        for wrong in (
            {"act": "sing"},
            {"day": "soon"},
            {"speaker": "Nobody Atall"},
            {"name": " ", "act": "warn"},
            {"row": "f" * 16},
        ):
            assert (
                opened.post("/review/correct", data={**given, "name": "Ada", "day": "2022-01", **wrong}).status_code
                == 400
            ), wrong
        act = "warn" if before["act"] != "warn" else "demand"
        changed = {
            **given,
            "speaker": "",
            "act": act,
            "day": "2022-01",
            "name": "Ada Berg",
            "reason": "read it <b>again</b>",
        }
        answer = opened.post("/review/correct", data=changed, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/rows/{row}")
        settle(opened)
        after = statement_of(own, row)
        assert (after.speaker, after.act, after.when) == (None, act, "2022-01")
        assert after.basis == "corrected by Ada Berg: read it <b>again</b>"
        page = opened.get(f"/rows/{row}").text
        assert "by <bdi>Ada Berg</bdi>" in page
        assert "<b>again" not in page
        assert {c["field"] for c in opened.get(f"/statements/{after.id}.json").json()["corrected"]} == {
            "speaker",
            "act",
            "day",
        }
        assert opened.get("/review?show=history").text.count(">Take back<") == 3
        backs = html.fromstring(page).xpath("//form[@action='/review/retract']")
        for back in backs:
            opened.post("/review/retract", data={f.get("name"): f.get("value") for f in back.xpath(".//input")})
        settle(opened)
        assert statement_of(own, row).when == before["when"]
        assert opened.get("/review?show=history").text.count("taken back") == 3
    with Record.open(own, write=False) as record:
        assert record.verify() == []


def test_one_reading_of_several_is_corrected(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        several = next(s for s in opened.get("/statements.json").json() if len(s["readings"]) > 1)
        given = fields(opened.get(f"/statements/{several['id']}").text)
        own_row = several["readings"][1]["attribution_id"]
        opened.post("/review/correct", data={**given, "row": own_row, "day": "2020-01-01", "name": "Ada"})
        settle(opened)
        assert statement_of(own, own_row).when == "2020-01-01"
        assert len(statement_of(own, several["readings"][0]["attribution_id"]).corrected) == 0


def test_a_word_put_down_while_a_page_is_made_is_not_lost_to_it(own: Path) -> None:
    with Record.open(own, write=False) as record:
        read = next(iter(record.statements())).readings[0]
        word = Correction(read.attribution_id, "kept", "no", "person:Ada", read.document_id, 0, 1)
    told = Order(correction=word)
    held.hold(own, [told])
    library = Library(own)
    begin = library._indexed

    def overtaken(record: Record) -> Index:
        found = begin(record)  # the page looks at the record as it was ...
        Record.open(own).close()  # ... and the writer puts the word down
        return found

    library._indexed = overtaken  # type: ignore[method-assign]
    try:
        with library.lend() as desk:
            assert held.orders(own) == []
            assert not desk.store.corrections()
            assert [o.correction.row for o in desk.waiting if o.correction is not None] == [word.row]
    finally:
        library.close()


def test_a_doubtful_statement_is_read_and_kept_or_left_out(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        inputs = "form[@data-judge]"
        first = fields(opened.get("/review?show=doubtful").text, inputs)
        opened.post("/review/correct", data={**first, "kept": "no", "name": "Ada"})
        second = fields(opened.get("/review?show=doubtful").text, inputs)
        assert second["row"] != first["row"]
        opened.post("/review/correct", data={**second, "kept": "yes", "name": "Ada"})
        settle(opened)
        third = fields(opened.get("/review?show=doubtful").text, inputs)
        assert third["row"] not in (first["row"], second["row"])
        with Record.open(own, write=False) as record:
            said = {c.value: c for c in record.store.corrections()}
            ids = {a.id for d in record.documents() for a in (record.store.coding(d.id).attributions)}  # type: ignore[union-attr]
            shown = {r.attribution_id for s in record.statements() for r in s.readings}
            assert said["no"].row in ids - shown
            assert said["yes"].row in shown
        assert "found right by" in opened.get(f"/rows/{said['yes'].row}").text
        assert opened.get(f"/rows/{said['no'].row}").url.path == f"/documents/{said['no'].document_id}"
        history = opened.get("/review?show=history").text
        assert "no statement or event" in history
        opened.post(
            "/review/retract",
            data={"form_token": first["form_token"], "row": said["no"].row, "field": "kept", "by": "person:Ada"},
        )
        settle(opened)
        assert statement_of(own, said["no"].row).id == first["row"]


def test_people_who_contradict_each_other_are_shown(own: Path) -> None:
    with Record.open(own) as record:
        one, other = record.statements()[:2]
        record.correct(one.id, "act", "warn", by="person:Ada")
        record.correct(one.id, "act", "demand", by="person:Lena")
        record.judge(one.id, other.id, "same", by="person:Ada")
        record.judge(one.id, other.id, "different", by="person:Lena")
        record.collate()
    with TestClient(make_app(own), base_url=BASE) as opened:
        page = " ".join(opened.get("/review?show=history").text.split())
        assert "People contradict each other" in page
        assert "act: demand / warn" in page
        assert "Ada / Lena" in page
        mine = html.fromstring(opened.get("/review?show=history&who=person:Lena").text)
        assert set(mine.xpath("//section[@id='history']//div[@class='line-head']//bdi/text()")) <= {
            "Lena",
            "Ada / Lena",
        }


def test_an_event_is_corrected(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        event = next(e for e in opened.get("/events.json").json() if e["status"] == "happened")
        given = fields(opened.get(f"/events/{event['id']}").text)
        opened.post("/review/correct", data={**given, "status": "scheduled", "name": "Ada"})
        settle(opened)
        mention = event["accounts"][0]["event_mention_id"]
        page = opened.get(f"/rows/{mention}")
        assert opened.get(f"{page.url.path}.json").json()["status"] == "scheduled"
        assert "What people said" in page.text


def ask(port: int, method: str, address: str, cookie: str = "", **given: str) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookie} if cookie else {}
    body = None
    if given:
        body = urlencode(given)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, address, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    return answer.status, text, (answer.headers.get("set-cookie") or "").split(";")[0]


def test_no_judgement_is_lost_when_the_server_is_killed_or_stopped_while_another_program_writes(own: Path) -> None:
    with Record.open(own, write=False) as record:
        one, other = (s.readings[0].attribution_id for s in record.statements()[:2])
        pair = {"left": one, "right": other}
    for number, end in enumerate((signal.SIGKILL, signal.SIGTERM)):
        server = subprocess.Popen(
            [sys.executable, "-m", "verbale", "serve", str(own), "--port", "0"], stderr=subprocess.PIPE, text=True
        )
        try:
            assert server.stderr is not None
            found = re.search(r":(\d+)/", server.stderr.readline())
            assert found is not None
            port = int(found[1])
            _, page, cookie = ask(port, "GET", "/review?show=doubtful")
            given = {f.get("name"): f.get("value") for f in html.fromstring(page).xpath("//form[@data-judge]//input")}
            with Record.open(own, command="verbale build"):
                sent = {"form_token": given["form_token"], "verdict": "different", "name": f"Ada {number}", **pair}
                assert ask(port, "POST", "/review/judge", cookie, **sent)[0] == 303
                server.send_signal(end)
                server.wait(timeout=20)
                assert len(held.orders(own)) == 1
        finally:
            server.kill()
            server.communicate()
        with Record.open(own, write=False) as record:
            assert not record.store.judgements(by=f"person:Ada {number}")
        with Record.open(own) as record:
            assert [j.verdict for j in record.store.judgements(by=f"person:Ada {number}")] == ["different"]
            record.collate()


def test_what_was_left_undone_is_done_at_the_next_start(own: Path) -> None:
    with Record.open(own, write=False) as record:
        row = record.statements()[0].readings[0].attribution_id
        one, other = (s.readings[0].attribution_id for s in record.statements()[:2])
    with TestClient(make_app(own), base_url=BASE) as opened:
        token = form(opened)["form_token"]
        with Record.open(own, command="verbale build"):
            given = {"form_token": token, "left": one, "right": other, "verdict": "different", "name": "Ada"}
            assert opened.post("/review/judge", data=given).status_code == 200
    assert held.orders(own)
    with TestClient(make_app(own), base_url=BASE) as opened:
        settle(opened)
        assert opened.get(f"/rows/{row}").status_code == 200
    with Record.open(own, write=False) as record:
        assert record.store.is_collated()
        assert [j.verdict for j in record.store.judgements(by="person:Ada")] == ["different"]
