"""The condition of a stance, whole: not cut at "U.S.", not run on into what was quoted later, and none where only a time is set."""

from __future__ import annotations

import re
from functools import cache

from verbale.collation.conditions import condition_of
from verbale.lexicon import load_words

_MOST = 200
_BREAK = " … "
_LETTER = re.compile(r"(?:^|[\s(.“\"])[A-Z]$")
_INITIALS = re.compile(r"\b[A-Z]\.[A-Z]$")


@cache
def _empty() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in load_words("conditions_empty.txt"))
    return re.compile(rf"(?:{words})\b|until (?:\w+ )?(?:\d|mon|tues|wednes|thurs|fri|satur|sun)", re.I)


def condition_in(content: str) -> str | None:
    """Return the condition in a content as it stands there, None where it has none."""
    words = condition_of(content)
    if words is None or _empty().match(words):
        return None
    start = content.find(words)
    end = start + len(words)
    # a stop behind a single capital is an initial's, not the sentence's
    while content[end : end + 1] == "." and _LETTER.search(content[max(start, end - 3) : end]) and end - start < _MOST:
        stop = next((n for n in range(end + 1, len(content)) if content[n] in ".;,"), len(content))
        if stop > end + 2 and not content[end + 1 : end + 3].strip().islower():
            break
        end = stop
    whole = content[start:end].partition(_BREAK)[0].rstrip(" ,.”\"'’")
    return (f"{whole}." if _INITIALS.search(whole) else whole) or None
