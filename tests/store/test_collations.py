from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.store import samples
from verbale.errors import RecordDamaged, RecordError
from verbale.model import Coding, Judgement
from verbale.store import Actor, Collation, Event, Link, Statement, Store


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:", write=True) as opened:
        yield opened


@pytest.fixture
def codings(store: Store) -> list[Coding]:
    made = samples.fill(store, 7)
    samples.collate(store, made)
    return made


def test_a_collation_comes_back(store: Store, codings: list[Coding]) -> None:
    before = store.collation()
    assert [actor.name for actor in before.actors] == ["Ana Ruiz", "Harbour Times"]
    assert before.actors[0].aliases == ("A. Ruiz", "the minister")
    assert before.events[0].actor_ids == ("a1",)
    assert before.events[0].recipient_ids == ("a2",)
    assert before.events[0].event_mention_ids == tuple(coding.events[0].id for coding in codings)
    store.replace_collation(*(tuple(reversed(part)) for part in msgspec.structs.astuple(before)))
    assert store.collation() == before
    assert store.actor("a2") == before.actors[1]
    assert store.statement("s1") in before.statements
    assert store.event("e1") == before.events[0]
    assert [store.actor("?"), store.statement("?"), store.event("?")] == [None] * 3
    assert store.verify() == []


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({}, ["s2", "s1"]),
        ({"speaker": "a1"}, ["s2", "s1"]),
        ({"speaker": "a2"}, []),
        ({"addressee": "a2"}, ["s1"]),
        ({"act": "demand"}, ["s2"]),
        ({"mode": "direct"}, ["s1"]),
        ({"since": "2031-05-02"}, ["s2"]),
        ({"since": "2031-05-03"}, []),
        ({"until": "2031-05-02"}, ["s2"]),
        ({"until": "2031-05-01"}, []),
        ({"outlet": "outlet3.example"}, ["s1"]),
        ({"outlet": "outlet0.example", "act": "demand"}, ["s2"]),
        ({"limit": 1}, ["s2"]),
        ({"limit": 1, "skip": 1}, ["s1"]),
    ],
)
def test_statements_by_what_is_asked(
    store: Store, codings: list[Coding], filters: dict[str, Any], ids: list[str]
) -> None:
    assert [statement.id for statement in store.statements(**filters)] == ids


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, True),
        ({"actor": "a1"}, True),
        ({"actor": "a2"}, True),
        ({"actor": "a3"}, False),
        ({"type": "CONSULT", "status": "scheduled"}, True),
        ({"type": "ASSAULT"}, False),
        ({"since": "2044-01-01"}, True),  # its end is open
        ({"until": "2031-05-04"}, False),
        ({"outlet": "outlet1.example"}, True),
        ({"context": "military"}, False),
    ],
)
def test_events_by_what_is_asked(store: Store, codings: list[Coding], filters: dict[str, Any], found: bool) -> None:
    assert bool(store.events(**filters)) is found


def test_rows_of_one_document(store: Store, codings: list[Coding]) -> None:
    assert [s.id for s in store.statements(document=codings[3].document_id)] == ["s1"]
    assert [s.id for s in store.statements(document=codings[0].document_id)] == ["s2", "s1"]
    assert [e.id for e in store.events(document=codings[3].document_id)] == ["e1"]


def test_readings_are_the_exact_words_base_wording_first(store: Store, codings: list[Coding]) -> None:
    readings = store.readings("s1")
    assert len(readings) == 7
    assert readings[0].is_lemma
    assert readings[0].document_id == codings[-1].document_id
    assert not any(reading.is_lemma for reading in readings[1:])
    for reading in readings:
        document = store.document(reading.document_id)
        assert document is not None
        assert all(document.text[span.start : span.end] == span.text for span in reading.content)
        assert reading.speaker == "Ana Ruiz"
        assert reading.outlet_id == (document.outlet.id if document.outlet else None)
    view = store.connection.execute("SELECT document_id, content, start FROM reading WHERE statement_id = 's1'")
    by_document = {document: (content, start) for document, content, start in view}
    first = readings[0]
    assert by_document[first.document_id] == (" … ".join(s.text for s in first.content), first.content[0].start)


def test_contact_and_timeline_are_views_in_plain_words(store: Store, codings: list[Coding]) -> None:
    row = store.connection.execute(
        "SELECT id, manner, status, who, with_whom, accounts, outlets FROM contact"
    ).fetchone()
    assert tuple(row) == ("e1", "meeting", "scheduled", "Ana Ruiz", "Harbour Times", 7, 6)
    lines = store.timeline()
    assert [(line.id, line.kind, line.who) for line in lines] == [
        ("s2", "statement", "Ana Ruiz"),
        ("e1", "event", "Ana Ruiz"),
        ("s1", "statement", "Ana Ruiz"),
    ]
    assert [line.id for line in store.timeline(until="2031-05-03")] == ["s2"]
    assert [line.id for line in store.timeline(limit=1)] == ["s2"]
    written = store.connection.execute("SELECT written, outlet, dateline_kind FROM article ORDER BY title").fetchone()
    assert tuple(written) == ("2031-05", "Outlet 0", "stamp")


def test_links_by_side(store: Store, codings: list[Coding]) -> None:
    link = Link("s1", "repeats", "s2", "content", 0.5)
    assert store.links(left="s1") == store.links(right="s2") == store.links(type="repeats") == [link]
    assert store.links(left="s2") == store.links(type="denies") == []


def _wrong(codings: list[Coding]) -> list[tuple[str, Collation]]:
    said = codings[0].attributions[0].id
    base = Statement("s", None, None, "assert", "x", "direct", said, (said,))
    replace = msgspec.structs.replace
    event = Event("e", "AID", None, None, "happened", (codings[0].events[0].id,))
    return [
        ("base wording", Collation((), (replace(base, lemma_id="gone"),), (), ())),
        ("FOREIGN KEY", Collation((), (replace(base, lemma_id="gone", attribution_ids=("gone",)),), (), ())),
        ("FOREIGN KEY", Collation((), (replace(base, speaker_id="nobody"),), (), ())),
        ("UNIQUE", Collation((), (base, replace(base, id="t")), (), ())),
        ("no document tells", Collation((), (), (replace(event, event_mention_ids=()),), ())),
        ("FOREIGN KEY", Collation((), (), (replace(event, actor_ids=("nobody",)),), ())),
        ("FOREIGN KEY", Collation((Actor("a", "A", "person", mention_ids=("gone",)),), (), (), ())),
        ("Invalid enum", Collation((), (), (replace(event, type="PARTY"),), ())),
    ]


@pytest.mark.parametrize("number", range(8))
def test_a_collation_that_does_not_fit_leaves_the_old_one(store: Store, codings: list[Coding], number: int) -> None:
    before = list(store.dump())
    words, wrong = _wrong(codings)[number]
    with pytest.raises(RecordDamaged, match=words):
        store.replace_collation(wrong.actors, wrong.statements, wrong.events, wrong.links)
    assert list(store.dump()) == before


def test_judgements_have_no_direction_and_are_made_once(store: Store) -> None:
    one = Judgement("b", "a", "same", "reader", 1, "the same day")
    assert store.put_judgements([one, Judgement("a", "b", "same", "reader", 1.0, "the same day")]) == 1
    assert store.judgements() == [Judgement("a", "b", "same", "reader", 1.0, "the same day")]
    assert store.put_judgements([one]) == 0
    with pytest.raises(RecordError, match="two sides"):
        store.put_judgements([Judgement("a", "a", "same", "reader")])


def test_a_new_judgement_retracts_the_one_before_and_leaves_its_trace(store: Store) -> None:
    first = Judgement("a", "b", "same", "reader")
    second = Judgement("a", "b", "different", "reader", None, "another minister")
    rule = Judgement("a", "b", "same", "rule-1", 0.7)
    store.put_judgements([first, rule])
    store.put_judgements([second])
    assert store.judgements() == [second, rule]
    assert store.judgements(by="reader") == [second]
    assert store.judgements(retracted=True) == [first]
    assert store.retract_judgement("b", "a", "reader") is True
    assert store.retract_judgement("b", "a", "reader") is False
    assert store.judgements() == [rule]
    assert store.verify() == []


def test_a_rule_replaces_its_own_judgements_only(store: Store) -> None:
    person = Judgement("a", "b", "same", "reader")
    store.put_judgements([person])
    store.replace_judgements("rule-1", [Judgement("a", "b", "same", "rule-1"), Judgement("c", "d", "same", "rule-1")])
    store.replace_judgements("rule-1", [Judgement("c", "d", "unsure", "rule-1", 0.5)])
    assert store.judgements() == [person, Judgement("c", "d", "unsure", "rule-1", 0.5)]
    assert store.judgements(retracted=True) == []
    with pytest.raises(RecordError, match="among those by"):
        store.replace_judgements("rule-1", [person])
    assert len(store.judgements()) == 2


def test_a_judgement_makes_the_collation_stale(store: Store, codings: list[Coding]) -> None:
    assert store.is_collated()
    store.put_judgements([Judgement("s1", "s2", "same", "reader")])
    assert not store.is_collated()
    store.retract_judgement("s1", "s2", "reader")
    assert store.is_collated()


def test_many_rows_are_read_as_well_as_few(store: Store) -> None:
    codings = samples.fill(store, 60, sentences=10)
    said = [one.id for coding in codings for one in coding.attributions]
    made = [
        Statement(f"s{index:04}", None, None, "assert", "x", "direct", one, (one,)) for index, one in enumerate(said)
    ]
    assert len(made) == 600
    store.replace_collation((), made, ())
    assert store.statements() == made
    assert store.statements(limit=20, skip=30) == made[30:50]
