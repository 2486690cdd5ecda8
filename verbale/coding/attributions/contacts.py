"""Calls and meetings that a text tells of: the words that their parties report of each other fell there, on that day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verbale.coding.attributions.found import Page, Place, overlap
from verbale.coding.mentions.index import MentionIndex
from verbale.model import Medium, Mention, TimeExpression

_KINDS: tuple[tuple[Medium, re.Pattern[str]], ...] = (
    (
        "video call",
        re.compile(
            r"\b(?:by|over|via|in|held|during|after)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,3}?"
            r"(?:video[\s-](?:call|link|conference|conversation)|videolink|videoconference|virtual (?:meeting|summit))\b",
            re.I,
        ),
    ),
    (
        "call",
        re.compile(
            r"\b(?:(?:spoke|speaking|talked|conferred)\s+(?:\w+\s+){0,3}?(?:by|over the|on the)\s+(?:tele)?phone|"
            r"(?:held|had|in|during|after)\s+(?:an?\s+|the\s+|their\s+)?(?:[\w-]+\s+){0,3}?"
            r"(?:phone call|telephone call|telephone conversation|phone conversation)|telephoned|phoned|"
            r"called\s+(?!on\b|upon\b|for\b|off\b|the\b|it\b|this\b|that\b|an?\b|his\b|her\b|its\b)(?=[A-Z])[^,.;]{2,40}?\s+on\s+[A-Z]\w+day)\b",
        ),
    ),
    ("meeting", re.compile(r"\b(?:met|held talks|sat down)\s+(?:for|in|with|on|at|again|over)\b")),
)
_TWO = re.compile(r"\b(?:two|both) (?:leaders|presidents|men|ministers|prime ministers|women|sides)\b", re.I)
_BACK = 8
"""How many sentences before a report the contact may stand of which it tells."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One call or meeting: its medium, the two who held it, and the day, where the text gives one."""

    sentence: int
    paragraph: int
    medium: Medium
    words: Place
    parties: tuple[Mention, ...]
    """The two, each where it is named in the sentence that tells of the contact."""
    heads: tuple[str, ...]
    """Ids of their heads."""
    day: TimeExpression | None

    def other(self, head: str) -> tuple[Mention, Place]:
        """Return the other party than the one with this head, and where it is named."""
        other = next(m for m, own in zip(self.parties, self.heads, strict=True) if own != head)
        return other, (other.span.start, other.span.end)


def contacts(page: Page, names: MentionIndex, contents: list[Place]) -> list[Contact]:
    """Return the contacts between two persons of which the narrator tells, in text order."""
    text = page.draft.text
    found: list[Contact] = []
    for line in page.lines:
        start, end = line.sentence.start, line.sentence.end
        if line.sentence.role == "headline":
            continue
        medium, match = next(
            ((medium, m) for medium, pattern in _KINDS if (m := pattern.search(text, start, end)) is not None),
            (None, None),
        )
        if medium is None or match is None or overlap([match.span()], contents):
            continue
        parties = _persons(names, start, end)
        if len(parties) < 2 and _TWO.search(text, start, end) is not None:
            previous = page.lines[line.number - 1] if line.number else None
            parties = _persons(names, previous.sentence.start, previous.sentence.end) if previous else parties
        if len(parties) < 2:
            continue
        days = [
            t
            for t in page.draft.times
            if start <= t.span.start < end
            and t.kind in {"date", "time"}
            and t.timex_type == "DATE"
            and not overlap([(t.span.start, t.span.end)], contents)
        ]
        near = min(days, key=lambda t: abs(t.span.start - match.start()), default=None)
        if near is None and line.number:
            # "Biden told Putin on Tuesday … The two leaders spoke by video link": the sentence before has the day
            before = page.lines[line.number - 1].sentence
            near = next(
                (t for t in page.draft.times if before.start <= t.span.start < before.end and t.timex_type == "DATE"), None
            ) if _TWO.search(text, start, end) else None  # fmt: skip
        two = tuple(parties[:2])
        heads = tuple(names.head_of(m).id for m in two)
        found.append(Contact(line.number, line.sentence.paragraph, medium, match.span(), two, heads, near))
    return found


def _persons(names: MentionIndex, start: int, end: int) -> list[Mention]:
    """Return the persons of a sentence, each once, in text order."""
    heads: dict[str, Mention] = {}
    for mention in names.within(start, end):
        head = names.head_of(mention)
        if head.kind == "person" or (head.kind == "office" and head.form != "name"):
            heads.setdefault(head.id, mention)
    return list(heads.values())


def of_contact(known: list[Contact], sentence: int, speaker: str, addressee: str, nested: bool) -> Contact | None:
    """Return the contact at which somebody's words fell: told to the other party, or told of by a third."""
    for contact in reversed(known):
        if sentence - contact.sentence > _BACK:
            break
        if contact.sentence > sentence + 1 or speaker not in contact.heads:
            continue
        if addressee in contact.heads and addressee != speaker:
            return contact
        if not addressee and nested:
            return contact
    return None
