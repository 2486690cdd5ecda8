"""Floor of segment roles on whole pages turned to plain text: what is kept against what the gold article holds."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from verbale.coding.segments import mark_segments
from verbale.model import Document

pytestmark = pytest.mark.gate

_BLOCKS = frozenset(
    "p div li ul ol h1 h2 h3 h4 h5 h6 tr td th table section article header footer nav aside figure figcaption "
    "blockquote br form button dd dt dl main address pre hr option select label".split()
)
_HIDDEN = frozenset("script style noscript template svg iframe head".split())


def visible_text(source: str) -> str:
    """Return what a page shows, a line to each block: noisy plain text with a known article in it."""
    parts: list[str] = []

    def walk(element: Any) -> None:
        shown = isinstance(element.tag, str) and element.tag not in _HIDDEN
        hidden = shown and "display:none" in (element.get("style") or "").replace(" ", "")
        if shown and element.tag in _BLOCKS:
            parts.append("\n")
        if shown and not hidden:
            parts.append((element.text or "").replace("\n", " "))
            for child in element:
                walk(child)
        if shown and element.tag in _BLOCKS:
            parts.append("\n")
        parts.append((element.tail or "").replace("\n", " "))

    walk(html.fromstring(source.encode("utf-8") if source.lstrip().startswith("<?xml") else source))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _scores(rows: list[dict[str, Any]]) -> tuple[float, float, float]:
    """Return F1 of lines, recall of characters, and F1 of keeping everything."""
    right = extra = lost = chars_right = chars_lost = other = 0
    for row in rows:
        text = visible_text(row["html"])
        gold = {" ".join(line.split()) for line in row["article_body"].split("\n")}
        whole = " ".join(row["article_body"].split())
        roles = [""] * len(text)
        for segment in mark_segments(Document(id="", text=text, language="en")):
            roles[segment.start : segment.end] = [segment.role] * (segment.end - segment.start)
        seen: set[str] = set()
        position = 0
        for line in text.split("\n"):
            start, position = position, position + len(line) + 1
            told = roles[start : start + len(line)]
            if "headline" in told:
                continue
            kept = sum(role in {"body", "crosshead", "standfirst"} for role in told) > 0.5 * len(line)
            wanted = (line in gold or (len(line) >= 40 and line in whole)) and (line not in seen or len(line) >= 40)
            if wanted and not kept and line in seen:
                continue
            if wanted:
                seen.add(line)
            right += wanted and kept
            extra += kept and not wanted
            lost += wanted and not kept
            other += not wanted
            chars_right += len(line) * (wanted and kept)
            chars_lost += len(line) * (wanted and not kept)
    keep_all = 2 * (right + lost) / (2 * (right + lost) + other)
    return 2 * right / (2 * right + extra + lost), chars_right / (chars_right + chars_lost), keep_all


def test_articles_are_found_on_whole_pages(shared: Path) -> None:
    with gzip.open(shared / "data/html_pages/open/scrapinghub_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    lines_f1, recall, keep_all = _scores(rows)
    assert keep_all < 0.3
    assert lines_f1 >= 0.78
    assert recall >= 0.96
