"""Pages made to take a reader's time take a time that grows no faster than they do."""

from __future__ import annotations

import io
import time

import pytest

from tests.faults.pages import pages
from verbale.intake import Delivered, read
from verbale.intake.html import _TAGS
from verbale.model import Skip

SIZE = 240_000
QUICK = 1.5
"""Seconds below which a page is quick enough, whatever the growth."""
GROWTH = 3.2
"""How much longer twice the page may take: linear growth is 2, quadratic is 4."""


def seconds(page: str) -> float:
    began = time.process_time()
    given = list(read(["-"], stdin=io.BytesIO(page.encode())))
    taken = time.process_time() - began
    assert given
    assert not any(isinstance(item, Skip) and "fault of verbale" in item.advice for item in given)
    return taken


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(pages(1000)))
def test_time_grows_with_the_page_and_not_faster(name: str) -> None:
    """Beside a page of the same size: a small one may be read by another reader, which is quicker by a factor."""
    if (taken := seconds(pages(SIZE)[name])) > QUICK:
        twice = min(seconds(pages(2 * SIZE)[name]) for _ in range(2))
        assert twice < GROWTH * taken, f"twice the page took {twice / taken:.1f} times as long"


def test_a_page_of_nothing_but_tags_is_refused_at_once() -> None:
    began = time.process_time()
    (given,) = read(["-"], stdin=io.BytesIO(b"<html><body>" + b"<p>x" * (_TAGS + 1)))
    assert isinstance(given, Skip)
    assert "tags is not read" in given.reason
    assert time.process_time() - began < 2


def test_a_long_page_is_still_read() -> None:
    """A live page of some thousand entries is long and no attack."""
    entries = "".join(
        f"<p>At {n} o'clock the envoys said that round {n} of the talks had ended.</p>" for n in range(3500)
    )
    (given,) = read(["-"], stdin=io.BytesIO(f"<html><body><article>{entries}</article></body></html>".encode()))
    assert isinstance(given, Delivered)
    body = "".join(given.document.text[s.start : s.end] for s in given.document.segments if s.role == "body")
    assert "At 3499 o'clock" in body
    assert "At 0 o'clock" in body
