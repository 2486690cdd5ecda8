"""Whom a description means that the next quotation names: "The chief of staff denied it. “We were not there,” Gen. Azmi said."

The press likes to describe first and to name after. The name must be a new one there, alone or behind a rank, and the description
a definite one of a single person whom the text before has not told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from verbale.coding.attributions.callings import is_title
from verbale.coding.attributions.found import Found, Page, Place
from verbale.coding.mentions.index import MentionIndex
from verbale.model import Mention

_DEFINITE = re.compile(
    r"(?:the|(?:[A-Z][\w.’'-]*\s+){0,3}[A-Z][\w.’'-]*?(?:['’]s|s['’]))\s+"
    r"(?!(?:two|three|four|five|first|other|same|latter|former two)\b)",
    re.I,
)
_RANK = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Rep|Sen|Gen|Maj|Lt|Col|Capt|Adm|Brig|Cmdr|Sgt|Amb|Rev|Prof|Sir|Lord|Lady|Dame|Sheikh|General|Admiral|Colonel|"
    r"Major|Captain|Senator|Congressman|Congresswoman|Ambassador|Professor|Judge)\.?\s+)+"
)
_APPOSED = re.compile(r",\s+(?:an?|the|his|her|its|their|who|whose|then|now|former|[A-Z][\w’'-]+['’]s)\b")
_OF = re.compile(r",|\s(?:of|for|at|in|to|from|on)\s")
_REACH = 2
"""So many reports on may be the one that names whom a description means."""


def named_later(
    page: Page,
    names: MentionIndex,
    found: Sequence[Found],
    places: Sequence[Place | None],
    mentions: Sequence[Mention | None],
) -> dict[str, Mention]:
    """Return, by the id of a description's mention, the name that the next reports give whom it means."""
    firsts: dict[str, int] = {}
    for mention in names.mentions:
        if mention.form == "name":
            firsts.setdefault(names.head_of(mention).id, mention.span.start)
    order = sorted((place, number) for number, place in enumerate(places) if place is not None)
    result: dict[str, Mention] = {}
    for at, (place, number) in enumerate(order):
        told = mentions[number]
        if told is None or not _is_open(page, names, place, told) or told.id in result:
            continue
        here = page.draft.sentences[found[number].sentence]
        for other, behind in order[at + 1 : at + 1 + _REACH]:
            there = page.draft.sentences[found[behind].sentence]
            who = mentions[behind]
            if who is None or other == place or there.paragraph - here.paragraph > 1 or there.role != here.role:
                continue
            head = names.head_of(who)
            if head.kind == "person" and head.form == "name" and found[behind].mode != "indirect":
                if (
                    firsts.get(head.id, -1) >= place[1]
                    and other[0] <= firsts[head.id] < other[1]
                    and _bare(page, other, head)
                ):
                    result[told.id] = head
                break
    return result


def _is_open(page: Page, names: MentionIndex, place: Place, mention: Mention) -> bool:
    """Say whether a speaker is one person, described and not named."""
    words = page.text(place)
    title = is_title((_OF.split(words, maxsplit=1)[0].split() or [""])[-1])
    return (
        (mention.kind in {"person", "office"} or (mention.kind == "group" and title))
        and mention.form in {"description", "title"}
        and (mention.actor is None or mention.kind == "office")
        and names.head_of(mention).id == mention.id
        and _DEFINITE.match(words) is not None
    )


def _bare(page: Page, place: Place, head: Mention) -> bool:
    """Say whether a name stands there alone or behind a rank: no other office, nothing told of whose it is."""
    words = _RANK.sub("", page.text(place).strip(), count=1)
    after = page.draft.text[place[1] : place[1] + 40]
    return (
        " ".join(words.split()).casefold() in {head.name.casefold(), head.span.text.casefold()}
        and _APPOSED.match(after) is None
    )
