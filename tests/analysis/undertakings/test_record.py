"""An instrument against a record: statements linked by their words, who asks and refuses, what hangs on it, the verb."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from verbale.analysis.undertakings import clocks, surfaces
from verbale.analysis.undertakings.linking import Undertaking, undertakings
from verbale.analysis.undertakings.loader import read_shipped, shipped
from verbale.analysis.undertakings.model import Claim
from verbale.analysis.undertakings.phrases import COVERED, Index, best, made, phrases_of, score
from verbale.analysis.undertakings.records import read_claims
from verbale.analysis.undertakings.stating import parties_in, stated_in
from verbale.errors import UsageError
from verbale.record import Record

ARTICLES = {
    "a.txt": (
        "Tehran rejects limits on its stockpile\n\n"
        "VIENNA, June 3, 2021 (Wire One) — Iran will not accept a new limit on its stockpile of enriched uranium, Foreign "
        "Minister Mohammad Javad Zarif said on Thursday.\n\n"
        "The United States demanded that Iran stop enriching uranium to 60 percent. “Enrichment at Fordow must end,” "
        "US Secretary of State Antony Blinken told reporters in Washington.\n\n"
        "Iran and the United States will hold talks in Vienna on June 10.\n"
    ),
    "b.txt": (
        "Washington waits for an answer\n\n"
        "WASHINGTON, June 4, 2021 (Wire Two) — The United States expects Iran to answer its proposals on the nuclear deal by "
        "June 18, State Department spokesman Ned Price said on Friday.\n\n"
        "Israel moved 2,000 troops to its northern border on Thursday.\n"
    ),
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("undertakings")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Record.open(folder / "r.db") as record:
        record.build([folder / name for name in ARTICLES])
    return folder / "r.db"


@pytest.fixture(scope="module")
def record(path: Path) -> Iterator[Record]:
    with Record.open(path, write=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def found(record: Record) -> Undertaking:
    return undertakings(record.store, record.facts, read_shipped("jcpoa-2015"))


def test_statements_are_linked_to_provisions_at_their_exact_words(record: Record, found: Undertaking) -> None:
    rows = {row.provision: row for row in found.rows}
    spoken = [s for row in rows.values() for s in row.spoken]
    assert spoken
    for s in (*spoken, *found.spoken):
        assert s.evidence
        for e in s.evidence:
            page = record.view.page(e.document)
            assert page.document.text[e.start : e.end] == e.text
    assert any("60 percent" in s.content for s in rows["j.367"].spoken)
    assert any("stockpile" in s.content for s in rows["j.300"].spoken)
    assert rows["j.fordow"].spoken
    assert not rows["j.5060"].spoken


def test_who_asks_and_who_refuses(found: Undertaking) -> None:
    rows = {row.provision: row for row in found.rows}
    assert "USA" in rows["j.367"].demanded_by
    assert "IRN" in rows["j.300"].red_line_of
    assert "IRN" not in rows["j.300"].demanded_by


def test_meetings_and_deadlines_hang_on_the_instrument(found: Undertaking) -> None:
    hanging = [*found.hanging, *(h for row in found.rows for h in row.hanging)]
    assert any(h.kind == "meeting" and h.when == "2021-06-10" for h in hanging)
    assert any(h.kind == "deadline" and h.when and "2021-06-18" in h.when for h in hanging)


def test_nothing_is_found_where_nobody_claims(found: Undertaking) -> None:
    findings = [f for row in found.rows for f in row.findings]
    assert findings
    assert not [f for f in findings if "breach" in f.display]


def test_as_of_an_earlier_day_less_is_known(record: Record) -> None:
    early = undertakings(record.store, record.facts, read_shipped("jcpoa-2015"), as_of="2021-06-01")
    assert not [s for row in early.rows for s in row.spoken]


def test_the_users_claims_count(record: Record, tmp_path: Path) -> None:
    table = tmp_path / "claims.csv"
    table.write_text(
        "provision,speaker,bearer,when,said,words,enrichment\nj.367,IAEA,IRN,2021-04-17,2021-05-31,report,60\n",
        encoding="utf-8",
    )
    claims = read_claims(table)
    assert claims == (
        Claim("IAEA", provision="j.367", bearer="IRN", when="2021-04-17", said="2021-05-31", words="report",
              attrs={"enrichment": "60"}),
    )  # fmt: skip
    (made,) = surfaces.of_record(record.store, record.facts, "jcpoa-2015", claims=table)
    row = next(r for r in made.rows if r.provision == "j.367")
    assert [f.display for f in row.findings if f.bearer == "IRN"] == ["breach established"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("speaker,says\nIAEA,maybe\n", "line 2"),
        ("speaker,when\nIAEA,soon\n", "line 2"),
        ("when\n2021-01-01\n", "speaker"),
    ],
)
def test_a_wrong_line_of_claims_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "c.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=says):
        read_claims(tmp_path / "c.csv")


@pytest.mark.parametrize(
    ("text", "provisions"),
    [
        ("the alliance should halt its eastward expansion and take in no more members", {"us-russia-2021.4.1"}),
        ("the stationing of nuclear weapons outside national territory has to end", {"us-russia-2021.7.1"}),
        ("the football federation will expand the tournament", set()),
        ("the prime minister spoke about taxes and the weather in Ukraine", set()),
        ("NATO, Russia and Ukraine", set()),
    ],
)
def test_phrases_find_the_rule_in_other_words_and_leave_the_rest(text: str, provisions: set[str]) -> None:
    found = {p for p in best(Index(phrases_of(read_shipped("us-russia-2021"))), text) if p}
    assert provisions <= found if provisions else not found


def test_the_index_drops_no_phrase() -> None:
    phrases = [p for name in shipped() for p in phrases_of(read_shipped(name)) if not p.title]
    texts = [*ARTICLES.values(), *(f"They said that {p.text.lower()} was agreed" for p in phrases)]
    index = Index(phrases)
    for text in texts:
        content = made(text)
        assert {p for p in phrases if score(p, content) >= COVERED} <= set(index.near(content))


def test_an_instruments_name_is_found_as_it_stands() -> None:
    index = Index(phrases_of(read_shipped("vienna-document-2011")))
    assert best(index, "Riga invoked the Vienna Document against Minsk")[""] == (1.0, "Vienna Document")
    assert "" not in best(index, "Austria published a document on tourism")


def test_features_of_a_deployment_are_read_from_its_sentence() -> None:
    text = "Britain sent some 1,700 paratroopers to Poland; the move is not permanent, and a brigade may follow."
    told = stated_in(text, parties_in(text))
    assert [(r.kind, r.bearer, r.mode) for r in told][:1] == [("deployment", "GBR", "actual")]
    attrs = told[0].attrs
    assert (attrs["airborne"], attrs["host"], attrs["permanent"]) == ("some 1,700", "POL", False)


def test_the_calendar_is_well_formed() -> None:
    file = read_shipped("vienna-document-2011")
    asked = Claim("UKR", about="trigger", key="request", when="2022-02-11T18:00Z", provision="vd.16.1")
    dues = clocks.clocks(file, [asked], "RUS")
    assert [(d.provision, d.last) for d in dues] == [("vd.16.1", "20220213T180000Z")]
    text = clocks.icalendar(dues, "Clocks; of, the\nday", "2022-02-12")
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "DTSTART:20220213T180000Z" in lines
    assert "DTSTAMP:20220212T000000Z" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert text == clocks.icalendar(reversed(dues), "Clocks; of, the\nday", "2022-02-12")
    icalendar = pytest.importorskip("icalendar", reason="icalendar is not installed")
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert "Explain unusual military activity" in str(event["SUMMARY"])


def test_the_page_obeys_no_markup_of_the_articles(found: Undertaking) -> None:
    from msgspec.structs import replace

    page = surfaces.page([replace(found, title="<script>alert(1)</script>")])
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "verbale", "undertakings", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, text=True)


def test_the_verb(path: Path, tmp_path: Path) -> None:
    done = run(path, "jcpoa-2015", "--view", "un", "--html", tmp_path / "p.html", "--ics", tmp_path / "c.ics")
    assert done.returncode == 0, done.stderr
    assert "demanded or offered by USA" in done.stdout
    assert "red line of IRN" in done.stdout
    assert (tmp_path / "p.html").read_text().startswith("<!doctype html>")
    assert (tmp_path / "c.ics").read_text().startswith("BEGIN:VCALENDAR")
    rows = json.loads(run(path, "--json").stdout)
    assert rows[0]["instrument"] == "jcpoa-2015"
    assert run(path, "jcpoa-2015").stdout == run(path, "jcpoa-2015").stdout


def test_the_verb_checks_files(tmp_path: Path) -> None:
    assert run("check", "minsk-2-2015", "jcpoa-2015").returncode == 0
    assert "wait for each other: m.11 → m.12 → m.9 → m.11" in run("check", "minsk-2-2015").stdout
    own = tmp_path / "own.yaml"
    invented = Path(__file__).with_name("invented.yaml").read_text(encoding="utf-8")
    own.write_text(invented.replace("display: breach alleged, origins: 1", "display: fulfilled"), encoding="utf-8")
    wrong = run("check", own)
    assert wrong.returncode == 1
    assert "expected 'fulfilled', got 'breach alleged'" in wrong.stdout
    own.write_text("instrument: [\n", encoding="utf-8")
    broken = run("check", own)
    assert broken.returncode == 2
    assert "own.yaml, line 2" in broken.stderr
    assert "Traceback" not in broken.stderr
    assert "minsk-2-2015" in run("list").stdout
    assert json.loads(run("schema").stdout)["title"]


def test_the_seeds_link_to_the_two_drafts(shared: Path, tmp_path: Path) -> None:
    with Record.open(tmp_path / "s.db") as opened:
        opened.build(shared / "seeds")
        drafts = {u.instrument: u for u in surfaces.of_record(opened.store, opened.facts)}
        texts = {d.id: opened.view.page(d.id).document.text for d in opened.documents()}
    for name, enlargement in (("us-russia-2021", "4.1"), ("russia-nato-2021", "6")):
        rows = {row.provision.removeprefix(name + "."): row for row in drafts[name].rows}
        assert "RUS" in rows[enlargement].demanded_by
        assert "NATO" in rows[enlargement].refused_by
        assert len(rows[enlargement].spoken) >= 8
        assert rows["6" if name.startswith("us") else "5"].spoken
        for row in rows.values():
            for s in row.spoken:
                assert s.evidence
                assert all(texts[e.document][e.start : e.end] == e.text for e in s.evidence)
            assert not [f for f in row.findings if "breach" in f.display]
        hanging = drafts[name].hanging
        assert any(h.kind == "meeting" and h.when == "2022-01" for h in hanging)
        assert any(h.kind == "deadline" and h.when and h.when.startswith("2022-01") for h in hanging)
    assert "RUS" in {r.provision: r for r in drafts["us-russia-2021"].rows}["us-russia-2021.4.2"].demanded_by
