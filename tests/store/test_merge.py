"""Merging: union, the same again and the other way round; what two sides hold against each other is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.samples import CODER, coding, document, receipt
from verbale.model import Correction, Document, Judgement, Receipt, Skip, Verdict
from verbale.store import Merged, Part, Run, Source, Store, source_of


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "here.db", write=True) as store:
        yield store


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "there.db", write=True) as store:
        yield store


def fill(store: Store, numbers: range) -> list[Document]:
    found = [document(number) for number in numbers]
    for number, one in zip(numbers, found, strict=True):
        store.add_document(one, receipt(one, number))
        store.put_coding(coding(one))
    store.add_run(Run("code", CODER))
    return found


def take(store: Store, other: Store) -> Merged:
    return store.merge(source_of(other), CODER)


def content(store: Store) -> list[str]:
    return list(store.dump())


def test_what_is_merged_is_what_one_record_would_hold_whichever_way(here: Store, there: Store, tmp_path: Path) -> None:
    fill(here, range(4))
    fill(there, range(2, 7))
    there.add_skip(Skip("articles/x.bin", "no text", "Save it as text."))
    there.add_skip(Skip("articles/0001.txt", "the disk failed", ""))
    with Store.open(tmp_path / "whole.db", write=True) as whole:
        fill(whole, range(7))
        whole.add_skip(Skip("articles/x.bin", "no text", "Save it as text."))
        wanted = content(whole)
    merged = take(here, there)
    assert (merged.documents, merged.known, merged.codings, merged.conflicts) == (3, 2, 3, [])
    assert content(here) == wanted
    assert here.verify() == []
    again = take(here, there)
    assert (again.documents, again.codings) == (0, 0)
    take(there, here)
    assert [line for line in content(there) if not line.startswith("skip")] == [
        line for line in wanted if not line.startswith("skip")
    ]


def test_a_further_delivery_is_a_further_receipt(here: Store, there: Store) -> None:
    (one,) = fill(here, range(1))
    late = Receipt(one.id, "elsewhere/a.txt", "00", 1, "text")
    source = Source(
        "tables", [Part(one, (receipt(one, 0),))], receipts=[late, Receipt("unknown", "b", "00", 1, "text")]
    )
    here.merge(source, CODER)
    assert [r.locator for r in here.receipts(one.id)] == ["articles/0000.txt", "elsewhere/a.txt"]


def test_an_article_that_two_describe_differently_stays_ours_and_is_told(here: Store, there: Store) -> None:
    (one,) = fill(here, range(1))
    other = msgspec.structs.replace(one, title="Another title")
    there.add_document(other, receipt(other, 9))
    there.put_coding(msgspec.structs.replace(coding(other), coder="sample-2"))
    merged = take(here, there)
    assert [(c.kind, c.row) for c in merged.conflicts] == [("document", one.id)]
    kept = here.document(one.id)
    assert kept is not None
    assert kept.title == one.title
    assert here.coding(one.id) == coding(one)


def test_of_two_codings_the_wanted_coders_stays_and_a_failure_goes(here: Store, there: Store) -> None:
    one, two = fill(here, range(2))
    for article in (one, two):
        there.add_document(article, receipt(article, 0))
    newer = msgspec.structs.replace(coding(one), coder="sample-2")
    there.put_coding(newer)
    failed = msgspec.structs.replace(
        coding(two),
        coder="sample-9",
        skipped="could not be coded: it died",
        attributions=(),
        events=(),
        mentions=(),
        leanings=(),
    )
    there.put_coding(failed)
    assert here.merge(source_of(there), "sample-2").codings == 1
    assert here.coding(one.id) == newer
    assert here.coding(two.id) == coding(two)
    assert there.merge(source_of(here), "sample-2").conflicts == []
    assert there.coding(two.id) == coding(two)


def test_two_codings_by_one_coder_are_told_and_both_sides_settle_on_one(here: Store, there: Store) -> None:
    (one,) = fill(here, range(1))
    there.add_document(one, receipt(one, 0))
    there.put_coding(msgspec.structs.replace(coding(one), times=()))
    assert [c.kind for c in take(here, there).conflicts] == ["coding"]
    take(there, here)
    assert here.coding(one.id) == there.coding(one.id)


def rows(store: Store) -> tuple[str, str, str]:
    found = [said.id for one in store.codings() for said in one.attributions]
    return found[0], found[1], found[2]


def test_judgements_of_people_come_along_with_what_they_took_back(here: Store, there: Store) -> None:
    fill(here, range(3))
    fill(there, range(3))
    a, b, c = rows(here)
    there.put_judgements([Judgement(a, b, "same", "Ann"), Judgement(a, c, "same", "rule:x", 0.9)])
    there.put_judgements([Judgement(b, c, "same", "Bo")])
    there.put_judgements([Judgement(b, c, "different", "Bo")])
    here.put_judgements([Judgement(b, c, "same", "Bo")])
    merged = take(here, there)
    assert merged.judgements == 2
    assert merged.conflicts == []
    said = {(j.left, j.right, j.verdict, j.by) for j in here.judgements()}
    assert {by for *_, by in said} == {"Ann", "Bo"}
    assert all(verdict == "different" for *_, verdict, by in said if by == "Bo")
    there.retract_judgement(a, b, "Ann")
    take(here, there)
    assert [j.by for j in here.judgements()] == ["Bo"]
    take(there, here)
    assert [j.by for j in there.judgements() if not j.by.startswith("rule:")] == ["Bo"]


def test_one_person_who_says_two_things_settles_nothing_until_they_say_it_again(here: Store, there: Store) -> None:
    fill(here, range(2))
    fill(there, range(2))
    a, b, _ = rows(here)
    here.put_judgements([Judgement(a, b, "same", "Ann")])
    there.put_judgements([Judgement(a, b, "different", "Ann")])
    merged = take(here, there)
    assert [c.kind for c in merged.conflicts] == ["judgement"]
    assert "Ann says" in merged.conflicts[0].what
    assert here.judgements() == []
    assert take(here, there).conflicts == []
    assert take(there, here).conflicts == []
    assert there.judgements() == []


def test_of_two_corrections_the_later_stands(here: Store, there: Store) -> None:
    (one,) = fill(here, range(1))
    fill(there, range(1))
    row = next(said for said in coding(one).attributions)
    span = row.content[0]

    def correction(value: str, at: str, by: str = "Ann") -> Correction:
        return Correction(row.id, "act", value, by, one.id, span.start, span.end, made_at=at)

    here.put_corrections([correction("deny", "2026-01-02T00:00:00Z"), correction("warn", "2026-01-01T00:00:00Z", "Bo")])
    there.put_corrections(
        [correction("accept", "2026-01-01T00:00:00Z"), correction("refuse", "2026-01-03T00:00:00Z", "Bo")]
    )
    take(here, there)
    take(there, here)
    for store in (here, there):
        assert {(c.by, c.value) for c in store.corrections()} == {("Ann", "deny"), ("Bo", "refuse")}
        assert store.verify() == []
    assert take(here, there).corrections == 0


def test_a_coding_that_does_not_fit_is_left_out_and_told(here: Store) -> None:
    one, two = document(0), document(1)
    wrong = msgspec.structs.replace(coding(two), document_id=one.id)
    merged = here.merge(Source("t", [Part(one, (receipt(one, 0),), wrong)]), CODER)
    assert [c.kind for c in merged.conflicts] == ["coding"]
    assert here.document(one.id) == one
    assert here.coding(one.id) is None


_PAIRS = [(number, verdict, by) for number in range(3) for verdict in ("same", "different") for by in ("Ann", "Bo")]


@settings(max_examples=40, deadline=None)
@given(
    holdings=st.lists(st.sets(st.integers(0, 4)), min_size=3, max_size=3),
    words=st.lists(st.lists(st.sampled_from(_PAIRS), max_size=4), min_size=3, max_size=3),
    order=st.permutations(range(3)),
)
def test_any_order_gives_one_record(
    holdings: list[set[int]], words: list[list[tuple[int, Verdict, str]]], order: list[int]
) -> None:
    with ExitStack() as stack:
        stores = [stack.enter_context(Store.open(":memory:", write=True)) for _ in range(5)]
        sources, (one, other) = stores[:3], stores[3:]
        for store, numbers, said in zip(sources, holdings, words, strict=True):
            for number in sorted(numbers):
                document_ = document(number)
                store.add_document(document_, receipt(document_, number))
                store.put_coding(coding(document_))
            first = {(pair, by): verdict for pair, verdict, by in reversed(said)}  # nobody takes anything back
            store.put_judgements(
                [Judgement(f"a{pair}", f"b{pair}", verdict, by) for (pair, by), verdict in first.items()]
            )
        for number in range(3):
            take(one, sources[number])
            take(other, sources[order[number]])
        take(one, sources[0])
        assert standing(one) == standing(other)
        assert [line for line in content(one) if not line.startswith("judgement")] == [
            line for line in content(other) if not line.startswith("judgement")
        ]
        assert one.verify() == []


def standing(store: Store) -> set[tuple[str, str, str, str]]:
    return {(j.left, j.right, j.verdict, j.by) for j in store.judgements()}
