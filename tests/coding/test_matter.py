"""The words that name what a stance is about stand beside the report as evidence; deadlines are no day of saying."""

from __future__ import annotations

import pytest

import verbale
from verbale.model import Attribution


def _only(text: str) -> Attribution:
    (found,) = verbale.code(text).attributions
    return found


def test_a_stance_has_a_matter_in_exact_words() -> None:
    text = (
        "OSLO, Sept. 30, 2014 (Wire) - Norland demanded that its neighbours lift the “grain embargo” before winter.\n"
    )
    said = _only(text)
    (matter,) = (e.span for e in said.evidence if e.field == "matter")
    assert text[matter.start : matter.end] == matter.text
    assert matter.text.endswith("embargo")
    assert matter.text[0].isalnum()


def test_what_takes_no_stance_has_none() -> None:
    said = _only("OSLO, Sept. 30, 2014 (Wire) - The harbour master said the winter had been long and mild.\n")
    assert [e for e in said.evidence if e.field == "matter"] == []


@pytest.mark.parametrize("noun", ["deadline", "ultimatum"])
def test_a_deadline_does_not_date_what_is_said(noun: str) -> None:
    text = (
        "HARBOUR CITY, Sept. 30, 2014 (Wire) - The talks went on.\n\nThe chief executive refused to meet the strikers by "
        f"the Wednesday {noun} that they had set, shortly after he demanded that the strikers leave the docks.\n"
    )
    days = {a.spoken.value for a in verbale.code(text).attributions if a.spoken is not None}
    assert "2014-09-24" not in days
