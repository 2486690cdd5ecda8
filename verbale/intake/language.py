"""Which language a text is in, by majority of samples from all over it, so that foreign names do not outvote the prose.

Names are the trouble: they are in the language of the parties, not of the outlet. So of each sample only the script
that most of it is in is looked at, and of that the words without capitals, where enough of them are left.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_WINDOW = 240
_WINDOWS = 6
_WIDE = 3
"""A sign of Chinese, Japanese or Korean says as much as three letters."""
_LEAST_LETTERS = 24
"""Fewer letters than this are named or a label as often as prose."""
_ENOUGH_LETTERS = 24
_LEAST_CONFIDENCE = 0.5
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|(?<![^\s@])[^\s@]+@\S+|\d+")
_ALIASES = {"wuu": "zh", "yue": "zh", "cmn": "zh", "nan": "zh", "arz": "ar", "pnb": "ur", "nb": "no", "nn": "no"}


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


def _script(letter: str) -> int:
    """Return a number for the script of a letter: coarse, as ranges of code points go."""
    code = ord(letter)
    if code < 0x370 or 0x1E00 <= code < 0x1F00:
        return 0  # Latin
    if code >= 0x2E80:
        return 1  # Chinese, Japanese, Korean
    return 2 + (code - 0x370 >> 8 if code < 0x530 else code >> 7)


def _main_script(text: str) -> tuple[str, int]:
    """Return a text without the words of scripts that less of it is in, and how many letters are left."""
    weights: dict[int, int] = {}
    if text.isascii():
        return text, sum(map(str.isalpha, text))
    for sign in filter(str.isalpha, text):
        script = _script(sign)
        weights[script] = weights.get(script, 0) + (_WIDE if script == 1 else 1)
    if len(weights) < 2:
        return text, sum(weights.values())
    main, count = max(sorted(weights.items()), key=lambda item: item[1])
    return "".join(sign if not sign.isalpha() or _script(sign) == main else " " for sign in text), count


def _prose(window: str) -> tuple[str, int]:
    text, letters = _main_script(_ADDRESS.sub(" ", window))
    small = " ".join(word for word in text.split() if not word[:1].isupper() and not word[1:2].isupper())
    left = sum(map(str.isalpha, small))
    return (small, letters) if left >= _ENOUGH_LETTERS else (text, letters)


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language that most of a text is in, `und` where it is too short or unsure."""
    votes: dict[str, float] = {}
    letters = 0
    for window in _windows(text):
        prose, count = _prose(window)
        if count < _LEAST_LETTERS:
            continue
        letters += count
        code, confidence = _identifier().classify(prose)
        code = _ALIASES.get(code, code)
        votes[code] = votes.get(code, 0.0) + count * float(confidence)
    if not votes:
        return "und"
    code, weight = max(sorted(votes.items()), key=lambda vote: vote[1])
    return code if len(code) == 2 and weight >= _LEAST_CONFIDENCE * letters / min(2, len(votes)) else "und"
