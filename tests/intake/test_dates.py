"""A source's date in any common spelling is ISO 8601, or nothing."""

from __future__ import annotations

import pytest

from verbale.intake.dates import claim, iso_of, surest_first, url_claim
from verbale.model import DateClaim


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2021-12-24", "2021-12-24"),
        ("2021-12", "2021-12"),
        ("2021-12-24T10:00:00Z", "2021-12-24T10:00:00Z"),
        ("2021-12-24T10:00:00.123+0300", "2021-12-24T10:00:00+03:00"),
        ("2021-12-24 10:00", "2021-12-24T10:00:00"),
        ("2021-12-24 10:00:00 UTC", "2021-12-24T10:00:00Z"),
        ("Fri, 24 Dec 2021 10:00:00 GMT", "2021-12-24T10:00:00Z"),
        ("20211224", "2021-12-24"),
        ("20211224T101500Z", "2021-12-24T10:15:00Z"),
        ("2021/12/24", "2021-12-24"),
        ("24.12.2021", "2021-12-24"),
        ("December 24, 2021", "2021-12-24"),
        ("24th Dec. 2021", "2021-12-24"),
        ("1640340000", "2021-12-24T10:00:00Z"),
        ("1640340000000", "2021-12-24T10:00:00Z"),
    ],
)
def test_spellings(value: str, iso: str) -> None:
    assert iso_of(value) == iso


@pytest.mark.parametrize(
    "value", ["", "yesterday", "04/05/2021", "2021-13-40", "0000-00-00", "24.13.2021", "None", "9" * 40]
)
def test_never_a_false_day(value: str) -> None:
    found = iso_of(value)
    assert found is None, found


def test_values_of_other_types() -> None:
    assert claim(1640340000, "jsonl:timestamp") == DateClaim("2021-12-24T10:00:00Z", "jsonl:timestamp")
    assert claim(True, "x") is None
    assert claim(None, "x") is None
    assert claim(["2021-12-24"], "x") is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/world/2021/12/24/talks", "2021-12-24"),
        ("https://a.example/2021-12-24/talks.html", "2021-12-24"),
        ("https://a.example/news/20211224-talks", "2021-12-24"),
        ("https://a.example/world/2021/dec/24/talks", "2021-12-24"),
    ],
)
def test_day_in_an_address(url: str, day: str) -> None:
    assert url_claim(url) == DateClaim(day, "url", "published")


@pytest.mark.parametrize(
    "url", [None, "", "https://a.example/", "https://a.example/id/1202112249", "https://2021-12-24.example/"]
)
def test_no_day_in_an_address(url: str | None) -> None:
    assert url_claim(url) is None


def test_the_newsrooms_own_day_goes_before_an_instant_in_utc() -> None:
    instant = DateClaim("2021-12-25T01:30:00Z", "jsonld:datePublished", "published")
    address = DateClaim("2021-12-24", "url", "published")
    assert surest_first([instant, address])[0] == address
    local = DateClaim("2021-12-25T01:30:00-05:00", "jsonld:datePublished", "published")
    assert surest_first([local, address])[0] == local
