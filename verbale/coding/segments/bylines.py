"""Tell a line that names writers ("Jane Roe and John Doe, Moscow") from a title or a crosshead."""

from __future__ import annotations

import re
from functools import cache

from verbale.lexicon import load_words

_NAME = re.compile(r"[^\W\d_][\w.'’-]*")
_JOIN = frozenset({"and", "in", "with", "for", "of", "at", "the", "von", "van", "de", "der", "al", "bin", "&", "|"})
_JOBS = frozenset(
    {
        "correspondent", "reporter", "editor", "writer", "staff", "columnist", "contributor", "producer", "bureau",
        "chief", "desk", "senior", "journalist",
    }
)  # fmt: skip


def is_name_line(text: str) -> bool:
    """Tell whether a line without an end mark is a list of names: two or three capitalised words to each."""
    words = text.replace(",", " , ").split()
    if not 2 <= len([word for word in words if word != ","]) <= 14 or text[-1] in ".?!:\"'":
        return False
    count, told, job = 0, 0, False
    for word in words:
        if word == "," or word.casefold() in {"and", "&", "|"}:
            if not 0 < count <= 4:
                return False
            told += 1
            count = 0
            continue
        if word.casefold() in _JOBS:
            job = True
        elif word.casefold() in _JOIN:
            pass
        elif not (word[0].isupper() and _NAME.fullmatch(word)) or (word.isupper() and len(word) > 4):
            return False
        count += 1
    return (told > 0 and count <= 4) or job


def is_labelled_names(text: str) -> bool:
    """Tell whether a line says who speaks in the conversation below it ("Briefer: Ann Roe")."""
    label, colon, names = text.partition(":")
    words = names.split()
    return (
        bool(colon)
        and label.casefold() in _labels()
        and 2 <= len(words) <= 14
        and text[-1] not in "?!:\"'"
        and all(word[0].isupper() or word in _JOIN for word in words)
    )


@cache
def _labels() -> frozenset[str]:
    return frozenset(load_words("labels_of_names.txt"))


def names_of(byline: str | None) -> frozenset[str]:
    """Return the names that the source's byline gives, in lower case."""
    if not byline:
        return frozenset()
    parts = re.split(r",|;|\band\b|&|\|", byline)
    return frozenset(part.strip().casefold() for part in parts if len(part.strip()) > 4)
