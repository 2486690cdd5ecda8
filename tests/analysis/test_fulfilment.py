"""What met a deadline, late or in time, and what only seems to have."""

from __future__ import annotations

from pathlib import Path

import pytest

import verbale
from verbale.analysis.results import Deadline

SET = (
    "The Harbour Telegraph\n3 May 2021\n\nLIMA — Bolivia will hand over its written answer to the Chilean proposals by "
    "May 10, Bolivian Foreign Minister Rogelio Mayta said on Monday. Chile and Bolivia will meet in Lima on May 6, the minister "
    "said.\n\nPeru will release the two captured sailors by May 12, Peruvian President Francisco Sagasti said on Monday.\n"
)
MEETING = (
    "The Harbour Telegraph\n7 May 2021\n\nLIMA — Envoys of Chile and Bolivia met on Thursday in Lima and parted without a "
    "word.\n"
)


def _state(folder: Path, later: str, as_of: str, words: str, *, meeting: str = MEETING) -> Deadline:
    articles = folder / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(SET, encoding="utf-8")
    (articles / "b.txt").write_text(meeting, encoding="utf-8")
    (articles / "c.txt").write_text(later, encoding="utf-8")
    with verbale.open(folder / "r.db") as record:
        record.build(articles)
        (found,) = [d for d in record.deadlines(as_of=as_of) if words in d.what]
        if found.met_by is not None:
            document = found.met_by.partition("#")[0]
            told = {d.id for d in record.documents()} | {s.id for s in record.statements()}
            assert document in told | {e.id for e in record.events()}
    return found


def _told(day: str, words: str) -> str:
    return f"The Meridian Post\n{day}\n\nSANTIAGO — {words}\n"


TELLS = "Bolivia {} its written answer to Chile{}, the Chilean Foreign Ministry said."


@pytest.mark.parametrize(
    ("day", "words", "as_of", "state"),
    [
        ("8 May 2021", TELLS.format("delivered", " on Saturday"), "2021-05-20", "met"),
        ("15 May 2021", TELLS.format("delivered", " on Saturday"), "2021-05-20", "late"),
        ("8 May 2021", TELLS.format("delivered", " on Saturday"), "2021-05-07", "open"),
        ("15 May 2021", TELLS.format("has not delivered", ""), "2021-05-20", "overdue on record"),
        ("8 May 2021", TELLS.format("will have sent", " by Monday"), "2021-05-20", "overdue on record"),
        ("8 May 2021", TELLS.format("delivered", " on Saturday").replace("Bolivia", "Peru"), "2021-05-20", "overdue on record"),
    ],
)  # fmt: skip
def test_an_answer_is_met_by_who_owed_it_and_by_nothing_else(
    tmp_path: Path, day: str, words: str, as_of: str, state: str
) -> None:
    found = _state(tmp_path, _told(day, words), as_of, "written answer")
    assert (found.owed_by, found.latest, found.state) == ("Bolivia", "2021-05-10", state)
    assert (found.met_by is not None) == (state in {"met", "late"})


def test_a_release_needs_the_same_thing_released(tmp_path: Path) -> None:
    told = _told(
        "11 May 2021",
        "Peru has released a new stamp, the Peruvian Foreign Ministry said on Tuesday.",
    )
    assert _state(tmp_path, told, "2021-05-20", "sailors").state == "overdue on record"


def test_a_release_is_told_by_those_who_released(tmp_path: Path) -> None:
    told = _told("11 May 2021", "Peru released the captured sailors, the Peruvian Foreign Ministry said on Tuesday.")
    assert _state(tmp_path, told, "2021-05-20", "sailors").state == "met"


@pytest.mark.parametrize(
    ("meeting", "state"),
    [
        (MEETING, "met"),
        (MEETING.replace("met on Thursday", "did not meet on Thursday"), "overdue on record"),
        (MEETING.replace("Chile and Bolivia", "Chile and Japan"), "overdue on record"),
        (MEETING.replace("Thursday", "Friday"), "overdue on record"),
    ],
)
def test_a_meeting_is_met_on_its_day_by_its_parties(tmp_path: Path, meeting: str, state: str) -> None:
    found = _state(tmp_path, _told("8 May 2021", "It rained."), "2021-05-20", "Lima on May 6", meeting=meeting)
    assert found.state == state
