"""Files of instruments: read strictly, with the line of what is wrong."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from verbale.analysis.undertakings import schema
from verbale.analysis.undertakings.loader import cycles, find, parse_file, read_file, read_shipped, shipped
from verbale.analysis.undertakings.scenarios import run, run_all
from verbale.analysis.undertakings.yaml12 import parse
from verbale.errors import UsageError

HEAD = """instrument:
  id: x
  title: T
  binding: legal
  parties: [NOR, SWE]
  lifecycle:
    - {date: 2001-01-01, party: "*", status: in force}
provisions:
"""
RULE = HEAD + "  - {id: x.1, who: NOR, to: SWE, modal: must_not, act: deployment}\n"


def test_yaml_1_2_words_stay_words() -> None:
    read = parse("on: NO\nat: 12:30:00\nyes: off\nday: 2021-12-15\nn: 0o17\nnull_: ~\nq: 'true'\nb: true", "f").value
    assert read == {
        "on": "NO", "at": "12:30:00", "yes": "off", "day": "2021-12-15", "n": "0o17", "null_": None, "q": "true", "b": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "twice"),
        ("a: &x 1\nb: *x\n", 1, "anchors"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "tags"),
        ("a: [1,\n  2\n", 3, "expected"),
        ("a: 1\n? [b]\n: c\n", 2, "key"),
        ("- " * 60 + "x", 1, "nested deeper"),
        (HEAD + "  - {id: x.1, who: NOR, modal: must_not, act: deployment, wher: {}}\n", 9, "'wher' is no key"),
        (HEAD + "  - {id: x.1, who: NOR, modal: shall, act: deployment}\n", 9, "shall"),
        (HEAD + "  - id: x.1\n    who: NO\n    modal: must\n    act: y\n", 10, "three letters"),
        (HEAD + "  - id: x.1\n    who: NOR\n    modal: must\n    act: y\n    within: 48h\n", 13, "no duration"),
        (HEAD + "  - id: x.1\n    who: NOR\n    modal: must\n    act: y\n    by: 2021-02-30\n", 13, "no date"),
        (HEAD + "  - id: x.1\n    who: NOR\n    modal: must\n    act: y\n    where:\n      troops: many\n", 14, "comparison"),
        (HEAD + "  - id: x.1\n    who: NOR\n    modal: must\n    act: y\n    where:\n      trops: {'>': 1}\n", 14, "'trops'"),
        (HEAD + "  - id: x.1\n    who: NOR\n    modal: must\n    act: y\n    at_most: alleged\n", 13, "say why"),
        (RULE + "  - {id: x.1, who: SWE, modal: must, act: z}\n", 10, "is taken"),
        (RULE + "replies:\n  - {provision: x.2, by: SWE, date: 2001-01-02, stance: accepts, words: w}\n", 11, "no provision"),
        (RULE + "cases:\n  - {id: c, provision: x.1, as_of: soon, bearer: NOR, expect: {}}\n", 11, "no date"),
        (RULE.replace("title: T", "title: true"), 3, "quotation marks"),
        (RULE.replace("  title: T\n", ""), 1, "'title' is missing"),
    ],
)  # fmt: skip
def test_faults_name_their_line(text: str, line: int, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_file(text, "f.yaml")
    assert re.match(rf"f\.yaml, line {line}: ", str(caught.value)), str(caught.value)
    assert says in str(caught.value)


def test_an_empty_and_a_huge_file_are_refused() -> None:
    for text in ("", "a: " + "x" * 600_000):
        with pytest.raises(UsageError):
            parse_file(text, "f.yaml")


@pytest.mark.parametrize("name", shipped())
def test_shipped_instruments_come_out_as_expected(name: str) -> None:
    outcomes = run_all(read_shipped(name))
    assert outcomes
    assert [(o.case, o.faults) for o in outcomes if not o.good] == []


INVENTED = Path(__file__).with_name("invented.yaml")


@pytest.mark.parametrize("case", [c.id for c in read_file(INVENTED).cases])
def test_an_invented_accord_comes_out_as_expected(case: str) -> None:
    file = read_file(INVENTED)
    outcome = run(file, next(c for c in file.cases if c.id == case))
    assert outcome.faults == (), outcome.finding.why


def test_there_are_all_tricky_cases_and_forty_more() -> None:
    cases = [c.id for name in shipped() for c in read_shipped(name).cases]
    tricky = [c for c in cases if re.match(r"T\d", c)]
    assert {re.match(r"T\d+", c)[0] for c in tricky} == {f"T{n}" for n in range(1, 17)}  # type: ignore[index]
    assert len(cases) - len(tricky) + len(read_file(INVENTED).cases) >= 40


def test_every_rule_says_where_it_is_from_and_what_was_not_seen_is_marked() -> None:
    for name in shipped():
        file = read_shipped(name)
        sources = {s.id: s for s in file.sources}
        for provision in file.provisions:
            assert provision.source in sources
            if sources[provision.source].seen == "memory":
                assert provision.seen == "memory", provision.id
            if provision.seen == "text":
                assert sources[provision.source].seen == "text", provision.id


def test_a_ring_of_conditions_is_reported() -> None:
    assert cycles(read_shipped("minsk-2-2015")) == [("m.11", "m.12", "m.9"), ("m.12", "m.9")]
    assert cycles(read_shipped("inf-1987")) == []


def test_the_published_schema_is_the_loaders() -> None:
    published = json.loads((ROOT / "docs" / "reference" / "instrument.schema.json").read_text(encoding="utf-8"))
    assert _ordered(published) == _ordered(json.loads(schema.text()))


def _ordered(node: Any) -> Any:
    """Return a schema with its alternatives in one order: older versions of msgspec name them in another."""
    if isinstance(node, dict):
        return {key: _ordered(value) for key, value in node.items()}
    if isinstance(node, list):
        return sorted(map(_ordered, node), key=repr)
    return node


def test_the_schema_accepts_what_the_loader_accepts_and_refuses_unknown_keys() -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    from importlib import resources

    made = schema.schema()
    for name in shipped():
        text = resources.files("verbale.lexicon").joinpath("instruments", f"{name}.yaml").read_text(encoding="utf-8")
        jsonschema.validate(parse(text, name).value, made)
    wrong = parse(RULE, "f").value
    wrong["provisions"][0]["wher"] = {}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, made)


def test_the_specifications_own_examples_load(shared: Path) -> None:
    notes = shared / "research" / "undertakings.md"
    if not notes.exists():
        pytest.skip("the research notes are not here")
    blocks = re.findall(r"```yaml\n(.*?)```", notes.read_text(encoding="utf-8"), re.S)
    files = [parse_file(block, "notes") for block in blocks]
    assert [f.instrument.id for f in files] == ["vd11", "ru-nato-2021", "jcpoa"]


def test_an_unknown_name_says_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        find(tmp_path / "none.yaml")
    with pytest.raises(UsageError, match="minsk"):
        read_shipped("none")


def test_the_examples_of_the_reference_run() -> None:
    page = (ROOT / "docs" / "reference" / "instruments.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", page, re.S)
    code = re.search(r"```python\n(.*?)```", page, re.S)
    assert example is not None
    assert code is not None
    assert [o.good for o in run_all(parse_file(example[1], "page"))] == [True]
    names: dict[str, object] = {}
    exec(code[1], names)  # our own page
    assert getattr(names["finding"], "display", None) == "breach established"


PIECES = [
    "a",
    ": ",
    "\n",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "&x",
    "*x",
    "!!int",
    "'",
    '"',
    "instrument",
    "provisions",
    "#",
    "|",
    ">",
    "%",
    "~",
    "  ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=300, deadline=None)
def test_whatever_is_given_is_read_or_refused_with_a_sentence(pieces: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        parse_file("".join(pieces), "f.yaml")
    assert str(caught.value).startswith("f.yaml")


@given(st.integers(0, 3000), st.sampled_from(["", "x", ":", "- ", "{", "\t", "\x00", "NO", "'"]))
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_read_or_refused(at: int, piece: str) -> None:
    text = INVENTED.read_text(encoding="utf-8")
    with contextlib.suppress(UsageError):
        parse_file(text[:at] + piece + text[at + 1 :], "f.yaml")


PACT = """instrument:
  id: harbour-pact
  title: Pact on the harbour
  binding: legal
  parties: [NOR, SWE]
  lifecycle:
    - {date: 2020-05-01, party: "*", status: in force}
provisions:
  - id: fees
    who: NOR
    to: SWE
    modal: must_not
    act: fees
    where: {troops: {">": 20}}
    unless: storm
cases:
  - id: one
    provision: fees
    bearer: NOR
    as_of: 2021-01-01
    claims:
      - {speaker: SWE, when: 2020-12-01, attrs: {troops: 30}}
    expect: {display: breach alleged}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ("binding: legal", "binding: treaty", 4, "proposed, political, legal"),
        ("status: in force", "status: in-force", 7, "perhaps 'in force'"),
        ("modal: must_not", "modal: must not", 12, "perhaps 'must_not'"),
        ("modal: must_not", "must: not", 12, "no key that is known here"),
        ("act: fees", "acts: fees", 13, "no key that is known here; perhaps 'act'"),
        ("who: NOR", "who: NORWAY", 10, "three letters (NOR)"),
        ("who: NOR", "who: NO", 10, "three letters"),
        ('{">": 20}', "20", 14, 'such as {">": 20}'),
        ("{troops:", "{troop:", 14, "perhaps 'troops'"),
        ("attrs: {troops:", "attrs: {troop:", 22, "perhaps 'troops'"),
        ("provision: fees", "provision: fee", 18, "perhaps 'fees'"),
        ("date: 2020-05-01", "date: 1 May 2020", 7, "is no date"),
        ("unless: storm", "within: 30 days", 15, "is no duration"),
        ("display: breach alleged", "support: proved", 23, "is no word for 'support'"),
        ("  - id: one", "\t- id: one", 17, "indent with spaces"),
        ("attrs: {troops: 30}", "about: exception, key: strom", 22, "perhaps 'storm'"),
        ("title: Pact on the harbour", "title: 12", 3, "put it in quotation marks"),
    ],
)
def test_a_lawyers_slips_are_told_with_line_and_what_was_meant(right: str, wrong: str, line: int, says: str) -> None:
    parse_file(PACT, "pact.yaml")
    assert right in PACT
    with pytest.raises(UsageError) as raised:
        parse_file(PACT.replace(right, wrong, 1), "pact.yaml")
    told = [part for part in str(raised.value).splitlines() if says in part]
    assert told, str(raised.value)
    assert f"line {line}:" in told[0]


def test_all_faults_are_told_at_once() -> None:
    bad = (
        PACT.replace("who: NOR", "who: NORWAY").replace("provision: fees", "provision: fee").replace("legal", "legally")
    )
    with pytest.raises(UsageError) as raised:
        parse_file(bad, "pact.yaml")
    assert "line 4" in str(raised.value)
    bad = bad.replace("legally", "legal")
    with pytest.raises(UsageError) as raised:
        parse_file(bad, "pact.yaml")
    assert [part.split(":")[0] for part in str(raised.value).splitlines()] == [
        "pact.yaml, line 10",
        "pact.yaml, line 18",
    ]
