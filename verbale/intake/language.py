"""Which language a text is in, by majority of samples from all over it, so that foreign names do not outvote the prose."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_WINDOW = 240
_WINDOWS = 6
_LEAST_LETTERS = 24
"""Fewer letters than this are named or a label as often as prose."""
_LEAST_CONFIDENCE = 0.5
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\d+")


@cache
def _identifier() -> Any:
    # 0.3 s and 100 MB for the process: only once, and only when a text is there
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _windows(text: str) -> list[str]:
    if len(text) <= _WINDOW * _WINDOWS:
        return [text[start : start + _WINDOW] for start in range(0, len(text), _WINDOW)]
    step = (len(text) - _WINDOW) // (_WINDOWS - 1)
    return [text[start : start + _WINDOW] for start in range(0, step * _WINDOWS, step)]


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language that most of a text is in, `und` where it is too short or unsure."""
    votes: dict[str, float] = {}
    letters = 0
    for window in _windows(text):
        prose = _ADDRESS.sub(" ", window)
        count = sum(map(str.isalpha, prose))
        if count < _LEAST_LETTERS:
            continue
        letters += count
        code, confidence = _identifier().classify(prose)
        votes[code] = votes.get(code, 0.0) + count * float(confidence)
    if not votes:
        return "und"
    code, weight = max(sorted(votes.items()), key=lambda vote: vote[1])
    return code if len(code) == 2 and weight >= _LEAST_CONFIDENCE * letters / max(1, min(2, len(votes))) else "und"
