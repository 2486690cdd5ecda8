"""Whose text an article says it carries, in lines as papers print them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.collation.stories import OTHER, WIRE
from verbale.coding.segments import mark_segments
from verbale.collation.copies import find_copies, sign_text
from verbale.collation.credits import find_credits, is_agency, outlet_in, outlet_key, same_outlet
from verbale.model import Document


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"PORT SELM, Oct 8 (Reuters) - {WIRE}", "reuters.com"),
        (f"PORT SELM, October 8. /TASS/. {WIRE}", "tass.com"),
        (f"No deal on strait\nBy Jane Roe, Associated Press\n{WIRE}", "apnews.com"),
        (f"No deal on strait\nBy JANE ROE Associated Press Writer\n{WIRE}", "apnews.com"),
        (f"By Press Trust of India\n{WIRE}", "ptinews.com"),
        (f"{WIRE}\nSource: CTV News", "ctvnews.ca"),
        (f"{WIRE} /DW/", "dw.com"),
        (f"{WIRE} (AFP)", "afp.com"),
        (f"{WIRE}\n– Xinhua", "xinhuanet.com"),
        (f"{WIRE}\nCopyright 2019 The Associated Press. All rights reserved.", "apnews.com"),
        (f"{WIRE}\nAssociated Press writers Ann Low and Bo Lind contributed to this report.", "apnews.com"),
        (f"{WIRE}\n(Reporting by Ann Low; editing by Bo Lind)", "reuters.com"),
        (f"{WIRE}\nThis story was originally published by Politico.", "politico.com"),
    ],
)
def test_a_text_that_is_anothers(text: str, agency: str) -> None:
    credits = find_credits(text, outlet="herald.example")
    assert [(credit.agency, credit.whole) for credit in credits] == [(agency, True)]
    assert credits[0].words


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("The Associated Press contributed to this report.", ["apnews.com"]),
        ("(With inputs from ANI and PTI)", ["aninews.in", "ptinews.com"]),
        ("Contributing: Ann Low and the Associated Press", ["apnews.com"]),
        ("Herald reporters Ann Low and Bo Lind contributed to this report.", []),
    ],
)
def test_a_text_with_help(line: str, agencies: list[str]) -> None:
    credits = find_credits(f"{WIRE}\n{line}", outlet="herald.example")
    assert [credit.agency for credit in credits] == agencies
    assert not any(credit.whole for credit in credits)


@pytest.mark.parametrize(
    "line",
    [
        "Photo: AFP",
        "© AFP 2019 / ANN LOW This picture shows the old customs house.",
        "Image copyright Reuters",
        "(AP Photo/Bo Lind)",
        "Minister Halvik told Reuters that the hotline would be opened.",
        "Copyright © 2019 The Washington Times, LLC.",
        "He had written so in “A Sea of Flares” (The Washington Post)",
    ],
)
def test_what_credits_no_text(line: str) -> None:
    assert find_credits(f"{line}\n{WIRE}\n{OTHER}\n{line}", outlet="herald.example") == ()


def test_the_sources_byline_is_read() -> None:
    assert find_credits(WIRE, byline="Ann Low, AFP")[0].agency == "afp.com"
    assert find_credits(WIRE, byline="Ann Low, Dawn Reuter") == ()


def test_an_outlets_thanks_to_itself_are_no_credit() -> None:
    assert find_credits(f"{WIRE}\nFox News’ Ann Low contributed to this report.", outlet="foxnews.com") == ()


def test_names_of_agencies() -> None:
    assert outlet_key("the Associated Press") == outlet_key("AP") == "apnews.com"
    assert outlet_key("Ann Low") is None
    assert outlet_in("state news agency RIA Novosti") == outlet_key("RIA Novosti")
    assert outlet_in("the ministry’s press service") is None
    assert is_agency("tass.com")
    assert not is_agency("cnn.com")
    assert same_outlet("meridian-wire", "meridianwire.example")
    assert not same_outlet("reuters.com", None)


def test_the_seeds_credit_whom_they_name_and_copy_nobody(shared: Path) -> None:
    signatures = []
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        segments = tuple(mark_segments(Document(path.stem, text, "en")))
        signatures.append(sign_text(path.stem[:3], text, segments))
    found = {signature.document_id: signature.agency for signature in signatures}
    assert found == {"000": None, "001": None, "002": "ctvnews.ca", "003": None, "004": "dw.com"}
    assert find_copies(signatures) == ()
