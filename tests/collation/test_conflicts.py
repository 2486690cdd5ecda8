"""What people's judgements contradict only when taken together is kept apart, stored, and shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from verbale.cli.main import cli
from verbale.record import Record

TEXTS = (
    "3 May 2011\n\n“The locks will be mended by autumn,” Defence Minister Ada Berg said on Tuesday.\n",
    "3 May 2011\n\n“No ship of ours has touched the reef,” Defence Minister Ada Berg said on Tuesday.\n",
    "3 May 2011\n\n“We owe nothing to the pilots,” Defence Minister Ada Berg said on Tuesday.\n",
)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    record = Record.open(tmp_path / "r.db")
    record.build(folder)
    return record


def _chain(record: Record, rows: list[str]) -> None:
    first, second, third = rows
    record.judge(first, second, "same", by="person:ana")
    record.judge(second, third, "same", by="person:ben")
    record.judge(first, third, "different", by="person:eva")
    record.collate()


def test_a_chain_of_statements_that_contradicts_is_kept_apart_stored_and_shown(record: Record, tmp_path: Path) -> None:
    rows = [s.id for s in record.store.statements(mode="direct")]
    assert len(rows) == 3
    lemmas = [record.store.statements(mode="direct")[n].lemma_id for n in range(3)]
    _chain(record, rows)
    (found,) = record.conflicts()
    assert {found.left, found.right} <= set(lemmas)
    assert found.by in {"person:ana", "person:ben"}
    assert [c.kind for c in record.store.conflicts()] == ["statement"]
    assert record.verify() == []
    record.close()
    shown = CliRunner().invoke(cli, ["review", str(tmp_path / "r.db"), "--conflicts"], standalone_mode=False)
    assert shown.return_value == 1
    assert json.loads(shown.output.splitlines()[0])["left"] == found.left
    with Record.open(tmp_path / "r.db") as again:
        assert again.retract(lemmas[0], lemmas[2], by="person:eva")
        again.collate()
        assert again.conflicts() == []
        assert len(again.statements(mode="direct")) == 1


def test_a_chain_of_names_that_contradicts_is_kept_apart_and_stored(record: Record) -> None:
    mentions = sorted(
        m.id for c in record.store.codings() for m in c.mentions if m.name == "Ada Berg" and m.head_id == m.id
    )
    assert len(mentions) == 3
    _chain(record, mentions)
    actor_of = {m: a.id for a in record.store.actors() for m in a.mention_ids}
    assert actor_of[mentions[0]] != actor_of[mentions[2]]
    assert [c.kind for c in record.store.conflicts()] == ["actor"]
    assert len(record.conflicts()) == 1
