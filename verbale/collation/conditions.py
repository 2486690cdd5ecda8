"""The condition in what is said: "if the troops withdraw", "on condition that ...", as it stands there."""

from __future__ import annotations

import re
from functools import cache

from verbale.lexicon import load_words


@cache
def _pattern() -> re.Pattern[str]:
    begins = "|".join(re.escape(words) for words in reversed(load_words("conditions.txt")))
    return re.compile(rf"\b(?:{begins})\b[^.;]{{4,200}}", re.I)


def condition_of(content: str) -> str | None:
    """Return the condition in a content, None where it has none."""
    found = _pattern().search(content)
    return found[0].rstrip(" ,”\"'’") if found else None
