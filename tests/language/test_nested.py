"""Reports in reports: the outer speaker's words hold another speaker's."""

from __future__ import annotations

import pytest

from verbale.language import load

NESTED = [
    ("TASS reported that the deputy minister had refused to meet the envoys.", "TASS", "the deputy minister"),
    ("Kuleba told CNN that Zelensky had promised to send a delegation.", "Kuleba", "Zelensky"),
    ("According to Reuters, Hanoi said the vessel had left the block on Sunday.", "Reuters", "Hanoi"),
    ("“Tehran says it wants a deal, but it does nothing,” Macron said.", "Macron", "Tehran"),
    ("The spokesman said Argentina had accused Britain of breaking the ceasefire.", "The spokesman", "Argentina"),
    ("Egypt's minister said that Ethiopia insisted the dam would harm nobody.", "Egypt's minister", "Ethiopia"),
    ("The BBC quoted the mediator as saying that Belgrade had rejected the text.", "The BBC", "Belgrade"),
    ("Pristina denied that its police had threatened to arrest the mayor.", "Pristina", "its police"),
    ("The statement said the prime minister had warned that patience was running out.", "The statement", "the prime"),
    ("Xinhua said the ministry had lodged a protest, adding that Manila had denied the incursion.", "Xinhua", "Manila"),
]


def test_most_reports_in_reports_are_found_with_their_speakers() -> None:
    right = []
    for text, outer, inner in NESTED:
        (found,) = load().tag([text])
        by_depth = {(one.depth, text[one.source[0][0] : one.source[-1][1]]) for one in found if one.source}
        first = any(depth == 0 and source.startswith(outer) for depth, source in by_depth)
        right.append(first and any(depth == 1 and source.startswith(inner) for depth, source in by_depth))
    assert sum(right) >= 8, [text for (text, _, _), good in zip(NESTED, right, strict=True) if not good]


@pytest.mark.parametrize(
    "text",
    ["The minister said that the bridge had been closed since May.", "“The road is open,” the mayor said on Friday."],
)
def test_a_plain_report_holds_no_other(text: str) -> None:
    (found,) = load().tag([text])
    assert [one.depth for one in found] == [0]
