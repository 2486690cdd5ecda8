from __future__ import annotations

from pathlib import Path

from tests.store import samples
from verbale.model import Judgement
from verbale.store import Store
from verbale.store.dump import QUERIES


def _build(path: Path | str, order: list[int]) -> list[str]:
    with Store.open(path, write=True) as store:
        for number in order:
            document = samples.document(number)
            store.add_document(document, samples.receipt(document, number))
        for number in reversed(order):
            store.put_coding(samples.coding(samples.document(number)))
        samples.collate(store, [samples.coding(samples.document(number)) for number in sorted(order)])
        judgements = [Judgement("a", "b", "same", "x"), Judgement("b", "c", "same", "x")]
        store.put_judgements(judgements if order[0] else reversed(judgements))
        return list(store.dump())


def test_two_builds_in_another_order_are_the_same_lines(tmp_path: Path) -> None:
    first = _build(tmp_path / "a.db", [0, 1, 2, 3])
    assert first == _build(":memory:", [3, 1, 0, 2])
    assert len(first) > 300


def test_any_difference_shows(tmp_path: Path) -> None:
    first = _build(tmp_path / "a.db", [0, 1])
    assert first != _build(":memory:", [0, 1, 2])
    with Store.open(tmp_path / "a.db", write=True) as store:
        store.connection.execute("UPDATE mention SET name = 'X' WHERE n = 0")
        assert list(store.dump()) != first


def test_every_table_is_dumped() -> None:
    with Store.open(":memory:", write=True) as store:
        tables = {
            name
            for (name,) in store.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("document_fts")
        }
        assert {name for name, _ in QUERIES} == tables - {"memo"}  # a cache says nothing of its own
        for name, query in QUERIES:
            columns = {row[1] for row in store.connection.execute(f"PRAGMA table_info({name})")}
            dumped = store.connection.execute(query).description
            internal = {"n"} if name in ("document", "judgement", "correction") else set()
            assert len(dumped) == len(columns - internal), name


def test_a_line_is_a_table_and_an_array() -> None:
    with Store.open(":memory:", write=True) as store:
        samples.fill(store, 1)
        lines = list(store.dump())
    assert all("\t[" in line and "\n" not in line for line in lines)
    assert any("café or no café 🇳🇴" in line for line in lines)
