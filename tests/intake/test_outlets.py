"""Who published it: the address decides, the table knows its other names."""

from __future__ import annotations

import pytest

from verbale.intake.outlets import domain_of, host_of, outlet_of, unwrap
from verbale.lexicon import load_table


@pytest.mark.parametrize(
    ("url", "name", "expected"),
    [
        ("https://www.bbc.co.uk/news/1", None, ("bbc.com", "BBC")),
        ("https://english.alarabiya.net/x", "Al Arabiya English", ("alarabiya.net", "Al Arabiya")),
        ("https://abcnews.go.com/x", None, ("abcnews.go.com", "ABC News")),
        ("https://timesofindia.indiatimes.com/a", None, ("timesofindia.indiatimes.com", "The Times of India")),
        ("https://news.yorkpost.co.uk/a", "York Post", ("yorkpost.co.uk", "York Post")),
        ("https://riverdiary.wordpress.com/2021/x", "River Diary", ("riverdiary.wordpress.com", "River Diary")),
        ("https://web.archive.org/web/20211224000000/https://tass.com/a", None, ("tass.com", "TASS")),
        (None, "tass.com", ("tass.com", "TASS")),
        (None, "The Guardian", ("theguardian.com", "The Guardian")),
        (None, "Коммерсантъ", ("kommersant.ru", "Kommersant")),
        (None, "Upper Valley Independent", ("upper-valley-independent", "Upper Valley Independent")),
    ],
)
def test_outlets(url: str | None, name: str | None, expected: tuple[str, str]) -> None:
    outlet = outlet_of(url, name)
    assert outlet is not None
    assert (outlet.id, outlet.name) == expected


@pytest.mark.parametrize(
    "url", [None, "", "http://[::1", "file:///a", "https://localhost/x", "ftp://", "http://a b/", "—"]
)
def test_no_outlet_from_no_address(url: str | None) -> None:
    assert outlet_of(url) is None


def test_hosts_and_domains() -> None:
    assert host_of("https://WWW.Example.ORG:8080/x?y#z") == "example.org"
    assert host_of("https://почта.рф/x") == "xn--80a1acny.xn--p1ai"
    assert domain_of("a.b.gov.il") == "b.gov.il"
    assert domain_of("a.b.example.com") == "example.com"
    assert unwrap("https://web.archive.org/web/2021id_/http:/a.example/x") == ("http://a.example/x", "2021")


def test_the_table_is_consistent() -> None:
    rows = load_table("outlets.tsv")
    assert len(rows) > 400
    owners: dict[str, str] = {}
    for row in rows:
        assert row["name"]
        assert row["kind"]
        for domain in (row["domain"], *filter(None, row["domains"].split(";"))):
            assert owners.setdefault(domain, row["domain"]) == row["domain"], domain
