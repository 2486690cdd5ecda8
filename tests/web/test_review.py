"""Judging in the browser: signed, worked into the record, taken back; beside another program that writes."""

from __future__ import annotations

import time
from pathlib import Path

from lxml import html
from starlette.testclient import TestClient

from tests.web.conftest import BASE
from tests.web.test_safety import form
from verbale.record import Record
from verbale.web.app import make_app


def settle(opened: TestClient) -> None:
    assert opened.app.state.writer.settle()  # type: ignore[attr-defined]


def test_a_pair_is_judged_followed_and_taken_back(own: Path) -> None:
    with TestClient(make_app(own), base_url=BASE) as opened:
        given = {**form(opened), "verdict": "same", "name": "Ada Berg", "reason": "one briefing"}
        before = {len(s.readings) for s in Record.open(own, write=False).statements()}
        waiting = len(opened.get("/review.json").json())
        answer = opened.post("/review/judge", data=given, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/review?skip=0")
        settle(opened)
        left, right = (opened.get(f"/statements/{given[side]}", follow_redirects=False) for side in ("left", "right"))
        assert left.headers["location"] == right.headers["location"]
        page = opened.get(left.headers["location"]).text
        assert "by <bdi>Ada Berg</bdi>" in page
        assert "one briefing" in page
        review = html.fromstring(opened.get("/review").text)
        assert len(opened.get("/review.json").json()) < waiting
        back = {f.get("name"): f.get("value") for f in review.xpath("//form[@action='/review/retract']//input")}
        assert back["by"] == "person:Ada Berg"
        assert form(opened)["name"] == "Ada Berg"  # the browser remembers who judges
        opened.post("/review/retract", data=back)
        settle(opened)
        left, right = (opened.get(f"/statements/{given[side]}", follow_redirects=False) for side in ("left", "right"))
        assert left.headers["location"] != right.headers["location"]
        assert "taken back" in opened.get("/review").text
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
            assert form(opened)["left"] + form(opened)["right"] != given["left"] + given["right"]
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
        assert 0 < len(likely) < len(waiting)
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
