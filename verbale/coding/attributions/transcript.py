"""Lines of a printed conversation: the speaker's name, a colon, the words ("DIAZ: We will not sign it.", "Mr Diaz: No.").

Who only asks ("Q:", "Reporter:") takes a turn too; a question is no statement.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from verbale.coding.attributions.found import Found, Page, Place, line_at
from verbale.lexicon import load_words
from verbale.model import Act

_LABEL = re.compile(
    r"(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}|[A-Z][\w.'’-]{0,20}(?: [A-Z][\w.'’-]{0,20}){0,3})"
    r"(?:, [A-Z][A-Za-z ,.'’-]{2,50})?(?: ?\([^()\n]{1,40}\))?:\s+(?=\S)"
)
_TAKEN_TURNS = 2
"""So many names must speak, each so many times: a list of headings ("WHERE: …", "WHEN: …") is no conversation."""


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of a conversation that is printed line by line."""

    said: list[Found]
    labels: list[Place]
    """Where the names stand, with their colons, of all who take turns; those who only ask too."""

    def is_label(self, item: Found) -> bool:
        """Say whether a report's reporting word is the colon behind a label, or its content runs over one."""
        places = [*item.cue, *item.content]
        return any(low < end and start < high for start, end in self.labels for low, high in places)


def find_turns(page: Page) -> Turns:
    """Return the turns of a conversation that is printed line by line, in text order."""
    text = page.draft.text
    turns: list[tuple[Place, Place]] = []
    for start, end in page.paragraphs:
        label = _LABEL.match(text, start, end)
        if (
            label is not None
            and label.end() < end
            and (label["name"].isupper() or _is_somebody(page, label.span("name")))
        ):
            turns.append((label.span("name"), (label.end(), end)))
    often = Counter(text[low:high] for (low, high), _words in turns)
    if sum(count >= _TAKEN_TURNS for count in often.values()) < _TAKEN_TURNS:
        return Turns([], [])
    act: Act = "assert"
    said = [
        Found("direct", act, [words], [], name, "turn:label", 0.8, line_at(page.lines, words[0]))
        for name, words in turns
        if not _asks(text[name[0] : name[1]])
    ]
    return Turns(said, [(name[0], words[0]) for name, words in turns])


def _asks(label: str) -> bool:
    return label.casefold().rstrip(".") in _asking()


def _is_somebody(page: Page, name: Place) -> bool:
    """Say whether a label that is not in capitals is a person's or a questioner's: "Moscow:" may open an item of news."""
    if _asks(page.text(name)):
        return True
    low, high = name
    return any(
        m.kind in {"person", "office"} and low <= m.span.start and m.span.end <= high for m in page.draft.mentions
    )


@cache
def _asking() -> frozenset[str]:
    return frozenset(load_words("asking_labels.txt"))
