"""Roles on made-up pages with the dirt of many outlets and eras, written for this project."""

from __future__ import annotations

import json
from pathlib import Path

from verbale.coding.segments import mark_segments
from verbale.model import CODED_ROLES, Document

GOLD = Path(__file__).parents[1] / "gold" / "segments.jsonl"


def _pages() -> list[tuple[str, str, list[tuple[int, int, str]]]]:
    pages = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        text = ""
        pieces: list[tuple[int, int, str]] = []
        for role, words in page["pieces"]:
            pieces.append((len(text), len(text) + len(words), role))
            text += words
        pages.append((page["id"], text, pieces))
    return pages


def _roles(text: str) -> list[str]:
    roles = [""] * len(text)
    for segment in mark_segments(Document(id="x", text=text, language="en")):
        for at in range(segment.start, segment.end):
            roles[at] = segment.role
    return roles


def test_gold_has_many_pages() -> None:
    assert len(_pages()) >= 40


def test_nothing_of_the_article_is_lost_and_no_furniture_is_coded() -> None:
    wrong = []
    for page, text, pieces in _pages():
        roles = _roles(text)
        for start, end, gold in pieces:
            for at in range(start, end):
                if not text[at].isspace() and (roles[at] in CODED_ROLES) != (gold in CODED_ROLES):
                    wrong.append((page, gold, roles[at], text[start:end][:60]))
                    break
    assert not wrong, "\n".join(map(str, wrong))


def test_roles_of_pieces() -> None:
    right = total = 0
    wrong = []
    for page, text, pieces in _pages():
        roles = _roles(text)
        for start, end, gold in pieces:
            told = [roles[at] for at in range(start, end) if not text[at].isspace()]
            total += 1
            if told.count(gold) > 0.9 * len(told):
                right += 1
            else:
                wrong.append((page, gold, max(set(told), key=told.count), text[start:end][:60]))
    assert right / total >= 0.96, "\n".join(map(str, wrong))
