"""The condition in what is said: "if the troops withdraw", "on condition that ...", as it stands there."""

from __future__ import annotations

import re
from functools import cache

from verbale.lexicon import load_words

_BEGINS = re.compile(r"(?:^|[.!?;:,]\s|[“\"‘]|\b(?:that|and|but))\s*$")


@cache
def _pattern() -> re.Pattern[str]:
    begins = "|".join(re.escape(words) for words in reversed(load_words("conditions.txt")))
    return re.compile(rf"\b(?:{begins})\b[^.;]{{4,200}}", re.I)


def condition_of(content: str) -> str | None:
    """Return the condition in a content, None where it has none."""
    found = _pattern().search(content)
    if found is None:
        return None
    words = found[0]
    if _BEGINS.search(content[: found.start()]) is not None and "," in words:
        words = words[: words.index(",")]  # "if they leave, we stay": what follows is no condition
    return words.rstrip(" ,”\"'’") or None
