from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec
import pytest

from tests.store import samples
from verbale.errors import RecordDamaged, RecordError
from verbale.model import Judgement, Outlet, Receipt, Segment, Skip
from verbale.store import Run, Store


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:", write=True) as opened:
        yield opened


def test_documents_come_back_as_they_were_added(store: Store) -> None:
    given = [samples.document(number) for number in range(8)]
    added = [store.add_document(document, samples.receipt(document, n)) for n, document in enumerate(given)]
    assert added == [True] * 8
    assert list(store.documents()) == given
    assert store.document(given[6].id) == given[6]
    assert store.document("nowhere") is None
    assert store.document_ids() == [document.id for document in given]


def test_the_same_delivery_twice_is_one(store: Store) -> None:
    document = samples.document(1)
    receipt = samples.receipt(document, 1)
    assert store.add_document(document, receipt) is True
    assert store.add_document(document, receipt) is False
    assert store.receipts(document.id) == [receipt]
    assert store.has_receipt(receipt.locator, receipt.raw_sha256)
    assert not store.has_receipt(receipt.locator, "other bytes")


def test_a_second_delivery_leaves_a_second_receipt(store: Store) -> None:
    document = samples.document(1)
    first = samples.receipt(document, 1)
    second = msgspec.structs.replace(first, locator="again/b.html", format="html", notes=())
    store.add_document(document, first)
    other = msgspec.structs.replace(document, title="Another title")
    assert store.add_document(other, second) is False
    assert store.receipts(document.id) == [second, first]
    assert store.document(document.id) == document, "a document that is known stays as it is"


def test_outlets_do_not_depend_on_the_order_of_arrival() -> None:
    one, two = samples.document(0), samples.document(5)
    one = msgspec.structs.replace(one, outlet=Outlet("o", "The Outlet", None, "NO"))
    two = msgspec.structs.replace(two, outlet=Outlet("o", "Outlet, The", "o.example", None))
    dumps = []
    for order in ((one, two), (two, one)):
        with Store.open(":memory:", write=True) as store:
            for document in order:
                store.add_document(document, samples.receipt(document, 1))
            dumps.append(list(store.dump()))
            found = store.document(one.id)
            assert found is not None
            assert store.outlets() == [found.outlet]
            assert found.outlet == Outlet("o", "Outlet, The", "o.example", "NO")
            assert store.verify() == []
    assert dumps[0] == dumps[1]


def test_names_of_files_that_are_not_text_are_kept_readable(store: Store) -> None:
    document = samples.document(1)
    receipt = msgspec.structs.replace(samples.receipt(document, 1), locator="caf\udce9.txt", notes=("odd \udce9\x00",))
    store.add_document(document, receipt)
    store.add_skip(Skip("\udcff.bin", "not text"))
    assert store.receipts()[0].locator == "caf\\udce9.txt"
    assert store.receipts()[0].notes == ("odd \\udce9\\x00",)
    assert store.has_receipt("caf\udce9.txt", receipt.raw_sha256)
    assert store.skips()[0].locator == "\\udcff.bin"


@pytest.mark.parametrize("bad", ["half \ud83d a pair", "a\x00b"])
def test_a_text_that_sqlite_would_change_is_refused(store: Store, bad: str) -> None:
    document = msgspec.structs.replace(samples.document(1), text=bad, segments=())
    with pytest.raises(RecordError, match=r"character at \d"):
        store.add_document(document, Receipt(document.id, "x", "y", 1, "text"))
    assert store.counts()["document"] == 0


def test_a_receipt_of_another_document_and_a_segment_outside_are_refused(store: Store) -> None:
    document = samples.document(1)
    with pytest.raises(RecordError, match="receipt"):
        store.add_document(document, Receipt("other", "x", "y", 1, "text"))
    wrong = msgspec.structs.replace(document, segments=(Segment(0, 10**6, "body"),))
    with pytest.raises(RecordError, match="segment"):
        store.add_document(wrong, samples.receipt(document, 1))


def test_skips_are_kept_once_and_go_when_the_source_can_be_read(store: Store) -> None:
    skip = Skip("articles/0001.txt", "empty", "give another file", "abc")
    for _ in range(2):
        store.add_skip(skip)
    store.add_skip(Skip("z.bin", "binary"))
    assert store.skips() == [skip, Skip("z.bin", "binary")]
    store.add_skip(Skip("z.bin", "a picture"))
    assert store.skips()[1].reason == "a picture"
    document = samples.document(1)
    store.add_document(document, samples.receipt(document, 1))
    assert [left.locator for left in store.skips()] == ["z.bin"]


def test_runs_are_recorded_once(store: Store) -> None:
    for _ in range(2):
        store.add_run(Run("coding", "rules-1", '{"workers": 2}'))
    store.add_run(Run("coding", "rules-2"))
    assert store.runs() == [Run("coding", "rules-1", '{"workers": 2}'), Run("coding", "rules-2")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE document SET text = 'other'",
        "UPDATE document SET title = 'other'",
        "DELETE FROM document",
        "UPDATE span SET start = start + 1",
        "INSERT INTO span SELECT n, 1, 5, 'nope' FROM document LIMIT 1",
        "INSERT INTO span SELECT n, 0, 4, substr(text, 2, 4) FROM document LIMIT 1",
        "INSERT INTO span SELECT n, length(text) - 3, length(text) + 9, substr(text, -3) FROM document LIMIT 1",
        "INSERT INTO span VALUES(999, 0, 1, 'a')",
        "UPDATE judgement SET verdict = 'same'",
    ],
)
def test_the_file_itself_refuses_what_may_not_happen(store: Store, statement: str) -> None:
    samples.fill(store, 2)
    store.put_judgements([Judgement("a", "b", "unsure", "me")])
    before = list(store.dump())
    with pytest.raises(sqlite3.IntegrityError):
        store.connection.execute(statement)
    assert list(store.dump()) == before


def test_a_coding_of_an_unknown_document_is_refused(store: Store) -> None:
    with pytest.raises(RecordError, match="no such document"):
        store.put_coding(samples.coding(samples.document(1)))
    assert not isinstance(RecordError("x"), RecordDamaged)
