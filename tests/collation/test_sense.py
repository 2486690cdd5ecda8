"""What the reader of reports is given of an account, and that statements join by sense and stay apart by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.collation.test_incremental import EXAMPLES, articles
from verbale.collation import sense
from verbale.collation.accounts import Account, accounts_of
from verbale.collation.collate import gather
from verbale.collation.likeness import compare
from verbale.collation.sense import FIGURES, Sense, given, load_sense, passage_of
from verbale.collation.statements import SAME, UNSURE, by_words, figures, in_order, probability
from verbale.language import reports
from verbale.record import Record


@pytest.fixture(scope="module")
def accounts() -> list[Account]:
    return [a for document, _, coding in articles()[:6] for a in accounts_of(document.text, coding, {})]


def test_marks_name_the_words_of_an_account(accounts: list[Account]) -> None:
    assert accounts
    for account in accounts:
        laid = passage_of(account)
        assert laid is not None
        passage, marks = laid
        said = account.attribution
        content = [passage[max(0, a) : b] for a, b, role in marks if role == reports.CONTENT]
        assert content[0] == said.content[0].text[: len(passage) - max(0, marks[-len(said.content)][0])]
        if said.speaker is not None:
            (speaker,) = [(a, b) for a, b, role in marks if role == reports.SPEAKER]
            if speaker[0] >= 0 and speaker[1] <= len(passage):
                assert passage[slice(*speaker)] == said.speaker.text


def test_all_figures_of_the_words_are_given(accounts: list[Account]) -> None:
    left, right = accounts[0], accounts[1]
    known = figures(left, right, compare(left.wording, right.wording))
    near = {name for name in FIGURES if name.startswith("near") or name in {"lead", "one document"}}
    assert known.keys() | near == set(FIGURES)
    assert len(given(known, 0.5)) == len(FIGURES) + 1
    assert given(known, 0.5)[-1] == pytest.approx(0, abs=0.01)
    assert given(known, 0.0)[-1] < given(known, 1.0)[-1]


def test_what_is_at_hand_is_bounded(accounts: list[Account], monkeypatch: pytest.MonkeyPatch) -> None:
    own = load_sense()
    assert own is not None
    monkeypatch.setattr(sense, "_KEPT", 2)
    first, *rest = accounts[:4]
    before = [own.probability(first, other, {}, 0.2) for other in rest]
    assert len(own._read) == 2
    assert [own.probability(first, other, {}, 0.2) for other in rest] == before


def test_without_the_reader_words_decide(accounts: list[Account]) -> None:
    left, right = accounts[0], accounts[1]
    found = compare(left.wording, right.wording)
    assert probability(left, right, found, None) == by_words(left, right, found)


class _Never(Sense):
    def __init__(self) -> None:
        pass

    def probability(self, *_: object) -> float | None:
        return None


def test_what_cannot_be_read_is_left_to_the_words(accounts: list[Account]) -> None:
    left, right = accounts[0], accounts[1]
    found = compare(left.wording, right.wording)
    assert probability(left, right, found, _Never()) == by_words(left, right, found)


Told = Callable[[str, str], tuple[float, float, int]]
TOLD = "VALLETTA, 3 May 2011 (Reuters) - Maltese Foreign Minister Ana Duarte said on Tuesday that {}.\n"
TOLD_TOO = "4 May 2011\n\nMalta's foreign minister, Ana Duarte, said on Tuesday{}\n"


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    """Return of two contents what their words tell, what words and sense do, and how many statements they are."""
    folder = tmp_path / "articles"
    folder.mkdir()
    with Record.open(tmp_path / "r.db") as record:

        def both(one: str, other: str) -> tuple[float, float, int]:
            (folder / "0.txt").write_text(TOLD.format(one), encoding="utf-8")
            (folder / "1.txt").write_text(TOLD_TOO.format(other), encoding="utf-8")
            record.build(folder)
            found = {d.id: d for d in record.store.documents()}
            gathered = gather(lambda: ((found[c.document_id], c) for c in record.store.codings()))
            left, right = in_order(gathered.accounts)
            likeness = compare(left.wording, right.wording)
            sure = probability(left, right, likeness, load_sense())
            return by_words(left, right, likeness), sure, len(record.statements())

        yield both


def test_one_remark_in_other_words_joins_though_its_words_leave_it_open(told: Told) -> None:
    words, sure, statements = told(
        "Malta was ready to resume talks on the ferry line without preconditions",
        ": “We are prepared to go back to the negotiating table on the ferry without any preconditions.”",
    )
    assert (words < 0.78 < 0.85 < sure, statements) == (True, 1)


def test_one_subject_in_like_words_is_not_one_statement(told: Told) -> None:
    words, sure, statements = told(
        "the ferry line would never be sold to a foreign owner",
        " that the ferry line had lost eight million euros last year.",
    )
    assert (words > 0.6, sure < UNSURE, statements) == (True, True, 2)


def test_what_shares_few_words_comes_before_a_reviewer(told: Told) -> None:
    words, sure, statements = told(
        "the ferry line would reopen once the mines had been cleared",
        " that boats would not sail again until the mines were gone.",
    )
    assert (words < UNSURE, UNSURE < sure < SAME, statements) == (True, True, 2)


def test_who_waits_hears_how_many_pairs_are_read(tmp_path: Path) -> None:
    heard: list[tuple[str, int, str]] = []
    with Record.open(tmp_path / "r.db") as record:
        record.build(EXAMPLES / "security-guarantees", progress=lambda *told: heard.append(told))
    read = [(done, what) for stage, done, what in heard if stage == "collate" and what]
    total = len(read)
    assert total > 20
    assert read == [(done, f"of {total} pairs read") for done in range(total)]
