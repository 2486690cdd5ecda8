"""Lines of a printed conversation: the speaker's name in capitals, a colon, the words ("DIAZ: We will not sign it.")."""

from __future__ import annotations

import re
from collections import Counter

from verbale.coding.attributions.found import Found, Page, Place, line_at
from verbale.model import Act

_LABEL = re.compile(
    r"(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3})(?:, [A-Z][A-Za-z ,.'’-]{2,50})?(?: ?\([^()\n]{1,40}\))?:\s+(?=\S)"
)
_TAKEN_TURNS = 2
"""So many names must speak, each so many times: a list of headings ("WHERE: …", "WHEN: …") is no conversation."""


def find_turns(page: Page) -> list[Found]:
    """Return the turns of a conversation that is printed line by line, in text order."""
    text = page.draft.text
    turns: list[tuple[Place, Place]] = []
    for start, end in page.paragraphs:
        label = _LABEL.match(text, start, end)
        if label is not None and label.end() < end:
            turns.append((label.span("name"), (label.end(), end)))
    often = Counter(text[low:high] for (low, high), _words in turns)
    if sum(count >= _TAKEN_TURNS for count in often.values()) < _TAKEN_TURNS:
        return []
    act: Act = "assert"
    return [
        Found("direct", act, [words], [], name, "turn:label", 0.8, line_at(page.lines, words[0]))
        for name, words in turns
    ]
