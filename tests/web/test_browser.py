"""The pages in a real browser: nothing from outside, no error, no barrier; what keys, clicks and addresses do."""

from __future__ import annotations

import csv
import io
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.web.test_pages import LISTS
from verbale.record import Record
from verbale.store import Store
from verbale.web.app import make_app
from verbale.web.run import listen

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
uvicorn = pytest.importorskip("uvicorn")
BROWSER = os.environ.get("VERBALE_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium is installed (apt install chromium)")


@pytest.fixture(scope="module")
def served(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    own = Path(shutil.copy(built, tmp_path_factory.mktemp("browser") / "dispute.db"))
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(make_app(own), log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", own
    server.should_exit = True
    thread.join(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=BROWSER)
        yield opened
        opened.close()


def settled(path: Path, so: Callable[[Store], bool]) -> None:
    """Wait until the record is as it should be."""
    for _ in range(150):
        with Record.open(path, write=False) as record:
            if so(record.store):
                return
        time.sleep(0.1)
    raise AssertionError("the record did not become so")


class Watched:
    """A page, with all that goes wrong on it."""

    def __init__(self, browser: Any, base: str, **context: Any) -> None:
        self.context = browser.new_context(base_url=base, **context)
        self.page = self.context.new_page()
        self.troubles: list[str] = []
        self.page.on("console", lambda m: self.troubles.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.troubles.append(str(e)))
        self.page.on("dialog", self._asked)
        self.page.on("request", lambda r: None if r.url.startswith(base) else self.troubles.append(f"asks {r.url}"))

    def _asked(self, dialog: Any) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture
def watched(browser: Any, served: tuple[str, Path]) -> Iterator[Watched]:
    made = Watched(browser, served[0], permissions=["clipboard-read", "clipboard-write"])
    yield made
    made.context.close()
    assert made.troubles == []


def some(record: Record, articles: int = 100) -> list[str]:
    """Return one page of each kind, and so many articles."""
    several = [s.id for s in record.statements() if len(s.readings) > 1]
    found = [*LISTS, f"/statements/{record.statements()[0].id}", *(f"/statements/{i}" for i in several[:2])]
    found += [f"/documents/{d.id}" for d in record.documents()[::-1] if d.characters < 100_000][:articles]
    found += [f"/events/{record.events()[0].id}", f"/actors/{record.actors()[0].id}", "/outlets/kestrelpost.example"]
    found += [f"/positions/{p.actor_id}/{p.issue_id}" for p in record.positions()[:1]]
    return [*found, "/nothing"]


def test_no_page_asks_elsewhere_fails_or_overflows(browser: Any, served: tuple[str, Path], record: Record) -> None:
    for width in (1280, 360):
        made = Watched(browser, served[0], viewport={"width": width, "height": 800})
        for address in some(record, articles=100 if width == 360 else 2):
            made.page.goto(address)
            over = made.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, (address, width, over)
        made.context.close()
        assert [t for t in made.troubles if "404" not in t] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier(browser: Any, served: tuple[str, Path], record: Record, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    made = Watched(browser, served[0], color_scheme=scheme)
    found = {}
    addresses = some(record, articles=2)
    if scheme == "dark":
        kinds = ("/statements/", "/documents/", "/positions", "/timeline", "/contacts", "/map", "/review", "/actors/")
        addresses = ["/", *(next(a for a in addresses if a.startswith(kind)) for kind in kinds), "/undertakings"]
    for address in addresses:
        made.page.goto(address)
        # what a scheme changes is its colours
        options: dict[str, Any] = {"resultTypes": ["violations"]}
        if scheme == "dark":
            options["runOnly"] = {"type": "rule", "values": ["color-contrast"]}
        for violation in axe.Axe().run(made.page, options=options).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                nodes = [n["html"][:120] + " " + n["failureSummary"][:300] for n in violation["nodes"][:2]]
                found[address, violation["id"]] = nodes
    made.context.close()
    assert not found


def test_marked_words_are_the_stored_words(watched: Watched, record: Record) -> None:
    for row in [r for r in record.documents() if r.characters < 100_000]:
        for statement in record.store.statements(document=row.id)[:3]:
            reading = next(r for r in record.store.readings(statement.id) if r.document_id == row.id)
            span = reading.content[0]
            watched.page.goto(f"/documents/{row.id}?at={span.start}-{span.end}#{span.start}-{span.end}")
            shown = watched.page.evaluate("[...document.querySelectorAll('.m-at')].map(e => e.textContent).join('')")
            assert "".join(shown.split()) == "".join(span.text.split())


def test_a_place_in_the_address_is_marked(watched: Watched, record: Record) -> None:
    row = next(d for d in record.documents() if "🇳🇴" in record.view.page(d.id).document.text)
    text = record.view.page(row.id).document.text
    start = text.index("belongs to nobody")
    watched.page.goto(f"/documents/{row.id}#{start}-{start + 17}")
    watched.page.wait_for_selector(".m-at")
    shown = watched.page.evaluate("[...document.querySelectorAll('.m-at')].map(e => e.textContent).join('')")
    assert shown == "belongs to nobody"


def test_selected_words_are_copied_with_their_place(watched: Watched, record: Record) -> None:
    row = next(d for d in record.documents() if "🇳🇴" in record.view.page(d.id).document.text)
    text = record.view.page(row.id).document.text
    start = text.index("belongs to nobody")
    watched.page.goto(f"/documents/{row.id}?at={start}-{start + 17}#{start}-{start + 17}")
    watched.page.evaluate(
        "() => { const e = document.querySelectorAll('.m-at'); getSelection().setBaseAndExtent("
        "e[0].firstChild, 0, e[e.length - 1].firstChild, e[e.length - 1].firstChild.length) }"
    )
    watched.page.click("button.cite")
    copied = watched.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“belongs to nobody” (")
    assert f"{row.id}#{start}-{start + 17}" in copied


def test_a_reading_is_copied_with_its_citation(watched: Watched, record: Record) -> None:
    statement = record.statements()[0]
    watched.page.goto(f"/statements/{statement.id}")
    watched.page.click("[data-copy]")
    copied = watched.page.evaluate("navigator.clipboard.readText()")
    assert " ".join(statement.readings[0].content.split()) in copied
    assert statement.readings[0].document_id in copied


def test_layers_are_switched_and_remembered(watched: Watched, record: Record) -> None:
    row = next(d for d in record.documents() if d.characters < 100_000)
    watched.page.goto(f"/documents/{row.id}")
    notes = watched.page.locator(".notes").first
    assert notes.is_visible()
    watched.page.uncheck("[data-layer=notes]")
    assert not notes.is_visible()
    watched.page.reload()
    assert not watched.page.locator(".notes").first.is_visible()


def test_search_answers_as_one_types(watched: Watched) -> None:
    watched.page.goto("/statements")
    watched.page.keyboard.press("/")
    watched.page.keyboard.type("NATO")
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url("**/search?q=NATO")
    watched.page.fill("#q", "guarantees")
    watched.page.wait_for_url("**/search?q=guarantees")
    assert "guarantees" in watched.page.inner_text("h1")
    assert watched.page.locator(".line").count() > 0


def test_the_strip_is_brushed(watched: Watched) -> None:
    watched.page.goto("/timeline")
    frame = watched.page.locator(".strip svg").bounding_box()
    assert frame is not None
    top = frame["y"] + 8
    watched.page.mouse.move(frame["x"] + 100, top)
    watched.page.mouse.down()
    watched.page.mouse.move(frame["x"] + 300, top, steps=4)
    watched.page.mouse.up()
    watched.page.wait_for_url("**/timeline?since=*&until=*")


def test_the_strip_zooms_by_key_and_has_lanes_by_issue(watched: Watched) -> None:
    page = watched.page
    page.goto("/timeline?lanes=issues")
    assert page.locator(".lane-label").count() > 1
    page.keyboard.press("+")
    page.wait_for_url("**/timeline?lanes=issues&since=*")
    page.keyboard.press("0")
    page.wait_for_url(lambda url: "since" not in url)


def test_the_map_leads_to_events_and_says_the_same_as_its_table(watched: Watched) -> None:
    page = watched.page
    page.goto("/map")
    drawn = set(
        page.evaluate("[...document.querySelectorAll('.map circle title')].map(e => e.textContent.split(':')[0])")
    )
    listed = set(page.evaluate("[...document.querySelectorAll('tbody td:first-child a')].map(e => e.textContent)"))
    assert drawn
    assert drawn <= listed
    place = sorted(drawn)[0]
    page.locator(f".map a[aria-label^='{place}:']").first.click(force=True)
    page.wait_for_url("**/events?place=*")
    assert page.locator(".line-event").count() > 0


def test_a_chart_is_saved_as_a_picture(watched: Watched, tmp_path: Path) -> None:
    for address in ("/map", "/timeline", "/contacts"):
        watched.page.goto(address)
        with watched.page.expect_download() as waited:
            watched.page.click(".save")
        waited.value.save_as(tmp_path / "picture.svg")
        saved = etree.parse(tmp_path / "picture.svg").getroot()
        assert saved.tag == "{http://www.w3.org/2000/svg}svg"
        assert len(saved) > 3
        assert not saved.xpath("//*[local-name()='script'] | //@style | //@onload")


def test_names_in_other_scripts_stand_as_they_are_written(watched: Watched, record: Record) -> None:
    row = next(d for d in record.documents() if "🇳🇴" in record.view.page(d.id).document.text)
    text = record.view.page(row.id).document.text
    start = text.index("وزير")
    watched.page.goto(f"/documents/{row.id}?at={start}-{start + 13}")
    para = watched.page.locator(".para", has_text="وزير").first
    assert "王毅 told reporters" in para.inner_text()
    assert para.evaluate("e => getComputedStyle(e).direction") == "rtl"  # it begins in Arabic
    assert watched.page.locator("main").evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_the_whole_list_is_exported(watched: Watched, record: Record) -> None:
    watched.page.goto("/statements?order=latest")
    link = watched.page.get_by_role("link", name="CSV").nth(1)
    assert "all=1" in (link.get_attribute("href") or "")
    with watched.page.expect_download() as waited:
        link.click()
    rows = list(csv.reader(io.StringIO(Path(waited.value.path()).read_text(encoding="utf-8"))))
    assert len(rows) == len(record.statements()) + 1


def test_keys_walk_the_rows_and_open_them(watched: Watched) -> None:
    watched.page.goto("/statements")
    watched.page.keyboard.press("j")
    watched.page.keyboard.press("j")
    focused = watched.page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == watched.page.locator(".line-words a").nth(1).get_attribute("href")
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url(f"**{focused}")


def test_theme_is_kept(watched: Watched) -> None:
    watched.page.goto("/")
    before = watched.page.evaluate("getComputedStyle(document.body).backgroundColor")
    watched.page.click("[data-theme-button]")
    after = watched.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert before != after
    watched.page.goto("/statements")
    assert watched.page.evaluate("getComputedStyle(document.body).backgroundColor") == after


def test_a_pair_is_judged_by_key_and_taken_back(watched: Watched, served: tuple[str, Path]) -> None:
    page = watched.page
    page.goto("/review")
    page.fill("[data-judge] input[name=name]", "Ada Berg")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    page.wait_for_selector(".last .verdict-same")
    settled(served[1], lambda store: [j.verdict for j in store.judgements(by="person:Ada Berg")] == ["same"])
    page.keyboard.press("z")
    settled(served[1], lambda store: not store.judgements(by="person:Ada Berg"))
    page.goto("/review?show=history")
    assert page.locator("#history .gone").count() == 1


def test_a_statement_is_corrected_by_key_and_taken_back(
    watched: Watched, served: tuple[str, Path], record: Record
) -> None:
    page = watched.page
    statement = next(s for s in record.statements() if s.speaker and len(s.readings) == 1 and s.act != "threaten")
    page.goto(f"/statements/{statement.id}")
    page.keyboard.press("e")
    page.wait_for_selector("[data-edit][open]")
    assert page.evaluate("document.activeElement.name") == "speaker"
    page.select_option("[data-edit] select[name=act]", "threaten")
    page.locator("[data-edit] input[name=name]").first.fill("Ada Berg")
    page.get_by_role("button", name="Correct", exact=True).click()
    settled(served[1], lambda store: [c.value for c in store.corrections()] == ["threaten"])
    page.goto(f"/rows/{statement.readings[0].attribution_id}")
    page.wait_for_selector(".overline >> text=threaten", timeout=15_000)
    page.click(".why button.quiet")
    settled(served[1], lambda store: not store.corrections())


def test_a_doubtful_statement_is_left_out_by_key_and_comes_back(watched: Watched, served: tuple[str, Path]) -> None:
    page = watched.page
    page.goto("/review?show=doubtful")
    page.fill("[data-judge] input[name=name]", "Ada Berg")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_selector(".last")
    settled(served[1], lambda store: [c.value for c in store.corrections()] == ["no"])
    page.keyboard.press("z")
    settled(served[1], lambda store: not store.corrections())


def test_each_other_judgement_is_made_in_the_browser(
    watched: Watched, served: tuple[str, Path], record: Record
) -> None:
    page, path = watched.page, served[1]
    several = next(s for s in record.statements() if len(s.readings) > 1)

    def sign(form: Any) -> None:
        form.locator("input[name=name]").fill("Ada Berg")

    # split
    page.goto(f"/statements/{several.id}")
    page.locator("summary", has_text="Not the same statement?").last.click()
    form = page.locator("form[action='/review/split']").last
    sign(form)
    form.get_by_role("button").click()
    settled(path, lambda store: any(j.verdict == "different" for j in store.judgements(by="person:Ada Berg")))
    # merge by id, and take it back
    one, other = (s.readings[0].attribution_id for s in record.statements()[-2:])
    page.goto(f"/rows/{one}")
    page.locator("summary", has_text="The same as another statement?").click()
    form = page.locator("form[action='/review/judge']").last
    form.locator("input[name=right]").fill(other)
    sign(form)
    form.get_by_role("button", name="Judge").click()
    pair = {one, other}
    settled(path, lambda store: any({j.left, j.right} == pair for j in store.judgements(by="person:Ada Berg")))
    # two actors
    persons = [a.id for a in record.actors() if a.kind == "person"]
    page.goto(f"/actors/{persons[0]}")
    page.locator("summary", has_text="Say that this is").click()
    form = page.locator("form[action='/review/judge']")
    form.locator("select[name=verdict]").select_option("different")
    sign(form)
    form.get_by_role("button", name="Judge").click()
    settled(path, lambda store: len(store.judgements(by="person:Ada Berg")) >= 3)
    # an event
    event = next(e for e in record.events() if e.status == "happened")
    page.goto(f"/events/{event.id}")
    page.keyboard.press("e")
    page.select_option("[data-edit] select[name=status]", "denied")
    sign(page.locator("[data-edit] form"))
    page.get_by_role("button", name="Correct", exact=True).click()
    settled(path, lambda store: any(c.value == "denied" for c in store.corrections()))
    # many at once
    page.goto("/review")
    if page.locator("summary", has_text="Accept many").count():
        page.locator("summary", has_text="Accept many").click()
        form = page.locator("form[action='/review/bulk']")
        form.locator("input[name=least]").fill("1")
        sign(form)
        form.get_by_role("button").click()
        settled(
            path, lambda store: any(j.reason.startswith("accepted") for j in store.judgements(by="person:Ada Berg"))
        )
    # all of it stands in the history, and the record is whole
    page.goto("/review?show=history")
    assert page.locator("#history .line").count() >= 4
    settled(path, lambda store: store.is_collated())
    with Record.open(path, write=False) as opened:
        assert opened.verify() == []


def test_an_article_is_pasted(watched: Watched, served: tuple[str, Path]) -> None:
    page = watched.page
    page.goto("/add")
    page.fill(
        "textarea", "Envoy speaks\n\n7 March 2022\n\n“It is enough,” Foreign Minister Sergei Lavrov told reporters.\n"
    )
    page.get_by_role("button", name="Read").click()
    page.wait_for_selector("text=1 new", timeout=60_000)
    with Record.open(served[1], write=False) as record:
        assert any("It is enough" in s.content for s in record.statements())


def test_without_script_everything_is_still_there(browser: Any, served: tuple[str, Path], record: Record) -> None:
    made = Watched(browser, served[0], java_script_enabled=False)
    made.page.goto(f"/documents/{record.documents()[0].id}")
    assert made.page.locator(".para").count() > 2
    made.page.goto("/statements")
    made.page.locator(".line-words a").first.click()
    assert "/statements/" in made.page.url
    made.context.close()
