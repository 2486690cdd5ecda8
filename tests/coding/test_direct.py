"""Direct quotations whose frames hold traps."""

from __future__ import annotations

import pytest

import verbale


@pytest.mark.parametrize(
    "title",
    ["Mrs. Meir", "Dr. Owen", "Gen. Rabin", "Prof. J. Weiler"],
)
def test_a_quotation_broken_by_a_titled_speaker_keeps_its_second_half(title: str) -> None:
    text = f'"The canal," {title} told the assembly on Monday, "will stay open to all," and sat down.\n'
    (found,) = [a for a in verbale.code(text).attributions if a.mode == "direct"]
    assert [span.text for span in found.content] == ["The canal,", "will stay open to all,"]
    assert found.speaker is not None
    assert found.speaker.text == title
