from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store import samples
from verbale.errors import RecordDamaged
from verbale.model import (
    Act,
    Attribution,
    Coding,
    Dateline,
    Document,
    EventMention,
    EventType,
    Evidence,
    Hop,
    Leaning,
    Medium,
    Mention,
    Receipt,
    Segment,
    Span,
    Stance,
    TimeExpression,
    When,
)
from verbale.store import Store
from verbale.store.codings import digest_of


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:", write=True) as opened:
        yield opened


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
MAYBE = st.none() | WORDS
SCORES = st.floats(0, 1) | st.sampled_from([0, 1])


@st.composite
def documents_with_codings(draw: st.DrawFn) -> tuple[Document, Coding]:
    text = draw(TEXT)

    @st.composite
    def spans(draw: st.DrawFn) -> Span:
        start = draw(st.integers(0, len(text) - 1))
        return Span.of(text, start, draw(st.integers(start + 1, len(text))))

    a_span = spans()
    some = st.lists(a_span, max_size=3).map(tuple)
    when = st.none() | st.builds(When, WORDS, MAYBE, MAYBE, WORDS, some)
    fields = st.sampled_from(["content", "cue", "spoken", "happened", "place", "who", ""])
    evidence = st.lists(st.builds(Evidence, fields, a_span), max_size=4).map(tuple)
    ids = draw(st.lists(st.text("0123456789abcdef", min_size=1, max_size=6), unique=True, max_size=12))
    mention_ids, said_ids, event_ids, time_ids = ids[:4], ids[4:7], ids[7:10], ids[10:]
    mention = st.sampled_from(mention_ids) if mention_ids else st.nothing()
    maybe_mention = st.none() | mention
    maybe_said = st.none() | st.sampled_from(said_ids) if said_ids else st.none()
    hop = st.builds(Hop, maybe_mention, WORDS, st.none() | st.sampled_from(get_args(Medium)), st.none() | a_span)
    party = st.lists(mention, max_size=3).map(tuple) if mention_ids else st.just(())
    edge = st.integers(0, len(text))
    segments = st.lists(
        st.builds(lambda a, b, why: Segment(min(a, b), max(a, b), "body", why), edge, edge, WORDS), max_size=3
    ).map(tuple)
    coding = Coding(
        document_id="document",
        coder=draw(WORDS),
        dateline=draw(
            st.builds(
                Dateline,
                when,
                st.sampled_from(["stamp", "none"]),
                MAYBE,
                st.none() | a_span,
                st.lists(WORDS, max_size=2).map(tuple),
            )
        ),
        segments=draw(segments),
        times=tuple(
            TimeExpression(
                *(row_id, draw(a_span), "range", draw(WORDS), draw(MAYBE), draw(MAYBE)),
                *("SET", draw(WORDS), draw(WORDS), draw(WORDS)),
            )
            for row_id in time_ids
        ),
        mentions=tuple(
            Mention(
                *(row_id, draw(a_span), "place", "pronoun", draw(WORDS), draw(mention), draw(MAYBE), draw(SCORES)),
            )
            for row_id in mention_ids
        ),
        attributions=tuple(
            Attribution(
                id=row_id,
                mode="mixed",
                act=draw(st.sampled_from(get_args(Act))),
                speaker_id=draw(maybe_mention),
                content=draw(st.lists(a_span, min_size=1, max_size=3).map(tuple)),
                cue=draw(some),
                speaker=draw(st.none() | a_span),
                addressee_id=draw(maybe_mention),
                medium=draw(st.none() | st.sampled_from(get_args(Medium))),
                spoken=draw(when),
                place=draw(st.none() | a_span),
                parent_id=draw(maybe_said),
                relay=draw(st.lists(hop, max_size=3).map(tuple)),
                confidence=draw(SCORES),
                evidence=draw(evidence),
                rule=draw(WORDS),
            )
            for row_id in said_ids
        ),
        events=tuple(
            EventMention(
                id=row_id,
                type=draw(st.sampled_from(get_args(EventType))),
                mode=draw(MAYBE),
                context=draw(MAYBE),
                status="denied",
                trigger=draw(a_span),
                actors=draw(party),
                recipients=draw(party),
                happened=draw(when),
                place=draw(st.none() | a_span),
                attribution_id=draw(maybe_said),
                confidence=draw(SCORES),
                evidence=draw(evidence),
                rule=draw(WORDS),
            )
            for row_id in event_ids
        ),
        skipped=draw(MAYBE),
        leanings=tuple(
            Leaning(row_id, stance, draw(st.integers(1, 100)))
            for row_id in said_ids
            for stance in draw(st.lists(st.sampled_from(get_args(Stance)), max_size=2, unique=True))
        ),
    )
    return Document("document", text, "und"), coding


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents_with_codings())
def test_any_coding_comes_back_equal(pair: tuple[Document, Coding]) -> None:
    document, coding = pair
    with Store.open(":memory:", write=True) as store:
        store.add_document(document, Receipt("document", "x", "y", 1, "text"))
        assert store.put_coding(coding) is True
        assert store.coding("document") == coding
        assert store.put_coding(coding) is False
        assert store.verify() == []
        # and a second coding leaves nothing of the first
        empty = Coding("document", "none-1", Dateline(None, "none"), (), (), (), (), ())
        store.put_coding(empty)
        assert store.coding("document") == empty
        counts = store.counts()
        assert counts["span"] == counts["mention"] == counts["attribution"] == counts["time_expression"] == 0
        assert store.verify() == []


_KNOWN = {
    Span: "start end text",
    Evidence: "field span",
    Segment: "start end role reason",
    When: "value earliest latest basis evidence",
    Dateline: "when kind place place_evidence rejected",
    Hop: "mention_id name medium span",
    TimeExpression: "id span kind value earliest latest timex_type timex_value form basis",
    Mention: "id span kind form name head_id actor confidence",
    Attribution: "id mode act speaker_id content cue speaker addressee_id medium spoken place parent_id relay "
    "confidence evidence rule",
    EventMention: "id type mode context status trigger actors recipients happened place attribution_id confidence "
    "evidence rule",
    Leaning: "attribution_id stance share",
    Coding: "document_id coder dateline segments times mentions attributions events skipped leanings",
    Document: "id text language outlet url title byline date_claims segments",
}


@pytest.mark.parametrize("row", _KNOWN, ids=lambda row: row.__name__)
def test_a_field_that_the_model_gains_needs_a_column_and_a_migration(row: type[msgspec.Struct]) -> None:
    assert row.__struct_fields__ == tuple(_KNOWN[row].split())


def test_a_coder_is_done_when_nothing_is_uncoded(store: Store) -> None:
    codings = samples.fill(store, 5)
    assert list(store.codings()) == codings
    assert list(store.uncoded(samples.CODER)) == []
    seen = 0
    for document in store.uncoded("sample-2"):  # putting while reading
        store.put_coding(samples.coding(document, "sample-2"))
        seen += 1
    assert seen == 5
    assert list(store.uncoded("sample-2")) == []
    assert {coding.coder for coding in store.codings()} == {"sample-2"}
    assert store.verify() == []


def test_a_document_that_was_skipped_counts_as_coded(store: Store) -> None:
    document = samples.document(1)
    store.add_document(document, samples.receipt(document, 1))
    coding = Coding(document.id, "c", Dateline(None, "none"), (), (), (), (), (), "language: de")
    store.put_coding(coding)
    assert list(store.uncoded("c")) == []
    assert store.coding(document.id) == coding


def test_a_coding_without_leanings_adds_up_to_what_it_did_before_there_were_any(store: Store) -> None:
    coding = msgspec.structs.replace(samples.fill(store, 1)[0], leanings=())
    older = {name: getattr(coding, name) for name in coding.__struct_fields__ if name != "leanings"}
    assert digest_of(coding) == hashlib.sha256(msgspec.json.encode(older)).hexdigest()
    assert digest_of(coding) != digest_of(samples.coding(samples.document(0)))


def test_rows_know_their_document(store: Store) -> None:
    codings = samples.fill(store, 3)
    for coding in codings:
        for row in (coding.mentions[0].id, coding.attributions[0].id, coding.events[0].id, coding.times[0].id):
            assert store.document_of(row) == coding.document_id
    assert store.document_of("nothing") is None


def _spoilt() -> list[tuple[str, Coding]]:
    coding = samples.coding(samples.document(1))
    replace = msgspec.structs.replace
    said, mention, event, time = coding.attributions[0], coding.mentions[0], coding.events[0], coding.times[0]
    moved = Span(mention.span.start + 1, mention.span.end + 1, mention.span.text)
    return [
        ("are not", replace(coding, mentions=(replace(mention, span=moved), *coding.mentions[1:]))),
        ("are not", replace(coding, times=(replace(time, span=Span(10**6, 10**6 + 1, "x")),))),
        ("are not", replace(coding, times=(replace(time, span=Span(-3, -1, "x")),))),
        ("a leaning of gone", replace(coding, leanings=(Leaning("gone", "demands", 50),))),
        ("two rows", replace(coding, events=(event, event))),
        ("without content", replace(coding, attributions=(replace(said, content=()),), events=())),
        ("among the mentions", replace(coding, mentions=())),
        ("head", replace(coding, mentions=(replace(mention, head_id="gone"), *coding.mentions[1:]))),
        ("parent", replace(coding, attributions=(replace(said, parent_id="gone"), *coding.attributions[1:]))),
        ("among the attributions", replace(coding, attributions=())),
        ("outside", replace(coding, segments=(Segment(5, 10**6, "body"),))),
        ("Invalid enum", replace(coding, attributions=(replace(said, act="sings"),), events=())),
        ("Expected `float`", replace(coding, mentions=(replace(mention, confidence=None),))),
        ("surrogates", replace(coding, coder="\ud800")),
    ]


@pytest.mark.parametrize(("words", "coding"), _spoilt(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_coding_that_does_not_fit_is_refused_as_a_whole(store: Store, words: str, coding: Coding) -> None:
    samples.fill(store, 2)
    before = list(store.dump())
    with pytest.raises(RecordDamaged, match=words):
        store.put_coding(coding)
    assert list(store.dump()) == before


def test_an_id_of_another_document_is_refused(store: Store) -> None:
    codings = samples.fill(store, 2)
    replace = msgspec.structs.replace
    stolen = replace(codings[1].times[0], id=codings[0].times[0].id)
    with pytest.raises(RecordDamaged, match="UNIQUE"):
        store.put_coding(replace(codings[1], coder="x", times=(stolen,)))
    assert store.verify() == []


def test_coding_again_keeps_the_collation_where_its_rows_come_back_and_drops_it_where_not(store: Store) -> None:
    codings = samples.fill(store, 3)
    samples.collate(store, codings)
    assert store.is_collated()
    again = msgspec.structs.replace(codings[0], coder="sample-2")
    store.put_coding(again)
    assert len(store.statements()) == 2
    assert not store.is_collated(), "the codings changed, so it is stale"
    assert store.verify() == []
    nothing = Coding(codings[0].document_id, "sample-3", Dateline(None, "none"), (), (), (), (), ())
    store.put_coding(nothing)
    assert store.statements() == []
    assert store.actors() == []
    assert store.verify() == []


def test_words_behind_every_field_are_one_view(store: Store) -> None:
    coding = samples.fill(store, 1)[0]
    said = coding.attributions[0]
    rows = store.connection.execute(
        'SELECT field, start, "end", text FROM words WHERE row_id = ? ORDER BY field, start', (said.id,)
    ).fetchall()
    fields = [field for field, *_ in rows]
    assert fields.count("content") == 4  # two of its own, two further
    assert {"cue", "speaker", "spoken", "who"} < set(fields)
    document = store.document(coding.document_id)
    assert document is not None
    assert all(document.text[start:end] == text for _, start, end, text in rows)
