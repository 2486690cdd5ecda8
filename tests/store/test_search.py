from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbale.model import Document, Receipt
from verbale.store import Store
from verbale.store.search import match_expression

TEXTS = {
    "dam": ("Dam talks stall", "Cairo and Addis Ababa met over the dam. The dam, said Ms Haile, “will be filled”."),
    "sea": ("At sea", "A coast guard ship demanded passage; café owners 🇵🇭 on the shoal watched. Talks were not held."),
    "sky": (None, "Nothing was said of ship or dam here, only of AND, OR and NEAR."),
}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store.open(":memory:", write=True) as opened:
        for name, (title, text) in TEXTS.items():
            opened.add_document(Document(name, text, "en", title=title), Receipt(name, name, name, 1, "text"))
        yield opened


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("dam", ["dam", "sky"]),
        ("DAM talks", ["dam"]),
        ("demanding", ["sea"]),
        ("cafe", ["sea"]),
        ("dam -talks", ["sky"]),
        ('"coast guard"', ["sea"]),
        ('"guard coast"', []),
        ("pass*", ["sea"]),
        ("AND OR NEAR", ["sky"]),
        ("addis-ababa", ["dam"]),
        ('"coast guard', ["sea"]),
        ("", []),
        ("-dam", []),
        ("* ( ) ^ : + \" '", []),
        ("title:dam", []),
        ("\x00", []),
        ("\ud800 dam", ["dam", "sky"]),
    ],
)
def test_queries(store: Store, query: str, found: list[str]) -> None:
    assert sorted(hit.document_id for hit in store.search(query)) == found


def test_hits_give_the_exact_places(store: Store) -> None:
    hit = store.search("dam")[0]
    text = TEXTS["dam"][1]
    assert hit.document_id == "dam"
    assert [span.text for span in hit.spans] == ["dam", "dam"]
    assert all(text[span.start : span.end] == span.text for span in hit.spans)
    watched = store.search("watched")[0].spans[0]
    assert TEXTS["sea"][1][watched.start : watched.end] == "watched"
    assert store.search("stall")[0].spans == (), "only in the title"
    assert len(store.search("dam", limit=1)) == 1
    assert store.search("dam", limit=-5) == []


@settings(max_examples=150, deadline=None)
@given(query=st.text(max_size=40) | st.text("ab\"*-()^:+ {}'\\NEARnot", max_size=30))
def test_no_query_is_an_error(store: Store, query: str) -> None:
    assert isinstance(store.search(query), list)


def test_an_endless_query_is_cut() -> None:
    expression = match_expression("word " * 10_000)
    assert expression is not None
    assert expression.count("word") == 64
