"""Read sentences with gold attributions marked in brackets."""

from __future__ import annotations

import re
from pathlib import Path

from verbale.language import Piece

_MARK = re.compile(r"\[([sct])(\d+) |\]| / ")
_ROLES = {"s": "source", "c": "cue", "t": "content"}


def read_marked(line: str) -> tuple[str, list[dict[str, list[Piece]]]]:
    """Return the bare text and its attributions; one without content (a question's "Asked") is left out."""
    text = ""
    stack: list[tuple[str, str, int]] = []
    found: dict[str, dict[str, list[Piece]]] = {}
    position = 0
    for mark in _MARK.finditer(line):
        text += line[position : mark.start()]
        position = mark.end()
        if mark.group() == " / ":
            text += "\n\n"
        elif mark.group() == "]":
            role, number, start = stack.pop()
            for digit in number:
                found.setdefault(digit, {name: [] for name in _ROLES.values()})[_ROLES[role]].append((start, len(text)))
        else:
            stack.append((mark.group(1), mark.group(2), len(text)))
    text += line[position:]
    return text, [found[number] for number in sorted(found) if found[number]["content"]]


def marked_documents() -> list[tuple[str, list[dict[str, list[Piece]]]]]:
    """Return our own sentences."""
    lines = (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()
    return [read_marked(line) for line in lines if line and not line.startswith("#")]
