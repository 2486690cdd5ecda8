"""What is added piece by piece is collated as it would be at once: the same rows, byte for byte, whatever came when."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from verbale.collation import incremental, remembered, stretches
from verbale.collation.collate import BY, collate
from verbale.collation.incremental import collate_record
from verbale.collation.readings import Reading, reading_of
from verbale.collation.stretches import month_of
from verbale.intake import Delivered, read
from verbale.model import Coding, Document, Judgement, Receipt, Verdict, When
from verbale.record import Record
from verbale.store import Store

EXAMPLES = Path(__file__).parents[2] / "examples"
Article = tuple[Document, Receipt, Coding]


@cache
def articles() -> tuple[Article, ...]:
    """Return the articles of both examples with their codings."""
    found = []
    with Record.open(":memory:") as record:
        for name in ("security-guarantees", "dam-on-the-nile"):
            given = [item for item in read([EXAMPLES / name]) if isinstance(item, Delivered)]
            for item in given:
                record.store.add_document(item.document, item.receipt)
            record.code()
            for item in given:
                coding = record.store.coding(item.document.id)
                assert coding is not None
                found.append((item.document, item.receipt, coding))
    return tuple(found)


def lines(store: Store) -> list[str]:
    """Return a record's content, what was retracted and what only says how it was delivered aside."""
    given = (line for line in store.dump() if not line.startswith(("run\t", "receipt\t", "skip\t")))
    return [line for line in given if not (line.startswith("judgement\t") and line.split(", ")[3] == "1")]


def at_once(store: Store) -> list[str]:
    """Return what the same articles, judgements and corrections give when all is done anew, in another order."""
    with Store.open(":memory:", write=True) as fresh:
        for document in reversed(list(store.documents())):
            fresh.add_document(document, Receipt(document.id, "again", "0", 0, "txt"))
        for coding in store.codings():
            fresh.put_coding(coding)
        fresh.put_judgements(j for j in store.judgements() if not j.by.startswith("rule:"))

        def pairs() -> Iterator[tuple[Document, Coding]]:
            for document in fresh.documents():
                coding = fresh.coding(document.id)
                assert coding is not None
                yield document, coding

        result = collate(pairs, fresh.judgements(), fresh.corrections())
        fresh.put_collation(result.collation, BY, result.judgements)
        return lines(fresh)


def judge(store: Store, chance: random.Random) -> None:
    """Say something of a pair of rows of one kind, or take back what was said."""
    said = [j for j in store.judgements() if not j.by.startswith("rule:")]
    if said and chance.random() < 0.35:
        j = chance.choice(said)
        assert store.retract_judgement(j.left, j.right, j.by)
        return
    close = [(j.left, j.right) for j in store.judgements() if j.by == BY]
    rows = chance.choice(
        [
            [s.lemma_id for s in store.statements()],
            [e.event_mention_ids[0] for e in store.events()],
            [a.mention_ids[0] for a in store.actors()],
        ]
    )
    if close and chance.random() < 0.6:
        left, right = chance.choice(close)
    elif len(rows) > 1:
        left, right = sorted(chance.sample(rows, 2))
    else:
        return
    verdict: Verdict = "same" if chance.random() < 0.5 else "different"
    store.put_judgements([Judgement(left, right, verdict, f"person:{chance.choice('abc')}")])


@pytest.mark.parametrize("small", [stretches.SMALL, 0])
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**20), sizes=st.lists(st.integers(1, 6), min_size=3, max_size=6))
@example(seed=7, sizes=[5, 1, 1, 1, 4, 6])
def test_batches_in_any_order_with_judgements_give_what_a_rebuild_gives(
    small: int, seed: int, sizes: list[int]
) -> None:
    chance = random.Random(seed)
    waiting = list(articles())
    chance.shuffle(waiting)
    with pytest.MonkeyPatch.context() as patched, Store.open(":memory:", write=True) as store:
        patched.setattr(stretches, "SMALL", small)
        for size in sizes:
            for document, receipt, coding in waiting[:size]:
                store.add_document(document, receipt)
                store.put_coding(coding)
            del waiting[:size]
            for _ in range(chance.randint(0, 2)):
                judge(store, chance)
            collate_record(store)
            assert lines(store) == at_once(store)
        assert store.verify() == []
        assert store.is_collated()


DATED = (
    "OSLO, 14 March 2019 (Reuters) - Foreign Minister Ada Berg and Foreign Minister Karl Lund signed the reef accord on "
    "Tuesday in Bergen, where fishermen protested, and Berg said that “the reef is nobody's prize.”\n"
)
OPEN = (
    "BERGEN (Reuters) - Foreign Minister Ada Berg and Foreign Minister Karl Lund signed the reef accord on Tuesday in Bergen, "
    "where fishermen protested. Berg said on Tuesday that “the reef is nobody's prize.” The ministers met again on Wednesday.\n"
)


def test_a_dateline_that_a_new_neighbour_narrows_reaches_statements_of_the_older_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: dict[str, When] = {}
    monkeypatch.setattr("verbale.collation.readings.narrow", lambda readers: dict(known))
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "open.txt").write_text(OPEN, encoding="utf-8")
    with Record.open(tmp_path / "r.db") as record:
        record.build(folder)
        (older,) = record.store.document_ids()
        before = {s.id: (s.earliest, s.latest) for s in record.store.statements()}
        (folder / "dated.txt").write_text(DATED, encoding="utf-8")
        known[older] = When("2019-03-14", "2019-03-14", "2019-03-14", "as its neighbour has it")
        record.build(folder)
        after = {s.id: (s.earliest, s.latest) for s in record.store.statements()}
        assert any(after.get(own) != days for own, days in before.items())
        assert record.store.datelines()[older].value == "2019-03-14"
        assert lines(record.store) == at_once(record.store)


def test_what_is_remembered_may_be_forgotten_in_part_or_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(":memory:", write=True) as store:
        for number, (document, receipt, coding) in enumerate(articles()[:12]):
            store.add_document(document, receipt)
            store.put_coding(coding)
            if number in (5, 8):
                collate_record(store)
        for damage in (
            "DELETE FROM memo",
            "DELETE FROM memo WHERE stage = 'cards' AND rowid % 2",
            "DELETE FROM memo WHERE stage IN ('chains', 'accounts')",
            "DELETE FROM memo WHERE stage = 'said' AND rowid % 3 = 0",
            "UPDATE memo SET data = x'00ff' WHERE stage = 'reading' OR stage = 'state'",
            "UPDATE memo SET tag = 'of another version'",
        ):
            collate_record(store)
            wanted = lines(store)
            store.connection.execute(damage)
            document, receipt, coding = articles()[12]
            store.add_document(document, receipt)
            store.put_coding(coding)
            collate_record(store)
            assert lines(store) == at_once(store)
            assert len(wanted) <= len(lines(store))


def test_nothing_new_writes_nothing_new() -> None:
    with Store.open(":memory:", write=True) as store:
        for document, receipt, coding in articles()[:6]:
            store.add_document(document, receipt)
            store.put_coding(coding)
        collate_record(store)
        before = store.connection.total_changes
        rows = store.connection.execute("SELECT count(*) FROM actor_mention").fetchone()[0]
        collate_record(store)
        assert store.connection.total_changes - before < 10 < rows


def test_coding_an_article_anew_and_correcting_it_are_worked_in(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(DATED, encoding="utf-8")
    (folder / "b.txt").write_text(OPEN, encoding="utf-8")
    with Record.open(tmp_path / "r.db") as record:
        record.build(folder)
        said = record.store.statements()[0]
        record.correct(said.id, "act", "warn", by="person:ada")
        record.collate()
        assert next(s for s in record.store.statements() if s.id == said.id).act == "warn"
        coding = record.store.coding(record.store.document_ids()[0])
        assert coding is not None
        shorter = Coding(
            coding.document_id, coding.coder, coding.dateline, coding.segments, coding.times, coding.mentions, (), ()
        )
        record.store.put_coding(shorter)
        record.collate()
        assert record.verify() == []
        assert all(s.attribution_ids for s in record.store.statements())


def test_months_are_told_alike_wherever_accounts_are_filed() -> None:
    from verbale.collation import candidates, statements

    with Store.open(":memory:", write=True) as store:
        for document, receipt, coding in articles()[:4]:
            store.add_document(document, receipt)
            store.put_coding(coding)
        seen: list[bool] = []
        original = statements.group

        def group(accounts, voices, verdicts):  # type: ignore[no-untyped-def]
            seen.extend(candidates._month(a) == month_of(a) for a in accounts)
            return original(accounts, voices, verdicts)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("verbale.collation.collate.group", group)
            at_once(store)
        assert seen
        assert all(seen)


def test_a_collation_that_was_cut_short_has_not_read_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_MANY", 3)
    read: list[str] = []

    def spy(document: Document, coding: Coding) -> Reading:
        read.append(document.id)
        return reading_of(document, coding)

    def fall(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("verbale.collation.articles.reading_of", spy)
    with Store.open(":memory:", write=True) as store:
        for document, receipt, coding in articles():
            store.add_document(document, receipt)
            store.put_coding(coding)
        with monkeypatch.context() as broken:
            broken.setattr(incremental, "fold_chains", fall)
            with pytest.raises(KeyboardInterrupt):
                collate_record(store)
        assert not store.is_collated()
        first = len(read)
        collate_record(store)
        assert len(read) - first <= 3 < first
        assert lines(store) == at_once(store)
